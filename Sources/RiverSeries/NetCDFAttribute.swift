/// A named note on a variable or on a whole file.
public struct NetCDFAttribute: Sendable, Equatable {
  public enum Value: Sendable, Equatable {
    case text(String)
    case texts([String])
    case integers([Int64])
    case numbers([Double])
  }

  public let name: String
  public let value: Value

  public init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }

  public init(_ name: String, _ text: String) { self.init(name, .text(text)) }
}

extension NetCDFAttribute.Value {
  /// The text, if it is one.
  public var text: String? {
    switch self {
    case .text(let text): text
    case .texts(let texts): texts.count == 1 ? texts[0] : nil
    case .integers, .numbers: nil
    }
  }

  /// The numbers, integers among them; nil for text.
  public var numbers: [Double]? {
    switch self {
    case .text, .texts: nil
    case .integers(let values): values.map(Double.init)
    case .numbers(let values): values
    }
  }
}

extension StringProtocol {
  /// The text without blanks and null characters on either side, as padded character arrays have.
  var trimmingBlanks: String {
    func isPadding(_ character: Character) -> Bool {
      character.isWhitespace || character == "\0"
    }
    let tail = drop(while: isPadding)
    guard let last = tail.lastIndex(where: { !isPadding($0) }) else { return "" }
    return String(tail[...last])
  }
}
