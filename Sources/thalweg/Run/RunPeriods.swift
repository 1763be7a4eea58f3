import RiverNetworks
import RiverSeries

/// The configured periods in days of the inflow.
struct RunPeriods {
  var train: Range<Int>
  var validation: Range<Int>?
  var test: Range<Int>?
  /// What is simulated for scoring, spin-up included.
  var simulated: Range<Int>

  /// Name and days of every part that is scored.
  var scored: [(name: String, days: [Range<Int>])] {
    var parts: [(String, [Range<Int>])] = [("train", [train])]
    if let validation {
      parts.append(
        (
          "fit",
          [train.lowerBound..<validation.lowerBound, validation.upperBound..<train.upperBound]
        ))
      parts.append(("validation", [validation]))
    }
    if let test { parts.append(("test", [test])) }
    return parts
  }
}

extension RunPeriods {
  init(_ project: Project) throws {
    let configured = project.configuration.periods
    guard let train = configured.train else {
      throw InputError(
        "a training period is missing", column: "periods.train",
        expected: "first and last day, as 1981-10-01..1995-09-30")
    }
    let trainDays = try project.days(train, "train")
    let validation = try configured.validation.map { try project.days($0, "validation") }
    let test = try configured.test.map { try project.days($0, "test") }
    if let validation,
      !(trainDays.lowerBound <= validation.lowerBound
        && validation.upperBound <= trainDays.upperBound)
    {
      throw InputError(
        "the validation period is not inside the training period", column: "periods.validation",
        found: "\(configured.validation!)", expected: "a part of \(train)")
    }
    if let test, test.overlaps(trainDays) {
      throw InputError(
        "the test period overlaps the training period", column: "periods.test",
        found: "\(configured.test!)", expected: "days outside \(train)")
    }
    let first = min(trainDays.lowerBound, test?.lowerBound ?? .max)
    let last = max(trainDays.upperBound, test?.upperBound ?? 0)
    self.init(
      train: trainDays, validation: validation, test: test,
      simulated: max(0, first - configured.spinUpDays)..<last)
  }
}
