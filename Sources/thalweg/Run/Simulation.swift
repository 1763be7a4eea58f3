import Foundation
import Hydrography
import ReachOperators
import RiverModels
import RiverNetworks
import RiverSeries
import Training

/// A forward run that streams: inflow in, discharge out, a stretch of days at a time.
struct Simulation {
  let configuration: RunConfiguration
  /// What is routed: the file's reaches, or the parts they were cut into.
  let network: RiverNetwork
  /// The cut, where one is asked for.
  let subdivision: Subdivision?
  /// The reaches written, and where in ``network`` each one's discharge is.
  let recordIDs: [ReachID]
  let records: [Int]
  let channels: [ReachChannel]
  /// By which each reach's inflow is multiplied.
  let inflowFactors: [Double]
  let file: any LateralInflowSource
  /// Values of the inflow that are simulated.
  let values: Range<Int>
  let stepsPerValue: Int
  let restart: RestartFile?
  /// Values in a stretch.
  let stretch: Int
  let console: Console
  /// Where temperature is simulated.
  let heat: HeatDrivers?

  /// Bytes of lateral inflow held at once, unless the user says how many days.
  static let stretchBytes = 256 << 20

  struct Summary: Codable {
    var reaches: Int
    var steps: Int
    var seconds: Double
    var reachStepsPerSecond: Double
    var isInterrupted: Bool
    var waterBalance: Metrics.Balance
    var limiters: Metrics.Limiters
    var peakBytes: Int
    /// What left the reaches less what entered those below (through confluences and divergences),
    /// over the former, after the last step: nothing but round-off.
    var junctionResidual: Double
    var temperature: SimulatedTemperature.Summary?
    enum CodingKeys: String, CodingKey {
      case temperature
      case reaches, steps, seconds, reachStepsPerSecond = "reach_steps_per_second"
      case isInterrupted = "interrupted", waterBalance = "water_balance", limiters
      case peakBytes = "peak_bytes", junctionResidual = "junction_residual"
    }
  }

