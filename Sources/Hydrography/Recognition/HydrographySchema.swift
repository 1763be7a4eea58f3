import RiverNetworks

/// How one data set names its columns. One file per data set; a new one is added to
/// ``HydrographySchemas/known``.
public protocol HydrographySchema: Sendable {
  /// The data set's name, for messages, records and ``FieldMapping/schema``.
  var name: String { get }

  /// Names the data set gives the layer of its reaches: where a file has several suitable layers,
  /// one of this name is taken.
  var reachLayers: [String] { get }

  /// Layers of features that are no part of the network: left out, and counted.
  var nonNetworkLayers: [String] { get }

  /// Layers to join to the reaches.
  var companions: CompanionLayers? { get }

  /// The mapping of a layer with these columns (those of companions among them), the names as the
  /// file spells them; nil when the columns are another data set's.
  ///
  /// A unit that the column's name does not tell must be given.
  func mapping(of columns: ColumnNames) -> FieldMapping?
}

extension HydrographySchema {
  public var reachLayers: [String] { [] }
  public var nonNetworkLayers: [String] { [] }
  public var companions: CompanionLayers? { nil }
}

/// The data sets that are recognised.
public enum HydrographySchemas {
  /// In the order in which they are tried: the particular before the general.
  public static let known: [any HydrographySchema] = [
    ThalwegSchema(),
    MERITBasinsSchema(),
    NHDPlusHRSchema(),
    NHDPlusV2Schema(),
    HydroloomSchema(),
    NextGenHydrofabricSchema(),
    RouteLinkSchema(),
    HydroRIVERSSchema(),
    TDXHydroSchema(),
    GRITSchema(),
    RiverConnectivitySchema(),
    GenericSchema(),
  ]

  /// The schema of that name, without regard to case, blanks, `-` and `_`.
  /// - Throws: `InputError` that lists the names there are.
  public static func named(
    _ name: String, among schemas: [any HydrographySchema] = known
  ) throws -> any HydrographySchema {
    func bare(_ text: String) -> String {
      text.lowercased().filter { !"-_ ".contains($0) }
    }
    if let schema = schemas.first(where: { bare($0.name) == bare(name) }) { return schema }
    let names = schemas.map(\.name)
    throw InputError(
      "there is no such schema", found: name, expected: "one of " + names.joined(separator: ", "),
      remedy: NearestName.of(name, among: names).map { "did you mean \($0)?" }
        ?? "name one of these, or leave the schema out to have it recognised")
  }
}
