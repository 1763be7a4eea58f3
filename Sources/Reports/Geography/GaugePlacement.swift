/// Where a gauge is drawn: the lower end of its reach, for which discharge is simulated.
///
/// Lines do not say which way they run. The lower end is the one nearer to a line downstream; at an
/// outlet the one farther from the lines upstream; without neighbours the last vertex.
public enum GaugePlacement {
  /// - Parameters:
  ///   - reach: position of the gauge’s reach
  ///   - lines: one a reach
  ///   - downstream: reaches directly below
  ///   - upstream: reaches directly above
  /// - Returns: nil where the reach has no line
  public static func lowerEnd(
    of reach: Int, lines: ReachLines, downstream: [Int], upstream: [Int]
  ) -> MapPosition? {
    guard let (first, last) = ends(reach, lines) else { return nil }
    let below = downstream.compactMap { ends($0, lines) }
    let above = upstream.compactMap { ends($0, lines) }
    if !below.isEmpty { return gap(first, below) < gap(last, below) ? first : last }
    if !above.isEmpty { return gap(first, above) > gap(last, above) ? first : last }
    return last
  }

  private typealias Point = MapPosition

  private static func ends(_ line: Int, _ lines: ReachLines) -> (Point, Point)? {
    let range = lines.range(line)
    guard let first = range.first, let last = range.last else { return nil }
    return (
      MapPosition(x: lines.x[first], y: lines.y[first]),
      MapPosition(x: lines.x[last], y: lines.y[last])
    )
  }

  /// Squared distance to the nearest end.
  private static func gap(_ point: Point, _ others: [(Point, Point)]) -> Double {
    others.flatMap { [$0.0, $0.1] }.map { other in
      let (dx, dy) = (other.x - point.x, other.y - point.y)
      return dx * dx + dy * dy
    }.min() ?? .infinity
  }
}
