extension LSTM {
  /// Predictions for a batch.
  ///
  /// - Parameters:
  ///   - batch: sequences of equal length
  ///   - initialState: what is remembered of the steps before; by default nothing
  ///   - outputSteps: the steps predicted; by default the last
  ///   - threads: the results do not depend on it
  public func forward(
    _ batch: SequenceBatch<Scalar>, from initialState: LSTMState<Scalar>? = nil,
    outputSteps: Range<Int>? = nil, threads: Int = 1
  ) -> LSTMForecast<Scalar> {
    run(
      batch, from: initialState, outputSteps: outputSteps, dropoutFactors: nil,
      slicing: LSTMSlicing(rowCount: batch.rowCount, shape: shape), threads: threads, tape: nil
    ).forecast
  }

  /// Predictions for a batch; what the pass backward needs is recorded on a tape.
  ///
  /// - Parameters:
  ///   - batch: sequences of equal length
  ///   - tape: made for the same shape
  ///   - initialState: nil for zeros
  ///   - outputSteps: steps whose predictions are wanted; nil for all
  ///   - dropoutFactors: of ``Dropout``, `[row][output step][hidden]`; by default no dropout
  ///   - threads: that share the rows; results do not depend on their number
  ///   - memoryBudget: bytes for tape and backward pass; where storing all needs more, segments are
  ///     run forward again. By default all is stored.
  /// - Throws: ``NeuralNetworkError`` where the budget is too small
  public func forward(
    _ batch: SequenceBatch<Scalar>, recordedOn tape: LSTMTape<Scalar>,
    from initialState: LSTMState<Scalar>? = nil, outputSteps: Range<Int>? = nil,
    dropoutFactors: [Scalar]? = nil, threads: Int = 1, memoryBudget: Int? = nil
  ) throws -> LSTMForecast<Scalar> {
    tape.recording = nil
    let slicing = LSTMSlicing(rowCount: batch.rowCount, shape: shape)
    let plan = try LSTMTapePlan(
      shape: shape, slicing: slicing, stepCount: batch.stepCount,
      scalarSize: MemoryLayout<Scalar>.stride, threads: threads,
      chunkSteps: LSTMSweep<Scalar>.chunkSteps, memoryBudget: memoryBudget)
    let memory = tape.reserve(
      shape: shape, plan: plan, rowCount: batch.rowCount, stepCount: batch.stepCount)
    let result = run(
      batch, from: initialState, outputSteps: outputSteps, dropoutFactors: dropoutFactors,
      slicing: slicing, threads: threads, tape: (plan, memory))
    tape.recording = LSTMRecording(
      network: self, batch: batch, outputSteps: result.outputSteps, outputs: result.outputs,
      dropoutFactors: dropoutFactors, plan: plan, slicing: slicing, memory: memory)
    return result.forecast
  }

  private func run(
    _ batch: SequenceBatch<Scalar>, from initialState: LSTMState<Scalar>?,
    outputSteps: Range<Int>?, dropoutFactors: [Scalar]?, slicing: LSTMSlicing, threads: Int,
    tape: (plan: LSTMTapePlan, memory: LSTMTapeMemory<Scalar>)?
  ) -> (forecast: LSTMForecast<Scalar>, outputs: [Scalar], outputSteps: Range<Int>) {
    let outputSteps = outputSteps ?? batch.stepCount - 1..<batch.stepCount
    precondition(
      batch.inputCount == shape.inputCount,
      "batch has \(batch.inputCount) inputs, network has \(shape.inputCount)")
    precondition(
      outputSteps.lowerBound >= 0 && outputSteps.upperBound <= batch.stepCount,
      "output steps \(outputSteps) of a batch of \(batch.stepCount) steps")
    var state =
      initialState ?? LSTMState(rowCount: batch.rowCount, hiddenCount: shape.hiddenCount)
    precondition(
      state.hidden.count == batch.rowCount * shape.hiddenCount
        && state.cell.count == state.hidden.count,
      "state has \(state.hidden.count) values, expected \(batch.rowCount) x \(shape.hiddenCount)")
    let hidden = [Scalar](
      unsafeUninitializedCapacity: batch.rowCount * outputSteps.count * shape.hiddenCount
    ) { outputs, count in
      count = batch.rowCount * outputSteps.count * shape.hiddenCount
      guard let outputs = outputs.baseAddress else { return }
      advance(
        batch, state: &state, outputSteps: outputSteps, slicing: slicing, threads: threads,
        tape: tape, outputs: outputs)
    }
    var outputs = hidden
    if let dropoutFactors {
      precondition(
        dropoutFactors.count == hidden.count,
        "\(dropoutFactors.count) dropout factors, expected \(hidden.count)")
      outputs.withUnsafeMutableBufferPointer {
        Scalar.scale($0.baseAddress!, by: dropoutFactors, count: $0.count)
      }
    }
    let forecast = LSTMForecast(
      predictions: head(outputs, count: batch.rowCount * outputSteps.count), hidden: hidden,
      finalState: state)
    return (forecast, outputs, outputSteps)
  }

