import Foundation
import Hydrography
import NeuralNetworks
import ReachOperators
import RiverModels
import RiverNetworks
import RiverSeries
import SpaceTimeSweep
import Training
import Yams

/// A run as its configuration file describes it.
struct RunConfiguration {
  var title: String
  var network: NetworkSection
  var gauges: GaugeSection?
  var attributes: AttributeSection?
  /// nil where ``runoff`` gives the inflow.
  var inflow: SeriesSection?
  var runoff: RunoffSection?
  var expansion: LateralForcing.Expansion
  var inflowFactor: InflowFactorSettings
  var observations: SeriesSection?
  var periods: Periods
  var routing: RouterConfiguration
  /// What a simulation that goes on from no other begins with.
  var start: Start
  var parameters: ParameterSection
  var offset: OffsetSection
  var training: TrainingSection
  var uncertainty: UncertaintySection
  var recovery: RecoverySection?
  var output: OutputSection
  var processes: [Process]
  var meteorology: MeteorologySection?
  var temperature: TemperatureSection
  /// nil where temperature is not among the processes.
  var heat: HeatSection?
  /// The configuration with every default filled in and every path absolute.
  var resolvedYAML: String

  enum Start: String, CaseIterable {
    /// In equilibrium with the first lateral inflow.
    case equilibrium
    /// Without a drop in any channel.
    case dry
  }

  struct GaugeSection {
    var file: String
    var stationColumn: String?
    var reachColumn: String?
    var stations: [String]?
    /// Stations that are scored, but never trained on.
    var heldOut: [String]
  }

  struct AttributeSection {
    var file: String?
    var names: [String]?
    var missing: Standardization.MissingValues
  }

  struct SeriesSection {
    var file: String
    var variable: String?
    var identifiers: String?
  }

  struct Periods {
    var train: ClosedRange<CivilDate>?
    var validation: ClosedRange<CivilDate>?
    var test: ClosedRange<CivilDate>?
    /// Days simulated before the first scored day.
    var spinUpDays: Int
  }

  struct OffsetSection {
    /// nil: the best whole hour of the uniform model on the fitting days.
    var hours: Double?
    var isLearned: Bool
  }

