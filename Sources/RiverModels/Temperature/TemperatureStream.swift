import ReachOperators
import RiverNetworks
import SpaceTimeSweep

/// Temperature that follows a routing stretch by stretch, with no memory but its state.
public final class TemperatureStream {
  private let model: TemperatureModel<PairedLanes, PositiveBox>
  private let hydraulics: ReachHydraulics
  private let dispersionRates: [Double]
  private var previous: [Float]
  public private(set) var state: TemperatureState
  public private(set) var balance = HeatBalance()

  /// Single precision adds up this many steps without loss that matters.
  static let mostSteps = 240

  /// - Parameters:
  ///   - hydraulics: storage and surface of the reaches
  ///   - timeStep: Δt, s
  ///   - threads: that share the work; results do not depend on their number
  ///   - discharge: before the first step, `[reach]`, m³ s⁻¹
  ///   - temperatures: before the first step, `[reach]`, °C
  ///   - dispersion: the formula at the first discharge, and a factor on it
  public init(
    hydraulics: ReachHydraulics, timeStep: Double, threads: Int, discharge: [Double],
    temperatures: [Double], dispersion: (formula: LongitudinalDispersion, factor: Double)
  ) {
    self.hydraulics = hydraulics
    model = TemperatureModel(network: hydraulics.network, timeStep: timeStep, threads: threads)
    previous = discharge.map { Float($0) }
    var storages: [Double] = []
    var rates: [Double] = []
    for (reach, leaving) in discharge.enumerated() {
      let section = hydraulics.section(
        reach: reach, entering: hydraulics.entering(reach: reach) { discharge[$0] },
        leaving: leaving)
      let channel = hydraulics.channels[reach]
      let coefficient = dispersion.formula.coefficient(
        velocity: section.velocity, width: section.width, depth: section.depth,
        shearVelocity: LongitudinalDispersion.shearVelocity(
          depth: section.depth, slope: max(channel.slope, hydraulics.limits.slope)))
      let limits = LongitudinalDispersion.limits
      storages.append(section.storage)
      rates.append(
        min(max(dispersion.factor * coefficient, limits.lowerBound), limits.upperBound)
          / (channel.length * channel.length))
    }
    dispersionRates = rates
    state = TemperatureState(
      temperatures: temperatures, storages: storages, leastStorage: model.leastStorage)
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
  ///   - discharge: of every reach after each step, `[reach][step]` flat, m³ s⁻¹
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
      var cut = [Float](repeating: 0, count: count * part)
      for reach in 0..<count {
        for step in 0..<part { cut[reach * part + step] = discharge[reach * steps + first + step] }
      }
      let water = hydraulics.stretch(cut, before: previous, steps: part)
      for reach in 0..<count { previous[reach] = cut[(reach + 1) * part - 1] }
      let dayCount = part / stepsPerDay
      let drivers = (0..<dayCount).map { day(first / stepsPerDay + $0) }
      var exchange = water.surface
      var equilibrium = [Float](repeating: 0, count: count * dayCount)
      var entering = equilibrium
      for reach in 0..<count {
        for (index, driver) in drivers.enumerated() {
          equilibrium[reach * dayCount + index] = driver.equilibriumTemperature[reach]
          entering[reach * dayCount + index] = driver.lateralTemperature[reach]
          let start = reach * part + index * stepsPerDay
          for step in start..<(start + stepsPerDay) {
            exchange[step] *= driver.exchangeVelocity[reach]
          }
        }
      }
      func series(_ values: [Float], _ perReach: Int, _ steps: Int) -> SteppedSeries<Float> {
        SteppedSeries(
          values: AlignedBuffer(values), valuesPerReach: perReach, stepsPerValue: steps)
      }
      let outcome = model.advance(
        &state,
        forcing: HeatForcing(
          discharge: series(water.discharge, part, 1), storage: series(water.storage, part, 1),
          lateral: lateral.advanced(by: first).series,
          lateralTemperature: series(entering, dayCount, stepsPerDay),
          exchange: series(exchange, part, 1),
          equilibriumTemperature: series(equilibrium, dayCount, stepsPerDay)),
        dispersionRates: dispersionRates, steps: part, records: records)
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
