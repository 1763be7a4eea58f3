extension LSTMTape {
  /// The gradient of a scalar with respect to the parameters, inputs and initial state of the
  /// recorded pass. The recording is used up.
  ///
  /// - Parameters:
  ///   - predictionGradient: `[row][output step][output]`
  ///   - finalStateGradient: where the scalar depends on the final state too: by the steps that
  ///     follow
  ///   - wantsInputGradient: whether the gradient with respect to the inputs is worked out
  ///   - threads: the results do not depend on it
  public func pullback(
    predictionGradient: [Scalar], finalStateGradient: LSTMState<Scalar>? = nil,
    wantsInputGradient: Bool = false, threads: Int = 1
  ) -> LSTMGradient<Scalar> {
    guard let recording else {
      preconditionFailure("nothing is recorded on the tape, or it was already pulled back")
    }
    self.recording = nil
    let (shape, batch) = (recording.network.shape, recording.batch)
    let stateCount = batch.rowCount * shape.hiddenCount
    precondition(
      predictionGradient.count == batch.rowCount * recording.outputSteps.count * shape.outputCount,
      "prediction gradient has \(predictionGradient.count) values, expected \(batch.rowCount) x "
        + "\(recording.outputSteps.count) x \(shape.outputCount)")
    precondition(
      finalStateGradient.map { $0.hidden.count == stateCount && $0.cell.count == stateCount }
        ?? true,
      "final state gradient does not fit \(batch.rowCount) x \(shape.hiddenCount)")
    var state =
      finalStateGradient
      ?? LSTMState(rowCount: batch.rowCount, hiddenCount: shape.hiddenCount)
    var parameters = [Scalar](repeating: 0, count: shape.parameterCount)
    let outputGradient = recording.pullHeadBack(predictionGradient, adding: &parameters)
    var inputs = [Scalar](repeating: 0, count: wantsInputGradient ? batch.inputs.count : 0)
    recording.pullSlicesBack(
      outputGradient: outputGradient, state: &state, inputs: &inputs, adding: &parameters,
      threads: threads)
    return LSTMGradient(
      parameters: parameters, inputs: wantsInputGradient ? inputs : nil, initialState: state)
  }
}

extension LSTMRecording {
  /// Adds the gradients of the head's parameters and returns that of h, before the dropout.
  fileprivate func pullHeadBack(
    _ predictionGradient: [Scalar], adding parameters: inout [Scalar]
  ) -> [Scalar] {
    let shape = network.shape
    let count = batch.rowCount * outputSteps.count
    var outputGradient = [Scalar](repeating: 0, count: outputs.count)
    guard count > 0 else { return outputGradient }
    predictionGradient.withUnsafeBufferPointer { gradient in
      let gradient = BLASMatrix(gradient.baseAddress!, rows: count, columns: shape.outputCount)
      let headWeight = shape.range(of: .headWeight).lowerBound
      let headBias = shape.range(of: .headBias).lowerBound
      outputGradient.withUnsafeMutableBufferPointer { outputGradient in
        network.parameters.withUnsafeBufferPointer { weights in
          Scalar.multiply(
            gradient,
            BLASMatrix(
              weights.baseAddress! + headWeight, rows: shape.outputCount,
              columns: shape.hiddenCount),
            into: outputGradient.baseAddress!, adding: false)
        }
        if let dropoutFactors {
          Scalar.scale(
            outputGradient.baseAddress!, by: dropoutFactors, count: outputGradient.count)
        }
      }
      parameters.withUnsafeMutableBufferPointer { parameters in
        let parameters = parameters.baseAddress!
        outputs.withUnsafeBufferPointer { outputs in
          Scalar.multiply(
            gradient.transposed,
            BLASMatrix(outputs.baseAddress!, rows: count, columns: shape.hiddenCount),
            into: parameters + headWeight, adding: true)
        }
        for row in 0..<count {
          Scalar.add(
            gradient.elements + row * shape.outputCount, sourceStride: 0,
            to: parameters + headBias, rows: 1, columns: shape.outputCount)
        }
      }
    }
    return outputGradient
  }

