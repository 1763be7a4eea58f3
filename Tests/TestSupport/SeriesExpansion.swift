import ReachOperators

/// How values that last several steps become steps, written plainly: what `SteppedSeries` is compared
/// with.
public enum SeriesExpansion<Number: LaneNumber> where Number.Mask == Bool {
  /// Each value in all of its steps.
  public static func repeated(_ values: [Number], stepsPerValue: Int) -> [Number] {
    values.flatMap { Array(repeating: $0, count: stepsPerValue) }
  }

  /// Straight lines about the means; slope by minmod of the differences to the neighbours, 0 in the
  /// first and the last value.
  public static func linear(_ values: [Number], stepsPerValue: Int) -> [Number] {
    values.indices.flatMap { index in
      var slope = Number(constant: 0)
      if index > 0, index + 1 < values.count {
        let before = values[index] - values[index - 1]
        let after = values[index + 1] - values[index]
        let zero = Number(constant: 0)
        if Number.isGreater(before, zero), Number.isGreater(after, zero) {
          slope = Number.smaller(before, after)
        } else if Number.isGreater(zero, before), Number.isGreater(zero, after) {
          slope = Number.larger(before, after)
        }
      }
      let middle = Double(stepsPerValue - 1) / 2
      return (0..<stepsPerValue).map { step in
        values[index] + slope * Number(constant: (Double(step) - middle) / Double(stepsPerValue))
      }
    }
  }
}
