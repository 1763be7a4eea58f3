/// What the numbers of a line mean.
public enum MapCoordinates: Sendable, Equatable {
  /// Degrees east and north.
  case geographic
  /// Metres east and north.
  case metric
  /// Not stated, or in another unit: a map can be drawn, but without a scale bar.
  case unknown

  /// Told by a coordinate reference system written as WKT (ISO 19162); nil where there is none.
  ///
  /// A projected system is metric when the axes, not merely the ellipsoid below them, are in metres.
  public init(wellKnownText text: String?) {
    guard let text = text?.uppercased() else {
      self = .unknown
      return
    }
    let geographic = ["GEOGCRS", "GEOGRAPHICCRS", "GEODCRS", "GEOGCS"]
    if geographic.contains(where: { text.hasPrefix($0) }) {
      self = .geographic
    } else if text.hasPrefix("PROJ") || text.hasPrefix("BOUNDCRS[SOURCECRS[PROJ") {
      // WKT 2 states the unit after the coordinate system; WKT 1 after the projection.
      let after = text.parts(after: "CS[CARTESIAN") ?? text.parts(after: "PROJECTION[") ?? ""
      let units = ["LENGTHUNIT[\"METRE\",1]", "UNIT[\"METRE\",1", "UNIT[\"METER\",1"]
      self = units.contains { after.contains($0) } ? .metric : .unknown
    } else {
      self = .unknown
    }
  }
}

extension String {
  /// What follows the first occurrence of a text, or nil without one.
  fileprivate func parts(after mark: String) -> Substring? {
    ranges(of: mark).first.map { self[$0.upperBound...] }
  }
}
