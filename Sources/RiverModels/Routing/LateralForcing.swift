import SpaceTimeSweep

/// Lateral inflow of every reach, m³ s⁻¹: values that last several steps each, kept as they were read.
public struct LateralForcing: Sendable {
  public typealias Expansion = SteppedSeries<Float>.Expansion

  let series: SteppedSeries<Float>
  /// The same in double precision, where the values were made in it: for verification.
  let precise: SteppedSeries<Double>?

  /// - Parameters:
  ///   - values: `[reach][value]`, reaches in network order
  ///   - valuesPerReach: of every reach
  ///   - stepsPerValue: 24 for daily values and hourly steps
  ///   - offset: steps of the first value that lie before the run
  ///   - expansion: how a value is spread over its steps
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
    precise = nil
  }

  /// Values in double precision, which a router of double precision does not round.
  public init(
    precise values: [Double], valuesPerReach: Int, stepsPerValue: Int, offset: Int = 0,
    expansion: Expansion = .repeat
  ) {
    series = SteppedSeries(
      values: AlignedBuffer(values.map { Float($0) }), valuesPerReach: valuesPerReach,
      stepsPerValue: stepsPerValue, offset: offset, expansion: expansion)
    precise = SteppedSeries(
      values: AlignedBuffer(values), valuesPerReach: valuesPerReach,
      stepsPerValue: stepsPerValue, offset: offset,
      expansion: expansion == .linear ? .linear : .repeat)
  }

  private init(_ series: SteppedSeries<Float>, _ precise: SteppedSeries<Double>?) {
    self.series = series
    self.precise = precise
  }

  public var valuesPerReach: Int { series.valuesPerReach }
  public var stepsPerValue: Int { series.stepsPerValue }
  public var expansion: Expansion { series.expansion }
  /// Steps from the run's beginning to the end of the last value.
  public var stepCount: Int { series.stepCount }

  /// The same values for a run that begins `steps` later.
  public func advanced(by steps: Int) -> LateralForcing {
    LateralForcing(series.advanced(by: steps), precise?.advanced(by: steps))
  }

  /// Part of the values, each times `factor`: steps `first..<first + steps` of the run, and what
  /// `linear` wants to know of the values beside them.
  public func scaled(by factor: Double, first: Int, steps: Int) -> LateralForcing {
    let per = series.stepsPerValue
    let begin = series.offset + first
    let lower = max(begin / per - 1, 0)
    let upper = min((begin + steps + per - 1) / per + 1, series.valuesPerReach)
    let count = upper - lower
    let reaches = series.values.count / series.valuesPerReach
    let values = AlignedBuffer<Float>(uninitializedCount: reaches * count)
    for reach in 0..<reaches {
      let source = series.values.base + reach * series.valuesPerReach + lower
      for value in 0..<count { values.base[reach * count + value] = Float(factor) * source[value] }
    }
    return LateralForcing(
      SteppedSeries(
        values: values, valuesPerReach: count, stepsPerValue: per, offset: begin - lower * per,
        expansion: series.expansion), nil)
  }

  /// The values in one precision: the same memory in that in which they are kept, else a copy.
  func series<Scalar: BinaryFloatingPoint & BitwiseCopyable & Sendable>(
    in precision: Scalar.Type
  ) -> SteppedSeries<Scalar> {
    if let same = precise as? SteppedSeries<Scalar> { return same }
    if let same = series as? SteppedSeries<Scalar> { return same }
    let values = AlignedBuffer<Scalar>(uninitializedCount: series.values.count)
    for index in 0..<series.values.count { values.base[index] = Scalar(series.values.base[index]) }
    return SteppedSeries(
      values: values, valuesPerReach: series.valuesPerReach,
      stepsPerValue: series.stepsPerValue, offset: series.offset,
      expansion: series.expansion == .linear ? .linear : .repeat)
  }

  /// Adds to `sum` the products of some reaches' values and `others`, laid out alike.
  public func addProduct(_ others: [Double], rows: Range<Int>, to sum: inout Double) {
    precondition(others.count == series.values.count, "laid out alike")
    let per = series.valuesPerReach
    for index in rows.lowerBound * per..<rows.upperBound * per {
      sum += Double(series.values.base[index]) * others[index]
    }
  }

  /// Sum over all reaches and the first `steps` steps.
  public func total(steps: Int) -> Double { series.total(steps: steps) }

  /// A value as it was read.
  public func value(reach: Int, _ index: Int) -> Float {
    series.values[reach * series.valuesPerReach + index]
  }
}
