import Foundation
import ReachOperators
import RiverModels
import RiverNetworks
import RiverSeries
import SpaceTimeSweep

/// The temperature half of a forward run: follows the router stretch by stretch.
final class SimulatedTemperature {
  private let drivers: HeatDrivers
  private let stream: TemperatureStream
  /// Where several ranks simulate together.
  private let boundary: SweepBoundary?
  /// Positions of the reaches whose state is this rank's.
  private let own: Range<Int>
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

  /// - Parameter discharge: before the first step, `[reach]`, m³ s⁻¹; those above the border of a
  ///   share are taken from other ranks
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
    boundary = simulation.boundary
    own = simulation.own
    let hydraulics = ReachHydraulics(
      network: simulation.local, channels: simulation.channels,
      limits: configuration.routing.limits)
    var discharge = discharge
    boundary?.handDown(&discharge, valuesPerReach: 1)
    var beginning: TemperatureStream.Start
    if let restart = simulation.restart {
      beginning = Self.start(restart, own: own, count: simulation.local.count)
      boundary?.handDown(&beginning.discharge, valuesPerReach: 1)
    } else {
      beginning = TemperatureStream.Start(
        hydraulics, discharge: discharge,
        temperatures: drivers.initialTemperatures(day: day),
        dispersion: (configuration.temperature.dispersion, drivers.dispersionFactors))
    }
    stream = TemperatureStream(
      hydraulics: hydraulics, timeStep: configuration.routing.timeStep,
      threads: configuration.routing.threads, start: beginning,
      scheme: configuration.temperature.scheme, boundary: boundary)
  }

  /// Opens the file of a piece of the run.
  func begin(_ piece: Simulation.Piece, of simulation: Simulation, path: String) throws {
    let temperatures = stream.state.temperature
    guard !records.isEmpty else { return }
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
      .init(Self.stateNames[$0], units: Self.stateUnits[$0], .doubles(Array(members[$0][own])))
    }
  }

  /// The state that was left; reaches across the border, which are not computed, get any.
  private static func start(
    _ restart: RestartFile, own: Range<Int>, count: Int
  ) -> TemperatureStream.Start {
    func values(_ place: Int) -> [Double] {
      let stored =
        switch restart[stateNames[place]] {
        case .doubles(let values): values
        case .floats(let values): values.map { Double($0) }
        case nil: preconditionFailure("checked when the run was set up")
        }
      var all = [Double](repeating: 1, count: count)
      all.replaceSubrange(own, with: stored)
      return all
    }
    return .init(
      discharge: values(5), dispersions: values(6),
      state: TemperatureState(
        heat: values(0), temperature: values(1), storage: values(2), iceHeat: values(3),
        weighting: values(4)))
  }

  /// - Parameter discharge: of every reach, `[reach][step]` flat, m³ s⁻¹
  func advance(discharge: [Float], lateral: LateralForcing, steps: Int) throws {
    var discharge = discharge
    boundary?.handDown(&discharge, valuesPerReach: steps)
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
    var balance = stream.balance
    var (lowest, highest) = (Double(lowest), Double(highest))
    var (sum, count) = (sum, Double(count))
    if let ranks = boundary?.communicator {
      // Rank after rank: in another order than one process adds, and so not to the last bit.
      let totals = ranks.sum([
        balance.lateral, balance.exchanged, balance.made, balance.outflow, balance.storageChange,
        balance.turnover, sum, count,
      ])
      balance = HeatBalance(
        lateral: totals[0], exchanged: totals[1], made: totals[2], outflow: totals[3],
        storageChange: totals[4], turnover: totals[5])
      (sum, count) = (totals[6], totals[7])
      lowest = ranks.minimum(lowest)
      highest = ranks.maximum(highest)
    }
    return Summary(
      lateral: balance.lateral * joules, exchanged: balance.exchanged * joules,
      made: balance.made * joules, outflow: balance.outflow * joules,
      storageChange: balance.storageChange * joules, relativeResidual: balance.relativeResidual,
      lowest: lowest, mean: sum / max(count, 1), highest: highest)
  }
}
