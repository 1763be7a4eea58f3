/// Sequences of inputs of the same length, one a row.
public struct SequenceBatch<Scalar: LSTMScalar>: Sendable, Equatable {
  /// `[row][step][input]`
  public let inputs: [Scalar]
  public let rowCount: Int
  public let stepCount: Int
  public let inputCount: Int

  /// Stops the program where the shape does not fit.
  ///
  /// - Parameters:
  ///   - inputs: `[row][step][input]`
  ///   - rowCount: sequences
  ///   - stepCount: steps of a sequence
  ///   - inputCount: values that come in
  public init(inputs: [Scalar], rowCount: Int, stepCount: Int, inputCount: Int) {
    precondition(
      rowCount > 0 && stepCount > 0 && inputs.count == rowCount * stepCount * inputCount,
      "batch has \(inputs.count) values, expected \(rowCount) rows x \(stepCount) steps x "
        + "\(inputCount) inputs, all positive")
    self.inputs = inputs
    self.rowCount = rowCount
    self.stepCount = stepCount
    self.inputCount = inputCount
  }
}

/// What an LSTM remembers between two steps, or the gradient with respect to it.
public struct LSTMState<Scalar: LSTMScalar>: Codable, Sendable, Equatable {
  /// h, `[row][hidden]`
  public var hidden: [Scalar]
  /// c, `[row][hidden]`
  public var cell: [Scalar]

  public init(hidden: [Scalar], cell: [Scalar]) {
    precondition(hidden.count == cell.count, "\(hidden.count) hidden values, \(cell.count) cells")
    self.hidden = hidden
    self.cell = cell
  }

  /// Nothing remembered yet.
  public init(rowCount: Int, hiddenCount: Int) {
    hidden = [Scalar](repeating: 0, count: rowCount * hiddenCount)
    cell = hidden
  }
}

/// What an LSTM says of a batch.
public struct LSTMForecast<Scalar: LSTMScalar>: Sendable, Equatable {
  /// `[row][output step][output]`
  public let predictions: [Scalar]
  /// h at the output steps, before any dropout, `[row][output step][hidden]`
  public let hidden: [Scalar]
  /// After the last step; a run over the following steps starts from it.
  public let finalState: LSTMState<Scalar>
}

/// The gradient of a scalar with respect to what an LSTM was given.
public struct LSTMGradient<Scalar: LSTMScalar>: Sendable, Equatable {
  /// In the order of ``LSTM/parameters``.
  public let parameters: [Scalar]
  /// `[row][step][input]`, where asked for
  public let inputs: [Scalar]?
  public let initialState: LSTMState<Scalar>
}
