import Foundation
import Reports
import RiverNetworks

extension RunFolder {
  static let reportName = "report.html"
  static let mapName = "map.svg"

  /// Writes `report.html` and, where the network has lines, `map.svg`.
  ///
  /// The results are written before: what goes wrong here is told, and the run remains good.
  func writePages(_ console: Console) {
    do {
      let report = try runReport()
      try write(Self.reportName, ReportPage([report]).html)
      var names = [Self.reportName]
      // The figure shows the roughness; who learns heat has maps of more in the page.
      if report.kind != .networkTemperature, report.lines != nil, report.reaches != nil {
        try write(Self.mapName, RoughnessMap(report).svg)
        names.append(Self.mapName)
      } else if report.kind == .routing {
        console.line("note: the network has no lines: no map.svg")
      }
      console.line("look at it: " + names.map(file).joined(separator: ", "))
    } catch {
      console.line("note: the report could not be written: \(error)")
    }
  }
}
