import RiverNetworks

/// The graph of a draft: its sound links, and what can be counted on them, cycles or not.
struct GraphCensus {
  /// Links between two different rows.
  let from: [Int32]
  let to: [Int32]
  let count: Int
  private let downstreamStart: [Int]
  private let downstream: [Int32]
  let inDegrees: [Int32]
  /// Rows that headwaters reach without entering a cycle, upstream before downstream.
  private let order: [Int32]

  init(_ draft: NetworkDraft) {
    count = draft.count
    var from: [Int32] = []
    var to: [Int32] = []
    for link in draft.links {
      guard let row = link.toRow, row != link.from else { continue }
      from.append(Int32(link.from))
      to.append(Int32(row))
    }
    (downstreamStart, downstream) = Self.grouped(to, by: from, count: count)
    var degrees = [Int32](repeating: 0, count: count)
    for row in to { degrees[Int(row)] += 1 }
    inDegrees = degrees
    order = Self.peeled(degrees, downstreamStart, downstream)
    self.from = from
    self.to = to
  }

  func below(_ row: Int) -> ArraySlice<Int32> {
    downstream[downstreamStart[row]..<downstreamStart[row + 1]]
  }

  private static func grouped(
    _ values: [Int32], by keys: [Int32], count: Int
  ) -> ([Int], [Int32]) {
    var start = [Int](repeating: 0, count: count + 1)
    for key in keys { start[Int(key) + 1] += 1 }
    for row in 0..<count { start[row + 1] += start[row] }
    var next = start
    var sorted = [Int32](repeating: 0, count: values.count)
    for (key, value) in zip(keys, values) {
      sorted[next[Int(key)]] = value
      next[Int(key)] += 1
    }
    return (start, sorted)
  }

  /// Takes away rows without predecessors until there are none (Kahn 1962,
  /// doi:10.1145/368996.369025).
  private static func peeled(
    _ degrees: [Int32], _ start: [Int], _ targets: [Int32]
  ) -> [Int32] {
    var waiting = degrees
    var order = degrees.indices.filter { degrees[$0] == 0 }.map(Int32.init)
    var done = 0
    while done < order.count {
      let row = Int(order[done])
      done += 1
      for target in targets[start[row]..<start[row + 1]] {
        waiting[Int(target)] -= 1
        if waiting[Int(target)] == 0 { order.append(target) }
      }
    }
    return order
  }

  // MARK: Counts

  func counts(of draft: NetworkDraft) -> NetworkCheck.Counts {
    var counts = NetworkCheck.Counts()
    counts.reaches = count
    counts.links = from.count
    counts.outlets = (0..<count).count { below($0).isEmpty }
    counts.headwaters = inDegrees.count { $0 == 0 }
    counts.components = componentCount
    for degree in inDegrees where degree > 1 {
      counts.confluences[Int(degree), default: 0] += 1
    }
    let dividing = (0..<count).filter { below($0).count > 1 }
    counts.dividingReaches = dividing.count
    counts.divergences = Set(dividing.map { below($0).sorted() }).count
    counts.longestPath = longestPath
    counts.totalLength = draft.lengths.reduce(0) { $0 + ($1 > 0 && $1.isFinite ? $1 : 0) }
    for left in draft.leftOut { counts.leftOut[left.kind, default: 0] += left.count }
    return counts
  }

  private var componentCount: Int {
    var parents = Array(0..<Int32(count))
    func root(_ row: Int32) -> Int32 {
      var row = row
      while parents[Int(row)] != row {
        parents[Int(row)] = parents[Int(parents[Int(row)])]
        row = parents[Int(row)]
      }
      return row
    }
    var components = count
    for (a, b) in zip(from, to) {
      let (x, y) = (root(a), root(b))
      if x != y {
        parents[Int(max(x, y))] = min(x, y)
        components -= 1
      }
    }
    return components
  }

  private var longestPath: Int {
    var depths = [Int](repeating: 1, count: count)
    var longest = 0
    for row in order {
      let depth = depths[Int(row)]
      longest = max(longest, depth)
      for target in below(Int(row)) {
        depths[Int(target)] = max(depths[Int(target)], depth + 1)
      }
    }
    return longest
  }

  // MARK: Cycles

  /// Every set of rows that flow into each other, in an order in which water goes round; by the
  /// first row.
  ///
  /// Strongly connected components of what is left between the headwaters' and the outlets' peels
  /// (Tarjan 1972, doi:10.1137/0201010), without recursion.
  var cycles: [[Int]] {
    guard order.count < count else { return [] }
    var isLeft = [Bool](repeating: true, count: count)
    for row in order { isLeft[Int(row)] = false }
    var index = [Int](repeating: -1, count: count)
    var low = [Int](repeating: 0, count: count)
    var isOnStack = [Bool](repeating: false, count: count)
    var stack: [Int] = []
    var next = 0
    var found: [[Int]] = []
    for start in 0..<count where isLeft[start] && index[start] < 0 {
      var calls: [(row: Int, edge: Int)] = []
      func enter(_ row: Int) {
        index[row] = next
        low[row] = next
        next += 1
        stack.append(row)
        isOnStack[row] = true
        calls.append((row, downstreamStart[row]))
      }
      enter(start)
      while let (row, edge) = calls.last {
        if edge < downstreamStart[row + 1] {
          calls[calls.count - 1].edge += 1
          let target = Int(downstream[edge])
          if index[target] < 0 {
            enter(target)
          } else if isOnStack[target] {
            low[row] = min(low[row], index[target])
          }
          continue
        }
        calls.removeLast()
        if let caller = calls.last?.row { low[caller] = min(low[caller], low[row]) }
        guard low[row] == index[row] else { continue }
        let place = stack.lastIndex(of: row)!
        let members = Array(stack[place...])
        stack.removeSubrange(place...)
        for member in members { isOnStack[member] = false }
        if members.count > 1 { found.append(members) }
      }
    }
    return found.sorted { $0.min()! < $1.min()! }
  }
}
