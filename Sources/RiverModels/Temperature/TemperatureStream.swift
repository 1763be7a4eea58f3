import ReachOperators
import RiverNetworks
import SpaceTimeSweep

/// How heat is carried.
public enum TemperatureScheme: String, Sendable, CaseIterable {
  /// `MatchedBox`: sharp, in the sweep, differentiable.
  case matchedBox = "matched_box"
  /// ``ImplicitHeatTransport``: for dispersion that crosses confluences.
  case implicit
}

/// Temperature that follows a routing stretch by stretch, with no memory but its state.
public final class TemperatureStream {
  private let model: TemperatureModel<PairedLanes, PositiveBox>
  private let hydraulics: ReachHydraulics
  /// nil: the matched box.
  private let implicit: ImplicitHeatTransport?
  private let dispersions: [Double]
  private let dispersionRates: [Double]
  private var previous: [Float]
  public private(set) var state: TemperatureState
  public private(set) var balance = HeatBalance()

  /// Single precision adds up this many steps without loss that matters.
  static let mostSteps = 240

  /// Where a run begins.
  public struct Start: Sendable {
    /// `[reach]`, m³ s⁻¹
    public var discharge: [Double]
    /// D, `[reach]`, m² s⁻¹
    public var dispersions: [Double]
    public var state: TemperatureState

    /// As another run left it.
    public init(discharge: [Double], dispersions: [Double], state: TemperatureState) {
      self.discharge = discharge
      self.dispersions = dispersions
      self.state = state
    }

    /// Reaches filled with water of given temperatures, °C.
    ///
    /// - Parameters:
    ///   - hydraulics: of the channels
    ///   - discharge: `[reach]`, m³ s⁻¹
    ///   - temperatures: `[reach]`
    ///   - dispersion: the formula at this discharge, and a factor on it for each reach
    public init(
      _ hydraulics: ReachHydraulics, discharge: [Double], temperatures: [Double],
      dispersion: (formula: LongitudinalDispersion, factors: [Double])
    ) {
      let moment = hydraulics.moment(discharge, dispersion: dispersion.formula)
      self.init(
        discharge: discharge,
        dispersions: zip(moment.dispersions, dispersion.factors).map {
          LongitudinalDispersion.limited($0, factor: $1)
        },
        state: TemperatureState(
          temperatures: temperatures, storages: moment.storages,
          leastStorage: MatchedBox<PairedLanes, PositiveBox>.usualLeastStorage))
    }
  }

  /// - Parameters:
  ///   - hydraulics: of the channels
  ///   - timeStep: Δt, s
  ///   - threads: of this process
  ///   - start: where the run begins
  ///   - scheme: how heat is carried
  ///   - boundary: where the network is a rank's share of a larger one: with the matched box only
  public init(
    hydraulics: ReachHydraulics, timeStep: Double, threads: Int, start: Start,
    scheme: TemperatureScheme = .matchedBox, boundary: SweepBoundary? = nil
  ) {
    precondition(boundary == nil || scheme == .matchedBox, "ranks solve no reaches at once")
    self.hydraulics = hydraulics
    implicit =
      scheme == .implicit
      ? ImplicitHeatTransport(
        network: hydraulics.network, timeStep: timeStep,
        leastStorage: MatchedBox<PairedLanes, PositiveBox>.usualLeastStorage) : nil
    model = TemperatureModel(
      network: hydraulics.network, timeStep: timeStep, threads: threads, boundary: boundary)
    previous = start.discharge.map { Float($0) }
    dispersions = start.dispersions
    dispersionRates = zip(start.dispersions, hydraulics.channels).map {
      $0 / ($1.length * $1.length)
    }
    state = start.state
  }

  /// Where a run goes on that ends here.
  public var end: Start {
    Start(
      discharge: previous.map { Double($0) }, dispersions: dispersions, state: state)
  }