  init(
    _ configuration: RunConfiguration, parameterFile: String?, restart: String?, stretch: Int?,
    console: Console
  ) throws {
    self.configuration = configuration
    self.console = console
    let dataset = try NetworkSource.read(configuration.network)
    for note in dataset.warnings + dataset.notes { console.line("note: \(note)") }
    let network = dataset.network
    let gauges = try configuration.gauges.map {
      try GaugeTable(
        path: $0.file, stationColumn: $0.stationColumn, reachColumn: $0.reachColumn,
        network: network
      ).gauges
    }
    let written: [ReachIndex]
    switch configuration.output.reaches {
    case .all: written = Array(network.indices)
    case .gauges:
      written = gauges?.map(\.index) ?? network.outlets
      if gauges == nil { console.line("note: no gauges given: the outlets are written") }
    }
    let cut = try configuration.network.subdivision.map {
      try Subdivision(
        of: network,
        for: CourantWindow(
          celerity: $0.celerity, timeStep: configuration.routing.timeStep, weighting: $0.weighting),
        keeping: gauges?.map(\.index) ?? [])
    }
    if let cut { console.line("note: \(cut)") }
    subdivision = cut
    self.network = cut?.network ?? network
    recordIDs = written.map { network.ids[$0.position] }
    records = written.map { cut?.outlets[$0.position].position ?? $0.position }

    func values(_ name: String, _ parameter: ParameterSection.Parameter) throws -> [Double] {
      guard let path = parameterFile ?? parameter.file else {
        return [Double](repeating: parameter.start, count: network.count)
      }
      let variable = parameterFile == nil ? parameter.variable : name
      let read = try ReachAttributes(path: path, names: [variable], network: network)
      let values = Array(read[variable]!)
      if let first = values.firstIndex(where: { !($0 > 0) }) {
        throw InputError(
          "a channel parameter is not a positive number", file: path, column: variable,
          ids: [network.ids[first].description], count: values.count { !($0 > 0) },
          found: "\(values[first])", remedy: "give a value for every reach")
      }
      return values
    }
    func ofParts(_ values: [Double]) -> [Double] { cut?.averaged(values) ?? values }
    let section = configuration.parameters
    let roughness = ofParts(try values("roughness", section.roughness))
    let exponent = ofParts(try values("width_exponent", section.widthExponent))
    let factor = ofParts(try values("width_factor", section.widthFactor))
    let routed = self.network
    channels = (0..<routed.count).map {
      ReachChannel(
        length: routed.lengths[$0], slope: routed.slopes[$0], roughness: roughness[$0],
        widthExponent: exponent[$0], widthFactor: factor[$0])
    }

    inflowFactors = try parameterFile.flatMap { path in
      try NetCDFFile(path: path).variables.contains { $0.name == "inflow_factor" }
        ? try values("inflow_factor", section.roughness) : nil
    } ?? [Double](repeating: configuration.inflowFactor.initial, count: network.count)

    file = try Self.source(
      configuration, dataset: dataset, learnedModel: parameterFile.map {
        URL(fileURLWithPath: $0).deletingLastPathComponent().path
      }, console: console)
    let step = Int64(configuration.routing.timeStep)
    guard file.axis.step >= step, file.axis.step % step == 0 else {
      throw InputError(
        "the lateral inflow's step does not fit the routing's", file: file.path,
        found: "\(file.axis.step) s", expected: "a multiple of \(step) s",
        remedy: "change routing.time_step_seconds")
    }
    stepsPerValue = Int(file.axis.step / step)
    var range = 0..<file.axis.count
    if let days = configuration.output.days { range = try file.axis.indices(of: days) }
    self.restart = try restart.map { try RestartFile(path: $0, network: routed) }
    if let state = self.restart {
      let first = file.axis.seconds(at: range.lowerBound)
      if configuration.output.days == nil {
        // Go on where the state was left.
        guard state.time >= first, (state.time - file.axis.start) % file.axis.step == 0,
          state.time < file.axis.end
        else {
          throw InputError(
            "the restart's time is not one of the inflow's", file: restart,
            found: TimeAxis.text(ofSeconds: state.time),
            expected: "within \(file.axis.text(at: 0)) and the end of \(file.path)")
        }
        range = Int((state.time - file.axis.start) / file.axis.step)..<range.upperBound
      } else if state.time != first {
        throw InputError(
          "the restart's time is not the simulation's first", file: restart,
          found: TimeAxis.text(ofSeconds: state.time), expected: TimeAxis.text(ofSeconds: first),
          remedy: "begin output.dates there, or leave output.dates out")
      }
    }
    self.values = range
    if configuration.processes.contains(.temperature) {
      guard restart == nil else {
        throw InputError(
          "a restart holds no temperature", file: restart,
          remedy: "begin without --restart, or simulate discharge alone")
      }
      let heat = try HeatDrivers(configuration, network: network, subdivision: cut)
      for remark in heat.remarks { console.line("note: \(remark)") }
      self.heat = heat
    } else {
      heat = nil
    }
    let perDay = max(1, Int(86_400 / file.axis.step))
    let fitting = max(1, Self.stretchBytes / (4 * network.count * perDay))
    self.stretch = (stretch ?? fitting) * perDay
  }

  /// Lateral inflow from a file, or from the runoff model: the one trained through the river where
  /// there is one.
  private static func source(
    _ configuration: RunConfiguration, dataset: RiverDataset, learnedModel: String?,
    console: Console
  ) throws -> any LateralInflowSource {
    let network = dataset.network
    guard let section = configuration.runoff else {
      let inflow = configuration.inflow!
      return try LateralInflowFile(
        path: inflow.file, variable: inflow.variable, identifiers: inflow.identifiers,
        network: network)
    }
    let stated = (0..<network.count).map { dataset.drainageAreas?[$0].map { $0 / 1e6 } ?? .nan }
    let areas = try UnitAreas(
      dataset: dataset, column: section.areaColumn, network: network,
      rows: Array(0..<network.count), drainageAreas: stated)
    guard section.learning == .frozen || learnedModel != nil else {
      throw InputError(
        "the runoff model is learned, but none that was learned is given",
        column: "runoff.learn", found: section.learning.rawValue,
        remedy: "give the trained run with --parameters RUN, or set runoff.learn: frozen")
    }
    let source = try CatchmentInflow(
      section, model: section.learning == .frozen ? nil : learnedModel, network: network,
      areas: areas.values, seed: 0, threads: configuration.routing.threads)
    for remark in areas.remarks + source.remarks { console.line("note: \(remark)") }
    return source
  }

