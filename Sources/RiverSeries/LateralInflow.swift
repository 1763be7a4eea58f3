import RiverNetworks

/// Water that enters each reach from its own catchment, step after step, in memory.
public struct LateralInflow: Sendable, Equatable {
  public let axis: TimeAxis
  public let reachCount: Int
  /// Mean inflow of each step, m³ s⁻¹, [reach in network order][time], `reachCount * axis.count`.
  public let values: [Float]

  public init(axis: TimeAxis, reachCount: Int, values: [Float]) {
    precondition(values.count == reachCount * axis.count, "[reach][time]")
    self.axis = axis
    self.reachCount = reachCount
    self.values = values
  }

  /// The series of one reach, m³ s⁻¹, one value a step.
  public subscript(reach: ReachIndex) -> ArraySlice<Float> {
    values[(reach.position * axis.count)..<((reach.position + 1) * axis.count)]
  }

  /// The part within these steps.
  public func slice(_ steps: Range<Int>) -> LateralInflow {
    LateralInflow(
      axis: axis[steps], reachCount: reachCount,
      values: values.rows(ofLength: axis.count, cutTo: steps))
  }

  /// The part within these days, both ends included.
  /// - Throws: `InputError` if they are not covered.
  public func slice(_ dates: ClosedRange<CivilDate>) throws -> LateralInflow {
    slice(try axis.indices(of: dates))
  }
}

extension [Float] {
  /// The same columns of every row of a matrix.
  func rows(ofLength length: Int, cutTo columns: Range<Int>) -> [Float] {
    var part: [Float] = []
    part.reserveCapacity(length == 0 ? 0 : count / length * columns.count)
    for row in stride(from: 0, to: count, by: Swift.max(1, length)) {
      part += self[(row + columns.lowerBound)..<(row + columns.upperBound)]
    }
    return part
  }
}
