import Foundation
import RiverModels
import RiverNetworks
import Testing

@Suite struct BoundsTests {
  static let ranges = [
    Bounds.manningRoughness, .channelShapeExponent, .channelWidthCoefficient,
    try! Bounds(lower: -5, upper: 3), try! Bounds(lower: 1e-6, upper: 1e3, scale: .logarithmic),
  ]

  @Test(arguments: ranges)
  func rawIsTheInverse(_ bounds: Bounds) throws {
    for raw in stride(from: -12.0, through: 12, by: 0.37) {
      let value = bounds.value(of: raw)
      // What the rounding of the value costs in raw.
      let tolerance =
        1e-15 * max(1, abs(bounds.lower), abs(bounds.upper))
        / bounds.derivative(at: raw)
      #expect(abs(try bounds.raw(of: value) - raw) <= tolerance + 1e-13, "raw \(raw)")
    }
    for share in [1e-6, 0.01, 0.3, 0.5, 0.9, 0.999] {
      let value = bounds.lower + share * (bounds.upper - bounds.lower)
      let back = bounds.value(of: try bounds.raw(of: value))
      #expect(isClose(back, value, tolerance: 1e-13, scale: 1e-6))
    }
  }

  @Test(arguments: ranges)
  func derivativeAgreesWithDuals(_ bounds: Bounds) {
    for raw in stride(from: -20.0, through: 20, by: 0.61) {
      let reference = bounds.reference(Dual(raw, slope: 1))
      #expect(isClose(bounds.value(of: raw), reference.value, tolerance: 1e-13, scale: 1e-6))
      #expect(isClose(bounds.derivative(at: raw), reference.slope, tolerance: 1e-12, scale: 0))
    }
  }

  @Test(arguments: ranges)
  func valueNeverLeavesTheBounds(_ bounds: Bounds) {
    for raw in [-1e308, -1000, -40, -36.9, 36.9, 40, 1000, 1e308] {
      #expect((bounds.lower...bounds.upper).contains(bounds.value(of: raw)))
      #expect(bounds.derivative(at: raw).isFinite)
    }
    #expect(bounds.value(of: .nan).isNaN)
    #expect(bounds.derivative(at: 36) > 0)
  }

  @Test func rawZeroIsTheMiddle() {
    #expect(isClose(Bounds.manningRoughness.value(of: 0), 0.1325, tolerance: 1e-15, scale: 0))
    #expect(
      isClose(
        Bounds.channelWidthCoefficient.value(of: 0), 200.0.squareRoot(), tolerance: 1e-15,
        scale: 0))
  }

  @Test func rangesInUse() throws {
    #expect(Bounds.manningRoughness == (try Bounds(lower: 0.015, upper: 0.25)))
    #expect(Bounds.channelShapeExponent == (try Bounds(lower: 0, upper: 1)))
    #expect(
      Bounds.channelWidthCoefficient == (try Bounds(lower: 1, upper: 200, scale: .logarithmic)))
    #expect(Bounds.defaultChannelWidthCoefficient == 21)
  }

  @Test func impossibleBoundsAndValuesAreRefused() {
    #expect(throws: InputError.self) { try Bounds(lower: 1, upper: 1) }
    #expect(throws: InputError.self) { try Bounds(lower: 2, upper: 1) }
    #expect(throws: InputError.self) { try Bounds(lower: 0, upper: .infinity) }
    #expect(throws: InputError.self) { try Bounds(lower: 0, upper: 1, scale: .logarithmic) }
    for value in [0.015, 0.25, 0, 1, Double.nan] {
      #expect(throws: InputError.self) { try Bounds.manningRoughness.raw(of: value) }
    }
  }

  @Test(arguments: ranges)
  func roundTripsThroughJSON(_ bounds: Bounds) throws {
    let data = try JSONEncoder().encode(bounds)
    #expect(try JSONDecoder().decode(Bounds.self, from: data) == bounds)
  }

  @Test func decodingChecksToo() {
    let text = #"{"lower": 3, "upper": 1, "scale": "linear"}"#
    #expect(throws: InputError.self) {
      try JSONDecoder().decode(Bounds.self, from: Data(text.utf8))
    }
  }
}
