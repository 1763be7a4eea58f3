import Foundation
import RiverNetworks

/// Finds the reaches on which gauges stand.
///
/// The reaches within ``radius`` of a gauge are ranked by |log(area ratio)|, then by distance;
/// those without a drainage area come last. The first is taken for the gauge's if its area is the
/// gauge's within ``acceptedRatios``, or within the reach's own catchment. Every gauge is told of,
/// with what was found for it.
///
/// Distances are measured in a plane that touches the globe at the gauge (azimuthal equidistant).
public struct GaugeMatching: Sendable {
  /// How far from a gauge its reach may be, m.
  public var radius: Double
  /// Ratios of areas (reach over gauge) at which they are taken for the same.
  public var acceptedRatios: ClosedRange<Double>

  /// Gauges are seldom further from a flowline, and confluences seldom nearer: 2 km.
  public static let usualRadius = 2_000.0
  /// The difference of a fifth that gauge snapping allows as a rule.
  public static let usualRatios = 0.8...1.25

  /// - Throws: `InputError` for a radius that is not positive.
  public init(
    radius: Double = usualRadius, acceptedRatios: ClosedRange<Double> = usualRatios
  ) throws {
    guard radius > 0, radius.isFinite else {
      throw InputError(
        "the distance to look for reaches in is not positive", found: "\(radius) m",
        expected: "a number of metres above 0")
    }
    self.radius = radius
    self.acceptedRatios = acceptedRatios
  }

  /// The match of every gauge, in the gauges' order.
  ///
  /// - Parameters:
  ///   - gauges: points with what is known of their catchments
  ///   - dataset: the network with its geometry
  ///   - crs: the network's coordinate reference system, where its file states none.
  /// - Throws: `InputError` where the network has no lines or states no reference system.
  public func matches(
    of gauges: [GaugePoint], in dataset: RiverDataset, crs: String? = nil
  ) throws -> [GaugeMatch] {
    guard let geometries = dataset.geometries, geometries.nullCount < geometries.count else {
      throw InputError(
        "the network has no geometry", file: dataset.file,
        expected: "lines, or points, to measure distances to",
        remedy: "give the network as a file with its lines")
    }
    guard let crs = dataset.crs ?? crs else {
      throw InputError(
        "the network states no coordinate reference system", file: dataset.file,
        remedy: "state it (a .prj file beside a shapefile, or --crs EPSG:4326)")
    }
    let planes = try gauges.map { gauge in
      try gauge.position.flatMap { position in
        try GaugePlane(
          longitude: position.longitude, latitude: position.latitude, crs: crs, radius: radius)
      }
    }
    let near = NearbyRows(boxes: planes.map { $0?.box }, geometries: geometries)
    return try gauges.indices.map { place in
      guard let plane = planes[place] else {
        return GaugeMatch(
          gauge: gauges[place], status: .noCoordinates, candidate: nil, candidateCount: 0)
      }
      let candidates = try near.rows[place].compactMap { row -> GaugeMatch.Candidate? in
        guard let bytes = geometries[row], let spot = try plane.nearestPoint(of: bytes),
          spot.distance <= radius
        else { return nil }
        let area = dataset.drainageAreas?[row].flatMap { $0 > 0 ? $0 : nil }
        let own = gauges[place].drainageArea.flatMap { $0 > 0 ? $0 : nil }
        return GaugeMatch.Candidate(
          reach: ReachIndex(row), distance: spot.distance, measure: spot.measure,
          drainageArea: area, areaRatio: area.flatMap { area in own.map { area / $0 } })
      }
      let best = candidates.min(by: Self.isBetter)
      return GaugeMatch(
        gauge: gauges[place], status: status(of: best, gauges[place], dataset),
        candidate: best, candidateCount: candidates.count)
    }
  }

  private static func isBetter(_ a: GaugeMatch.Candidate, _ b: GaugeMatch.Candidate) -> Bool {
    func key(_ candidate: GaugeMatch.Candidate) -> (Double, Double, ReachIndex) {
      (
        candidate.areaRatio.map { abs(log($0)) } ?? .infinity, candidate.distance, candidate.reach
      )
    }
    return key(a) < key(b)
  }

  private func status(
    of candidate: GaugeMatch.Candidate?, _ gauge: GaugePoint, _ dataset: RiverDataset
  ) -> GaugeMatch.Status {
    guard let candidate else { return .noReachNear }
    guard let ratio = candidate.areaRatio, let area = candidate.drainageArea,
      let own = gauge.drainageArea
    else { return .areaUnknown }
    if acceptedRatios.contains(ratio) { return .matched }
    // The gauge may stand anywhere along the reach.
    let above = dataset.network.links(into: candidate.reach).reduce(0.0) { sum, link in
      sum + (dataset.drainageAreas?[link.upstream.position] ?? 0)
    }
    return abs(area - own) <= max(area - above, 0) ? .matched : .areaDiffers
  }
}
