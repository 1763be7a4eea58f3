/// Memory a thread works in, for slices of at most `rows` rows.
final class LSTMWorkspace<Scalar: LSTMScalar> {
  /// x|h of a step, or, to pull back, of a chunk's steps, `[step][row][input + hidden]`
  let joined: ScalarBuffer<Scalar>
  /// Gradient of the inputs of a chunk, `[step][row][input]`
  let inputGradient: ScalarBuffer<Scalar>
  /// h and c of a segment that is run once more, `[row][hidden]`
  let state: (hidden: ScalarBuffer<Scalar>, cell: ScalarBuffer<Scalar>)
  /// ∂/∂h and ∂/∂c, `[row][hidden]`
  let gradient: (hidden: ScalarBuffer<Scalar>, cell: ScalarBuffer<Scalar>)
  /// `[4][hidden]`
  let biasGradient: ScalarBuffer<Scalar>
  /// Activated gates `[step][row][4][hidden]`, and c after each step `[step][row][hidden]`.
  let gates: ScalarBuffer<Scalar>
  let cells: ScalarBuffer<Scalar>

  /// To run forward: the gates of one step, where they are not kept on a tape.
  static func forAdvance(shape: LSTMShape, rows: Int, keepsGates: Bool) -> LSTMWorkspace {
    LSTMWorkspace(
      shape: shape, rows: rows, chunkSteps: 1, gateSteps: keepsGates ? 0 : 1, cellSteps: 0,
      isForPullback: false)
  }

  /// To pull back, segments of `segmentSteps` run forward again; 0 where all is on the tape.
  static func forPullback(shape: LSTMShape, rows: Int, segmentSteps: Int) -> LSTMWorkspace {
    LSTMWorkspace(
      shape: shape, rows: rows, chunkSteps: LSTMSweep<Scalar>.chunkSteps, gateSteps: segmentSteps,
      cellSteps: segmentSteps, isForPullback: true)
  }

  private init(
    shape: LSTMShape, rows: Int, chunkSteps: Int, gateSteps: Int, cellSteps: Int,
    isForPullback: Bool
  ) {
    let stateCount = rows * shape.hiddenCount
    func buffer(_ count: Int) -> ScalarBuffer<Scalar> {
      ScalarBuffer(count: isForPullback ? count : 0)
    }
    joined = ScalarBuffer(count: chunkSteps * rows * (shape.inputCount + shape.hiddenCount))
    inputGradient = buffer(chunkSteps * rows * shape.inputCount)
    state = (buffer(stateCount), buffer(stateCount))
    gradient = (buffer(stateCount), buffer(stateCount))
    biasGradient = buffer(4 * shape.hiddenCount)
    gates = ScalarBuffer(count: 4 * gateSteps * stateCount)
    cells = ScalarBuffer(count: cellSteps * stateCount)
  }
}
