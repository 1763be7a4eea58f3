import RiverModels
import RiverNetworks

/// `runoff:` of a routing run: lateral inflow from a runoff model on every reach's catchment.
struct RunoffSection {
  enum Learning: String, CaseIterable {
    /// The model's weights stay as they are: two steps, one after the other.
    case frozen
    /// Trained through the river, from the model's weights on.
    case fineTune = "fine_tune"
    /// Trained through the river, from random weights.
    case fromScratch = "from_scratch"
  }

  /// The folder of a runoff run, or of a training through the river.
  var model: String?
  /// NetCDF, one a product of weather; a row for each reach, joined by identifier.
  var forcing: [String]
  var identifiers: String?
  /// NetCDF with the attributes of each reach's catchment.
  var attributes: String?
  /// Column of the network with the land that drains directly into each reach, km².
  var areaColumn: String
  var learning: Learning
  /// Of the learning rate, for the LSTM's weights.
  var rateFactor: Double
  /// What is made from scratch.
  var variables: [String]
  var attributeNames: [String]
  var hidden: Int
  var sequenceDays: Int
  var predictedDays: Int
  /// Bytes of the LSTM's tape.
  var memoryBudget: Int

  /// nil where the section is not given.
  init?(_ section: ConfigurationSection, attributeFile: String?) throws {
    learning = section.has("learn") ? try section.choice("learn", default: .frozen) : .frozen
    model = try section.path("model")
    guard let forcing = try section.paths("forcing") else {
      guard model == nil, !section.has("learn") else {
        throw section.error(
          "forcing", "a required key is missing",
          expected: "NetCDF file(s) with the weather of each reach's catchment")
      }
      return nil
    }
    self.forcing = forcing
    learning = try section.choice("learn", default: .frozen)
    identifiers = try section.text("ids")
    attributes = try section.path("attributes") ?? attributeFile
    areaColumn = try section.text("area", default: "unit_area_km2")
    memoryBudget = 512 << 20
    guard (model == nil) == (learning == .fromScratch) else {
      throw section.error(
        "model",
        learning == .fromScratch
          ? "a model is given, but learning begins from scratch" : "a required key is missing",
        expected: "the folder of a `thalweg runoff train`, unless runoff.learn is from_scratch")
    }
    rateFactor = 1
    (variables, attributeNames) = ([], [])
    (hidden, sequenceDays, predictedDays) = (0, 0, 0)
    guard learning != .frozen else { return }
    rateFactor = try section.number("rate_factor", default: 0.05)
    memoryBudget = try section.integer("memory_megabytes", default: 512, atLeast: 1) << 20
    guard learning == .fromScratch else { return }
    variables = try section.texts("variables") ?? RunoffConfiguration.usualVariables
    attributeNames = try section.texts("attribute_names") ?? []
    hidden = try section.integer("hidden", default: 32, atLeast: 1)
    sequenceDays = try section.integer("sequence_days", default: 180, atLeast: 1)
    predictedDays = try section.integer("predicted_days", default: 60, atLeast: 1)
    guard predictedDays <= sequenceDays else {
      throw section.error(
        "predicted_days", "more days are predicted than a sequence has",
        found: "\(predictedDays)", expected: "at most \(sequenceDays)")
    }
  }
}
