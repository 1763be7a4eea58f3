import RiverNetworks

/// The state of every reach at one moment, from which a run goes on as if it had never stopped.
///
/// Values are kept bit for bit: in their own width, with no fill value and no scaling.
public struct RestartFile: Sendable, Equatable {
  public struct Field: Sendable, Equatable {
    /// One for each reach, in network order.
    public enum Values: Sendable, Equatable {
      case floats([Float])
      case doubles([Double])

      public var count: Int {
        switch self {
        case .floats(let values): values.count
        case .doubles(let values): values.count
        }
      }
    }

    public let name: String
    public let units: String
    public let values: Values

    public init(_ name: String, units: String, _ values: Values) {
      self.name = name
      self.units = units
      self.values = values
    }
  }

  /// The moment of the state, s since 1970-01-01 00:00 UTC.
  public let time: Int64
  public let fields: [Field]
  /// How many reaches of the file the network does not have; 0 for a state made in memory.
  public let extraCount: Int

  public init(time: Int64, fields: [Field]) {
    precondition(Set(fields.map(\.name)).count == fields.count, "each field has its own name")
    self.time = time
    self.fields = fields
    extraCount = 0
  }

  public subscript(name: String) -> Field.Values? { fields.first { $0.name == name }?.values }

  /// Writes the state; the file appears under its name only when it is complete.
  public func write(
    to path: String, network: RiverNetwork, provenance: SeriesProvenance
  ) throws {
    precondition(fields.allSatisfy { $0.values.count == network.count }, "one value a reach")
    let writer = try NetCDFWriter(path: path)
    let features = SeriesFeatures(ids: network.ids)
    try writer.define(features)
    try writer.define(provenance, featureType: nil)
    try writer.defineVariable(
      Self.timeName, .int64, [],
      attributes: [
        .init("standard_name", "time"), .init("long_name", "moment of the state"),
        .init("units", Self.timeUnits), .init("calendar", "proleptic_gregorian"),
      ])
    for field in fields {
      let type: NetCDFType = if case .floats = field.values { .float } else { .double }
      try writer.defineVariable(
        field.name, type, [NetCDFWriter.featureDimension],
        attributes: [
          .init("units", field.units), .init("long_name", "state of the run: \(field.name)"),
        ])
    }
    try writer.write(features)
    try writer.write(Self.timeName, integers: [time])
    for field in fields {
      switch field.values {
      case .floats(let values): try writer.write(field.name, floats: values)
      case .doubles(let values): try writer.write(field.name, doubles: values)
      }
    }
    try writer.commit()
  }

  /// Reads a state, joined to a network by identifier.
  /// - Throws: `InputError` if the file is no restart file, or if a reach is missing from it.
  public init(path: String, network: RiverNetwork) throws {
    let file = try NetCDFFile(path: path)
    let moment = try file.requiredVariable(Self.timeName)
    guard moment.shape.isEmpty, moment.units == Self.timeUnits else {
      throw InputError(
        "the file is not a restart file", file: path, column: Self.timeName,
        found: moment.units ?? "no units", expected: "one moment in \(Self.timeUnits)")
    }
    let column = try IdentifierColumn(
      in: file, along: nil, named: NetCDFWriter.identifierName, known: [])
    let join = try ReachJoin(network, to: column, in: path)
    time = try file.integers(moment)[0]
    extraCount = join.extraCount
    fields = try file.variables.compactMap { variable in
      guard variable.dimensions == [column.dimension], variable.name != column.variable.name else {
        return nil
      }
      let values: Field.Values
      switch variable.type {
      case .float:
        let all = try file.storedFloats(variable)
        values = .floats(join.rows.map { all[$0] })
      case .double:
        let all = try file.storedDoubles(variable)
        values = .doubles(join.rows.map { all[$0] })
      default:
        throw InputError(
          "a state is held neither in floats nor in doubles", file: path, column: variable.name)
      }
      return Field(variable.name, units: variable.units ?? "", values)
    }
  }

  private static let timeName = "time"
  private static let timeUnits = "seconds since 1970-01-01 00:00:00"
}
