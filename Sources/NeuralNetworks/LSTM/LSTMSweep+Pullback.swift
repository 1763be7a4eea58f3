extension LSTMSweep {
  /// Where a slice's gradients are gathered.
  struct Gradients {
    /// ∂/∂(W|U), `[4 · hidden][input + hidden]`, and ∂/∂b, `[4][hidden]`, to be added to.
    let joinedWeight: UnsafeMutablePointer<Scalar>
    let bias: UnsafeMutablePointer<Scalar>
    /// `[row of the batch][step][input]`, to be overwritten
    let inputs: UnsafeMutablePointer<Scalar>?
    /// ∂/∂h at the output steps, `[row of the batch][output step][hidden]`, given
    let outputs: UnsafePointer<Scalar>
  }

  /// The adjoint of ``advance(rows:steps:hidden:cell:gates:cells:joined:outputs:)``.
  ///
  /// - Parameters:
  ///   - steps: the first a multiple of ``chunkSteps``
  ///   - startHidden: h before the first step, `[row][hidden]`
  ///   - startCell: c likewise
  ///   - gates: the activated gates `[step][row][4][hidden]`; overwritten
  ///   - cells: c after each step, `[step][row][hidden]`
  ///   - workspace: its `gradient` is that with respect to the state after the last step, then
  ///     before the first
  func pullBack(
    rows: Range<Int>, steps: Range<Int>, startHidden: UnsafePointer<Scalar>,
    startCell: UnsafePointer<Scalar>, gates: UnsafeMutablePointer<Scalar>,
    cells: UnsafePointer<Scalar>, workspace: LSTMWorkspace<Scalar>, gradients: Gradients
  ) {
    let stateCount = rows.count * hiddenCount
    let hiddenGradient = workspace.gradient.hidden.start
    let cellGradient = workspace.gradient.cell.start
    let biasGradient = workspace.biasGradient.start
    let hiddenWeight = BLASMatrix(
      joinedWeight + inputCount, rows: gateCount, columns: hiddenCount, stride: joinedCount)
    for chunk in Self.chunks(of: steps).reversed() {
      for step in chunk {
        let joined = workspace.joined.start + (step - chunk.lowerBound) * rows.count * joinedCount
        let before = step - steps.lowerBound - 1
        gatherInputs(rows: rows, step: step, to: joined)
        if before < 0 {
          join(startHidden, to: joined, rows: rows.count)
        } else {
          Scalar.restoreHidden(
            joined + inputCount, hiddenStride: joinedCount, gates: gates + before * 4 * stateCount,
            cell: cells + before * stateCount, rows: rows.count, hiddenCount: hiddenCount)
        }
      }
      biasGradient.update(repeating: 0, count: gateCount)
      for step in chunk.reversed() {
        let index = step - steps.lowerBound
        let stepGates = gates + index * 4 * stateCount
        if outputSteps.contains(step) {
          Scalar.add(
            gradients.outputs + outputOffset(row: rows.lowerBound, step: step),
            sourceStride: outputSteps.count * hiddenCount, to: hiddenGradient, rows: rows.count,
            columns: hiddenCount)
        }
        Scalar.pullGatesBack(
          stepGates, previousCell: index == 0 ? startCell : cells + (index - 1) * stateCount,
          cell: cells + index * stateCount, hiddenGradient: hiddenGradient,
          cellGradient: cellGradient, biasGradient: biasGradient, rows: rows.count,
          hiddenCount: hiddenCount)
        Scalar.multiply(
          BLASMatrix(UnsafePointer(stepGates), rows: rows.count, columns: gateCount),
          hiddenWeight, into: hiddenGradient, adding: false)
      }
      addProducts(
        rows: rows, chunk: chunk,
        gates: gates + (chunk.lowerBound - steps.lowerBound) * 4 * stateCount,
        workspace: workspace, gradients: gradients)
    }
  }

  /// What a chunk adds to the gradients of the weights, and the gradient of its inputs.
  private func addProducts(
    rows: Range<Int>, chunk: Range<Int>, gates: UnsafePointer<Scalar>,
    workspace: LSTMWorkspace<Scalar>, gradients: Gradients
  ) {
    let count = chunk.count * rows.count
    let gateMatrix = BLASMatrix(gates, rows: count, columns: gateCount)
    Scalar.multiply(
      gateMatrix.transposed,
      BLASMatrix(UnsafePointer(workspace.joined.start), rows: count, columns: joinedCount),
      into: gradients.joinedWeight, adding: true)
    Scalar.add(
      workspace.biasGradient.start, sourceStride: gateCount, to: gradients.bias, rows: 1,
      columns: gateCount)
    guard let inputGradient = gradients.inputs else { return }
    let chunkGradient = workspace.inputGradient.start
    Scalar.multiply(
      gateMatrix,
      BLASMatrix(joinedWeight, rows: gateCount, columns: inputCount, stride: joinedCount),
      into: chunkGradient, adding: false)
    for step in chunk {
      copyRows(
        chunkGradient + (step - chunk.lowerBound) * rows.count * inputCount,
        sourceStride: inputCount,
        to: inputGradient + (rows.lowerBound * stepCount + step) * inputCount,
        targetStride: stepCount * inputCount, rows: rows.count, columns: inputCount)
    }
  }
}
