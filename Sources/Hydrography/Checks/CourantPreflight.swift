import Foundation
import RiverNetworks

/// Whether reaches suit a time step: the Courant number C = c Δt / L of each, or Δt / K.
///
/// Muskingum's coefficients are all positive where 2X ≤ C ≤ 2(1 − X). Outside, a reach overshoots
/// or dips; long reaches (small C) are to be cut, chains of short ones (large C) merged.
///
/// Source: Cunge (1969), J. Hydraul. Res. 7(2), 205-230, doi:10.1080/00221686909500264.
public struct CourantPreflight: Sendable, Equatable {
  /// Δt, s.
  public var timeStep: Double
  public var flow: ReferenceFlow
  /// Muskingum's X, in [0, 0.5).
  public var weighting: Double

  /// The X of the National Water Model (MusX in RouteLink).
  public static let usualWeighting = 0.2

  /// The flow whose wave celerity is meant.
  public enum ReferenceFlow: Sendable, Equatable {
    /// A celerity for all reaches, m s⁻¹.
    case celerity(Double)
    /// A discharge per drainage area, m³ s⁻¹ per m² (1 mm in a day is 1.157e-8), with the width
    /// and depth of rivers of the world: w = 7.2 Q^0.50, h = 0.27 Q^0.30 (m, m³ s⁻¹), hence
    /// v = Q / (w h) and c = 5/3 v.
    ///
    /// Source: Moody and Troutman (2002), Earth Surf. Process. Landforms 27, 1251-1266,
    /// doi:10.1002/esp.403.
    case dischargePerArea(Double)
  }

  /// - Parameters:
  ///   - timeStep: Δt, s, > 0.
  ///   - flow: typical discharge of each reach
  ///   - weighting: X of the scheme, the weight of the inflow
  public init(timeStep: Double, flow: ReferenceFlow, weighting: Double = usualWeighting) {
    self.timeStep = timeStep
    self.flow = flow
    self.weighting = weighting
  }

  /// The Courant numbers at which all coefficients are positive.
  public var window: ClosedRange<Double> { 2 * weighting...2 * (1 - weighting) }

  private static let widthCoefficient = 7.2
  private static let depthCoefficient = 0.27
  private static let velocityExponent = 1 - 0.50 - 0.30
  /// Celerity over velocity in a wide channel by Manning's law (the kinematic wave).
  private static let celerityRatio = 5.0 / 3

  /// Courant number of each row; nil where its length or, if needed, its drainage area is not
  /// known or not positive.
  public func courantNumbers(of draft: NetworkDraft) -> [Double?] {
    (0..<draft.count).map { row in
      guard draft.lengths[row] > 0, draft.lengths[row].isFinite,
        let celerity = celerity(drainageArea: draft.drainageAreas?[row])
      else { return nil }
      return celerity * timeStep / draft.lengths[row]
    }
  }

  private func celerity(drainageArea: Double?) -> Double? {
    switch flow {
    case .celerity(let celerity): return celerity
    case .dischargePerArea(let specific):
      guard let drainageArea, drainageArea > 0 else { return nil }
      let velocity = pow(specific * drainageArea, Self.velocityExponent)
        / (Self.widthCoefficient * Self.depthCoefficient)
      return Self.celerityRatio * velocity
    }
  }

  func findings(for draft: NetworkDraft) -> [NetworkCheck.Finding] {
    let numbers = courantNumbers(of: draft)
    let window = window
    var findings: [NetworkCheck.Finding] = []
    func add(_ kind: NetworkCheck.Kind, _ rows: [Int], _ extreme: Double?, _ remedy: String) {
      guard !rows.isEmpty else { return }
      let found = extreme.map {
        "Courant number \(Self.rounded($0)) at the worst, window \(Self.rounded(window.lowerBound))"
          + "...\(Self.rounded(window.upperBound)), time step \(timeStep) s"
      }
      findings.append(.init(kind: kind, rows: rows, found: found, remedy: remedy))
    }
    let high = numbers.indices.filter { numbers[$0].map { $0 > window.upperBound } ?? false }
    add(
      .courantHigh, high, high.compactMap { numbers[$0] }.max(),
      "take a shorter time step, or merge chains of short reaches")
    let low = numbers.indices.filter { numbers[$0].map { $0 < window.lowerBound } ?? false }
    add(
      .courantLow, low, low.compactMap { numbers[$0] }.min(),
      "cut long reaches into shorter ones, or take a longer time step")
    add(
      .courantUnknown, numbers.indices.filter { numbers[$0] == nil }, nil,
      "give length (and drainage area) of these reaches, or check with a celerity")
    return findings
  }

  private static let significant = 1_000.0
  private static func rounded(_ value: Double) -> Double {
    (value * significant).rounded() / significant
  }
}