  private func advance(
    _ batch: SequenceBatch<Scalar>, state: inout LSTMState<Scalar>, outputSteps: Range<Int>,
    slicing: LSTMSlicing, threads: Int,
    tape: (plan: LSTMTapePlan, memory: LSTMTapeMemory<Scalar>)?,
    outputs: UnsafeMutablePointer<Scalar>
  ) {
    let hiddenCount = shape.hiddenCount
    let segmentSteps = tape?.plan.segmentSteps ?? batch.stepCount
    let isStored = tape?.plan.isStored ?? false
    state.hidden.withUnsafeMutableBufferPointer { hidden in
      state.cell.withUnsafeMutableBufferPointer { cell in
        nonisolated(unsafe) let (hidden, cell) = (hidden.baseAddress!, cell.baseAddress!)
        nonisolated(unsafe) let outputs = outputs
        withSweep(of: batch, outputSteps: outputSteps) { sweep in
          slicing.forEachGroup(threads: threads) { group in
            let workspace = LSTMWorkspace<Scalar>.forAdvance(
              shape: shape, rows: slicing.sliceRows, keepsGates: isStored)
            for slice in slicing.groups[group] {
              let rows = slicing.slices[slice]
              let first = rows.lowerBound * hiddenCount
              for (segment, start) in stride(from: 0, to: batch.stepCount, by: segmentSteps)
                .enumerated()
              {
                if let border = tape?.memory.border(segment: segment, of: rows) {
                  border.hidden.update(from: hidden + first, count: rows.count * hiddenCount)
                  border.cell.update(from: cell + first, count: rows.count * hiddenCount)
                }
                sweep.advance(
                  rows: rows, steps: start..<min(start + segmentSteps, batch.stepCount),
                  hidden: hidden + first, cell: cell + first,
                  gates: isStored ? tape!.memory.gates(of: rows) : workspace.gates.start,
                  cells: isStored ? tape!.memory.cells(of: rows) : nil,
                  joined: workspace.joined.start, outputs: outputs)
              }
            }
          }
        }
      }
    }
  }

  /// V h + a for `count` rows of h.
  private func head(_ outputs: [Scalar], count: Int) -> [Scalar] {
    [Scalar](unsafeUninitializedCapacity: count * shape.outputCount) { predictions, total in
      total = count * shape.outputCount
      guard let predictions = predictions.baseAddress else { return }
      parameters.withUnsafeBufferPointer { parameters in
        let parameters = parameters.baseAddress!
        copyRows(
          parameters + shape.range(of: .headBias).lowerBound, sourceStride: 0, to: predictions,
          targetStride: shape.outputCount, rows: count, columns: shape.outputCount)
        outputs.withUnsafeBufferPointer { outputs in
          Scalar.multiply(
            BLASMatrix(outputs.baseAddress!, rows: count, columns: shape.hiddenCount),
            BLASMatrix(
              parameters + shape.range(of: .headWeight).lowerBound, rows: shape.outputCount,
              columns: shape.hiddenCount
            ).transposed, into: predictions, adding: true)
        }
      }
    }
  }

  /// Pointers to joined weights, summed biases and inputs, while `body` runs.
  func withSweep(
    of batch: SequenceBatch<Scalar>, outputSteps: Range<Int>,
    _ body: (LSTMSweep<Scalar>) -> Void
  ) {
    let joined = joinedWeight
    let transposed = Self.transposed(joined, columns: shape.inputCount + shape.hiddenCount)
    let bias = zip(values(of: .inputBias), values(of: .hiddenBias)).map { $0 + $1 }
    joined.withUnsafeBufferPointer { joined in
      transposed.withUnsafeBufferPointer { transposed in
        bias.withUnsafeBufferPointer { bias in
          batch.inputs.withUnsafeBufferPointer { inputs in
            body(
              LSTMSweep(
                shape: shape, joinedWeight: joined.baseAddress!,
                transposedWeight: transposed.baseAddress!, bias: bias.baseAddress!,
                inputs: inputs.baseAddress!, stepCount: batch.stepCount,
                outputSteps: outputSteps))
          }
        }
      }
    }
  }

  private static func transposed(_ matrix: [Scalar], columns: Int) -> [Scalar] {
    let rows = matrix.count / columns
    return [Scalar](unsafeUninitializedCapacity: matrix.count) { transposed, count in
      count = matrix.count
      for row in 0..<rows {
        for column in 0..<columns {
          transposed[column * rows + row] = matrix[row * columns + column]
        }
      }
    }
  }

  /// W|U, `[4 · hidden][input + hidden]`
  private var joinedWeight: [Scalar] {
    let gateCount = 4 * shape.hiddenCount
    let joinedCount = shape.inputCount + shape.hiddenCount
    return [Scalar](unsafeUninitializedCapacity: gateCount * joinedCount) { joined, count in
      count = gateCount * joinedCount
      let joined = joined.baseAddress!
      parameters.withUnsafeBufferPointer { parameters in
        let parameters = parameters.baseAddress!
        copyRows(
          parameters + shape.range(of: .inputWeight).lowerBound, sourceStride: shape.inputCount,
          to: joined, targetStride: joinedCount, rows: gateCount, columns: shape.inputCount)
        copyRows(
          parameters + shape.range(of: .hiddenWeight).lowerBound, sourceStride: shape.hiddenCount,
          to: joined + shape.inputCount, targetStride: joinedCount, rows: gateCount,
          columns: shape.hiddenCount)
      }
    }
  }
}