  /// The inflow of a stretch, with the values beside it that `linear` needs.
  private func read(_ part: Range<Int>) throws -> LateralForcing {
    let before = part.lowerBound > 0 ? 1 : 0
    let after = part.upperBound < file.axis.count ? 1 : 0
    let times = (part.lowerBound - before)..<(part.upperBound + after)
    var values = try file.read(times: times)
    for (reach, factor) in inflowFactors.enumerated() where factor != 1 {
      for index in (reach * times.count)..<((reach + 1) * times.count) {
        values[index] = Float(factor) * values[index]
      }
    }
    return LateralForcing(
      values: subdivision?.distributed(values, valuesPerReach: times.count) ?? values,
      valuesPerReach: times.count,
      stepsPerValue: stepsPerValue, offset: before * stepsPerValue,
      expansion: configuration.expansion)
  }

  func run(into folder: RunFolder) throws -> Summary {
    let clock = ContinuousClock()
    let start = clock.now
    let router = Router(network: network, configuration: configuration.routing)
    let parts = stride(from: values.lowerBound, to: values.upperBound, by: stretch).map {
      $0..<min($0 + stretch, values.upperBound)
    }
    let totalSteps = values.count * stepsPerValue
    console.line(
      "simulating \(network.count) reaches x \(totalSteps) steps in \(parts.count) stretch(es), \(records.count) reach(es) written, \(configuration.routing.threads) thread(s)")
    let prefetch = Prefetch(parts.count) { [self] in try read(parts[$0]) }
    var inflow = try prefetch.next()
    let outlets = network.outlets.map(\.position)
    let everyReach = heat == nil ? [] : Array(0..<network.count)
    let stream = router.stream(
      channels: channels, initial: try initialState(inflow),
      records: records + outlets + everyReach)
    let discharge = stream.state().discharge
    let writer = try SimulationWriter(
      self, initial: records.map { discharge[$0] }, path: folder.file("streamflow.nc"))
    let temperature = try heat.map {
      try SimulatedTemperature(
        self, drivers: $0, discharge: discharge, path: folder.file("water_temperature.nc"))
    }
    let storageBefore = stream.storage()
    var inflowVolume = 0.0
    var outflowVolume = 0.0
    var previous = outlets.map { discharge[$0] }
    var steps = 0
    var isInterrupted = false
    for (index, part) in parts.enumerated() {
      let count = part.count * stepsPerValue
      let series = stream.advance(inflow, count)
      inflowVolume += inflow.total(steps: count)
      for row in outlets.indices {
        let base = (records.count + row) * count
        for step in 0..<count {
          let value = Double(series[base + step])
          outflowVolume += (previous[row] + value) / 2
          previous[row] = value
        }
      }
      steps += count
      try writer.write(series, steps: count)
      try temperature?.advance(
        discharge: Array(series[((records.count + outlets.count) * count)...]), lateral: inflow,
        steps: count)
      let seconds = (clock.now - start).seconds
      let rate = Double(network.count) * Double(steps) / seconds
      console.progress(
        "stretch \(index + 1)/\(parts.count)  \(rate.scaled)reach-steps/s, \((seconds / Double(steps) * Double(totalSteps - steps)).clock) left")
      if Interruption.isRequested && index + 1 < parts.count {
        isInterrupted = true
        break
      }
      if index + 1 < parts.count { inflow = try prefetch.next() }
    }
    try prefetch.finish()
    if let held = (file as? CatchmentInflow)?.heldRemark { console.line("note: \(held)") }
    try writeRestart(stream.state(), after: steps, folder: folder)
    if isInterrupted {
      writer.discard()
      temperature?.discard()
      console.line("interrupted after \(steps) steps; state in \(folder.file("restart.nc"))")
    } else {
      try writer.commit()
      try temperature?.commit()
    }
    let seconds = (clock.now - start).seconds
    let ledger = stream.ledger()
    let timeStep = configuration.routing.timeStep
    let reachSteps = Double(network.count) * Double(steps)
    let summary = Summary(
      reaches: network.count, steps: steps, seconds: seconds,
      reachStepsPerSecond: reachSteps / seconds, isInterrupted: isInterrupted,
      waterBalance: .init(
        WaterBalance(
          inflow: inflowVolume * timeStep, outflow: outflowVolume * timeStep,
          storageChange: stream.storage() - storageBefore,
          madeByLimiters: ledger.madeByDischargeFloor + ledger.madeByInflowFloor)),
      limiters: .init(ledger, reachSteps: reachSteps), peakBytes: BenchmarkCommand.peakBytes,
      junctionResidual: junctionResidual(stream.state()), temperature: temperature?.summary)
    console.line(
      "simulated \(steps) steps in \(seconds.digits(2)) s (\(summary.reachStepsPerSecond.scaled)reach-steps/s, files included), peak \(Double(summary.peakBytes).scaled)bytes")
    console.line(
      "water: in \(summary.waterBalance.inflow.cubicMetres), "
        + "out \(summary.waterBalance.outflow.cubicMetres), "
        + "made by limiters \(summary.waterBalance.madeByLimiters.cubicMetres), "
        + "residual \((100 * summary.waterBalance.relativeResidual).digits(4)) % of inflow")
    if let heat = summary.temperature {
      console.line(
        "heat: with inflow \(heat.lateral.joules), through the surface \(heat.exchanged.joules), "
          + "out \(heat.outflow.joules), made by the router \(heat.made.joules), residual "
          + String(format: "%.1e of the turnover", heat.relativeResidual))
      console.line(
        "water temperature: \(heat.lowest.digits(2)) to \(heat.highest.digits(2)) degC, "
          + "mean \(heat.mean.digits(2))")
    }
    if !isInterrupted {
      let files = (heat == nil ? "" : "water_temperature.nc, ") + "streamflow.nc, restart.nc"
      console.line("written to \(folder.path): \(files)")
    }
    return summary
  }

