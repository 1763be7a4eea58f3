import ReachOperators
import RiverNetworks
import SpaceTimeSweep

// What the parts of the sweep cost, one thread, one item at a time:
//
//   swift run -c release -Xcc -march=native --package-path Benchmarks microbenchmarks
//
// "item" is one number for the elementary functions, one reach-step for kernels, one reach for the
// set-up.

typealias Single = SIMD16<Float>
typealias Double8 = SIMD8<Double>

// Independent arguments, so that throughput is measured.
func elementary<Number: Lane>(
  _ name: String, _ type: Number.Type, from low: Double, to high: Double,
  _ function: (Number) -> Number
) {
  let count = 4_096
  let input = AlignedBuffer<Number>(
    (0..<count).map { Number(constant: low + (high - low) * Double($0) / Double(count)) })
  let output = AlignedBuffer<Number>(count: count, filledWith: Number(constant: 0))
  Measurement.report(name, items: 200 * count * Number.width) {
    for _ in 0..<200 {
      for index in 0..<count { output.base[index] = function(input.base[index]) }
    }
  }
}

elementary("log2, Float", Single.self, from: 1e-4, to: 1e4) { Single.log2($0) }
elementary("exp2, Float", Single.self, from: -20, to: 20) { Single.exp2($0) }
elementary("inverse cube root, Float", Single.self, from: 1e-3, to: 1e3) {
  Single.inverseCubeRoot($0)
}
elementary("pow(x, 0.6), Float", Single.self, from: 1e-4, to: 1e4) {
  VectorMathematics.pow($0, Single(repeating: 0.6))
}
elementary("log2, Double", Double8.self, from: 1e-4, to: 1e4) { Double8.log2($0) }
elementary("exp2, Double", Double8.self, from: -20, to: 20) { Double8.exp2($0) }
elementary("inverse cube root, Double", Double8.self, from: 1e-3, to: 1e3) {
  Double8.inverseCubeRoot($0)
}

// Gathering two upstream values a lane, as a permutation of the last turn's values.
elementary("permutation of lanes, Float", Single.self, from: 0, to: 1) {
  Single.permuted($0, Single.permutation((0..<16).map { ($0 * 7 + 3) % 16 }))
}

/// Knuth's MMIX generator.
struct LinearCongruential {
  var state: UInt64 = 1
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-53
  }
}

func tree(_ count: Int) -> RiverNetwork {
  var random = LinearCongruential()
  var builder = NetworkBuilder()
  var branches = [UInt8](repeating: 0, count: count)
  for reach in 0..<count {
    builder.addReach(.number(Int64(reach)), length: 3_000 + 6_000 * random.next(), slope: 0.002)
    guard reach > 0 else { continue }
    var below = 0
    repeat { below = Int(random.next() * Double(reach)) } while branches[below] == 2
    branches[below] += 1
    builder.addLink(from: .number(Int64(reach)), to: .number(Int64(below)))
  }
  return try! builder.build()
}

let size = 200_000
let network = tree(size)
Measurement.report("network from rows, tree of \(size)", items: size) { _ = tree(size) }
Measurement.report("lane packing, tree of \(size)", items: size) {
  _ = LanePacking(network: network, width: 16)
}
let packing = LanePacking(network: network, width: 16)
print("packs \(packing.packCount), lanes filled \(100 * size / (16 * packing.packCount)) %")
