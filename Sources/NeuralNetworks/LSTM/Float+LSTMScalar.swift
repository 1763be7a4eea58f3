extension Float: LSTMScalar {
  public static func activateGates(
    _ gates: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>,
    previousCell: UnsafePointer<Float>, cell: UnsafeMutablePointer<Float>,
    hidden: UnsafeMutablePointer<Float>, hiddenStride: Int, rows: Int, hiddenCount: Int
  ) {
    LSTMKernels<SIMD16<Float>>.activateGates(
      gates, bias: bias, previousCell: previousCell, cell: cell, hidden: hidden,
      hiddenStride: hiddenStride, rows: rows, hiddenCount: hiddenCount)
  }

  public static func pullGatesBack(
    _ gates: UnsafeMutablePointer<Float>, previousCell: UnsafePointer<Float>,
    cell: UnsafePointer<Float>, hiddenGradient: UnsafePointer<Float>,
    cellGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>,
    rows: Int, hiddenCount: Int
  ) {
    LSTMKernels<SIMD16<Float>>.pullGatesBack(
      gates, previousCell: previousCell, cell: cell, hiddenGradient: hiddenGradient,
      cellGradient: cellGradient, biasGradient: biasGradient, rows: rows,
      hiddenCount: hiddenCount)
  }

  public static func restoreHidden(
    _ hidden: UnsafeMutablePointer<Float>, hiddenStride: Int, gates: UnsafePointer<Float>,
    cell: UnsafePointer<Float>, rows: Int, hiddenCount: Int
  ) {
    LSTMKernels<SIMD16<Float>>.restoreHidden(
      hidden, hiddenStride: hiddenStride, gates: gates, cell: cell, rows: rows,
      hiddenCount: hiddenCount)
  }

  public static func add(
    _ source: UnsafePointer<Float>, sourceStride: Int, to target: UnsafeMutablePointer<Float>,
    rows: Int, columns: Int
  ) {
    LSTMKernels<SIMD16<Float>>.add(
      source, sourceStride: sourceStride, to: target, rows: rows, columns: columns)
  }

  public static func scale(
    _ target: UnsafeMutablePointer<Float>, by factors: UnsafePointer<Float>, count: Int
  ) {
    LSTMKernels<SIMD16<Float>>.scale(target, by: factors, count: count)
  }

  public static func rounded(_ values: [Double]) -> [Float] { values.map { Float($0) } }
  public static func widened(_ values: [Float]) -> [Double] { values.map { Double($0) } }
}
