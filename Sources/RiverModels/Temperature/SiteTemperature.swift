import Foundation
import ReachOperators
import RiverNetworks
import SpaceTimeSweep

/// Water temperature at gauges for which nothing but air temperature and discharge is known: the
/// river above each gauge as one matched box, with few parameters and all of them physical.
///
///     dT/dt = k (Q/Q̄)^m [ (1-s) (T_e - T) + s (T_g - T) ]
///     T_e = a + b A_e(t) + c₁ sin ω t + c₂ cos ω t
///
/// A_e and T_g are averages of air temperature over gamma kernels of mean lags τ_e and τ_g; the sine
/// stands for the sun as shade lets it through. k is the exchange with the air over the depth, s the
/// groundwater's share in it, m how both fall with depth as discharge rises.
public struct SiteTemperature: Sendable {
  /// What one gauge is driven by, daily.
  public struct Site: Sendable {
    /// °C
    public var airTemperature: [Double]
    /// ln(Q/Q̄)
    public var logDischarge: [Double]
    public init(airTemperature: [Double], logDischarge: [Double]) {
      self.airTemperature = airTemperature
      self.logDischarge = logDischarge
    }
  }

  /// The parameters in the order of the weights.
  public enum Parameter: Int, CaseIterable, Sendable {
    case renewal, groundwaterShare, groundwaterLag, equilibriumLag
    case airSlope, intercept, sine, cosine, dischargeExponent

    public var name: String {
      switch self {
      case .renewal: "renewal_rate"
      case .groundwaterShare: "groundwater_share"
      case .groundwaterLag: "groundwater_lag"
      case .equilibriumLag: "equilibrium_lag"
      case .airSlope: "air_slope"
      case .intercept: "intercept"
      case .sine: "season_sine"
      case .cosine: "season_cosine"
      case .dischargeExponent: "discharge_exponent"
      }
    }

    public var unit: String {
      switch self {
      case .renewal: "day-1"
      case .groundwaterLag, .equilibriumLag: "day"
      case .intercept, .sine, .cosine: "degC"
      case .groundwaterShare, .airSlope, .dischargeExponent: "1"
      }
    }

    /// Value at weight 0 and standard deviation, of the logarithm (rates and lags), the logit (share)
    /// or the value itself: what is known of rivers before any is looked at.
    var prior: (centre: Double, deviation: Double) {
      switch self {
      case .renewal: (log(0.5), 1)
      case .groundwaterShare: (-1, 1.5)
      case .groundwaterLag: (log(40), 0.7)
      case .equilibriumLag: (log(1), 0.7)
      case .airSlope: (0.8, 0.3)
      case .intercept: (2, 3)
      case .sine, .cosine: (0, 1.5)
      case .dischargeExponent: (0, 0.3)
      }
    }

    /// The parameter and its derivative with respect to the weight.
    func value(weight: Double) -> (value: Double, slope: Double) {
      let (centre, deviation) = prior
      let inner = centre + deviation * weight
      switch self {
      case .renewal, .groundwaterLag, .equilibriumLag:
        return (exp(inner), deviation * exp(inner))
      case .groundwaterShare:
        let share = 1 / (1 + exp(-inner))
        return (share, deviation * share * (1 - share))
      default: return (inner, deviation)
      }
    }
  }

  public static var weightCount: Int { Parameter.allCases.count }

  /// Values of the parameters, in their units.
  public static func parameters(weights: [Double]) -> [Double] {
    zip(Parameter.allCases, weights).map { $0.value(weight: $1).value }
  }

  /// Days that the kernels remember.
  static let groundwaterMemory = 240
  static let equilibriumMemory = 30
  /// A box of 1 m³ stands for the river: only rates matter.
  private static let storage = 1.0
  private static let stepsPerDay = 4
  private static let secondsPerDay = 86_400.0

  public let sites: [Site]
  public let days: Int
  private let season: [(sine: Double, cosine: Double)]
  private let model: TemperatureModel<SIMD8<Double>, SmoothBox>

  /// - Parameters:
  ///   - sites: with their series, all equally long
  ///   - season: angle of each day in the year, radians
  public init(sites: [Site], season: [Double]) throws {
    self.sites = sites
    days = season.count
    self.season = season.map { (sin($0), cos($0)) }
    var builder = NetworkBuilder()
    for index in sites.indices { builder.addReach(.number(Int64(index + 1)), length: 1, slope: 1) }
    model = TemperatureModel(
      network: try builder.build(), timeStep: Self.secondsPerDay / Double(Self.stepsPerDay),
      leastStorage: 1e-6, freezes: false)
  }