  /// One day's drivers, `[reach]`: exchange velocity in m s⁻¹, temperatures in °C.
  public struct Day: Sendable {
    public var equilibriumTemperature: [Float]
    public var exchangeVelocity: [Float]
    public var lateralTemperature: [Float]

    public init(
      equilibriumTemperature: [Float], exchangeVelocity: [Float], lateralTemperature: [Float]
    ) {
      self.equilibriumTemperature = equilibriumTemperature
      self.exchangeVelocity = exchangeVelocity
      self.lateralTemperature = lateralTemperature
    }
  }

  /// Advances whole days after the router has.
  /// - Parameters:
  ///   - discharge: of every reach after each step, `[reach][step]` flat, m³ s⁻¹; of a share also of
  ///     the reaches above its border
  ///   - lateral: what the router was given; its first step is the stretch's
  ///   - steps: time steps
  ///   - stepsPerDay: steps of the router in a day
  ///   - records: positions of the reaches whose temperature is wanted
  ///   - day: what heats the river on a day of the stretch
  /// - Returns: after each step, `[row][step]` flat, °C
  public func advance(
    discharge: [Float], lateral: LateralForcing, steps: Int, stepsPerDay: Int, records: [Int],
    day: (Int) -> Day
  ) -> [Float] {
    let count = hydraulics.network.count
    let length = max(1, Self.mostSteps / stepsPerDay) * stepsPerDay
    var result = [Float](repeating: 0, count: records.count * steps)
    for first in stride(from: 0, to: steps, by: length) {
      let part = min(length, steps - first)
      let times = part + 1
      let cut = AlignedBuffer<Float>(uninitializedCount: count * times)
      for reach in 0..<count {
        let row = reach * times
        cut.base[row] = previous[reach]
        for step in 0..<part {
          cut.base[row + 1 + step] = discharge[reach * steps + first + step]
        }
        previous[reach] = cut.base[row + part]
      }
      let water = hydraulics.water(
        PairedLanes.self, discharge: cut, times: times, threads: model.sweep.threads)
      let dayCount = part / stepsPerDay
      let drivers = (0..<dayCount).map { day(first / stepsPerDay + $0) }
      let exchange = water.surface
      var equilibrium = [Float](repeating: 0, count: count * dayCount)
      var entering = equilibrium
      for reach in 0..<count {
        for (index, driver) in drivers.enumerated() {
          equilibrium[reach * dayCount + index] = driver.equilibriumTemperature[reach]
          entering[reach * dayCount + index] = driver.lateralTemperature[reach]
          let start = reach * times + 1 + index * stepsPerDay
          for time in start..<(start + stepsPerDay) {
            exchange.base[time] *= driver.exchangeVelocity[reach]
          }
        }
      }
      func daily(_ values: [Float]) -> SteppedSeries<Float> {
        SteppedSeries(
          values: AlignedBuffer(values), valuesPerReach: dayCount, stepsPerValue: stepsPerDay)
      }
      let lateral = lateral.advanced(by: first)
      let outcome: (temperatures: [Float], balance: HeatBalance)
      if let implicit {
        outcome = implicit.advance(
          &state,
          .init(
            water: water, lateral: lateral.series, exchange: exchange,
            lateralTemperature: entering, equilibriumTemperature: equilibrium, days: dayCount,
            stepsPerDay: stepsPerDay, dispersionRates: dispersionRates), records: records)
      } else {
        outcome = model.advance(
          &state,
          forcing: HeatForcing(
            discharge: water.series(water.discharge), storage: water.series(water.storage),
            lateral: lateral.series, lateralTemperature: daily(entering),
            exchange: water.series(exchange), equilibriumTemperature: daily(equilibrium)),
          dispersionRates: dispersionRates, steps: part, records: records)
      }
      balance += outcome.balance
      for row in records.indices {
        for step in 0..<part {
          result[row * steps + first + step] = outcome.temperatures[row * part + step]
        }
      }
    }
    return result
  }
}
