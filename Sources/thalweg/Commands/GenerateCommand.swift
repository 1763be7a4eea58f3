import ArgumentParser
import Foundation
import Hydrography
import RiverNetworks
import RiverSeries
import SyntheticRivers

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Make a river basin from a seed, with a known roughness to be found again.",
    discussion: """
      Writes a folder that `thalweg train` takes as it is: reaches.gpkg (with true_roughness), \
      attributes.nc, lateral_inflow.nc (daily, from seeded storms), gauges.csv, observations.nc \
      (the inflow routed with the true roughness), config.yaml, and truth.json with the law. With \
      --weather also weather.nc of every reach's catchment, from whose rain, temperature and \
      evaporation a conceptual model (snow, soil, two reservoirs) makes the inflow, and of the \
      gauges' basins basin_weather.nc and basin_runoff.nc; and meteorology.nc to heat the water.

        thalweg generate --reaches 1000 --seed 7 --output basin
        thalweg train basin/config.yaml --output run

      The same options give the same values. --shape makes a river of one to five reaches instead; \
      --faults writes small networks, each with one fault, to test readers with.
      """)

  @Option(name: .shortAndLong, help: "Folder for the files.") var output: String
  @Option(help: "Reaches of the basin, exactly.") var reaches = 200
  @Option(help: "Seed of everything random.") var seed: UInt64 = 1
  @Option(help: "A small river instead of a basin.") var shape: SmallRiver?
  @Flag(help: "Write one network for each fault, and nothing else.") var faults = false
  @Option(help: "Years of daily inflow.") var years = 4
  @Option(help: "First day of the inflow, YYYY-MM-DD.") var start = "1990-10-01"
  @Flag(help: "Make weather too; inflow is then what a conceptual runoff model makes of it.")
  var weather = false
  @Flag(help: "Leave out inflow, gauges, observations and configuration.") var noInflow = false
  @Option(help: "n where 100 km2 drain, s m^(-1/3).") var roughnessCoefficient = 0.06
  @Option(parsing: .unconditional, help: "Exponent of the drainage area in n.")
  var roughnessExponent = -0.15
  @Option(help: "Standard deviation of ln n around the law.") var roughnessScatter = 0.0
  @Option(help: "Share of the rivers between junctions that divide, 0 to 0.2.")
  var divergenceShare = 0.0
  @Option(help: "Gauges: the outlet, then the largest tributaries.") var gauges = 4
  @Option(help: "Standard deviation of the logarithm of the observations' noise.")
  var observationNoise = 0.0
  @Option(help: "Format of the network: gpkg, geojson, fgb.") var format = VectorFormat.geoPackage
  @Flag(help: "Replace files that are there.") var overwrite = false
  @OptionGroup var options: CommonOptions

  private static let years = 1...1_000

  func validate() throws {
    guard Self.years.contains(years) else { throw ValidationError("--years is 1 to 1000") }
    guard gauges >= 1 else { throw ValidationError("--gauges is at least 1") }
    guard (0...1).contains(observationNoise) else {
      throw ValidationError("--observation-noise is 0 to 1")
    }
    guard (0...2).contains(roughnessScatter), (-1...1).contains(roughnessExponent),
      RoughnessLaw.bounds.contains(roughnessCoefficient)
    else {
      throw ValidationError(
        "--roughness-coefficient is \(RoughnessLaw.bounds), --roughness-exponent -1 to 1, "
          + "--roughness-scatter 0 to 2")
    }
    guard format != .shapefile else {
      throw ValidationError("a shapefile cuts column names short: use gpkg, geojson or fgb")
    }
  }

  func run() throws {
    let console = Console(isQuiet: options.quiet)
    let first = try CivilDate(parsing: start)
    guard let end = CivilDate(year: first.year + years, month: first.month, day: first.day) else {
      throw InputError(
        "the inflow cannot begin on a leap day", column: "--start", found: start,
        remedy: "choose another day")
    }
    let days = first...end.adding(days: -1)
    let folder = try outputFolder()
    if faults {
      for fault in BrokenNetwork.Fault.allCases {
        try FaultyNetworkFile(network: BrokenNetwork(fault)).write(to: folder.path)
      }
      console.line(
        "\(BrokenNetwork.Fault.allCases.count) networks with a fault each, in \(folder.path)")
      return
    }
    let law = RoughnessLaw(
      coefficient: roughnessCoefficient, exponent: roughnessExponent, scatter: roughnessScatter,
      seed: seed)
    let basin =
      try shape.map { try GeneratedBasin($0, law: law) }
      ?? GeneratedBasin(
        .init(reachCount: reaches, seed: seed, divergenceShare: divergenceShare), law: law)
    let record = try write(basin, law: law, days: days, to: folder)
    try folder.writeJSON("truth.json", record)
    console.line(
      "\(basin.network.count) reaches, \(record.drainageArea.digits(0)) km2, "
        + "n = \(law.coefficient) (A / \(law.referenceSquareKilometres.digits(0)) km2)"
        + "^\(law.exponent), in \(folder.path)")
    if record.roughnessLaw.raised + record.roughnessLaw.lowered > 0 {
      let held = record.roughnessLaw.raised + record.roughnessLaw.lowered
      console.line("note: n held at a bound in \(held) of \(basin.network.count) reaches")
    }
    if !noInflow {
      console.line("train with: thalweg train \(folder.file("config.yaml")) --output run")
    }
    if options.json { try StandardOutput.writeJSON(record) }
  }

  /// The network first, truth.json and the configuration last: where they are, all is there.
  private func write(
    _ basin: GeneratedBasin, law: RoughnessLaw, days: ClosedRange<CivilDate>, to folder: RunFolder
  ) throws -> GenerationRecord {
    let name = shape?.rawValue ?? "basin of \(reaches) reaches, seed \(seed)"
    let provenance = SeriesProvenance(
      title: "Generated river: \(name)", source: "Thalweg \(Version.current), thalweg generate")
    let network = "reaches.\(format.rawValue)"
    try basin.writeNetwork(to: folder.file(network))
    try basin.writeAttributes(to: folder.file("attributes.nc"), provenance: provenance)
    var record = GenerationRecord(
      thalweg: Version.current, shape: shape?.rawValue ?? "basin", seed: seed,
      reaches: basin.network.count, divergenceShare: shape == nil ? divergenceShare : 0,
      drainageArea: basin.network.outlets.reduce(0) { $0 + basin.drainageAreas[$1.position] },
      roughnessLaw: .init(law, basin.roughness), series: nil)
    guard !noInflow else { return record }

    let gauges = basin.gaugedReaches(count: gauges)
    let series = GeneratedSeries(
      basin, days: days, seed: seed,
      threads: options.threads ?? ProcessInfo.processInfo.activeProcessorCount,
      provenance: provenance)
    let inflow = folder.file("lateral_inflow.nc")
    if weather {
      try series.writeWeather(
        seed: seed, gauges: gauges, inflow: inflow, weather: folder.file("weather.nc"),
        basins: folder.file("basin_weather.nc"), meteorology: folder.file("meteorology.nc"))
    } else {
      try series.writeInflow(to: inflow)
    }
    try folder.write("gauges.csv", basin.gaugeTable(gauges))
    let observed = GeneratedSeries.observed(
      try series.routed(inflow: inflow, gauges: gauges), noise: observationNoise, seed: seed)
    try series.writeObservations(observed, gauges: gauges, to: folder.file("observations.nc"))
    if weather {
      try series.writeRunoff(observed, gauges: gauges, to: folder.file("basin_runoff.nc"))
    }
    try folder.write(
      "config.yaml",
      GeneratedConfiguration(
        title: "Generated river, \(name)", network: network,
        hasAttributes: basin.attributes != nil, days: days
      ).text)
    record.series = .init(
      first: "\(days.lowerBound)", last: "\(days.upperBound)", observationNoise: observationNoise,
      stations: gauges.map(basin.station))
    return record
  }

  private func outputFolder() throws -> RunFolder {
    let manager = FileManager.default
    let present = (try? manager.contentsOfDirectory(atPath: output)) ?? []
    guard overwrite || present.isEmpty else {
      throw InputError(
        "the output folder is not empty", file: output, found: present.sorted().first,
        remedy: "choose another --output, or replace files with --overwrite")
    }
    return try RunFolder(generatedFiles: output)
  }
}

extension VectorFormat: ExpressibleByArgument {}

extension RunFolder {
  /// A folder for generated files: no checkpoints in it.
  init(generatedFiles path: String) throws {
    self.path = path
    try Self.make(path, for: path)
  }
}
