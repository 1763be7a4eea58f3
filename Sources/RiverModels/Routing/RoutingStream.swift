import ReachOperators
import RiverNetworks
import SpaceTimeSweep

/// A run that goes on, stretch after stretch, with no memory but its state: for runs longer than
/// memory.
///
/// The result is the same to the bit however the run is cut into stretches.
public final class RoutingStream: Sendable {
  /// Routes the next `steps` steps under `lateral`, whose first step is the stretch's first.
  /// Gives the recorded discharge after each step, `[row][step]` flat, m³ s⁻¹. What the summary asks
  /// for is in it afterwards.
  public let advance:
    @Sendable (_ lateral: LateralForcing, _ steps: Int, _ summary: SweepSummary?) -> [Float]
  /// The state after the last stretch.
  public let state: @Sendable () -> RoutingState
  /// What limiters have done so far.
  public let ledger: @Sendable () -> RoutingLedger
  /// Water in all reaches, m³.
  public let storage: @Sendable () -> Double

  init(
    advance: @escaping @Sendable (LateralForcing, Int, SweepSummary?) -> [Float],
    state: @escaping @Sendable () -> RoutingState,
    ledger: @escaping @Sendable () -> RoutingLedger, storage: @escaping @Sendable () -> Double
  ) {
    self.advance = advance
    self.state = state
    self.ledger = ledger
    self.storage = storage
  }
}

extension RoutingModel {
  func stream(
    channels: [ReachChannel], initial: RoutingState, records: [Int]
  ) -> RoutingStream {
    let parameters = parameters(channels)
    let state = packed(initial, channels: channels)
    let ledger: PackedBundle<Scheme.Ledger> = sweep.bundle(filledWith: 0)
    return RoutingStream(
      advance: { [self] lateral, steps, summary in
        let record = SweepRecord<Scalar>(reaches: records, capacity: steps)
        sweep.run(
          operation, steps: steps, parameters: parameters, forcing: [series(lateral)],
          state: state, ledger: ledger, record: record, summary: summary)
        return (0..<records.count * steps).map { Float(record.values.base[$0]) }
      },
      state: { [self] in unpacked(state) },
      ledger: { [self] in self.ledger(ledger) },
      storage: { [self] in storage(state, parameters: parameters) })
  }
}
