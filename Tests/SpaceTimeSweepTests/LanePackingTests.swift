import RiverNetworks
import SpaceTimeSweep
import TestSupport
import Testing

@Suite("LanePacking")
struct LanePackingTests {
  @Test(
    "Every reach has a place of its own and a delay that suits its links",
    arguments: SampleNetwork.all)
  func sound(_ sample: SampleNetwork) {
    let network = sample.network
    for width in [1, 2, 8, 16] {
      let packing = LanePacking(network: network, width: width)
      #expect(packing.places.count == network.count)
      #expect(Set(packing.places).count == network.count)
      #expect(packing.reaches.count == packing.packCount * width)
      for (reach, place) in packing.places.enumerated() {
        #expect(packing.reaches[Int(place)] == Int32(reach))
        let pack = packing.pack(of: place)
        let delay = packing.delays[Int(place)]
        #expect(delay >= 0 && delay <= packing.greatestDelays[pack] && Int(delay) < width)
        for link in network.links(into: ReachIndex(reach)) {
          let above = packing.places[link.upstream.position]
          if packing.pack(of: above) == pack {
            #expect(delay == packing.delays[Int(above)] + 1)
          } else {
            #expect(packing.pack(of: above) < pack)
          }
        }
      }
    }
  }

  @Test("A chain fills every lane")
  func chain() {
    let packing = LanePacking(network: SampleNetwork.chain(64).network, width: 16)
    #expect(packing.packCount == 4)
    #expect(Array(packing.delays.prefix(16)) == Array(0..<16))
    let tree = LanePacking(
      network: SampleNetwork.tree(1_600, seed: 1, reach: 400).network, width: 16)
    #expect(tree.packCount == 100)
  }
}
