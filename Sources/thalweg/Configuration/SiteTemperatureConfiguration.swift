import Foundation
import RiverModels
import RiverNetworks
import RiverSeries
import Training
import Yams

/// A training of temperature at gauges, without a network: `processes: [temperature]`.
struct SiteTemperatureConfiguration {
  enum Scheme: String, CaseIterable {
    /// Each station by itself.
    case each
    /// Each station with what the others teach.
    case others
  }

  var title: String
  var meteorology: RunConfiguration.SeriesSection
  var discharge: RunConfiguration.SeriesSection
  var observations: RunConfiguration.SeriesSection
  /// Another model's temperatures, for comparison.
  var comparison: RunConfiguration.SeriesSection?
  var stations: [String]
  var train: ClosedRange<CivilDate>
  var test: ClosedRange<CivilDate>
  var scheme: Scheme
  /// Observed days of each station that are trained on, from the first; nil for all.
  var firstDays: Int?
  var trainer: SiteTemperatureTrainer
  var resolvedYAML: String

  /// Whether a file asks for temperature alone.
  static func applies(to path: String) throws -> Bool {
    try ConfigurationSection(path: path).texts("processes") == ["temperature"]
  }

  init(path: String) throws {
    let root = try ConfigurationSection(path: path)
    _ = try root.texts("processes")
    title = try root.text(
      "title", default: URL(fileURLWithPath: path).deletingLastPathComponent().lastPathComponent)

    func series(_ key: String, _ what: String) throws -> RunConfiguration.SeriesSection {
      let section = try root.section(key)
      guard let result = try RunConfiguration.SeriesSection(section), result.variable != nil else {
        throw section.error(
          section.has("file") ? "variable" : "file", "a required key is missing", expected: what)
      }
      return result
    }
    meteorology = try series("meteorology", "a NetCDF file and the variable of air temperature")
    discharge = try series("discharge", "a NetCDF file and the variable of discharge")
    observations = try series("observations", "a NetCDF file and the variable of temperature")
    comparison = try RunConfiguration.SeriesSection(root.section("comparison"))

    let gauges = try root.section("gauges")
    guard let stations = try gauges.texts("stations"), !stations.isEmpty else {
      throw gauges.error("stations", "a required key is missing", expected: "a list of stations")
    }
    self.stations = stations
    let periods = try root.section("periods")
    guard let train = try periods.dates("train"), let test = try periods.dates("test") else {
      throw periods.error(
        "train", "a required key is missing", expected: "periods.train and periods.test")
    }
    guard !train.overlaps(test) else {
      throw periods.error(
        "test", "training and test overlap", found: "\(train) and \(test)",
        remedy: "test on days that training does not see")
    }
    (self.train, self.test) = (train, test)

    let training = try root.section("training")
    scheme = try training.choice("scheme", default: .each)
    firstDays = try training.integer("first_days")
    if let firstDays, firstDays < 10 {
      throw training.error(
        "first_days", "a value is too small", found: "\(firstDays)", expected: "at least 10")
    }
    if scheme == .others, stations.count < 3 {
      throw training.error(
        "scheme", "too few stations to learn from the others", found: "\(stations.count)",
        expected: "at least 3")
    }
    var trainer = SiteTemperatureTrainer()
    trainer.iterations = try training.integer(
      "iterations", default: trainer.iterations, atLeast: 1)
    trainer.learningRate = try training.number("learning_rate", default: trainer.learningRate)
    trainer.folds = try training.integer("folds", default: trainer.folds, atLeast: 2)
    if let texts = try training.texts("regularizations") {
      trainer.regularizations = try texts.map { text in
        guard let value = Double(text), value > 0 else {
          throw training.error(
            "regularizations", "an entry is not a number above 0", found: text)
        }
        return value
      }
    }
    self.trainer = trainer
    try root.finish()
    resolvedYAML = try Yams.serialize(node: root.resolvedNode)
  }

  var inputFiles: [String] {
    [meteorology.file, discharge.file, observations.file] + [comparison?.file].compactMap { $0 }
  }
}
