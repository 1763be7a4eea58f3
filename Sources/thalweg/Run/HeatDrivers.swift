import RiverModels
import RiverNetworks
import RiverSeries

/// Daily drivers of the water's temperature for the reaches of a forward run.
struct HeatDrivers {
  let axis: TimeAxis
  /// What was filled or assumed.
  let remarks: [String]
  /// Factors on the formula's dispersion, `[reach]`
  let dispersionFactors: [Double]
  /// `[reach][day]` flat
  private let equilibriumTemperature, exchangeVelocity, lateralTemperature: [Float]
  private let reachCount: Int

  /// - Parameters:
  ///   - learned: the parameters.nc of a trained run
  ///   - network: the file's reaches, or a rank's share of them
  ///   - isShare: whether it is such a share
  ///   - subdivision: the parts they were cut into
  init(
    _ configuration: RunConfiguration, learned: String?, network: RiverNetwork, isShare: Bool,
    subdivision: Subdivision?
  ) throws {
    let weather = try ReachWeather(
      configuration, network: network, isShare: isShare, subdivision: subdivision)
    let known = try learned.map { try NetCDFFile(path: $0).variables.map(\.name) } ?? []
    func values(_ name: RunConfiguration.HeatSection.Name) throws -> [Double] {
      let parameter = configuration.heat![name]
      let isLearned = known.contains(name.rawValue)
      guard let path = isLearned ? learned : parameter.file else {
        let count = subdivision?.network.count ?? network.count
        return [Double](repeating: parameter.start, count: count)
      }
      let variable = isLearned ? name.rawValue : parameter.variable
      let read = try ReachAttributes(path: path, names: [variable], network: network)
      let values = Array(read[variable]!)
      return subdivision?.averaged(values) ?? values
    }
    let parameters = HeatParameters(
      shade: try values(.shade), exchangeFactor: try values(.exchangeFactor),
      groundwaterShare: try values(.groundwaterShare),
      groundwaterLag: try values(.groundwaterLag))
    dispersionFactors = try values(.dispersionFactor)
    axis = weather.axis
    remarks = weather.remarks
    let heat = weather.closure.heat(
      parameters, days: 0..<axis.count, threads: configuration.routing.threads)
    equilibriumTemperature = heat.equilibriumTemperature.map { Float($0) }
    exchangeVelocity = heat.exchangeVelocity.map { Float($0) }
    lateralTemperature = heat.lateralTemperature.map { Float($0) }
    reachCount = parameters.reachCount
  }

  func day(_ day: Int) -> TemperatureStream.Day {
    func column(_ values: [Float]) -> [Float] {
      stride(from: day, to: values.count, by: axis.count).map { values[$0] }
    }
    return .init(
      equilibriumTemperature: column(equilibriumTemperature),
      exchangeVelocity: column(exchangeVelocity),
      lateralTemperature: column(lateralTemperature))
  }

  /// Days whose mean equilibrium a run begins with: a river forgets in about as long.
  private static let spinUpDays = 10

  /// Temperature before a run that begins on a day, °C.
  func initialTemperatures(day: Int) -> [Double] {
    (0..<reachCount).map { reach in
      let last = min(day + Self.spinUpDays, axis.count)
      let values = (day..<last).map {
        max(Double(equilibriumTemperature[reach * axis.count + $0]), 0)
      }
      return values.reduce(0, +) / Double(max(values.count, 1))
    }
  }
}
