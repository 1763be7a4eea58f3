import Foundation
import RiverModels
import RiverNetworks
import RiverSeries
import Training
import Yams

/// A runoff model's training as its configuration file describes it.
struct RunoffConfiguration {
  var title: String
  /// nil: all that have observations.
  var catchments: [String]?
  var camelsFolder: String?
  var forcing: Forcing
  var streamflow: Streamflow
  var attributes: Attributes
  var periods: RunConfiguration.Periods
  var model: Model
  var training: Schedule
  /// The configuration with every default filled in and every path absolute.
  var resolvedYAML: String

  struct Forcing {
    /// Of the CAMELS folder.
    var products: [String]
    /// NetCDF, one a product; instead of the folder.
    var files: [String]
    var variables: [String]
    var identifiers: String?
  }

  struct Streamflow {
    var file: String?
    var variable: String
    var identifiers: String?
  }

  struct Attributes {
    var file: String?
    var names: [String]
  }

  struct Model {
    var hidden: Int
    var sequenceDays: Int
    var predictedDays: Int
    var output: RunoffDescription.Output
    var takesPreviousRunoff: Bool
  }

  struct Schedule {
    var epochs: Int
    var batch: Int
    var learningRates: [Double]
    var dropout: Double
    var clipNorm: Double
    var weightDecay: Double
    var seeds: [UInt64]
    var memoryBudget: Int
    var keeps: RunoffTrainingOptions.Kept
  }

  /// The five of Kratzert et al. (2019).
  static let usualVariables = ["prcp", "srad", "tmax", "tmin", "vp"]

  init(path: String, seeds: [UInt64]? = nil) throws {
    let root = try ConfigurationSection(path: path)
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().lastPathComponent
    title = try root.text("title", default: folder)
    catchments = try root.texts("catchments")
    camelsFolder = try root.section("camels").path("folder")

    let forcing = try root.section("forcing")
    self.forcing = Forcing(
      products: try forcing.texts("products") ?? (camelsFolder == nil ? [] : ["daymet"]),
      files: try forcing.paths("files") ?? [],
      variables: try forcing.texts("variables") ?? Self.usualVariables,
      identifiers: try forcing.text("ids"))
    guard (camelsFolder == nil) != self.forcing.files.isEmpty else {
      throw forcing.error(
        "files", "the weather has to come from one place",
        found: camelsFolder == nil ? "no source" : "a CAMELS folder and files",
        expected: "camels.folder (with forcing.products), or forcing.files")
    }
    if camelsFolder == nil, !self.forcing.products.isEmpty {
      throw forcing.error(
        "products", "products are those of a CAMELS folder", expected: "camels.folder")
    }

    let streamflow = try root.section("streamflow")
    self.streamflow = Streamflow(
      file: try streamflow.path("file"),
      variable: try streamflow.text("variable", default: "runoff"),
      identifiers: try streamflow.text("ids"))
    if camelsFolder == nil, self.streamflow.file == nil {
      throw streamflow.error(
        "file", "a required key is missing", expected: "a NetCDF file with observed runoff")
    }

    let attributes = try root.section("attributes")
    self.attributes = Attributes(
      file: try attributes.path("file"), names: try attributes.texts("names") ?? [])
    if self.attributes.file == nil, camelsFolder == nil, !self.attributes.names.isEmpty {
      throw attributes.error(
        "names", "attributes are named but come from nowhere", expected: "attributes.file")
    }

    let periods = try root.section("periods")
    self.periods = RunConfiguration.Periods(
      train: try periods.dates("train"), validation: try periods.dates("validation"),
      test: try periods.dates("test"), spinUpDays: 0)

    let model = try root.section("model")
    let sequence = try model.integer("sequence_days", default: 365, atLeast: 1)
    self.model = Model(
      hidden: try model.integer("hidden", default: 64, atLeast: 1), sequenceDays: sequence,
      predictedDays: try model.integer("predicted_days", default: 1, atLeast: 1),
      output: try model.choice("output", default: .linear),
      takesPreviousRunoff: try model.flag("previous_runoff", default: false))
    guard self.model.predictedDays <= sequence else {
      throw model.error(
        "predicted_days", "more days are predicted than a sequence has",
        found: "\(self.model.predictedDays)", expected: "at most \(sequence)")
    }

    training = try Schedule(root.section("training"), seeds: seeds)
    try root.finish()
    resolvedYAML = try Yams.serialize(node: root.resolvedNode)
  }

  /// Every file the configuration names.
  var inputFiles: [String] {
    forcing.files + [streamflow.file, attributes.file].compactMap { $0 }
  }
}

extension RunoffConfiguration.Schedule {
  init(_ section: ConfigurationSection, seeds given: [UInt64]?) throws {
    epochs = try section.integer("epochs", default: 30, atLeast: 0)
    batch = try section.integer("batch", default: 256, atLeast: 1)
    // The schedule of Kratzert et al. (2019), a third of the epochs each.
    learningRates = try section.numbers("learning_rates", default: [0.001, 0.0005, 0.0001])
    guard !learningRates.isEmpty, learningRates.allSatisfy({ $0 > 0 }) else {
      throw section.error(
        "learning_rates", "a learning rate is not positive", found: "\(learningRates)",
        expected: "numbers above 0, one for each equal part of the epochs")
    }
    dropout = try section.number("dropout", default: 0.4)
    clipNorm = try section.number("clip_norm", default: 1)
    weightDecay = try section.number("weight_decay", default: 0)
    memoryBudget = try section.integer("memory_megabytes", default: 1_024, atLeast: 1) << 20
    keeps = try section.choice("keep", default: .best)
    let configured = try section.integers("seeds", default: [1])
    seeds = given ?? configured.map { UInt64($0) }
    if let given { section.replace("seeds", withList: given.map { String($0) }) }
    guard !seeds.isEmpty, Set(seeds).count == seeds.count else {
      throw section.error(
        "seeds", "the seeds are not different numbers", found: "\(seeds)",
        expected: "one or more, each once")
    }
  }
}
