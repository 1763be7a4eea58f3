import Hydrography
import RiverNetworks
import Testing

@Suite struct WKBVerticesTests {
  /// ISO well-known binary of a line, big or little endian.
  private func line(
    _ numbers: [Double], vertices: UInt32, type: UInt32 = 2, isLittle: Bool = true
  ) -> [UInt8] {
    func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
      withUnsafeBytes(of: isLittle ? number.littleEndian : number.bigEndian) { Array($0) }
    }
    return [isLittle ? 1 : 0] + bytes(type) + bytes(vertices)
      + numbers.flatMap { bytes($0.bitPattern) }
  }

  private func read(_ bytes: [UInt8]) throws -> [[Double]] {
    var geometries = WKBGeometries()
    geometries.append(bytes)
    return try geometries.vertices(0).map { [$0.x, $0.y] }
  }

  @Test func `heights and measures are passed over, in either order of bytes`() throws {
    for isLittle in [true, false] {
      #expect(try read(line([1, 2, 3, 4], vertices: 2, isLittle: isLittle)) == [[1, 2], [3, 4]])
      for type: UInt32 in [1_002, 2_002] {
        let bytes = line([1, 2, 9, 3, 4, 9], vertices: 2, type: type, isLittle: isLittle)
        #expect(try read(bytes) == [[1, 2], [3, 4]])
      }
      let both = line([1, 2, 8, 9, 3, 4, 8, 9], vertices: 2, type: 3_002, isLittle: isLittle)
      #expect(try read(both) == [[1, 2], [3, 4]])
    }
  }

  @Test func `parts of a multi-line follow one another`() throws {
    let parts = line([1, 2, 3, 4], vertices: 2) + line([3, 4, 5, 6], vertices: 2)
    #expect(try read([1, 5, 0, 0, 0, 2, 0, 0, 0] + parts) == [[1, 2], [3, 4], [3, 4], [5, 6]])
  }

  @Test func `no line gives no vertices, half a line an error`() throws {
    #expect(try read([1, 1, 0, 0, 0] + [UInt8](repeating: 0, count: 16)).isEmpty)
    #expect(throws: InputError.self) { try read(line([1, 2, 3], vertices: 2)) }
    #expect(throws: InputError.self) { try read([1, 2, 0]) }
    // A count that promises more than there is ends with the bytes.
    #expect(throws: InputError.self) { try read(line([1, 2], vertices: .max)) }
    var geometries = WKBGeometries()
    geometries.appendNull()
    #expect(try geometries.vertices(0).isEmpty)
  }
}
