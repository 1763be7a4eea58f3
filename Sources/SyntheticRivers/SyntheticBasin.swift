import Foundation
import RiverNetworks

/// A river basin made from a seed: network, geometry and catchment attributes with the statistics of
/// real rivers.
///
///     let basin = try SyntheticBasin(configuration: .init(reachCount: 1_000, seed: 7))
///     basin.network            // 1,000 reaches in topological order
///     basin.geometry           // lines that meet, in metres and in degrees
///
/// ## How it is made
///
/// 1. **Divide.** The basin is a ragged lemniscate loop (Chorley et al. 1957) on a triangular
///    lattice, with about twelve cells for each reach.
/// 2. **Drainage.** From the outlet the basin is conquered cell by cell, each taking an
///    exponentially distributed time (first-passage percolation); a cell drains to the neighbour
///    it was conquered from. The tree has the scaling of directed polymers: Hack's exponent is 3/5
///    in theory, 0.55 to 0.6 in rivers (Hack 1957, doi:10.3133/pp294B; Rigon et al. 1996,
///    doi:10.1029/96WR02397), and side branches are self-similar (Tokunaga).
/// 3. **Channels.** Cells with at least a support area above them are channel. The support area is
///    set so that the channels, cut at their junctions, are **exactly** the number of reaches asked
///    for; among cells of equal area a random choice fills up the number. A tree of junctions of two
///    has an odd number of reaches: where one is missing, the longest reach is cut in two.
///    Headwaters begin at about 18 km², half of all reaches are headwaters, four junctions in a
///    hundred are of three rivers, and the median length is 5.7 km (nine in ten 1.6 to 18 km).
/// 4. **Profile.** Slope follows drainage area, S = k A^(-θ) with lognormal scatter
///    (``SlopeAreaLaw``), one value from junction to junction; elevations add up from the outlet.
/// 5. **Divergences.** If asked for, a share of the rivers between junctions is replaced by a head,
///    two arms and a tail.
/// 6. **Attributes.** Ten catchment attributes from smooth random fields, elevation and area
///    (``CatchmentAttributes``).
///
/// Measured on 10,000 to 100,000 reaches (``BasinStatistics``): Hack's exponent 0.58 to 0.60,
/// bifurcation ratio 4.0 to 4.7, Tokunaga's T₁ 1.2 to 1.3 and ratio 2.6, slope exponent -0.45.
/// Below about 5,000 reaches the exponents scatter, as those of small basins do.
///
/// The same configuration gives the same basin, to the bit on one system; the steps draw from
/// sequences of their own.
///
/// - Complexity: O(reaches · log reaches) time, about 450 bytes of memory a reach at the peak.
public struct SyntheticBasin: Sendable {
  public let configuration: Configuration
  /// Identifiers are 1...reachCount; lengths in m, slopes in m m⁻¹, all > 0.
  public let network: RiverNetwork
  public let geometry: ReachGeometry
  public let attributes: CatchmentAttributes
  /// Land that drains directly into each reach, km², in network order.
  public let unitCatchmentsSquareKilometres: [Double]
  /// Land that drains through each reach's lower end, km²; on an arm its share of it.
  public let drainageSquareKilometres: [Double]
  /// Bed elevation halfway along each reach, m.
  public let elevations: [Double]
  /// Drainage area from which a river is drawn, km².
  public let supportSquareKilometres: Double

  static let squareMetresPerKilometre = 1e6
  /// Lattice cells for each reach. Gives headwaters of about seven cells, so that a reach wanders
  /// through several.
  private static let cellsPerReach = 12
  private static let smallestTree = 12

  /// - Throws: `InputError` if a value of the configuration is out of range.
  public init(configuration: Configuration) throws {
    try configuration.validate()
    self.configuration = configuration
    let seed = configuration.seed
    let wanted = configuration.reachCount
    let diamonds = Self.diamondCount(wanted: wanted, share: configuration.divergenceShare)
    let treeReaches = wanted - diamonds * Self.reachesAddedByDiamond

    let (tree, channels) = Self.drainage(reaches: treeReaches, seed: seed)
    let cellSquareMetres =
      configuration.unitCatchmentSquareKilometres * Self.squareMetresPerKilometre * Double(wanted)
      / Double(tree.order.count)
    let spacing = (cellSquareMetres / TriangularLattice.rowHeight).squareRoot()
    supportSquareKilometres =
      Double(channels.supportArea) * cellSquareMetres / Self.squareMetresPerKilometre

    let divisions = Self.divisions(of: channels, diamonds: diamonds, seed: seed)
    let drawing = ReachDrawing(
      channels, on: tree.lattice, spacing: spacing, configuration: configuration
    ) { divisions[$0] ?? .whole }

    network = try Self.network(of: drawing)
    let rows = network.inputRows
    unitCatchmentsSquareKilometres = rows.map { drawing.unitSquareKilometres[$0] }
    drainageSquareKilometres = network.accumulatedDownstream(unitCatchmentsSquareKilometres)
    elevations = rows.map { drawing.elevations[$0] }
    geometry = ReachGeometry(
      points: drawing.points, start: drawing.start, rows: rows,
      outletLongitude: configuration.outletLongitude,
      outletLatitude: configuration.outletLatitude)
    attributes = CatchmentAttributes(
      seed: seed, places: geometry.midpoints, elevations: elevations, slopes: network.slopes,
      drainageSquareKilometres: drainageSquareKilometres)
  }

  /// Strahler order of each reach, 1 at a headwater.
  public var strahlerOrders: [Int] { network.strahlerOrders }
  /// Distance along the river from each reach's lower end to the outlet, m.
  public var distancesToOutlet: [Double] { network.distancesToOutlet }

  /// A tree of cells with room for so many reaches, and its channels.
  private static func drainage(
    reaches: Int, seed: UInt64
  ) -> (DrainageTree, ChannelTree) {
    var cells = max(smallestTree, reaches * cellsPerReach)
    while true {
      let tree = DrainageTree(cells: cells, seed: seed)
      if let channels = ChannelTree(of: tree, reaches: reaches, seed: seed) {
        return (tree, channels)
      }
      cells += cells / 2
    }
  }

  private static func network(of drawing: ReachDrawing) throws -> RiverNetwork {
    var builder = NetworkBuilder()
    builder.reserveCapacity(drawing.count)
    for row in 0..<drawing.count {
      builder.addReach(
        .number(Int64(row + 1)), length: drawing.lengths[row], slope: drawing.slopes[row])
    }
    for link in drawing.links {
      builder.addLink(
        from: .number(Int64(link.from + 1)), to: .number(Int64(link.to + 1)),
        fraction: link.fraction)
    }
    return try builder.build()
  }
}
