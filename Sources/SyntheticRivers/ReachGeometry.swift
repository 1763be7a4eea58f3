import Foundation
import RiverNetworks

/// The centrelines of a network's reaches, drawn in a plane and on the globe.
///
/// The last vertex of a reach is the first vertex of each reach it drains to, to the bit. In the
/// plane a line's length is the reach's length.
public struct ReachGeometry: Sendable {
  /// All vertices in the plane, m: x to the east and y to the north of the outlet.
  private let points: [SIMD2<Float>]
  /// The vertices of drawing row k: `points[start[k]..<start[k + 1]]`.
  private let start: [Int]
  /// The drawing row of each reach, in network order.
  private let rows: [Int]
  private let outletLongitude: Double
  private let outletLatitude: Double

  /// Metres on the globe for a metre in the plane: 1, or less where the basin is too large to be
  /// drawn in true size between 75 degrees south and north and in 300 degrees of longitude.
  public let mapScale: Double

  init(
    points: [SIMD2<Float>], start: [Int], rows: [Int], outletLongitude: Double,
    outletLatitude: Double
  ) {
    self.points = points
    self.start = start
    self.rows = rows
    self.outletLongitude = outletLongitude
    self.outletLatitude = outletLatitude
    var low = SIMD2<Float>(repeating: 0)
    var high = SIMD2<Float>(repeating: 0)
    for point in points {
      low = pointwiseMin(low, point)
      high = pointwiseMax(high, point)
    }
    let metre = Self.degreesPerMetre
    let narrowing = cos(outletLatitude * .pi / 180)
    let scales = [
      (Self.latitudeLimit - outletLatitude) / (Double(high.y) * metre),
      (Self.latitudeLimit + outletLatitude) / (-Double(low.y) * metre),
      Self.longitudeLimit * narrowing / (Double(high.x - low.x) * metre),
    ]
    mapScale = scales.filter { $0 > 0 }.reduce(1, min)
  }

  /// The reach's vertices in the plane from its upper to its lower end, m east and north of the
  /// outlet; two at least.
  public func vertices(of reach: ReachIndex) -> [SIMD2<Double>] {
    let row = rows[reach.position]
    return points[start[row]..<start[row + 1]].map { SIMD2<Double>($0) }
  }

  /// The reach's vertices from its upper to its lower end, degrees: longitude, latitude.
  ///
  /// An equidistant cylindrical projection read backwards: true along meridians and along the
  /// outlet's parallel, narrower towards the pole. Take lengths from the network, not from here.
  public func longitudesAndLatitudes(of reach: ReachIndex) -> [SIMD2<Double>] {
    let degrees = Self.degreesPerMetre * mapScale
    let narrowing = cos(outletLatitude * .pi / 180)
    return vertices(of: reach).map {
      var longitude = outletLongitude + $0.x * degrees / narrowing
      if longitude < -180 { longitude += 360 }
      if longitude >= 180 { longitude -= 360 }
      return SIMD2(longitude, outletLatitude + $0.y * degrees)
    }
  }

  /// A point halfway along each reach's list of vertices, in network order, m east and north of the
  /// outlet.
  public var midpoints: [SIMD2<Double>] {
    rows.map { row in
      let (first, last) = (start[row], start[row + 1] - 1)
      let (a, b) = (points[(first + last) / 2], points[(first + last + 1) / 2])
      return (SIMD2<Double>(a) + SIMD2<Double>(b)) / 2
    }
  }

  /// Vertices in all reaches together.
  public var vertexCount: Int { points.count }

  /// Degrees of a great circle in a metre, on a sphere of the mean radius 6,371,008.8 m (Moritz
  /// 2000, Geodetic Reference System 1980, doi:10.1007/s001900050278).
  private static let degreesPerMetre = 180 / (.pi * 6_371_008.8)
  private static let latitudeLimit = 75.0
  private static let longitudeLimit = 300.0
}
