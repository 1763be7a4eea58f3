import ReachOperators
import RiverNetworks
import SpaceTimeSweep

/// Sensitivities of a loss to everything a temperature run is driven by, laid out as the forcing
/// is.
public struct TemperatureGradient: Sendable {
  public var discharge, storage, lateral, lateralTemperature: [Double]
  public var exchange, equilibriumTemperature: [Double]
  /// `[reach]`
  public var dispersionRates: [Double]
  /// To the state before the first step.
  public var initial: TemperatureState
  /// Temperatures of the recorded reaches, `[row][step]`, °C
  public var records: [[Double]]
}

extension TemperatureModel {
  /// Runs, lets `seeds` say how a loss depends on the recorded temperatures, and sweeps back.
  ///
  /// - Parameters:
  ///   - initial: where the run begins
  ///   - forcing: what heats and moves the water
  ///   - dispersionRates: `[reach]`
  ///   - steps: of the run
  ///   - records: positions of the recorded reaches
  ///   - seeds: from the records, `[row][step]`, °C, to the loss's sensitivity to them
  public func gradient(
    from initial: TemperatureState, forcing: HeatForcing<Scalar>, dispersionRates: [Double],
    steps: Int, records: [Int], seeds: ([[Double]]) -> [[Double]]
  ) -> TemperatureGradient {
    let (adjoint, found) = adjoint(
      from: initial, forcing: forcing, dispersionRates: dispersionRates, steps: steps,
      records: records, seeds: seeds)
    func values(_ member: Int) -> [Double] {
      (0..<adjoint.forcing[member].count).map { Double(adjoint.forcing[member].base[$0]) }
    }
    return TemperatureGradient(
      discharge: values(0), storage: values(1), lateral: values(2), lateralTemperature: values(3),
      exchange: values(4), equilibriumTemperature: values(5),
      dispersionRates: adjoint.parameters.values(ofMember: 0).map { Double($0) },
      initial: unpacked(adjoint.state), records: found)
  }

  /// The same, as the sweep lays it out.
  func adjoint(
    from initial: TemperatureState, forcing: HeatForcing<Scalar>, dispersionRates: [Double],
    steps: Int, records: [Int], seeds: ([[Double]]) -> [[Double]]
  ) -> (adjoint: SweepAdjoint<Box>, records: [[Double]]) {
    let members = forcing.members
    let parameters = parameters(dispersionRates)
    let record = SweepRecord<Scalar>(reaches: records, capacity: steps)
    let segments = segments(steps)
    let state = packed(initial)
    let ledger: PackedBundle<Box.Ledger> = sweep.bundle(filledWith: 0)
    var borders: [PackedBundle<Box.State>] = []
    var last: SweepTape<Box>?
    for (index, segment) in segments.enumerated() {
      borders.append(state.copy())
      if index == segments.count - 1 { last = SweepTape(sweep: sweep, steps: segment.count) }
      sweep.run(
        box, steps: segment.count, parameters: parameters,
        forcing: members.map { $0.advanced(by: segment.lowerBound) }, state: state,
        ledger: ledger, record: record.advanced(by: segment.lowerBound), tape: last)
    }
    let found = records.indices.map { record.series($0).prefix(steps).map { Double($0) } }
    let sensitivity = seeds(found)
    precondition(
      sensitivity.count == records.count && sensitivity.allSatisfy { $0.count == steps },
      "a seed for every recorded value")

    let adjoint = SweepAdjoint(sweep: sweep, forcing: members)
    for segment in segments.reversed() {
      let forcing = members.map { $0.advanced(by: segment.lowerBound) }
      let border = borders.removeLast()
      let tape = last ?? SweepTape(sweep: sweep, steps: segment.count)
      if last == nil {
        sweep.run(
          box, steps: segment.count, parameters: parameters, forcing: forcing, state: border,
          ledger: ledger, tape: tape)
      }
      last = nil
      let seedRecord = SweepRecord<Scalar>(reaches: records, capacity: segment.count)
      for row in records.indices {
        for step in 0..<segment.count {
          seedRecord.values.base[row * segment.count + step] =
            Scalar(sensitivity[row][segment.lowerBound + step])
        }
      }
      sweep.runReverse(
        box, parameters: parameters, forcing: forcing, tape: tape, reverseLinks: reverseLinks,
        seeds: seedRecord, adjoint: adjoint)
    }
    return (adjoint, found)
  }

  /// Stretches of steps whose tape fits the budget.
  private func segments(_ steps: Int) -> [Range<Int>] {
    let chunkLength = sweep.chunks(of: steps).length
    let perChunk = max(SweepTape.bytes(sweep: sweep, steps: chunkLength), 1)
    let length = max(tapeBudget / perChunk, 1) * chunkLength
    return stride(from: 0, to: max(steps, 1), by: length).map { $0..<min($0 + length, steps) }
  }
}
