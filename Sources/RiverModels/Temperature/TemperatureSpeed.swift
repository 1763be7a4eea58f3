import ReachOperators
import RiverNetworks
import SpaceTimeSweep

/// How fast this machine carries heat: the matched box alone, its forcing made beforehand.
///
/// Here, because only in its own module is the model specialised for its lanes.
public struct TemperatureSpeed: Sendable {
  let network: RiverNetwork
  let steps: Int
  let threads: Int

  public init(network: RiverNetwork, steps: Int, threads: Int) {
    self.network = network
    self.steps = steps
    self.threads = threads
  }

  private typealias Model = TemperatureModel<PairedLanes, PositiveBox>
  private static let timeStep = 3_600.0
  /// m³ for each m³ s⁻¹, the storage of two hours' water
  private static let secondsStored = 7_200.0

  /// Discharge that swings through each day; storage follows, and exchange with it.
  private func forcing() -> (forcing: HeatForcing<Float>, state: TemperatureState) {
    let count = network.count
    var sources = [Float](repeating: 0, count: count)
    for index in network.indices {
      sources[index.position] = 0.3
      for link in network.links(into: index) {
        sources[index.position] += Float(link.fraction) * sources[link.upstream.position]
      }
    }
    func hourly(_ value: (Int, Float) -> Float) -> SteppedSeries<Float> {
      let values = AlignedBuffer<Float>(uninitializedCount: count * steps)
      for reach in 0..<count {
        for step in 0..<steps {
          let swing = 1 + 0.02 * Float(abs(step % 24 - 12) - 6)
          values.base[reach * steps + step] = value(reach, swing)
        }
      }
      return SteppedSeries(values: values, valuesPerReach: steps, stepsPerValue: 1)
    }
    let days = (steps + 23) / 24
    func daily(_ value: Float) -> SteppedSeries<Float> {
      SteppedSeries(
        values: AlignedBuffer(count: count * days, filledWith: value), valuesPerReach: days,
        stepsPerValue: 24)
    }
    let storages = sources.map { Double($0) * Self.secondsStored }
    return (
      HeatForcing(
        discharge: hourly { sources[$0] * $1 },
        storage: hourly { sources[$0] * $1 * Float(Self.secondsStored) }, lateral: daily(0.3),
        lateralTemperature: daily(11), exchange: hourly { 0.1 * sources[$0] * $1 },
        equilibriumTemperature: daily(18)),
      TemperatureState(
        temperatures: storages.map { _ in 12 }, storages: storages,
        leastStorage: Model.Box.usualLeastStorage)
    )
  }

  /// Medians of the seconds that a run and a gradient take.
  public func seconds(repeats: Int, gradient: Bool) -> (forward: Double, gradient: Double?) {
    let model = Model(network: network, timeStep: Self.timeStep, threads: threads)
    let (forcing, state) = forcing()
    let rates = [Double](repeating: 1e-6, count: network.count)
    let outlet = [network.count - 1]
    let clock = ContinuousClock()
    func median(_ body: () -> Void) -> Double {
      let times = (0..<repeats).map { _ in clock.measure(body) / .seconds(1) }
      return times.sorted()[repeats / 2]
    }
    let forward = median {
      var copy = state
      _ = model.advance(
        &copy, forcing: forcing, dispersionRates: rates, steps: steps, records: outlet)
    }
    guard gradient else { return (forward, nil) }
    let both = median {
      _ = model.gradient(
        from: state, forcing: forcing, dispersionRates: rates, steps: steps, records: outlet
      ) { $0.map { $0.map { _ in 1 } } }
    }
    return (forward, both)
  }
}
