extension Double: LSTMScalar {
  public static func activateGates(
    _ gates: UnsafeMutablePointer<Double>, bias: UnsafePointer<Double>,
    previousCell: UnsafePointer<Double>, cell: UnsafeMutablePointer<Double>,
    hidden: UnsafeMutablePointer<Double>, hiddenStride: Int, rows: Int, hiddenCount: Int
  ) {
    LSTMKernels<SIMD8<Double>>.activateGates(
      gates, bias: bias, previousCell: previousCell, cell: cell, hidden: hidden,
      hiddenStride: hiddenStride, rows: rows, hiddenCount: hiddenCount)
  }

  public static func pullGatesBack(
    _ gates: UnsafeMutablePointer<Double>, previousCell: UnsafePointer<Double>,
    cell: UnsafePointer<Double>, hiddenGradient: UnsafePointer<Double>,
    cellGradient: UnsafeMutablePointer<Double>, biasGradient: UnsafeMutablePointer<Double>,
    rows: Int, hiddenCount: Int
  ) {
    LSTMKernels<SIMD8<Double>>.pullGatesBack(
      gates, previousCell: previousCell, cell: cell, hiddenGradient: hiddenGradient,
      cellGradient: cellGradient, biasGradient: biasGradient, rows: rows,
      hiddenCount: hiddenCount)
  }

  public static func restoreHidden(
    _ hidden: UnsafeMutablePointer<Double>, hiddenStride: Int, gates: UnsafePointer<Double>,
    cell: UnsafePointer<Double>, rows: Int, hiddenCount: Int
  ) {
    LSTMKernels<SIMD8<Double>>.restoreHidden(
      hidden, hiddenStride: hiddenStride, gates: gates, cell: cell, rows: rows,
      hiddenCount: hiddenCount)
  }

  public static func add(
    _ source: UnsafePointer<Double>, sourceStride: Int, to target: UnsafeMutablePointer<Double>,
    rows: Int, columns: Int
  ) {
    LSTMKernels<SIMD8<Double>>.add(
      source, sourceStride: sourceStride, to: target, rows: rows, columns: columns)
  }

  public static func scale(
    _ target: UnsafeMutablePointer<Double>, by factors: UnsafePointer<Double>, count: Int
  ) {
    LSTMKernels<SIMD8<Double>>.scale(target, by: factors, count: count)
  }

  public static func rounded(_ values: [Double]) -> [Double] { values }
  public static func widened(_ values: [Double]) -> [Double] { values }
}
