import RiverNetworks

extension NetworkDraft {
  /// A network from plain columns, whatever file they come from.
  ///
  /// - Parameters:
  ///   - source: what messages call the file.
  ///   - schema: the data set's name, for the record.
  ///   - ids: one a reach
  ///   - downstreamIDs: the reach below each reach; nil, or one of `outletIDs`, for none.
  ///   - lengths: m; NaN where missing.
  ///   - slopes: m m⁻¹; NaN where missing.
  ///   - drainageAreas: above each reach's lower end, m²; NaN where missing.
  ///   - orders: Strahler order.
  ///   - gaugeIDs: blanks around them removed, blank for none.
  ///   - columns: further attributes, one value a row.
  ///   - geometries: one a reach
  ///   - crs: of the geometries, well-known text
  ///   - outletIDs: downstream identifiers that mean "none".
  ///   - unknownDownstream: what an identifier means that no reach bears.
  public init(
    source: String, schema: String, ids: [ReachID], downstreamIDs: [ReachID?],
    lengths: [Double], slopes: [Double], drainageAreas: [Double]? = nil, orders: [Double]? = nil,
    gaugeIDs: [String]? = nil, columns: [VectorColumn] = [], geometries: WKBGeometries? = nil,
    crs: String? = nil, outletIDs: Set<ReachID> = FieldMapping.usualOutletIDs,
    unknownDownstream: FieldMapping.UnknownDownstream = .refused
  ) {
    let sizes = [downstreamIDs.count, lengths.count, slopes.count, drainageAreas?.count,
      orders?.count, gaugeIDs?.count, geometries?.count].compactMap(\.self)
      + columns.map(\.count)
    precondition(sizes.allSatisfy { $0 == ids.count }, "one value a reach in every column")
    let fields = RecognisedFields(
      schema: schema, id: "id", topology: .downstreamID("downstream_id"),
      length: "length", lengthUnit: .metre, slope: "slope", slopeUnit: .metrePerMetre,
      drainageArea: nil, drainageAreaUnit: nil, order: nil, gaugeID: nil, splitFraction: nil,
      divergenceFlag: nil, mainStem: nil, width: nil, featureType: nil, downstreamSequence: nil,
      outletIDs: outletIDs, outletPrefixes: [], unknownDownstream: unknownDownstream, split: nil)
    self.init(
      file: source, layer: "", driver: "", fields: fields, ids: ids, lengths: lengths,
      slopes: slopes, links: [])
    fileRows = Array(ids.indices)
    self.columns = columns
    self.geometries = geometries
    self.crs = crs
    func optional(_ values: [Double]) -> NullableArray<Double> {
      NullableArray(values.lazy.map { $0.isNaN ? nil : $0 }, placeholder: 0)
    }
    self.drainageAreas = drainageAreas.map(optional)
    self.orders = orders.map(optional)
    self.gaugeIDs = gaugeIDs.map { ids in
      NullableArray(
        ids.lazy.map { id in id.trimmed.isEmpty ? nil : id.trimmed }, placeholder: "")
    }
    var reader = LinkReading(ids: ids, fields: fields)
    for (row, id) in downstreamIDs.enumerated() {
      if let id { reader.add(row: row, to: id, fraction: nil) }
    }
    take(reader)
    faults += Self.missing(
      lengths, ids: ids, kind: .missingLength, column: fields.length) { _ in "NaN" }
    faults += Self.missing(
      slopes, ids: ids, kind: .missingSlope, column: fields.slope) { _ in "NaN" }
  }

  mutating func take(_ reader: LinkReading) {
    links = reader.links
    rowsLeavingFile = reader.rowsLeavingFile
    faults += reader.faults
  }

  /// The fault of a column of numbers that lacks some.
  static func missing(
    _ numbers: [Double], ids: [ReachID], kind: Fault.Kind, column: String?,
    text: (Int) -> String?
  ) -> [Fault] {
    let absent = numbers.indices.filter { numbers[$0].isNaN }
    guard let first = absent.first else { return [] }
    let issue: NetworkIssue.Kind = kind == .missingLength ? .nonPositiveLength : .invalidSlope
    var error = NetworkIssue(issue, ids: absent.map { ids[$0] }).inputError(column: column)
    error.found = "no value (\(text(first) ?? "NULL")) in \(absent.count) of \(ids.count) reaches"
    error.expected = kind == .missingLength ? "a length above 0" : "a finite slope"
    return [Fault(kind: kind, rows: absent, error: error)]
  }

  /// A draft of a network that was built: to check it, or to mend what is valid but suspect.
  public init(_ dataset: RiverDataset) {
    let network = dataset.network
    self.init(
      file: dataset.file, layer: dataset.layer, driver: dataset.driver, fields: dataset.fields,
      ids: network.ids, lengths: network.lengths, slopes: network.slopes,
      links: network.indices.flatMap { reach in
        network.links(outOf: reach).map { link in
          Link(
            from: reach.position, to: network.ids[link.downstream.position],
            toRow: link.downstream.position, fraction: link.fraction)
        }
      })
    fileRows = dataset.fileRows
    columns = dataset.columns
    geometries = dataset.geometries
    crs = dataset.crs
    drainageAreas = dataset.drainageAreas
    orders = dataset.orders
    gaugeIDs = dataset.gaugeIDs
    leftOut = dataset.leftOut
    warnings = dataset.warnings
  }
}
