import RiverNetworks

/// The stretches of days on which a model is fitted, and those held out to watch it.
///
/// Days are places on one axis (`RiverNetworks` knows no calendar). A window has `windowDays` days
/// of which at least the first `warmUpDays` are not scored. No window, its warm-up included, touches
/// a held-out day.
///
/// Windows follow from (seed, number) alone, so that a training that is taken up again from a
/// checkpoint sees what it would have seen.
public struct TrainingWindows: Sendable, Equatable {
  /// Which days of the training period are held out.
  public enum Validation: Sendable, Equatable {
    case none
    /// The last so many days of the period.
    case lastDays(Int)
    /// These stretches of the period, in any order, apart from one another.
    case ranges([Range<Int>])
  }

  public let period: Range<Int>
  /// Days of a window, warm-up included.
  public let windowDays: Int
  public let warmUpDays: Int
  /// What is left of the period for fitting, ascending.
  public let fitting: [Range<Int>]
  /// Held-out days, ascending.
  public let validation: [Range<Int>]
  /// Fitting days that no window scores: those of the warm-up at the start of each stretch, and
  /// stretches too short for a window.
  public let unscoredDays: Int

  /// For each fitting stretch that can take a window, the days that can be scored.
  private let scorable: [Range<Int>]

  /// Days of a window that are scored.
  public var scoredDays: Int { windowDays - warmUpDays }

  /// - Throws: `InputError` where a window has no days left after its warm-up, a held-out stretch
  ///   is empty, outside of the period or overlaps another, or no fitting stretch can take a window.
  public init(
    period: Range<Int>, validation: Validation = .none, windowDays: Int, warmUpDays: Int
  ) throws {
    guard warmUpDays >= 0, windowDays > warmUpDays else {
      throw InputError(
        "a training window has no days left to score",
        found: "window of \(windowDays) days, warm-up of \(warmUpDays)",
        expected: "a warm-up of zero or more days, shorter than the window",
        remedy: "lengthen the window, or shorten the warm-up")
    }
    let heldOut = try Self.heldOut(validation, of: period)
    var fitting: [Range<Int>] = []
    var next = period.lowerBound
    for range in heldOut {
      if range.lowerBound > next { fitting.append(next..<range.lowerBound) }
      next = range.upperBound
    }
    if next < period.upperBound { fitting.append(next..<period.upperBound) }
    let scorable = fitting.filter { $0.count >= windowDays }
      .map { $0.lowerBound + warmUpDays..<$0.upperBound }
    guard !scorable.isEmpty else {
      throw InputError(
        "the training period is too short for a window",
        found: "\(period.count) days, of which at most \(fitting.map(\.count).max() ?? 0)"
          + " in a row are not held out",
        expected: "at least \(windowDays) days in a row",
        remedy: "lengthen the period, shorten the window, or hold out less")
    }
    self.period = period
    self.windowDays = windowDays
    self.warmUpDays = warmUpDays
    self.fitting = fitting
    self.validation = heldOut
    self.scorable = scorable
    unscoredDays =
      fitting.reduce(0) { $0 + $1.count } - scorable.reduce(0) { $0 + $1.count }
  }

  /// The held-out stretches as windows of their own, each with its warm-up before it; where the
  /// period begins too late for that, its first days are the warm-up.
  ///
  /// The warm-up may run over fitting days: only what is scored must be unseen.
  public var validationWindows: [TrainingWindow] {
    validation.compactMap { range in
      let first = max(period.lowerBound, range.lowerBound - warmUpDays)
      let scored = first + warmUpDays..<max(range.upperBound, first + warmUpDays)
      return scored.isEmpty
        ? nil : TrainingWindow(days: first..<range.upperBound, scored: scored)
    }
  }

