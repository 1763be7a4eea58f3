import Foundation

extension Double {
  /// With so many decimals; a dash where there is no number.
  func digits(_ count: Int) -> String {
    isFinite ? String(format: "%.\(count)f", self) : "-"
  }

  /// With a unit prefix: 67.1 M.
  var scaled: String {
    switch magnitude {
    case 1e9...: (self / 1e9).digits(2) + " G"
    case 1e6...: (self / 1e6).digits(1) + " M"
    case 1e3...: (self / 1e3).digits(1) + " k"
    default: digits(0) + " "
    }
  }

  /// A volume, without a prefix: "km3" is a cubic kilometre, not a thousand m3.
  var cubicMetres: String { String(format: "%.4g m3", self) }

  /// Heat, likewise.
  var joules: String { String(format: "%.4g J", self) }

  /// Seconds as minutes and seconds.
  var clock: String {
    let seconds = Int(rounded())
    return seconds < 3_600
      ? String(format: "%d:%02d", seconds / 60, seconds % 60)
      : String(format: "%d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60)
  }
}

extension String {
  /// Padded with blanks on the right, or on the left.
  func padded(_ width: Int, left: Bool = false) -> String {
    let fill = String(repeating: " ", count: max(0, width - count))
    return left ? fill + self : self + fill
  }
}
