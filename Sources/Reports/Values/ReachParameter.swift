/// A parameter of the reaches: what it is, and one value a reach.
public struct ReachParameter: Sendable {
  /// As the page's tables call it.
  public var key: String
  /// As it begins a title: "Shade".
  public var name: String
  /// Beside a value; empty where there is none.
  public var unit: String
  /// `[reach]`
  public var values: [Double]
  /// How it was learned: "per reach", "power law"; nil where it was given.
  public var learnedAs: String?
  /// Whether it lies between 0 and 1.
  public var isShare: Bool

  public init(
    _ key: String, name: String, unit: String = "", values: [Double], learnedAs: String? = nil,
    isShare: Bool = false
  ) {
    self.key = key
    self.name = name
    self.unit = unit
    self.values = values
    self.learnedAs = learnedAs
    self.isShare = isShare
  }

  public static let roughnessKey = "n"

  /// Manning's n, s m^(-1/3)
  public static func roughness(_ values: [Double], learnedAs: String? = nil) -> ReachParameter {
    ReachParameter(
      roughnessKey, name: "Manning’s n", unit: "s m⁻¹ᐟ³", values: values, learnedAs: learnedAs)
  }

  /// For an axis or a legend.
  var title: String { unit.isEmpty ? name : "\(name), \(unit)" }

  /// Whether reaches differ.
  var isVaried: Bool { ColorScale(values, isShare: isShare).map { !$0.isUniform } ?? false }

  /// Least, median and greatest; nil without a finite value.
  public var summary: (least: Double, median: Double, greatest: Double)? {
    let sorted = values.filter(\.isFinite).sorted()
    guard let least = sorted.first, let greatest = sorted.last else { return nil }
    return (least, sorted.median!, greatest)
  }
}
