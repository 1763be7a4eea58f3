/// Small GeoJSON files from rows of properties, each with a line of two points.
enum GeoJSON {
  /// - Parameter rows: the inside of each feature's `properties`: `"id": 1, "toid": 2`.
  static func lines(_ rows: [String]) -> String {
    let features = rows.enumerated().map { row, properties in
      """
      {"type": "Feature", "properties": {\(properties)}, "geometry": \
      {"type": "LineString", "coordinates": [[\(row), 0.5], [\(row + 1), 0.25]]}}
      """
    }
    return """
      {"type": "FeatureCollection", "name": "reaches", "features": [
      \(features.joined(separator: ",\n"))
      ]}
      """
  }

  /// 10 and 20 join into 30.
  static let confluence = lines([
    #""id": 30, "downstream_id": 0, "length_m": 3000.5, "slope": 0.001, "name": "main""#,
    #""id": 10, "downstream_id": 30, "length_m": 1000, "slope": 0.003, "name": null"#,
    #""id": 20, "downstream_id": 30, "length_m": 2000, "slope": 0, "name": "brook""#,
  ])
}
