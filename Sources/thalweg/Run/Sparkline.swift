import Foundation

/// A series as one line of blocks, for a terminal.
///
///     observed  ▁▁▂▁▁▃█▄▂▁▁▁
struct Sparkline {
  private static let blocks = Array("▁▂▃▄▅▆▇█")
  /// A place without a value.
  private static let gap: Character = "·"

  /// The greatest value of each of `width` equal parts, from zero to `top`.
  static func line(_ values: [Double], width: Int, top: Double) -> String {
    guard !values.isEmpty, width > 0, top > 0 else { return "" }
    let columns = min(width, values.count)
    return String(
      (0..<columns).map { column in
        let part = values[(column * values.count / columns)..<((column + 1) * values.count / columns)]
        guard let greatest = part.filter({ !$0.isNaN }).max() else { return gap }
        let level = Int((greatest / top * Double(blocks.count)).rounded(.down))
        return blocks[min(max(level, 0), blocks.count - 1)]
      })
  }

  /// Observed and simulated discharge of the year around the largest observed flood, one above the
  /// other on one scale; nil without an observation.
  ///
  /// - Parameters:
  ///   - observed: daily, NaN where missing
  ///   - simulated: the same days
  static func pair(
    observed: [Double], simulated: [Double], width: Int
  ) -> (days: Range<Int>, observed: String, simulated: String)? {
    guard let peak = observed.indices.filter({ !observed[$0].isNaN })
      .max(by: { observed[$0] < observed[$1] })
    else { return nil }
    let start = max(0, min(peak - yearLength / 2, observed.count - yearLength))
    let days = start..<min(start + yearLength, observed.count)
    let top = (observed[days] + simulated[days]).filter { !$0.isNaN }.max() ?? 0
    return (
      days, line(Array(observed[days]), width: width, top: top),
      line(Array(simulated[days]), width: width, top: top)
    )
  }

  private static let yearLength = 365

  /// Whether a terminal shows blocks: it is one, not a dumb one, and its letters are UTF-8.
  static var isUnderstood: Bool {
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty } ?? ""
    return isatty(2) != 0 && environment["TERM"] ?? "dumb" != "dumb"
      && locale.uppercased().replacingOccurrences(of: "-", with: "").contains("UTF8")
  }
}
