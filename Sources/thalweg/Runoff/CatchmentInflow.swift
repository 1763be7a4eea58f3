import Foundation
import Hydrography
import NeuralNetworks
import RiverModels
import RiverNetworks
import RiverSeries
import Synchronization
import Training

/// Lateral inflow that a runoff model gives, read as if it lay in a file.
///
/// It begins on the first day the model can predict. Weather is joined to the reaches by identifier.
struct CatchmentInflow: LateralInflowSource {
  let section: RunoffSection
  let catchments: CatchmentRunoff
  let networks: [LSTM<Float>]
  let axis: TimeAxis
  let valuesPerPiece = 1
  let threads: Int
  /// What was left out or assumed, in plain words.
  let remarks: [String]
  private let held = HeldInflow()

  /// What had to be held at zero in all that was read; nil where nothing was.
  var heldRemark: String? { held.remark }

  var path: String { section.forcing[0] }

  /// Statistics of the gauges' runoff, by which a model from scratch is scaled, mm per day.
  struct Scale {
    let mean: Double
    let deviation: Double
  }

  /// - Parameters:
  ///   - model: folder of the model, where another than the section's is wanted
  ///   - areas: land that drains directly into each reach, km²
  ///   - scale: needed from scratch
  init(
    _ section: RunoffSection, model: String? = nil, network: RiverNetwork, areas: [Double],
    scale: Scale? = nil, seed: UInt64, threads: Int
  ) throws {
    self.section = section
    self.threads = threads
    var remarks: [String] = []
    let ensemble = try (model ?? section.model).map { try RunoffEnsemble(folder: $0) }
    if let ensemble, ensemble.description.takesPreviousRunoff {
      throw InputError(
        "the runoff model forecasts from yesterday's observed runoff, which no reach has",
        file: model ?? section.model, remedy: "train one with model.previous_runoff: false")
    }
    let names = ensemble?.description.forcings.names ?? section.variables
    let weather = try section.forcing.map { file in
      let all = try CatchmentSeries(path: file, names: names, identifiers: section.identifiers)
      if all.ids.count > network.count {
        remarks.append("weather of \(all.ids.count - network.count) other catchments not used")
      }
      return try all.selecting(network.ids, file: file)
    }
    for (series, file) in zip(weather, section.forcing) where series.axis != weather[0].axis {
      throw InputError(
        "two products of weather do not have the same days", file: file,
        found: "from \(series.axis.text(at: 0)), \(series.axis.count) days",
        expected: "from \(weather[0].axis.text(at: 0)), \(weather[0].axis.count) days")
    }
    let wanted = ensemble.map { $0.description.attributes?.names ?? [] } ?? section.attributeNames
    let attributes = try Self.attributes(wanted, section: section, network: network)
    let used: RunoffEnsemble
    if let ensemble {
      used = ensemble
      if section.learning == .fineTune, ensemble.networks.count > 1 {
        remarks.append("of the model's \(ensemble.networks.count) members the first is fine-tuned")
      }
    } else {
      used = try Self.fromScratch(
        section, weather: weather, attributes: attributes, scale: scale!, seed: seed)
    }
    networks = section.learning == .frozen ? used.networks : [used.networks[0]]
    do {
      catchments = CatchmentRunoff(
        description: used.description,
        products: try weather.map { try used.inputs($0, attributes: attributes) }, areas: areas)
    } catch let error as NeuralNetworkError {
      throw InputError(error, file: section.forcing[0])
    }
    let days = weather[0].axis
    guard catchments.dayCount > 0 else {
      throw InputError(
        "the weather is shorter than the model's warm-up", file: section.forcing[0],
        found: "\(days.count) days", expected: "more than \(used.description.warmUpDays)")
    }
    axis = days[used.description.warmUpDays..<days.count]
    remarks.append(
      "runoff: the first \(used.description.warmUpDays) days of weather warm the model up; "
        + "inflow begins on \(axis.date(at: 0))")
    self.remarks = remarks
  }

  func read(times: Range<Int>) throws -> [Float] {
    let inflow = try catchments.inflow(networks, days: times, threads: threads)
    held.add(count: inflow.heldCount, volume: inflow.heldVolume)
    return inflow.values
  }

  /// What training needs to learn the inflow too; nil where it is frozen.
  func learned(expansion: LateralForcing.Expansion) -> LearnedInflow? {
    guard section.learning != .frozen else { return nil }
    return LearnedInflow(
      catchments: catchments, start: networks[0], expansion: expansion, threads: threads,
      memoryBudget: section.memoryBudget)
  }

  private static func attributes(
    _ names: [String], section: RunoffSection, network: RiverNetwork
  ) throws -> [[Double]] {
    guard !names.isEmpty else { return [] }
    guard let file = section.attributes else {
      throw InputError(
        "the runoff model takes attributes of the catchments", column: "runoff.attributes",
        expected: "a NetCDF file with " + names.joined(separator: ", "))
    }
    let read = try ReachAttributes(path: file, names: names, network: network)
    return names.map { Array(read[$0]!) }
  }

  /// Random weights, inputs standardized on the reaches' own weather.
  private static func fromScratch(
    _ section: RunoffSection, weather: [CatchmentSeries], attributes: [[Double]], scale: Scale,
    seed: UInt64
  ) throws -> RunoffEnsemble {
    do {
      let description = try RunoffDescription(
        forcings: Standardization(
          names: section.variables,
          fitting: section.variables.indices.map { variable in
            weather.flatMap { $0.matrix(variable) }
          }),
        attributes: section.attributeNames.isEmpty
          ? nil : Standardization(names: section.attributeNames, fitting: attributes),
        takesPreviousRunoff: false, runoffMean: scale.mean, runoffDeviation: scale.deviation,
        output: .softplus, sequenceDays: section.sequenceDays,
        predictedDays: section.predictedDays)
      var generator = Xoshiro256StarStar(seed: seed)
      let shape = try LSTMShape(
        inputCount: description.inputCount, hiddenCount: section.hidden)
      return RunoffEnsemble(
        description: description, networks: [LSTM(shape: shape, using: &generator)])
    } catch let error as NeuralNetworkError {
      throw InputError(error, file: section.forcing[0])
    }
  }
}

/// How often a runoff model said less than nothing, summed over all that was read.
private final class HeldInflow: Sendable {
  private let sum = Mutex((count: 0, volume: 0.0))

  func add(count: Int, volume: Double) {
    sum.withLock { $0 = ($0.count + count, $0.volume + volume) }
  }

  var remark: String? {
    let (count, volume) = sum.withLock { $0 }
    guard count > 0 else { return nil }
    return "runoff below zero held at zero on \(count) reach-days: \(volume.cubicMetres) added"
  }
}
