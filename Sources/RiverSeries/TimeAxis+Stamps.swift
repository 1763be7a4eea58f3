import RiverNetworks

// From the stamps of a file to a regular axis.

extension TimeAxis {
  /// The axis of stamps that stand at equal distances.
  ///
  /// Daily stamps at 12:00 are taken as the means of their days: the axis starts at the midnight
  /// before, and `stamp` says so. All other stamps are taken as the beginnings of their steps.
  ///
  /// - Parameters:
  ///   - stamps: s since 1970-01-01 00:00 UTC
  ///   - given: length of a step, s, needed where there is only one stamp
  /// - Throws: `InputError` that names the first stamp which repeats the one before, stands before
  ///   it, or leaves a gap.
  public init(stamps: [Int64], step given: Int64? = nil) throws {
    guard let first = stamps.first else {
      throw InputError("the series has no time steps", found: "0 time stamps")
    }
    let differences = zip(stamps.dropFirst(), stamps).map { $0 - $1 }
    func fault(_ problem: String, at place: Int, expected: String, remedy: String) -> InputError {
      InputError(
        problem,
        found: "\(Self.text(ofSeconds: stamps[place + 1])) at index \(place + 1) after "
          + "\(Self.text(ofSeconds: stamps[place])) at index \(place)",
        expected: expected, remedy: remedy)
    }
    if let place = differences.firstIndex(of: 0) {
      throw fault(
        "a time stamp occurs twice", at: place, expected: "each time once",
        remedy: "keep one value for each time")
    }
    if let place = differences.firstIndex(where: { $0 < 0 }) {
      throw fault(
        "the time stamps are out of order", at: place, expected: "times in rising order",
        remedy: "sort the series by time")
    }
    // The middle one is right even where the first steps are the faulty ones.
    guard let step = differences.sorted().dropFirst((differences.count - 1) / 2).first ?? given
    else {
      throw InputError(
        "one time stamp alone does not tell the length of the step",
        found: Self.text(ofSeconds: first), remedy: "give the time variable bounds")
    }
    if let place = differences.firstIndex(where: { $0 != step }) {
      throw fault(
        "the time steps are not all of the same length", at: place,
        expected: "a step of \(step) s",
        remedy: "fill the gap with missing values, or resample the series to a regular step")
    }
    let isNoon =
      step == Self.secondsPerDay
      && first - first.flooredQuotient(by: step) * step == Self.secondsPerDay / 2
    self.init(
      start: isNoon ? first - Self.secondsPerDay / 2 : first, step: step, count: stamps.count,
      stamp: isNoon ? .noon : .start)
  }

  /// The axis that a file's time variable describes.
  /// - Throws: `InputError` with file and variable.
  public init(_ variable: NetCDFVariable, of file: NetCDFFile) throws {
    do {
      let reference = try TimeReference(
        units: variable.units, calendar: variable.attribute("calendar")?.text)
      func stamps(_ variable: NetCDFVariable) throws -> [Int64] {
        if variable.type?.isInteger == true, !variable.isPacked {
          try file.integers(variable).map(reference.seconds(ofWhole:))
        } else {
          try file.doubles(variable).enumerated().map { try reference.seconds(of: $1, index: $0) }
        }
      }
      var step: Int64?
      if variable.shape == [1], let name = variable.attribute("bounds")?.text,
        let bounds = file.variable(name), bounds.shape == [1, 2]
      {
        let ends = try stamps(bounds)
        step = ends[1] > ends[0] ? ends[1] - ends[0] : nil
      }
      try self.init(stamps: stamps(variable), step: step)
    } catch var error as InputError {
      error.column = error.column ?? variable.name
      throw error.located(file: file.path)
    }
  }
}
