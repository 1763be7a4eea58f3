import Foundation

extension Double {
  /// Rounded to so many significant digits; what is not finite stays as it is.
  func rounded(digits: Int) -> Double {
    guard isFinite, self != 0 else { return self }
    let shift = digits - 1 - Int(log10(magnitude).rounded(.down))
    if shift >= 0 {
      let factor = Self.powerOfTen(shift)
      return factor.isFinite ? (self * factor).rounded() / factor : self
    }
    let factor = Self.powerOfTen(-shift)
    return (self / factor).rounded() * factor
  }

  /// With so many significant digits at most, no trailing zeros; a dash where there is no number.
  func text(digits: Int) -> String {
    guard isFinite else { return "–" }
    let text = String(format: "%.\(digits)g", self)
    let value = rounded(digits: digits)
    if value.magnitude >= 1e4, value.magnitude < 1e15 { return Int(value).grouped }
    guard text.contains("e"), value.magnitude >= 1 else { return text.withMinusSign }
    return String(format: "%.0f", value).withMinusSign
  }

  /// With so many decimals; a dash where there is no number.
  func text(decimals: Int) -> String {
    guard isFinite else { return "–" }
    let text = String(format: "%.\(decimals)f", self)
    // What rounds to zero has no sign.
    return text.contains { ("1"..."9").contains($0) } ? text.withMinusSign : text.replacing("-", with: "")
  }

  /// With so many decimals, and thin spaces between thousands.
  func grouped(decimals: Int) -> String {
    let text = text(decimals: decimals)
    let parts = text.split(separator: ".")
    guard isFinite, let whole = Int(parts[0].filter(\.isNumber)) else { return text }
    return (text.hasPrefix("−") ? "−" : "") + whole.grouped
      + (parts.count > 1 ? "." + parts[1] : "")
  }

  private static func powerOfTen(_ exponent: Int) -> Double { pow(10, Double(exponent)) }
}

extension String {
  /// With a minus sign in the place of a hyphen.
  fileprivate var withMinusSign: String { hasPrefix("-") ? "−" + dropFirst() : self }
}

extension Int {
  /// With thin spaces between thousands (ISO 80000-1).
  var grouped: String {
    let digits = Array(String(magnitude))
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place).isMultiple(of: 3), digits.count > 4 { text += "\u{202F}" }
      text.append(digit)
    }
    return (self < 0 ? "−" : "") + text
  }
}
