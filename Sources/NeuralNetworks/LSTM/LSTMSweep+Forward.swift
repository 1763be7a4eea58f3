extension LSTMSweep {
  /// Runs some rows through some steps.
  ///
  /// - Parameters:
  ///   - rows: of the batch
  ///   - hidden: h before the first step, then after the last, `[row][hidden]`
  ///   - cell: c likewise
  ///   - gates: the activated gates, `[step][row][4][hidden]`, or, where cells are not kept, memory
  ///     for those of one step
  ///   - cells: where c after each step is kept, `[step][row][hidden]`
  ///   - joined: memory for x|h of a step
  ///   - outputs: where h of the output steps goes, `[row of the batch][output step][hidden]`
  func advance(
    rows: Range<Int>, steps: Range<Int>, hidden: UnsafeMutablePointer<Scalar>,
    cell: UnsafeMutablePointer<Scalar>, gates: UnsafeMutablePointer<Scalar>,
    cells: UnsafeMutablePointer<Scalar>?, joined: UnsafeMutablePointer<Scalar>,
    outputs: UnsafeMutablePointer<Scalar>?
  ) {
    let stateCount = rows.count * hiddenCount
    let joinedMatrix = BLASMatrix(UnsafePointer(joined), rows: rows.count, columns: joinedCount)
    let weight = BLASMatrix(transposedWeight, rows: joinedCount, columns: gateCount)
    let joinedHidden = joined + inputCount
    join(hidden, to: joined, rows: rows.count)
    var previousCell = UnsafePointer(cell)
    for step in steps {
      let index = step - steps.lowerBound
      let stepGates = cells == nil ? gates : gates + index * 4 * stateCount
      let stepCell = cells.map { $0 + index * stateCount } ?? cell
      gatherInputs(rows: rows, step: step, to: joined)
      Scalar.multiply(joinedMatrix, weight, into: stepGates, adding: false)
      Scalar.activateGates(
        stepGates, bias: bias, previousCell: previousCell, cell: stepCell, hidden: joinedHidden,
        hiddenStride: joinedCount, rows: rows.count, hiddenCount: hiddenCount)
      previousCell = UnsafePointer(stepCell)
      if let outputs, outputSteps.contains(step) {
        copyRows(
          joinedHidden, sourceStride: joinedCount,
          to: outputs + outputOffset(row: rows.lowerBound, step: step),
          targetStride: outputSteps.count * hiddenCount, rows: rows.count, columns: hiddenCount)
      }
    }
    copyRows(
      joinedHidden, sourceStride: joinedCount, to: hidden, targetStride: hiddenCount,
      rows: rows.count, columns: hiddenCount)
    if previousCell != UnsafePointer(cell) { cell.update(from: previousCell, count: stateCount) }
  }
}
