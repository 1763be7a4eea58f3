import RiverNetworks

extension NetworkDraft {
  /// The network, with what the policies filled in counted and named.
  ///
  /// - Throws: `InputError` for the first fault that no policy settles, with file and layer.
  public func dataset(_ policies: NetworkPolicies = NetworkPolicies()) throws -> RiverDataset {
    do {
      return try built(policies)
    } catch let error as InputError {
      throw layer.isEmpty ? error.located(file: file) : error.located(file: file, layer: layer)
    }
  }

  private func built(_ policies: NetworkPolicies) throws -> RiverDataset {
    guard count > 0 else { throw NetworkIssue(.empty, ids: []).inputError() }
    for fault in faults where !isSettled(fault, by: policies) { throw fault.error }

    var split = SplitFractions(policy: policies.split ?? fields.split, draft: self)
    let links = try split.links()
    var filled = self
    let filledLengths = try filled.fillLengths(policies.missingLengths)
    let filledSlopes = try filled.fillSlopes(policies.missingSlopes)
    let network = try filled.network(links: links)

    let rows = network.inputRows
    let geometries = geometries?.reordered(by: rows)
    let names: ([Int]) -> [ReachID] = { $0.map { ids[$0] } }
    return RiverDataset(
      file: file, layer: layer, driver: driver, network: network, fields: fields,
      columns: columns.map { $0.reordered(by: rows) }, geometries: geometries, crs: crs,
      drainageAreas: drainageAreas?.reordered(by: rows), orders: orders?.reordered(by: rows),
      gaugeIDs: gaugeIDs?.reordered(by: rows), fileRows: rows.map { fileRows[$0] },
      split: split.applied, filledSlopes: names(filledSlopes),
      filledLengths: names(filledLengths), leftOut: leftOut, repairs: repairs,
      counts: RiverDataset.Counts(
        network: network, geometries: geometries, linksLeavingFile: rowsLeavingFile.count,
        split: split, filledSlopes: filledSlopes.count, filledLengths: filledLengths.count,
        leftOut: leftOut),
      warnings: warnings)
  }

  private func isSettled(_ fault: Fault, by policies: NetworkPolicies) -> Bool {
    switch fault.kind {
    case .missingSlope: policies.missingSlopes != .refuse
    case .missingLength: policies.missingLengths != .refuse
    case .missingFraction: (policies.split ?? fields.split) != nil
    default: false
    }
  }

  /// Fills lengths that are missing, zero or negative; the rows that were filled.
  mutating func fillLengths(_ policy: MissingLengthPolicy) throws -> [Int] {
    guard case .floor(let length) = policy else { return [] }
    guard length > 0, length.isFinite else {
      throw InputError(
        "the length to fill in is not positive", found: "\(length) m",
        expected: "a length above 0 m", remedy: "give another length")
    }
    let rows = lengths.indices.filter { !(lengths[$0] > 0 && lengths[$0].isFinite) }
    for row in rows { lengths[row] = length }
    return rows
  }

  /// Fills slopes that are missing; the rows that were filled.
  mutating func fillSlopes(_ policy: MissingSlopePolicy) throws -> [Int] {
    let rows = slopes.indices.filter { !slopes[$0].isFinite }
    switch policy {
    case .refuse: return []
    case .floor(let slope):
      guard slope.isFinite else {
        throw InputError(
          "the slope to fill in is not a number", found: "\(slope)", expected: "a finite slope",
          remedy: "give another slope")
      }
      for row in rows { slopes[row] = slope }
    case .medianOfNeighbours:
      let left = SlopeFilling(draft: self).fillByMedians(&slopes, rows: rows)
      guard left.isEmpty else {
        throw InputError(
          "a missing slope cannot be filled from the neighbours", column: fields.slope,
          ids: left.prefix(VectorColumn.namedInMessage).map { ids[$0].description },
          count: left.count, found: "reaches none of whose neighbours has a slope",
          remedy: "fill these slopes in the file, or take a floor value")
      }
    }
    return rows
  }

  private func network(links: [Link]) throws -> RiverNetwork {
    var builder = NetworkBuilder()
    builder.reserveCapacity(count)
    for row in ids.indices {
      builder.addReach(ids[row], length: lengths[row], slope: slopes[row])
    }
    for link in links {
      builder.addLink(from: ids[link.from], to: link.to, fraction: link.fraction ?? 1)
    }
    do {
      return try builder.build()
    } catch let issue as NetworkIssue {
      throw issue.inputError(column: columnToBlame(for: issue.kind))
    }
  }

  private func columnToBlame(for kind: NetworkIssue.Kind) -> String? {
    switch kind {
    case .cycle, .danglingDownstream, .selfLink: fields.topology.column
    case .duplicateID: fields.id
    case .nonPositiveLength: fields.length
    case .invalidSlope: fields.slope
    case .invalidFraction: fields.splitFraction
    case .empty: nil
    }
  }
}
