import Foundation
import NeuralNetworks
import RiverModels
import RiverNetworks
import RiverSeries

/// A trained runoff model as it lies in a run folder: `model.json` and `weights/*.safetensors`.
struct RunoffEnsemble {
  /// What `model.json` says.
  struct Record: Codable {
    var thalweg: String
    var description: RunoffDescription
    var hidden: Int
    /// File of each member's weights, in the folder.
    var members: [String]
  }

  static let recordName = "model.json"

  let description: RunoffDescription
  /// One for each seed.
  let networks: [LSTM<Float>]

  init(description: RunoffDescription, networks: [LSTM<Float>]) {
    self.description = description
    self.networks = networks
  }

  /// - Throws: `InputError` where the folder has no model, `SafetensorsError` where its weights
  ///   cannot be used
  init(folder path: String) throws {
    guard FileManager.default.fileExists(atPath: path + "/" + Self.recordName) else {
      throw InputError(
        "there is no runoff model", file: path, expected: "a folder with \(Self.recordName)",
        remedy: "give the --output of a finished `thalweg runoff train`")
    }
    let folder = RunFolder(reading: path)
    let record = try folder.readJSON(Self.recordName, as: Record.self)
    description = record.description
    networks = try record.members.map { name in
      let url = URL(fileURLWithPath: folder.file(name))
      let network = try LSTM<Float>(Safetensors(contentsOf: url))
      // The description and the weights may come from different hands.
      return try RunoffModel(network: network, description: record.description).network
    }
    guard !networks.isEmpty else {
      throw InputError("the runoff model has no members", file: folder.file(Self.recordName))
    }
  }

  func write(to folder: RunFolder, seeds: [UInt64]) throws {
    try FileManager.default.createDirectory(
      atPath: folder.file("weights"), withIntermediateDirectories: true)
    let names = seeds.map { "weights/seed-\($0).safetensors" }
    for (name, network) in zip(names, networks) {
      try network.safetensors(metadata: ["format": "pt", "thalweg": Version.current])
        .write(to: URL(fileURLWithPath: folder.file(name)))
    }
    try folder.writeJSON(
      Self.recordName,
      Record(
        thalweg: Version.current, description: description,
        hidden: networks[0].shape.hiddenCount, members: names))
  }

  /// The inputs of catchments, standardized as in training.
  /// - Parameters:
  ///   - weather: with the variables the model takes, in any order
  ///   - attributes: `[attribute][catchment]`, in the model's order
  func inputs(
    _ weather: CatchmentSeries, attributes: [[Double]], previousRunoff: [Double]? = nil
  ) throws -> CatchmentInputs {
    let columns = try description.forcings.names.map { name in
      guard let place = weather.names.firstIndex(of: name) else {
        throw InputError(
          "the runoff model takes a variable that is not there", column: name,
          found: weather.names.joined(separator: ", "))
      }
      return weather.matrix(place)
    }
    return try CatchmentInputs(
      description, forcings: columns, previousRunoff: previousRunoff, attributes: attributes,
      catchmentCount: weather.ids.count, dayCount: weather.axis.count)
  }
}

extension RunFolder {
  /// A folder that is there, to read from.
  init(reading path: String) { self.path = path }
}
