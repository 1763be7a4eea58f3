import Foundation
import Testing

/// Every fault of a network ends `train` with status 2 and one message, before anything is written.
@Suite struct BadNetworkTests {
  struct Case: CustomTestStringConvertible {
    let fault: String
    let says: [String]
    var testDescription: String { fault }
  }

  static let cases = [
    Case(
      fault: "cycle",
      says: [
        "runs in a circle", "column:   downstream_id", "21 -> 10 -> 20",
        "correct the downstream id",
      ]),
    Case(
      fault: "duplicate_id",
      says: ["occurs more than once", "column:   id", "id:       11", "keep one row"]),
    Case(
      fault: "dangling_downstream",
      says: [
        "names no reach", "column:   downstream_id", "id:       31", "999",
        "add the missing reach",
      ]),
    Case(
      fault: "self_link",
      says: [
        "drains into itself", "column:   downstream_id", "id:       21",
        "the reach below it",
      ]),
    Case(
      fault: "zero_length",
      says: [
        "not a positive number", "column:   length_m", "id:       12", "0.0",
        "channel length",
      ]),
    Case(
      fault: "negative_length",
      says: [
        "not a positive number", "column:   length_m", "id:       12", "-4900",
        "channel length",
      ]),
    Case(
      fault: "missing_length",
      says: [
        "not a positive number", "column:   length_m", "id:       12", "NULL",
        "channel length",
      ]),
    Case(
      fault: "missing_slope",
      says: ["slope is not a number", "column:   slope", "id:       10", "NULL", "missing slopes"]),
    Case(
      fault: "infinite_slope",
      says: ["slope is not a number", "column:   slope", "id:       10", "inf", "missing slopes"]),
    Case(fault: "no_rows", says: ["remedy:"]),
  ]

  @Test(arguments: cases) func aFaultIsNamed(_ fault: Case) throws {
    let basin = try SampleBasin()
    let file = Program.root + "/Networks/broken/\(fault.fault).geojson"
    let config = try basin.configuration(replacing: [("file: reaches.gpkg", "file: \(file)")])
    let message = try basin.refusal(of: config)
    for part in fault.says + ["file:     \(file)", "layer:    reaches"] {
      #expect(message.contains(part), "'\(part)' is not in: \(message)")
    }
  }

  @Test func everyBrokenNetworkIsTested() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Program.root + "/Networks/broken")
    #expect(
      Set(files.filter { $0.hasSuffix(".geojson") })
        == Set(Self.cases.map { $0.fault + ".geojson" }))
  }

  @Test func aMissingFileIsNamed() throws {
    let basin = try SampleBasin()
    let config = try basin.configuration(replacing: [("file: reaches.gpkg", "file: rivers.gpkg")])
    let message = try basin.refusal(of: config)
    #expect(message.contains(basin.file("rivers.gpkg")))
  }

  @Test func aWrongLayerIsNamedAndTheRightOnesListed() throws {
    let basin = try SampleBasin()
    let config = try basin.configuration(
      replacing: [("file: reaches.gpkg", "file: reaches.gpkg\n  layer: rivers")])
    let message = try basin.refusal(of: config)
    #expect(message.contains("rivers"))
    #expect(message.contains("reaches"))
    #expect(message.contains("reaches.gpkg"))
  }

  @Test func aMissingColumnIsNamed() throws {
    let basin = try SampleBasin()
    let config = try basin.configuration(
      replacing: [("file: reaches.gpkg", "file: reaches.gpkg\n  length: lenght_m")])
    let message = try basin.refusal(of: config)
    for part in ["reaches.gpkg", "lenght_m", "length_m", "remedy:"] {
      #expect(message.contains(part), "'\(part)' is not in: \(message)")
    }
  }

  @Test func anUnknownUnitIsRefusedWithTheKnownOnes() throws {
    let basin = try SampleBasin()
    let config = try basin.configuration(
      replacing: [
        ("file: reaches.gpkg", "file: reaches.gpkg\n  length: length_m\n  length_unit: furlong")
      ])
    let message = try basin.refusal(of: config)
    for part in ["network.length_unit", "furlong", "km"] {
      #expect(message.contains(part), "'\(part)' is not in: \(message)")
    }
  }
}

extension SampleBasin {
  /// Trains, demands that it is refused, and gives the message.
  func refusal(
    of configuration: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let target = output("refused")
    let outcome = try Program.run(["train", configuration, "--output", target])
    #expect(outcome.status == 2, "\(outcome.message)", sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    let messages = outcome.message.components(separatedBy: "thalweg: ").count - 1
    #expect(messages == 1, "\(outcome.message)", sourceLocation: sourceLocation)
    #expect(
      !FileManager.default.fileExists(atPath: target), "something was written",
      sourceLocation: sourceLocation)
    return outcome.message
  }
}
