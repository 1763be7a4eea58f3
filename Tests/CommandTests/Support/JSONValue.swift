import Foundation

/// Any JSON, its numbers to the bit: `JSONSerialization` on Linux loses a number's last digit.
enum JSONValue: Decodable, Equatable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .flag(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  init(_ text: String) throws {
    self = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
  }

  init(file: String) throws { self = try JSONValue(String(contentsOfFile: file, encoding: .utf8)) }

  /// What stands at the end of keys with dots between them.
  subscript(path: String) -> JSONValue? {
    path.split(separator: ".").reduce(self as JSONValue?) { $0?.object?[String($1)] }
  }

  var object: [String: JSONValue]? {
    if case .object(let value) = self { value } else { nil }
  }
  var list: [JSONValue]? { if case .list(let value) = self { value } else { nil } }
  var number: Double? { if case .number(let value) = self { value } else { nil } }
  var text: String? { if case .text(let value) = self { value } else { nil } }

  /// The object without some of its keys.
  func without(_ keys: [String]) -> JSONValue {
    guard var object else { return self }
    for key in keys { object[key] = nil }
    return .object(object)
  }
}
