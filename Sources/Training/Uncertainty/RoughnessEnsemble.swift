import RiverModels

/// Maps of roughness that gauges and prior allow, and what they have in common.
public struct RoughnessEnsemble: Sendable {
  /// `[member]`
  public let members: [RoutingWeights]
  /// Manning's n, `[member][reach]`.
  public let roughness: [[Double]]
  /// Share of the members inside an interval, 0.9 unless another was asked for.
  public let confidence: Double
  /// Per reach, s m^(−1/3).
  public let lower: [Double]
  public let median: [Double]
  public let upper: [Double]

  public init(_ members: [RoutingWeights], problem: RoutingProblem, confidence: Double = 0.9) {
    self.members = members
    self.confidence = confidence
    roughness = members.map { problem.parameters.roughness.values(weights: $0[.roughness]) }
    let tail = (1 - confidence) / 2
    let quantiles = Quantiles.columns(roughness, [tail, 0.5, 1 - tail])
    (lower, median, upper) = (quantiles[0], quantiles[1], quantiles[2])
  }

  /// The interval of a number that each member has.
  public func interval(_ values: [Double]) -> ClosedRange<Double> {
    let tail = (1 - confidence) / 2
    return Quantiles.value(values, tail)...Quantiles.value(values, 1 - tail)
  }

  /// The law of each member's map over some of the reaches; members without one are left out.
  public func laws(
    areas: [Double], referenceArea: Double, reaches: [Int]
  ) -> [AreaLaw] {
    roughness.compactMap { values in
      try? AreaLaw(
        fitting: reaches.map { values[$0] }, areas: reaches.map { areas[$0] },
        referenceArea: referenceArea)
    }
  }

  /// Daily discharge at the gauges that each member gives: lower, median and upper, `[gauge][day]`,
  /// NaN outside of `days`. What the observations scatter about it is not part of it.
  public func bands(
    _ problem: RoutingProblem, days: Range<Int>, threads: Int
  ) -> (lower: [[Double]], median: [[Double]], upper: [[Double]]) {
    let single = problem.onOneThread
    let series = IndependentTasks.map(members.count, threads: threads) { member in
      single.evaluate(
        channels: single.channels(members[member]), offsets: members[member][.offset], days: days
      ).daily.map { $0.map { Float($0) } }
    }
    let tail = (1 - confidence) / 2
    var bands = (lower: [[Double]](), median: [[Double]](), upper: [[Double]]())
    for gauge in problem.gauges.indices {
      let quantiles = Quantiles.columns(
        series.map { $0[gauge].map { Double($0) } }, [tail, 0.5, 1 - tail])
      bands.lower.append(quantiles[0])
      bands.median.append(quantiles[1])
      bands.upper.append(quantiles[2])
    }
    return bands
  }
}
