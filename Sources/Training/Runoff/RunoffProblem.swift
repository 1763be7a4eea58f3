import NeuralNetworks
import RiverModels
import RiverNetworks

/// Everything a runoff training reads: weather and observed runoff of catchments.
///
/// Where there are several products of weather, each is a telling of the same days: a sequence of an
/// epoch takes one of them by chance, and predictions are the mean over all.
public struct RunoffProblem: Sendable {
  public let description: RunoffDescription
  /// One for each product of weather.
  public let products: [CatchmentInputs]
  /// mm per day, `[catchment][day]`, NaN where missing.
  public let observed: [[Double]]
  /// Standard deviation of the observations on the fitting days, mm per day.
  public let deviations: [Double]
  public let period: Range<Int>
  public let heldOut: Range<Int>?
  public let windows: RunoffWindows

  public init(
    description: RunoffDescription, products: [CatchmentInputs], observed: [[Double]],
    ids: [String], period: Range<Int>, heldOut: Range<Int>?
  ) throws {
    let dayCount = products[0].dayCount
    precondition(products.allSatisfy { $0.dayCount == dayCount }, "the same days")
    precondition(observed.allSatisfy { $0.count == dayCount }, "observations by day")
    windows = try RunoffWindows(
      period: period, heldOut: heldOut, dayCount: dayCount,
      sequenceDays: description.sequenceDays, predictedDays: description.predictedDays)
    let fitting = windows.fitting
    deviations = try zip(ids, observed).map { id, series in
      let present = fitting.flatMap { series[$0] }.filter { !$0.isNaN }
      guard !present.isEmpty else {
        throw InputError(
          "a catchment has no observation on the fitting days", ids: [id],
          found: "\(fitting.reduce(0) { $0 + $1.count }) days, all missing",
          expected: "at least one", remedy: "leave the catchment out, or choose another period")
      }
      return present.populationVariance.squareRoot()
    }
    self.description = description
    self.products = products
    self.observed = observed
    self.period = period
    self.heldOut = heldOut
  }

  /// The period without what is held out: what anything may be fitted on.
  public var seen: [Range<Int>] {
    guard let heldOut else { return [period] }
    return [
      period.lowerBound..<heldOut.lowerBound, heldOut.upperBound..<period.upperBound,
    ].filter { !$0.isEmpty }
  }

  public var catchmentCount: Int { observed.count }
  public var dayCount: Int { products[0].dayCount }

  /// Predictions, the mean over the products, mm per day, `[catchment][day]`; NaN outside `days`.
  public func simulate<Scalar: LSTMScalar>(
    _ network: LSTM<Scalar>, days: Range<Int>, threads: Int
  ) throws -> [[Double]] {
    let model = try RunoffModel(network: network, description: description)
    var sums = [Double](repeating: 0, count: catchmentCount * days.count)
    for inputs in products {
      let runoff = Scalar.widened(model.simulate(inputs, days: days, threads: threads))
      for place in sums.indices { sums[place] += runoff[place] }
    }
    let share = 1 / Double(products.count)
    return (0..<catchmentCount).map { catchment in
      var series = [Double](repeating: .nan, count: dayCount)
      for (index, day) in days.enumerated() {
        series[day] = share * sums[catchment * days.count + index]
      }
      return series
    }
  }
}
