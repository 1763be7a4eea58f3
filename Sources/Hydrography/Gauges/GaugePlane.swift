import CGDAL
import RiverNetworks

/// A plane that touches the globe at a gauge, in which distances from the gauge are true
/// (azimuthal equidistant projection), metres.
///
/// Source: Snyder (1987), Map Projections: a Working Manual, USGS Professional Paper 1395, chapter
/// 25, doi:10.3133/pp1395.
final class GaugePlane {
  /// What the circle around the gauge covers in the network's coordinates.
  let box: CoordinateBox
  private let fromNetwork: OGRCoordinateTransformationH

  /// How much the box is larger than the circle's eight points tell.
  private static let margin = 0.05

  /// Nil where the network's reference system does not reach the gauge.
  init?(longitude: Double, latitude: Double, crs: String, radius: Double) throws {
    let definition =
      "+proj=aeqd +lat_0=\(latitude) +lon_0=\(longitude) +datum=WGS84 +units=m +no_defs"
    let (transformations, _) = try DriverMessages.collecting {
      try SpatialReference.with(definition) { plane in
        try SpatialReference.with(crs) { network in
          (
            OCTNewCoordinateTransformation(network, plane),
            OCTNewCoordinateTransformation(plane, network)
          )
        }
      }
    }
    guard let fromNetwork = transformations.0, let toNetwork = transformations.1 else {
      OCTDestroyCoordinateTransformation(transformations.0)
      OCTDestroyCoordinateTransformation(transformations.1)
      throw InputError(
        "the network's coordinates cannot be converted to longitude and latitude",
        found: String(crs.prefix(80)), remedy: "convert the network to EPSG:4326")
    }
    defer { OCTDestroyCoordinateTransformation(toNetwork) }
    var x = [0, radius, radius, 0, -radius, -radius, -radius, 0, radius]
    var y = [0, 0, radius, radius, radius, 0, -radius, -radius, -radius]
    let (isDone, _) = DriverMessages.collecting {
      OCTTransform(toNetwork, Int32(x.count), &x, &y, nil) != 0
    }
    guard isDone, (x + y).allSatisfy(\.isFinite) else {
      OCTDestroyCoordinateTransformation(fromNetwork)
      return nil
    }
    let (left, right, low, high) = (x.min()!, x.max()!, y.min()!, y.max()!)
    let (dx, dy) = ((right - left) * Self.margin, (high - low) * Self.margin)
    box = CoordinateBox(x: (left - dx)...(right + dx), y: (low - dy)...(high + dy))
    self.fromNetwork = fromNetwork
  }

  deinit { OCTDestroyCoordinateTransformation(fromNetwork) }

  struct Spot {
    /// m
    let distance: Double
    /// 0 at the line's beginning, 1 at its end; nil for a point.
    let measure: Double?
  }

  /// The point of a geometry that is nearest to the gauge; nil where it cannot be projected.
  func nearestPoint(of bytes: ArraySlice<UInt8>) throws -> Spot? {
    let (spot, _) = DriverMessages.collecting { () -> Spot? in
      guard let geometry = WKBGeometries.geometry(bytes) else { return nil }
      defer { OGR_G_DestroyGeometry(geometry) }
      guard OGR_G_Transform(geometry, fromNetwork) == OGRERR_NONE,
        let gauge = OGR_G_CreateGeometry(wkbPoint)
      else { return nil }
      defer { OGR_G_DestroyGeometry(gauge) }
      OGR_G_SetPoint_2D(gauge, 0, 0, 0)
      let distance = OGR_G_Distance(gauge, geometry)
      guard distance >= 0, distance.isFinite else { return nil }
      return Spot(distance: distance, measure: Self.measure(of: geometry))
    }
    return spot
  }

  /// How far along a line, or along the parts of a multi-line, the point nearest to the origin is.
  private static func measure(of geometry: OGRGeometryH) -> Double? {
    let parts = OGR_G_GetGeometryCount(geometry)
    let lines =
      parts > 0 ? (0..<parts).compactMap { OGR_G_GetGeometryRef(geometry, $0) } : [geometry]
    var length = 0.0
    var nearest = (square: Double.infinity, along: 0.0)
    for line in lines {
      let count = OGR_G_GetPointCount(line)
      guard count > 1 else { continue }
      for place in 1..<count {
        let (x0, y0) = (OGR_G_GetX(line, place - 1), OGR_G_GetY(line, place - 1))
        let (dx, dy) = (OGR_G_GetX(line, place) - x0, OGR_G_GetY(line, place) - y0)
        let square = dx * dx + dy * dy
        guard square > 0 else { continue }
        let share = min(max(-(x0 * dx + y0 * dy) / square, 0), 1)
        let (x, y) = (x0 + share * dx, y0 + share * dy)
        if x * x + y * y < nearest.square {
          nearest = (x * x + y * y, length + share * square.squareRoot())
        }
        length += square.squareRoot()
      }
    }
    return length > 0 ? nearest.along / length : nil
  }
}

extension WKBGeometries {
  /// GDAL's own form of a geometry, to be destroyed by the caller; nil for bytes that are none.
  static func geometry(_ bytes: ArraySlice<UInt8>) -> OGRGeometryH? {
    var geometry: OGRGeometryH?
    let status = bytes.withUnsafeBytes {
      OGR_G_CreateFromWkb($0.baseAddress, nil, &geometry, Int32($0.count))
    }
    guard status == OGRERR_NONE else {
      OGR_G_DestroyGeometry(geometry)
      return nil
    }
    return geometry
  }
}
