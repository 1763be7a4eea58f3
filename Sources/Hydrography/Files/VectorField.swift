import CGDAL

/// A field of a layer: its name as written in the file, and what it holds.
public struct VectorField: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case integer
    case real
    case text
    case boolean
    /// A date, list or binary value; read as GDAL's text for it.
    case other(String)
  }

  public let name: String
  public let kind: Kind

  init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }

  init(definition: OGRFieldDefnH) {
    name = String(cString: OGR_Fld_GetNameRef(definition))
    let type = OGR_Fld_GetType(definition)
    kind =
      switch type {
      case OFTInteger where OGR_Fld_GetSubType(definition) == OFSTBoolean: .boolean
      case OFTInteger, OFTInteger64: .integer
      case OFTReal: .real
      case OFTString: .text
      default: .other(String(cString: OGR_GetFieldTypeName(type)))
      }
  }
}
