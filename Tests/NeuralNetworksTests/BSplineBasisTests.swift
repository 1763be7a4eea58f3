import NeuralNetworks
import Testing

/// The recursion of Cox and de Boor as the books print it, on the extended knots.
func referenceBSpline(_ basis: BSplineBasis, _ index: Int, degree: Int, at x: Dual) -> Dual {
  func knot(_ index: Int) -> Dual {
    Dual(-basis.halfWidth + Double(index - basis.degree) * basis.spacing)
  }
  if degree == 0 {
    return knot(index).value <= x.value && x.value < knot(index + 1).value ? 1.0 : 0.0
  }
  let left = (x - knot(index)) / (knot(index + degree) - knot(index))
  let right =
    (knot(index + degree + 1) - x) / (knot(index + degree + 1) - knot(index + 1))
  return left * referenceBSpline(basis, index, degree: degree - 1, at: x)
    + right * referenceBSpline(basis, index + 1, degree: degree - 1, at: x)
}

@Suite struct BSplineBasisTests {
  @Test(arguments: 1...5, [1, 2, 5, 12])
  func agreesWithTheRecursion(degree: Int, intervals: Int) throws {
    let basis = try BSplineBasis(degree: degree, intervals: intervals, halfWidth: 1.7)
    #expect(basis.count == intervals + degree)
    // An odd step, that no sample falls on a knot, where degree 1 has no derivative.
    for x in stride(from: -6.0137, to: 6, by: 0.0931) {
      let values = basis.values(at: x)
      let slopes = basis.derivatives(at: x)
      for index in 0..<basis.count {
        let reference = referenceBSpline(
          basis, index, degree: degree, at: Dual(x, slope: 1))
        #expect(isClose(values[index], reference.value, tolerance: 1e-13), "x \(x)")
        #expect(isClose(slopes[index], reference.slope, tolerance: 1e-12), "x \(x)")
      }
    }
  }

  @Test(arguments: 1...5)
  func addsUpToOneInsideTheGrid(degree: Int) throws {
    let basis = try BSplineBasis(degree: degree, intervals: 6, halfWidth: 3)
    for x in [-3, -2.999, -1, 0, 0.3, 2, 2.999, 3] {
      let values = basis.values(at: x)
      #expect(values.allSatisfy { $0 >= 0 })
      #expect(values.count { $0 > 0 } <= degree + 1)
      #expect(isClose(values.reduce(0, +), 1, tolerance: 1e-14), "x \(x)")
      // At the upper edge the derivative of degree 1 is already that of the outside.
      if degree > 1 || x < 3 {
        #expect(abs(basis.derivatives(at: x).reduce(0, +)) < 1e-13, "x \(x)")
      }
    }
  }

  /// Outside the grid the sum falls, and from `degree` pieces on it is nothing.
  @Test(arguments: 1...5)
  func fadesOutOutsideTheGrid(degree: Int) throws {
    let basis = try BSplineBasis(degree: degree, intervals: 6, halfWidth: 3)
    for sign in [-1.0, 1] {
      var last = 1.0
      for step in 1...(2 * degree) {
        let sum = basis.values(at: sign * (3 + 0.5 * Double(step))).reduce(0, +)
        #expect(sum < last || (sum == 0 && step == 2 * degree))
        last = sum
      }
      #expect(last == 0)
      for x in [1e3, 1e300, Double.infinity, .nan] {
        #expect(basis.values(at: sign * x).allSatisfy { $0 == 0 })
        #expect(basis.derivatives(at: sign * x).allSatisfy { $0 == 0 })
      }
    }
  }

  @Test func isContinuousAtTheGridEdges() throws {
    let basis = try BSplineBasis(degree: 3, intervals: 5, halfWidth: 3)
    for edge in [-3.0, 3] {
      for (a, b) in zip(basis.values(at: edge.nextDown), basis.values(at: edge.nextUp)) {
        #expect(isClose(a, b, tolerance: 1e-14))
      }
      for (a, b) in zip(basis.derivatives(at: edge.nextDown), basis.derivatives(at: edge.nextUp)) {
        #expect(isClose(a, b, tolerance: 1e-13))
      }
    }
  }

  /// The cubic at its knots: 1/6, 4/6, 1/6.
  @Test func cubicHasItsKnownValues() throws {
    let values = try BSplineBasis(degree: 3, intervals: 4, halfWidth: 2).values(at: 0)
    for (a, b) in zip(values, [0, 0, 1.0 / 6, 4.0 / 6, 1.0 / 6, 0, 0]) {
      #expect(isClose(a, b, tolerance: 1e-15))
    }
  }

  @Test func impossibleGridsAreRefused() {
    #expect(throws: NeuralNetworkError.self) {
      try BSplineBasis(degree: 0, intervals: 5, halfWidth: 1)
    }
    #expect(throws: NeuralNetworkError.self) {
      try BSplineBasis(degree: 3, intervals: 0, halfWidth: 1)
    }
    #expect(throws: NeuralNetworkError.self) {
      try BSplineBasis(degree: 3, intervals: 5, halfWidth: .nan)
    }
  }
}
