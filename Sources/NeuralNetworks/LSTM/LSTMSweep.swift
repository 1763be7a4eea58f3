/// The steps of an LSTM forward and backward over some rows: pointers and sizes, no storage.
///
/// Time goes in chunks: one product for the inputs of a chunk's steps, one for each step's hidden
/// values; backward one product for each step and three for each chunk. Chunks begin at multiples
/// of ``chunkSteps`` whatever is stored or recomputed, so that results are the same to the bit.
struct LSTMSweep<Scalar: LSTMScalar>: @unchecked Sendable {
  /// Steps of a chunk: enough to make the products over its steps and rows efficient, few enough
  /// for its gates to stay in cache (measured).
  static var chunkSteps: Int { 16 }

  let shape: LSTMShape
  let parameters: UnsafePointer<Scalar>
  /// Both biases added, `[4][hidden]`.
  let bias: UnsafePointer<Scalar>
  /// `[row][step][input]`
  let inputs: UnsafePointer<Scalar>
  let stepCount: Int
  let outputSteps: Range<Int>

  var inputCount: Int { shape.inputCount }
  var hiddenCount: Int { shape.hiddenCount }
  var gateCount: Int { 4 * shape.hiddenCount }

  func pointer(to tensor: LSTMShape.Tensor) -> UnsafePointer<Scalar> {
    parameters + shape.range(of: tensor).lowerBound
  }

  /// W, `[4 · hidden][input]`
  var inputWeight: BLASMatrix<Scalar> {
    BLASMatrix(pointer(to: .inputWeight), rows: gateCount, columns: inputCount)
  }

  /// U, `[4 · hidden][hidden]`
  var hiddenWeight: BLASMatrix<Scalar> {
    BLASMatrix(pointer(to: .hiddenWeight), rows: gateCount, columns: hiddenCount)
  }

  static func chunks(of steps: Range<Int>) -> [Range<Int>] {
    stride(from: steps.lowerBound, to: steps.upperBound, by: chunkSteps).map {
      $0..<min($0 + chunkSteps, steps.upperBound)
    }
  }

  /// The inputs of some rows and steps as `[step][row][input]`.
  func gatherInputs(
    rows: Range<Int>, steps: Range<Int>, to target: UnsafeMutablePointer<Scalar>
  ) {
    for step in steps {
      copyRows(
        inputs + (rows.lowerBound * stepCount + step) * inputCount,
        sourceStride: stepCount * inputCount,
        to: target + (step - steps.lowerBound) * rows.count * inputCount,
        targetStride: inputCount, rows: rows.count, columns: inputCount)
    }
  }

  /// Where h of a row at an output step lies in `[row][output step][hidden]`.
  func outputOffset(row: Int, step: Int) -> Int {
    (row * outputSteps.count + step - outputSteps.lowerBound) * hiddenCount
  }
}

/// Memory a thread works in, for slices of at most `rows` rows.
final class LSTMWorkspace<Scalar: LSTMScalar> {
  /// `[step][row][input]`
  let inputs: ScalarBuffer<Scalar>
  /// h before each step of a chunk, `[step][row][hidden]`
  let hiddens: ScalarBuffer<Scalar>
  /// h or its gradient, `[row][hidden]`
  let hidden: ScalarBuffer<Scalar>
  /// c or its gradient, `[row][hidden]`
  let cell: ScalarBuffer<Scalar>
  /// `[4][hidden]`
  let biasGradient: ScalarBuffer<Scalar>
  /// Activated gates `[step][row][4][hidden]`, and c after each step `[step][row][hidden]`.
  let gates: ScalarBuffer<Scalar>
  let cells: ScalarBuffer<Scalar>

  /// - Parameters:
  ///   - gateSteps: steps whose gates are kept
  ///   - cellSteps: steps whose cells are kept
  ///   - isForPullback: whether hidden values of a chunk are needed
  init(shape: LSTMShape, rows: Int, gateSteps: Int, cellSteps: Int, isForPullback: Bool) {
    let chunk = LSTMSweep<Scalar>.chunkSteps
    inputs = ScalarBuffer(count: chunk * rows * shape.inputCount)
    hiddens = ScalarBuffer(count: isForPullback ? chunk * rows * shape.hiddenCount : 0)
    hidden = ScalarBuffer(count: rows * shape.hiddenCount)
    cell = ScalarBuffer(count: rows * shape.hiddenCount)
    biasGradient = ScalarBuffer(count: 4 * shape.hiddenCount)
    gates = ScalarBuffer(count: gateSteps * rows * 4 * shape.hiddenCount)
    cells = ScalarBuffer(count: cellSteps * rows * shape.hiddenCount)
  }
}
