import Foundation
import ReachOperators
import RiverModels
import RiverNetworks
import RiverSeries

/// The temperature half of a forward run: follows the router stretch by stretch.
final class SimulatedTemperature {
  private let drivers: HeatDrivers
  private let stream: TemperatureStream
  /// Of the piece under way.
  private var writer: TemperatureWriter?
  private let records: [Int]
  private let stepsPerDay: Int
  private var day: Int
  private var lowest = Float.infinity
  private var highest = -Float.infinity
  private var sum = 0.0
  private var count = 0

  struct Summary: Codable {
    /// J, above 0 °C
    var lateral: Double
    var exchanged: Double
    /// By the router's storage, which does not change by its fluxes exactly
    var made: Double
    var outflow: Double
    var storageChange: Double
    var relativeResidual: Double
    var lowest: Double
    var mean: Double
    var highest: Double
    enum CodingKeys: String, CodingKey {
      case lateral = "lateral_joules", exchanged = "exchanged_joules", made = "made_joules"
      case outflow = "outflow_joules", storageChange = "storage_change_joules"
      case relativeResidual = "relative_residual", lowest = "lowest_celsius"
      case mean = "mean_celsius", highest = "highest_celsius"
    }
  }

  /// - Parameter discharge: before the first step, `[reach]`, m³ s⁻¹
  init(
    _ simulation: Simulation, drivers: HeatDrivers, discharge: [Double]
  ) throws {
    self.drivers = drivers
    let configuration = simulation.configuration
    let start = simulation.file.axis.seconds(at: simulation.values.lowerBound)
    let steps = simulation.values.count * simulation.stepsPerValue
    stepsPerDay = Int(86_400 / configuration.routing.timeStep)
    day = Int((start - drivers.axis.start) / TimeAxis.secondsPerDay)
    guard (start - drivers.axis.start) % TimeAxis.secondsPerDay == 0, day >= 0,
      steps % stepsPerDay == 0, simulation.stretch * simulation.stepsPerValue % stepsPerDay == 0,
      day + steps / stepsPerDay <= drivers.axis.count
    else {
      throw InputError(
        "the weather does not cover the simulation in whole days",
        file: configuration.meteorology?.file,
        found: "from \(drivers.axis.text(at: 0)), \(drivers.axis.count) days",
        expected: "from \(TimeAxis.text(ofSeconds: start)), \(steps / stepsPerDay) days",
        remedy: "give longer weather, or set output.dates")
    }
    records = simulation.records
    let hydraulics = ReachHydraulics(
      network: simulation.network, channels: simulation.channels,
      limits: configuration.routing.limits)
    let beginning =
      simulation.restart.map(Self.start)
      ?? TemperatureStream.Start(
        hydraulics, discharge: discharge,
        temperatures: drivers.initialTemperatures(day: day),
        dispersion: (configuration.temperature.dispersion, drivers.dispersionFactors))
    stream = TemperatureStream(
      hydraulics: hydraulics, timeStep: configuration.routing.timeStep,
      threads: configuration.routing.threads, start: beginning,
      scheme: configuration.temperature.scheme)
  }

  /// Opens the file of a piece of the run.
  func begin(_ piece: Simulation.Piece, of simulation: Simulation, path: String) throws {
    let temperatures = stream.state.temperature
    writer = try TemperatureWriter(
      simulation, piece: piece, initial: records.map { temperatures[$0] }, path: path)
  }

  /// Names of the state in `restart.nc`, with units.
  static let stateNames = [
    "heat", "water_temperature", "heat_storage", "ice_heat", "heat_weighting", "heat_discharge",
    "dispersion",
  ]
  private static let stateUnits = ["m3 K", "degree_Celsius", "m3", "m3 K", "1", "m3 s-1", "m2 s-1"]

  /// The state as it is now.
  var restartFields: [RestartFile.Field] {
    let end = stream.end
    let state = end.state
    let members = [
      state.heat, state.temperature, state.storage, state.iceHeat, state.weighting,
      end.discharge, end.dispersions,
    ]
    return members.indices.map {
      .init(Self.stateNames[$0], units: Self.stateUnits[$0], .doubles(members[$0]))
    }
  }

  private static func start(_ restart: RestartFile) -> TemperatureStream.Start {
    func values(_ place: Int) -> [Double] {
      switch restart[stateNames[place]] {
      case .doubles(let values): values
      case .floats(let values): values.map { Double($0) }
      case nil: preconditionFailure("checked when the run was set up")
      }
    }
    return .init(
      discharge: values(5), dispersions: values(6),
      state: TemperatureState(
        heat: values(0), temperature: values(1), storage: values(2), iceHeat: values(3),
        weighting: values(4)))
  }

  /// - Parameter discharge: of every reach, `[reach][step]` flat, m³ s⁻¹
  func advance(discharge: [Float], lateral: LateralForcing, steps: Int) throws {
    let first = day
    let temperatures = stream.advance(
      discharge: discharge, lateral: lateral, steps: steps, stepsPerDay: stepsPerDay,
      records: records
    ) { [drivers] in drivers.day(first + $0) }
    day += steps / stepsPerDay
    for value in temperatures {
      lowest = min(lowest, value)
      highest = max(highest, value)
      sum += Double(value)
    }
    count += temperatures.count
    try writer?.write(temperatures, steps: steps)
  }

  /// Gives the piece's file its name.
  func commit() throws { try writer?.commit() }
  /// Gives the file of the steps so far another name.
  func commitPart(as path: String) throws { try writer?.commitPart(as: path) }

  var summary: Summary {
    let joules = WaterProperties.heatCapacity
    let balance = stream.balance
    return Summary(
      lateral: balance.lateral * joules, exchanged: balance.exchanged * joules,
      made: balance.made * joules, outflow: balance.outflow * joules,
      storageChange: balance.storageChange * joules, relativeResidual: balance.relativeResidual,
      lowest: Double(lowest), mean: sum / Double(max(count, 1)), highest: Double(highest))
  }
}