  private func junctionResidual(_ state: RoutingState) -> Double {
    let entered = state.inflow.reduce(0, +)
    let left = network.indices.reduce(0.0) { sum, reach in
      network.links(outOf: reach).isEmpty ? sum : sum + state.discharge[reach.position]
    }
    return left > 0 ? (left - entered) / left : entered
  }

  private static let stateNames = ["discharge", "inflow", "state_2", "state_3", "state_4", "state_5"]

  private func initialState(_ inflow: LateralForcing) throws -> InitialState {
    guard let restart else { return .hotStart(inflow) }
    let members = Self.stateNames.compactMap { name -> [Double]? in
      switch restart[name] {
      case .doubles(let values): values
      case .floats(let values): values.map { Double($0) }
      case nil: nil
      }
    }
    guard members.count >= 2 else {
      throw InputError(
        "a restart holds no discharge and inflow", expected: "a restart.nc of `thalweg route`")
    }
    return .given(RoutingState(discharge: members[0], inflow: members[1], members: members))
  }

  private func writeRestart(_ state: RoutingState, after steps: Int, folder: RunFolder) throws {
    let time =
      file.axis.seconds(at: values.lowerBound)
      + Int64(steps) * Int64(configuration.routing.timeStep)
    let members = state.members ?? [state.discharge, state.inflow]
    try RestartFile(
      time: time,
      fields: zip(Self.stateNames, members).map { .init($0, units: "m3 s-1", .doubles($1)) }
    ).write(
      to: folder.file("restart.nc"), network: network,
      provenance: SeriesProvenance(
        title: configuration.title, source: "Thalweg \(Version.current)"))
  }
}

/// Reads the next stretch while the present one is computed.
private final class Prefetch<Value: Sendable>: @unchecked Sendable {
  private let queue = DispatchQueue(label: "thalweg.prefetch")
  private let read: @Sendable (Int) throws -> Value
  private let count: Int
  private var index = 0
  private var pending: Result<Value, any Error>?
  private let ready = DispatchSemaphore(value: 0)

  init(_ count: Int, read: @escaping @Sendable (Int) throws -> Value) {
    self.count = count
    self.read = read
    begin()
  }

  private func begin() {
    guard index < count else { return }
    let next = index
    index += 1
    queue.async { [self] in
      pending = Result { try read(next) }
      ready.signal()
    }
  }

  func next() throws -> Value {
    ready.wait()
    let value = try pending!.get()
    begin()
    return value
  }

  /// Waits for what is still being read.
  func finish() throws { queue.sync {} }
}
