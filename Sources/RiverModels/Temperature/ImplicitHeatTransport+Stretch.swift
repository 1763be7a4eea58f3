import ReachOperators
import RiverNetworks
import SpaceTimeSweep

extension ImplicitHeatTransport {
  /// Water and exchange of a stretch, as a router and the weather give them.
  struct Drivers {
    let water: ReachWater<Float>
    let lateral: SteppedSeries<Float>
    /// E, `[reach][time]`, m³ s⁻¹
    let exchange: AlignedBuffer<Float>
    /// `[reach][day]`, °C
    let lateralTemperature, equilibriumTemperature: [Float]
    let days: Int
    let stepsPerDay: Int
    /// D/L², s⁻¹
    let dispersionRates: [Double]
  }

  /// Advances a stretch; state, ice and budget are those of the matched box.
  ///
  /// Water that the router makes or loses has the reach's temperature. Where a step ends below 0 °C,
  /// what is missing is ice, which warming repays first.
  /// - Returns: temperatures after each step, `[row][step]` flat, °C, and the stretch's balance
  func advance(
    _ state: inout TemperatureState, _ drivers: Drivers, records: [Int]
  ) -> (temperatures: [Float], balance: HeatBalance) {
    let steps = drivers.days * drivers.stepsPerDay
    var result = [Float](repeating: 0, count: records.count * steps)
    var balance = HeatBalance()
    let heatBefore = stored(state)
    var step = Step(reachCount: network.count)
    for index in 0..<steps {
      let made = fill(&step, drivers, index, state)
      let old = state.temperature
      let found = advance(old, step)
      let within = zip(step.theta, zip(old, found)).map { $0 * $1.1 + (1 - $0) * $1.0 }
      for (reach, link) in network.indices.map({ ($0.position, network.links(outOf: $0)) }) {
        let gained = made[reach] * old[reach]
        let lateral = step.lateral[reach] * step.lateralTemperature[reach] - gained
        let exchanged =
          step.exchange[reach] * (step.equilibriumTemperature[reach] - within[reach])
        let router = gained - step.loss[reach] * within[reach]
        balance.lateral += timeStep * lateral
        balance.exchanged += timeStep * exchanged
        balance.made += timeStep * router
        balance.turnover += timeStep * (abs(lateral) + abs(exchanged) + abs(router))
        if link.isEmpty { balance.outflow += timeStep * step.discharge[reach] * within[reach] }
        let storage = step.storageAfter[reach] + leastStorage
        let heat = storage * found[reach] - state.iceHeat[reach]
        state.iceHeat[reach] = max(-heat, 0)
        state.heat[reach] = max(heat, 0)
        state.temperature[reach] = max(heat, 0) / storage
        state.storage[reach] = storage
      }
      for (row, reach) in records.enumerated() {
        result[row * steps + index] = Float(state.temperature[reach])
      }
    }
    balance.storageChange = stored(state) - heatBefore
    return (result, balance)
  }

  private func stored(_ state: TemperatureState) -> Double {
    state.heat.reduce(0, +) - state.iceHeat.reduce(0, +)
  }

  /// Sets a step's water, exchange and weights.
  /// - Returns: water that the router made, m³ s⁻¹, which is in the lateral inflow
  private func fill(
    _ step: inout Step, _ drivers: Drivers, _ index: Int, _ state: TemperatureState
  ) -> [Double] {
    let times = drivers.water.times
    let lateral = drivers.lateral.advanced(by: index)
    let day = index / drivers.stepsPerDay
    var made = [Double](repeating: 0, count: network.count)
    var conductance = made
    for position in network.indices {
      let reach = position.position
      let place = reach * times + index + 1
      let discharge = Double(drivers.water.discharge.base[place])
      step.storageBefore[reach] = state.storage[reach] - leastStorage
      step.storageAfter[reach] = Double(drivers.water.storage.base[place])
      step.discharge[reach] = discharge
      step.exchange[reach] = Double(drivers.exchange.base[place])
      step.equilibriumTemperature[reach] = Double(
        drivers.equilibriumTemperature[reach * drivers.days + day])
      let entering = network.links(into: position).reduce(0) {
        $0 + $1.fraction * step.discharge[$1.upstream.position]
      }
      let own = Double(lateral.firstStepValue(reach: reach))
      let residual =
        (step.storageAfter[reach] - step.storageBefore[reach]) / timeStep
        - (entering + own - discharge)
      made[reach] = max(residual, 0)
      step.loss[reach] = max(-residual, 0)
      step.lateral[reach] = own + made[reach]
      let temperature = Double(drivers.lateralTemperature[reach * drivers.days + day])
      step.lateralTemperature[reach] =
        step.lateral[reach] > 0
        ? (own * temperature + made[reach] * state.temperature[reach]) / step.lateral[reach] : 0
      // A D/Δx
      conductance[reach] = step.storageAfter[reach] * drivers.dispersionRates[reach]
    }
    for position in network.indices {
      let reach = position.position
      // Dispersion is less than its conductance: θ errs to the safe side.
      let turnover =
        step.discharge[reach] + step.loss[reach] + step.exchange[reach] + conductance[reach]
        + network.links(into: position).reduce(0) { $0 + conductance[$1.upstream.position] }
      step.theta[reach] = theta(turnover: turnover, storage: step.storageBefore[reach])
      step.dispersion[reach] = Self.dispersion(
        conductance: conductance[reach], discharge: step.discharge[reach],
        theta: step.theta[reach],
        courant: timeStep * step.discharge[reach] / (step.storageAfter[reach] + leastStorage))
    }
    return made
  }
}
