import RealModule

/// A channel whose width is a power of its depth, with Manning's law: rating curve and celerity in
/// closed form.
///
///     T = p dᵉ     A = p d¹⁺ᵉ/(1+e)     R = A/T (a wide channel)     Q = A √S/n R^⅔
///     u = d^⅓ = (Q/G)^(1/(5+3e)),  G = √S p / (n (1+e)^(5/3))
///     β = (dQ/dA) A/Q = (5+3e)/(3(1+e))                      a constant of the channel
///     C = v Δt/L = k_C u²          D = Q/(β T S c L) = k_D u³
///
/// C is Todini's corrected Courant number c Δt/(β L), D his corrected cell Reynolds number: one
/// logarithm and one power give both.
///
/// Source: Todini (2007), Hydrol. Earth Syst. Sci. 11, 1645–1659, doi:10.5194/hess-11-1645-2007.
public struct RatingParameters<Number: LaneNumber>: Sendable {
  /// 1/(5+3e)
  public var rootExponent: Number
  /// log₂ G /(5+3e)
  public var logRootOffset: Number
  /// k_C
  public var courantFactor: Number
  /// k_D
  public var diffusionFactor: Number
  /// p: for what is shown, not for the step
  public var widthFactor: Number

  @inlinable
  public init(
    rootExponent: Number, logRootOffset: Number, courantFactor: Number, diffusionFactor: Number,
    widthFactor: Number
  ) {
    self.rootExponent = rootExponent
    self.logRootOffset = logRootOffset
    self.courantFactor = courantFactor
    self.diffusionFactor = diffusionFactor
    self.widthFactor = widthFactor
  }
}

extension RatingParameters where Number == Double {
  /// - Parameters:
  ///   - channel: length, slope, roughness and width
  ///   - limits: that keep slope, depth and discharge from zero
  ///   - timeStep: Δt, s
  public init(_ channel: ReachChannel, limits: ChannelLimits, timeStep: Double) {
    let slope = max(channel.slope, limits.slope)
    let root = slope.squareRoot() / channel.roughness
    let e = channel.widthExponent
    let share = 1 / (5 + 3 * e)
    self.init(
      rootExponent: share,
      logRootOffset: share * .log2(root * channel.widthFactor / .pow(1 + e, 5.0 / 3)),
      courantFactor: root * .pow(1 + e, -2.0 / 3) * timeStep / channel.length,
      diffusionFactor: 9 * (1 + e) * (share * share) / (slope * channel.length),
      widthFactor: channel.widthFactor)
  }

  /// The transpose of the derivative of `init`: `self` holds the sensitivities to the parameters of
  /// the step.
  public func pulledBack(
    to channel: ReachChannel, limits: ChannelLimits, timeStep: Double
  ) -> ReachChannelAdjoint {
    let values = Self(channel, limits: limits, timeStep: timeStep)
    let ln2 = Double.log(2)
    let e = channel.widthExponent
    let share = values.rootExponent
    let logOffset = logRootOffset * share / ln2
    let courant = courantFactor * values.courantFactor
    let diffusion = diffusionFactor * values.diffusionFactor
    return ReachChannelAdjoint(
      roughness: -(logOffset + courant) / channel.roughness,
      widthExponent: -3 * share * (share * rootExponent + values.logRootOffset * logRootOffset)
        - (5.0 / 3 * logOffset + 2.0 / 3 * courant - diffusion) / (1 + e)
        - 6 * share * diffusion,
      widthFactor: logOffset / channel.widthFactor)
  }
}
