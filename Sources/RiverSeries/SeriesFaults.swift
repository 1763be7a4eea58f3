import RiverNetworks

/// Values of a discharge series that cannot be right, counted.
struct SeriesFaults {
  private(set) var missingCount = 0
  private(set) var firstMissing: Int?
  private(set) var negativeCount = 0
  private(set) var firstNegative: (place: Int, value: Float)?

  /// - Parameter isMissingAllowed: whether NaN is a gap rather than a fault; infinity never is
  init(_ values: UnsafeMutableBufferPointer<Float>, isMissingAllowed: Bool) {
    for place in values.indices {
      let value = values[place]
      if value >= 0, value < .infinity { continue }
      if value < 0 {
        negativeCount += 1
        if firstNegative == nil { firstNegative = (place, value) }
      } else if !(isMissingAllowed && value.isNaN) {
        missingCount += 1
        if firstMissing == nil { firstMissing = place }
      }
    }
  }

  /// - Parameters:
  ///   - stride: values of a row
  ///   - label: id and time of a row and a step
  /// - Throws: `InputError` if there is a fault.
  func report(
    file: String, variable: String, stride: Int, label: (Int, Int) -> (id: String, time: String)
  ) throws {
    func fault(
      _ problem: String, _ place: Int, _ value: String, _ count: Int, _ remedy: String
    ) -> InputError {
      let first = label(place / stride, place % stride)
      return InputError(
        problem, file: file, column: variable, ids: [first.id],
        found: "\(count) \(count == 1 ? "value" : "values"), the first \(value) on \(first.time)",
        expected: "discharge of 0 or more", remedy: remedy)
    }
    if let place = firstMissing {
      throw fault(
        "the series has missing values", place, "missing", missingCount,
        "fill the gaps in the file, or choose a period without them")
    }
    if let (place, value) = firstNegative {
      throw fault(
        "the series has negative values", place, "\(value)", negativeCount,
        "correct them in the file; if they stand for \"missing\", set its _FillValue")
    }
  }
}
