import ArgumentParser
import Foundation
import NeuralNetworks

/// `thalweg benchmark --lstm B,T,I,H`: seconds of a forward pass and of a training step.
struct LSTMTiming: Encodable {
  let rows: Int
  let steps: Int
  let inputs: Int
  let hidden: Int
  let threads: Int
  let repeats: Int
  let kernels: String
  /// Medians.
  let forwardSeconds: Double
  let trainingStepSeconds: Double
  let forwardTimes: [Double]
  let trainingStepTimes: [Double]
  let tapeBytes: Int
  let peakBytes: Int

  enum CodingKeys: String, CodingKey {
    case rows, steps, inputs, hidden, threads, repeats, kernels
    case forwardSeconds = "forward_seconds", trainingStepSeconds = "training_step_seconds"
    case forwardTimes = "forward_times", trainingStepTimes = "training_step_times"
    case tapeBytes = "tape_bytes", peakBytes = "peak_bytes"
  }

  init(_ text: String, threads: Int, repeats: Int) throws {
    let sizes = try Self.sizes(text)
    let result = try LSTMBenchmark(
      rowCount: sizes[0], stepCount: sizes[1], inputCount: sizes[2], hiddenCount: sizes[3],
      threads: threads, repetitions: repeats)
    rows = result.rowCount
    steps = result.stepCount
    inputs = result.inputCount
    hidden = result.hiddenCount
    self.threads = result.threads
    self.repeats = repeats
    kernels = result.kernels
    forwardSeconds = result.forwardMedian
    trainingStepSeconds = result.trainingStepMedian
    forwardTimes = result.forwardSeconds
    trainingStepTimes = result.trainingStepSeconds
    tapeBytes = result.tapeBytes
    peakBytes = BenchmarkCommand.peakBytes
  }

  /// Four positive whole numbers.
  static func sizes(_ text: String) throws -> [Int] {
    let sizes = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Int($0.trimmingCharacters(in: .whitespaces)) ?? 0
    }
    guard sizes.count == 4, sizes.allSatisfy({ $0 > 0 }) else {
      throw ValidationError(
        "--lstm takes rows, steps, inputs, hidden units, as 256,365,32,256; found \(text)")
    }
    return sizes
  }

  func report(json: Bool) throws {
    if json { return try StandardOutput.writeJSON(self) }
    print(
      "LSTM: \(rows) rows x \(steps) steps x \(inputs) inputs -> \(hidden) hidden, "
        + "\(threads) thread(s), \(kernels) kernels")
    print("forward        \(forwardSeconds.digits(4)) s")
    print("training step  \(trainingStepSeconds.digits(4)) s")
    print("tape           \(Double(tapeBytes).scaled)bytes, peak \(Double(peakBytes).scaled)bytes")
  }
}
