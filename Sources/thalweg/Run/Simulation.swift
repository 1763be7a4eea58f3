import Foundation
import ReachOperators
import RiverModels
import RiverNetworks
import RiverSeries
import SpaceTimeSweep
import Training

/// A forward run that streams: inflow in, discharge out, a stretch of days at a time.
///
/// Of several ranks each simulates its own share of the network, reads its own inflow and writes its
/// own files; see ``NetworkShare``.
struct Simulation {
  let configuration: RunConfiguration
  /// The whole river: the file's reaches, or the parts they were cut into.
  let network: RiverNetwork
  /// What the file calls its reaches.
  let reachIDs: [ReachID]
  /// This rank's part of it; nil where there is one rank.
  let share: NetworkShare?
  let communicator: (any Communicator)?
  /// The cut, where one is asked for.
  let subdivision: Subdivision?
  /// The reaches written, and where in ``local`` each one's discharge is.
  let recordIDs: [ReachID]
  let records: [Int]
  /// Of the reaches of ``local``.
  let channels: [ReachChannel]
  /// By which each reach's inflow is multiplied, of the reaches that are read.
  let inflowFactors: [Double]
  let file: any LateralInflowSource
  /// Values of the inflow that are asked for, and those that are simulated: fewer after a restart.
  let wanted: Range<Int>
  let values: Range<Int>
  let stepsPerValue: Int
  let restart: RestartFile?
  /// Whether a run in the same folder goes on.
  let isResumed: Bool
  /// Values in a stretch.
  let stretch: Int
  let console: Console
  /// Where temperature is simulated.
  let heat: HeatDrivers?
  /// Of the stretches' inflow and results.
  let blocks = BlockPool()

  /// What is computed here: all reaches, or a share with those at its border.
  var local: RiverNetwork { share?.network ?? network }
  /// Positions in ``local`` of the reaches that are this rank's own.
  var own: Range<Int> { share?.own ?? 0..<network.count }
  var boundary: SweepBoundary? { share.map { SweepBoundary($0, communicator: communicator!) } }
  var rank: Int { communicator?.rank ?? 0 }
  var ranks: Int { communicator?.count ?? 1 }

  /// Bytes of lateral inflow, or of results, of a stretch, unless the user says how many days.
  static let stretchBytes = 128 << 20

  /// Of each reach and step, where temperature follows the routing: its discharge and its
  /// temperature, and a copy of each.
  static let heatBytesPerStep = 16

  /// Days of inflow that are routed at once: as many as fit, in whole pieces of the file where that
  /// is not two and a half times as much, so that few are unpacked twice.
  private static func stretchDays(bytesPerDay: Int, storedDays: Int) -> Int {
    let fitting = max(1, stretchBytes / bytesPerDay)
    if storedDays <= fitting { return fitting / storedDays * storedDays }
    return 2 * storedDays <= 5 * fitting ? storedDays : fitting
  }

  struct Options {
    var parameterFile: String?
    var restart: String?
    /// Where a run goes on, its folder.
    var resumed: SimulationFiles?
    /// Days.
    var stretch: Int?
  }

