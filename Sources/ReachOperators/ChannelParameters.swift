import RealModule

/// What a hydrologist gives for one reach: SI units.
public struct ReachChannel: Sendable, Hashable, Codable {
  /// L, m
  public var length: Double
  /// S, m m⁻¹; held at ``ChannelLimits/slope`` from below by the formulas
  public var slope: Double
  /// Manning's n, s m^(-1/3)
  public var roughness: Double
  /// q: exponent of the top width's power law, in [0, 1]
  public var widthExponent: Double
  /// p: top width at a depth of 1 m, m^(1-q)
  public var widthFactor: Double

  public init(
    length: Double, slope: Double, roughness: Double, widthExponent: Double = 0.5,
    widthFactor: Double = 21
  ) {
    self.length = length
    self.slope = slope
    self.roughness = roughness
    self.widthExponent = widthExponent
    self.widthFactor = widthFactor
  }
}

/// The channel in the form the step wants: everything that does not change is worked out once.
public struct ChannelParameters<Number: LaneNumber>: Sendable {
  /// log₂( n (e+1) / (p √S + 1e-8) )
  public var logConveyanceFactor: Number
  /// 3/(5+3e)
  public var depthExponent: Number
  /// e
  public var widthExponent: Number
  /// log₂ p
  public var logWidthFactor: Number
  /// √S / n
  public var velocityFactor: Number
  /// S L, m
  public var fall: Number
  /// 2 L, m
  public var twiceLength: Number

  @inlinable
  public init(
    logConveyanceFactor: Number, depthExponent: Number, widthExponent: Number,
    logWidthFactor: Number, velocityFactor: Number, fall: Number, twiceLength: Number
  ) {
    self.logConveyanceFactor = logConveyanceFactor
    self.depthExponent = depthExponent
    self.widthExponent = widthExponent
    self.logWidthFactor = logWidthFactor
    self.velocityFactor = velocityFactor
    self.fall = fall
    self.twiceLength = twiceLength
  }
}

extension ChannelParameters where Number == Double {
  public init(_ channel: ReachChannel, limits: ChannelLimits) {
    let e = channel.widthExponent + ChannelLimits.exponentOffset
    let slope = max(channel.slope, limits.slope)
    let root = slope.squareRoot()
    self.init(
      logConveyanceFactor: .log2(
        channel.roughness * (e + 1)
          / (channel.widthFactor * root + ChannelLimits.conveyanceOffset)),
      depthExponent: 3 / (5 + 3 * e),
      widthExponent: e,
      logWidthFactor: .log2(channel.widthFactor),
      velocityFactor: root / channel.roughness,
      fall: slope * channel.length,
      twiceLength: 2 * channel.length)
  }
}

/// Sensitivities to the learned members of ``ChannelParameters``.
public struct ChannelParameterAdjoint<Number: LaneNumber>: Sendable {
  public var logConveyanceFactor: Number
  public var depthExponent: Number
  public var widthExponent: Number
  public var logWidthFactor: Number
  public var velocityFactor: Number

  @inlinable
  public init(
    logConveyanceFactor: Number, depthExponent: Number, widthExponent: Number,
    logWidthFactor: Number, velocityFactor: Number
  ) {
    self.logConveyanceFactor = logConveyanceFactor
    self.depthExponent = depthExponent
    self.widthExponent = widthExponent
    self.logWidthFactor = logWidthFactor
    self.velocityFactor = velocityFactor
  }
}

/// Sensitivities to what the hydrologist gives.
public struct ReachChannelAdjoint: Sendable, Hashable {
  public var roughness: Double
  public var widthExponent: Double
  public var widthFactor: Double

  public init(roughness: Double, widthExponent: Double, widthFactor: Double) {
    self.roughness = roughness
    self.widthExponent = widthExponent
    self.widthFactor = widthFactor
  }

  public static func + (a: Self, b: Self) -> Self {
    Self(
      roughness: a.roughness + b.roughness, widthExponent: a.widthExponent + b.widthExponent,
      widthFactor: a.widthFactor + b.widthFactor)
  }
}

extension ChannelParameterAdjoint where Number == Double {
  /// The transpose of the derivative of `ChannelParameters.init(_:limits:)`.
  public func pulledBack(to channel: ReachChannel, limits: ChannelLimits) -> ReachChannelAdjoint {
    let ln2 = Double.log(2)
    let e = channel.widthExponent + ChannelLimits.exponentOffset
    let root = max(channel.slope, limits.slope).squareRoot()
    let conveyance = channel.widthFactor * root + ChannelLimits.conveyanceOffset
    let denominator = 5 + 3 * e
    return ReachChannelAdjoint(
      roughness: logConveyanceFactor / (channel.roughness * ln2)
        - velocityFactor * root / (channel.roughness * channel.roughness),
      widthExponent: widthExponent + logConveyanceFactor / ((e + 1) * ln2)
        - depthExponent * 9 / (denominator * denominator),
      widthFactor: logWidthFactor / (channel.widthFactor * ln2)
        - logConveyanceFactor * root / (conveyance * ln2))
  }
}
