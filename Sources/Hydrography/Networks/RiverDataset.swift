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

  /// The reaches in topological order; `network.inputRows` leads back to the file's rows.
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

  public let counts: Counts
  /// What GDAL warned of while opening and reading.
  public let warnings: [String]

  /// What was found in the file, to be told to the user.
  public struct Counts: Sendable, Equatable {
    public let reaches: Int
    public let links: Int
    public let outlets: Int
    public let headwaters: Int
    /// Reaches with several downstream reaches.
    public let divergences: Int
    /// Slopes that are exactly 0, and below 0: valid in a network; operators state their floor.
    public let zeroSlopes: Int
    public let negativeSlopes: Int
    /// Reaches without a line, in a layer that has geometry.
    public let missingGeometries: Int
    /// Links to reaches that the file does not have, taken for outlets because the mapping said so.
    public let linksLeavingFile: Int

    init(network: RiverNetwork, geometries: WKBGeometries?, linksLeavingFile: Int) {
      reaches = network.count
      links = network.linkCount
      outlets = network.outlets.count
      headwaters = network.headwaters.count
      divergences = network.indices.count { network.links(outOf: $0).count > 1 }
      zeroSlopes = network.slopes.count { $0 == 0 }
      negativeSlopes = network.slopes.count { $0 < 0 }
      missingGeometries = geometries?.nullCount ?? 0
      self.linksLeavingFile = linksLeavingFile
    }
  }

  /// The attribute of that name, case aside, or nil.
  public func column(_ name: String) -> VectorColumn? {
    guard let spelled = ColumnNames(columns.map(\.name))[name] else { return nil }
    return columns.first { $0.name == spelled }
  }
}
