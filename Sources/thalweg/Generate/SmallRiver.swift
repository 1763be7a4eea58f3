import ArgumentParser
import RiverNetworks

/// Rivers small enough to be worked out by hand.
enum SmallRiver: String, CaseIterable, ExpressibleByArgument {
  /// One reach.
  case single
  /// Two headwaters that meet.
  case y
  /// Five reaches, one after the other.
  case chain
  /// A reach that divides into two arms, of 70 and 30 %, which meet again.
  case diamond

  struct Reach {
    let id: Int64
    /// m
    let length: Double
    /// m m⁻¹
    let slope: Double
    /// Land that drains directly into it, km².
    let squareKilometres: Double
    /// Upper and lower end, m east and north of the outlet.
    let from, to: SIMD2<Double>
    /// Reaches below and their shares.
    let below: [(id: Int64, fraction: Double)]
  }

  /// Lengths are a tenth more than the lines': rivers wind.
  var reaches: [Reach] {
    switch self {
    case .single:
      [reach(1, 11_000, 0.002, 80, (0, 10_000), (0, 0), [])]
    case .y:
      [
        reach(1, 8_100, 0.006, 60, (-4_000, 11_000), (0, 5_000), [(3, 1)]),
        reach(2, 6_300, 0.009, 40, (3_000, 10_000), (0, 5_000), [(3, 1)]),
        reach(3, 5_500, 0.003, 30, (0, 5_000), (0, 0), []),
      ]
    case .chain:
      (1...5).map { place in
        let y = Double(5 - place) * 5_000
        return reach(
          Int64(place), 5_500, 0.008 / Double(place), 40, (0, y + 5_000), (0, y),
          place < 5 ? [(Int64(place + 1), 1)] : [])
      }
    case .diamond:
      [
        reach(1, 5_500, 0.004, 120, (0, 15_000), (0, 10_000), [(2, 0.7), (3, 0.3)]),
        reach(2, 6_300, 0.003, 20, (0, 10_000), (0, 5_000), [(4, 1)]),
        reach(3, 8_800, 0.002, 25, (0, 10_000), (0, 5_000), [(4, 1)]),
        reach(4, 5_500, 0.002, 30, (0, 5_000), (0, 0), []),
      ]
    }
  }

  private func reach(
    _ id: Int64, _ length: Double, _ slope: Double, _ area: Double, _ from: (Double, Double),
    _ to: (Double, Double), _ below: [(Int64, Double)]
  ) -> Reach {
    Reach(
      id: id, length: length, slope: slope, squareKilometres: area,
      from: SIMD2(from.0, from.1), to: SIMD2(to.0, to.1),
      below: below.map { (id: $0.0, fraction: $0.1) })
  }

  func network() throws -> RiverNetwork {
    var builder = NetworkBuilder()
    for reach in reaches {
      builder.addReach(.number(reach.id), length: reach.length, slope: reach.slope)
      for branch in reach.below {
        builder.addLink(
          from: .number(reach.id), to: .number(branch.id), fraction: branch.fraction)
      }
    }
    return try builder.build()
  }
}
