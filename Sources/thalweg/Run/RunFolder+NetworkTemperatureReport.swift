import Reports
import RiverNetworks
import Training

// What a run that learned temperature on a network left, as the values of a report.

extension RunFolder {
  /// Whether the run learned temperature on a network: its configuration says so; in a folder of
  /// `evaluate --output`, which has none, its metrics do.
  var learnedTemperatureOnNetwork: Bool {
    get throws {
      guard exists("config.yaml") else {
        return (try? readJSON("metrics.json", as: TemperatureMetrics.self)) != nil
      }
      return try RunConfiguration(path: file("config.yaml"), seed: nil, threads: nil)
        .processes.contains(.temperature)
    }
  }

  func readNetworkTemperature(into report: inout RunReport) throws {
    report.kind = .networkTemperature
    let configuration = try readConfiguration(into: &report)
    let metrics =
      try exists("metrics.json") ? readJSON("metrics.json", as: TemperatureMetrics.self) : nil
    let downstream = try readReaches(into: &report) { name, values in
      Self.parameter(
        name, values,
        learnedAs: metrics?.parameters[name]?.isLearned == true
          ? configuration?.learnedModel(of: name) ?? "learned" : nil)
    }
    try readGauges(into: &report, downstream: downstream)
    guard let metrics else { return }
    report.add(metrics)
    if let scores = metrics.discharge, let baselines = metrics.dischargeBaselines {
      report.addDischarge(scores, baselines, offsets: metrics.timeOffsets)
    } else {
      // Simulated on the way, and never compared.
      for index in report.gauges.indices { report.gauges[index].series = nil }
    }
    for index in report.gauges.indices {
      report.gauges[index].temperatureErrors = metrics.errors(at: report.gauges[index].station)
    }
  }

  /// A column of `parameters.gpkg` as a page shows it; nil where it is no parameter.
  private static func parameter(
    _ column: String, _ values: [Double], learnedAs: String?
  ) -> ReachParameter? {
    func parameter(_ name: String, unit: String = "", isShare: Bool = false) -> ReachParameter {
      ReachParameter(
        column, name: name, unit: unit, values: values, learnedAs: learnedAs, isShare: isShare)
    }
    return switch column {
    case "roughness": .roughness(values, learnedAs: learnedAs)
    case "width_factor": parameter("Width factor p", unit: "m^(1−q)")
    case "width_exponent": parameter("Width exponent q", isShare: true)
    case "shade": parameter("Shade", isShare: true)
    case "exchange_factor": parameter("Exchange factor")
    case "groundwater_share": parameter("Groundwater share", isShare: true)
    case "groundwater_lag": parameter("Groundwater lag", unit: "d")
    case "dispersion_factor": parameter("Dispersion factor")
    case "dispersion": parameter("Dispersion", unit: "m² s⁻¹")
    default: nil
    }
  }
}

extension RunConfiguration {
  /// How a parameter of the reaches is learned, in words; nil where it is given.
  func learnedModel(of name: String) -> String? {
    let section =
      switch name {
      case "roughness": parameters.roughness
      case "width_exponent": parameters.widthExponent
      case "width_factor": parameters.widthFactor
      default: HeatSection.Name(rawValue: name).flatMap { name in heat.map { $0[name] } }
      }
    guard let model = section?.model, model != .fixed else { return nil }
    return model.rawValue.replacing("_", with: " ")
  }
}

extension TemperatureMetrics {
  /// Of the learned model and of those it is compared with, on days with an observation.
  fileprivate func errors(at station: String) -> [TemperatureError] {
    let models = [("learned", temperature)] + temperatureBaselines.sorted { $0.key < $1.key }
    return models.flatMap { key, scores in
      (scores[station] ?? [:]).sorted { $0.key < $1.key }.filter { $0.value.days > 0 }.map {
        TemperatureError(
          model: RunFolder.temperatureModel(key), period: $0.key, rootMeanSquare: $0.value.rmse,
          days: $0.value.days)
      }
    }
  }
}
