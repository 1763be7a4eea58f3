import NeuralNetworks

/// Runoff of catchments from their weather and attributes, by an LSTM.
///
/// Every prediction is made in a sequence of ``RunoffDescription/sequenceDays`` days that begins with
/// nothing remembered, in training as afterwards; the last days of it are kept.
///
/// Source: Kratzert et al. (2019), doi:10.5194/hess-23-5089-2019.
public struct RunoffModel<Scalar: LSTMScalar>: Sendable {
  public var network: LSTM<Scalar>
  public let description: RunoffDescription

  /// - Throws: ``NeuralNetworkError`` where the network's inputs are not those described
  public init(network: LSTM<Scalar>, description: RunoffDescription) throws {
    guard network.shape.inputCount == description.inputCount, network.shape.outputCount == 1
    else {
      throw NeuralNetworkError(
        "the LSTM does not fit the description of its inputs",
        found: "\(network.shape.inputCount) inputs, \(network.shape.outputCount) outputs",
        expected: "\(description.inputCount) inputs, 1 output")
    }
    self.network = network
    self.description = description
  }

  /// Sequences run at once: enough to make products efficient, few enough for memory.
  static var largestBatch: Int { 512 }

  /// Runoff of each catchment on some days, mm per day, `[catchment][day]`, NaN on days before
  /// which there are too few for a sequence.
  ///
  /// - Parameter threads: the result does not depend on it
  public func simulate(
    _ inputs: CatchmentInputs, days: Range<Int>, threads: Int = 1
  ) -> [Scalar] {
    precondition(days.lowerBound >= 0 && days.upperBound <= inputs.dayCount, "days of the inputs")
    var runoff = [Scalar](repeating: .nan, count: inputs.catchmentCount * days.count)
    let length = description.sequenceDays
    let first = max(days.lowerBound, description.warmUpDays)
    guard length <= inputs.dayCount, first < days.upperBound else { return runoff }
    for start in stride(from: first, to: days.upperBound, by: description.predictedDays) {
      let end = min(start + description.predictedDays, days.upperBound)
      let firstDay = min(start - description.warmUpDays, inputs.dayCount - length)
      let steps = start - firstDay..<end - firstDay
      for chunk in stride(from: 0, to: inputs.catchmentCount, by: Self.largestBatch) {
        let catchments = chunk..<min(chunk + Self.largestBatch, inputs.catchmentCount)
        let batch: SequenceBatch<Scalar> = inputs.batch(
          catchments.map { .init(catchment: $0, firstDay: firstDay) }, stepCount: length)
        let heads = network.forward(batch, outputSteps: steps, threads: threads).predictions
        let values = description.runoff(heads)
        for (row, catchment) in catchments.enumerated() {
          let target = catchment * days.count + start - days.lowerBound
          runoff.replaceSubrange(
            target..<target + steps.count,
            with: values[row * steps.count..<(row + 1) * steps.count])
        }
      }
    }
    return runoff
  }
}
