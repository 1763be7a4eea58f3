import RiverNetworks

/// How stored numbers become values.
struct NetCDFDecoding {
  var scale = 1.0
  var offset = 0.0
  /// Stored numbers that stand for "no value".
  var missing: [Double] = []

  func value(of stored: Double) -> Double {
    missing.contains(stored) ? .nan : stored * scale + offset
  }
}

extension NetCDFFile {
  func decoding(of variable: NetCDFVariable) throws -> NetCDFDecoding {
    try requireNumbers(variable)
    if variable.attribute("_Unsigned")?.text?.lowercased() == "true" {
      throw InputError(
        "the variable holds unsigned numbers in a signed type", file: path, column: variable.name,
        found: "_Unsigned = \"true\"", remedy: "store the variable with its true type")
    }
    func numbers(_ name: String) throws -> [Double]? {
      guard let value = variable.attribute(name) else { return nil }
      if let numbers = value.numbers, !numbers.isEmpty { return numbers }
      throw InputError(
        "an attribute of the variable is not a number", file: path, column: variable.name,
        found: "\(name) = \(value)", remedy: "give \(name) the variable's own type")
    }
    var decoding = NetCDFDecoding()
    decoding.scale = try numbers("scale_factor")?[0] ?? 1
    decoding.offset = try numbers("add_offset")?[0] ?? 0
    let fill = try numbers("_FillValue") ?? variable.type?.defaultFill.map { [$0] } ?? []
    decoding.missing = try fill + (numbers("missing_value") ?? [])
    if variable.type == .float { decoding.missing = decoding.missing.map { Double(Float($0)) } }
    return decoding
  }
}
