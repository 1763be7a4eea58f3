import RiverNetworks

/// Which columns of a layer hold what, in which unit, and which values mean "none".
///
/// What is left nil is recognised from the column names by a ``HydrographySchema``; what is given
/// is taken, case aside. A unit left nil is read from the column's name, never guessed.
///
///     var mapping = FieldMapping()
///     mapping.length = "Length"
///     mapping.lengthUnit = .metre
public struct FieldMapping: Sendable, Equatable {
  /// Column of the reach's identifier.
  public var id: String?
  /// Column of the downstream reach's identifier. A text may list several, with commas between
  /// them, where the river divides; ``splitFraction`` then lists as many shares.
  public var downstreamID: String?
  public var length: String?
  public var lengthUnit: LengthUnit?
  public var slope: String?
  public var slopeUnit: SlopeUnit?
  /// Column of the whole drainage area above the reach's lower end.
  public var drainageArea: String?
  public var drainageAreaUnit: AreaUnit?
  /// Column of the Strahler order.
  public var order: String?
  /// Column of the gauge's identifier, on reaches that have one.
  public var gaugeID: String?
  /// Column of the share of the outflow that each downstream reach takes.
  public var splitFraction: String?

  /// Name of the ``HydrographySchema`` to use; nil has it recognised.
  public var schema: String?

  /// Columns of the nodes at a reach's upper and lower end, where nodes say how reaches join.
  public var fromNode: String?
  public var toNode: String?
  /// Columns of a reach's sequence number, of that of the main reach below, and of a minor one,
  /// where sequence numbers say how reaches join.
  public var sequence: String?
  public var downstreamSequence: String?
  public var minorDownstreamSequence: String?

  /// Column that marks the branches below a divergence: 1 main path, 2 minor path (NHDPlus).
  public var divergenceFlag: String?
  /// Column that is 1 on the main stem.
  public var mainStem: String?
  /// Column of the width by which a divergence shares its water; any unit.
  public var width: String?
  /// Column of the kind of feature; see ``excludedFeatureTypes``.
  public var featureType: String?

  /// Kinds of features that are no rivers: left out and counted.
  public var excludedFeatureTypes: Set<String> = ["Coastline", "566", "56600"]

  /// Downstream identifiers that mean "none"; NULL, a blank text and NaN always do. Nil takes the
  /// schema's, or ``usualOutletIDs``.
  public var outletIDs: Set<ReachID>?
  /// Beginnings of downstream identifiers that mean "none", as `tnex-` (hydrofabric).
  public var outletPrefixes: [String] = []
  /// Numbers that mean "missing" in columns of lengths, slopes and areas (NHDPlus codes a missing
  /// slope as -9998).
  public var missingValues: Set<Double> = [-9998, -9999]
  /// What a downstream identifier means that no reach of the file bears; nil takes the schema's
  /// word, or refuses.
  public var unknownDownstream: UnknownDownstream?
  /// How a divergence shares its water where the file states no fractions; nil takes the schema's
  /// way, or refuses.
  public var split: SplitPolicy?

  /// What means "no reach below" unless the schema or the user says otherwise.
  public static let usualOutletIDs: Set<ReachID> = [0, -1, -9999]

  /// What a downstream identifier means that no reach of the file bears.
  public enum UnknownDownstream: String, Sendable, CaseIterable {
    /// A fault of the file.
    case refused
    /// The reach leaves the extract: an outlet, counted in
    /// ``RiverDataset/Counts/linksLeavingFile``.
    case outlet
  }

  public init(
    id: String? = nil, downstreamID: String? = nil,
    length: String? = nil, lengthUnit: LengthUnit? = nil,
    slope: String? = nil, slopeUnit: SlopeUnit? = nil,
    drainageArea: String? = nil, drainageAreaUnit: AreaUnit? = nil,
    order: String? = nil, gaugeID: String? = nil, splitFraction: String? = nil
  ) {
    self.id = id
    self.downstreamID = downstreamID
    self.length = length
    self.lengthUnit = lengthUnit
    self.slope = slope
    self.slopeUnit = slopeUnit
    self.drainageArea = drainageArea
    self.drainageAreaUnit = drainageAreaUnit
    self.order = order
    self.gaugeID = gaugeID
    self.splitFraction = splitFraction
  }
}
