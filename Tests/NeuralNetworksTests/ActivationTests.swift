import Foundation
import NeuralNetworks
import Testing

@Suite struct ActivationTests {
  @Test(arguments: Activation.allCases)
  func valueAndDerivativeAgreeWithDuals(_ activation: Activation) {
    for x in stride(from: -6.05, through: 6.05, by: 0.1) {
      let reference = activation.reference(Dual(x, slope: 1))
      #expect(isClose(activation.value(x), reference.value, tolerance: 1e-14), "\(x)")
      #expect(isClose(activation.derivative(x), reference.slope, tolerance: 1e-13), "\(x)")
    }
  }

  @Test(arguments: Activation.allCases)
  func extremesStayFinite(_ activation: Activation) {
    for x in [-1e4, -800, 800, 1e4] {
      #expect(activation.value(x).isFinite)
      #expect(activation.derivative(x).isFinite)
    }
    #expect(activation.value(.nan).isNaN)
  }

  /// GELU(1) = Φ(1) and SiLU(1) = 1 / (1 + 1/e), from tables.
  @Test func knownValues() {
    #expect(isClose(Activation.gelu.value(1), 0.841_344_746_068_543, tolerance: 1e-14))
    #expect(isClose(Activation.silu.value(1), 0.731_058_578_630_005, tolerance: 1e-14))
    #expect(Activation.relu.derivative(0) == 0)
  }
}
