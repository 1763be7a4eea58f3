import RealModule

/// A channel whose top width is a power of its depth, `T = p dᵉ`, approximated by a trapezoid.
///
/// The section of the differentiable-routing literature (Bindas et al. 2024,
/// doi:10.1029/2023WR035337): depth from Manning's formula inverted for a wide section, side slope
/// from the width's power law, the rest from the trapezoid.
///
///     d = max( (Q n (e+1) / (p √S + 1e-8))^(3/(5+3e)), dmin )
///     T = p dᵉ     z = clamp(T e / 2d, ½, 50)     b = max(T - 2 z d, bmin)
///     A = (T + b) d / 2     P = b + 2 d √(1+z²)     R = A/P     v = clamp(R^⅔ √S / n, 0.01, 15)
///
/// One logarithm and two exponentials: depth and width are taken from log₂ d. T/d is exponentiated
/// instead of T, which saves a division.
public struct ChannelGeometry<Number: LaneNumber>: Sendable {
  /// Smallest depth, m (as log₂ too).
  public let leastDepth: Number
  public let logLeastDepth: Number
  /// Smallest bottom width, m.
  public let leastBottomWidth: Number

  public init(limits: ChannelLimits) {
    leastDepth = Number(constant: limits.depth)
    logLeastDepth = Number(constant: Double.log2(limits.depth))
    leastBottomWidth = Number(constant: limits.bottomWidth)
  }

  /// Section and mean velocity at one discharge, with what the adjoint needs.
  public struct Section {
    public var logDischarge: Number
    public var unlimitedLogDepth: Number
    public var logDepth: Number
    /// d, m
    public var depth: Number
    /// T/d
    public var widthToDepth: Number
    /// T, m
    public var topWidth: Number
    public var unlimitedSideSlope: Number
    /// z, horizontal to vertical
    public var sideSlope: Number
    public var unlimitedBottomWidth: Number
    /// b, m
    public var bottomWidth: Number
    /// √(1+z²)
    public var slant: Number
    /// A, m²
    public var area: Number
    /// P, m
    public var perimeter: Number
    /// 1/(P T), m⁻²
    public var inversePerimeterWidth: Number
    /// R, m
    public var hydraulicRadius: Number
    /// R^(-⅓)
    public var inverseCubeRootRadius: Number
    public var unlimitedVelocity: Number
    /// v, m s⁻¹
    public var velocity: Number

    @inlinable @inline(__always)
    init(
      logDischarge: Number, unlimitedLogDepth: Number, logDepth: Number, depth: Number,
      widthToDepth: Number, topWidth: Number, unlimitedSideSlope: Number, sideSlope: Number,
      unlimitedBottomWidth: Number, bottomWidth: Number, slant: Number, area: Number,
      perimeter: Number, inversePerimeterWidth: Number, hydraulicRadius: Number,
      inverseCubeRootRadius: Number, unlimitedVelocity: Number, velocity: Number
    ) {
      self.logDischarge = logDischarge
      self.unlimitedLogDepth = unlimitedLogDepth
      self.logDepth = logDepth
      self.depth = depth
      self.widthToDepth = widthToDepth
      self.topWidth = topWidth
      self.unlimitedSideSlope = unlimitedSideSlope
      self.sideSlope = sideSlope
      self.unlimitedBottomWidth = unlimitedBottomWidth
      self.bottomWidth = bottomWidth
      self.slant = slant
      self.area = area
      self.perimeter = perimeter
      self.inversePerimeterWidth = inversePerimeterWidth
      self.hydraulicRadius = hydraulicRadius
      self.inverseCubeRootRadius = inverseCubeRootRadius
      self.unlimitedVelocity = unlimitedVelocity
      self.velocity = velocity
    }
  }

  /// - Parameters:
  ///   - discharge: m³ s⁻¹, > 0
  ///   - parameters: of the reach
  @inlinable @inline(__always)
  public func section(discharge: Number, parameters: ChannelParameters<Number>) -> Section {
    let half = Number(constant: 0.5)
    let logDischarge = Number.log2(discharge)
    let unlimitedLogDepth =
      parameters.depthExponent * (logDischarge + parameters.logConveyanceFactor)
    let logDepth = Number.larger(unlimitedLogDepth, logLeastDepth)
    let depth = Number.exp2(logDepth)
    let widthToDepth = Number.exp2(
      parameters.logWidthFactor
        + (parameters.widthExponent - Number(constant: 1)) * logDepth)
    let topWidth = widthToDepth * depth
    let unlimitedSideSlope = half * (widthToDepth * parameters.widthExponent)
    let sideSlope = Number.clamp(
      unlimitedSideSlope, Number(constant: ChannelLimits.leastSideSlope),
      Number(constant: ChannelLimits.greatestSideSlope))
    let unlimitedBottomWidth = depth * (widthToDepth - (sideSlope + sideSlope))
    let bottomWidth = Number.larger(unlimitedBottomWidth, leastBottomWidth)
    let slant = Number.squareRoot(Number(constant: 1) + sideSlope * sideSlope)
    let area = (topWidth + bottomWidth) * (half * depth)
    let perimeter = bottomWidth + (depth + depth) * slant
    let inversePerimeterWidth = Number(constant: 1) / (perimeter * topWidth)
    let hydraulicRadius = area * (topWidth * inversePerimeterWidth)
    let inverseCubeRootRadius = Number.inverseCubeRoot(hydraulicRadius)
    let unlimitedVelocity =
      (hydraulicRadius * inverseCubeRootRadius) * parameters.velocityFactor
    let velocity = Number.clamp(
      unlimitedVelocity, Number(constant: ChannelLimits.leastVelocity),
      Number(constant: ChannelLimits.greatestVelocity))
    return Section(
      logDischarge: logDischarge, unlimitedLogDepth: unlimitedLogDepth, logDepth: logDepth,
      depth: depth, widthToDepth: widthToDepth, topWidth: topWidth,
      unlimitedSideSlope: unlimitedSideSlope, sideSlope: sideSlope,
      unlimitedBottomWidth: unlimitedBottomWidth, bottomWidth: bottomWidth, slant: slant,
      area: area, perimeter: perimeter, inversePerimeterWidth: inversePerimeterWidth,
      hydraulicRadius: hydraulicRadius, inverseCubeRootRadius: inverseCubeRootRadius,
      unlimitedVelocity: unlimitedVelocity, velocity: velocity)
  }
}

/// Limits of the section's formulas. Values of the peers' engines (DDR, `attribute_minimums`).
public struct ChannelLimits: Sendable, Hashable, Codable {
  /// Smallest depth, m.
  public var depth = 0.01
  /// Smallest bottom width, m.
  public var bottomWidth = 0.01
  /// Smallest slope used by the formulas, m m⁻¹.
  public var slope = 1e-3
  /// Smallest discharge and lateral inflow, m³ s⁻¹.
  public var discharge = 1e-4

  public init() {}

  public static let leastSideSlope = 0.5
  public static let greatestSideSlope = 50.0
  /// m s⁻¹
  public static let leastVelocity = 0.01
  /// m s⁻¹
  public static let greatestVelocity = 15.0
  /// Added to q_spatial so that the width's exponent is never 0.
  public static let exponentOffset = 1e-6
  /// Added to `p √S` under the fraction bar.
  public static let conveyanceOffset = 1e-8
}
