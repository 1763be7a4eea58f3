import RiverNetworks
import RiverSeries

/// A variable of the files that a simulation wrote, one after the other in time.
struct SimulatedSeries {
  let axis: TimeAxis
  /// Of each feature, by its name.
  let rows: [String: Int]
  private let pieces: [(file: NetCDFFile, variable: NetCDFVariable, steps: Int)]

  /// Values that are read for a mean of all features; more would take minutes.
  private static let meanLimit = 400_000_000
  private static let blockValues = 8_000_000

  /// - Returns: nil without a file that has the variable
  init?(files: [String], variable name: String) throws {
    var pieces: [(file: NetCDFFile, variable: NetCDFVariable, steps: Int)] = []
    var axes: [TimeAxis] = []
    for path in files {
      let file = try NetCDFFile(path: path)
      guard let variable = file.variable(name) else { return nil }
      let axis = try TimeAxis(file.requiredVariable("time"), of: file)
      axes.append(axis)
      pieces.append((file, variable, axis.count))
    }
    guard let first = pieces.first, let start = axes.first else { return nil }
    self.pieces = pieces
    axis = TimeAxis(start: start.start, step: start.step, count: axes.reduce(0) { $0 + $1.count })
    let variable = try first.file.requiredVariable("feature_id")
    let names =
      variable.type?.isText == true
      ? try first.file.texts(variable) : try first.file.integers(variable).map(String.init)
    rows = Dictionary(zip(names, 0...), uniquingKeysWith: { first, _ in first })
  }

  /// The series of a feature that is there.
  func values(of name: String) throws -> [Double] {
    let row = rows[name]!
    return try pieces.flatMap {
      try $0.file.doubles($0.variable, start: [row, 0], count: [1, $0.steps])
    }
  }

  /// Means over time; NaN of reaches that were not written, nil where there is too much to read.
  func means(of ids: [ReachID]) throws -> [Double]? {
    guard rows.count * axis.count <= Self.meanLimit else { return nil }
    var sums = [Double](repeating: 0, count: rows.count)
    for piece in pieces {
      let block = max(1, Self.blockValues / max(piece.steps, 1))
      for first in stride(from: 0, to: rows.count, by: block) {
        let count = min(block, rows.count - first)
        let values = try piece.file.floats(
          piece.variable, start: [first, 0], count: [count, piece.steps])
        for row in 0..<count {
          var sum = 0.0
          for step in 0..<piece.steps { sum += Double(values[row * piece.steps + step]) }
          sums[first + row] += sum
        }
      }
    }
    return ids.map { id in rows[id.description].map { sums[$0] / Double(axis.count) } ?? .nan }
  }
}
