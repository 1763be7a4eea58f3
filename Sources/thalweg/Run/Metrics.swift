import ReachOperators
import RiverModels
import RiverNetworks
import Training

/// `metrics.json`: what a run scored, beside what costs nothing.
struct Metrics: Codable {
  /// Station, then period, then scores.
  typealias GaugeScores = [String: [String: Skill]]

  var gauges: GaugeScores
  var baselines: Baselines
  var timing: Timing
  var waterBalance: Balance
  var limiters: Limiters
  var roughnessAreaLaw: Law?
  var roughness: Summary
  /// By which all lateral inflow was multiplied, learned or given.
  var inflowFactor: Double
  /// Hours, by station.
  var timeOffsets: [String: Double]
  var training: TrainingSummary?
  var reaches: Reaches
  /// The loss along the exponent of the law.
  var exponentProfile: ExponentProfile?
  var identifiability: Identifiability?
  var ensemble: Ensemble?

  struct Baselines: Codable {
    var sumOfInflows: GaugeScores
    var bestConstantDelay: Delay
    var uniformRoughness: Uniform

    struct Delay {
      var hours: [String: Int]
      var gauges: GaugeScores
    }
    struct Uniform {
      var roughness: Double
      var offsetHours: [String: Double]
      var gauges: GaugeScores
    }
    enum CodingKeys: String, CodingKey {
      case sumOfInflows = "sum_of_inflows", bestConstantDelay = "best_constant_delay"
      case uniformRoughness = "uniform_roughness"
    }
  }

  struct Timing: Codable {
    var readSeconds: Double
    var baselineSeconds: Double
    var trainSeconds: Double
    var evaluateSeconds: Double
    var trainReachStepsPerSecond: Double
    var evaluateReachStepsPerSecond: Double
    /// Sensitivity, profile and ensemble.
    var uncertaintySeconds: Double?
    enum CodingKeys: String, CodingKey {
      case readSeconds = "read_seconds", baselineSeconds = "baseline_seconds"
      case trainSeconds = "train_seconds", evaluateSeconds = "evaluate_seconds"
      case trainReachStepsPerSecond = "train_reach_steps_per_second"
      case evaluateReachStepsPerSecond = "evaluate_reach_steps_per_second"
      case uncertaintySeconds = "uncertainty_seconds"
    }
  }

  struct Balance: Codable {
    var inflow: Double
    var outflow: Double
    var storageChange: Double
    var madeByLimiters: Double
    var relativeResidual: Double
    enum CodingKeys: String, CodingKey {
      case inflow = "inflow_m3", outflow = "outflow_m3", storageChange = "storage_change_m3"
      case madeByLimiters = "made_by_limiters_m3", relativeResidual = "relative_residual"
    }

    init(_ balance: WaterBalance) {
      inflow = balance.inflow
      outflow = balance.outflow
      storageChange = balance.storageChange
      madeByLimiters = balance.madeByLimiters
      relativeResidual = balance.relativeResidual
    }
  }

  struct Limiters: Codable {
    var madeByDischargeFloor: Double
    var madeByInflowFloor: Double
    var flooredShare: Double
    var outsideCourantWindowShare: Double
    enum CodingKeys: String, CodingKey {
      case madeByDischargeFloor = "made_by_discharge_floor_m3"
      case madeByInflowFloor = "made_by_inflow_floor_m3"
      case flooredShare = "floored_share", outsideCourantWindowShare = "outside_courant_window_share"
    }

    init(_ ledger: RoutingLedger, reachSteps: Double) {
      madeByDischargeFloor = ledger.madeByDischargeFloor
      madeByInflowFloor = ledger.madeByInflowFloor
      flooredShare = ledger.flooredSteps / reachSteps
      outsideCourantWindowShare = ledger.stepsOutsideCourantWindow / reachSteps
    }
  }

  /// n = coefficient (A / reference area)^exponent
  struct Law: Codable {
    var coefficient: Double
    var referenceArea: Double
    var exponent: Double
    /// What the gauges allow, where the loss was profiled; else the regression's.
    var exponentInterval: [Double]
    /// Of the regression over reaches.
    var regressionInterval: [Double]?
    var explainedVariance: Double?
    var note: String
    enum CodingKeys: String, CodingKey {
      case coefficient, referenceArea = "reference_area_km2", exponent
      case exponentInterval = "exponent_interval", regressionInterval = "regression_interval"
      case explainedVariance = "explained_variance", note
    }
  }

  struct Summary: Codable {
    var least: Double
    var median: Double
    var greatest: Double
    /// Reaches whose value is within 1 % of a bound.
    var atBounds: Int
    enum CodingKeys: String, CodingKey { case least, median, greatest, atBounds = "at_bounds" }
  }

  struct TrainingSummary: Codable {
    var ending: String
    var epochs: Int
    var steps: Int
    var chosenEpoch: Int?
    var skippedWindows: Int
    var clippedSteps: Int
    var history: [TrainingCheckpoint.Epoch]
    enum CodingKeys: String, CodingKey {
      case ending, epochs, steps, chosenEpoch = "chosen_epoch"
      case skippedWindows = "skipped_windows", clippedSteps = "clipped_steps", history
    }
  }

  struct Reaches: Codable {
    var count: Int
    /// Reaches with no gauge below: nothing constrains them.
    var withoutGaugeBelow: Int
    enum CodingKeys: String, CodingKey { case count, withoutGaugeBelow = "without_gauge_below" }
  }

  enum CodingKeys: String, CodingKey {
    case gauges, baselines, timing, waterBalance = "water_balance", limiters
    case roughnessAreaLaw = "roughness_area_law", roughness, timeOffsets = "time_offset_hours"
    case inflowFactor = "inflow_factor"
    case training, reaches, exponentProfile = "exponent_profile", identifiability, ensemble
  }

  /// One row for every model, gauge and period.
  var csv: String {
    let keys = Skill.CodingKeys.allCases
    var lines = ["model,gauge,period," + keys.map(\.rawValue).joined(separator: ",")]
    func add(_ model: String, _ scores: GaugeScores) {
      for station in scores.keys.sorted() {
        for period in scores[station]!.keys.sorted() {
          let skill = scores[station]![period]!
          let values = keys.map { key in
            skill[key].isNaN ? "" : String(skill[key])
          }
          lines.append("\(model),\(station),\(period)," + values.joined(separator: ","))
        }
      }
    }
    add("thalweg", gauges)
    add("sum_of_inflows", baselines.sumOfInflows)
    add("best_constant_delay", baselines.bestConstantDelay.gauges)
    add("uniform_roughness", baselines.uniformRoughness.gauges)
    return lines.joined(separator: "\n") + "\n"
  }
}
