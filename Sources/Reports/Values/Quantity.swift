/// What the series of a run measure.
public struct Quantity: Sendable, Equatable {
  /// As it begins a title: "Discharge".
  public var name: String
  public var unit: String
  /// What a series is of: "gauge", "catchment", "reach".
  public var place: String

  public init(name: String, unit: String, place: String = "gauge") {
    self.name = name
    self.unit = unit
    self.place = place
  }

  public static let discharge = Quantity(name: "Discharge", unit: "m³ s⁻¹")
  public static let runoff = Quantity(name: "Runoff", unit: "mm d⁻¹", place: "catchment")

  /// For an axis.
  var title: String { "\(name), \(unit)" }
  func places(_ count: Int) -> String {
    "\(count.grouped) \(count == 1 ? place : place.hasSuffix("h") ? place + "es" : place + "s")"
  }
  /// As it begins a heading.
  var heading: String { place.prefix(1).uppercased() + place.dropFirst() }
}
