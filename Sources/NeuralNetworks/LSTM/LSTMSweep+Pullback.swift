extension LSTMSweep {
  /// Where a slice's gradients are gathered.
  struct Gradients {
    /// `[4 · hidden][input]`, `[4 · hidden][hidden]` and `[4][hidden]`, to be added to.
    let inputWeight: UnsafeMutablePointer<Scalar>
    let hiddenWeight: UnsafeMutablePointer<Scalar>
    let bias: UnsafeMutablePointer<Scalar>
    /// `[row of the batch][step][input]`, to be overwritten
    let inputs: UnsafeMutablePointer<Scalar>?
    /// ∂/∂h at the output steps, `[row of the batch][output step][hidden]`, given
    let outputs: UnsafePointer<Scalar>
  }

  /// The adjoint of ``advance(rows:steps:hidden:cell:gates:cells:inputMemory:outputs:)``.
  ///
  /// - Parameters:
  ///   - startHidden: h before the first step, `[row][hidden]`
  ///   - startCell: c likewise
  ///   - gates: the activated gates `[step][row][4][hidden]`; overwritten
  ///   - cells: c after each step, `[step][row][hidden]`
  ///   - workspace: its `hidden` and `cell` hold the gradient with respect to the state after the
  ///     last step, then before the first
  func pullBack(
    rows: Range<Int>, steps: Range<Int>, startHidden: UnsafePointer<Scalar>,
    startCell: UnsafePointer<Scalar>, gates: UnsafeMutablePointer<Scalar>,
    cells: UnsafePointer<Scalar>, workspace: LSTMWorkspace<Scalar>, gradients: Gradients
  ) {
    let stateCount = rows.count * hiddenCount
    let stepGateCount = rows.count * gateCount
    let (hiddenGradient, cellGradient) = (workspace.hidden.start, workspace.cell.start)
    let biasGradient = workspace.biasGradient.start
    for chunk in Self.chunks(of: steps).reversed() {
      let first = chunk.lowerBound - steps.lowerBound
      restoreHiddens(
        chunk: first..<first + chunk.count, rows: rows.count, startHidden: startHidden,
        gates: gates, cells: cells, to: workspace.hiddens.start)
      biasGradient.update(repeating: 0, count: gateCount)
      for step in chunk.reversed() {
        let index = step - steps.lowerBound
        let stepGates = gates + index * stepGateCount
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
        rows: rows, chunk: chunk, gates: gates + first * stepGateCount, workspace: workspace,
        gradients: gradients)
    }
  }

  /// h before each step of a chunk, from the gates and cells of the steps before.
  private func restoreHiddens(
    chunk: Range<Int>, rows: Int, startHidden: UnsafePointer<Scalar>,
    gates: UnsafePointer<Scalar>, cells: UnsafePointer<Scalar>,
    to hiddens: UnsafeMutablePointer<Scalar>
  ) {
    let stateCount = rows * hiddenCount
    for index in chunk {
      let target = hiddens + (index - chunk.lowerBound) * stateCount
      if index == 0 {
        target.update(from: startHidden, count: stateCount)
      } else {
        Scalar.restoreHidden(
          target, gates: gates + (index - 1) * rows * gateCount,
          cell: cells + (index - 1) * stateCount, rows: rows, hiddenCount: hiddenCount)
      }
    }
  }

  /// What a chunk adds to the gradients of the weights, and the gradient of its inputs.
  private func addProducts(
    rows: Range<Int>, chunk: Range<Int>, gates: UnsafePointer<Scalar>,
    workspace: LSTMWorkspace<Scalar>, gradients: Gradients
  ) {
    let count = chunk.count * rows.count
    let inputs = workspace.inputs.start
    let gateMatrix = BLASMatrix(gates, rows: count, columns: gateCount)
    Scalar.multiply(
      gateMatrix.transposed,
      BLASMatrix(UnsafePointer(workspace.hiddens.start), rows: count, columns: hiddenCount),
      into: gradients.hiddenWeight, adding: true)
    gatherInputs(rows: rows, steps: chunk, to: inputs)
    Scalar.multiply(
      gateMatrix.transposed,
      BLASMatrix(UnsafePointer(inputs), rows: count, columns: inputCount),
      into: gradients.inputWeight, adding: true)
    Scalar.add(
      workspace.biasGradient.start, sourceStride: gateCount, to: gradients.bias, rows: 1,
      columns: gateCount)
    guard let inputGradient = gradients.inputs else { return }
    Scalar.multiply(gateMatrix, inputWeight, into: inputs, adding: false)
    for step in chunk {
      copyRows(
        inputs + (step - chunk.lowerBound) * rows.count * inputCount, sourceStride: inputCount,
        to: inputGradient + (rows.lowerBound * stepCount + step) * inputCount,
        targetStride: stepCount * inputCount, rows: rows.count, columns: inputCount)
    }
  }
}
