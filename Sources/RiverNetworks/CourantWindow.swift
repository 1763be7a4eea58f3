/// Which lengths of reaches suit a time step: those whose Courant number C = c Δt / L lies in
/// 2X ≤ C ≤ 2(1 − X), where all of Muskingum's coefficients are positive.
///
/// Source: Cunge (1969), J. Hydraul. Res. 7(2), 205–230, doi:10.1080/00221686909500264.
public struct CourantWindow: Sendable, Hashable {
  /// Reference celerity c of the wave, m s⁻¹.
  public let celerity: Double
  /// Δt, s
  public let timeStep: Double
  /// Muskingum's X, in (0, ½).
  public let weighting: Double

  /// The X of the National Water Model (MusX in RouteLink).
  public static let usualWeighting = 0.2

  /// - Throws: `InputError` for a celerity or time step that is not positive, or an X outside
  ///   (0, ½).
  public init(
    celerity: Double, timeStep: Double, weighting: Double = usualWeighting
  ) throws {
    func check(_ isSound: Bool, _ what: String, _ value: Double, _ expected: String) throws {
      guard !isSound else { return }
      throw InputError(
        "the \(what) of a Courant window cannot be used", found: "\(value)", expected: expected)
    }
    try check(celerity > 0 && celerity.isFinite, "celerity", celerity, "a number above 0 m/s")
    try check(timeStep > 0 && timeStep.isFinite, "time step", timeStep, "a number above 0 s")
    try check(
      weighting > 0 && weighting < 0.5, "weighting X", weighting, "a number between 0 and 0.5")
    self.celerity = celerity
    self.timeStep = timeStep
    self.weighting = weighting
  }

  /// Length of the shortest reach in the window, m.
  public var shortest: Double { celerity * timeStep / (2 * (1 - weighting)) }
  /// Length of the longest reach in the window, m.
  public var longest: Double { celerity * timeStep / (2 * weighting) }
}
