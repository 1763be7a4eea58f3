import ReachOperators
import RiverModels
import RiverNetworks
import SpaceTimeSweep
import Foundation

typealias F = MuskingumCunge<SIMD16<Float>, ManningCelerity>
func time<T>(_ f: () -> T) -> (Double, T) { let a = DispatchTime.now().uptimeNanoseconds; let r = f(); return (Double(DispatchTime.now().uptimeNanoseconds - a) * 1e-9, r) }
func net(_ kind: String, _ n: Int) -> RiverNetwork {
  var b = NetworkBuilder()
  var s: UInt64 = 1
  func r() -> Double { s = s &* 6364136223846793005 &+ 1442695040888963407; return Double(s >> 11) / 9007199254740992 }
  for i in 0..<n { b.addReach(.number(Int64(i)), length: 3000 + 6000 * r(), slope: 0.001 + 0.01*r()) }
  var kids = [Int](repeating: 0, count: n)
  for i in 1..<n {
    var d = kind == "chain" ? i - 1 : Int(r() * Double(i))
    while kids[d] >= 2 && kind != "chain" { d = Int(r() * Double(i)) }
    kids[d] += 1
    b.addLink(from: .number(Int64(i)), to: .number(Int64(d))) }
  return try! b.build()
}
let a = CommandLine.arguments
let n = Int(a[2])!, steps = Int(a[3])!, threads = Int(a[4])!
let network = net(a[1], n)
var conf = RouterConfiguration(); conf.threads = threads; conf.chunkLength = a.count > 5 ? Int(a[5])! : nil
let m = Router(network: network, configuration: conf)
let ch = (0..<n).map { ReachChannel(length: network.lengths[$0], slope: network.slopes[$0], roughness: 0.05) }
let days = steps / 24 + 1
let lat = LateralForcing(values: (0..<n*days).map { 0.1 + 0.05 * Float(($0 &* 7919) % 13) }, valuesPerReach: days, stepsPerValue: 24)
for _ in 0..<5 {
  let (t, r) = time { m.simulate(channels: ch, lateral: lat, steps: steps, records: [n-1]) }
  let (g, q) = time { m.gradient(channels: ch, lateral: lat, steps: steps, records: [n-1]) { [$0.records[0].map { _ in 1.0 }] } }
  print("fwd M/s", r.reachSteps / t / 1e6, "grad M/s", r.reachSteps / g / 1e6, r.records[0].last!, q.channels[0].roughness, r.balance.relativeResidual)
}
