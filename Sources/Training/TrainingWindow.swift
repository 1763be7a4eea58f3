/// A stretch of days that is simulated, and the part of it that is scored.
public struct TrainingWindow: Sendable, Hashable {
  /// Days simulated, on the axis of the training period.
  public let days: Range<Int>
  /// Days scored, on the same axis, inside ``days`` and behind the warm-up.
  public let scored: Range<Int>

  public init(days: Range<Int>, scored: Range<Int>) {
    self.days = days
    self.scored = scored
  }

  /// Days scored, counted from the window's first: what `Objective.evaluate` takes.
  public var scoredInWindow: Range<Int> {
    scored.lowerBound - days.lowerBound..<scored.upperBound - days.lowerBound
  }
}
