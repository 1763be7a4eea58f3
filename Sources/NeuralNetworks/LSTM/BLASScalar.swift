import CBLAS

/// A number that the system's BLAS multiplies matrices of: `Float` or `Double`.
public protocol BLASScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable, Codable {
  /// C ← A·B, or C ← C + A·B.
  ///
  /// On the calling thread alone: see ``BLASLibrary``. Matrices must not overlap; the target is not
  /// read where it is overwritten.
  static func multiply(
    _ a: BLASMatrix<Self>, _ b: BLASMatrix<Self>, into target: UnsafeMutablePointer<Self>,
    adding: Bool)
}

/// A matrix somewhere in memory, or some columns of one.
public struct BLASMatrix<Scalar: BLASScalar> {
  /// Row by row as they lie in memory, before any transposition.
  public let elements: UnsafePointer<Scalar>
  /// Number of rows and columns, after the transposition.
  public let rows: Int
  public let columns: Int
  /// Elements from one row in memory to the next.
  public let stride: Int
  public let isTransposed: Bool

  /// - Parameters:
  ///   - elements: the first one; row after row
  ///   - rows: number of rows
  ///   - columns: number of columns
  ///   - stride: elements from one row to the next; by default there are no gaps
  public init(
    _ elements: UnsafePointer<Scalar>, rows: Int, columns: Int, stride: Int? = nil
  ) {
    self.init(
      elements, rows: rows, columns: columns, stride: stride ?? columns, isTransposed: false)
  }

  private init(
    _ elements: UnsafePointer<Scalar>, rows: Int, columns: Int, stride: Int, isTransposed: Bool
  ) {
    self.elements = elements
    self.rows = rows
    self.columns = columns
    self.stride = stride
    self.isTransposed = isTransposed
  }

  /// The same memory read the other way.
  public var transposed: BLASMatrix {
    BLASMatrix(
      elements, rows: columns, columns: rows, stride: stride, isTransposed: !isTransposed)
  }

  var transposition: CBLAS_TRANSPOSE { isTransposed ? CblasTrans : CblasNoTrans }
}

extension Float: BLASScalar {
  public static func multiply(
    _ a: BLASMatrix<Float>, _ b: BLASMatrix<Float>, into target: UnsafeMutablePointer<Float>,
    adding: Bool
  ) {
    precondition(a.columns == b.rows, "\(a.columns) columns times \(b.rows) rows")
    BLASLibrary.prepare()
    cblas_sgemm(
      CblasRowMajor, a.transposition, b.transposition, Int32(a.rows), Int32(b.columns),
      Int32(a.columns), 1, a.elements, Int32(a.stride), b.elements, Int32(b.stride),
      adding ? 1 : 0, target, Int32(b.columns))
  }
}

extension Double: BLASScalar {
  public static func multiply(
    _ a: BLASMatrix<Double>, _ b: BLASMatrix<Double>, into target: UnsafeMutablePointer<Double>,
    adding: Bool
  ) {
    precondition(a.columns == b.rows, "\(a.columns) columns times \(b.rows) rows")
    BLASLibrary.prepare()
    cblas_dgemm(
      CblasRowMajor, a.transposition, b.transposition, Int32(a.rows), Int32(b.columns),
      Int32(a.columns), 1, a.elements, Int32(a.stride), b.elements, Int32(b.stride),
      adding ? 1 : 0, target, Int32(b.columns))
  }
}
