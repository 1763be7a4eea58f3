import RiverModels
import RiverNetworks
import RiverSeries

/// Daily weather of the reaches of a run, read and checked, and what follows from it for the water.
struct ReachWeather {
  let closure: HeatClosure
  let axis: TimeAxis
  /// What was filled or assumed.
  let remarks: [String]

  /// - Parameters:
  ///   - network: the file's reaches, or a rank's share of them
  ///   - isShare: whether it is such a share
  ///   - subdivision: the parts they were cut into
  init(
    _ configuration: RunConfiguration, network: RiverNetwork, isShare: Bool = false,
    subdivision: Subdivision?
  ) throws {
    guard let section = configuration.meteorology else {
      throw InputError(
        "temperature needs the weather", column: "meteorology.file",
        expected: "a NetCDF file with air temperature, humidity and short-wave for each reach")
    }
    var remarks: [String] = []
    func read(_ variable: String, _ quantity: WeatherQuantity) throws -> WeatherSeries {
      try WeatherSeries(
        path: section.file, variable: variable, quantity: quantity,
        identifiers: section.identifiers, network: network)
    }
    let airs = try section.airTemperature.map { try read($0, .airTemperature) }
    let humidity = try read(section.relativeHumidity, .relativeHumidity)
    let shortwave = try read(section.shortwave, .shortwave)
    let axis = airs[0].axis
    guard axis.step == TimeAxis.secondsPerDay else {
      throw InputError(
        "the weather is not daily", file: section.file, found: "a step of \(axis.step) s",
        expected: "86400 s", remedy: "average it to days")
    }
    let air = airs[0].values.indices.map { place in
      airs.reduce(Float(0)) { $0 + $1.values[place] } / Float(airs.count)
    }
    let rows = try Self.sources(
      [air, humidity.values, shortwave.values], days: axis.count, network: network,
      isShare: isShare, section: section, remarks: &remarks)
    func spread(_ values: [Float]) -> [Float] {
      let filled = rows.flatMap { values[($0 * axis.count)..<(($0 + 1) * axis.count)] }
      return Self.ofParts(filled, days: axis.count, subdivision)
    }
    closure = HeatClosure(
      .init(
        days: axis.count, airTemperature: spread(air), relativeHumidity: spread(humidity.values),
        shortwave: spread(shortwave.values)),
      settings: configuration.temperature.closure,
      parts: try Self.inflowParts(
        configuration, axis: axis, network: network, subdivision: subdivision))
    self.axis = axis
    self.remarks = remarks
  }

  /// The row whose weather each reach has.
  private static func sources(
    _ series: [[Float]], days: Int, network: RiverNetwork, isShare: Bool,
    section: RunConfiguration.MeteorologySection, remarks: inout [String]
  ) throws -> [Int] {
    let isKnown = (0..<network.count).map { reach in
      series.allSatisfy { values in
        values[(reach * days)..<((reach + 1) * days)].allSatisfy { !$0.isNaN }
      }
    }
    let missing = isKnown.indices.filter { !isKnown[$0] }
    guard !missing.isEmpty else { return Array(isKnown.indices) }
    if section.missing == .refuse || (missing.count == network.count && !isShare) {
      throw InputError(
        "reaches have missing weather", file: section.file,
        ids: missing.prefix(8).map { network.ids[$0].description }, count: missing.count,
        found: "missing values", expected: "a value for every day",
        remedy: "fill them in the file, or set meteorology.missing: nearest")
    }
    guard !isShare else {
      throw InputError(
        "missing weather is taken from the nearest reach by one rank, which has all reaches",
        file: section.file, column: "meteorology.missing",
        ids: missing.prefix(8).map { network.ids[$0].description }, count: missing.count,
        found: "missing values", expected: "a value for every day",
        remedy: "fill them in the file, or start one rank")
    }
    remarks.append(
      "weather of \(missing.count) of \(network.count) reaches missing: taken from the nearest "
        + "connected one")
    return try isKnown.indices.map { reach in
      try isKnown[reach] ? reach : nearest(reach, isKnown, network, section)
    }
  }

  private static func nearest(
    _ reach: Int, _ isKnown: [Bool], _ network: RiverNetwork,
    _ section: RunConfiguration.MeteorologySection
  ) throws -> Int {
    var seen: Set<Int> = [reach]
    var front = [reach]
    while !front.isEmpty {
      if let found = front.first(where: { isKnown[$0] }) { return found }
      var next: [Int] = []
      for place in front {
        let index = ReachIndex(place)
        let neighbours =
          network.links(outOf: index).map(\.downstream.position)
          + network.links(into: index).map(\.upstream.position)
        for neighbour in neighbours where seen.insert(neighbour).inserted {
          next.append(neighbour)
        }
      }
      front = next
    }
    throw InputError(
      "no connected reach has weather", file: section.file,
      ids: [network.ids[reach].description], remedy: "fill the weather in the file")
  }

  /// `[reach][day]` of the file's reaches to the parts they were cut into.
  private static func ofParts(
    _ values: [Float], days: Int, _ subdivision: Subdivision?
  ) -> [Float] {
    guard let subdivision else { return values }
    let columns = (0..<days).map { day in
      subdivision.averaged(
        stride(from: day, to: values.count, by: days).map { Double(values[$0]) })
    }
    return (0..<(columns.first?.count ?? 0)).flatMap { part in columns.map { Float($0[part]) } }
  }

  /// Shares of the inflow's parts, where its file has them.
  private static func inflowParts(
    _ configuration: RunConfiguration, axis: TimeAxis, network: RiverNetwork,
    subdivision: Subdivision?
  ) throws -> HeatClosure.InflowParts? {
    let section = configuration.temperature
    guard let surface = section.surfaceInflow, let soil = section.subsurfaceInflow,
      let ground = section.groundwaterInflow
    else { return nil }
    guard let inflow = configuration.inflow else {
      throw InputError(
        "the parts of the lateral inflow are variables of its file, and there is none",
        column: "inflow.file", remedy: "leave the parts away: their shares are used then")
    }
    let parts = try [surface, soil, ground].map { variable in
      let file = try LateralInflowFile(
        path: inflow.file, variable: variable,
        identifiers: inflow.identifiers, network: network)
      guard file.axis == axis else {
        throw InputError(
          "the parts of the inflow are not on the days of the weather", file: file.path,
          column: variable, found: "\(file.axis.text(at: 0)), \(file.axis.count) steps",
          expected: "\(axis.text(at: 0)), \(axis.count) days")
      }
      return ofParts(
        try file.read(times: 0..<file.axis.count), days: axis.count, subdivision)
    }
    let totals = parts[0].indices.map { parts[0][$0] + parts[1][$0] + parts[2][$0] }
    // Where nothing enters its temperature does not matter.
    return HeatClosure.InflowParts(
      soil: totals.indices.map { totals[$0] > 0 ? parts[1][$0] / totals[$0] : 0 },
      ground: totals.indices.map { totals[$0] > 0 ? parts[2][$0] / totals[$0] : 1 })
  }
}
