import RiverNetworks

/// Reaches and links as a source gives them, before anything is refused: it may hold every fault.
///
/// ``NetworkCheck`` tells what is wrong with it, ``NetworkRepair`` mends it, and ``dataset(_:)``
/// makes the network of it. Every column is in the source's order, one value a row.
///
/// A source that is no vector file makes one from plain columns:
///
///     let draft = NetworkDraft(
///       source: "RouteLink.nc", schema: "RouteLink", ids: link, downstreamIDs: to,
///       lengths: length, slopes: so)
///     let dataset = try draft.dataset()
public struct NetworkDraft: Sendable {
  /// The file, as it was named, and its layer and format.
  public internal(set) var file: String
  public internal(set) var layer: String
  public internal(set) var driver: String
  public internal(set) var fields: RecognisedFields

  /// A row without an identifier is called `row 17`; see ``Fault/Kind/missingID``.
  public internal(set) var ids: [ReachID]
  /// Channel lengths, m; NaN where missing.
  public internal(set) var lengths: [Double]
  /// Channel slopes, m m⁻¹; NaN where missing.
  public internal(set) var slopes: [Double]
  public internal(set) var links: [Link]

  /// The place of each row in the file, counted from 0: features left out stand between.
  public internal(set) var fileRows: [Int] = []
  /// All attributes as the file writes them, and the lines.
  public internal(set) var columns: [VectorColumn] = []
  public internal(set) var geometries: WKBGeometries?
  public internal(set) var crs: String?
  /// Drainage area above each reach's lower end, m².
  public internal(set) var drainageAreas: NullableArray<Double>?
  public internal(set) var orders: NullableArray<Double>?
  public internal(set) var gaugeIDs: NullableArray<String>?
  /// What tells the branches of a divergence apart.
  var branches = BranchAttributes()

  /// Rows whose downstream reach the file does not have, taken for outlets.
  public internal(set) var rowsLeavingFile: [Int] = []
  /// Features that are no part of the network.
  public internal(set) var leftOut: [LeftOut] = []
  /// What was found while reading that keeps the network from being built.
  public internal(set) var faults: [Fault] = []
  public internal(set) var warnings: [String] = []
  /// What ``NetworkRepair`` changed.
  public internal(set) var repairs: [NetworkRepair.Record] = []

  /// A reach's water going to another, which the source may not have.
  public struct Link: Sendable, Equatable {
    public var from: Int
    public var to: ReachID
    /// Row of `to`; nil when no row bears that identifier.
    public var toRow: Int?
    /// Share of the water, where the source states it.
    public var fraction: Double?
  }

  /// Features left out because they are no rivers.
  public struct LeftOut: Sendable, Equatable {
    /// "Coastline", "no nodes", or the name of the layer of non-network features.
    public let kind: String
    public let count: Int
  }

  /// Something found while reading.
  public struct Fault: Sendable {
    public enum Kind: String, Sendable {
      case missingID = "missing_id"
      case ambiguousOutlet = "ambiguous_outlet"
      case missingFraction = "missing_fraction"
      case missingLength = "missing_length"
      case missingSlope = "missing_slope"
      case unknownUnit = "unknown_unit"
      case notANumber = "not_a_number"
    }
    public let kind: Kind
    /// The rows concerned; empty for a fault of the whole column.
    public let rows: [Int]
    public let error: InputError
  }

  /// Number of rows.
  public var count: Int { ids.count }
}

/// Columns that tell the branches of a divergence apart, one value a row.
struct BranchAttributes: Sendable {
  var divergenceFlags: NullableArray<Double>?
  var mainStem: NullableArray<Double>?
  var widths: NullableArray<Double>?
}
