/// The steps of an LSTM forward and backward over some rows: pointers and sizes, no storage.
///
/// Inputs and hidden values of a step lie side by side, x|h, and so do their weights, W|U: forward
/// one product a step gives the gates' sums; backward one product a step gives the gradient of h,
/// and one for a chunk of steps those of all weights. (Measured a few per cent faster than a
/// product of its own for the inputs of all steps, which with few inputs mostly moves memory.)
///
/// Chunks begin at multiples of ``chunkSteps`` whatever is stored or recomputed, so that results
/// are the same to the bit.
struct LSTMSweep<Scalar: LSTMScalar>: @unchecked Sendable {
  /// Steps whose products with the gates' gradients are made at once: enough to make them
  /// efficient, few enough for the gradients to stay in cache (measured).
  static var chunkSteps: Int { 16 }

  let shape: LSTMShape
  /// W|U, `[4 · hidden][input + hidden]`
  let joinedWeight: UnsafePointer<Scalar>
  /// The same, transposed, `[input + hidden][4 · hidden]`: as the product forward reads it.
  let transposedWeight: UnsafePointer<Scalar>
  /// Both biases added, `[4][hidden]`.
  let bias: UnsafePointer<Scalar>
  /// `[row][step][input]`
  let inputs: UnsafePointer<Scalar>
  let stepCount: Int
  let outputSteps: Range<Int>

  var inputCount: Int { shape.inputCount }
  var hiddenCount: Int { shape.hiddenCount }
  var gateCount: Int { 4 * shape.hiddenCount }
  /// Columns of x|h.
  var joinedCount: Int { shape.inputCount + shape.hiddenCount }

  static func chunks(of steps: Range<Int>) -> [Range<Int>] {
    stride(from: steps.lowerBound, to: steps.upperBound, by: chunkSteps).map {
      $0..<min($0 + chunkSteps, steps.upperBound)
    }
  }

  /// Puts the inputs of a step into x|h, `[row][input + hidden]`.
  func gatherInputs(rows: Range<Int>, step: Int, to joined: UnsafeMutablePointer<Scalar>) {
    copyRows(
      inputs + (rows.lowerBound * stepCount + step) * inputCount,
      sourceStride: stepCount * inputCount, to: joined, targetStride: joinedCount,
      rows: rows.count, columns: inputCount)
  }

  /// Puts h, `[row][hidden]`, into x|h.
  func join(
    _ hidden: UnsafePointer<Scalar>, to joined: UnsafeMutablePointer<Scalar>, rows: Int
  ) {
    copyRows(
      hidden, sourceStride: hiddenCount, to: joined + inputCount, targetStride: joinedCount,
      rows: rows, columns: hiddenCount)
  }

  /// Where h of a row at an output step lies in `[row][output step][hidden]`.
  func outputOffset(row: Int, step: Int) -> Int {
    (row * outputSteps.count + step - outputSteps.lowerBound) * hiddenCount
  }
}
