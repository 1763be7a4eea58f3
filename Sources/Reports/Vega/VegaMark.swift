/// What is drawn: lines, symbols, text, or a group with axes and marks of its own.
public struct VegaMark: Encodable, Sendable, Equatable {
  public enum Kind: String, Encodable, Sendable {
    case line, path, symbol, rule, rect, text, area, group
  }
  public typealias Channels = [String: VegaValue]

  public var type: Kind
  public var name: String?
  public var from: Source?
  public var clip: Bool?
  public var interactive: JSONLiteral?
  public var encode: Encoding
  public var signals: [VegaSignal]?
  public var scales: [VegaScale]?
  public var axes: [VegaAxis]?
  public var marks: [VegaMark]?

  public struct Source: Encodable, Sendable, Equatable {
    public var data: String
  }

  public struct Encoding: Encodable, Sendable, Equatable {
    /// Set once.
    public var enter: Channels?
    /// Set whenever a signal or the data change.
    public var update: Channels
  }

  public init(
    _ type: Kind, name: String? = nil, data: String? = nil, clip: Bool? = nil,
    interactive: JSONLiteral? = nil, enter: Channels? = nil, update: Channels = [:]
  ) {
    self.type = type
    self.name = name
    from = data.map { Source(data: $0) }
    self.clip = clip
    self.interactive = interactive
    encode = Encoding(enter: enter, update: update)
  }

  /// A group of axes and marks at a height of the page.
  public static func panel(
    _ name: String, y: VegaValue, height: Double, scales: [VegaScale], axes: [VegaAxis],
    marks: [VegaMark]
  ) -> VegaMark {
    var group = VegaMark(
      .group, name: name,
      update: [
        "y": y, "width": .signal("width"), "height": .value(.number(height)),
        // Something to catch the mouse between lines.
        "fill": .value("transparent"),
      ])
    // Grid lines are as long as the nearest signal of this name says.
    group.signals = [VegaSignal("height", update: "\(height)")]
    group.scales = scales
    group.axes = axes
    group.marks = marks
    return group
  }
}

/// What a channel of a mark (x, stroke, opacity ...) is set to.
public indirect enum VegaValue: Encodable, Sendable, Equatable {
  case value(JSONLiteral)
  /// An expression.
  case signal(String)
  /// A column of the data, as it is.
  case field(String)
  /// A column of the data through a scale.
  case scaled(String, field: String)
  /// An expression through a scale.
  case scaledSignal(String, String)
  /// The first whose test, an expression, holds; else the last.
  case either([(test: String, value: VegaValue)], otherwise: VegaValue)

  public func encode(to encoder: any Encoder) throws {
    try literal.encode(to: encoder)
  }

  /// As JSON.
  public var literal: JSONLiteral {
    switch self {
    case .value(let value): ["value": value]
    case .signal(let expression): ["signal": .text(expression)]
    case .field(let name): ["field": .text(name)]
    case .scaled(let scale, let field): ["scale": .text(scale), "field": .text(field)]
    case .scaledSignal(let scale, let expression):
      ["scale": .text(scale), "signal": .text(expression)]
    case .either(let cases, let otherwise):
      .list(
        cases.map { test, value in
          guard case .object(var fields) = value.literal else { return value.literal }
          fields["test"] = .text(test)
          return .object(fields)
        } + [otherwise.literal])
    }
  }

  public static func == (a: VegaValue, b: VegaValue) -> Bool { a.literal == b.literal }
}
