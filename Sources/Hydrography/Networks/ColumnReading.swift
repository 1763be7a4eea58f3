import RiverNetworks

// Columns of a file as the quantities of a network. Errors name the column; the caller adds file
// and layer.

extension VectorColumn {
  /// Largest whole number up to which every whole number is a Double: 2⁵³ (IEEE 754 binary64).
  private static let largestExactWholeNumber = 9_007_199_254_740_992.0
  /// How many rows or ids a message names.
  static let namedInMessage = 12

  /// The column as identifiers: whole numbers stay numbers, texts are parsed; NULL, a blank text
  /// and NaN are nil.
  ///
  /// - Throws: `InputError` for a fraction, or a number stored as Real beyond 2⁵³, where Real
  ///   columns can no longer tell neighbours apart.
  func identifiers() throws -> [ReachID?] {
    switch values {
    case .integers(let values): return values.map { $0.map(ReachID.number) }
    case .reals(let values):
      return try values.enumerated().map { row, value in
        guard let value, !value.isNaN else { return nil }
        guard abs(value) <= Self.largestExactWholeNumber, let whole = Int64(exactly: value) else {
          throw InputError(
            "an identifier is not a whole number", column: name,
            found: "\(value) in row \(row + 1), counted from 1",
            expected: "whole numbers up to 2^53 in a Real column",
            remedy: "store the identifiers as integers or text")
        }
        return .number(whole)
      }
    case .texts(let values):
      return values.map { text in
        guard let text, !text.allSatisfy(\.isWhitespace) else { return nil }
        return ReachID(parsing: text)
      }
    case .booleans:
      throw InputError(
        "the column cannot hold identifiers", column: name, found: "true and false",
        expected: "integers or text", remedy: "name the column of the identifiers")
    }
  }

  /// The column as numbers, and the rows whose text is no number; NULL, a blank text and `missing`
  /// values are nil, true is 1 and false 0.
  func numbersAndFaults(
    missing: Set<Double> = []
  ) -> (numbers: NullableArray<Double>, unreadable: [Int]) {
    var numbers = NullableArray<Double>()
    numbers.reserveCapacity(count)
    var unreadable: [Int] = []
    func add(_ value: Double?) {
      numbers.append(value.flatMap { missing.contains($0) ? nil : $0 }, placeholder: 0)
    }
    switch values {
    case .integers(let values): for value in values { add(value.map(Double.init)) }
    case .reals(let values): for value in values { add(value) }
    case .texts(let values):
      for (row, text) in values.enumerated() {
        let body = (text ?? "").trimmed
        let number = Double(body)
        if number == nil, !body.isEmpty { unreadable.append(row) }
        add(number)
      }
    case .booleans(let values): for value in values { add(value.map { $0 ? 1 : 0 }) }
    }
    return (numbers, unreadable)
  }

  /// The error for rows whose text is no number.
  func notNumbers(_ rows: [Int], ids: [ReachID]) -> InputError {
    InputError(
      "a text is not a number", column: name,
      ids: rows.prefix(Self.namedInMessage).map { ids[$0].description }, count: rows.count,
      found: "'\(rows.first.flatMap { text(at: $0) } ?? "")'",
      expected: "a number with a decimal point, or nothing",
      remedy: "correct the values, or name another column")
  }

  /// The value of a row as text without blanks around it, whole numbers without a decimal point;
  /// nil for NULL and blanks.
  func text(at row: Int) -> String? {
    let text: String? =
      switch values {
      case .integers(let values): values[row].map { String($0) }
      case .reals(let values):
        values[row].map { value in Int64(exactly: value).map { String($0) } ?? String(value) }
      case .texts(let values): values[row]?.trimmed
      case .booleans(let values): values[row].map { String($0) }
      }
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension StringProtocol {
  /// The text without blanks before and behind it.
  var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
