/// Rows wanted from a file, put together to runs that one read can take.
struct RowSelection: Sendable {
  let sorted: [(row: Int, destination: Int)]
  let runs: [(rows: Range<Int>, members: Range<Int>)]
  var count: Int { sorted.count }
  /// From the first row to the last.
  let span: Int

  /// So many unwanted rows are read along rather than starting another read.
  private static let largestGap = 256

  /// - Parameter rows: the row in the file of each place in the destination, each at most once
  init(_ rows: [Int]) {
    let sorted = rows.enumerated().map { (row: $1, destination: $0) }.sorted { $0.row < $1.row }
    var runs: [(rows: Range<Int>, members: Range<Int>)] = []
    var first = 0
    for place in sorted.indices
    where place + 1 == sorted.count
      || sorted[place + 1].row - sorted[place].row > Self.largestGap
    {
      runs.append((sorted[first].row..<(sorted[place].row + 1), first..<(place + 1)))
      first = place + 1
    }
    self.sorted = sorted
    self.runs = runs
    span = sorted.isEmpty ? 0 : sorted[sorted.count - 1].row - sorted[0].row + 1
  }
}

/// A block as it was read, on its way to its place.
struct SeriesTile {
  let members: ArraySlice<(row: Int, destination: Int)>
  /// The file's rows in the block.
  let rows: Range<Int>
  /// Where the block's first time stands in the destination's rows.
  let timeOffset: Int
  let timeCount: Int
  /// Length of the destination's rows.
  let stride: Int

  /// Edge of a square that stays in the first-level cache while it is transposed.
  private static let edge = 32

  /// From [row][time].
  func copy(
    _ source: UnsafeBufferPointer<Float>, into destination: UnsafeMutableBufferPointer<Float>
  ) {
    guard let from = source.baseAddress, let to = destination.baseAddress else { return }
    for member in members {
      (to + member.destination * stride + timeOffset).update(
        from: from + (member.row - rows.lowerBound) * timeCount, count: timeCount)
    }
  }

  /// From [time][row].
  func transpose(
    _ source: UnsafeBufferPointer<Float>, into destination: UnsafeMutableBufferPointer<Float>
  ) {
    guard let from = source.baseAddress, let to = destination.baseAddress else { return }
    let width = rows.count
    var first = members.startIndex
    while first < members.endIndex {
      let last = min(first + Self.edge, members.endIndex)
      var time = 0
      while time < timeCount {
        let end = min(time + Self.edge, timeCount)
        for place in first..<last {
          let member = members[place]
          let row = to + member.destination * stride + timeOffset
          let column = from + (member.row - rows.lowerBound)
          for step in time..<end { row[step] = column[step * width] }
        }
        time = end
      }
      first = last
    }
  }
}
