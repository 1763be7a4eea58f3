/// A number an LSTM is made of, with the loops over rows and hidden units that BLAS does not do.
///
/// The loops are requirements, and not generic functions, so that they run specialised whoever
/// calls them. H is the number of hidden units; a row of gates is `[4][H]` in the order input,
/// forget, cell, output (PyTorch's i, f, g, o).
public protocol LSTMScalar: BLASScalar {
  /// One step of `rows` rows, after the matrix products.
  ///
  ///     i, f, o = σ(z + b)     g = tanh(z + b)     c = f cₚ + i g     h = o tanh(c)
  ///
  /// - Parameters:
  ///   - gates: `[row][4][H]`: z, overwritten by i, f, g, o
  ///   - bias: `[4][H]`
  ///   - previousCell: cₚ, `[row][H]`
  ///   - cell: c, `[row][H]`; may be where `previousCell` is
  ///   - hidden: h, `[row][H]`, the rows `hiddenStride` apart
  ///   - hiddenStride: elements from one row of `hidden` to the next
  ///   - rows: number of rows
  ///   - hiddenCount: units of the hidden state
  static func activateGates(
    _ gates: UnsafeMutablePointer<Self>, bias: UnsafePointer<Self>,
    previousCell: UnsafePointer<Self>, cell: UnsafeMutablePointer<Self>,
    hidden: UnsafeMutablePointer<Self>, hiddenStride: Int, rows: Int, hiddenCount: Int)

  /// The adjoint of `activateGates`.
  ///
  /// - Parameters:
  ///   - gates: `[row][4][H]`: i, f, g, o, overwritten by ∂/∂z
  ///   - previousCell: state of the cells before the step
  ///   - cell: state of the cells after the step
  ///   - hiddenGradient: ∂/∂h, `[row][H]`
  ///   - cellGradient: ∂/∂c by the later steps, overwritten by ∂/∂cₚ, `[row][H]`
  ///   - biasGradient: `[4][H]`, to which ∂/∂b is added
  ///   - rows: number of rows
  ///   - hiddenCount: units of the hidden state
  static func pullGatesBack(
    _ gates: UnsafeMutablePointer<Self>, previousCell: UnsafePointer<Self>,
    cell: UnsafePointer<Self>, hiddenGradient: UnsafePointer<Self>,
    cellGradient: UnsafeMutablePointer<Self>, biasGradient: UnsafeMutablePointer<Self>, rows: Int,
    hiddenCount: Int)

  /// h = o tanh(c) once more, from the gates and cells of a step, its rows `hiddenStride` apart.
  static func restoreHidden(
    _ hidden: UnsafeMutablePointer<Self>, hiddenStride: Int, gates: UnsafePointer<Self>,
    cell: UnsafePointer<Self>, rows: Int, hiddenCount: Int)

  /// `target[row][k] += source[row][k]`, the rows of the source `sourceStride` apart.
  static func add(
    _ source: UnsafePointer<Self>, sourceStride: Int, to target: UnsafeMutablePointer<Self>,
    rows: Int, columns: Int)

  /// `target[k] *= factors[k]`
  static func scale(
    _ target: UnsafeMutablePointer<Self>, by factors: UnsafePointer<Self>, count: Int)

  /// Numbers rounded to this type.
  static func rounded(_ values: [Double]) -> [Self]
  /// Numbers in double precision.
  static func widened(_ values: [Self]) -> [Double]
}
