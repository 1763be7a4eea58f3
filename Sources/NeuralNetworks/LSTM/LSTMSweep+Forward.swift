extension LSTMSweep {
  /// Runs some rows through some steps.
  ///
  /// - Parameters:
  ///   - rows: of the batch
  ///   - steps: the first a multiple of ``chunkSteps``
  ///   - hidden: h before the first step, then after the last, `[row][hidden]`
  ///   - cell: c likewise
  ///   - gates: the activated gates, `[step][row][4][hidden]`, or, where cells are not kept, memory
  ///     for one chunk of them
  ///   - cells: where c after each step is kept, `[step][row][hidden]`
  ///   - inputMemory: for the inputs of a chunk
  ///   - outputs: where h of the output steps goes, `[row of the batch][output step][hidden]`
  func advance(
    rows: Range<Int>, steps: Range<Int>, hidden: UnsafeMutablePointer<Scalar>,
    cell: UnsafeMutablePointer<Scalar>, gates: UnsafeMutablePointer<Scalar>,
    cells: UnsafeMutablePointer<Scalar>?, inputMemory: UnsafeMutablePointer<Scalar>,
    outputs: UnsafeMutablePointer<Scalar>?
  ) {
    let stateCount = rows.count * hiddenCount
    let hiddenMatrix = BLASMatrix(
      UnsafePointer(hidden), rows: rows.count, columns: hiddenCount)
    let inputWeight = inputWeight.transposed
    let hiddenWeight = hiddenWeight.transposed
    var previousCell = UnsafePointer(cell)
    for chunk in Self.chunks(of: steps) {
      let chunkGates =
        cells == nil
        ? gates : gates + (chunk.lowerBound - steps.lowerBound) * rows.count * gateCount
      gatherInputs(rows: rows, steps: chunk, to: inputMemory)
      Scalar.multiply(
        BLASMatrix(
          UnsafePointer(inputMemory), rows: chunk.count * rows.count, columns: inputCount),
        inputWeight, into: chunkGates, adding: false)
      for step in chunk {
        let stepGates = chunkGates + (step - chunk.lowerBound) * rows.count * gateCount
        Scalar.multiply(hiddenMatrix, hiddenWeight, into: stepGates, adding: true)
        let stepCell = cells.map { $0 + (step - steps.lowerBound) * stateCount } ?? cell
        Scalar.activateGates(
          stepGates, bias: bias, previousCell: previousCell, cell: stepCell, hidden: hidden,
          rows: rows.count, hiddenCount: hiddenCount)
        previousCell = UnsafePointer(stepCell)
        if let outputs, outputSteps.contains(step) {
          copyRows(
            hidden, sourceStride: hiddenCount,
            to: outputs + outputOffset(row: rows.lowerBound, step: step),
            targetStride: outputSteps.count * hiddenCount, rows: rows.count, columns: hiddenCount)
        }
      }
    }
    if previousCell != UnsafePointer(cell) { cell.update(from: previousCell, count: stateCount) }
  }
}
