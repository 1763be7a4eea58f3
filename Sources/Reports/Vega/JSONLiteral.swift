/// A value of JSON, written in Swift as it is written there.
public enum JSONLiteral: Sendable, Equatable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([JSONLiteral])
  case object([String: JSONLiteral])
}

extension JSONLiteral: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(nilLiteral: ()) { self = .null }
  public init(booleanLiteral value: Bool) { self = .flag(value) }
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(stringLiteral value: String) { self = .text(value) }
  public init(arrayLiteral elements: JSONLiteral...) { self = .list(elements) }
  public init(dictionaryLiteral elements: (String, JSONLiteral)...) {
    self = .object(Dictionary(uniqueKeysWithValues: elements))
  }

  /// What is not finite becomes `null`.
  public init(_ value: Double) { self = value.isFinite ? .number(value) : .null }
  public init(_ value: Double?) { self = value.map { JSONLiteral($0) } ?? .null }
  public init(_ value: Int) { self = .number(Double(value)) }
  public init(_ value: String?) { self = value.map { .text($0) } ?? .null }
  public init(_ values: [Double]) { self = .list(values.map { JSONLiteral($0) }) }
  public init(_ values: [String]) { self = .list(values.map { .text($0) }) }

  /// The same numbers with so many significant digits, so that long lists stay small.
  public init(_ values: [Double], digits: Int) {
    self = .list(values.map { JSONLiteral($0.rounded(digits: digits)) })
  }
}

extension JSONLiteral: Encodable {
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .flag(let value): try container.encode(value)
    case .number(let value):
      if let whole = Int(exactly: value) {
        try container.encode(whole)
      } else {
        try container.encode(value)
      }
    case .text(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    case .object(let values): try container.encode(values)
    }
  }
}
