import Foundation
import Hydrography
import ReachOperators
import RiverModels
import RiverNetworks
import RiverSeries

extension Simulation {
  /// The reaches that the configuration wants to see, in network order where they have no own.
  static func written(
    _ configuration: RunConfiguration, network: RiverNetwork, gauges: [ReachIndex]?,
    _ console: Console
  ) throws -> [ReachIndex] {
    switch configuration.output.reaches {
    case .all: return Array(network.indices)
    case .outlets: return network.outlets
    case .gauges:
      if gauges == nil { console.line("note: no gauges given: the outlets are written") }
      return gauges ?? network.outlets
    case .chosen:
      let ids = configuration.output.ids
      let unknown = ids.filter { network.index(of: $0) == nil }
      guard unknown.isEmpty, Set(ids).count == ids.count else {
        throw InputError(
          unknown.isEmpty ? "a reach is chosen twice" : "a chosen reach is not in the network",
          file: configuration.network.file, column: "output.ids",
          ids: unknown.prefix(8).map(\.description), count: unknown.count,
          expected: "ids of the network's \(network.count) reaches, each once",
          remedy: "see the ids with `thalweg check`")
      }
      return ids.map { network.index(of: $0)! }
    }
  }

  /// Lateral inflow from files, or from the runoff model: the one trained through the river where
  /// there is one.
  /// - Parameter network: the reaches whose inflow is wanted
  static func source(
    _ configuration: RunConfiguration, options: Options, dataset: RiverDataset,
    network: RiverNetwork, console: Console
  ) throws -> any LateralInflowSource {
    guard let section = configuration.runoff else {
      let inflow = configuration.inflow!
      return try LateralInflowFiles(
        pattern: inflow.file, variable: inflow.variable, identifiers: inflow.identifiers,
        network: network)
    }
    guard network.count == dataset.network.count else {
      // The LSTM's rounding depends on how many catchments it computes at once.
      throw InputError(
        "runoff of an LSTM is simulated by one rank", column: "runoff",
        remedy: "start one rank, or give inflow.file")
    }
    let stated = (0..<network.count).map { dataset.drainageAreas?[$0].map { $0 / 1e6 } ?? .nan }
    let areas = try UnitAreas(
      dataset: dataset, column: section.areaColumn, network: network,
      rows: Array(0..<network.count), drainageAreas: stated)
    guard section.learning == .frozen || options.parameterFile != nil else {
      throw InputError(
        "the runoff model is learned, but none that was learned is given",
        column: "runoff.learn", found: section.learning.rawValue,
        remedy: "give the trained run with --parameters RUN, or set runoff.learn: frozen")
    }
    let learned = options.parameterFile.map {
      URL(fileURLWithPath: $0).deletingLastPathComponent().path
    }
    let source = try CatchmentInflow(
      section, model: section.learning == .frozen ? nil : learned, network: network,
      areas: areas.values, seed: 0, threads: configuration.routing.threads)
    for remark in areas.remarks + source.remarks { console.line("note: \(remark)") }
    return source
  }

  /// Factors on the inflow: those of a learned run, or the configuration's.
  static func inflowFactors(
    _ configuration: RunConfiguration, options: Options, network: RiverNetwork
  ) throws -> [Double] {
    let name = "inflow_factor"
    guard let path = options.parameterFile,
      try NetCDFFile(path: path).variables.contains(where: { $0.name == name })
    else {
      return [Double](repeating: configuration.inflowFactor.initial, count: network.count)
    }
    return Array(try ReachAttributes(path: path, names: [name], network: network)[name]!)
  }

  /// What heats the river, where temperature is simulated.
  /// - Parameter network: the file's reaches, or this rank's share of them
  static func heat(
    _ configuration: RunConfiguration, learned: String?, network: RiverNetwork,
    cut: Subdivision?, restart: (file: RestartFile, path: String?)?, ranks: Int, console: Console
  ) throws -> HeatDrivers? {
    guard configuration.processes.contains(.temperature) else { return nil }
    if let restart, restart.file[SimulatedTemperature.stateNames[0]] == nil {
      throw InputError(
        "the restart holds no temperature", file: restart.path,
        column: SimulatedTemperature.stateNames[0],
        remedy: "begin without --restart and --resume, or simulate discharge alone")
    }
    guard ranks == 1 || configuration.temperature.scheme == .matchedBox else {
      throw InputError(
        "the implicit scheme solves all reaches at once, in one rank",
        column: "temperature.scheme", found: "\(ranks) ranks",
        remedy: "set temperature.scheme: matched_box, or start one rank")
    }
    let heat = try HeatDrivers(
      configuration, learned: learned, network: network, isShare: ranks > 1, subdivision: cut)
    for remark in heat.remarks { console.line("note: \(remark)") }
    return heat
  }

