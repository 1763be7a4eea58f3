/// What the forward pass keeps for the backward pass.
///
/// Either the gates and cells of every step, or the state at the borders of segments, each of which
/// is run forward once more before it is pulled back. The results are the same to the bit.
struct LSTMTapePlan: Equatable, Sendable {
  /// Steps of a segment: all of them, or a multiple of the chunk.
  let segmentSteps: Int
  let segmentCount: Int
  /// Whether the forward pass keeps gates and cells.
  let isStored: Bool
  /// Bytes kept between the passes and used while pulling back; inputs, outputs and the gradients
  /// of the parameters not counted.
  let byteCount: Int

  /// Gates and cell: numbers kept a step, for a row and hidden unit.
  private static let storedNumbers = 5

  /// - Parameter memoryBudget: bytes; nil stores
  /// - Throws: ``NeuralNetworkError`` where the budget is too small for any segment
  init(
    shape: LSTMShape, slicing: LSTMSlicing, stepCount: Int, scalarSize: Int, threads: Int,
    chunkSteps: Int, memoryBudget: Int?
  ) throws {
    let rowCount = slicing.slices.last?.upperBound ?? 0
    let unitBytes = shape.hiddenCount * scalarSize
    let stored = LSTMTapePlan(
      segmentSteps: stepCount, segmentCount: 1, isStored: true,
      byteCount: rowCount * (stepCount * Self.storedNumbers + 2) * unitBytes)
    guard let memoryBudget, stored.byteCount > memoryBudget else {
      self = stored
      return
    }
    let workers = min(threads, slicing.groups.count)
    var best = stored
    for segmentSteps in stride(from: chunkSteps, to: stepCount, by: chunkSteps) {
      let segmentCount = (stepCount - 1) / segmentSteps + 1
      let borders = rowCount * segmentCount * 2 * unitBytes
      let work = workers * slicing.sliceRows * segmentSteps * Self.storedNumbers * unitBytes
      if borders + work < best.byteCount {
        best = LSTMTapePlan(
          segmentSteps: segmentSteps, segmentCount: segmentCount, isStored: false,
          byteCount: borders + work)
      }
    }
    guard best.byteCount <= memoryBudget else {
      throw NeuralNetworkError(
        "the memory budget is too small to pull an LSTM back", subject: "memory budget",
        found: "\(memoryBudget) bytes",
        expected: "at least \(best.byteCount) for \(rowCount) rows, \(stepCount) steps, "
          + "\(shape.hiddenCount) hidden units, \(threads) threads",
        remedy: "a larger budget, a smaller batch, or fewer threads")
    }
    self = best
  }

  private init(segmentSteps: Int, segmentCount: Int, isStored: Bool, byteCount: Int) {
    self.segmentSteps = segmentSteps
    self.segmentCount = segmentCount
    self.isStored = isStored
    self.byteCount = byteCount
  }
}