  init(
    _ configuration: RunConfiguration, options: Options,
    communicator: (any Communicator)? = nil, console: Console
  ) throws {
    self.configuration = configuration
    self.communicator = communicator
    self.console = console
    isResumed = options.resumed != nil
    let dataset = try NetworkSource.read(configuration.network, geometry: false)
    for note in dataset.warnings + dataset.notes { console.line("note: \(note)") }
    let network = dataset.network
    reachIDs = network.ids
    let gauges = try configuration.gauges.map {
      try GaugeTable(
        path: $0.file, stationColumn: $0.stationColumn, reachColumn: $0.reachColumn,
        network: network
      ).gauges.map(\.index)
    }
    let written = try Self.written(configuration, network: network, gauges: gauges, console)
    let cut = try configuration.network.subdivision.map {
      try Subdivision(
        of: network,
        for: CourantWindow(
          celerity: $0.celerity, timeStep: configuration.routing.timeStep, weighting: $0.weighting),
        keeping: gauges ?? [])
    }
    if let cut { console.line("note: \(cut)") }
    subdivision = cut
    let routed = cut?.network ?? network
    self.network = routed
    if let communicator, communicator.count > 1 {
      guard cut == nil else {
        throw InputError(
          "a river that is cut for the time step is simulated by one rank",
          column: "network.subdivide", found: "\(communicator.count) ranks",
          remedy: "leave network.subdivide out, or start one rank")
      }
      share = try NetworkShare(
        of: routed, partition: Partition(network: routed, parts: communicator.count),
        part: communicator.rank)
    } else {
      share = nil
    }
    let places = share?.parents.map(\.position) ?? Array(0..<routed.count)
    var records: [(id: ReachID, place: Int)] = []
    for reach in written {
      let place = cut?.outlets[reach.position].position ?? reach.position
      guard let here = share == nil ? place : share!.localPosition(of: place) else { continue }
      records.append((network.ids[reach.position], here))
    }
    recordIDs = records.map(\.id)
    self.records = records.map(\.place)
    channels = try Self.channels(
      configuration, options: options, network: network, routed: routed, cut: cut, places: places)

    let source = share?.ownNetwork ?? network
    inflowFactors = try Self.inflowFactors(configuration, options: options, network: source)
    let file = try Self.source(
      configuration, options: options, dataset: dataset, network: source, console: console)
    self.file = file
    let step = Int64(configuration.routing.timeStep)
    guard file.axis.step >= step, file.axis.step % step == 0 else {
      throw InputError(
        "the lateral inflow's step does not fit the routing's", file: file.path,
        found: "\(file.axis.step) s", expected: "a multiple of \(step) s",
        remedy: "change routing.time_step_seconds")
    }
    stepsPerValue = Int(file.axis.step / step)
    var wanted = 0..<file.axis.count
    if let days = configuration.output.days {
      do {
        wanted = try file.axis.indices(of: days)
      } catch let error as InputError {
        throw error.located(file: file.path)
      }
    }
    let computed = share?.ownNetwork ?? routed
    let path = options.resumed?.restart ?? options.restart
    let restart: RestartFile?
    if let files = options.resumed, let communicator, communicator.count > 1 {
      restart = try files.commonRestart(network: computed, communicator: communicator)
    } else {
      restart = try path.map { try RestartFile(path: $0, network: computed) }
    }
    self.restart = restart
    self.wanted = wanted
    values = try Self.remaining(
      wanted, restart: restart, path: path, axis: file.axis,
      mayBeWithin: options.resumed != nil || configuration.output.days == nil,
      isResumed: options.resumed != nil)
    heat = try Self.heat(
      configuration, learned: options.parameterFile, network: share?.network ?? network, cut: cut,
      restart: restart.map { ($0, path) }, ranks: ranksOf(communicator), console: console)
    let perDay = max(1, Int(86_400 / file.axis.step))
    let reaches = (routed.count + ranksOf(communicator) - 1) / ranksOf(communicator)
    let isDaily = configuration.output.interval == .day
    let valuesPerDay = isDaily ? 1 : Int(86_400 / step)
    let writtenReaches = min(written.count, reaches)
    let bytesPerDay =
      max(
        4
          * max(
            reaches * perDay, writtenReaches * configuration.output.columns.count * valuesPerDay),
        heat == nil ? 0 : Self.heatBytesPerStep * reaches * Int(86_400 / step), 1)
    let days =
      options.stretch
      ?? Self.stretchDays(
        bytesPerDay: bytesPerDay, storedDays: max(1, file.valuesPerPiece / perDay))
    stretch = days * perDay
    guard !isDaily || values.count * stepsPerValue % Int(86_400 / step) == 0 else {
      throw InputError(
        "the simulation does not end with a whole day", file: file.path,
        found: "\(values.count * stepsPerValue) steps", expected: "a multiple of \(86_400 / step)",
        remedy: "set output.interval: step, or change output.dates")
    }
  }

  var provenance: SeriesProvenance {
    SeriesProvenance(
      title: configuration.title, source: "Thalweg \(Version.current)",
      history: CommandLine.arguments.joined(separator: " "))
  }

  /// The inflow of a stretch, with the values beside it where `linear` needs them.
  func read(_ part: Range<Int>) throws -> LateralForcing {
    let isLinear = configuration.expansion == .linear
    let before = isLinear && part.lowerBound > 0 ? 1 : 0
    let after = isLinear && part.upperBound < file.axis.count ? 1 : 0
    let times = (part.lowerBound - before)..<(part.upperBound + after)
    func forcing(_ buffer: AlignedBuffer<Float>) -> LateralForcing {
      LateralForcing(
        buffer: buffer, valuesPerReach: times.count, stepsPerValue: stepsPerValue,
        offset: before * stepsPerValue, expansion: configuration.expansion)
    }
    if let subdivision {
      return forcing(
        AlignedBuffer(
          subdivision.distributed(
            scaled(try file.read(times: times), valuesPerReach: times.count),
            valuesPerReach: times.count)))
    }
    // Rows of reaches at the border, which are other ranks' own, stay 0.
    let buffer = AlignedBuffer<Float>(uninitializedCount: local.count * times.count, from: blocks)
    let first = own.lowerBound * times.count
    let last = own.upperBound * times.count
    buffer.base.update(repeating: 0, count: first)
    (buffer.base + last).update(repeating: 0, count: buffer.count - last)
    if let files = file as? LateralInflowFiles {
      try files.read(
        times: times,
        into: UnsafeMutableBufferPointer(start: buffer.base + first, count: last - first))
    } else {
      let values = try file.read(times: times)
      values.withUnsafeBufferPointer {
        (buffer.base + first).update(from: $0.baseAddress!, count: last - first)
      }
    }
    for (reach, factor) in inflowFactors.enumerated() where factor != 1 {
      let row = buffer.base + first + reach * times.count
      for value in 0..<times.count { row[value] = Float(factor) * row[value] }
    }
    return forcing(buffer)
  }

  private func scaled(_ values: [Float], valuesPerReach: Int) -> [Float] {
    guard inflowFactors.contains(where: { $0 != 1 }) else { return values }
    return values.enumerated().map { Float(inflowFactors[$0 / valuesPerReach]) * $1 }
  }
}

private func ranksOf(_ communicator: (any Communicator)?) -> Int { communicator?.count ?? 1 }
