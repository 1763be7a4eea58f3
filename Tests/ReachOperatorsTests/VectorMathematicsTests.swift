import Foundation
import NeuralNetworks
import ReachOperators
import TestSupport
import Testing

typealias Sixteen = SIMD16<Float>
typealias Eight = SIMD8<Double>

/// Error in units of the last place of a `Float` near the reference.
func unitsInTheLastPlace(_ value: Float, _ reference: Double) -> Double {
  abs(Double(value) - reference) / Double(Float(reference).ulp)
}

@Suite("VectorMathematics")
struct VectorMathematicsTests {
  #if DEBUG
    static let spacing = 97
  #else
    static let spacing = 1
  #endif

  /// Numbers of all exponents in `2^range`, mantissas drawn and the awkward ones added.
  private func floats(_ range: ClosedRange<Int>, perExponent: Int, seed: UInt64) -> [Float] {
    var generator = Xoshiro256StarStar(seed: seed)
    let root = Float(2).squareRoot()
    let awkward: [Float] = [
      1, Float(1).nextUp, Float(2).nextDown, root, root.nextUp, root.nextDown, 1.5, 1.25,
    ]
    return range.flatMap { exponent in
      ((0..<perExponent).map { _ in Float.random(in: 1..<2, using: &generator) } + awkward).map {
        Float(sign: .plus, exponent: exponent, significand: $0)
      }
    }
  }

  /// Every number of a range in a release build, some in a debug build.
  private func everyNumber(from first: Float, to last: Float) -> [Float] {
    stride(from: first.bitPattern, to: last.bitPattern, by: Self.spacing).map {
      Float(bitPattern: $0)
    }
  }

  private func worst(
    _ values: [Float], _ function: (Sixteen) -> Sixteen, _ reference: (Double) -> Double
  ) -> (error: Double, at: Float) {
    var worst = (error: 0.0, at: Float(0))
    for start in stride(from: 0, to: values.count, by: 16) {
      var x = Sixteen(repeating: 1)
      for lane in 0..<min(16, values.count - start) { x[lane] = values[start + lane] }
      let y = function(x)
      for lane in 0..<16 {
        let error = unitsInTheLastPlace(y[lane], reference(Double(x[lane])))
        if !(error <= worst.error) { worst = (error, x[lane]) }
      }
    }
    return worst
  }

  @Test("Float log2 within 2 ulp for every normal number")
  func log2Float() {
    let wide = worst(
      floats(-126...127, perExponent: samples(300), seed: 1), Sixteen.log2, Foundation.log2)
    #expect(wide.error <= 2, "at \(wide.at)")
    // Near 1 the result is small: relative accuracy must hold there too.
    var near: [Float] = []
    var step = Float(1)
    for _ in 0..<samples(4_000) {
      near.append(step)
      step = step.nextUp
    }
    for exponent in 1...23 {
      near.append(1 + Float(sign: .plus, exponent: -exponent, significand: 1))
      near.append(1 - Float(sign: .plus, exponent: -exponent - 1, significand: 1))
    }
    let close = worst(near, Sixteen.log2, Foundation.log2)
    #expect(close.error <= 2, "at \(close.at)")
    let between = worst(everyNumber(from: 0.5, to: 2), Sixteen.log2, Foundation.log2)
    #expect(between.error <= 2, "at \(between.at)")
  }

  @Test("Float exp2 within 2 ulp from -126 to 127")
  func exp2Float() {
    var generator = Xoshiro256StarStar(seed: 3)
    var values = (0..<samples(60_000)).map { _ in Float.random(in: -126...127, using: &generator) }
    values += (0..<samples(20_000)).map { _ in Float.random(in: -1...1, using: &generator) }
    values += (-252...254).map { Float($0) / 2 }
    values += (-125...126).flatMap { [(Float($0) + 0.5).nextUp, (Float($0) + 0.5).nextDown] }
    let found = worst(values, Sixteen.exp2, Foundation.exp2)
    #expect(found.error <= 2, "at \(found.at)")
    let octave = worst(everyNumber(from: 1, to: 2), Sixteen.exp2, Foundation.exp2)
    #expect(octave.error <= 2, "at \(octave.at)")
  }

  @Test("Float inverse cube root within 2 ulp for every normal number")
  func inverseCubeRootFloat() {
    let found = worst(
      floats(-126...127, perExponent: samples(300), seed: 4), Sixteen.inverseCubeRoot
    ) { 1 / cbrt($0) }
    #expect(found.error <= 2, "at \(found.at)")
    let octaves = worst(everyNumber(from: 1, to: 8), Sixteen.inverseCubeRoot) { 1 / cbrt($0) }
    #expect(octaves.error <= 2, "at \(octaves.at)")
  }

