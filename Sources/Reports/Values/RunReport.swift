/// What a page shows of one run, as plain values: no files, no physics.
///
/// Whatever a run does not have is nil or empty; the page then says so.
public struct RunReport: Sendable {
  /// A short label that tells this run from others beside it: the folder's name.
  public var name: String
  public var title: String
  public var kind = Kind.routing
  /// What ``GaugeReport/series`` hold.
  public var quantity = Quantity.discharge
  public var reaches: ReachTable?
  /// One line a reach, in the order of ``reaches``; nil where the network has no geometry.
  public var lines: ReachLines?
  public var gauges: [GaugeReport] = []
  /// The parts of time that were scored.
  public var periods: [Period] = []
  public var training: TrainingReport?
  public var law: RoughnessLaw?
  public var water: WaterReport?
  public var ensemble: EnsembleReport?
  /// The resolved configuration, YAML.
  public var configuration: String?
  public var provenance: ProvenanceReport?
  /// What the run left out, filled or assumed, in plain words.
  public var remarks: [String] = []

  public init(name: String, title: String) {
    self.name = name
    self.title = title
  }

  /// What a run does; what it does not do is then no gap in its page.
  public enum Kind: String, Sendable {
    /// Learns the roughness of a network from gauges.
    case routing = "learned routing"
    /// Routes with given parameters.
    case simulation
    /// Learns the runoff of catchments; has no network.
    case runoff = "learned runoff"
    /// Learns water temperature at gauges; has no network.
    case temperature = "learned temperature"
    /// Learns water temperature on a network, alone or with discharge.
    case networkTemperature = "temperature learned on a network"

    var hasNetwork: Bool { self == .routing || self == .simulation || self == .networkTemperature }
    /// Whether a loss was brought down.
    var isTrained: Bool { self == .routing || self == .runoff || self == .networkTemperature }
  }

  /// A part of time with a name: train, validation, test.
  public struct Period: Sendable, Equatable {
    public var name: String
    /// First day, in days since 1970-01-01.
    public var firstDay: Int
    /// Last day, in days since 1970-01-01.
    public var lastDay: Int

    public init(name: String, firstDay: Int, lastDay: Int) {
      self.name = name
      self.firstDay = firstDay
      self.lastDay = lastDay
    }
  }

  public var hasTemperature: Bool { gauges.contains { $0.temperature != nil } }

  /// Whether the run is about discharge, or runoff: who learns temperature alone has none to miss.
  var hasDischarge: Bool {
    switch kind {
    case .temperature: false
    case .networkTemperature: gauges.contains { $0.series != nil || !$0.scores.isEmpty }
    case .routing, .simulation, .runoff: true
    }
  }

  /// Where a run is judged: the test period, else validation, else training.
  public var judgedPeriod: String? {
    let scored = gauges.flatMap { gauge in
      gauge.scores.flatMap { $0.periods.map(\.name) } + gauge.temperatureErrors.map(\.period)
    }
    return ["test", "validation", "train"].first(where: scored.contains) ?? scored.first
  }
}

/// The power law of roughness and drainage area, n = coefficient (A / referenceArea)^exponent.
public struct RoughnessLaw: Sendable, Equatable {
  /// s m^(-1/3)
  public var coefficient: Double
  /// km²
  public var referenceArea: Double
  public var exponent: Double
  /// The 95 % interval of the exponent; ``note`` says what it speaks of.
  public var exponentInterval: ClosedRange<Double>
  /// What the interval speaks of.
  public var note: String

  public init(
    coefficient: Double, referenceArea: Double, exponent: Double,
    exponentInterval: ClosedRange<Double>, note: String
  ) {
    self.coefficient = coefficient
    self.referenceArea = referenceArea
    self.exponent = exponent
    self.exponentInterval = exponentInterval
    self.note = note
  }
}
