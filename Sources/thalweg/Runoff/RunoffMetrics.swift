import Training

/// `metrics.json` of a runoff run: what it scored, beside what costs nothing.
struct RunoffMetrics: Codable {
  /// Catchment, then period, then scores.
  typealias Scores = [String: [String: Skill]]

  /// `ensemble` (mean of the members' runoff), `seed_1`, ..., `climatology`, `persistence`,
  /// `linear_reservoir`.
  var models: [String: Scores]
  /// Over the catchments, of each model in each period.
  var medians: [String: [String: Median]]
  /// Median over the seeds of the medians over the catchments, by period.
  var medianOfSeeds: [String: Median]
  var reservoirs: [String: RainReservoir]
  /// Best epoch of each seed, where a part was held out.
  var chosenEpochs: [String: Int]
  var history: [String: [RunoffCheckpoint.Epoch]]
  var trainSeconds: Double
  /// What the model was told besides the weather.
  var takesPreviousRunoff: Bool

  struct Median: Codable {
    var nse: Double?
    var kge: Double?
  }

  enum CodingKeys: String, CodingKey {
    case models, medians, medianOfSeeds = "median_of_seeds", reservoirs
    case chosenEpochs = "chosen_epochs", history, trainSeconds = "train_seconds"
    case takesPreviousRunoff = "takes_previous_runoff"
  }

  static let baselines = ["climatology", "persistence", "linear_reservoir"]

  static func median(_ values: [Double]) -> Double? {
    let sorted = values.filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else { return nil }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// Over the catchments.
  static func medians(_ scores: Scores) -> [String: Median] {
    let periods = Set(scores.values.flatMap(\.keys))
    return Dictionary(
      uniqueKeysWithValues: periods.map { period in
        let all = scores.values.compactMap { $0[period] }
        return (period, Median(nse: median(all.map(\.nse)), kge: median(all.map(\.kge))))
      })
  }

  /// One row for every model, catchment and period.
  var csv: String {
    let keys = Skill.CodingKeys.allCases
    var lines = ["model,catchment,period," + keys.map(\.rawValue).joined(separator: ",")]
    for model in models.keys.sorted() {
      for catchment in models[model]!.keys.sorted() {
        for period in models[model]![catchment]!.keys.sorted() {
          let skill = models[model]![catchment]![period]!
          let values = keys.map { skill[$0].isNaN ? "" : String(skill[$0]) }
          lines.append("\(model),\(catchment),\(period)," + values.joined(separator: ","))
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
