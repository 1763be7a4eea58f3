import SpaceTimeSweep

/// Lateral inflow of every reach, m³ s⁻¹: values that last several steps each, kept as they were read.
public struct LateralForcing: Sendable {
  public typealias Expansion = SteppedSeries<Float>.Expansion

  let series: SteppedSeries<Float>

  /// - Parameters:
  ///   - values: `[reach][value]`, reaches in network order
  ///   - stepsPerValue: 24 for daily values and hourly steps
  ///   - offset: steps of the first value that lie before the run
  public init(
    values: [Float], valuesPerReach: Int, stepsPerValue: Int, offset: Int = 0,
    expansion: Expansion = .repeat
  ) {
    self.init(
      buffer: AlignedBuffer(values), valuesPerReach: valuesPerReach,
      stepsPerValue: stepsPerValue, offset: offset, expansion: expansion)
  }

  /// As above, without a copy.
  public init(
    buffer: AlignedBuffer<Float>, valuesPerReach: Int, stepsPerValue: Int, offset: Int = 0,
    expansion: Expansion = .repeat
  ) {
    series = SteppedSeries(
      values: buffer, valuesPerReach: valuesPerReach, stepsPerValue: stepsPerValue,
      offset: offset, expansion: expansion)
  }

  private init(_ series: SteppedSeries<Float>) { self.series = series }

  public var valuesPerReach: Int { series.valuesPerReach }
  public var stepsPerValue: Int { series.stepsPerValue }
  /// Steps from the run's beginning to the end of the last value.
  public var stepCount: Int { series.stepCount }

  /// The same values for a run that begins `steps` later.
  public func advanced(by steps: Int) -> LateralForcing {
    LateralForcing(series.advanced(by: steps))
  }

  /// Sum over all reaches and the first `steps` steps.
  public func total(steps: Int) -> Double { series.total(steps: steps) }

  /// A value as it was read.
  public func value(reach: Int, _ index: Int) -> Float {
    series.values[reach * series.valuesPerReach + index]
  }
}
