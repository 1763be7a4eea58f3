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
    let (train, validation, test) = try configured.located(
      example: "1981-10-01..1995-09-30", project.days)
    let first = min(train.lowerBound, test?.lowerBound ?? .max)
    let last = max(train.upperBound, test?.upperBound ?? 0)
    self.init(
      train: train, validation: validation, test: test,
      simulated: max(0, first - configured.spinUpDays)..<last)
  }
}

extension RunConfiguration.Periods {
  /// Where the periods lie in the data; validation is a part of training, the test none.
  /// - Parameters:
  ///   - example: of a training period, where there is none
  ///   - days: of a period and its name
  func located(
    example: String, _ days: (ClosedRange<CivilDate>, String) throws -> Range<Int>
  ) throws -> (train: Range<Int>, validation: Range<Int>?, test: Range<Int>?) {
    guard let train else {
      throw InputError(
        "a training period is missing", column: "periods.train",
        expected: "first and last day, as \(example)")
    }
    let trainDays = try days(train, "train")
    let validationDays = try validation.map { try days($0, "validation") }
    let testDays = try test.map { try days($0, "test") }
    if let validationDays, validationDays.clamped(to: trainDays) != validationDays {
      throw InputError(
        "the validation period is not inside the training period", column: "periods.validation",
        found: "\(validation!)", expected: "a part of \(train)")
    }
    if let testDays, testDays.overlaps(trainDays) {
      throw InputError(
        "the test period overlaps the training period", column: "periods.test",
        found: "\(test!)", expected: "days outside \(train)")
    }
    return (trainDays, validationDays, testDays)
  }
}
