import ReachOperators
import RiverNetworks
import SpaceTimeSweep

extension TemperatureModel {
  /// A run's drivers in the sweep's layout.
  private struct Run {
    let hydraulics: ReachHydraulics
    let discharge: AlignedBuffer<Scalar>
    let water: ReachWater<Scalar>
    let forcing: HeatForcing<Scalar>
    let rates: [Double]

    init(_ model: TemperatureModel, _ drivers: NetworkTemperature.Drivers, limits: ChannelLimits) {
      let count = model.network.count
      let times = drivers.steps + 1
      hydraulics = ReachHydraulics(
        network: model.network, channels: drivers.channels, limits: limits)
      discharge = AlignedBuffer(uninitializedCount: count * times)
      for reach in 0..<count {
        let target = discharge.base + reach * times
        drivers.discharge[reach].withUnsafeBufferPointer { source in
          for time in 0..<times { target[time] = Scalar(source[time]) }
        }
      }
      water = hydraulics.water(
        Element.self, discharge: discharge, times: times, threads: model.sweep.threads)
      let exchange = AlignedBuffer<Scalar>(uninitializedCount: count * times)
      for reach in 0..<count {
        let row = reach * times
        exchange.base[row] = 0
        for day in 0..<drivers.heat.days {
          let velocity = Scalar(
            drivers.heat.exchangeVelocity[reach * drivers.heat.days + day])
          let first = row + 1 + day * drivers.stepsPerDay
          for time in first..<(first + drivers.stepsPerDay) {
            exchange.base[time] = velocity * water.surface.base[time]
          }
        }
      }
      func daily(_ values: [Double]) -> SteppedSeries<Scalar> {
        SteppedSeries(
          values: AlignedBuffer(values.map { Scalar($0) }), valuesPerReach: drivers.heat.days,
          stepsPerValue: drivers.stepsPerDay)
      }
      forcing = HeatForcing(
        discharge: water.series(water.discharge), storage: water.series(water.storage),
        lateral: drivers.lateral.series(in: Scalar.self),
        lateralTemperature: daily(drivers.heat.lateralTemperature),
        exchange: water.series(exchange),
        equilibriumTemperature: daily(drivers.heat.equilibriumTemperature))
      rates = zip(drivers.dispersions, drivers.channels).map { $0 / ($1.length * $1.length) }
    }

    func storage(_ reach: Int) -> Double { Double(water.storage.base[reach * water.times]) }
  }

  private func initial(_ run: Run, _ temperatures: [Double]) -> TemperatureState {
    TemperatureState(
      temperatures: temperatures, storages: (0..<network.count).map(run.storage),
      leastStorage: leastStorage)
  }

  func simulate(
    _ drivers: NetworkTemperature.Drivers, limits: ChannelLimits,
    from state: inout TemperatureState?, records: [Int]
  ) -> [[Double]] {
    let run = Run(self, drivers, limits: limits)
    var current = state ?? initial(run, drivers.heat.initialTemperatures)
    let first = records.map { current.temperature[$0] }
    let steps = drivers.steps
    let found = advance(
      &current, forcing: run.forcing, dispersionRates: run.rates, steps: steps, records: records
    ).temperatures
    state = current
    return records.indices.map { row in
      [first[row]] + found[(row * steps)..<((row + 1) * steps)].map { Double($0) }
    }
  }

  func gradient(
    _ drivers: NetworkTemperature.Drivers, limits: ChannelLimits, records: [Int],
    wantsWater: Bool, seeds: ([[Double]]) -> [[Double]]
  ) -> NetworkTemperature.Gradient {
    let run = Run(self, drivers, limits: limits)
    let temperatures = drivers.heat.initialTemperatures
    let initial = initial(run, temperatures)
    var toInitial = [Double](repeating: 0, count: network.count)
    let (adjoint, _) = adjoint(
      from: initial, forcing: run.forcing, dispersionRates: run.rates, steps: drivers.steps,
      records: records
    ) { found in
      let sensitivity = seeds(zip(records, found).map { [temperatures[$0]] + $1 })
      for (row, reach) in records.enumerated() { toInitial[reach] += sensitivity[row][0] }
      return sensitivity.map { Array($0.dropFirst()) }
    }
    let state = unpacked(adjoint.state)
    for reach in toInitial.indices {
      toInitial[reach] += state.heat[reach] * initial.storage[reach] + state.temperature[reach]
    }
    var heat = DailyHeat(
      days: drivers.heat.days, equilibriumTemperature: adjoint.forcing[5].doubles,
      exchangeVelocity: [Double](
        repeating: 0, count: network.count * drivers.heat.days),
      lateralTemperature: adjoint.forcing[3].doubles)
    drivers.heat.addInitialAdjoint(toInitial, to: &heat)
    // E = surface × v; what was the sensitivity to E becomes that to the surface.
    let toExchange = adjoint.forcing[4]
    let times = run.water.times
    for reach in 0..<network.count {
      for day in 0..<heat.days {
        let place = reach * heat.days + day
        let velocity = Scalar(drivers.heat.exchangeVelocity[place])
        let first = reach * times + 1 + day * drivers.stepsPerDay
        var sum = 0.0
        for time in first..<(first + drivers.stepsPerDay) {
          sum += Double(toExchange.base[time] * run.water.surface.base[time])
          toExchange.base[time] *= velocity
        }
        heat.exchangeVelocity[place] = sum
      }
    }
    var result = NetworkTemperature.Gradient(
      discharge: [], channels: [], lateral: adjoint.forcing[2].doubles, heat: heat,
      dispersions: zip(adjoint.parameters.values(ofMember: 0), drivers.channels).map {
        Double($0) / ($1.length * $1.length)
      })
    guard wantsWater else { return result }
    // Storage before the first step: W = V + V_min, S = W T.
    let toStorage = adjoint.forcing[1]
    for reach in 0..<network.count {
      toStorage.base[reach * times] = Scalar(
        state.storage[reach] + state.heat[reach] * temperatures[reach])
      toExchange.base[reach * times] = 0
    }
    let back = run.hydraulics.waterAdjoint(
      Element.self, discharge: run.discharge, threads: sweep.threads,
      sensitivity: ReachWater(
        times: times, discharge: adjoint.forcing[0], storage: toStorage, surface: toExchange))
    result.channels = back.channels
    result.discharge = (0..<network.count).map { reach in
      (0..<times).map { Double(back.discharge.base[reach * times + $0]) }
    }
    return result
  }
}

extension AlignedBuffer where Element: BinaryFloatingPoint {
  fileprivate var doubles: [Double] { (0..<count).map { Double(base[$0]) } }
}
