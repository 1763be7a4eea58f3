/// Something the user gave us is wrong: a file, a layer, a column, a value, a unit.
///
/// Every field that is known is filled, so that one message says where to look, what was found,
/// what was expected, and what to do. The program ends with exit status 2 on it.
public struct InputError: Error, Sendable, Equatable {
  /// What is wrong, as a short phrase: "length is not positive".
  public var problem: String
  public var file: String?
  public var layer: String?
  public var column: String?
  /// The identifiers concerned, the first few of them; `count` says how many there are in all.
  public var ids: [String]
  public var count: Int?
  public var found: String?
  public var expected: String?
  public var remedy: String?

  public init(
    _ problem: String, file: String? = nil, layer: String? = nil, column: String? = nil,
    ids: [String] = [], count: Int? = nil, found: String? = nil, expected: String? = nil,
    remedy: String? = nil
  ) {
    self.problem = problem
    self.file = file
    self.layer = layer
    self.column = column
    self.ids = ids
    self.count = count
    self.found = found
    self.expected = expected
    self.remedy = remedy
  }

  /// The same error with the file (and layer) it happened in, where they were not known before.
  public func located(file: String, layer: String? = nil) -> InputError {
    var copy = self
    copy.file = copy.file ?? file
    copy.layer = copy.layer ?? layer
    return copy
  }
}

extension InputError: CustomStringConvertible {
  public var description: String {
    var lines = [problem]
    if let file { lines.append("  file:     \(file)") }
    if let layer { lines.append("  layer:    \(layer)") }
    if let column { lines.append("  column:   \(column)") }
    if !ids.isEmpty {
      let total = count ?? ids.count
      let tail = total > ids.count ? ", ... (\(total) in all)" : ""
      lines.append("  id:       " + ids.joined(separator: ", ") + tail)
    }
    if let found { lines.append("  found:    \(found)") }
    if let expected { lines.append("  expected: \(expected)") }
    if let remedy { lines.append("  remedy:   \(remedy)") }
    return lines.joined(separator: "\n")
  }
}
