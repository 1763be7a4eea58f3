import RiverNetworks

/// Properties of each reach or its catchment (climate, soil, terrain), as a model's input.
///
/// What is missing stays NaN and is counted; filling it is a decision of whoever uses it.
public struct ReachAttributes: Sendable {
  public let names: [String]
  /// Units as the file spells them, one for each name; nil where it states none.
  public let units: [String?]
  public let reachCount: Int
  /// [attribute][reach in network order], NaN where missing.
  public let values: [Double]
  /// How many reaches lack each attribute.
  public let missingCounts: [Int]
  /// How many of the file's identifiers the network does not have.
  public let extraCount: Int

  /// Reads numeric variables with one value for each reach, joined by identifier.
  ///
  /// - Parameters:
  ///   - path: of the file
  ///   - names: the variables wanted, in this order; nil takes all of them in the file's order
  ///   - identifiers: the variable that names the reaches; nil looks for it
  ///   - network: the river
  /// - Throws: `InputError` if a variable or the identifiers cannot be used, if a reach is missing
  ///   from the file, or if an identifier occurs twice.
  public init(
    path: String, names: [String]? = nil, identifiers: String? = nil, network: RiverNetwork
  ) throws {
    let file = try NetCDFFile(path: path)
    let first = try names?.first.map(file.requiredVariable)
    let column = try IdentifierColumn(
      in: file, along: first?.dimensions.first, named: identifiers,
      known: IdentifierColumn.reachNames)
    let join = try ReachJoin(network, to: column, in: path)
    func isAttribute(_ variable: NetCDFVariable) -> Bool {
      variable.dimensions == [column.dimension] && variable.type?.isText == false
        && variable.name != column.variable.name
    }
    let variables = try names?.map(file.requiredVariable) ?? file.variables.filter(isAttribute)
    if let other = variables.first(where: { !isAttribute($0) }) {
      throw InputError(
        "the variable is not an attribute of reaches", file: path, column: other.name,
        found: "\(other.name)(\(other.dimensions.joined(separator: ", ")))",
        expected: "numbers along \(column.dimension) alone")
    }
    var values: [Double] = []
    values.reserveCapacity(variables.count * network.count)
    for variable in variables {
      let all = try file.doubles(variable)
      for row in join.rows { values.append(all[row]) }
    }
    self.names = variables.map(\.name)
    units = variables.map(\.units)
    reachCount = network.count
    self.values = values
    missingCounts = variables.indices.map { attribute in
      let start = attribute * network.count
      return values[start..<(start + network.count)].reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
    }
    extraCount = join.extraCount
  }

  /// The values of an attribute, one for each reach, or nil if there is none of that name.
  public subscript(name: String) -> ArraySlice<Double>? {
    names.firstIndex(of: name).map { values[($0 * reachCount)..<(($0 + 1) * reachCount)] }
  }
}
