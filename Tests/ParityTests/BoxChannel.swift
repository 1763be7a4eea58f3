import ReachOperators

/// A straight channel of unit cross-section cut into boxes, with a given temperature at its head.
struct BoxChannel {
  typealias Box = MatchedBox<Double, SmoothBox>
  let box: Box
  /// Of the cells, m
  let length: Double
  let timeStep: Double
  var states: [Box.State]
  /// Q at the lower end of each cell, and at the channel's head
  var discharges: [Double]
  var headDischarge: Double
  var laterals: [Double]
  var lateralTemperature = 0.0
  /// E, m³ s⁻¹
  var exchange: Double
  let parameters: Box.Parameters

  /// - Parameters:
  ///   - velocity: U, m s⁻¹, which is the discharge too
  ///   - dispersion: D, m² s⁻¹
  ///   - rate: k = K/(ρ c h), s⁻¹
  ///   - initial: temperature at a distance from the head, °C
  init(
    cells: Int, length: Double, timeStep: Double, velocity: Double, dispersion: Double,
    rate: Double, initial: (Double) -> Double
  ) {
    box = Box(timeStep: timeStep, leastStorage: 1e-9, freezes: false)
    self.length = length
    self.timeStep = timeStep
    parameters = .init(dispersionRate: dispersion / (length * length))
    exchange = rate * length
    discharges = [Double](repeating: velocity, count: cells)
    headDischarge = velocity
    laterals = [Double](repeating: 0, count: cells)
    let x = min(max(0.5 - dispersion / (velocity * length), -0.5), 0.5)
    states = (0..<cells).map { cell in
      let first = initial(Double(cell) * length)
      let last = initial(Double(cell + 1) * length)
      return Box.State(
        heat: (length + 1e-9) * (x * first + (1 - x) * last), temperature: last,
        storage: length + 1e-9, iceHeat: 0, weighting: x)
    }
  }

  /// Temperatures at the cells' lower ends, °C.
  var temperatures: [Double] { states.map(\.temperature) }
  func temperature(at distance: Double) -> Double {
    states[Int((distance / length).rounded()) - 1].temperature
  }

  /// - Parameters:
  ///   - head: temperature at the head before and after the step, °C
  ///   - equilibrium: mean of the step, °C
  mutating func advance(head: (before: Double, after: Double), equilibrium: Double) {
    var inflow = Box.Inflow(
      discharge: headDischarge, endHeat: headDischarge * head.after,
      meanHeat: headDischarge * (head.before + head.after) / 2)
    var ledger = Box.Ledger(lateral: 0, exchanged: 0, made: 0, received: 0, released: 0)
    for cell in states.indices {
      let release = box.advance(
        &states[cell], inflow: inflow,
        forcing: .init(
          discharge: discharges[cell], storage: length, lateral: laterals[cell],
          lateralTemperature: lateralTemperature, exchange: exchange,
          equilibriumTemperature: equilibrium), parameters: parameters, ledger: &ledger)
      inflow = .init(
        discharge: release.discharge, endHeat: release.discharge * release.temperature,
        meanHeat: release.discharge * release.meanTemperature)
    }
  }
}
