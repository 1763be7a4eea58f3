/// What a forward pass of an ``LSTM`` keeps for the pass backward.
///
/// Make one and use it for every step of a training: its memory is kept. A recording can be pulled
/// back once, because the gates' gradients are written over the gates.
public final class LSTMTape<Scalar: LSTMScalar> {
  /// What was recorded, if it was not yet pulled back.
  var recording: LSTMRecording<Scalar>?
  private var gates = ScalarBuffer<Scalar>(count: 0)
  private var cells = ScalarBuffer<Scalar>(count: 0)
  private var borders = ScalarBuffer<Scalar>(count: 0)

  public init() {}

  /// Bytes kept between the passes and used by the pass backward, for the recording that is on the
  /// tape; inputs, outputs and the gradients of the parameters not counted.
  public var byteCount: Int { recording?.plan.byteCount ?? 0 }

  /// Whether the recording on the tape is to be recomputed in segments, for lack of memory.
  public var isRecomputed: Bool { recording.map { !$0.plan.isStored } ?? false }

  /// Makes room for a recording.
  func reserve(
    shape: LSTMShape, plan: LSTMTapePlan, rowCount: Int, stepCount: Int
  ) -> LSTMTapeMemory<Scalar> {
    let cellCount = plan.isStored ? rowCount * stepCount * shape.hiddenCount : 0
    if gates.count < 4 * cellCount { gates = ScalarBuffer(count: 4 * cellCount) }
    if cells.count < cellCount { cells = ScalarBuffer(count: cellCount) }
    let borderCount = plan.segmentCount * 2 * rowCount * shape.hiddenCount
    if borders.count < borderCount { borders = ScalarBuffer(count: borderCount) }
    return LSTMTapeMemory(
      gates: gates.start, cells: cells.start, borders: borders.start, rowCount: rowCount,
      stepCount: stepCount, hiddenCount: shape.hiddenCount)
  }
}

/// Where on a tape a slice's numbers are.
struct LSTMTapeMemory<Scalar: LSTMScalar>: @unchecked Sendable {
  /// For each slice `[step][row][4][hidden]`
  let gates: UnsafeMutablePointer<Scalar>
  /// For each slice `[step][row][hidden]`
  let cells: UnsafeMutablePointer<Scalar>
  /// `[segment][h, c][row][hidden]`
  let borders: UnsafeMutablePointer<Scalar>
  let rowCount: Int
  let stepCount: Int
  let hiddenCount: Int

  func gates(of rows: Range<Int>) -> UnsafeMutablePointer<Scalar> {
    gates + rows.lowerBound * stepCount * 4 * hiddenCount
  }

  func cells(of rows: Range<Int>) -> UnsafeMutablePointer<Scalar> {
    cells + rows.lowerBound * stepCount * hiddenCount
  }

  func border(
    segment: Int, of rows: Range<Int>
  ) -> (hidden: UnsafeMutablePointer<Scalar>, cell: UnsafeMutablePointer<Scalar>) {
    let hidden = borders + (2 * segment * rowCount + rows.lowerBound) * hiddenCount
    return (hidden, hidden + rowCount * hiddenCount)
  }
}

/// One forward pass on a tape.
struct LSTMRecording<Scalar: LSTMScalar> {
  let network: LSTM<Scalar>
  let batch: SequenceBatch<Scalar>
  let outputSteps: Range<Int>
  /// h of the output steps after the dropout, `[row][output step][hidden]`
  let outputs: [Scalar]
  let dropoutFactors: [Scalar]?
  let plan: LSTMTapePlan
  let slicing: LSTMSlicing
  let memory: LSTMTapeMemory<Scalar>
}
