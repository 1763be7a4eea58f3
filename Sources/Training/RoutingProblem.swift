import ReachOperators
import RiverModels
import RiverNetworks

/// Everything a routing training reads: network, inflow, gauges, and how parameters come about.
///
/// Time is counted in days from the first day of the lateral inflow; series of gauges begin there
/// too.
public struct RoutingProblem: Sendable {
  public let router: Router
  /// Drainage area of each reach, km².
  public let areas: [Double]
  /// As it was read, or as the runoff model gives it that learning begins with. Of several ranks
  /// each has that of its own share's network.
  public let inflow: LateralForcing
  /// Where the inflow is learned too.
  public let learnedInflow: LearnedInflow?
  /// Whole days the inflow covers.
  public let dayCount: Int
  public let gauges: [Gauge]
  public let parameters: ChannelParameterizations
  public let offsets: OffsetSettings
  public let inflowFactor: InflowFactorSettings
  /// Where water temperature is learned too.
  public let temperature: TemperatureProblem?

  /// Observations at a reach.
  public struct Gauge: Sendable {
    public let station: String
    public let reach: ReachIndex
    /// Daily means, one for each day of the inflow; NaN where none. Discharge in m³ s⁻¹;
    /// temperature, in a ``TemperatureProblem``, in °C.
    public let observed: [Double]
    /// Whether its observations train; else they are only scored.
    public let isTrained: Bool

    public init(
      station: String, reach: ReachIndex, observed: [Double], isTrained: Bool = true
    ) {
      self.isTrained = isTrained
      self.station = station
      self.reach = reach
      self.observed = observed
    }
  }

  public init(
    router: Router, areas: [Double], inflow: LateralForcing, gauges: [Gauge],
    parameters: ChannelParameterizations, offsets: OffsetSettings,
    inflowFactor: InflowFactorSettings = InflowFactorSettings(),
    learnedInflow: LearnedInflow? = nil, temperature: TemperatureProblem? = nil
  ) {
    precondition(
      learnedInflow == nil || (!inflowFactor.isLearned && inflowFactor.initial == 1),
      "a learned inflow has no factor")
    self.learnedInflow = learnedInflow
    self.router = router
    self.areas = areas
    self.inflow = inflow
    self.gauges = gauges
    self.parameters = parameters
    self.offsets = offsets
    self.inflowFactor = inflowFactor
    self.temperature = temperature
    dayCount = inflow.stepCount / Self.stepsPerDay(router)
    precondition(gauges.allSatisfy { $0.observed.count == dayCount }, "observations by day")
    precondition(
      temperature?.gauges.allSatisfy { $0.observed.count == dayCount } ?? true,
      "observations by day")
    precondition(areas.count == router.network.count, "an area for every reach")
  }

  public var network: RiverNetwork { router.network }
  public var stepsPerDay: Int { Self.stepsPerDay(router) }
  public var gaugePositions: [Int] { gauges.map(\.reach.position) }

  private static func stepsPerDay(_ router: Router) -> Int {
    Int((86_400 / router.configuration.timeStep).rounded())
  }

  /// Daily lateral inflow summed over all reaches above each gauge, m³ s⁻¹: `[gauge][day]`.
  ///
  /// Where a river divides, a branch's share is followed.
  public func summedInflow() -> [[Double]] {
    let share = gauges.map { gauge in
      var share = [Double](repeating: 0, count: network.count)
      share[gauge.reach.position] = 1
      for position in stride(from: gauge.reach.position - 1, through: 0, by: -1) {
        for link in network.links(outOf: ReachIndex(position)) {
          share[position] += link.fraction * share[link.downstream.position]
        }
      }
      return share
    }
    let valuesPerDay = stepsPerDay / min(inflow.stepsPerValue, stepsPerDay)
    let sums = router.chained(gauges.count * dayCount) { sums in
      for (gauge, share) in share.enumerated() {
        for reach in share.indices where share[reach] > 0 {
          guard let row = router.inflowRow(of: reach) else { continue }
          for day in 0..<dayCount {
            var sum = 0.0
            for value in 0..<valuesPerDay {
              sum += Double(inflow.value(reach: row, day * valuesPerDay + value))
            }
            sums[gauge * dayCount + day] += share[reach] * sum / Double(valuesPerDay)
          }
        }
      }
    }
    return gauges.indices.map { Array(sums[$0 * dayCount..<($0 + 1) * dayCount]) }
  }
}

/// Where the channel's parameters come from.
public struct ChannelParameterizations: Sendable {
  /// Manning's n, s m^(-1/3).
  public var roughness: any Parameterization
  /// q of the top width's power law.
  public var widthExponent: any Parameterization
  /// p of the top width's power law, m^(1-q).
  public var widthFactor: any Parameterization

  public init(
    roughness: any Parameterization, widthExponent: any Parameterization,
    widthFactor: any Parameterization
  ) {
    self.roughness = roughness
    self.widthExponent = widthExponent
    self.widthFactor = widthFactor
  }
}

/// One number by which all lateral inflow is multiplied.
///
/// Inflows that are too large or too small as a whole would else be mended by the routing, which
/// then bends the roughness.
public struct InflowFactorSettings: Sendable, Equatable {
  public var initial: Double
  /// Whether training moves it.
  public var isLearned: Bool

  public init(initial: Double = 1, isLearned: Bool = false) {
    self.initial = initial
    self.isLearned = isLearned
  }
}

/// How the hours between the model's days and each gauge's days are found.
///
/// An offset of τ hours means that a gauge's day d runs from 24 d + τ to 24 (d+1) + τ hours after the
/// start of the inflow's day 0.
public struct OffsetSettings: Sendable, Equatable {
  /// Hours to begin with, per gauge.
  public var initial: [Double]
  /// Whether training moves them.
  public var isLearned: Bool

  public init(initial: [Double], isLearned: Bool) {
    self.initial = initial
    self.isLearned = isLearned
  }
}
