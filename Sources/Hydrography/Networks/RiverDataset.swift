import RiverNetworks

/// A river network with all that its file says of each reach.
///
/// Every column and geometry is in the network's order: row r belongs to `ReachIndex(r)`.
public struct RiverDataset: Sendable {
  /// The file, as it was named.
  public let file: String
  public let layer: String
  /// GDAL's short name of the file's format.
  public let driver: String

  /// The reaches in topological order.
  public let network: RiverNetwork
  /// Which columns were read as what, in which units.
  public let fields: RecognisedFields
  /// All attributes, as the file writes them (its units, its spelling).
  public let columns: [VectorColumn]
  /// The reaches' lines, or nil for a layer without geometry.
  public let geometries: WKBGeometries?
  /// The coordinate reference system as WKT 2, or nil when the file states none.
  public let crs: String?

  /// Drainage area above each reach's lower end, m².
  public let drainageAreas: NullableArray<Double>?
  /// Strahler order as the file gives it.
  public let orders: NullableArray<Double>?
  /// Identifier of the gauge on each reach, blanks around it removed.
  public let gaugeIDs: NullableArray<String>?

  /// The row of each reach in the file, counted from 0.
  public let fileRows: [Int]
  /// The policy by which divergences were split; nil when the file states all fractions, or the
  /// river nowhere divides.
  public let split: SplitPolicy?
  /// Reaches whose slope, or length, was missing and filled in by the reader's policy.
  public let filledSlopes: [ReachID]
  public let filledLengths: [ReachID]
  /// Features of the file that are no rivers.
  public let leftOut: [NetworkDraft.LeftOut]
  /// What was repaired before the network was made.
  public let repairs: [NetworkRepair.Record]

  public let counts: Counts
  /// What GDAL warned of while opening and reading.
  public let warnings: [String]

  /// What was found in the file, to be told to the user.
  public struct Counts: Sendable, Equatable {
    public let reaches: Int
    public let links: Int
    public let outlets: Int
    public let headwaters: Int
    /// Places where the river divides: reaches that divide into the same branches count once.
    public let divergences: Int
    /// Reaches with several downstream reaches.
    public let dividingReaches: Int
    /// Divergences at which the split policy found nothing to go by (equal shares, or the branch
    /// that the file names first).
    public let splitFallbacks: Int
    /// Links left out because all water takes the main path.
    public let minorLinksLeftOut: Int
    /// Slopes that are exactly 0, and below 0: valid in a network; operators state their floor.
    public let zeroSlopes: Int
    public let negativeSlopes: Int
    /// Reaches without a line, in a layer that has geometry.
    public let missingGeometries: Int
    /// Links to reaches that the file does not have, taken for outlets because the mapping said so.
    public let linksLeavingFile: Int

    /// Slopes and lengths filled in by policy.
    public let filledSlopes: Int
    public let filledLengths: Int
    /// Features left out because they are no rivers, of all kinds together.
    public let leftOutFeatures: Int

    init(
      network: RiverNetwork, geometries: WKBGeometries?, linksLeavingFile: Int,
      split: SplitFractions, filledSlopes: Int, filledLengths: Int,
      leftOut: [NetworkDraft.LeftOut]
    ) {
      reaches = network.count
      links = network.linkCount
      outlets = network.outlets.count
      headwaters = network.headwaters.count
      let dividing = network.indices.filter { network.links(outOf: $0).count > 1 }
      dividingReaches = dividing.count
      divergences = Set(dividing.map { network.links(outOf: $0).map(\.downstream) }).count
      splitFallbacks = split.fallbacks
      minorLinksLeftOut = split.minorLinks
      self.filledSlopes = filledSlopes
      self.filledLengths = filledLengths
      leftOutFeatures = leftOut.reduce(0) { $0 + $1.count }
      zeroSlopes = network.slopes.count { $0 == 0 }
      negativeSlopes = network.slopes.count { $0 < 0 }
      missingGeometries = geometries?.nullCount ?? 0
      self.linksLeavingFile = linksLeavingFile
    }
  }

  /// What was done to the file's network and is to be told to the user, in plain words.
  public var notes: [String] {
    var notes = leftOut.map { "features left out: \($0.count) \($0.kind)" }
    if counts.linksLeavingFile > 0 {
      notes.append(
        "outlets because the reach below is not in the network: \(counts.linksLeavingFile)")
    }
    if let split {
      notes.append(
        "divergences: \(counts.divergences), split \(split)"
          + (counts.minorLinksLeftOut > 0 ? ", \(counts.minorLinksLeftOut) links left out" : "")
          + (counts.splitFallbacks > 0 ? ", \(counts.splitFallbacks) without data: equal" : ""))
    }
    if counts.filledSlopes > 0 { notes.append("missing slopes filled in: \(counts.filledSlopes)") }
    if counts.filledLengths > 0 { notes.append("lengths filled in: \(counts.filledLengths)") }
    return notes + repairs.map(\.description)
  }

  /// The attribute of that name, case aside, or nil.
  public func column(_ name: String) -> VectorColumn? {
    guard let spelled = ColumnNames(columns.map(\.name))[name] else { return nil }
    return columns.first { $0.name == spelled }
  }
}
