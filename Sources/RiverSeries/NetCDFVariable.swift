import CNetCDF

/// The type of a variable's stored values.
public enum NetCDFType: Int32, Sendable {
  case byte = 1
  case character, short, int, float, double
  case unsignedByte, unsignedShort, unsignedInt, int64, unsignedInt64, string

  public var isFloatingPoint: Bool { self == .float || self == .double }
  public var isText: Bool { self == .character || self == .string }
  public var isInteger: Bool { !isFloatingPoint && !isText }

  /// What the library writes where nothing was written; nil for text and for bytes, where every
  /// value is data (NetCDF Users' Guide, appendix A, `_FillValue`).
  var defaultFill: Double? {
    switch self {
    case .byte, .unsignedByte, .character, .string: nil
    case .short: thalweg_nc_fill_short()
    case .int: thalweg_nc_fill_int()
    case .float: Double(thalweg_nc_fill_float())
    case .double: thalweg_nc_fill_double()
    case .unsignedShort: thalweg_nc_fill_ushort()
    case .unsignedInt: thalweg_nc_fill_uint()
    case .int64: Double(thalweg_nc_fill_int64())
    case .unsignedInt64: Double(thalweg_nc_fill_uint64())
    }
  }
}

/// A named length.
public struct NetCDFDimension: Sendable, Equatable {
  public let name: String
  public let length: Int
  public let isUnlimited: Bool
}

/// A variable's description: name, type, dimensions and attributes; no values.
public struct NetCDFVariable: Sendable, Equatable {
  public let name: String
  /// Nil for a type that a user defined (compound, enumeration): such a variable cannot be read.
  public let type: NetCDFType?
  /// Names of the dimensions, slowest first.
  public let dimensions: [String]
  /// Lengths of the dimensions, slowest first.
  public let shape: [Int]
  /// Lengths of a stored chunk, slowest first; nil where the values are stored in one piece.
  public let chunks: [Int]?
  public let attributes: [NetCDFAttribute]
  let identifier: Int32

  public func attribute(_ name: String) -> NetCDFAttribute.Value? {
    attributes.first { $0.name == name }?.value
  }

  /// The `units` attribute, without blanks around it.
  public var units: String? { attribute("units")?.text?.trimmingBlanks }

  /// Whether stored values are to be multiplied and shifted (`scale_factor`, `add_offset`).
  public var isPacked: Bool {
    attribute("scale_factor") != nil || attribute("add_offset") != nil
  }
}
