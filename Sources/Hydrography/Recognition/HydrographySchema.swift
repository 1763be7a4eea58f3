/// How one data set names its columns. One file per data set; a new one is added to
/// ``HydrographySchemas/known``.
public protocol HydrographySchema: Sendable {
  /// The data set's name, for messages and records.
  var name: String { get }

  /// The mapping of a layer with these columns, the names as the file spells them; nil when the
  /// columns are another data set's.
  ///
  /// A unit that the column's name does not tell must be given.
  func mapping(of columns: ColumnNames) -> FieldMapping?
}

/// The data sets that are recognised.
public enum HydrographySchemas {
  /// In the order in which they are tried: the particular before the general.
  public static let known: [any HydrographySchema] = [
    MERITBasinsSchema(),
    ThalwegSchema(),
    GenericSchema(),
  ]
}
