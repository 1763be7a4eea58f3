import RiverNetworks

/// Heat on a river network by finite volumes, all reaches solved at once: for dispersion that crosses
/// confluences.
///
///     W₁ T₁ - W₀ T₀ = Δt [ Σ (f Q_u Tθ_u + G_u (Tθ_u - Tθ)) - (Q + loss) Tθ + q T_q
///                          + G (Tθ_d - Tθ) + E (T_e - Tθ) ]        Tθ = θ T₁ + (1-θ) T₀
///
/// Upwind, with G the dispersion less what upwinding adds. The matrix has the network's shape, so
/// elimination from upstream to downstream makes no new entries (Hines): O(reaches) a step, and an
/// M-matrix, so positive. Where a reach divides its G is 0.
///
/// The default is `MatchedBox`, which is sharper for advection and runs in the sweep; it does not let
/// heat disperse upstream.
///
/// Source: Hines (1984), Int. J. Bio-Med. Comput. 15(1), 69–76, doi:10.1016/0020-7101(84)90008-4.
public struct ImplicitHeatTransport: Sendable {
  public let network: RiverNetwork
  /// Δt, s
  public let timeStep: Double
  /// V_min, m³
  public let leastStorage: Double

  public init(network: RiverNetwork, timeStep: Double, leastStorage: Double = 1e-3) {
    self.network = network
    self.timeStep = timeStep
    self.leastStorage = leastStorage
  }

  /// One step's water, exchange and weights, `[reach]`; also their sensitivities.
  public struct Step: Sendable {
    /// V before and after, m³
    public var storageBefore, storageAfter: [Double]
    /// Q, m³ s⁻¹
    public var discharge: [Double]
    /// m³ s⁻¹
    public var loss: [Double]
    /// q, m³ s⁻¹, and T_q, °C
    public var lateral, lateralTemperature: [Double]
    /// G towards the reach below, m³ s⁻¹; not used where there is none or more than one
    public var dispersion: [Double]
    /// E, m³ s⁻¹, and T_e, °C
    public var exchange, equilibriumTemperature: [Double]
    /// θ
    public var theta: [Double]

    public init(reachCount: Int) {
      let zeros = [Double](repeating: 0, count: reachCount)
      storageBefore = zeros
      storageAfter = zeros
      discharge = zeros
      loss = zeros
      lateral = zeros
      lateralTemperature = zeros
      dispersion = zeros
      exchange = zeros
      equilibriumTemperature = zeros
      theta = zeros
    }
  }

  /// G of a reach, m³ s⁻¹: dispersion less the diffusion of upwinding.
  /// - Parameters:
  ///   - conductance: A D/Δx, m³ s⁻¹
  ///   - discharge: of the reach, m³ s⁻¹
  ///   - theta: weight of the new time
  ///   - courant: Δt Q/V
  public static func dispersion(
    conductance: Double, discharge: Double, theta: Double, courant: Double
  ) -> Double {
    max(0, conductance - discharge / 2 * (1 + (2 * theta - 1) * courant))
  }

  /// θ = max(½, 1 - 1/r), r = Δt (Q + loss + E + Σ G)/W₀: what was there is not taken away twice.
  public func theta(turnover: Double, storage: Double) -> Double {
    let ratio = timeStep * turnover / (storage + leastStorage)
    return ratio > 2 ? 1 - 1 / ratio : 0.5
  }

  /// The reach below, where there is exactly one.
  private func below(_ reach: Int) -> Int? {
    let links = network.links(outOf: ReachIndex(reach))
    return links.count == 1 ? links.first?.downstream.position : nil
  }

  private func dispersion(_ step: Step) -> [Double] {
    step.dispersion.indices.map { below($0) == nil ? 0 : step.dispersion[$0] }
  }

  /// Rows of the matrix after elimination, and what each reach takes from those above.
  private struct Elimination {
    /// d, and w towards the reach below
    var diagonal, downstream: [Double]
    /// l of each link into each reach, in the order of the links, over the pivot of the reach above
    var multipliers: [[Double]]
  }

  /// What leaves a reach per degree, m³ s⁻¹.
  private func departure(_ step: Step, _ dispersion: [Double], _ reach: Int) -> Double {
    var sum = step.discharge[reach] + step.loss[reach] + step.exchange[reach] + dispersion[reach]
    for link in network.links(into: ReachIndex(reach)) {
      sum += dispersion[link.upstream.position]
    }
    return sum
  }

