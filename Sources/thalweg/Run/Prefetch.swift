import Foundation

/// Makes the next of a row of values while the present one is used.
final class Prefetch<Value: Sendable>: @unchecked Sendable {
  private let queue = DispatchQueue(label: "thalweg.prefetch")
  private let read: @Sendable (Int) throws -> Value
  private let count: Int
  private var index = 0
  private var pending: Result<Value, any Error>?
  private let ready = DispatchSemaphore(value: 0)

  init(_ count: Int, read: @escaping @Sendable (Int) throws -> Value) {
    self.count = count
    self.read = read
    begin()
  }

  private func begin() {
    guard index < count else { return }
    let next = index
    index += 1
    queue.async { [self] in
      pending = Result { try read(next) }
      ready.signal()
    }
  }

  func next() throws -> Value {
    ready.wait()
    let value = try pending!.get()
    begin()
    return value
  }

  /// Waits for what is still being read.
  func finish() { queue.sync {} }
}
