import RiverNetworks

/// The sequences of an epoch of runoff training: together they predict every fitting day of every
/// catchment once.
///
/// Fitting days are cut every `predictedDays` days, the first cut at a random place; a sequence
/// reaches back over as many days as the model needs, which may be held out or lie before the
/// period: only what is predicted must be unseen. Sequences follow from (seed, epoch) alone.
public struct RunoffWindows: Sendable, Equatable {
  public struct Window: Sendable, Equatable {
    public let catchment: Int
    /// First day of the sequence.
    public let firstDay: Int
    /// Days whose predictions count.
    public let scored: Range<Int>
  }

  public let sequenceDays: Int
  public let predictedDays: Int
  /// Days that are fitted, ascending, apart.
  public let fitting: [Range<Int>]
  /// Days of the period that cannot be predicted, for want of days before them.
  public let unscoredDays: Int
  private let dayCount: Int

  /// - Throws: `InputError` where no day can be predicted.
  public init(
    period: Range<Int>, heldOut: Range<Int>?, dayCount: Int, sequenceDays: Int,
    predictedDays: Int
  ) throws {
    let first = max(period.lowerBound, sequenceDays - predictedDays)
    var parts = [first..<max(first, period.upperBound)]
    if let heldOut {
      parts = parts.flatMap { part in
        [
          part.lowerBound..<max(part.lowerBound, min(part.upperBound, heldOut.lowerBound)),
          min(part.upperBound, max(part.lowerBound, heldOut.upperBound))..<part.upperBound,
        ]
      }
    }
    fitting = parts.filter { !$0.isEmpty }
    unscoredDays = min(first, period.upperBound) - period.lowerBound
    guard !fitting.isEmpty, sequenceDays <= dayCount else {
      throw InputError(
        "the training period is too short for a sequence",
        found: "\(period.count) days, of \(dayCount) with weather",
        expected: "more than \(sequenceDays - predictedDays) days before the first predicted one",
        remedy: "shorten model.sequence_days, or give a longer record")
    }
    self.dayCount = dayCount
    self.sequenceDays = sequenceDays
    self.predictedDays = predictedDays
  }

  /// All sequences of an epoch, in random order.
  public func epoch(_ number: Int, seed: UInt64, catchments: Int) -> [Window] {
    var random = SplitMix64(seed: seed, stream: UInt64(bitPattern: Int64(number)))
    var windows: [Window] = []
    for catchment in 0..<catchments {
      for stretch in fitting {
        let phase = random.next(below: predictedDays)
        var start = stretch.lowerBound
        var end = phase > 0 ? start + phase : start + predictedDays
        while start < stretch.upperBound {
          let scored = start..<min(end, stretch.upperBound)
          let last = min(max(scored.upperBound, sequenceDays), dayCount)
          windows.append(
            Window(catchment: catchment, firstDay: last - sequenceDays, scored: scored))
          start = scored.upperBound
          end = start + predictedDays
        }
      }
    }
    random.shuffle(&windows)
    return windows
  }
}
