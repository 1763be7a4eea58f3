import CLanes
import Foundation
import HeapModule
import Synchronization

/// Runs the cells (block, chunk) of a sweep on all threads, each as soon as what it needs is there.
///
/// A cell needs its own block's previous chunk and the same chunk of the blocks it takes series from.
/// Series are kept for `ring` chunks, so a block also waits until those that take from it are no more
/// than that far behind. Among the cells that are ready the earliest chunk goes first: a main stem is
/// pipelined in time. What is computed does not depend on the order.
final class SweepScheduler: @unchecked Sendable {
  private let blockCount: Int
  private let chunkCount: Int
  private let ring: Int
  private let needs: [[Int]]
  private let feeds: [[Int]]

  private let condition = NSCondition()
  /// Chunks finished by each block; guarded by `condition`, as all that follows.
  private var finished: [Int]
  private var started: [Int]
  private var ready: Heap<Cell> = []
  private var remaining: Int
  private var waiting = 0
  /// Grows with every cell that becomes ready, and at the end: what a thread without work looks at
  /// for a while before it sleeps, because to be woken takes longer than most cells.
  private let news = Atomic<Int>(0)
  private static let looks = 4_000

  private struct Cell: Comparable {
    let chunk: Int
    let block: Int
    static func < (a: Cell, b: Cell) -> Bool { (a.chunk, a.block) < (b.chunk, b.block) }
  }

  /// - Parameters:
  ///   - needs: for each block, the blocks it takes from
  ///   - feeds: for each block, the blocks that take from it
  init(needs: [[Int]], feeds: [[Int]], chunkCount: Int, ring: Int) {
    precondition(ring >= 1)
    blockCount = needs.count
    self.chunkCount = chunkCount
    self.ring = ring
    self.needs = needs
    self.feeds = feeds
    finished = Array(repeating: 0, count: blockCount)
    started = Array(repeating: 0, count: blockCount)
    remaining = blockCount * chunkCount
  }

  /// Calls `body(block, chunk, thread)` once for every cell; returns when all are done.
  func run(threads: Int, _ body: @Sendable (_ block: Int, _ chunk: Int, _ thread: Int) -> Void) {
    guard remaining > 0 else { return }
    if threads == 1 {
      // In dependency order by construction: no queue needed.
      runInOrder(body)
      return
    }
    for block in 0..<blockCount { enqueueIfReady(block) }
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      while let cell = next() {
        body(cell.block, cell.chunk, thread)
        finish(cell)
      }
    }
  }

  /// One thread walks block after block within a chunk, in an order in which needs come first.
  private func runInOrder(_ body: (_ block: Int, _ chunk: Int, _ thread: Int) -> Void) {
    let forward = needs.indices.allSatisfy { block in needs[block].allSatisfy { $0 < block } }
    for chunk in 0..<chunkCount {
      for step in 0..<blockCount { body(forward ? step : blockCount - 1 - step, chunk, 0) }
    }
  }

  private func next() -> Cell? {
    condition.lock()
    defer { condition.unlock() }
    while ready.isEmpty && remaining > 0 {
      let seen = news.load(ordering: .relaxed)
      condition.unlock()
      var looks = 0
      while news.load(ordering: .acquiring) == seen && looks < Self.looks {
        lanes_pause()
        looks += 1
      }
      condition.lock()
      guard news.load(ordering: .relaxed) == seen else { continue }
      waiting += 1
      condition.wait()
      waiting -= 1
    }
    return ready.popMin()
  }

  private func finish(_ cell: Cell) {
    condition.lock()
    finished[cell.block] += 1
    remaining -= 1
    enqueueIfReady(cell.block)
    for block in feeds[cell.block] { enqueueIfReady(block) }
    for block in needs[cell.block] { enqueueIfReady(block) }
    if remaining == 0 { news.add(1, ordering: .releasing) }
    if waiting > 0 { condition.broadcast() }
    condition.unlock()
  }

  private func enqueueIfReady(_ block: Int) {
    let chunk = started[block]
    guard
      chunk < chunkCount, finished[block] == chunk,
      needs[block].allSatisfy({ finished[$0] > chunk }),
      feeds[block].allSatisfy({ finished[$0] > chunk - ring })
    else { return }
    started[block] += 1
    ready.insert(Cell(chunk: chunk, block: block))
    news.add(1, ordering: .releasing)
  }
}
