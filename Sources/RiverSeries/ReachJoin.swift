import RiverNetworks

/// Where each reach of a network stands in a file.
struct ReachJoin: Sendable {
  /// The row in the file of each reach, in network order.
  let rows: [Int]
  /// How many of the file's identifiers the network does not have.
  let extraCount: Int

  /// Joins by value: the number 15 of a file and its text "15" are the same identifier.
  /// - Throws: `InputError` if a reach is missing from the file, or if an identifier occurs twice
  ///   in it.
  init(_ network: RiverNetwork, to column: IdentifierColumn, in file: String) throws {
    let places = try column.rows(in: file)
    var missing: [ReachID] = []
    var rows: [Int] = []
    rows.reserveCapacity(network.count)
    for id in network.ids {
      if let row = places[id.byValue] {
        rows.append(row)
      } else {
        missing.append(id)
      }
    }
    guard missing.isEmpty else {
      throw InputError(
        "a reach of the network is missing from the file", file: file,
        column: column.variable.name,
        ids: missing.prefix(InputError.namedIDs).map(\.description), count: missing.count,
        found: "\(column.ids.count) identifiers, the first "
          + column.ids.prefix(3).map(\.description).joined(separator: ", "),
        expected: "each of the network's \(network.count) reaches",
        remedy: "give a file of the same hydrography, or cut the network to what it covers")
    }
    self.rows = rows
    extraCount = column.ids.count - rows.count
  }
}

extension InputError {
  /// How many identifiers a message names.
  static let namedIDs = 8
}
