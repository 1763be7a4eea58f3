/// Lines on a map, all vertices in two arrays: line i has the vertices `starts[i]..<starts[i + 1]`.
///
/// A line may be empty: a reach without geometry.
public struct ReachLines: Sendable, Equatable {
  /// Longitude or easting.
  public private(set) var x: [Double] = []
  /// Latitude or northing.
  public private(set) var y: [Double] = []
  public private(set) var starts: [Int] = [0]
  public var coordinates: MapCoordinates

  public init(coordinates: MapCoordinates) { self.coordinates = coordinates }

  /// Number of lines.
  public var count: Int { starts.count - 1 }
  public var vertexCount: Int { x.count }
  /// Lines without a vertex.
  public var emptyCount: Int { (0..<count).count { starts[$0] == starts[$0 + 1] } }

  /// Adds a line; vertices that are not finite are the caller's to refuse.
  public mutating func append(_ vertices: some Sequence<(x: Double, y: Double)>) {
    for vertex in vertices {
      x.append(vertex.x)
      y.append(vertex.y)
    }
    starts.append(x.count)
  }

  /// Where a line's vertices stand.
  public func range(_ line: Int) -> Range<Int> { starts[line]..<starts[line + 1] }

  /// The vertices of a line.
  public func vertices(_ line: Int) -> [(x: Double, y: Double)] {
    range(line).map { (x[$0], y[$0]) }
  }
}
