import Foundation
import Testing

/// The arrows between the package's rooms go one way, and only the gates see the outside.
@Suite struct PackageStructureTests {
  /// What each target may depend on, of ours.
  static let arrows: [String: Set<String>] = [
    "CGDAL": [], "CNetCDF": [], "CBLAS": [], "CLanes": [], "CMPI": [], "CXXHash": [],
    "RiverNetworks": [],
    "NeuralNetworks": ["CBLAS", "CLanes"],
    "ReachOperators": ["CLanes"],
    "SpaceTimeSweep": ["CLanes", "ReachOperators", "RiverNetworks"],
    "MessagePassing": ["CMPI", "SpaceTimeSweep"],
    "RiverModels": ["RiverNetworks", "ReachOperators", "SpaceTimeSweep", "NeuralNetworks"],
    "Training": [
      "RiverModels", "NeuralNetworks", "RiverNetworks", "ReachOperators", "SpaceTimeSweep",
    ],
    "Hydrography": ["CGDAL", "RiverNetworks"],
    "RiverSeries": ["CNetCDF", "RiverNetworks"],
    "SyntheticRivers": ["RiverNetworks"],
    "Reports": ["RiverNetworks"],
  ]

  struct Target {
    let name: String
    let kind: String
    let dependencies: [String]
  }

  /// The targets as Package.swift declares them.
  static func targets() throws -> [Target] {
    let text = try String(contentsOfFile: Program.root + "/Package.swift", encoding: .utf8)
    let code = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.trimmingCharacters(in: .whitespaces).hasPrefix("//") }.joined(separator: "\n")
    let list = try #require(code.range(of: "\n  targets: ["))
    let starts = code[list.upperBound...].matches(
      of: /\.(target|executableTarget|testTarget|systemLibrary)\(\s*name: "(\w+)"/)
    return starts.indices.map { place in
      let start = starts[place]
      let end = place + 1 < starts.count ? starts[place + 1].range.lowerBound : code.endIndex
      let body = code[start.range.upperBound..<end]
      var dependencies: [String] = []
      if let open = body.firstMatch(of: /dependencies: \[/) {
        var depth = 1
        var inside = ""
        for character in body[open.range.upperBound...] {
          if character == "[" { depth += 1 }
          if character == "]" { depth -= 1 }
          if depth == 0 { break }
          inside.append(character)
        }
        // Products of other packages are not ours.
        let own = inside.replacing(/\.product\([^)]*\)/, with: "")
        dependencies = own.matches(of: /"(\w+)"/).map { String($0.output.1) }
      }
      return Target(
        name: String(start.output.2), kind: String(start.output.1), dependencies: dependencies)
    }
  }

  @Test func theDeclarationIsUnderstood() throws {
    let targets = try Self.targets()
    let names = Set(targets.map(\.name))
    for name in ["CGDAL", "RiverNetworks", "Hydrography", "thalweg", "CommandTests"] {
      #expect(names.contains(name))
    }
    #expect(targets.first { $0.name == "Hydrography" }?.dependencies == ["CGDAL", "RiverNetworks"])
    #expect(targets.first { $0.name == "RiverNetworks" }?.dependencies == [])
  }

  @Test func arrowsGoOneWay() throws {
    for target in try Self.targets() where target.name != "TestSupport" {
      guard ["target", "systemLibrary"].contains(target.kind) else { continue }
      let allowed = try #require(
        Self.arrows[target.name], "\(target.name) is new: say here what it may depend on")
      let forbidden = Set(target.dependencies).subtracting(allowed)
      #expect(forbidden.isEmpty, "\(target.name) must not depend on \(forbidden.sorted())")
    }
  }

  @Test(arguments: [
    ("CGDAL", "Hydrography"), ("CNetCDF", "RiverSeries"), ("CBLAS", "NeuralNetworks"),
    ("CMPI", "MessagePassing"),
  ]) func onlyTheGateNamesALibrary(_ library: String, _ gate: String) throws {
    for target in try Self.targets() where target.dependencies.contains(library) {
      #expect(target.name == gate)
    }
    for file in try Self.sources() where try Self.imports(file).contains(library) {
      #expect(file.hasPrefix("Sources/\(gate)/"), "\(file) imports \(library)")
    }
  }

  /// Physics never sees files, whatever the compiler would let pass through other modules.
  @Test func sourcesImportOnlyWhatTheirRoomMay() throws {
    for file in try Self.sources() {
      let room = String(file.split(separator: "/")[1])
      guard let allowed = Self.arrows[room] else { continue }
      let ours = try Self.imports(file).filter { Self.arrows[$0] != nil && $0 != room }
      let forbidden = Set(ours).subtracting(allowed)
      #expect(forbidden.isEmpty, "\(file) imports \(forbidden.sorted())")
    }
  }

  /// A module that comes in through another one is not built anew when it changes.
  @Test func everyImportIsDeclared() throws {
    let targets = try Self.targets()
    let names = Set(targets.map(\.name))
    for target in targets where target.kind != "systemLibrary" {
      let folder = FileManager.default.fileExists(atPath: Program.root + "/Sources/" + target.name)
        ? "Sources/" : "Tests/"
      let files = try FileManager.default
        .subpathsOfDirectory(atPath: Program.root + "/" + folder + target.name)
        .filter { $0.hasSuffix(".swift") }
      let imported = try Set(files.flatMap { try Self.imports(folder + target.name + "/" + $0) })
      let missing = imported.intersection(names).subtracting(target.dependencies)
      #expect(missing.isEmpty, "\(target.name) imports \(missing.sorted())")
    }
  }

  @Test func unsafeFlagsStayOutOfThePackage() throws {
    let text = try String(contentsOfFile: Program.root + "/Package.swift", encoding: .utf8)
    #expect(!text.contains("unsafeFlags"))
  }

  private static func sources() throws -> [String] {
    let files = try FileManager.default.subpathsOfDirectory(atPath: Program.root + "/Sources")
      .filter { $0.hasSuffix(".swift") }.sorted().map { "Sources/" + $0 }
    try #require(files.count > 100)
    return files
  }

  private static func imports(_ file: String) throws -> [String] {
    let text = try String(contentsOfFile: Program.root + "/" + file, encoding: .utf8)
    return text.split(separator: "\n").compactMap { line in
      // `public import struct Foundation.Data` imports Foundation.
      line.firstMatch(of: /^(?:@?\w+ )*import (?:[a-z]+ )?(\w+)/).map { String($0.output.1) }
    }
  }
}
