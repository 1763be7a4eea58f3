import RiverNetworks
import SpaceTimeSweep

/// How well a simulation over several ranks would go: the schedule of chunks played through with a
/// measured speed of the kernel, without files.
struct RankPlan: Codable {
  var ranks: Int
  /// Most reaches of a rank over the mean.
  var imbalance: Double
  /// Series that go over borders.
  var series: Int
  var bytesPerStep: Int
  /// Ranks that wait for one another in a row.
  var depth: Int
  /// Part of the time in which the last rank waits for its first chunk.
  var fill: Double
  var seconds: Double
  /// Of one rank's time over all ranks' time.
  var efficiency: Double

  enum CodingKeys: String, CodingKey {
    case ranks, imbalance, series, bytesPerStep = "bytes_per_step", depth, fill, seconds, efficiency
  }

  /// What a message costs beside its bytes, s: usual of MPI within a cluster.
  private static let messageSeconds = 5e-6
  private static let width = 32

  /// - Parameters:
  ///   - speed: reach-steps per second of one rank, if packs had no partial turns
  ///   - delay: mean of the packs' greatest delays, turns
  init(network: RiverNetwork, ranks: Int, steps: Int, speed: Double, delay: Double) throws {
    let partition = try Partition(network: network, parts: ranks)
    var sources = [Set<Int>](repeating: [], count: ranks)
    var passages = Set<[Int]>()
    var received = [Int](repeating: 0, count: ranks)
    for (part, range) in partition.parts.enumerated() {
      for position in range {
        for link in network.links(outOf: ReachIndex(position))
        where link.downstream.position >= range.upperBound {
          let to = partition.part(of: link.downstream.position)
          sources[to].insert(part)
          if passages.insert([position, to]).inserted { received[to] += 1 }
        }
      }
    }
    let chunk = TimeChunks.length(steps: steps, threads: 1, ranks: ranks)
    let chunks = (steps + chunk - 1) / chunk
    func seconds(_ reaches: Int, _ count: Int, _ chunk: Int) -> Double {
      Double(reaches) * Double(count) * (Double(chunk) + delay) / Double(chunk) / speed
    }
    var depths = [Int](repeating: 0, count: ranks)
    var finished = [Double](repeating: 0, count: ranks)
    var firstStart = 0.0
    for index in 0..<chunks {
      let count = min(chunk, steps - index * chunk)
      for rank in 0..<ranks {
        var start = finished[rank]
        for source in sources[rank] {
          start = max(start, finished[source] + Self.messageSeconds)
          depths[rank] = max(depths[rank], depths[source] + 1)
        }
        if index == 0 { firstStart = max(firstStart, start) }
        finished[rank] =
          start + seconds(partition.parts[rank].count, count, chunk)
          + Double(received[rank]) * Self.messageSeconds
      }
    }
    let total = finished.max() ?? 0
    let alone = seconds(network.count, steps, TimeChunks.mostSteps)
    self.ranks = ranks
    imbalance =
      Double(partition.parts.map(\.count).max() ?? 0) * Double(ranks) / Double(network.count)
    series = passages.count
    bytesPerStep = passages.count * MemoryLayout<Float>.stride
    depth = depths.max() ?? 0
    fill = total > 0 ? firstStart / total : 0
    self.seconds = total
    efficiency = alone / (Double(ranks) * total)
  }

  /// Mean of the packs' greatest delays.
  static func meanDelay(_ network: RiverNetwork) -> Double {
    let packing = LanePacking(network: network, width: width)
    return packing.greatestDelays.reduce(0.0) { $0 + Double($1) } / Double(packing.packCount)
  }
}
