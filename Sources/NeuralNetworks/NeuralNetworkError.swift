/// A network, an optimizer or a standardization cannot be made of what was given, or a gradient is
/// not finite.
///
/// This room knows no files; who reads the configuration adds where the value came from.
public struct NeuralNetworkError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, as a short phrase: "an attribute is the same everywhere".
  public var problem: String
  /// The attribute or the setting concerned.
  public var subject: String?
  /// How many values are concerned.
  public var count: Int?
  public var found: String?
  public var expected: String?
  public var remedy: String?

  public init(
    _ problem: String, subject: String? = nil, count: Int? = nil, found: String? = nil,
    expected: String? = nil, remedy: String? = nil
  ) {
    self.problem = problem
    self.subject = subject
    self.count = count
    self.found = found
    self.expected = expected
    self.remedy = remedy
  }

  public var description: String {
    var lines = [problem]
    if let subject { lines.append("  subject:  \(subject)") }
    if let count { lines.append("  count:    \(count)") }
    if let found { lines.append("  found:    \(found)") }
    if let expected { lines.append("  expected: \(expected)") }
    if let remedy { lines.append("  remedy:   \(remedy)") }
    return lines.joined(separator: "\n")
  }
}
