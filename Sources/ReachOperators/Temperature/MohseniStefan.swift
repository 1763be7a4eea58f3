/// Temperature of a headwater from the air's: the logistic curve of weekly means.
///
///     T = μ + (α - μ) / (1 + exp(γ (β - Ta)))
///
/// Source: Mohseni, Stefan and Erickson (1998), doi:10.1029/98WR01877.
public struct MohseniStefan<Number: LaneNumber>: Sendable {
  /// μ, °C: where it is coldest
  public var lowest: Number
  /// α, °C: where it is hottest
  public var highest: Number
  /// β, °C: air temperature at the inflexion
  public var inflexion: Number
  /// γ, K⁻¹
  public var steepness: Number

  public init(lowest: Number, highest: Number, inflexion: Number, steepness: Number) {
    self.lowest = lowest
    self.highest = highest
    self.inflexion = inflexion
    self.steepness = steepness
  }

  private static var log2e: Double { 1.442_695_040_888_963_4 }

  private func share(_ air: Number) -> Number {
    let one = Number(constant: 1)
    return one
      / (one + Number.exp2(Number(constant: Self.log2e) * (steepness * (inflexion - air))))
  }

  /// Water temperature, °C.
  public func temperature(air: Number) -> Number {
    lowest + (highest - lowest) * share(air)
  }

  /// The transpose of the derivative of ``temperature(air:)``.
  public func adjoint(air: Number, temperature adjoint: Number) -> (air: Number, Self) {
    let one = Number(constant: 1)
    let share = share(air)
    let logistic = adjoint * (highest - lowest) * share * (one - share)
    return (
      air: logistic * steepness,
      Self(
        lowest: adjoint * (one - share), highest: adjoint * share,
        inflexion: -(logistic * steepness), steepness: logistic * (air - inflexion))
    )
  }
}
