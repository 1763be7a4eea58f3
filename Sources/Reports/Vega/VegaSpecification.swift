/// A chart as Vega reads it, version 5: what it is made of, and no data.
///
/// Only the parts that our charts use have a type; see https://vega.github.io/vega/docs/.
public struct VegaSpecification: Encodable, Sendable, Equatable {
  public var schema = "https://vega.github.io/schema/vega/v5.json"
  /// What a reader who cannot see the chart is told.
  public var description: String
  /// Pixels
  public var width: Double
  /// Pixels
  public var height: Double
  public var padding: JSONLiteral = 4
  public var autosize: JSONLiteral = ["type": "fit-x", "contains": "padding"]
  public var config: JSONLiteral = VegaTheme.config
  public var signals: [VegaSignal] = []
  public var data: [VegaData] = []
  public var scales: [VegaScale] = []
  public var axes: [VegaAxis] = []
  public var marks: [VegaMark] = []

  public init(_ description: String, width: Double = 560, height: Double) {
    self.description = description
    self.width = width
    self.height = height
  }

  enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case description, width, height, padding, autosize, config, signals, data, scales, axes, marks
  }
}

/// A value that events and other signals change.
public struct VegaSignal: Encodable, Sendable, Equatable {
  public var name: String
  public var value: JSONLiteral?
  public var update: String?
  public var on: [Handler]?

  public struct Handler: Encodable, Sendable, Equatable {
    /// A selector of events, or `{"signal": ...}`.
    public var events: JSONLiteral
    public var update: String
    public var force: Bool?

    public init(_ events: JSONLiteral, _ update: String, force: Bool? = nil) {
      self.events = events
      self.update = update
      self.force = force
    }
  }

  public init(
    _ name: String, value: JSONLiteral? = nil, update: String? = nil, on: [Handler]? = nil
  ) {
    self.name = name
    self.value = value
    self.update = update
    self.on = on
  }
}

/// A named table, filled by the page or derived from another.
public struct VegaData: Encodable, Sendable, Equatable {
  public var name: String
  public var source: String?
  public var transform: [JSONLiteral]

  public init(_ name: String, source: String? = nil, transform: [JSONLiteral] = []) {
    self.name = name
    self.source = source
    self.transform = transform
  }
}

/// From data to positions or colours.
public struct VegaScale: Encodable, Sendable, Equatable {
  public enum Kind: String, Encodable, Sendable { case linear, log, utc, threshold, band, identity }
  public var name: String
  public var type: Kind
  public var domain: JSONLiteral
  public var range: JSONLiteral
  public var nice: JSONLiteral?
  public var zero: Bool?
  public var clamp: Bool?

  public init(
    _ name: String, _ type: Kind, domain: JSONLiteral, range: JSONLiteral,
    nice: JSONLiteral? = nil, zero: Bool? = nil, clamp: Bool? = nil
  ) {
    self.name = name
    self.type = type
    self.domain = domain
    self.range = range
    self.nice = nice
    self.zero = zero
    self.clamp = clamp
  }
}
