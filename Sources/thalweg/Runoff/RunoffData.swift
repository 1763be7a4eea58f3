import Foundation
import NeuralNetworks
import RiverModels
import RiverNetworks
import RiverSeries
import Training

/// The inputs of a runoff run, read, joined by identifier and checked.
struct RunoffData {
  let ids: [String]
  /// Days with weather from every product.
  let axis: TimeAxis
  /// One a product, `[variable][catchment][day]`.
  let weather: [CatchmentSeries]
  let productNames: [String]
  /// mm per day, `[catchment][day]`, NaN where missing.
  let observed: [[Double]]
  let attributeNames: [String]
  /// `[attribute][catchment]`
  let attributes: [[Double]]
  /// What was left out or assumed, in plain words.
  let remarks: [String]

  init(_ configuration: RunoffConfiguration) throws {
    var remarks: [String] = []
    let camels = configuration.camelsFolder.map(CAMELSFolder.init(path:))
    let section = configuration.forcing

    var runoff: CatchmentSeries?
    if let file = configuration.streamflow.file {
      runoff = try RunoffDepth.read(
        path: file, variable: configuration.streamflow.variable,
        identifiers: configuration.streamflow.identifiers)
    }
    let wanted =
      try configuration.catchments ?? runoff?.ids.map(\.description) ?? camels?.gauges() ?? []
    guard !wanted.isEmpty else {
      throw InputError(
        "there is no catchment", file: configuration.camelsFolder, column: "catchments",
        expected: "identifiers of catchments with observed runoff")
    }
    let ids = wanted.map { ReachID(parsing: $0) }

    var weather: [CatchmentSeries] = []
    if let camels {
      weather = try section.products.map {
        try camels.forcing(product: $0, names: section.variables, gauges: wanted)
      }
      productNames = section.products
    } else {
      weather = try section.files.map { file in
        try CatchmentSeries(
          path: file, names: section.variables, identifiers: section.identifiers
        ).selecting(ids, file: file)
      }
      productNames = section.files.map {
        URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent
      }
    }
    let axis = try Self.commonDays(weather, names: productNames, remarks: &remarks)
    let observations: CatchmentSeries
    if let runoff, let file = configuration.streamflow.file {
      observations = try runoff.selecting(ids, file: file)
    } else {
      observations = try camels!.runoff(gauges: wanted, areas: weather[0].areas!)
    }
    let known = observations.on(axis)
    observed = wanted.indices.map {
      known.series(variable: 0, catchment: $0).map { Double($0) }
    }
    for (id, series) in zip(wanted, observed) {
      let gaps = series.count { $0.isNaN }
      if gaps > 0 {
        remarks.append("catchment \(id): \(gaps) of \(axis.count) days without observation")
      }
    }

    attributeNames = configuration.attributes.names
    if attributeNames.isEmpty {
      attributes = []
    } else if let file = configuration.attributes.file {
      let table = try CatchmentTable(path: file)
      attributes = try attributeNames.map { try table.column($0, ids: wanted) }
    } else {
      attributes = try camels!.attributes(names: attributeNames, gauges: wanted)
    }
    self.ids = wanted
    self.axis = axis
    self.weather = weather.map { $0.on(axis) }
    self.remarks = remarks
  }

  /// The days on which every product and every catchment has weather.
  private static func commonDays(
    _ weather: [CatchmentSeries], names: [String], remarks: inout [String]
  ) throws -> TimeAxis {
    let known = weather.map { $0.completeDays }
    let first = known.map(\.lowerBound).max()!
    let last = known.map(\.upperBound).min()!
    guard first < last else {
      throw InputError(
        "the products of weather have no days in common", column: "forcing",
        found: zip(names, weather).map { "\($0) from \($1.axis.text(at: 0))" }
          .joined(separator: ", "))
    }
    for (name, range) in zip(names, known) where range.count > last - first {
      remarks.append("weather \(name): \(range.count - (last - first)) day(s) more than used")
    }
    for (name, series) in zip(names, weather) {
      let used = CivilDate(daysSinceEpoch: first)...CivilDate(daysSinceEpoch: last - 1)
      let part = series.on(TimeAxis(days: used))
      for (variable, column) in series.names.enumerated() {
        let gaps = part.missingCount(variable: variable)
        guard gaps == 0 else {
          throw InputError(
            "weather is missing within the record", file: name, column: column, count: gaps,
            expected:
              "a value for every catchment and day of \(used.lowerBound)..\(used.upperBound)",
            remedy: "fill the gaps, or leave the product or the catchment out")
        }
      }
    }
    return TimeAxis(
      days: CivilDate(daysSinceEpoch: first)...CivilDate(daysSinceEpoch: last - 1))
  }

  /// Days of the axis that a period covers.
  func days(_ period: ClosedRange<CivilDate>, _ name: String) throws -> Range<Int> {
    do {
      return try axis.indices(of: period)
    } catch var error as InputError {
      error.column = "periods.\(name)"
      throw error
    }
  }

  /// 1 to 366, of each day.
  var daysOfYear: [Int] {
    (0..<axis.count).map { axis.date(at: $0).dayOfYear }
  }

  /// The previous day's runoff, mm per day, `[catchment][day]` flat.
  var previousRunoff: [Double] { observed.flatMap { [.nan] + $0.dropLast() } }
}

extension CatchmentSeries {
  /// From the first to the last day, since 1970, on which all catchments have all variables.
  fileprivate var completeDays: Range<Int> {
    func isComplete(_ day: Int) -> Bool {
      values.allSatisfy { matrix in
        ids.indices.allSatisfy { !matrix[$0 * axis.count + day].isNaN }
      }
    }
    let origin = axis.date(at: 0).daysSinceEpoch
    guard let first = (0..<axis.count).first(where: isComplete),
      let last = (0..<axis.count).last(where: isComplete)
    else { return origin..<origin }
    return origin + first..<origin + last + 1
  }

  /// A variable of all catchments, `[catchment][day]`.
  func matrix(_ variable: Int) -> [Double] { values[variable].map { Double($0) } }
}