  /// Daily mean temperatures, `[site][day]`, and the gradient that `seeds` ask for, `[weight]`.
  /// - Parameters:
  ///   - weights: of the model, unbounded
  ///   - seeds: from the temperatures to a loss's sensitivity to them, laid out alike
  public func gradient(
    weights: [Double], seeds: ([[Double]]) -> [[Double]]
  ) -> (temperatures: [[Double]], gradient: [Double]) {
    let p = zip(Parameter.allCases, weights).map { $0.value(weight: $1) }
    func value(_ parameter: Parameter) -> Double { p[parameter.rawValue].value }
    let ground = GammaKernel(meanLag: value(.groundwaterLag), length: Self.groundwaterMemory)
    let near = GammaKernel(meanLag: value(.equilibriumLag), length: Self.equilibriumMemory)
    // The network may order its reaches otherwise.
    let positions = model.network.ids.map { Int($0.description)! - 1 }
    let share = value(.groundwaterShare)
    var rates: [Double] = []
    var equilibrium: [Double] = []
    var groundwater: [Double] = []
    var averages: [[Double]] = []
    for position in positions {
      let site = sites[position]
      let average = near.average(site.airTemperature)
      averages.append(average)
      groundwater += ground.average(site.airTemperature)
      for day in 0..<days {
        rates.append(
          value(.renewal) / Self.secondsPerDay
            * exp(value(.dischargeExponent) * site.logDischarge[day]))
        equilibrium.append(
          value(.intercept) + value(.airSlope) * average[day] + value(.sine) * season[day].sine
            + value(.cosine) * season[day].cosine)
      }
    }
    func series(_ values: [Double]) -> SteppedSeries<Double> {
      SteppedSeries(
        values: AlignedBuffer(values), valuesPerReach: days, stepsPerValue: Self.stepsPerDay)
    }
    let inflow = series(rates.map { $0 * share * Self.storage })
    let initial = TemperatureState(
      temperatures: positions.indices.map { max(equilibrium[$0 * days], 0) },
      storages: positions.map { _ in Self.storage }, leastStorage: 1e-6)
    var found = [[Double]](repeating: [], count: sites.count)
    let steps = days * Self.stepsPerDay
    let result = model.gradient(
      from: initial,
      forcing: HeatForcing(
        discharge: inflow, storage: series(rates.map { _ in Self.storage }), lateral: inflow,
        lateralTemperature: series(groundwater),
        exchange: series(rates.map { $0 * (1 - share) * Self.storage }),
        equilibriumTemperature: series(equilibrium)),
      dispersionRates: positions.map { _ in 0 }, steps: steps, records: Array(positions.indices)
    ) { records in
      let perDay = Self.stepsPerDay
      for (row, position) in positions.enumerated() {
        found[position] = (0..<days).map { day in
          let part = records[row][(day * perDay)..<((day + 1) * perDay)]
          return max(part.reduce(0, +) / Double(perDay), 0)
        }
      }
      let sensitivity = seeds(found)
      return positions.map { position in
        (0..<steps).map { step in
          let day = step / perDay
          return found[position][day] > 0 ? sensitivity[position][day] / Double(perDay) : 0
        }
      }
    }

    var gradient = [Double](repeating: 0, count: Self.weightCount)
    func add(_ parameter: Parameter, _ amount: Double) {
      gradient[parameter.rawValue] += amount * p[parameter.rawValue].slope
    }
    for (row, position) in positions.enumerated() {
      let site = sites[position]
      let range = (row * days)..<((row + 1) * days)
      let toGround = ground.adjoint(
        site.airTemperature, average: Array(result.lateralTemperature[range]))
      add(.groundwaterLag, toGround.meanLag)
      // The first day's T_e is the initial temperature too; its gradient is left out: it is forgotten
      // within days.
      let toEquilibrium = Array(result.equilibriumTemperature[range])
      let toNear = near.adjoint(
        site.airTemperature, average: toEquilibrium.map { $0 * value(.airSlope) })
      add(.equilibriumLag, toNear.meanLag)
      for day in 0..<days {
        let place = row * days + day
        let water = result.lateral[place] + result.discharge[place]
        let toRate = share * water + (1 - share) * result.exchange[place]
        add(.groundwaterShare, rates[place] * (water - result.exchange[place]))
        add(.renewal, toRate * rates[place] / value(.renewal))
        add(.dischargeExponent, toRate * rates[place] * site.logDischarge[day])
        add(.airSlope, toEquilibrium[day] * averages[row][day])
        add(.intercept, toEquilibrium[day])
        add(.sine, toEquilibrium[day] * season[day].sine)
        add(.cosine, toEquilibrium[day] * season[day].cosine)
      }
    }
    return (found, gradient)
  }

  /// Daily mean temperatures, `[site][day]`, °C.
  public func temperatures(weights: [Double]) -> [[Double]] {
    gradient(weights: weights) { $0.map { $0.map { _ in 0 } } }.temperatures
  }
}
