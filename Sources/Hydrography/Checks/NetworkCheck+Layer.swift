import RiverNetworks

extension NetworkCheck {
  /// The offenders as rows of a layer: id, kind, severity, what was found and the remedy, each with
  /// its line; a reach with several issues has several rows.
  ///
  /// - Parameter draft: the draft that was checked.
  public func issueTable(of draft: NetworkDraft) -> VectorTable {
    var places: [Int] = []
    var concerned: [Issue] = []
    for issue in issues {
      for row in issue.rows {
        places.append(row)
        concerned.append(issue)
      }
    }
    return VectorTable(
      columns: [
        VectorColumn.identifiers("id", places.map { draft.ids[$0] }),
        VectorColumn("kind", concerned.map(\.kind.rawValue)),
        VectorColumn("severity", concerned.map(\.severity.rawValue)),
        VectorColumn("found", optional: concerned.map(\.found)),
        VectorColumn("remedy", concerned.map(\.remedy)),
      ],
      geometries: draft.geometries?.reordered(by: places), crs: draft.crs)
  }
}

extension VectorColumn {
  /// Identifiers as integers where all are numbers, else as text.
  public static func identifiers(_ name: String, _ ids: [ReachID]) -> VectorColumn {
    var numbers: [Int64] = []
    numbers.reserveCapacity(ids.count)
    for id in ids {
      guard case .number(let number) = id else {
        return VectorColumn(name, ids.map(\.description))
      }
      numbers.append(number)
    }
    return VectorColumn(name, numbers)
  }
}
