import Foundation
import NeuralNetworks
import TestSupport
import Testing

/// The golden LSTM files of PyTorch, told apart by what is in them.
///
/// In the folder `lstm` of THALWEG_PARITY, or of `../shared/data/parity`.
enum GoldenLSTMFile: Sendable, CustomTestStringConvertible {
  /// States, prediction, loss and all gradients.
  case network(name: String, GoldenLSTM)
  /// An input and what the network of a safetensors file predicts for it.
  case prediction(name: String, GoldenPrediction)
  case unknown(name: String, why: String)

  static let folder: URL = {
    let named = ProcessInfo.processInfo.environment["THALWEG_PARITY"]
      .map { URL(fileURLWithPath: $0) }
    return (named ?? SharedFolder.url("data/parity")).appendingPathComponent("lstm")
  }()

  static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }
  static let absence = "needs the folder lstm of ../shared/data/parity (or THALWEG_PARITY)"

  static let all: [GoldenLSTMFile] = names(ending: ".json").map { GoldenLSTMFile(named: $0) }
  static let networks = all.compactMap {
    if case .network(_, let golden) = $0 { golden } else { nil }
  }
  static let predictions = all.compactMap {
    if case .prediction(_, let golden) = $0 { golden } else { nil }
  }

  static func names(ending suffix: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(suffix) }.sorted()
  }

  private init(named name: String) {
    // Where no target is observed, the loss is NaN, which only JSON5 can say.
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    do {
      let data = try Data(contentsOf: Self.folder.appendingPathComponent(name))
      if let golden = try? decoder.decode(GoldenLSTM.self, from: data) {
        self = .network(name: name, golden)
      } else {
        self = .prediction(name: name, try decoder.decode(GoldenPrediction.self, from: data))
      }
    } catch {
      self = .unknown(name: name, why: "\(error)")
    }
  }

  var testDescription: String {
    switch self {
    case .network(let name, _), .prediction(let name, _), .unknown(let name, _): name
    }
  }
}

struct GoldenLSTM: Decodable, Sendable, CustomTestStringConvertible {
  let batch, steps, inputs, hidden: Int
  let weight_ih, weight_hh, head_weight, d_weight_ih, d_weight_hh, d_head_weight: [[Double]]
  let bias_ih, bias_hh, head_bias, d_bias_ih, d_bias_hh, d_head_bias: [Double]
  /// `[row][step][input]`
  let x, d_x: [[[Double]]]
  /// Targets, deviations and marks of observation, `[row]`
  let y, s, mask: [Double]
  /// `[row][step][hidden]`
  let hidden_states: [[[Double]]]
  let cell_last: [[Double]]
  let prediction: [Double]
  let loss: Double

  var testDescription: String { "\(batch) x \(steps) x \(inputs) -> \(hidden)" }

  /// In the order of `LSTM.parameters`.
  var parameters: [Double] {
    let weights = [Array(weight_ih.joined()), Array(weight_hh.joined())]
    let head = [Array(head_weight.joined()), head_bias]
    return Array((weights + [bias_ih, bias_hh] + head).joined())
  }
  var parameterGradient: [Double] {
    let weights = [Array(d_weight_ih.joined()), Array(d_weight_hh.joined())]
    let head = [Array(d_head_weight.joined()), d_head_bias]
    return Array((weights + [d_bias_ih, d_bias_hh] + head).joined())
  }
}

struct GoldenPrediction: Decodable, Sendable {
  let x: [[[Double]]]
  let prediction: [Double]
}

@Suite(.enabled(if: GoldenLSTMFile.isThere, Comment(rawValue: GoldenLSTMFile.absence)))
struct LSTMParityTests {
  @Test func everyFileIsKnown() {
    #expect(!GoldenLSTMFile.networks.isEmpty && !GoldenLSTMFile.predictions.isEmpty)
    for file in GoldenLSTMFile.all {
      if case .unknown(let name, let why) = file { Issue.record("\(name): \(why)") }
    }
  }

  @Test(arguments: GoldenLSTMFile.networks) func doublePrecision(_ golden: GoldenLSTM) throws {
    try check(golden, Double.self, tolerance: 1e-12)
  }

