import RiverNetworks

/// The columns found for a ``FieldMapping`` in a layer, and what was not found.
///
/// Without an identifier and a topology there is nothing to read; a length, slope or unit that is
/// not known leaves a network that can be checked but not built.
struct FieldResolution {
  let fields: RecognisedFields
  let schema: any HydrographySchema
  /// What keeps the network from being built, first things first.
  let faults: [Fault]

  struct Fault {
    enum Role: Equatable { case length, slope, drainageArea }
    let role: Role
    let isUnit: Bool
    let error: InputError
  }
}

extension FieldMapping {
  /// Finds every column in a layer.
  ///
  /// What the mapping gives goes before what a schema says; a schema whose identifiers contradict
  /// the mapping's is not used.
  /// - Throws: `InputError` for a column that is not there, a role that no column fills, a unit
  ///   that is not known, a schema that is not known or not this layer's.
  public func resolved(
    in columns: ColumnNames, schemas: [any HydrographySchema] = HydrographySchemas.known
  ) throws -> RecognisedFields {
    let resolution = try resolution(schemas: schemas) { _ in LayerColumns(all: columns) }
    if let fault = resolution.faults.first { throw fault.error }
    return resolution.fields
  }

  /// The columns that a schema sees in a layer: its own and its companions'.
  struct LayerColumns {
    var all: ColumnNames
    /// The layer of edges to follow, if the schema has one and the file too.
    var edgeLayer: String?
  }

  /// - Parameter columns: what a schema sees; nil when the layer cannot be that schema's.
  /// - Throws: `InputError` when the identifier or the topology is not found, or a column that the
  ///   mapping names.
  func resolution(
    schemas: [any HydrographySchema] = HydrographySchemas.known,
    columns view: (any HydrographySchema) throws -> LayerColumns?
  ) throws -> FieldResolution {
    let plain = try view(GenericSchema())?.all ?? ColumnNames([])
    let (schema, layer, found) = try recognised(schemas: schemas, plain: plain, view: view)
    let columns = layer.all
    func pick(_ given: String?, _ found: String?, _ role: String) throws -> String? {
      try self.given(given, for: role, in: columns) ?? found
    }
    var faults: [FieldResolution.Fault] = []
    /// The column of a quantity and its unit; what is missing becomes a fault.
    func quantity<Unit: CaseIterable & RawRepresentable<String>>(
      _ role: FieldResolution.Fault.Role, _ name: String, given: String?, found: String?,
      givenUnit: Unit?, foundUnit: Unit?, fromName: (String) -> Unit?, like examples: String?
    ) throws -> (String?, Unit?) {
      guard let column = try pick(given, found, "the \(name)") else {
        if let examples {
          faults.append(.init(
            role: role, isUnit: false, error: missing(name, in: columns, like: examples)))
        }
        return (nil, nil)
      }
      let unit = givenUnit ?? (column == found ? foundUnit : nil) ?? fromName(column)
      if unit == nil {
        faults.append(.init(
          role: role, isUnit: true, error: unknownUnit(Unit.self, of: column, name)))
      }
      return (column, unit)
    }

    let id = try pick(self.id, found.id, "the reach id")
    let topology = try topology(in: layer, found: found)
    guard let id else { throw missing("reach id", in: columns, like: Self.pairNames) }
    guard let topology else { throw missing("downstream id", in: columns, like: Self.pairNames) }
    let (length, lengthUnit) = try quantity(
      .length, "length", given: self.length, found: found.length, givenUnit: self.lengthUnit,
      foundUnit: found.lengthUnit, fromName: LengthUnit.init(columnName:),
      like: "length_m, lengthkm")
    let (slope, slopeUnit) = try quantity(
      .slope, "slope", given: self.slope, found: found.slope, givenUnit: self.slopeUnit,
      foundUnit: found.slopeUnit, fromName: SlopeUnit.init(columnName:),
      like: "slope, So, slope_percent")
    let (area, areaUnit) = try quantity(
      .drainageArea, "drainage area", given: self.drainageArea, found: found.drainageArea,
      givenUnit: self.drainageAreaUnit, foundUnit: found.drainageAreaUnit,
      fromName: AreaUnit.init(columnName:), like: nil)
    let fields = RecognisedFields(
      schema: schema.name, id: id, topology: topology,
      length: length, lengthUnit: lengthUnit, slope: slope, slopeUnit: slopeUnit,
      drainageArea: area, drainageAreaUnit: areaUnit,
      order: try pick(order, found.order, "the order"),
      gaugeID: try pick(gaugeID, found.gaugeID, "the gauge id"),
      splitFraction: try pick(splitFraction, found.splitFraction, "the split fraction"),
      divergenceFlag: try pick(divergenceFlag, found.divergenceFlag, "the divergence flag"),
      mainStem: try pick(mainStem, found.mainStem, "the main stem"),
      width: try pick(width, found.width, "the width"),
      featureType: try pick(featureType, found.featureType, "the feature type"),
      downstreamSequence: found.downstreamSequence,
      outletIDs: outletIDs ?? found.outletIDs ?? Self.usualOutletIDs,
      outletPrefixes: outletPrefixes.isEmpty ? found.outletPrefixes : outletPrefixes,
      unknownDownstream: unknownDownstream ?? found.unknownDownstream ?? .refused,
      split: split ?? found.split)
    return FieldResolution(fields: fields, schema: schema, faults: faults)
  }

