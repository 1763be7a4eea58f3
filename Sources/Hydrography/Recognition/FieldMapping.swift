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

  /// Downstream identifiers that mean "none"; NULL, a blank text and NaN always do.
  public var outletIDs: Set<ReachID> = [0, -1, -9999]
  /// Numbers that mean "missing" in columns of lengths, slopes and areas (NHDPlus codes a missing
  /// slope as -9998).
  public var missingValues: Set<Double> = [-9998, -9999]
  /// What a downstream identifier means that no reach of the file bears.
  public var unknownDownstream: UnknownDownstream = .refused

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
