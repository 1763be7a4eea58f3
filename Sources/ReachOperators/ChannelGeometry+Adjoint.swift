extension ChannelGeometry {
  /// Sensitivities collected while a section's formulas are walked backwards.
  public struct SectionAdjoint {
    public var topWidth: Number
    public var velocity: Number
    public var hydraulicRadius: Number
    public var slant: Number

    /// - Parameters: the direct sensitivities of what follows the section.
    @inlinable
    public init(topWidth: Number, velocity: Number, hydraulicRadius: Number, slant: Number) {
      self.topWidth = topWidth
      self.velocity = velocity
      self.hydraulicRadius = hydraulicRadius
      self.slant = slant
    }
  }

  /// The transpose of the derivative of ``section(discharge:parameters:)``.
  ///
  /// A clamp passes its gradient strictly inside its limits.
  /// - Returns: the sensitivities to discharge and to the channel's parameters.
  @inlinable @inline(__always)
  public func sectionAdjoint(
    _ section: Section, discharge: Number, parameters: ChannelParameters<Number>,
    adjoint: SectionAdjoint
  ) -> (discharge: Number, parameters: ChannelParameterAdjoint<Number>) {
    let half = Number(constant: 0.5)

    // v = R^⅔ · velocityFactor
    let velocity = Number.masked(
      Number.isInside(
        section.unlimitedVelocity, Number(constant: ChannelLimits.leastVelocity),
        Number(constant: ChannelLimits.greatestVelocity)),
      adjoint.velocity)
    let twoThirdsPower = section.hydraulicRadius * section.inverseCubeRootRadius
    let velocityFactor = velocity * twoThirdsPower
    let radius =
      adjoint.hydraulicRadius
      + velocity * parameters.velocityFactor
      * (Number(constant: 2.0 / 3) * section.inverseCubeRootRadius)

    // R = A/P; 1/P = T/(P T)
    let area = radius * (section.topWidth * section.inversePerimeterWidth)
    let perimeter = -(area * section.hydraulicRadius)

    // P = b + 2 d s ; A = (T + b) d/2 ; s = √(1+z²)
    let bottomWidth = perimeter + area * (half * section.depth)
    let twicePerimeter = perimeter + perimeter
    let depth =
      twicePerimeter * section.slant
      + area * (half * (section.topWidth + section.bottomWidth))
    let slant = adjoint.slant + twicePerimeter * section.depth
    let topWidth = adjoint.topWidth + area * (half * section.depth)
    let sideSlope = slant * section.sideSlope / section.slant
    return shapeAdjoint(
      section, discharge: discharge, parameters: parameters,
      adjoint: .init(
        depth: depth, topWidth: topWidth, bottomWidth: bottomWidth, sideSlope: sideSlope),
      velocityFactor: velocityFactor)
  }

  /// The transpose of the derivative of a section's area and top width alone: of the water in a
  /// reach and its surface.
  @inlinable @inline(__always)
  public func waterAdjoint(
    _ section: Section, discharge: Number, parameters: ChannelParameters<Number>, area: Number,
    topWidth: Number
  ) -> (discharge: Number, parameters: ChannelParameterAdjoint<Number>) {
    let half = Number(constant: 0.5)
    let zero = Number(constant: 0)
    // A = (T + b) d/2
    let width = area * (half * section.depth)
    return shapeAdjoint(
      section, discharge: discharge, parameters: parameters,
      adjoint: .init(
        depth: area * (half * (section.topWidth + section.bottomWidth)),
        topWidth: topWidth + width, bottomWidth: width, sideSlope: zero),
      velocityFactor: zero)
  }

  /// Sensitivities to the four lengths from which all of a section follows.
  @usableFromInline struct ShapeAdjoint {
    @usableFromInline var depth: Number
    @usableFromInline var topWidth: Number
    @usableFromInline var bottomWidth: Number
    @usableFromInline var sideSlope: Number

    @inlinable @inline(__always)
    init(depth: Number, topWidth: Number, bottomWidth: Number, sideSlope: Number) {
      self.depth = depth
      self.topWidth = topWidth
      self.bottomWidth = bottomWidth
      self.sideSlope = sideSlope
    }
  }

  @inlinable @inline(__always)
  func shapeAdjoint(
    _ section: Section, discharge: Number, parameters: ChannelParameters<Number>,
    adjoint: ShapeAdjoint, velocityFactor: Number
  ) -> (discharge: Number, parameters: ChannelParameterAdjoint<Number>) {
    let half = Number(constant: 0.5)
    let ln2 = Number(constant: 0.693_147_180_559_945_309_4)
    var depth = adjoint.depth
    var sideSlope = adjoint.sideSlope
    let topWidth = adjoint.topWidth

    // b = d (T/d - 2 z)
    let bottomWidth = Number.masked(
      Number.isGreater(section.unlimitedBottomWidth, leastBottomWidth), adjoint.bottomWidth)
    let bottomDepth = bottomWidth * section.depth
    depth =
      depth
      + bottomWidth * (section.widthToDepth - (section.sideSlope + section.sideSlope))
    sideSlope = sideSlope - (bottomDepth + bottomDepth)

    // z = e (T/d) / 2
    sideSlope = Number.masked(
      Number.isInside(
        section.unlimitedSideSlope, Number(constant: ChannelLimits.leastSideSlope),
        Number(constant: ChannelLimits.greatestSideSlope)),
      half * sideSlope)

    // T = (T/d) d ; T/d = exp2(log p + (e-1) log d)
    let widthToDepth =
      topWidth * section.depth + bottomDepth + sideSlope * parameters.widthExponent
    depth = depth + topWidth * section.widthToDepth
    let logWidthToDepth = widthToDepth * section.widthToDepth * ln2
    let widthExponent =
      sideSlope * section.widthToDepth + logWidthToDepth * section.logDepth

    // log d = κ (log Q + log G)
    let logDepth = Number.masked(
      Number.isGreater(section.unlimitedLogDepth, logLeastDepth),
      depth * section.depth * ln2
        + logWidthToDepth * (parameters.widthExponent - Number(constant: 1)))
    let logDischarge = logDepth * parameters.depthExponent
    return (
      discharge: logDischarge / (discharge * ln2),
      parameters: ChannelParameterAdjoint(
        logConveyanceFactor: logDischarge,
        depthExponent: logDepth * (section.logDischarge + parameters.logConveyanceFactor),
        widthExponent: widthExponent,
        logWidthFactor: logWidthToDepth,
        velocityFactor: velocityFactor)
    )
  }
}
