/// Values of one column, some of which may be missing (NULL).
///
/// Values and marks are stored apart, so that a column without missing values costs no more than an
/// array of its values; a missing value holds a place that nobody reads.
public struct NullableArray<Value: Sendable & Equatable>: Sendable {
  private var values: [Value] = []
  /// Empty as long as nothing is missing.
  private var missing: [Bool] = []
  /// How many values are missing.
  public private(set) var nullCount = 0

  public init() {}

  public init(_ values: [Value]) { self.values = values }

  public init(_ values: some Sequence<Value?>, placeholder: Value) {
    for value in values { append(value, placeholder: placeholder) }
  }

  public mutating func reserveCapacity(_ count: Int) { values.reserveCapacity(count) }

  /// - Parameters:
  ///   - value: nil for none
  ///   - placeholder: what is stored where the value is nil; never handed out.
  public mutating func append(_ value: Value?, placeholder: Value) {
    if value == nil, missing.isEmpty {
      missing = [Bool](repeating: false, count: values.count)
    }
    if nullCount > 0 || value == nil { missing.append(value == nil) }
    if value == nil { nullCount += 1 }
    values.append(value ?? placeholder)
  }

  /// The values at the given places, in that order.
  public func reordered(by rows: [Int]) -> NullableArray {
    var copy = NullableArray()
    copy.values = rows.map { values[$0] }
    if nullCount > 0 {
      copy.missing = rows.map { missing[$0] }
      copy.nullCount = copy.missing.count { $0 }
      if copy.nullCount == 0 { copy.missing = [] }
    }
    return copy
  }
}

extension NullableArray: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { values.count }
  public subscript(row: Int) -> Value? {
    nullCount > 0 && missing[row] ? nil : values[row]
  }
}

extension NullableArray: Equatable {
  /// Equal when the same places are missing and the other values are equal.
  public static func == (a: NullableArray, b: NullableArray) -> Bool { a.elementsEqual(b) }
}
