import RiverSeries

/// What a run left, in a form that can be compared.
struct RunResults: Equatable {
  /// metrics.json without what depends on the clock.
  let metrics: JSONValue
  /// Bits of parameters.nc, by variable.
  let parameters: [String: [UInt64]]
  /// Bits of the simulated discharge at the gauges.
  let simulated: [UInt64]

  init(_ folder: String, without keys: [String] = ["timing"]) throws {
    metrics = try JSONValue(file: folder + "/metrics.json").without(keys)
    let file = try NetCDFFile(path: folder + "/parameters.nc")
    var parameters: [String: [UInt64]] = [:]
    for name in ["roughness", "width_exponent", "width_factor"] {
      parameters[name] = try Self.bits(name, file)
    }
    self.parameters = parameters
    simulated = try Self.bits("simulated", NetCDFFile(path: folder + "/gauges.nc"))
  }

  static func bits(_ name: String, _ file: NetCDFFile) throws -> [UInt64] {
    try file.doubles(file.requiredVariable(name)).map(\.bitPattern)
  }
}
