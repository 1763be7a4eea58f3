import NeuralNetworks
import RiverModels

/// Lateral inflow that is learned with the channels: an LSTM on every reach's catchment.
public struct LearnedInflow: Sendable {
  public let catchments: CatchmentRunoff
  /// Where learning begins.
  public let start: LSTM<Float>
  public let expansion: LateralForcing.Expansion
  public let threads: Int
  /// Bytes of a tape of the LSTM; what does not fit is computed again.
  public let memoryBudget: Int

  public init(
    catchments: CatchmentRunoff, start: LSTM<Float>, expansion: LateralForcing.Expansion,
    threads: Int, memoryBudget: Int
  ) {
    self.catchments = catchments
    self.start = start
    self.expansion = expansion
    self.threads = threads
    self.memoryBudget = memoryBudget
  }

  /// Inflow of some days, with the day before and after where `linear` needs them.
  struct Stretch {
    let days: Range<Int>
    let inflow: CatchmentRunoff.Inflow<Float>
    let forcing: LateralForcing
  }

  /// The network with given parameters.
  public func network(_ parameters: [Double]) throws -> LSTM<Float> {
    try LSTM(shape: start.shape, parameters: Float.rounded(parameters))
  }

  func stretch(_ parameters: [Double], days: Range<Int>, stepsPerDay: Int) throws -> Stretch {
    let first = max(days.lowerBound - 1, 0)
    let wide = first..<min(days.upperBound + 1, catchments.dayCount)
    let inflow = try catchments.inflow([network(parameters)], days: wide, threads: threads)
    return Stretch(
      days: wide, inflow: inflow,
      forcing: LateralForcing(
        values: inflow.values, valuesPerReach: wide.count, stepsPerValue: stepsPerDay,
        offset: (days.lowerBound - first) * stepsPerDay, expansion: expansion))
  }

  /// From the sensitivity to a stretch's values to that to the parameters.
  func pulledBack(
    _ gradient: [Double], of stretch: Stretch, parameters: [Double]
  ) throws -> [Double] {
    try catchments.pullback(
      network(parameters), days: stretch.days, inflow: stretch.inflow.values,
      gradient: gradient, threads: threads, memoryBudget: memoryBudget)
  }
}
