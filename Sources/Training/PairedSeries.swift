/// An observed and a simulated series on the days on which both have a value.
///
/// A NaN on either side is a gap and takes the day out of both; an infinite value is not a gap.
struct PairedSeries {
  /// Where each pair stood in the series it was taken from, ascending.
  let days: [Int]
  let observed: [Double]
  let simulated: [Double]

  /// - Precondition: the two series are equally long.
  init(observed: some Collection<Double>, simulated: some Collection<Double>) {
    precondition(
      observed.count == simulated.count,
      "observed and simulated must cover the same days: \(observed.count), \(simulated.count)")
    var days: [Int] = []
    var observedPart: [Double] = []
    var simulatedPart: [Double] = []
    for (day, pair) in zip(observed, simulated).enumerated()
    where !pair.0.isNaN && !pair.1.isNaN {
      days.append(day)
      observedPart.append(pair.0)
      simulatedPart.append(pair.1)
    }
    self.days = days
    self.observed = observedPart
    self.simulated = simulatedPart
  }

  var count: Int { days.count }

  /// Sum of (simulated − observed)².
  var squaredError: Double {
    zip(observed, simulated).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
  }

  /// One minus the squared error over the observations' squared deviation from their mean; NaN
  /// where the observations are constant or there are none.
  ///
  /// Source: Nash and Sutcliffe (1970), J. Hydrol. 10(3), 282–290,
  /// doi:10.1016/0022-1694(70)90255-6.
  var nashSutcliffeEfficiency: Double {
    guard !observed.isConstant else { return .nan }
    let mean = observed.mean
    return 1 - squaredError / observed.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }
}

extension [Double] {
  /// Arithmetic mean; NaN of nothing.
  var mean: Double { isEmpty ? .nan : reduce(0, +) / Double(count) }

  /// Whether no two values differ; true of nothing. Asked of the values, because the variance of
  /// equal values need not be zero in floating point.
  var isConstant: Bool { allSatisfy { $0 == self[0] } }

  /// Mean squared deviation from the mean (divided by the count, not by the count less one); zero
  /// where all values are equal, NaN of nothing.
  var populationVariance: Double {
    guard !isEmpty else { return .nan }
    guard !isConstant else { return 0 }
    let mean = mean
    return reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
  }
}
