import NeuralNetworks

/// Runoff of catchments from their weather and attributes, by an LSTM.
///
/// Every prediction is made in a sequence that begins with nothing remembered, in training as
/// afterwards. Days are cut into parts of ``RunoffDescription/predictedDays``, the first after
/// ``RunoffDescription/warmUpDays`` days of weather: a day's runoff does not depend on which days
/// are asked for with it.
///
/// Source: Kratzert et al. (2019), doi:10.5194/hess-23-5089-2019.
public struct RunoffModel<Scalar: LSTMScalar>: Sendable {
  public var network: LSTM<Scalar>
  public let description: RunoffDescription

  /// - Throws: `NeuralNetworkError` where the network's inputs are not those described
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

  /// Runoff of each catchment on some days, mm per day, `[catchment][day]`, NaN on days that warm
  /// the model up.
  ///
  /// - Parameters:
  ///   - inputs: weather and attributes of the catchments
  ///   - days: of the inputs
  ///   - threads: the result does not depend on it
  public func simulate(
    _ inputs: CatchmentInputs, days: Range<Int>, threads: Int = 1
  ) -> [Scalar] {
    var runoff = [Scalar](repeating: .nan, count: inputs.catchmentCount * days.count)
    for part in description.parts(of: days, dayCount: inputs.dayCount) {
      for catchments in Self.batches(of: inputs.catchmentCount) {
        let heads = network.forward(
          batch(inputs, catchments, part), outputSteps: part.outputSteps, threads: threads
        ).predictions
        let previous: [Scalar] = catchments.flatMap {
          inputs.previous(catchment: $0, days: part.days)
        }
        let values = description.runoff(heads, previous: previous)
        for (row, catchment) in catchments.enumerated() {
          let target = catchment * days.count + part.days.lowerBound - days.lowerBound
          let count = part.days.count
          runoff.replaceSubrange(
            target..<target + count, with: values[row * count..<(row + 1) * count])
        }
      }
    }
    return runoff
  }

  /// The gradient of a scalar with respect to the network's parameters, given that with respect to
  /// the simulated runoff. Each batch of sequences is run once more, so that memory is that of one
  /// batch, however many catchments and days there are.
  ///
  /// - Parameters:
  ///   - inputs: weather and attributes of the catchments
  ///   - days: of the inputs
  ///   - runoffGradient: as ``simulate(_:days:threads:)`` lays the runoff out; read only on days
  ///     with a prediction
  ///   - threads: that share the work; results do not depend on their number
  ///   - memoryBudget: bytes of a batch's tape; by default no limit
  /// - Returns: in the order of `LSTM.parameters`
  /// - Throws: `NeuralNetworkError` where the budget is too small
  public func pullback(
    _ inputs: CatchmentInputs, days: Range<Int>, runoffGradient: [Scalar], threads: Int = 1,
    memoryBudget: Int? = nil
  ) throws -> [Double] {
    precondition(
      runoffGradient.count == inputs.catchmentCount * days.count, "[catchment][day]")
    let tape = LSTMTape<Scalar>()
    var sum = [Double](repeating: 0, count: network.shape.parameterCount)
    for part in description.parts(of: days, dayCount: inputs.dayCount) {
      for catchments in Self.batches(of: inputs.catchmentCount) {
        let gradient = catchments.flatMap { catchment in
          let first = catchment * days.count - days.lowerBound
          return runoffGradient[first + part.days.lowerBound..<first + part.days.upperBound]
        }
        let heads = try network.forward(
          batch(inputs, catchments, part), recordedOn: tape, outputSteps: part.outputSteps,
          threads: threads, memoryBudget: memoryBudget
        ).predictions
        let parameters = tape.pullback(
          predictionGradient: description.headGradient(heads: heads, runoffGradient: gradient),
          threads: threads
        ).parameters
        for (place, value) in Scalar.widened(parameters).enumerated() { sum[place] += value }
      }
    }
    return sum
  }

  private func batch(
    _ inputs: CatchmentInputs, _ catchments: Range<Int>, _ part: RunoffDescription.Part
  ) -> SequenceBatch<Scalar> {
    inputs.batch(
      catchments.map { .init(catchment: $0, firstDay: part.firstDay) },
      stepCount: part.days.upperBound - part.firstDay)
  }

  private static func batches(of count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: largestBatch).map { $0..<min($0 + largestBatch, count) }
  }
}

extension RunoffDescription {
  /// Days predicted in sequences that begin on the same day.
  struct Part: Equatable {
    let firstDay: Int
    let days: Range<Int>
    var outputSteps: Range<Int> { days.lowerBound - firstDay..<days.upperBound - firstDay }
  }

  /// The parts that hold some days; days before the first part are left out.
  func parts(of days: Range<Int>, dayCount: Int) -> [Part] {
    precondition(days.lowerBound >= 0 && days.upperBound <= dayCount, "days of the inputs")
    let first = max(days.lowerBound, warmUpDays)
    guard first < days.upperBound else { return [] }
    return
      ((first - warmUpDays) / predictedDays...(days.upperBound - 1 - warmUpDays)
      / predictedDays).map { number in
        let firstDay = number * predictedDays
        let start = firstDay + warmUpDays
        return Part(
          firstDay: firstDay,
          days: max(start, days.lowerBound)..<min(start + predictedDays, days.upperBound))
      }
  }
}
