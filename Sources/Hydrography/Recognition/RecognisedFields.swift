import RiverNetworks

/// The columns a network was read from and their units: a ``FieldMapping`` with nothing left open.
public struct RecognisedFields: Sendable, Equatable {
  /// Name of the ``HydrographySchema`` that filled in what the mapping left out.
  public let schema: String
  public let id: String
  public let topology: TopologyEncoding
  /// Nil only where the network was read to be checked, or lengths are filled in.
  public let length: String?
  public let lengthUnit: LengthUnit?
  /// Nil where the file has no slopes, and they are filled in.
  public let slope: String?
  public let slopeUnit: SlopeUnit?
  public let drainageArea: String?
  public let drainageAreaUnit: AreaUnit?
  public let order: String?
  public let gaugeID: String?
  public let splitFraction: String?
  public let divergenceFlag: String?
  public let mainStem: String?
  public let width: String?
  public let featureType: String?
  /// Sequence column of the main reach below beside other topology, to tell a cut-out's edge.
  public let downstreamSequence: String?

  /// Downstream identifiers that mean "none".
  public let outletIDs: Set<ReachID>
  /// Beginnings of downstream identifiers that mean "none".
  public let outletPrefixes: [String]
  public let unknownDownstream: FieldMapping.UnknownDownstream
  /// How the schema or the mapping splits divergences; nil refuses them without fractions.
  public let split: SplitPolicy?

  /// Whether a downstream identifier means "none".
  func isOutlet(_ id: ReachID) -> Bool {
    if outletIDs.contains(id) { return true }
    guard !outletPrefixes.isEmpty, case .text(let text) = id else { return false }
    return outletPrefixes.contains { text.hasPrefix($0) }
  }

  /// Column of the downstream reach's identifier, where there is one.
  public var downstreamID: String? {
    if case .downstreamID(let column) = topology { column } else { nil }
  }
}

extension RecognisedFields: CustomStringConvertible {
  /// One line, for the log.
  public var description: String {
    var parts = ["id \(id)", topology.description]
    func add(_ role: String, _ column: String?, _ unit: String? = nil) {
      guard let column else { return }
      parts.append("\(role) \(column)" + (unit.map { " [\($0)]" } ?? ""))
    }
    add("length", length, lengthUnit?.rawValue)
    add("slope", slope, slopeUnit?.rawValue)
    add("drainage area", drainageArea, drainageAreaUnit?.rawValue)
    add("order", order)
    add("gauge", gaugeID)
    add("split fraction", splitFraction)
    add("divergence flag", divergenceFlag)
    add("main stem", mainStem)
    add("width", width)
    add("feature type", featureType)
    return "\(schema): " + parts.joined(separator: ", ")
  }
}
