/// Fewer vertices for the same line: none of the removed ones is farther than a tolerance from what
/// remains.
///
/// Source: Douglas and Peucker (1973), Cartographica 10(2), 112–122, doi:10.3138/FM57-6770-U75U-7727.
public enum LineSimplification {
  /// The positions of the vertices that remain; the first and the last always do.
  ///
  /// - Parameters:
  ///   - vertices: of one line
  ///   - tolerance: in the unit of the vertices, ≥ 0
  /// - Complexity: O(n log n) on river lines, O(n²) at worst; no recursion.
  public static func kept(
    _ vertices: [(x: Double, y: Double)], tolerance: Double
  ) -> [Int] {
    guard vertices.count > 2 else { return Array(vertices.indices) }
    var isKept = [Bool](repeating: false, count: vertices.count)
    isKept[0] = true
    isKept[vertices.count - 1] = true
    var open = [(0, vertices.count - 1)]
    let limit = tolerance * tolerance
    while let (first, last) = open.popLast() {
      var farthest = first
      var distance = limit
      for middle in (first + 1)..<max(last, first + 1) {
        let away = squaredDistance(of: vertices[middle], from: vertices[first], to: vertices[last])
        if away > distance { (farthest, distance) = (middle, away) }
      }
      guard farthest != first else { continue }
      isKept[farthest] = true
      if farthest - first > 1 { open.append((first, farthest)) }
      if last - farthest > 1 { open.append((farthest, last)) }
    }
    return isKept.indices.filter { isKept[$0] }
  }

  /// Squared distance of a point from a segment.
  private static func squaredDistance(
    of point: (x: Double, y: Double), from start: (x: Double, y: Double),
    to end: (x: Double, y: Double)
  ) -> Double {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = dx * dx + dy * dy
    var along = 0.0
    if length > 0 {
      along = ((point.x - start.x) * dx + (point.y - start.y) * dy) / length
      along = min(max(along, 0), 1)
    }
    let (px, py) = (point.x - start.x - along * dx, point.y - start.y - along * dy)
    return px * px + py * py
  }
}
