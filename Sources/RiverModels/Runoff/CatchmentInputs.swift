import NeuralNetworks

/// Standardized inputs of a runoff model for some catchments and days.
public struct CatchmentInputs: Sendable {
  public let catchmentCount: Int
  public let dayCount: Int
  /// `[catchment][day][daily input]`
  private let daily: [Double]
  private let dailyCount: Int
  /// `[catchment][attribute]`
  private let constant: [Double]
  private let constantCount: Int
  /// mm per day, `[catchment][day]`, NaN where missing; nil where the model does not take it.
  private let previousRunoff: [Double]?
  /// Values of each daily input that were missing and became its mean.
  public let filledCounts: [Int]

  /// - Parameters:
  ///   - description: what the network was trained with
  ///   - forcings: `[variable][catchment][day]`, the last two flat, in the order and the units of
  ///     the description; a missing value is an error
  ///   - previousRunoff: where the model takes it, the runoff of the day before, mm per day,
  ///     `[catchment][day]`; a missing one becomes the mean, and is counted
  ///   - attributes: `[attribute][catchment]`
  ///   - catchmentCount: number of catchments
  ///   - dayCount: days of the series
  /// - Throws: `NeuralNetworkError` where something is missing or the shapes do not fit.
  public init(
    _ description: RunoffDescription, forcings: [[Double]], previousRunoff: [Double]? = nil,
    attributes: [[Double]], catchmentCount: Int, dayCount: Int
  ) throws {
    precondition(
      (previousRunoff != nil) == description.takesPreviousRunoff, "the inputs of the model")
    var columns = try description.forcings.standardized(forcings, missing: .refuse).values
    var filled = columns.map { _ in 0 }
    if let previousRunoff {
      filled.append(previousRunoff.count { $0.isNaN })
      let (mean, deviation) = (description.runoffMean, description.runoffDeviation)
      columns.append(previousRunoff.map { $0.isNaN ? 0 : ($0 - mean) / deviation })
    }
    precondition(
      columns.allSatisfy { $0.count == catchmentCount * dayCount }, "[catchment][day]")
    let rows = try description.attributes.map {
      try $0.standardized(attributes, missing: .refuse).values
    }
    self.catchmentCount = catchmentCount
    self.dayCount = dayCount
    filledCounts = filled
    self.previousRunoff = previousRunoff
    dailyCount = columns.count
    constantCount = rows?.count ?? 0
    daily = (0..<catchmentCount * dayCount).flatMap { place in columns.map { $0[place] } }
    constant = (0..<catchmentCount).flatMap { catchment in (rows ?? []).map { $0[catchment] } }
  }

  /// Where a sequence begins.
  public struct Row: Sendable, Hashable {
    public let catchment: Int
    public let firstDay: Int

    public init(catchment: Int, firstDay: Int) {
      self.catchment = catchment
      self.firstDay = firstDay
    }
  }

  /// The runoff of the day before each day, mm per day; empty where the model does not take it.
  public func previous<Scalar: LSTMScalar>(catchment: Int, days: Range<Int>) -> [Scalar] {
    guard let previousRunoff else { return [] }
    let first = catchment * dayCount
    return Scalar.rounded(
      Array(previousRunoff[first + days.lowerBound..<first + days.upperBound]))
  }

  /// The inputs of some sequences of `stepCount` days.
  public func batch<Scalar: LSTMScalar>(
    _ rows: [Row], stepCount: Int
  ) -> SequenceBatch<Scalar> {
    var inputs: [Double] = []
    inputs.reserveCapacity(rows.count * stepCount * (dailyCount + constantCount))
    for row in rows {
      precondition(
        row.firstDay >= 0 && row.firstDay + stepCount <= dayCount, "days there are inputs for")
      let attributes = row.catchment * constantCount
      for day in row.firstDay..<row.firstDay + stepCount {
        let first = (row.catchment * dayCount + day) * dailyCount
        inputs += daily[first..<first + dailyCount]
        inputs += constant[attributes..<attributes + constantCount]
      }
    }
    return SequenceBatch(
      inputs: Scalar.rounded(inputs), rowCount: rows.count, stepCount: stepCount,
      inputCount: dailyCount + constantCount)
  }
}
