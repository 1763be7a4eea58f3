/// A named column of attributes, one value a row.
public struct VectorColumn: Sendable, Equatable {
  public var name: String
  public var values: Values

  /// The values, by type.
  public enum Values: Sendable, Equatable {
    case integers(NullableArray<Int64>)
    case reals(NullableArray<Double>)
    case texts(NullableArray<String>)
    case booleans(NullableArray<Bool>)
  }

  public init(name: String, values: Values) {
    self.name = name
    self.values = values
  }

  public init(_ name: String, _ values: [Int64]) {
    self.init(name: name, values: .integers(NullableArray(values)))
  }

  public init(_ name: String, _ values: [Double]) {
    self.init(name: name, values: .reals(NullableArray(values)))
  }

  public init(_ name: String, _ values: [String]) {
    self.init(name: name, values: .texts(NullableArray(values)))
  }

  public init(_ name: String, _ values: [Bool]) {
    self.init(name: name, values: .booleans(NullableArray(values)))
  }

  public init(_ name: String, optional values: [Int64?]) {
    self.init(name: name, values: .integers(NullableArray(values, placeholder: 0)))
  }

  public init(_ name: String, optional values: [Double?]) {
    self.init(name: name, values: .reals(NullableArray(values, placeholder: 0)))
  }

  public init(_ name: String, optional values: [String?]) {
    self.init(name: name, values: .texts(NullableArray(values, placeholder: "")))
  }

  public init(_ name: String, optional values: [Bool?]) {
    self.init(name: name, values: .booleans(NullableArray(values, placeholder: false)))
  }

  /// Number of rows.
  public var count: Int {
    switch values {
    case .integers(let values): values.count
    case .reals(let values): values.count
    case .texts(let values): values.count
    case .booleans(let values): values.count
    }
  }

  /// How many rows hold NULL.
  public var nullCount: Int {
    switch values {
    case .integers(let values): values.nullCount
    case .reals(let values): values.nullCount
    case .texts(let values): values.nullCount
    case .booleans(let values): values.nullCount
    }
  }

  /// The same column with its rows in another order.
  public func reordered(by rows: [Int]) -> VectorColumn {
    let reordered: Values =
      switch values {
      case .integers(let values): .integers(values.reordered(by: rows))
      case .reals(let values): .reals(values.reordered(by: rows))
      case .texts(let values): .texts(values.reordered(by: rows))
      case .booleans(let values): .booleans(values.reordered(by: rows))
      }
    return VectorColumn(name: name, values: reordered)
  }
}