  /// Pulls all slices back, group by group, and adds the groups' gradients in their order.
  ///
  /// - Parameter state: the gradient with respect to the final state, overwritten by that of the
  ///   initial state
  fileprivate func pullSlicesBack(
    outputGradient: [Scalar], state: inout LSTMState<Scalar>, inputs: inout [Scalar],
    adding parameters: inout [Scalar], threads: Int
  ) {
    let shape = network.shape
    // Of each group: ∂/∂(W|U), [4 · hidden][input + hidden], then ∂/∂b, [4][hidden].
    let weightCount = 4 * shape.hiddenCount * (shape.inputCount + shape.hiddenCount)
    let gradientCount = weightCount + 4 * shape.hiddenCount
    let groupGradients = slicing.groups.map { _ in ScalarBuffer<Scalar>(count: gradientCount) }
    outputGradient.withUnsafeBufferPointer { outputGradient in
      state.hidden.withUnsafeMutableBufferPointer { hidden in
        state.cell.withUnsafeMutableBufferPointer { cell in
          inputs.withUnsafeMutableBufferPointer { inputs in
            nonisolated(unsafe) let outputGradient = outputGradient.baseAddress!
            nonisolated(unsafe) let hidden = hidden.baseAddress!
            nonisolated(unsafe) let cell = cell.baseAddress!
            nonisolated(unsafe) let inputs = inputs.isEmpty ? nil : inputs.baseAddress
            let recording = self
            nonisolated(unsafe) let groupGradients = groupGradients
            network.withSweep(of: batch, outputSteps: outputSteps) { sweep in
              slicing.forEachGroup(threads: threads) { group in
                let target = groupGradients[group].start
                target.update(repeating: 0, count: gradientCount)
                let gradients = LSTMSweep<Scalar>.Gradients(
                  joinedWeight: target, bias: target + weightCount, inputs: inputs,
                  outputs: outputGradient)
                recording.pullGroupBack(
                  group, sweep: sweep, hidden: hidden, cell: cell, gradients: gradients)
              }
            }
          }
        }
      }
    }
    parameters.withUnsafeMutableBufferPointer { parameters in
      for gradient in groupGradients {
        addRecurrent(UnsafePointer(gradient.start), to: parameters.baseAddress!)
      }
    }
  }

  /// Adds a group's gradient to that of the parameters, the joined weights apart again.
  private func addRecurrent(
    _ gradient: UnsafePointer<Scalar>, to parameters: UnsafeMutablePointer<Scalar>
  ) {
    let shape = network.shape
    let gateCount = 4 * shape.hiddenCount
    let joinedCount = shape.inputCount + shape.hiddenCount
    func add(_ first: Int, stride: Int, to tensor: LSTMShape.Tensor, rows: Int, columns: Int) {
      Scalar.add(
        gradient + first, sourceStride: stride, to: parameters + shape.range(of: tensor).lowerBound,
        rows: rows, columns: columns)
    }
    add(0, stride: joinedCount, to: .inputWeight, rows: gateCount, columns: shape.inputCount)
    add(
      shape.inputCount, stride: joinedCount, to: .hiddenWeight, rows: gateCount,
      columns: shape.hiddenCount)
    for tensor in [LSTMShape.Tensor.inputBias, .hiddenBias] {
      add(gateCount * joinedCount, stride: gateCount, to: tensor, rows: 1, columns: gateCount)
    }
  }

  private func pullGroupBack(
    _ group: Int, sweep: LSTMSweep<Scalar>, hidden: UnsafeMutablePointer<Scalar>,
    cell: UnsafeMutablePointer<Scalar>, gradients: LSTMSweep<Scalar>.Gradients
  ) {
    let hiddenCount = network.shape.hiddenCount
    let workspace = LSTMWorkspace<Scalar>.forPullback(
      shape: network.shape, rows: slicing.sliceRows,
      segmentSteps: plan.isStored ? 0 : plan.segmentSteps)
    let gradient = (hidden: workspace.gradient.hidden.start, cell: workspace.gradient.cell.start)
    let state = (hidden: workspace.state.hidden.start, cell: workspace.state.cell.start)
    for rows in slicing.slices[slicing.groups[group]] {
      let (first, count) = (rows.lowerBound * hiddenCount, rows.count * hiddenCount)
      gradient.hidden.update(from: hidden + first, count: count)
      gradient.cell.update(from: cell + first, count: count)
      for segment in (0..<plan.segmentCount).reversed() {
        let start = segment * plan.segmentSteps
        let steps = start..<min(start + plan.segmentSteps, batch.stepCount)
        let border = memory.border(segment: segment, of: rows)
        let gates = plan.isStored ? memory.gates(of: rows) : workspace.gates.start
        let cells = plan.isStored ? memory.cells(of: rows) : workspace.cells.start
        if !plan.isStored {
          state.hidden.update(from: border.hidden, count: count)
          state.cell.update(from: border.cell, count: count)
          sweep.advance(
            rows: rows, steps: steps, hidden: state.hidden, cell: state.cell, gates: gates,
            cells: cells, joined: workspace.joined.start, outputs: nil)
        }
        sweep.pullBack(
          rows: rows, steps: steps, startHidden: border.hidden, startCell: border.cell,
          gates: gates, cells: cells, workspace: workspace, gradients: gradients)
      }
      (hidden + first).update(from: gradient.hidden, count: count)
      (cell + first).update(from: gradient.cell, count: count)
    }
  }
}
