import Foundation
import Testing
import Training

@Suite struct NormalMatrixTests {
  private func rows(_ count: Int, _ columns: Int) -> [[Double]] {
    var numbers = TestNumbers(seed: UInt64(count * 100 + columns))
    return (0..<count).map { _ in numbers.series(columns, scale: 2, above: -1) }
  }

  /// With fewer rows than columns, and more.
  @Test(arguments: [(3, 8), (20, 6), (5, 5)])
  func solvesItsOwnEquations(_ count: Int, _ columns: Int) {
    let rows = rows(count, columns)
    let normal = LowRankNormalMatrix(rows: rows, ridge: 0.3, columnCount: columns)
    var numbers = TestNumbers(seed: 4)
    let right = numbers.series(columns, above: -0.5)
    let solution = normal.solve(right)
    var back = solution.map { 0.3 * $0 }
    for row in rows {
      let product = LowRankNormalMatrix.product(row, solution)
      for index in back.indices { back[index] += product * row[index] }
    }
    for (a, b) in zip(back, right) { #expect(abs(a - b) < 1e-11) }
  }

  @Test func secantsLearnAQuadraticsCurvature() {
    // Gradient of ½ xᵀ diag(1, 5, 40) x, searched from the identity.
    let curvature = [1.0, 5, 40]
    var pairs = SecantPairs()
    for axis in 0..<3 {
      var step = [0.0, 0, 0]
      step[axis] = 0.5
      pairs.add(step: step, dataChange: zip(step, curvature).map { $0 * ($1 - 1) })
    }
    let solution = pairs.solve([1, 1, 1], ridge: 1) { $0 }
    for (a, b) in zip(solution, curvature) { #expect(abs(a - 1 / b) < 1e-12) }
  }

  @Test func quantilesAreThoseOfHyndmanAndFan() {
    #expect(Quantiles.value([4, 1, 3, 2], 0.5) == 2.5)
    #expect(Quantiles.value([10, 20, 30], 0.25) == 15)
    #expect(Quantiles.value([7], 0.9) == 7)
    #expect(Quantiles.value([], 0.5).isNaN)
    #expect(Quantiles.columns([[1, 5], [3, 9]], [0, 1]) == [[1, 5], [3, 9]])
  }
}
