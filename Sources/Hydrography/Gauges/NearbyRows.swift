import CGDAL

/// A rectangle in the coordinates of a file.
struct CoordinateBox: Sendable {
  var x: ClosedRange<Double>
  var y: ClosedRange<Double>
}

/// The rows whose geometries may touch each of some boxes: those whose own boxes do.
struct NearbyRows {
  /// Rows in ascending order, by box.
  private(set) var rows: [[Int]]

  /// - Complexity: O(rows log boxes) where boxes are small beside the network.
  init(boxes: [CoordinateBox?], geometries: WKBGeometries) {
    rows = boxes.map { _ in [] }
    let sorted = boxes.indices.filter { boxes[$0] != nil }
      .sorted { boxes[$0]!.x.lowerBound < boxes[$1]!.x.lowerBound }
    let starts = sorted.map { boxes[$0]!.x.lowerBound }
    let widest = sorted.map { boxes[$0]!.x.upperBound - boxes[$0]!.x.lowerBound }.max() ?? 0
    for row in 0..<geometries.count {
      guard let bytes = geometries[row], let extent = Self.extent(of: bytes) else { continue }
      var place = Self.firstIndex(of: starts, notBelow: extent.x.lowerBound - widest)
      while place < starts.count, starts[place] <= extent.x.upperBound {
        let box = sorted[place]
        if boxes[box]!.x.overlaps(extent.x), boxes[box]!.y.overlaps(extent.y) {
          rows[box].append(row)
        }
        place += 1
      }
    }
  }

  private static func extent(of bytes: ArraySlice<UInt8>) -> CoordinateBox? {
    let (box, _) = DriverMessages.collecting { () -> CoordinateBox? in
      guard let geometry = WKBGeometries.geometry(bytes) else { return nil }
      defer { OGR_G_DestroyGeometry(geometry) }
      guard OGR_G_IsEmpty(geometry) == 0 else { return nil }
      var envelope = OGREnvelope()
      OGR_G_GetEnvelope(geometry, &envelope)
      guard envelope.MinX <= envelope.MaxX, envelope.MinY <= envelope.MaxY else { return nil }
      return CoordinateBox(
        x: envelope.MinX...envelope.MaxX, y: envelope.MinY...envelope.MaxY)
    }
    return box
  }

  private static func firstIndex(of sorted: [Double], notBelow least: Double) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < least { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
