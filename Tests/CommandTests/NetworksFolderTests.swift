import Foundation
import Hydrography
import RiverNetworks
import RiverSeries
import Testing

/// The networks of the folder `Networks` are what its script makes.
@Suite struct NetworksFolderTests {
  static let committed = Program.root + "/Networks"
  /// Random variates go through the C library's `log` and `cos`, whose last bit is a system's own;
  /// then through single precision.
  static let relativeTolerance = 1e-5

  /// The networks, made again once for all tests.
  static let made: Result<TemporaryFolder, any Error> = Result {
    let folder = try TemporaryFolder()
    let outcome = try Program.Running(
      [committed + "/make.sh", folder.path], environment: ["THALWEG_PROGRAM": Program.path],
      tool: "/bin/bash"
    ).outcome()
    try #require(outcome.status == 0, "\(outcome.message)")
    return folder
  }

  private func close(_ a: Double, _ b: Double) -> Bool {
    a == b || (a.isNaN && b.isNaN) || abs(a - b) <= Self.relativeTolerance * max(abs(a), abs(b))
  }

  static let rivers = [
    "single-reach/reaches.geojson", "y/reaches.geojson", "five-reach-chain/reaches.geojson",
    "diamond/reaches.geojson", "basin-200/reaches.gpkg",
  ]

  @Test(arguments: rivers) func reachesAreTheSame(_ name: String) throws {
    let old = try NetworkFile.read(path: Self.committed + "/" + name)
    let new = try NetworkFile.read(path: Self.made.get().file(name))
    #expect(old.network.ids == new.network.ids)
    #expect(old.columns.map(\.name) == new.columns.map(\.name))
    for reach in old.network.indices {
      let links = (old.network.links(outOf: reach), new.network.links(outOf: reach))
      #expect(links.0.map(\.downstream) == links.1.map(\.downstream))
      #expect(zip(links.0, links.1).allSatisfy { close($0.fraction, $1.fraction) })
    }
    for (a, b) in zip(old.columns, new.columns) {
      guard case .reals(let x) = a.values, case .reals(let y) = b.values else {
        #expect(a == b)
        continue
      }
      #expect((0..<a.count).allSatisfy { close(x[$0] ?? .nan, y[$0] ?? .nan) }, "\(a.name)")
    }
  }

  @Test(arguments: rivers) func seriesAreTheSame(_ name: String) throws {
    let folder = (name as NSString).deletingLastPathComponent
    var names = ["lateral_inflow.nc", "observations.nc"]
    if folder == "basin-200" { names.append("attributes.nc") }
    for name in names.map({ folder + "/" + $0 }) {
      let old = try NetCDFFile(path: Self.committed + "/" + name)
      let new = try NetCDFFile(path: Self.made.get().file(name))
      #expect(old.variables.map(\.name) == new.variables.map(\.name))
      for variable in old.variables {
        let other = try new.requiredVariable(variable.name)
        if variable.type?.isText == true {
          #expect(try old.texts(variable) == new.texts(other))
          continue
        }
        let (x, y) = (try old.doubles(variable), try new.doubles(other))
        #expect(x.count == y.count)
        #expect(zip(x, y).allSatisfy { close($0, $1) }, "\(name): \(variable.name)")
      }
    }
  }

  @Test func textsAreTheSame() throws {
    let made = try Self.made.get()
    let names = try FileManager.default.subpathsOfDirectory(atPath: made.path).sorted()
      .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".csv") || $0.hasPrefix("broken/") }
    #expect(names.count == 5 + 5 + 10)
    for name in names {
      let old = try String(contentsOfFile: Self.committed + "/" + name, encoding: .utf8)
      #expect(try made.text(name) == old, "\(name)")
    }
  }

  @Test func everyFolderHasAReadme() throws {
    for name in ["single-reach", "y", "five-reach-chain", "diamond", "basin-200", "broken", "."] {
      #expect(FileManager.default.fileExists(atPath: "\(Self.committed)/\(name)/README.md"))
    }
  }

  @Test func theDiamondDividesAsItsReadmeSays() throws {
    let network = try NetworkFile.read(path: Self.committed + "/diamond/reaches.geojson").network
    let head = try #require(network.index(of: 1))
    #expect(network.links(outOf: head).map(\.fraction).sorted() == [0.3, 0.7])
    #expect(network.outlets.map { network.ids[$0.position] } == [4])
  }

  /// The small rivers are ready to be used: each trains.
  @Test(arguments: ["single-reach", "y", "five-reach-chain", "diamond"])
  func aSmallRiverTrains(_ name: String) throws {
    let folder = try TemporaryFolder()
    try Program.succeed(
      "train", Self.committed + "/\(name)/config.yaml", "--output", folder.file("run"), "--quiet")
    let metrics = try JSONValue(file: folder.file("run/metrics.json"))
    let gauges = try #require(metrics["gauges"]?.object)
    #expect(!gauges.isEmpty)
    for scores in gauges.values { #expect(try #require(scores["test.nse"]?.number) > 0.999) }
  }
}
