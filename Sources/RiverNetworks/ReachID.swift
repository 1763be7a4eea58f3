/// What a file calls a reach: an integer (COMID, LINKNO, HYRIV_ID) or a text (`wb-2436960`).
///
/// Never the position of a reach in an array: that is ``ReachIndex``. The two types cannot be mixed
/// up, which is the point.
public enum ReachID: Hashable, Sendable {
  case number(Int64)
  case text(String)
}

extension ReachID: Comparable {
  /// Numbers come before texts; within a kind the natural order.
  public static func < (a: ReachID, b: ReachID) -> Bool {
    switch (a, b) {
    case (.number(let x), .number(let y)): x < y
    case (.text(let x), .text(let y)): x < y
    case (.number, .text): true
    case (.text, .number): false
    }
  }
}

extension ReachID: CustomStringConvertible {
  public var description: String {
    switch self {
    case .number(let value): String(value)
    case .text(let value): value
    }
  }
}

extension ReachID: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  public init(integerLiteral value: Int64) { self = .number(value) }
  public init(stringLiteral value: String) { self = .text(value) }

  /// By value: the number 15 and the text "15" are the same identifier.
  public var byValue: ReachID {
    if case .text(let text) = self { ReachID(parsing: text) } else { self }
  }

  /// Reads an identifier from text: digits that fit Int64 (an optional minus sign before them, no
  /// leading zero) become a number, anything else stays text, so that `01567000` keeps its zero.
  public init(parsing text: some StringProtocol) {
    let trimmed = text.drop(while: \.isWhitespace)
    let body = String(trimmed.reversed().drop(while: \.isWhitespace).reversed())
    if let value = Int64(body), String(value) == body {
      self = .number(value)
    } else {
      self = .text(body)
    }
  }
}