  @Test(arguments: GoldenLSTMFile.networks) func singlePrecision(_ golden: GoldenLSTM) throws {
    try check(golden, Float.self, tolerance: 1e-5)
  }

  @Test func foreignWeightsPredict() throws {
    let names = GoldenLSTMFile.names(ending: ".safetensors")
    try #require(!names.isEmpty)
    for name in names {
      let file = try Safetensors(
        contentsOf: GoldenLSTMFile.folder.appendingPathComponent(name))
      let network = try LSTM<Float>(file)
      for golden in GoldenLSTMFile.predictions {
        let forecast = network.forward(batch(golden.x, Float.self))
        expectClose(forecast.predictions, golden.prediction, tolerance: 1e-6, "prediction")
        // What we write loads back, to the bit.
        let again = try LSTM<Float>(Safetensors(decoding: network.safetensors().encoded()))
        #expect(again == network)
        #expect(again.forward(batch(golden.x, Float.self)) == forecast)
      }
    }
  }

  private func batch<Scalar: LSTMScalar>(
    _ x: [[[Double]]], _: Scalar.Type
  ) -> SequenceBatch<Scalar> {
    SequenceBatch(
      inputs: Scalar.rounded(x.flatMap { $0.flatMap { $0 } }), rowCount: x.count,
      stepCount: x[0].count, inputCount: x[0][0].count)
  }

  private func check<Scalar: LSTMScalar>(
    _ golden: GoldenLSTM, _: Scalar.Type, tolerance: Double
  ) throws {
    let network = try LSTM<Scalar>(
      shape: LSTMShape(inputCount: golden.inputs, hiddenCount: golden.hidden),
      parameters: Scalar.rounded(golden.parameters))
    let tape = LSTMTape<Scalar>()
    let batch = batch(golden.x, Scalar.self)
    let forecast = try network.forward(batch, recordedOn: tape)
    expectClose(forecast.predictions, golden.prediction, tolerance: tolerance, "prediction")
    expectClose(
      forecast.finalState.cell, golden.cell_last.flatMap { $0 }, tolerance: tolerance, "cell")
    let everyStep = network.forward(batch, outputSteps: 0..<golden.steps)
    expectClose(
      everyStep.hidden, golden.hidden_states.flatMap { $0.flatMap { $0 } }, tolerance: tolerance,
      "hidden states")

    func loss() throws -> NormalizedSquareError.Value<Scalar> {
      try NormalizedSquareError.evaluate(
        predictions: forecast.predictions, targets: Scalar.rounded(golden.y),
        deviations: Scalar.rounded(golden.s), isObserved: golden.mask.map { $0 != 0 })
    }
    guard golden.mask.contains(where: { $0 != 0 }) else {
      // Where PyTorch says NaN, we say that nothing was observed.
      #expect(golden.loss.isNaN)
      let error = #expect(throws: NeuralNetworkError.self) { try loss() }
      #expect(error?.problem == "no target of the batch is observed")
      return
    }
    let value = try loss()
    expectClose([value.loss], [golden.loss], tolerance: tolerance, "loss")
    let gradient = tape.pullback(
      predictionGradient: value.gradient, wantsInputGradient: true)
    // Of every array of parameters by itself, so that small gradients count.
    for tensor in LSTMShape.Tensor.allCases {
      let range = network.shape.range(of: tensor)
      expectClose(
        Array(gradient.parameters[range]), Array(golden.parameterGradient[range]),
        tolerance: tolerance, "gradient of \(tensor.rawValue)")
    }
    expectClose(
      try #require(gradient.inputs), golden.d_x.flatMap { $0.flatMap { $0 } },
      tolerance: tolerance, "gradient of the inputs")
  }

  /// Relative to the largest number of the array: sums that cancel have no digits of their own.
  private func expectClose<Scalar: LSTMScalar>(
    _ values: [Scalar], _ golden: [Double], tolerance: Double, _ name: String
  ) {
    #expect(values.count == golden.count, "\(name)")
    let scale = golden.map(abs).max() ?? 0
    let worst = zip(Scalar.widened(values), golden).map { abs($0 - $1) }.max() ?? 0
    #expect(worst <= tolerance * scale, "\(name): off by \(worst) at most, scale \(scale)")
  }
}
