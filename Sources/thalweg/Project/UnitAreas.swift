import Hydrography
import RiverNetworks

/// Land that drains directly into each reach, km².
struct UnitAreas {
  /// In network order.
  let values: [Double]
  /// What does not fit, in plain words.
  let remarks: [String]

  /// Largest difference to the stated drainage area that is not worth a word.
  private static let tolerance = 0.05

  /// - Parameters:
  ///   - column: of the data set, km²
  ///   - drainageAreas: km², NaN where not known, to check the sums against
  /// - Throws: `InputError` where an area is missing or not positive
  init(
    dataset: RiverDataset, column name: String, network: RiverNetwork, rows: [Int],
    drainageAreas: [Double]
  ) throws {
    guard let column = dataset.column(name) else {
      throw InputError(
        "the network has no column with the reaches' own catchment areas", file: dataset.file,
        layer: dataset.layer, column: name,
        found: dataset.columns.map(\.name).joined(separator: ", "),
        expected: "km2 of land that drains directly into each reach",
        remedy: "name the column in runoff.area")
    }
    let values = rows.map { row -> Double in
      switch column.values {
      case .reals(let values): values[row] ?? .nan
      case .integers(let values): values[row].map { Double($0) } ?? .nan
      case .texts, .booleans: .nan
      }
    }
    let wrong = values.indices.filter { !(values[$0] >= 0 && values[$0].isFinite) }
    guard wrong.isEmpty else {
      throw InputError(
        "a catchment's area is not a number of zero or more", file: dataset.file,
        layer: dataset.layer, column: name,
        ids: wrong.prefix(8).map { network.ids[$0].description }, count: wrong.count,
        found: "\(values[wrong[0]])", expected: "km2")
    }
    let sums = network.accumulatedDownstream(values)
    let off = sums.indices.filter {
      drainageAreas[$0] > 0 && abs(sums[$0] / drainageAreas[$0] - 1) > Self.tolerance
    }
    remarks =
      off.first.map { first in
        [
          "at \(off.count) reach(es) the catchments above sum to another drainage area than is "
            + "stated, as \(network.ids[first]): \(sums[first].digits(1)) and "
            + "\(drainageAreas[first].digits(1)) km2"
        ]
      } ?? []
    self.values = values
  }
}