  /// - Parameters:
  ///   - ensemble: members, in the place of the file's
  ///   - ranks: processes that train together; they profile nothing unless told to
  init(
    path: String, seed: UInt64?, threads: Int?, ensemble: Int? = nil, ranks: Int = 1
  ) throws {
    let root = try ConfigurationSection(path: path)
    title = try root.text("title", default: URL(fileURLWithPath: path).deletingLastPathComponent().lastPathComponent)

    network = try NetworkSection(root.section("network"))

    gauges = try GaugeSection(root.section("gauges"))

    let attributes = try root.section("attributes")
    self.attributes = AttributeSection(
      file: try attributes.path("file"), names: try attributes.texts("names"),
      missing: try attributes.choice("missing", default: .refuse))

    let inflow = try root.section("inflow")
    self.inflow = try SeriesSection(inflow)
    runoff = try RunoffSection(
      root.section("runoff"), attributeFile: self.attributes?.file)
    guard (self.inflow == nil) != (runoff == nil) else {
      throw inflow.error(
        "file", self.inflow == nil
          ? "a required key is missing" : "there are two sources of lateral inflow",
        expected: "inflow.file, a NetCDF file with the lateral inflow, or a `runoff` section")
    }
    expansion = try inflow.choice("expansion", default: .linear)
    inflowFactor = InflowFactorSettings(
      initial: try inflow.number("factor", default: 1),
      isLearned: try inflow.flag("learn_factor", default: false))
    if let runoff, runoff.learning != .frozen,
      inflowFactor.isLearned || inflowFactor.initial != 1
    {
      throw inflow.error(
        "factor", "an inflow that is learned has no factor", found: "\(inflowFactor.initial)",
        expected: "1, not learned", remedy: "leave it out, or set runoff.learn: frozen")
    }
    guard inflowFactor.initial > 0 else {
      throw inflow.error(
        "factor", "the factor on the inflow is not positive", found: "\(inflowFactor.initial)",
        expected: "a number above 0; 1 takes the inflow as it is")
    }

    observations = try SeriesSection(root.section("observations"))

    let periods = try root.section("periods")
    self.periods = Periods(
      train: try periods.dates("train"), validation: try periods.dates("validation"),
      test: try periods.dates("test"),
      spinUpDays: try periods.integer("spin_up_days", default: 365, atLeast: 0))

    let routing = try root.section("routing")
    var router = RouterConfiguration()
    router.scheme = try routing.choice("scheme", default: router.scheme)
    start = try routing.choice("start", default: .equilibrium)
    router.precision = try routing.choice("precision", default: .single)
    router.timeStep = try routing.number("time_step_seconds", default: 3_600)
    guard router.timeStep > 0, (86_400 / router.timeStep).truncatingRemainder(dividingBy: 1) == 0
    else {
      throw routing.error(
        "time_step_seconds", "a time step does not divide the day",
        found: "\(router.timeStep)", expected: "3600, 1800, 900, 300 ...")
    }
    router.limits.slope = try routing.number("least_slope", default: router.limits.slope)
    router.limits.discharge = try routing.number("least_discharge", default: router.limits.discharge)
    router.limits.depth = try routing.number("least_depth", default: router.limits.depth)
    router.limits.bottomWidth = try routing.number(
      "least_bottom_width", default: router.limits.bottomWidth)
    router.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    router.tapeBudget = try routing.integer("memory_megabytes", default: 512, atLeast: 1) << 20
    self.routing = router

    let parameterSection = try root.section("parameters")
    parameters = try ParameterSection(parameterSection)

    let offset = try root.section("time_offset")
    let hours = try offset.text("hours", default: "auto")
    guard hours == "auto" || Double(hours) != nil else {
      throw offset.error("hours", "an offset is not a number", found: hours, expected: "a number of hours, or auto")
    }
    self.offset = OffsetSection(
      hours: Double(hours), isLearned: try offset.flag("learn", default: true))

    let trainingSection = try root.section("training")
    training = try TrainingSection(trainingSection, seed: seed)
    uncertainty = try UncertaintySection(
      root.section("uncertainty"), ensemble: ensemble, spinUpDays: self.periods.spinUpDays,
      threads: self.routing.threads, seed: training.seed,
      sensitivity: root.has("recovery"), profile: ranks == 1,
      errorModel: training.method == .adam ? .constant : .growing)
    recovery = try root.has("recovery") ? RecoverySection(root.section("recovery")) : nil

    output = try OutputSection(root.section("output"))

    processes = try root.texts("processes").map { names in
      try names.map { name in
        guard let process = Process(rawValue: name) else {
          throw root.error(
            "processes", "a process is not known", found: name,
            expected: Process.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return process
      }
    } ?? [.discharge]
    guard processes.contains(.discharge) else {
      throw root.error(
        "processes", "temperature needs the discharge", found: "\(processes.map(\.rawValue))",
        expected: "[discharge, temperature]")
    }
    meteorology = try MeteorologySection(root.section("meteorology"))
    temperature = try TemperatureSection(root.section("temperature"))
    if processes.contains(.temperature) {
      heat = try HeatSection(
        root, parameters: parameterSection, training: trainingSection,
        settings: temperature.closure, dispersionFactor: temperature.dispersionFactor)
    }

    try root.finish()
    resolvedYAML = try Yams.serialize(node: root.resolvedNode)
  }
}

extension RunConfiguration.GaugeSection {
  init?(_ section: ConfigurationSection) throws {
    guard let file = try section.path("file") else { return nil }
    self.init(
      file: file, stationColumn: try section.text("station_column"),
      reachColumn: try section.text("reach_column"), stations: try section.texts("stations"),
      heldOut: try section.texts("held_out") ?? [])
  }
}

extension RunConfiguration.SeriesSection {
  init?(_ section: ConfigurationSection) throws {
    let variable = try section.text("variable")
    let identifiers = try section.text("ids")
    guard let file = try section.path("file") else { return nil }
    self.init(file: file, variable: variable, identifiers: identifiers)
  }
}

extension ConfigurationSection {
  /// `1981-10-01..1995-09-30`, both days included.
  func dates(_ key: String) throws -> ClosedRange<CivilDate>? {
    guard let value = try text(key) else { return nil }
    let parts = value.components(separatedBy: "..")
    guard parts.count == 2, let first = try? CivilDate(parsing: parts[0].trimmingCharacters(in: .whitespaces)),
      let last = try? CivilDate(parsing: parts[1].trimmingCharacters(in: .whitespaces)), first <= last
    else {
      throw error(
        key, "a period is not two dates", found: value,
        expected: "first and last day, as 1981-10-01..1995-09-30")
    }
    return first...last
  }

  /// A unit by its name.
  func unit<Unit>(_ key: String) throws -> Unit?
  where Unit: RawRepresentable & CaseIterable, Unit.RawValue == String {
    guard let value = try text(key) else { return nil }
    guard let unit = Unit(rawValue: value) else {
      throw error(
        key, "a unit is not known", found: value,
        expected: Unit.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return unit
  }
}
