/// A gauge before it is known on which reach it stands.
public struct GaugePoint: Sendable, Equatable {
  public var station: String
  /// Degrees east and north (WGS 84; NAD 83 is within two metres of it); nil where not known.
  public var longitude: Double?
  public var latitude: Double?
  /// Drainage area, m².
  public var drainageArea: Double?

  public init(
    station: String, longitude: Double?, latitude: Double?, drainageArea: Double? = nil
  ) {
    self.station = station
    self.longitude = longitude
    self.latitude = latitude
    self.drainageArea = drainageArea
  }

  /// The coordinates, where both are known and on the globe.
  var position: (longitude: Double, latitude: Double)? {
    guard let longitude, let latitude, abs(longitude) <= 360, abs(latitude) <= 90 else {
      return nil
    }
    return (longitude, latitude)
  }
}
