import RiverNetworks

/// Writes series of many features, stretch of time after stretch of time, as CF-1.11 discrete
/// sampling geometry: `streamflow(feature, time)`.
///
///     let writer = try SeriesWriter(
///       path: "streamflow.nc", features: features, axis: axis, variables: [.streamflow],
///       provenance: provenance, stepsPerWrite: 240)
///     try writer.write(.streamflow, times: 0..<240, values: block)
///     ...
///     try writer.commit()
///
/// The file appears under its name only on ``commit()``. One thread at a time.
public final class SeriesWriter {
  public let axis: TimeAxis
  public let featureCount: Int
  private let writer: NetCDFWriter
  /// For each variable, its name and the steps written so far.
  private var written: [(name: String, steps: Int)]

  /// About 1 MiB of values: what one read of a map or of a hydrograph unpacks.
  static let chunkValues = 256 * 1_024

  /// - Parameters:
  ///   - path: of the file
  ///   - features: of all variables
  ///   - axis: of all variables
  ///   - variables: to be written
  ///   - provenance: where the file comes from
  ///   - stepsPerWrite: how many steps each `write` but the last brings; stored
  ///     chunks are as long, so that none is packed twice
  public init(
    path: String, features: SeriesFeatures, axis: TimeAxis, variables: [SeriesVariable],
    provenance: SeriesProvenance, stepsPerWrite: Int
  ) throws {
    precondition(stepsPerWrite > 0 && !features.ids.isEmpty, "something to write")
    self.axis = axis
    featureCount = features.ids.count
    written = variables.map { ($0.name, 0) }
    writer = try NetCDFWriter(path: path)
    let coordinates = try writer.define(features)
    try writer.define(axis)
    try writer.define(provenance, featureType: "timeSeries")
    let steps = min(stepsPerWrite, axis.count, Self.chunkValues)
    let rows = min(featureCount, max(1, Self.chunkValues / steps))
    for variable in variables {
      try writer.defineVariable(
        variable.name, .float, [NetCDFWriter.featureDimension, "time"],
        attributes: variable.attributes(coordinates: coordinates)
          + [.init("_FillValue", .numbers([.nan]))],
        chunks: [rows, steps])
    }
    try writer.write(features)
  }

  /// Writes the next steps of a variable; each variable's steps come in order.
  /// - Parameters:
  ///   - variable: one of those given on opening
  ///   - times: steps of the axis
  ///   - values: [feature][time], `featureCount * times.count` elements, NaN for missing
  public func write(
    _ variable: SeriesVariable, times: Range<Int>, values: UnsafeBufferPointer<Float>
  ) throws {
    guard let place = written.firstIndex(where: { $0.name == variable.name }) else {
      preconditionFailure("variable \(variable.name) was given on opening")
    }
    precondition(times.lowerBound == written[place].steps, "the steps come in order")
    precondition(times.upperBound <= axis.count, "not more steps than the axis has")
    if place == 0 { try writer.write(axis, times: times) }
    try writer.write(
      variable.name, floats: values, start: [0, times.lowerBound],
      count: [featureCount, times.count])
    written[place].steps = times.upperBound
  }

  public func write(_ variable: SeriesVariable, times: Range<Int>, values: [Float]) throws {
    try values.withUnsafeBufferPointer { try write(variable, times: times, values: $0) }
  }

  /// Leaves nothing behind.
  public func discard() { writer.discard() }

  /// Gives the finished file its name.
  /// - Throws: `InputError`; nothing is left behind then.
  public func commit() throws {
    precondition(written.allSatisfy { $0.steps == axis.count }, "all steps were written")
    try writer.commit()
  }

  /// Gives a file of the steps written so far, which may be fewer than the axis has, a name.
  /// - Throws: `InputError`; nothing is left behind then.
  public func commitPart(as path: String) throws {
    let steps = written[0].steps
    precondition(steps > 0 && written.allSatisfy { $0.steps == steps }, "as many of each variable")
    try writer.commit(as: path)
  }
}
