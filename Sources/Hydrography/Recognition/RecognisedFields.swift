import RiverNetworks

/// The columns a network was read from and their units: a ``FieldMapping`` with nothing left open.
public struct RecognisedFields: Sendable, Equatable {
  /// Name of the ``HydrographySchema`` that filled in what the mapping left out.
  public let schema: String
  public let id: String
  public let downstreamID: String
  public let length: String
  public let lengthUnit: LengthUnit
  public let slope: String
  public let slopeUnit: SlopeUnit
  public let drainageArea: String?
  public let drainageAreaUnit: AreaUnit?
  public let order: String?
  public let gaugeID: String?
  public let splitFraction: String?
}

extension RecognisedFields: CustomStringConvertible {
  /// One line, for the log.
  public var description: String {
    var parts = [
      "id \(id)", "downstream \(downstreamID)", "length \(length) [\(lengthUnit.rawValue)]",
      "slope \(slope) [\(slopeUnit.rawValue)]",
    ]
    if let drainageArea, let drainageAreaUnit {
      parts.append("drainage area \(drainageArea) [\(drainageAreaUnit.rawValue)]")
    }
    if let order { parts.append("order \(order)") }
    if let gaugeID { parts.append("gauge \(gaugeID)") }
    if let splitFraction { parts.append("split fraction \(splitFraction)") }
    return "\(schema): " + parts.joined(separator: ", ")
  }
}

extension FieldMapping {
  /// Finds every column in a layer.
  ///
  /// What the mapping gives goes before what a schema says; a schema whose identifiers contradict
  /// the mapping's is not used.
  /// - Throws: `InputError` for a column that is not there, a role that no column fills, a unit
  ///   that is not known.
  public func resolved(
    in columns: ColumnNames, schemas: [any HydrographySchema] = HydrographySchemas.known
  ) throws -> RecognisedFields {
    let id = try given(self.id, for: "the reach id", in: columns)
    let downstreamID = try given(self.downstreamID, for: "the downstream id", in: columns)
    let (schema, found) = recognised(
      in: columns, schemas: schemas, id: id, downstreamID: downstreamID)

    let length =
      try given(self.length, for: "the length", in: columns)
      ?? needed(found.length, "the length", in: columns, like: "length_m, lengthkm")
    let slope =
      try given(self.slope, for: "the slope", in: columns)
      ?? needed(found.slope, "the slope", in: columns, like: "slope, So, slope_percent")
    let givenArea = try given(self.drainageArea, for: "the drainage area", in: columns)
    let area = givenArea ?? found.drainageArea
    let areaUnit = try area.map {
      try unit(
        drainageAreaUnit ?? ($0 == found.drainageArea ? found.drainageAreaUnit : nil)
          ?? AreaUnit(columnName: $0),
        of: $0, "drainage area")
    }
    return RecognisedFields(
      schema: schema,
      id: try id ?? needed(found.id, "the reach id", in: columns, like: Self.pairNames),
      downstreamID: try downstreamID
        ?? needed(found.downstreamID, "the downstream id", in: columns, like: Self.pairNames),
      length: length,
      lengthUnit: try unit(
        lengthUnit ?? (length == found.length ? found.lengthUnit : nil)
          ?? LengthUnit(columnName: length),
        of: length, "length"),
      slope: slope,
      slopeUnit: try unit(
        slopeUnit ?? (slope == found.slope ? found.slopeUnit : nil)
          ?? SlopeUnit(columnName: slope),
        of: slope, "slope"),
      drainageArea: area, drainageAreaUnit: areaUnit,
      order: try given(self.order, for: "the order", in: columns) ?? found.order,
      gaugeID: try given(self.gaugeID, for: "the gauge id", in: columns) ?? found.gaugeID,
      splitFraction: try given(self.splitFraction, for: "the split fraction", in: columns)
        ?? found.splitFraction)
  }

  private static let pairNames = GenericSchema.pairs.map { "\($0.id)/\($0.downstream)" }
    .joined(separator: ", ")

  private func recognised(
    in columns: ColumnNames, schemas: [any HydrographySchema], id: String?, downstreamID: String?
  ) -> (schema: String, mapping: FieldMapping) {
    for schema in schemas where !(schema is GenericSchema) {
      guard let mapping = schema.mapping(of: columns), id == nil || id == mapping.id,
        downstreamID == nil || downstreamID == mapping.downstreamID
      else { continue }
      return (schema.name, mapping)
    }
    let generic = GenericSchema()
    return (generic.name, generic.mapping(of: columns, id: id, downstreamID: downstreamID))
  }

  private func given(_ name: String?, for role: String, in columns: ColumnNames) throws -> String? {
    guard let name else { return nil }
    guard let spelled = columns[name] else { throw columns.missing(name, purpose: role) }
    return spelled
  }

  private func needed(
    _ name: String?, _ role: String, in columns: ColumnNames, like examples: String
  ) throws -> String {
    if let name { return name }
    throw InputError(
      "no column for \(role) is recognised", found: "columns " + listing(columns.names),
      expected: "a name such as " + examples, remedy: "name the column of \(role)")
  }

  private func unit<Unit: CaseIterable & RawRepresentable<String>>(
    _ unit: Unit?, of column: String, _ quantity: String
  ) throws -> Unit {
    if let unit { return unit }
    throw InputError(
      "the unit of the \(quantity) is not known", column: column,
      found: "a column name that tells no unit",
      expected: "one of " + Unit.allCases.map(\.rawValue).joined(separator: ", "),
      remedy: "give the unit of the \(quantity) with its column")
  }
}
