import Foundation
import Hydrography
import RiverNetworks
import Testing

/// Mutated files end in an error or in a report: nothing crashes, nothing hangs.
@Suite struct MutatedFileTests {
  private static let filesPerFormat = 500

  /// Steele, Lea and Flood (2014), doi:10.1145/2660193.2660195: the same numbers everywhere.
  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// Values of the wrong type, out of range, or empty.
  private static let odd = [
    "null", "\"\"", "\"steep\"", "-9998", "-9999", "1e999", "-1e300", "0", "-1", "0.5", "true",
    "9223372036854775808", "\"2,3\"", "\"1,,2\"", "[1, 2]", "{\"a\": 1}", "\"\u{0}\"",
  ]

  /// A small file whose links and values are drawn at random: cycles, divergences, repeated ids.
  private static func geoJSON(_ random: inout SplitMix) -> String {
    let count = Int.random(in: 0...12, using: &random)
    func value(_ usual: String) -> String {
      Int.random(in: 0..<8, using: &random) == 0 ? odd.randomElement(using: &random)! : usual
    }
    let encoding = Int.random(in: 0..<3, using: &random)
    return GeoJSON.lines((0..<count).map { row in
      let id = Int.random(in: 0..<10, using: &random) == 0 ? row / 2 : row + 1
      let a = value("\(Int.random(in: 0...count, using: &random))")
      let b = value("\(Int.random(in: 0...count, using: &random))")
      let links = [
        #""toid": \#(a), "split_fraction": \#(b)"#,
        #""fromnode": \#(a), "tonode": \#(b), "divergence": \#(value("2"))"#,
        #""hydroseq": \#(id), "dnhydroseq": \#(a), "dnminorhyd": \#(b)"#,
      ][encoding]
      return #""\#(encoding == 0 ? "id" : "comid")": \#(value("\(id)")), \#(links), "#
        + #""lengthkm": \#(value("1.5")), "slope": \#(value("0.01"))"#
    })
  }

  private static func csv(_ random: inout SplitMix) -> String {
    let count = Int.random(in: 1...12, using: &random)
    return "link,to,Length,So,n,MusX\n"
      + (1...count).map { row in
        let to = Int.random(in: 0...count, using: &random)
        let slope = Int.random(in: 0..<6, using: &random) == 0
          ? odd.randomElement(using: &random)! : "0.01"
        return "\(row),\(to),\(100 * row),\(slope),0.05,0.2"
      }.joined(separator: "\n") + "\n"
  }

  /// Cuts, flips, repeats or drops some bytes.
  private static func mutated(_ bytes: [UInt8], _ random: inout SplitMix) -> [UInt8] {
    var bytes = bytes
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
    case 1, 2:
      for _ in 0..<Int.random(in: 1...20, using: &random) where !bytes.isEmpty {
        let place = bytes.indices.randomElement(using: &random)!
        bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
    case 3 where bytes.count > 2:
      let a = bytes.indices.randomElement(using: &random)!
      let b = bytes.indices.randomElement(using: &random)!
      let part = Array(bytes[min(a, b)..<max(a, b)])
      if Bool.random(using: &random) {
        bytes.insert(contentsOf: part, at: a)
      } else {
        bytes.removeSubrange(min(a, b)..<max(a, b))
      }
    default: break
    }
    return bytes
  }

  private enum Outcome { case error, report, network }

  /// Reads, checks, repairs and builds; only `InputError` may be thrown.
  private static func outcome(of path: String) throws -> Outcome {
    do {
      let draft = try NetworkFile.draft(path: path)
      let check = NetworkCheck(draft, courant: CourantPreflight(timeStep: 60, flow: .celerity(1)))
      _ = try check.json()
      _ = check.issueTable(of: draft)
      guard draft.count > 0 else { return .report }
      let policies = NetworkPolicies(
        missingSlopes: .floor(1e-3), missingLengths: .floor(1), split: .equal)
      let plain = try? draft.dataset()
      // Clean means that it can be built, and the other way round.
      #expect((plain != nil) == check.isClean, "\(check)")
      guard
        let dataset = try? draft.repaired(
          by: NetworkRepair.withoutInvention + [.keepFirstOfDuplicates]).dataset(policies)
      else { return .report }
      #expect(dataset.network.outlets.count > 0)
      return .network
    } catch is InputError {
      return .error
    }
  }

  @Test(arguments: ["geojson", "csv", "gpkg", "shp"])
  func endInAnErrorOrAReport(suffix: String) throws {
    let folder = try TemporaryFolder()
    var random = SplitMix(state: UInt64(suffix.utf8.reduce(7) { $0 &* 31 &+ Int($1) }))
    let whole = folder.file("whole." + suffix)
    if suffix == "gpkg" || suffix == "shp" {
      let confluence = try folder.write("confluence.geojson", GeoJSON.confluence)
      _ = try NetworkWriter(try NetworkFile.read(path: confluence)).write(to: whole)
    }
    var outcomes: [Outcome: Int] = [:]
    for _ in 0..<Self.filesPerFormat {
      let path = folder.file("mutated." + suffix)
      switch suffix {
      case "geojson", "csv":
        let text = suffix == "csv" ? Self.csv(&random) : Self.geoJSON(&random)
        try Data(Self.mutated(Array(text.utf8), &random)).write(to: URL(fileURLWithPath: path))
      default:
        let parts = suffix == "shp" ? ["shp", "dbf", "shx", "prj"] : [suffix]
        let struck = parts.randomElement(using: &random)!
        for part in parts {
          let source = URL(fileURLWithPath: folder.file("whole." + part))
          let bytes = Array(try Data(contentsOf: source))
          try Data(part == struck ? Self.mutated(bytes, &random) : bytes)
            .write(to: URL(fileURLWithPath: folder.file("mutated." + part)))
        }
      }
      outcomes[try Self.outcome(of: path), default: 0] += 1
    }
    #expect(outcomes.values.reduce(0, +) == Self.filesPerFormat)
    // The mutations are neither all deadly nor all harmless.
    #expect(outcomes.count > 1, "\(outcomes)")
  }
}
