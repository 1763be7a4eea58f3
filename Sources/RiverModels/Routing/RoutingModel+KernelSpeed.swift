import ReachOperators
import SpaceTimeSweep

extension RoutingModel {
  /// Reach-steps per second of the scheme's step alone: one pack's state fed back into itself.
  func kernelSpeed(seconds: Double) -> Double {
    let channel = ReachChannel(length: 5_000, slope: 0.002, roughness: 0.05)
    var parameters = Scheme.Parameters(repeating: Scheme.Element(constant: 1))
    let width = Scheme.Element.width
    withUnsafeMutableBytes(of: &parameters) { bytes in
      let scalars = bytes.bindMemory(to: Scalar.self)
      Scheme.setParameters(channel, limits: limits, timeStep: timeStep) { member, value in
        for lane in 0..<width { scalars[member * width + lane] = Scalar(value) }
      }
    }
    var state = Scheme.State(repeating: Scheme.Element(constant: 5))
    let inflow = Scheme.Inflow(repeating: Scheme.Element(constant: 5))
    let clock = ContinuousClock()
    let start = clock.now
    let limit = Duration.seconds(seconds)
    var steps = 0
    let block = 20_000
    while clock.now - start < limit {
      turn(&state, inflow: inflow, parameters: parameters, count: block)
      steps += block
    }
    let elapsed = clock.now - start
    let elapsedSeconds =
      Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    // The state is used, so that the loop cannot be taken away.
    return withUnsafeBytes(of: &state) { $0[0] } == 255
      ? 0 : Double(steps * width) / elapsedSeconds
  }

  @inline(never)
  private func turn(
    _ state: inout Scheme.State, inflow: Scheme.Inflow, parameters: Scheme.Parameters, count: Int
  ) {
    let operation = operation
    let forcing = SingleBundle(Scheme.Element(constant: 0.1))
    var local = state
    var ledger = Scheme.Ledger(repeating: Scheme.Element(constant: 0))
    for _ in 0..<count {
      _ = operation.step(
        &local, inflow: inflow, forcing: forcing, parameters: parameters, ledger: &ledger)
    }
    state = local
  }
}