  /// Channels of the reaches at `places` of the routed network.
  static func channels(
    _ configuration: RunConfiguration, options: Options, network: RiverNetwork,
    routed: RiverNetwork, cut: Subdivision?, places: [Int]
  ) throws -> [ReachChannel] {
    func values(_ name: String, _ parameter: ParameterSection.Parameter) throws -> [Double] {
      guard let path = options.parameterFile ?? parameter.file else {
        return [Double](repeating: parameter.start, count: network.count)
      }
      let variable = options.parameterFile == nil ? parameter.variable : name
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
    return places.map {
      ReachChannel(
        length: routed.lengths[$0], slope: routed.slopes[$0], roughness: roughness[$0],
        widthExponent: exponent[$0], widthFactor: factor[$0])
    }
  }

  /// A run to go on with was at its end: there is nothing to do, and nothing wrong.
  struct FinishedAlready: Error {}

  /// What is left of the values after a restart.
  /// - Parameter mayBeWithin: whether the state's time may be later than the first value's
  static func remaining(
    _ wanted: Range<Int>, restart: RestartFile?, path: String?, axis: TimeAxis, mayBeWithin: Bool,
    isResumed: Bool
  ) throws -> Range<Int> {
    guard let restart else { return wanted }
    let first = axis.seconds(at: wanted.lowerBound)
    if mayBeWithin {
      // Go on where the state was left.
      guard restart.time >= first, (restart.time - axis.start) % axis.step == 0,
        restart.time <= axis.seconds(at: wanted.upperBound)
      else {
        throw InputError(
          "the restart's time is not one of the inflow's", file: path,
          found: TimeAxis.text(ofSeconds: restart.time),
          expected: "\(axis.text(at: wanted.lowerBound)) to "
            + TimeAxis.text(ofSeconds: axis.seconds(at: wanted.upperBound)))
      }
      let rest = Int((restart.time - axis.start) / axis.step)..<wanted.upperBound
      guard !rest.isEmpty else {
        if isResumed { throw FinishedAlready() }
        throw InputError(
          "the run is finished: nothing is left after the restart", file: path,
          found: TimeAxis.text(ofSeconds: restart.time),
          remedy: "give inflow that goes on, or begin anew with --overwrite")
      }
      return rest
    }
    guard restart.time == first else {
      throw InputError(
        "the restart's time is not the simulation's first", file: path,
        found: TimeAxis.text(ofSeconds: restart.time), expected: TimeAxis.text(ofSeconds: first),
        remedy: "begin output.dates there, or leave output.dates out")
    }
    return wanted
  }

  private static let stateNames = [
    "discharge", "inflow", "state_2", "state_3", "state_4", "state_5",
  ]

  /// Where the run begins; reaches at the border of a share have no state of their own.
  func initialState(_ inflow: LateralForcing) throws -> InitialState {
    guard let restart else {
      switch configuration.start {
      case .equilibrium: return .hotStart(inflow)
      // In equilibrium with nothing.
      case .dry: return .hotStart(inflow.scaled(by: 0, first: 0, steps: 1))
      }
    }
    let front = [Double](repeating: 1, count: own.lowerBound)
    let back = [Double](repeating: 1, count: local.count - own.upperBound)
    let members = Self.stateNames.compactMap { name -> [Double]? in
      switch restart[name] {
      case .doubles(let values): front + values + back
      case .floats(let values): front + values.map { Double($0) } + back
      case nil: nil
      }
    }
    guard members.count >= 2 else {
      throw InputError(
        "a restart holds no discharge and inflow", expected: "a restart.nc of `thalweg route`")
    }
    return .given(RoutingState(discharge: members[0], inflow: members[1], members: members))
  }

  /// Writes `parameters.nc`: by which channels the reaches of the file were routed. Of several
  /// ranks none knows all reaches, and nothing is written.
  func writeParameters(to folder: RunFolder) throws {
    guard ranks == 1 else { return }
    let channels = subdivision.map { cut in cut.outlets.map { self.channels[$0.position] } }
      ?? self.channels
    try ParameterFile(ReachField.channelParameters(channels), ids: reachIDs)
      .write(to: folder.file("parameters.nc"), provenance: provenance)
  }

  func writeRestart(
    _ state: RoutingState, heat: [RestartFile.Field], at value: Int, to path: String
  ) throws {
    let members = state.members ?? [state.discharge, state.inflow]
    try RestartFile(
      time: file.axis.seconds(at: value),
      fields: zip(Self.stateNames, members).map {
        .init($0, units: "m3 s-1", .doubles(Array($1[own])))
      } + heat
    ).write(to: path, network: share?.ownNetwork ?? network, provenance: provenance)
  }
}
