import Foundation
import RiverModels
import RiverNetworks
import Testing

@Suite struct SoftBoundsTests {
  let soft = try! SoftBounds(.manningRoughness)

  @Test func insideTheLogarithmIsLeftAlone() {
    #expect(isClose(soft.value(ofLogarithm: log(0.05)), 0.05, tolerance: 1e-11, scale: 0))
    #expect(isClose(soft.derivative(atLogarithm: log(0.05)), 0.05, tolerance: 1e-9, scale: 0))
    // At a distance of 0.3 from a bound, off by s e^(-6).
    let near = log(0.25) - 0.3
    #expect(abs(log(soft.value(ofLogarithm: near)) - near) < 0.05 * exp(-6.0))
  }

  @Test func risesEverywhereAndStaysInside() {
    var last = 0.0
    for x in stride(from: -5.5, through: 0, by: 0.01) {
      let value = soft.value(ofLogarithm: x)
      #expect(value > last && value <= 0.25 && value >= 0.015)
      last = value
    }
    #expect(isClose(soft.value(ofLogarithm: -1e300), 0.015, tolerance: 1e-14, scale: 0))
    #expect(isClose(soft.value(ofLogarithm: 1e12), 0.25, tolerance: 1e-14, scale: 0))
    #expect(soft.value(ofLogarithm: .nan).isNaN)
  }

  @Test func derivativeAgreesWithDuals() {
    for x in stride(from: -6.0, through: 0.5, by: 0.037) {
      let reference = Bounds.manningRoughness.softReference(Dual(x, slope: 1))
      #expect(isClose(soft.value(ofLogarithm: x), reference.value, tolerance: 1e-12, scale: 0))
      #expect(
        isClose(soft.derivative(atLogarithm: x), reference.slope, tolerance: 1e-12, scale: 0.01))
    }
  }

  @Test func boundsMustBePositive() {
    #expect(throws: InputError.self) { try SoftBounds(.channelShapeExponent) }
  }
}
