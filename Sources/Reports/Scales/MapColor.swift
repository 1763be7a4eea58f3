/// A colour, red, green and blue from 0 to 255.
public struct MapColor: Sendable, Equatable {
  public var red: Double
  public var green: Double
  public var blue: Double

  public init(red: Double, green: Double, blue: Double) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  public init(hexadecimal: Int) {
    self.init(
      red: Double(hexadecimal >> 16 & 0xff), green: Double(hexadecimal >> 8 & 0xff),
      blue: Double(hexadecimal & 0xff))
  }

  /// `#rrggbb`
  public var hexadecimal: String {
    "#" + components.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
  }

  /// Red, green and blue as whole numbers.
  public var components: [Int] { [red, green, blue].map { Int($0.rounded()) } }

  func mixed(with other: MapColor, share: Double) -> MapColor {
    MapColor(
      red: red + share * (other.red - red), green: green + share * (other.green - green),
      blue: blue + share * (other.blue - blue))
  }
}

/// The colours of the pages, all distinguishable with the common kinds of colour blindness.
enum Palette {
  /// Viridis at eighths (Smith and van der Walt 2015, matplotlib, CC0).
  static let viridis = [
    0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725,
  ].map(MapColor.init(hexadecimal:))
  /// Okabe and Ito (2008), Color Universal Design: blue, vermilion, green, purple, orange, sky.
  static let runs = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"]
  static let observed = "#1f1f1f"
  static let baseline = "#9b9b95"
  /// Reaches with no gauge below.
  static let unconstrained = "#bdbdb6"
  static let grid = "#e7e6e1"
  static let ink = "#33332f"
  static let faint = "#6b6b64"

  static func run(_ index: Int) -> String { runs[index % runs.count] }
}