  @Test("Float pow within 1 ulp while |y log2 x| < 126")
  func powFloat() {
    var generator = Xoshiro256StarStar(seed: 5)
    var worst = (error: 0.0, x: Float(0), y: Float(0))
    for trial in 0..<samples(6_000) {
      var x = Sixteen(repeating: 1)
      var y = Sixteen(repeating: 1)
      for lane in 0..<16 {
        // Discharges and depths with the exponents of the formulas, then everything.
        let exponent =
          trial % 2 == 0
          ? Double.random(in: -20...20, using: &generator)
          : Double.random(in: -126...127, using: &generator)
        x[lane] = Float(Foundation.exp2(exponent))
        let limit = min(125.9 / max(abs(Foundation.log2(Double(x[lane]))), 1e-30), 60)
        y[lane] =
          trial % 2 == 0
          ? Float.random(in: 0.3...1.7, using: &generator)
          : Float(Double.random(in: -limit...limit, using: &generator))
      }
      let power = VectorMathematics.pow(x, y)
      for lane in 0..<16 {
        let reference = Foundation.pow(Double(x[lane]), Double(y[lane]))
        guard abs(Double(y[lane]) * Foundation.log2(Double(x[lane]))) < 126 else { continue }
        let error = unitsInTheLastPlace(power[lane], reference)
        if !(error <= worst.error) { worst = (error, x[lane], y[lane]) }
      }
    }
    #expect(worst.error <= 1, "\(worst.x)^\(worst.y)")
    // Near 1 the exponent may be huge.
    let barely = Sixteen(repeating: Float(1).nextUp)
    let huge = Sixteen(repeating: 5e8)
    let reference = Foundation.pow(Double(Float(1).nextUp), 5e8)
    #expect(unitsInTheLastPlace(VectorMathematics.pow(barely, huge)[6], reference) <= 1)
    #expect(VectorMathematics.pow(barely, Sixteen(repeating: 0))[6] == 1)
    #expect(
      VectorMathematics.pow(Sixteen(repeating: 2), Sixteen(repeating: 0.5))[1]
        == Float(2).squareRoot())
  }

  @Test("Float square root is correctly rounded")
  func squareRootFloat() {
    for value in floats(-126...127, perExponent: 20, seed: 6) {
      #expect(Sixteen.squareRoot(Sixteen(repeating: value))[9] == value.squareRoot())
    }
  }

  @Test("Double functions within 1e-13 relative")
  func doubles() {
    var generator = Xoshiro256StarStar(seed: 7)
    var worst = [String: Double]()
    func note(_ name: String, _ value: Double, _ reference: Double, scale: Double? = nil) {
      let error = abs(value - reference) / (scale ?? abs(reference))
      worst[name] = error.isNaN ? .infinity : max(worst[name] ?? 0, error)
    }
    for _ in 0..<samples(3_000) {
      var x = Eight(repeating: 1)
      var near = x
      var power = x
      var y = x
      for lane in 0..<8 {
        x[lane] = Foundation.exp2(Double.random(in: -1_022...1_023, using: &generator))
        let distance = Foundation.exp2(Double.random(in: -52 ... -1, using: &generator))
        near[lane] = Bool.random(using: &generator) ? 1 + distance : 1 - distance
        power[lane] = .random(in: -1_022...1_023, using: &generator)
        let most = 63.9 / max(abs(Foundation.log2(x[lane])), 1e-9)
        y[lane] = .random(in: -min(most, 40)...min(most, 40), using: &generator)
      }
      let log = Eight.log2(x)
      let nearLog = Eight.log2(near)
      let exp = Eight.exp2(power)
      let root = Eight.inverseCubeRoot(x)
      let pow = VectorMathematics.pow(x, y)
      for lane in 0..<8 {
        note("log2", log[lane], Foundation.log2(x[lane]))
        note(
          "log2 near 1", nearLog[lane], Foundation.log2(near[lane]), scale: abs(near[lane] - 1))
        note("exp2", exp[lane], Foundation.exp2(power[lane]))
        note("inverse cube root", root[lane], 1 / cbrt(x[lane]))
        note("pow", pow[lane], Foundation.pow(x[lane], y[lane]))
        #expect(Eight.squareRoot(x)[lane] == x[lane].squareRoot())
      }
    }
    #expect(worst.count == 5)
    for (name, error) in worst.sorted(by: { $0.key < $1.key }) {
      #expect(error <= 1e-13, "\(name)")
    }
  }

  @Test("Exact where the answer is a whole number")
  func exact() {
    for exponent in -126...127 {
      let power = Float(sign: .plus, exponent: exponent, significand: 1)
      #expect(Sixteen.log2(Sixteen(repeating: power))[3] == Float(exponent))
      #expect(Sixteen.exp2(Sixteen(repeating: Float(exponent)))[3] == power)
    }
    for exponent in -1_022...1_023 {
      let power = Double(sign: .plus, exponent: exponent, significand: 1)
      #expect(Eight.log2(Eight(repeating: power))[3] == Double(exponent))
      #expect(Eight.exp2(Eight(repeating: Double(exponent)))[3] == power)
    }
  }

  @Test("Edge cases as documented: nothing traps, nothing overflows")
  func edgeCases() {
    #expect(abs(Sixteen.log2(Sixteen(repeating: 0))[0] + 127) < 1)
    #expect(abs(Eight.log2(Eight(repeating: 0))[0] + 1_023) < 1)
    let least = Float(sign: .plus, exponent: -126, significand: 1)
    for low in [-200, -126.5, -Float.infinity, .nan] as [Float] {
      #expect(Sixteen.exp2(Sixteen(repeating: low))[5] == least)
    }
    for high in [127.5, 300, Float.infinity] as [Float] {
      #expect(
        Sixteen.exp2(Sixteen(repeating: high))[5]
          == Float(sign: .plus, exponent: 127, significand: 1))
    }
    let leastDouble = Double(sign: .plus, exponent: -1_022, significand: 1)
    for low in [-2_000, -Double.infinity, .nan] as [Double] {
      #expect(Eight.exp2(Eight(repeating: low))[5] == leastDouble)
    }
    #expect(
      Eight.exp2(Eight(repeating: .infinity))[5]
        == Double(sign: .plus, exponent: 1_023, significand: 1))
    for value in [-1, -0.0, .infinity, .nan, .leastNonzeroMagnitude] as [Float] {
      #expect(!Sixteen.log2(Sixteen(repeating: value))[0].isInfinite)
      _ = Sixteen.inverseCubeRoot(Sixteen(repeating: value))
    }
  }
}

/// Fewer samples in a debug build, where a vector is a loop.
func samples(_ count: Int) -> Int {
  #if DEBUG
    max(count / 5, 1)
  #else
    count
  #endif
}
