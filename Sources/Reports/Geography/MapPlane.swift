import Foundation

/// The sheet a map is drawn on: x to the right, y downwards, from 0 to ``width`` and ``height``.
///
/// Degrees are laid flat with the cosine of the middle latitude (equirectangular projection with
/// that standard parallel), which keeps shapes at the scale of a river basin; other coordinates are
/// taken as they are.
public struct MapPlane: Sendable, Equatable {
  /// Extent in units of the sheet; the longer one is ``longerSide``.
  public let width: Double
  public let height: Double
  /// Length of one unit of the sheet, m; nil where the coordinates' unit is not known.
  public let metresPerUnit: Double?

  private let coordinates: MapCoordinates
  private let origin: (x: Double, y: Double)
  private let scale: (x: Double, y: Double)
  /// Whether the lines cross the date line, so that west of it counts on.
  private let wraps: Bool

  /// Units of the longer side: fine enough that one is half a pixel on a map of 1,000 pixels that
  /// is magnified 16 times.
  public static let longerSide = 32_768.0
  /// Mean radius of the Earth, m (Moritz 2000, Geodetic Reference System 1980, R₁).
  static let earthRadius = 6_371_008.7714

  /// - Returns: nil where there is no vertex with finite coordinates.
  public init?(_ lines: ReachLines) {
    coordinates = lines.coordinates
    var x = lines.x.filter(\.isFinite)
    guard let west = x.min(), let east = x.max(),
      case let y = lines.y.filter(\.isFinite), let south = y.min(), let north = y.max()
    else { return nil }
    wraps = coordinates == .geographic && east - west > Self.halfTurn
    if wraps { x = x.map { $0 < 0 ? $0 + 2 * Self.halfTurn : $0 } }
    let (left, right) = wraps ? (x.min()!, x.max()!) : (west, east)

    let stretch: (x: Double, y: Double)
    switch coordinates {
    case .geographic:
      let metresPerDegree = Self.earthRadius * .pi / Self.halfTurn
      let middle = (south + north) / 2 * .pi / Self.halfTurn
      stretch = (metresPerDegree * cos(middle), metresPerDegree)
    case .metric, .unknown: stretch = (1, 1)
    }
    let spanX = (right - left) * stretch.x
    let spanY = (north - south) * stretch.y
    let longest = max(spanX, spanY)
    let unit = longest > 0 ? longest / Self.longerSide : 1
    origin = (left, north)
    scale = (stretch.x / unit, stretch.y / unit)
    width = spanX / unit
    height = spanY / unit
    metresPerUnit = coordinates == .unknown || longest == 0 ? nil : unit
  }

  /// Where a vertex stands on the sheet.
  public func point(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    let x = wraps && x < 0 ? x + 2 * Self.halfTurn : x
    return ((x - origin.x) * scale.x, (origin.y - y) * scale.y)
  }

  public static func == (a: MapPlane, b: MapPlane) -> Bool {
    (a.width, a.height, a.metresPerUnit, a.coordinates) == (b.width, b.height, b.metresPerUnit, b.coordinates)
      && a.origin == b.origin && a.scale == b.scale
  }

  /// Degrees.
  private static let halfTurn = 180.0
}
