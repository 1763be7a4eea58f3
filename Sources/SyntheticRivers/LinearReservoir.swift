import Foundation

/// A linear reservoir at each of many places: dS/dt = wP - S/k, its outflow averaged over a step in
/// which the input P is constant.
///
///     S₁ = S₀ e^(-Δt/k) + w P k (1 - e^(-Δt/k))
///     Q̄ = w P (1 - (k/Δt)(1 - e^(-Δt/k))) + (S₀/Δt)(1 - e^(-Δt/k))
///
/// Both terms of Q̄ are ≥ 0, and the second is > 0 where the reservoir is not empty.
struct LinearReservoir: Sendable {
  /// S, mm.
  private(set) var contents: [Double]
  private let decay: Double
  private let storagePerInput: Double
  private let directShare: Double
  private let release: Double

  /// - Parameters:
  ///   - meanInput: P in whose steady state the reservoir begins, mm per day
  ///   - step: Δt, days
  init(_ kind: StormClimate.Reservoir, places: Int, meanInput: Double, step: Double) {
    decay = exp(-step / kind.days)
    let lost = -expm1(-step / kind.days)
    storagePerInput = kind.share * kind.days * lost
    directShare = kind.share * (1 - kind.days / step * lost)
    release = lost / step
    contents = [Double](repeating: kind.share * kind.days * meanInput, count: places)
  }

  /// Goes on by one step; adds the mean outflow of each place, mm per day, to `outflows` from
  /// `first` on.
  /// - Parameter inputs: P at each place, mm per day.
  mutating func advance(
    _ inputs: [Double], addingOutflowTo outflows: inout [Double], at first: Int
  ) {
    for place in contents.indices {
      let before = contents[place]
      contents[place] = before * decay + storagePerInput * inputs[place]
      outflows[first + place] += directShare * inputs[place] + release * before
    }
  }
}
