/// The matrix κ I + Gᵀ G of a regularised least-squares problem, and its inverse applied to vectors.
///
/// G has few rows or few columns: whichever are fewer make the matrix that is factored,
///
///     (κ I + Gᵀ G)⁻¹ x = ( x − Gᵀ (κ I + G Gᵀ)⁻¹ G x ) / κ        (Woodbury)
///
/// - Complexity: O(r² c) to make, O(r c) to apply, with r the smaller, c the larger of the two.
package struct LowRankNormalMatrix: Sendable {
  let rows: [[Double]]
  /// κ > 0
  let ridge: Double
  private let columnCount: Int
  private let isWide: Bool
  private let factor: CholeskyFactor

  /// - Precondition: κ is positive, the rows are equally long.
  package init(rows: [[Double]], ridge: Double, columnCount: Int) {
    precondition(ridge > 0 && ridge.isFinite, "a positive ridge")
    precondition(rows.allSatisfy { $0.count == columnCount }, "rows of one length")
    self.rows = rows
    self.ridge = ridge
    self.columnCount = columnCount
    isWide = rows.count < columnCount
    let size = isWide ? rows.count : columnCount
    var matrix = [Double](repeating: 0, count: size * size)
    if isWide {
      for i in 0..<size {
        for j in 0...i { matrix[i * size + j] = Self.product(rows[i], rows[j]) }
      }
    } else {
      for row in rows {
        for i in 0..<size where row[i] != 0 {
          for j in 0...i { matrix[i * size + j] += row[i] * row[j] }
        }
      }
    }
    for i in 0..<size { matrix[i * size + i] += ridge }
    factor = CholeskyFactor(lowerTriangleOf: matrix, size: size)
  }

  /// (κ I + Gᵀ G)⁻¹ x
  package func solve(_ x: [Double]) -> [Double] {
    precondition(x.count == columnCount, "a value for every column")
    guard isWide else { return factor.solve(x) }
    var result = x
    for (row, coefficient) in zip(rows, factor.solve(rows.map { Self.product($0, x) }))
    where coefficient != 0 {
      for column in 0..<columnCount { result[column] -= coefficient * row[column] }
    }
    for column in 0..<columnCount { result[column] /= ridge }
    return result
  }

  /// xᵀ (κ I + Gᵀ G)⁻¹ x
  func quadraticForm(_ x: [Double]) -> Double { Self.product(x, solve(x)) }

  package static func product(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }
}

/// L of a symmetric, positive definite matrix A = L Lᵀ.
struct CholeskyFactor: Sendable {
  private let size: Int
  /// Row after row; above the diagonal unused.
  private var lower: [Double]

  /// - Precondition: positive definite; the ridge of ``LowRankNormalMatrix`` sees to it.
  init(lowerTriangleOf matrix: [Double], size: Int) {
    precondition(matrix.count == size * size, "a square matrix")
    self.size = size
    lower = matrix
    for i in 0..<size {
      for j in 0...i {
        var sum = lower[i * size + j]
        for k in 0..<j { sum -= lower[i * size + k] * lower[j * size + k] }
        if i == j {
          precondition(sum > 0, "the matrix is not positive definite")
          lower[i * size + i] = sum.squareRoot()
        } else {
          lower[i * size + j] = sum / lower[j * size + j]
        }
      }
    }
  }

  /// A⁻¹ x
  func solve(_ x: [Double]) -> [Double] {
    var y = x
    for i in 0..<size {
      for k in 0..<i { y[i] -= lower[i * size + k] * y[k] }
      y[i] /= lower[i * size + i]
    }
    for i in stride(from: size - 1, through: 0, by: -1) {
      for k in (i + 1)..<max(size, i + 1) { y[i] -= lower[k * size + i] * y[k] }
      y[i] /= lower[i * size + i]
    }
    return y
  }
}
