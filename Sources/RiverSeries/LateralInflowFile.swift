import RiverNetworks

/// A NetCDF file of lateral inflow, joined to a network by identifier, to be read in stretches of
/// time while a run goes on.
///
///     let file = try LateralInflowFile(path: "lateral_inflow.nc", network: network)
///     let year = try file.read(dates: first...last)
///
/// The variable may be `(reach, time)` or `(time, reach)`, decimal or packed, in any unit of
/// ``DischargeUnit``; identifiers may be integers or text, in any order, and more than the network
/// has.
public struct LateralInflowFile: Sendable {
  public var path: String { series.file.path }
  public var variable: String { series.variable.name }
  public let unit: DischargeUnit
  public var axis: TimeAxis { series.axis }
  /// Number of reaches of the network.
  public var reachCount: Int { selection.count }
  /// Steps of a stored chunk.
  public var valuesPerPiece: Int { series.stepsPerChunk }
  /// How many of the file's identifiers the network does not have.
  public let extraCount: Int

  private let series: FeatureSeries
  private let selection: RowSelection
  private let ids: [ReachID]

  /// - Parameters:
  ///   - path: of the file
  ///   - variable: nil takes the only one with decimal numbers along time and another dimension
  ///   - identifiers: the variable that names the reaches; nil looks for it
  ///   - network: the river
  /// - Throws: `InputError` if the variable, its identifiers, its time axis or its unit cannot be
  ///   used, if a reach is missing from the file, or if an identifier occurs twice.
  public init(
    path: String, variable: String? = nil, identifiers: String? = nil, network: RiverNetwork
  ) throws {
    let file = try NetCDFFile(path: path)
    series = try FeatureSeries(in: file, variable: variable)
    unit = try series.dischargeUnit()
    let column = try IdentifierColumn(
      in: file, along: series.featureDimension, named: identifiers,
      known: IdentifierColumn.reachNames)
    let join = try ReachJoin(network, to: column, in: path)
    extraCount = join.extraCount
    selection = RowSelection(join.rows)
    ids = network.ids
  }

  /// Reads some steps into memory, m³ s⁻¹, [reach in network order][time].
  /// - Parameters:
  ///   - times: steps of the file
  ///   - destination: `reachCount * times.count` elements
  /// - Throws: `InputError` that counts the missing or negative values among them and names the
  ///   first; what was read is not to be used then.
  public func read(
    times: Range<Int>, into destination: UnsafeMutableBufferPointer<Float>
  ) throws {
    try series.read(times: times, selection, into: destination)
    destination.scale(by: unit)
    try check(destination, times: times)
  }

  /// Reads some steps, m³ s⁻¹, [reach in network order][time].
  /// - Throws: as ``read(times:into:)``.
  public func read(times: Range<Int>) throws -> [Float] {
    let total = reachCount * times.count
    return try [Float](unsafeUninitializedCapacity: total) { buffer, initialized in
      try read(times: times, into: .init(rebasing: buffer[..<total]))
      initialized = total
    }
  }

  /// Reads the days of a range, both ends included.
  /// - Throws: `InputError` if the file does not cover them, or as ``read(times:into:)``.
  public func read(dates: ClosedRange<CivilDate>) throws -> LateralInflow {
    let times: Range<Int>
    do {
      times = try axis.indices(of: dates)
    } catch let error as InputError {
      throw error.located(file: path)
    }
    return LateralInflow(axis: axis[times], reachCount: reachCount, values: try read(times: times))
  }

  /// Reads everything.
  /// - Throws: as ``read(times:into:)``.
  public func readAll() throws -> LateralInflow {
    LateralInflow(axis: axis, reachCount: reachCount, values: try read(times: 0..<axis.count))
  }

  private func check(
    _ values: UnsafeMutableBufferPointer<Float>, times: Range<Int>
  ) throws {
    let faults = SeriesFaults(values, isMissingAllowed: false)
    try faults.report(file: path, variable: variable, stride: times.count) { row, step in
      (ids[row].description, axis.text(at: times.lowerBound + step))
    }
  }
}

extension FeatureSeries {
  /// - Throws: `InputError` with file and variable.
  func dischargeUnit() throws -> DischargeUnit {
    do {
      return try DischargeUnit(parsing: variable.units)
    } catch var error as InputError {
      error.column = variable.name
      throw error.located(file: file.path)
    }
  }
}

extension UnsafeMutableBufferPointer<Float> {
  /// From a unit to m³ s⁻¹.
  func scale(by unit: DischargeUnit) {
    guard unit.factor != 1 else { return }
    for place in indices { self[place] = Float(Double(self[place]) * unit.factor) }
  }
}