  private static func heldOut(
    _ validation: Validation, of period: Range<Int>
  ) throws -> [Range<Int>] {
    let ranges: [Range<Int>]
    switch validation {
    case .none: ranges = []
    case .lastDays(let days):
      guard days >= 0, days <= period.count else {
        throw InputError(
          "more days are held out than the training period has", found: "\(days) days",
          expected: "0 to \(period.count) days")
      }
      ranges = days > 0 ? [period.upperBound - days..<period.upperBound] : []
    case .ranges(let given): ranges = given.sorted { $0.lowerBound < $1.lowerBound }
    }
    var end = period.lowerBound
    for range in ranges {
      guard !range.isEmpty, range.lowerBound >= end, range.upperBound <= period.upperBound else {
        throw InputError(
          "a held-out stretch is empty, outside of the training period, or overlaps another",
          found: "days \(range.lowerBound) ..< \(range.upperBound)",
          expected: "inside \(period.lowerBound) ..< \(period.upperBound), apart from the others",
          remedy: "correct the validation dates")
      }
      end = range.upperBound
    }
    return ranges
  }
}

extension TrainingWindows {
  /// Windows that together score every scorable fitting day exactly once, in random order.
  ///
  /// Each stretch is cut every `scoredDays` days, the first cut at a random place (the phase); a
  /// first or last part that would be very short shares the days of its neighbour. Every window
  /// simulates `windowDays` days: around a short part the window reaches further back, or, where
  /// the stretch begins, further on, and scores only its part.
  ///
  /// - Parameters:
  ///   - number: of the epoch; each has another phase and order
  ///   - seed: same seed and number, same windows
  /// - Complexity: O(windows).
  public func epoch(_ number: Int, seed: UInt64) -> [TrainingWindow] {
    var random = SplitMix64(seed: seed, stream: UInt64(bitPattern: Int64(number)) &* 2)
    var windows: [TrainingWindow] = []
    for stretch in scorable {
      for scored in parts(of: stretch, phase: random.next(below: scoredDays)) {
        let start = max(stretch.lowerBound - warmUpDays, scored.upperBound - windowDays)
        windows.append(TrainingWindow(days: start..<start + windowDays, scored: scored))
      }
    }
    random.shuffle(&windows)
    return windows
  }

  /// One window drawn independently of all others, its place uniform over all there are.
  ///
  /// - Parameters:
  ///   - number: of the draw
  ///   - seed: same seed and number, same window
  public func draw(_ number: Int, seed: UInt64) -> TrainingWindow {
    var random = SplitMix64(seed: seed, stream: UInt64(bitPattern: Int64(number)) &* 2 &+ 1)
    let places = scorable.map { $0.count - scoredDays + 1 }
    var place = random.next(below: places.reduce(0, +))
    var stretch = 0
    while place >= places[stretch] {
      place -= places[stretch]
      stretch += 1
    }
    let first = scorable[stretch].lowerBound + place
    return TrainingWindow(
      days: first - warmUpDays..<first + scoredDays, scored: first..<first + scoredDays)
  }

  /// A first or last part shorter than `scoredDays` over this number shares its neighbour's days:
  /// steps of training that few days decide are noise.
  private static let shortestPart = 4

  /// Cuts a stretch into parts of at most `scoredDays` days.
  private func parts(of stretch: Range<Int>, phase: Int) -> [Range<Int>] {
    guard stretch.count > scoredDays else { return [stretch] }
    let first = phase > 0 ? stretch.lowerBound + phase : stretch.lowerBound + scoredDays
    var cuts = [stretch.lowerBound]
    cuts += stride(from: first, to: stretch.upperBound, by: scoredDays)
    cuts.append(stretch.upperBound)
    let shortest = scoredDays / Self.shortestPart
    if cuts.count > 2, cuts[1] - cuts[0] < shortest { cuts[1] = (cuts[0] + cuts[2]) / 2 }
    let last = cuts.count - 1
    if last > 1, cuts[last] - cuts[last - 1] < shortest {
      cuts[last - 1] = (cuts[last - 2] + cuts[last]) / 2
    }
    return zip(cuts, cuts.dropFirst()).map { $0..<$1 }
  }
}
