/// An axis of a chart.
public struct VegaAxis: Encodable, Sendable, Equatable {
  public enum Side: String, Encodable, Sendable { case left, right, top, bottom }
  public var scale: String
  public var orient: Side
  public var title: String?
  public var values: JSONLiteral?
  public var tickCount: JSONLiteral?
  /// A number's or date's, or one for each unit of time.
  public var format: JSONLiteral?
  public var grid: Bool
  public var labels: Bool?
  public var ticks: Bool?
  public var domain: Bool?
  public var minExtent: Double?
  public var labelOverlap: JSONLiteral? = "greedy"
  public var labelFlush: JSONLiteral?
  public var labelBound: Bool?
  public var titleAngle: Double?
  public var titleAlign: String?
  public var titleAnchor: String?
  public var titleX: Double?
  public var titleY: Double?
  public var titleBaseline: String?
  public var encode: JSONLiteral?

  public init(
    _ orient: Side, _ scale: String, title: String? = nil, values: [Double]? = nil,
    tickCount: JSONLiteral? = nil, format: JSONLiteral? = nil, grid: Bool = true
  ) {
    self.orient = orient
    self.scale = scale
    self.title = title
    self.values = values.map { JSONLiteral($0) }
    self.tickCount = tickCount
    self.format = format
    self.grid = grid
    if orient == .left {
      // The title lies flat above the axis, where it is read without turning the head.
      minExtent = Self.leftExtent
      if title != nil {
        titleAngle = 0
        titleAlign = "left"
        titleAnchor = "start"
        titleBaseline = "bottom"
        titleX = -Self.leftExtent
        titleY = -14
      }
    } else {
      labelFlush = true
    }
  }

  /// Dates as they are read everywhere: day before month, hours to 24.
  static let dates: JSONLiteral = [
    "year": "%Y", "quarter": "%b", "month": "%b", "week": "%-d %b", "date": "%-d %b",
    "day": "%-d %b", "hours": "%H:%M", "minutes": "%H:%M", "seconds": "%H:%M:%S",
  ]

  /// Room of the labels left of the plot, px: the same in all charts, so that they stand in line.
  static let leftExtent = 44.0
}

/// Colours, sizes and types of letters that all charts share.
enum VegaTheme {
  static let font =
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

  static let config: JSONLiteral = [
    "background": "transparent",
    "axis": [
      "labelFont": .text(font), "titleFont": .text(font), "labelFontSize": 11.5,
      "titleFontSize": 12, "titleFontWeight": 500, "labelColor": .text(Palette.faint),
      "titleColor": .text(Palette.ink), "gridColor": .text(Palette.grid),
      "domainColor": "#c9c8c1", "tickColor": "#c9c8c1", "tickSize": 4, "labelPadding": 5,
      "titlePadding": 9,
    ],
    "axisLeft": ["domain": false, "ticks": false],
    "text": ["font": .text(font), "fontSize": 11.5, "fill": .text(Palette.faint)],
    "group": ["stroke": "transparent"],
  ]
}
