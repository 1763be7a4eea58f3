import ReachOperators
import RiverNetworks

/// How water goes between the lanes of each pack, and between packs, as the kernels want it.
///
/// Forward, a lane *receives* from the lanes above; in reverse it receives sensitivities from the
/// lanes below. Both are the same thing with the links turned round, so this type serves both.
///
/// A lane takes part in as many *slots* as it has links of that kind. An inner slot is a permutation
/// of the previous turn's values and a weight for every lane (0: no link); an outer slot is a column
/// of values staged from memory, and a weight.
@usableFromInline
final class PackLinks<Element: Lane>: @unchecked Sendable {
  @usableFromInline struct InnerSlot: BitwiseCopyable {
    @usableFromInline var permutation: Element.Permutation
    @usableFromInline var weight: Element
  }

  /// A series staged into one lane of an outer slot.
  @usableFromInline struct OuterLink {
    @usableFromInline var slot: Int32
    @usableFromInline var lane: Int32
    /// Which of the series kept between packs.
    @usableFromInline var series: Int32
  }

  /// A lane whose values are kept for other packs.
  @usableFromInline struct Export {
    @usableFromInline var lane: Int32
    @usableFromInline var series: Int32
  }

  /// Slots of pack p: `innerStart[p]..<innerStart[p+1]`; likewise below.
  @usableFromInline var innerStart: [Int32] = [0]
  @usableFromInline let innerSlots: AlignedBuffer<InnerSlot>
  @usableFromInline var outerWeightStart: [Int32] = [0]
  @usableFromInline let outerWeights: AlignedBuffer<Element>
  @usableFromInline var outerStart: [Int32] = [0]
  @usableFromInline var outerLinks: [OuterLink] = []
  @usableFromInline var exportStart: [Int32] = [0]
  @usableFromInline var exports: [Export] = []
  /// Number of series kept between packs.
  @usableFromInline let seriesCount: Int
  /// Greatest number of outer slots of a pack.
  @usableFromInline let greatestOuterSlotCount: Int
  /// Packs from which pack p takes series.
  let sources: [[Int32]]

  enum Direction { case downstream, upstream }

  init(network: RiverNetwork, packing: LanePacking, direction: Direction) {
    let width = packing.width
    // The links by which a reach receives, as (the other reach, weight), the farthest first: outer
    // slots then come before inner ones without changing the order of a sum, and what a reach
    // receives does not depend, to the bit, on how reaches are packed.
    func links(of reach: Int) -> [(Int, Double)] {
      switch direction {
      case .downstream:
        network.links(into: ReachIndex(reach)).map { ($0.upstream.position, $0.fraction) }
      case .upstream:
        network.links(outOf: ReachIndex(reach)).reversed().map {
          ($0.downstream.position, $0.fraction)
        }
      }
    }

    // A reach that gives to another pack has a series of its own.
    var seriesOfReach = [Int32](repeating: -1, count: network.count)
    var series: Int32 = 0
    for reach in 0..<network.count {
      let pack = packing.pack(of: packing.places[reach])
      for (other, _) in links(of: reach)
      where packing.pack(of: packing.places[other]) != pack && seriesOfReach[other] < 0 {
        seriesOfReach[other] = 0
      }
    }

    var inner: [InnerSlot] = []
    var weights: [Element] = []
    var sources: [[Int32]] = []
    sources.reserveCapacity(packing.packCount)
    var greatest = 0
    var laneLinks: [[(Int, Double)]] = Array(repeating: [], count: width)
    for pack in 0..<packing.packCount {
      var sourcePacks: [Int32] = []
      var innerCount = 0
      var outerCount = 0
      for lane in 0..<width {
        let reach = Int(packing.reaches[pack * width + lane])
        laneLinks[lane] = reach < 0 ? [] : links(of: reach)
        let within = laneLinks[lane].count {
          packing.pack(of: packing.places[$0.0]) == pack
        }
        innerCount = max(innerCount, within)
        outerCount = max(outerCount, laneLinks[lane].count - within)
        if reach >= 0, seriesOfReach[reach] >= 0 {
          seriesOfReach[reach] = series
          exports.append(Export(lane: Int32(lane), series: series))
          series += 1
        }
      }
      var permutations = Array(repeating: Array(0..<width), count: innerCount)
      var innerWeights = Array(
        repeating: Array(repeating: 0.0, count: width), count: innerCount)
      var outerWeights = Array(
        repeating: Array(repeating: 0.0, count: width), count: outerCount)
      for lane in 0..<width {
        var innerSlot = 0
        var outerSlot = 0
        for (other, weight) in laneLinks[lane] {
          let place = packing.places[other]
          if packing.pack(of: place) == pack {
            permutations[innerSlot][lane] = packing.lane(of: place)
            innerWeights[innerSlot][lane] = weight
            innerSlot += 1
          } else {
            outerWeights[outerSlot][lane] = weight
            // The series' number is filled in below: in reverse it is not known yet.
            outerLinks.append(
              OuterLink(slot: Int32(outerSlot), lane: Int32(lane), series: Int32(other)))
            sourcePacks.append(Int32(packing.pack(of: place)))
            outerSlot += 1
          }
        }
      }
      for slot in 0..<innerCount {
        inner.append(
          InnerSlot(
            permutation: Element.permutation(permutations[slot]),
            weight: Element(scalars: innerWeights[slot])))
      }
      weights += outerWeights.map { Element(scalars: $0) }
      greatest = max(greatest, outerCount)
      innerStart.append(Int32(inner.count))
      outerWeightStart.append(Int32(weights.count))
      outerStart.append(Int32(outerLinks.count))
      exportStart.append(Int32(exports.count))
      sources.append(Array(Set(sourcePacks)).sorted())
    }
    for link in outerLinks.indices {
      outerLinks[link].series = seriesOfReach[Int(outerLinks[link].series)]
    }
    innerSlots = AlignedBuffer(inner)
    outerWeights = AlignedBuffer(weights)
    seriesCount = Int(series)
    greatestOuterSlotCount = greatest
    self.sources = sources
  }

  @usableFromInline func innerSlotCount(_ pack: Int) -> Int {
    Int(innerStart[pack + 1] - innerStart[pack])
  }
  @usableFromInline func outerSlotCount(_ pack: Int) -> Int {
    Int(outerWeightStart[pack + 1] - outerWeightStart[pack])
  }
}

extension Lane {
  /// A vector from `width` numbers.
  init(scalars: [Double]) {
    precondition(scalars.count == Self.width)
    self.init(repeating: 0)
    withUnsafeMutableBytes(of: &self) { bytes in
      let lanes = bytes.bindMemory(to: Scalar.self)
      for lane in 0..<Self.width { lanes[lane] = Scalar(scalars[lane]) }
    }
  }
}
