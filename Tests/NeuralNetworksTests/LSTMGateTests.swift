import Foundation
import NeuralNetworks
import Testing

/// The vector functions against those of the system's library.
@Suite struct LSTMGateTests {
  /// Small and large arguments of both signs.
  static let arguments: [Double] =
    (-5_000...5_000).map { Double($0) / 250 }
    + (1...400).flatMap { [exp(-Double($0) / 10), -exp(-Double($0) / 10)] }

  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  @Test func doublePrecision() {
    for x in Self.arguments {
      let lanes = SIMD8<Double>(repeating: x)
      let tanhError = GateMathematics.tanh(lanes)[3] - tanh(x)
      let sigmoidError = GateMathematics.sigmoid(lanes)[3] - Self.sigmoid(x)
      #expect(abs(tanhError) <= 1e-15 * abs(tanh(x)), "tanh \(x)")
      #expect(abs(sigmoidError) <= 1e-15 * Self.sigmoid(x), "sigmoid \(x)")
    }
  }

  @Test func singlePrecision() {
    for x in Self.arguments.map({ Float($0) }) {
      let lanes = SIMD16<Float>(repeating: x)
      let (tanhValue, sigmoidValue) = (Float(tanh(Double(x))), Float(Self.sigmoid(Double(x))))
      #expect(abs(GateMathematics.tanh(lanes)[9] - tanhValue) <= 4 * tanhValue.ulp, "tanh \(x)")
      #expect(
        abs(GateMathematics.sigmoid(lanes)[9] - sigmoidValue) <= 4 * sigmoidValue.ulp,
        "sigmoid \(x)")
    }
  }

  @Test func edges() {
    let tanhFloat = GateMathematics.tanh(
      SIMD16<Float>(0, -0.0, .infinity, -.infinity, .nan, 1e30, -1e30, 11, 0, 0, 0, 0, 0, 0, 0, 0))
    #expect(tanhFloat[0] == 0 && tanhFloat[1] == 0)
    #expect(tanhFloat[2] == 1 && tanhFloat[3] == -1 && tanhFloat[4].isNaN)
    #expect(tanhFloat[5] == 1 && tanhFloat[6] == -1 && tanhFloat[7] == 1)
    let sigmoidFloat = GateMathematics.sigmoid(
      SIMD16<Float>(0, .infinity, -.infinity, .nan, 88, -88, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    #expect(sigmoidFloat[0] == 0.5 && sigmoidFloat[1] == 1 && sigmoidFloat[4] == 1)
    #expect(sigmoidFloat[2] > 0 && sigmoidFloat[2] < 2e-38 && sigmoidFloat[5] == sigmoidFloat[2])
    #expect(sigmoidFloat[3].isNaN)
    let double = SIMD8<Double>(.infinity, -.infinity, .nan, 0, 710, -710, 23, -23)
    let (tanhDouble, sigmoidDouble) = (
      GateMathematics.tanh(double), GateMathematics.sigmoid(double)
    )
    #expect(tanhDouble[0] == 1 && tanhDouble[1] == -1 && tanhDouble[2].isNaN && tanhDouble[3] == 0)
    #expect(tanhDouble[6] == 1 && tanhDouble[7] == -1)
    #expect(sigmoidDouble[0] == 1 && sigmoidDouble[1] > 0 && sigmoidDouble[1] < 1e-307)
    #expect(sigmoidDouble[2].isNaN && sigmoidDouble[3] == 0.5)
  }
}
