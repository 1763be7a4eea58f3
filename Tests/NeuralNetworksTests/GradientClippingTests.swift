import NeuralNetworks
import Testing

@Suite struct GradientClippingTests {
  @Test func longGradientKeepsItsDirection() throws {
    var gradient = [3.0, -4]
    let outcome = try GradientClipping(maximumNorm: 1).clip(&gradient)
    #expect(outcome.norm == 5)
    #expect(outcome.isClipped)
    #expect(isClose(outcome.removedNorm, 4, tolerance: 1e-15))
    #expect(isClose(gradient[0], 0.6, tolerance: 1e-15))
    #expect(isClose(gradient[1], -0.8, tolerance: 1e-15))
  }

  @Test func shortGradientStaysAsItIs() throws {
    var gradient = [0.3, -0.4]
    let outcome = try GradientClipping(maximumNorm: 1).clip(&gradient)
    #expect(gradient == [0.3, -0.4])
    #expect(!outcome.isClipped && outcome.removedNorm == 0)
    var zero = [0.0, 0]
    #expect(try GradientClipping(maximumNorm: 1).clip(&zero).norm == 0)
  }

  @Test func largeNumbersDoNotOverflow() throws {
    var gradient = [3e200, 4e200]
    #expect(
      isClose(try GradientClipping(maximumNorm: 5).clip(&gradient).norm, 5e200, tolerance: 1e-15))
    #expect(isClose(gradient[1], 4, tolerance: 1e-15))
  }

  @Test func notFiniteGradientIsRefused() throws {
    var gradient = [1, Double.nan, .infinity]
    let error = #expect(throws: NeuralNetworkError.self) {
      try GradientClipping(maximumNorm: 1).clip(&gradient)
    }
    #expect(error?.count == 2)
    #expect(gradient[0] == 1)
    for limit in [0, -1, Double.infinity, .nan] {
      #expect(throws: NeuralNetworkError.self) { try GradientClipping(maximumNorm: limit) }
    }
  }
}
