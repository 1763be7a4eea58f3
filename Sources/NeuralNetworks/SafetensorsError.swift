/// A safetensors file does not say what it must, or not what is asked of it.
///
/// This room knows no other files; the program treats it as an error of the user's input.
public struct SafetensorsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, as a short phrase: "the file ends too early".
  public var problem: String
  public var file: String?
  public var tensor: String?
  public var found: String?
  public var expected: String?
  public var remedy: String?

  public init(
    _ problem: String, file: String? = nil, tensor: String? = nil, found: String? = nil,
    expected: String? = nil, remedy: String? = nil
  ) {
    self.problem = problem
    self.file = file
    self.tensor = tensor
    self.found = found
    self.expected = expected
    self.remedy = remedy
  }

  /// The same error with the file it happened in, where that was not known before.
  public func located(file: String) -> SafetensorsError {
    var copy = self
    copy.file = copy.file ?? file
    return copy
  }

  public var description: String {
    var lines = [problem]
    if let file { lines.append("  file:     \(file)") }
    if let tensor { lines.append("  tensor:   \(tensor)") }
    if let found { lines.append("  found:    \(found)") }
    if let expected { lines.append("  expected: \(expected)") }
    if let remedy { lines.append("  remedy:   \(remedy)") }
    return lines.joined(separator: "\n")
  }
}
