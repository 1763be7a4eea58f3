import ArgumentParser
import Foundation
import Reports
import RiverNetworks

struct MapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Say where a run's map is and what law it follows; draw it as SVG or PNG.",
    discussion: """
      Without options: where the GeoPackage is, the law of roughness and area, the range of n, \
      reaches that no gauge constrains; writes map.svg into the run's folder. The GeoPackage opens \
      coloured in QGIS.
      """)

  @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run")) var folder: String
  @Option(help: "Draw the map as SVG into this file.") var svg: String?
  @Option(help: "Draw the map as PNG into this file; needs rsvg-convert.") var png: String?
  @Option(help: "Width of the PNG, pixels.") var width = 2_400

  func validate() throws {
    if width < 100 || width > 20_000 {
      throw ValidationError("--width must be between 100 and 20000 pixels")
    }
  }

  func run() throws {
    let source = try RunFolder(existing: folder)
    let report = try source.runReport()
    let map = try RoughnessMap(report)
    if svg == nil && png == nil {
      describe(report, source)
      try source.write(RunFolder.mapName, map.svg)
      print("figure: \(source.file(RunFolder.mapName))")
    }
    if let svg {
      do {
        try Data(map.svg.utf8).write(to: URL(fileURLWithPath: svg), options: .atomic)
      } catch {
        throw InputError(
          "the map cannot be written", file: svg, found: error.localizedDescription,
          remedy: "check that the folder exists and that there is space")
      }
    }
    if let png { try SVGRenderer.writePNG(map.svg, to: png, width: width) }
    for remark in map.remarks { FileHandle.standardError.write(Data("note: \(remark)\n".utf8)) }
  }

  private func describe(_ report: RunReport, _ source: RunFolder) {
    guard let reaches = report.reaches else { return }
    print("map: \(source.file("parameters.gpkg")), layer reaches (opens coloured in QGIS)")
    if let n = reaches.roughnessSummary {
      print("n: median \(n.median.digits(4)), \(n.least.digits(4)) to \(n.greatest.digits(4))")
    }
    if let law = report.law {
      print(
        "law: n = \(law.coefficient.digits(4)) (A / \(law.referenceArea.digits(0)) km2)^\(law.exponent.digits(3)), 95 % interval of the exponent \(law.exponentInterval.lowerBound.digits(3)) to \(law.exponentInterval.upperBound.digits(3))")
      print("  \(law.note)")
    } else {
      print("law: none, for areas are unknown or too few")
    }
    let unseen = reaches.unconstrainedCount
    print(
      "unconstrained: \(unseen) of \(reaches.count) reaches are not constrained by a gauge"
        + (unseen > 0 ? "; grey on the map" : ""))
  }
}
