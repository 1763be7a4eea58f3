/// Values per reach that hold for several steps each: daily means that drive hourly steps.
///
/// The sweep expands them as it goes, pack by pack and chunk by chunk; an hourly copy is never made.
public struct SteppedSeries<Scalar: BinaryFloatingPoint & BitwiseCopyable & Sendable>: Sendable {
  /// How a value becomes the values of its steps.
  public enum Expansion: String, Sendable, Codable, CaseIterable {
    /// The same value in every step.
    case `repeat`
    /// Linear within each value's steps about its mean, so that the sum over them is kept exactly up to
    /// rounding. The slope is the smaller of the differences to the two neighbours where both have
    /// the same sign, else 0 (van Leer's minmod): nothing becomes negative, no new extremes.
    case linear
  }

  /// `[reach][value]`, reaches in network order.
  public let values: AlignedBuffer<Scalar>
  public let valuesPerReach: Int
  public let stepsPerValue: Int
  /// Step of the first value with which the run begins: more than 0 where the run begins within a
  /// value, or where `linear` has been given the value before.
  public let offset: Int
  public let expansion: Expansion

  @inlinable
  public init(
    values: AlignedBuffer<Scalar>, valuesPerReach: Int, stepsPerValue: Int, offset: Int = 0,
    expansion: Expansion = .repeat
  ) {
    precondition(stepsPerValue > 0 && offset >= 0 && valuesPerReach > 0)
    precondition(values.count.isMultiple(of: valuesPerReach))
    self.values = values
    self.valuesPerReach = valuesPerReach
    self.stepsPerValue = stepsPerValue
    self.offset = offset
    self.expansion = expansion
  }

  /// Number of steps the values last.
  @inlinable
  public var stepCount: Int { valuesPerReach * stepsPerValue - offset }

  /// The same values for a run that begins `steps` later.
  @inlinable
  public func advanced(by steps: Int) -> SteppedSeries {
    SteppedSeries(
      values: values, valuesPerReach: valuesPerReach, stepsPerValue: stepsPerValue,
      offset: offset + steps, expansion: expansion)
  }

  /// Value of a reach in the run's first step.
  @inlinable
  public func firstStepValue(reach: Int) -> Scalar {
    var value = Scalar(0)
    expand(reach: reach, first: 0, count: 1, into: &value, stride: 1)
    return value
  }

  /// The transpose of ``firstStepValue(reach:)`` for all reaches.
  @inlinable
  public func addFirstStepAdjoint(_ sensitivity: [Scalar], into values: inout [Double]) {
    let target = AlignedBuffer<Scalar>(count: self.values.count, filledWith: 0)
    for (reach, value) in sensitivity.enumerated() {
      var step = value
      expandAdjoint(reach: reach, first: 0, count: 1, from: &step, stride: 1, into: target.base)
    }
    for index in values.indices { values[index] += Double(target.base[index]) }
  }

  /// Sum over some reaches (nil: all) and the first `steps` steps.
  ///
  /// Both expansions keep a value's sum over its steps, so only a first and last value that are not
  /// whole are expanded.
  @inlinable
  public func total(steps: Int, reaches: Range<Int>? = nil) -> Double {
    let first = min((stepsPerValue - offset % stepsPerValue) % stepsPerValue, steps)
    let whole = (steps - first) / stepsPerValue
    let rest = steps - first - whole * stepsPerValue
    let firstWhole = (offset + first) / stepsPerValue
    var sum = 0.0
    var column = [Scalar](repeating: 0, count: stepsPerValue)
    for reach in reaches ?? 0..<(values.count / valuesPerReach) {
      let source = values.base + reach * valuesPerReach + firstWhole
      var wholes = 0.0
      for value in 0..<whole { wholes += Double(source[value]) }
      sum += wholes * Double(stepsPerValue)
      for (start, count) in [(0, first), (steps - rest, rest)] where count > 0 {
        expand(reach: reach, first: start, count: count, into: &column, stride: 1)
        for step in 0..<count { sum += Double(column[step]) }
      }
    }
    return sum
  }

  /// Writes the values of steps `first..<first + count` of a reach to `target`, `stride` apart.
  @inlinable
  func expand(
    reach: Int, first: Int, count: Int, into target: UnsafeMutablePointer<Scalar>, stride: Int
  ) {
    let source = values.base + reach * valuesPerReach
    if stepsPerValue == 1 {
      for step in 0..<count { target[step * stride] = source[offset + first + step] }
      return
    }
    var step = 0
    while step < count {
      let position = offset + first + step
      let value = position / stepsPerValue
      let within = position - value * stepsPerValue
      let run = min(stepsPerValue - within, count - step)
      let mean = source[value]
      switch expansion {
      case .repeat:
        for turn in 0..<run { target[(step + turn) * stride] = mean }
      case .linear:
        let slope = slope(source, value)
        for turn in 0..<run {
          target[(step + turn) * stride] = mean + slope * lever(within + turn)
        }
      }
      step += run
    }
  }

  /// The transpose of ``expand``: adds to the sensitivities of a reach's values, last step first.
  @inlinable
  func expandAdjoint(
    reach: Int, first: Int, count: Int, from steps: UnsafePointer<Scalar>, stride: Int,
    into sensitivities: UnsafeMutablePointer<Scalar>
  ) {
    let source = values.base + reach * valuesPerReach
    let target = sensitivities + reach * valuesPerReach
    if stepsPerValue == 1 {
      for step in 0..<count { target[offset + first + step] += steps[step * stride] }
      return
    }
    var step = count - 1
    while step >= 0 {
      let position = offset + first + step
      let value = position / stepsPerValue
      let within = position - value * stepsPerValue
      let sensitivity = steps[step * stride]
      target[value] += sensitivity
      if expansion == .linear {
        let (upper, lower) = slopeEnds(source, value)
        if upper != lower {
          let share = sensitivity * lever(within) / Scalar(stepsPerValue)
          target[upper] += share
          target[lower] -= share
        }
      }
      step -= 1
    }
  }

  /// Distance of a step's middle from the middle of its value, in steps.
  @inlinable @inline(__always)
  func lever(_ within: Int) -> Scalar {
    Scalar(within) - Scalar(stepsPerValue - 1) / 2
  }

  /// The two values whose difference gives the slope; the same twice where the slope is 0.
  @inlinable @inline(__always)
  func slopeEnds(_ source: UnsafePointer<Scalar>, _ value: Int) -> (upper: Int, lower: Int) {
    guard value > 0, value + 1 < valuesPerReach else { return (value, value) }
    let before = source[value] - source[value - 1]
    let after = source[value + 1] - source[value]
    if before * after <= 0 { return (value, value) }
    return before.magnitude < after.magnitude ? (value, value - 1) : (value + 1, value)
  }

  /// Change per step.
  @inlinable @inline(__always)
  func slope(_ source: UnsafePointer<Scalar>, _ value: Int) -> Scalar {
    let (upper, lower) = slopeEnds(source, value)
    return (source[upper] - source[lower]) / Scalar(stepsPerValue)
  }
}