  private static let pairNames = GenericSchema.pairs.map { "\($0.id)/\($0.downstream)" }
    .joined(separator: ", ")

  private func recognised(
    schemas: [any HydrographySchema], plain: ColumnNames,
    view: (any HydrographySchema) throws -> LayerColumns?
  ) throws -> (any HydrographySchema, LayerColumns, FieldMapping) {
    let id = try given(self.id, for: "the reach id", in: plain)
    let below = try given(downstreamID, for: "the downstream id", in: plain)
    let generic = GenericSchema()
    let wanted = try schema.map { try HydrographySchemas.named($0, among: schemas) }
    for candidate in wanted.map({ [$0] }) ?? schemas where !(candidate is GenericSchema) {
      guard let layer = try view(candidate), let mapping = candidate.mapping(of: layer.all),
        id == nil || id == mapping.id, below == nil || below == mapping.downstreamID
      else { continue }
      return (candidate, layer, mapping)
    }
    if let wanted, !(wanted is GenericSchema) {
      throw InputError(
        "the layer's columns are not those of \(wanted.name)",
        found: "columns " + listing(plain.names),
        remedy: "leave the schema out to have it recognised, or name the columns")
    }
    return (
      generic, LayerColumns(all: plain),
      generic.mapping(of: plain, id: id, downstreamID: below)
    )
  }

  /// What the mapping states, else what the schema found: edges, nodes, downstream id, sequence.
  private func topology(
    in layer: LayerColumns, found: FieldMapping
  ) throws -> TopologyEncoding? {
    func stated(_ mapping: FieldMapping) throws -> TopologyEncoding? {
      if let from = try given(mapping.fromNode, for: "the upper node", in: layer.all),
        let to = try given(mapping.toNode, for: "the lower node", in: layer.all)
      {
        return .nodes(from: from, to: to)
      }
      if let below = try given(mapping.downstreamID, for: "the downstream id", in: layer.all) {
        return .downstreamID(below)
      }
      if let own = try given(mapping.sequence, for: "the sequence", in: layer.all),
        let below = try given(
          mapping.downstreamSequence, for: "the downstream sequence", in: layer.all)
      {
        let minor = try given(
          mapping.minorDownstreamSequence, for: "the minor sequence", in: layer.all)
        return .sequence(own: own, downstream: below, minor: minor)
      }
      return nil
    }
    if let stated = try stated(self) { return stated }
    if let edges = layer.edgeLayer { return .edges(layer: edges, column: found.downstreamID) }
    return try stated(found)
  }

  private func given(_ name: String?, for role: String, in columns: ColumnNames) throws -> String? {
    guard let name else { return nil }
    guard let spelled = columns[name] else { throw columns.missing(name, purpose: role) }
    return spelled
  }

  private func missing(
    _ role: String, in columns: ColumnNames, like examples: String
  ) -> InputError {
    InputError(
      "no column for the \(role) is recognised", found: "columns " + listing(columns.names),
      expected: "a name such as " + examples, remedy: "name the column of the \(role)")
  }

  private func unknownUnit<Unit: CaseIterable & RawRepresentable<String>>(
    _: Unit.Type, of column: String, _ quantity: String
  ) -> InputError {
    InputError(
      "the unit of the \(quantity) is not known", column: column,
      found: "a column name that tells no unit",
      expected: "one of " + Unit.allCases.map(\.rawValue).joined(separator: ", "),
      remedy: "give the unit of the \(quantity) with its column")
  }
}