  private func elimination(_ step: Step, _ dispersion: [Double]) -> Elimination {
    let count = network.count
    var diagonal = [Double](repeating: 0, count: count)
    var downstream = diagonal
    var multipliers = [[Double]](repeating: [], count: count)
    for reach in 0..<count {
      diagonal[reach] +=
        step.storageAfter[reach] + leastStorage
        + timeStep * step.theta[reach] * departure(step, dispersion, reach)
      if let below = below(reach) {
        downstream[reach] = timeStep * step.theta[below] * dispersion[reach]
      }
      for link in network.links(into: ReachIndex(reach)) {
        let above = link.upstream.position
        let entry =
          timeStep * step.theta[above]
          * (link.fraction * step.discharge[above] + dispersion[above])
        let multiplier = entry / diagonal[above]
        diagonal[reach] -= multiplier * downstream[above]
        multipliers[reach].append(multiplier)
      }
    }
    return Elimination(diagonal: diagonal, downstream: downstream, multipliers: multipliers)
  }

  /// Temperatures after the step, °C.
  public func advance(_ before: [Double], _ step: Step) -> [Double] {
    let dispersion = dispersion(step)
    let rows = elimination(step, dispersion)
    let old = zip(before, step.theta).map { $0 * (1 - $1) }
    var right = network.indices.map { index in
      let reach = index.position
      var gained =
        step.lateral[reach] * step.lateralTemperature[reach]
        + step.exchange[reach] * step.equilibriumTemperature[reach]
        - departure(step, dispersion, reach) * old[reach]
      for link in network.links(into: index) {
        let above = link.upstream.position
        gained += (link.fraction * step.discharge[above] + dispersion[above]) * old[above]
      }
      if let below = below(reach) { gained += dispersion[reach] * old[below] }
      return (step.storageBefore[reach] + leastStorage) * before[reach] + timeStep * gained
    }
    for reach in right.indices {
      for (link, multiplier) in zip(
        network.links(into: ReachIndex(reach)), rows.multipliers[reach])
      {
        right[reach] += multiplier * right[link.upstream.position]
      }
    }
    var after = right
    for reach in right.indices.reversed() {
      let carried = below(reach).map { rows.downstream[reach] * after[$0] } ?? 0
      after[reach] = (right[reach] + carried) / rows.diagonal[reach]
    }
    return after
  }

  /// The transpose of the derivative of ``advance(_:_:)``, by the transposed solve with the same
  /// pivots.
  /// - Parameters:
  ///   - before: temperatures before the step, °C
  ///   - step: as it was advanced
  ///   - after: temperatures after the step, °C
  ///   - adjoint: sensitivity to the temperatures after the step
  public func advanceAdjoint(
    _ before: [Double], _ step: Step, after: [Double], adjoint: [Double]
  ) -> (before: [Double], step: Step) {
    let count = network.count
    let dispersion = dispersion(step)
    let rows = elimination(step, dispersion)
    var right = adjoint
    for reach in 0..<count {
      guard let below = below(reach) else { continue }
      right[below] += rows.downstream[reach] / rows.diagonal[reach] * right[reach]
    }
    // λ from downstream to upstream.
    var multiplier = [Double](repeating: 0, count: count)
    for reach in (0..<count).reversed() {
      multiplier[reach] += right[reach] / rows.diagonal[reach]
      for (link, factor) in zip(
        network.links(into: ReachIndex(reach)), rows.multipliers[reach])
      {
        multiplier[link.upstream.position] += factor * multiplier[reach]
      }
    }

    var gradient = Step(reachCount: count)
    let within = (0..<count).map {
      step.theta[$0] * after[$0] + (1 - step.theta[$0]) * before[$0]
    }
    // Sensitivity to each Tθ.
    var mean = [Double](repeating: 0, count: count)
    for reach in 0..<count {
      let weight = timeStep * multiplier[reach]
      gradient.storageBefore[reach] = multiplier[reach] * before[reach]
      gradient.storageAfter[reach] = -multiplier[reach] * after[reach]
      gradient.discharge[reach] -= weight * within[reach]
      gradient.loss[reach] = -weight * within[reach]
      gradient.lateral[reach] = weight * step.lateralTemperature[reach]
      gradient.lateralTemperature[reach] = weight * step.lateral[reach]
      gradient.exchange[reach] = weight * (step.equilibriumTemperature[reach] - within[reach])
      gradient.equilibriumTemperature[reach] = weight * step.exchange[reach]
      mean[reach] -= weight * departure(step, dispersion, reach)
      for link in network.links(into: ReachIndex(reach)) {
        let above = link.upstream.position
        gradient.discharge[above] += weight * link.fraction * within[above]
        mean[above] += weight * (link.fraction * step.discharge[above] + dispersion[above])
      }
      if let below = below(reach) {
        mean[below] += weight * dispersion[reach]
        gradient.dispersion[reach] =
          timeStep * (multiplier[reach] - multiplier[below]) * (within[below] - within[reach])
      }
    }
    let earlier = (0..<count).map { reach in
      gradient.theta[reach] = mean[reach] * (after[reach] - before[reach])
      return multiplier[reach] * (step.storageBefore[reach] + leastStorage)
        + mean[reach] * (1 - step.theta[reach])
    }
    return (earlier, gradient)
  }
}
