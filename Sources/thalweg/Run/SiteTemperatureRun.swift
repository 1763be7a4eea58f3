import Foundation
import RiverModels
import RiverNetworks
import RiverSeries
import Training

/// Trains temperature at gauges and scores it beside what air temperature alone can say.
struct SiteTemperatureRun {
  let configuration: SiteTemperatureConfiguration
  let axis: TimeAxis
  /// `[station][day]`
  let air, logDischarge, observed: [[Double]]
  let comparison: [[Double]]?
  /// Angle of the day in the year, radians
  let season: [Double]
  let train, test: Range<Int>

  init(_ configuration: SiteTemperatureConfiguration) throws {
    self.configuration = configuration
    let stations = configuration.stations
    func read(
      _ section: RunConfiguration.SeriesSection, _ quantity: WeatherQuantity
    ) throws -> WeatherSeries {
      try WeatherSeries(
        path: section.file, variable: section.variable ?? quantity.rawValue, quantity: quantity,
        identifiers: section.identifiers, stations: stations)
    }
    let weather = try read(configuration.meteorology, .airTemperature)
    let axis = weather.axis
    guard axis.step == TimeAxis.secondsPerDay else {
      throw InputError(
        "the weather is not daily", file: configuration.meteorology.file,
        found: "a step of \(axis.step) s", expected: "86400 s")
    }
    self.axis = axis
    func require(_ other: TimeAxis, _ file: String) throws {
      guard other == axis else {
        throw InputError(
          "series do not lie on the days of the weather", file: file,
          found: "\(other.text(at: 0)), \(other.count) steps",
          expected: "\(axis.text(at: 0)), \(axis.count) days")
      }
    }
    func rows(_ series: WeatherSeries) -> [[Double]] {
      stations.indices.map { series.series(of: $0).map { Double($0) } }
    }
    func requireComplete(_ values: [[Double]], _ file: String) throws {
      for (station, series) in zip(stations, values) {
        let missing = series.count { !$0.isFinite }
        guard missing == 0 else {
          throw InputError(
            "a driver has missing values", file: file, ids: [station], found: "\(missing) days",
            expected: "a value for every day", remedy: "fill them in the file")
        }
      }
    }
    air = rows(weather)
    try requireComplete(air, configuration.meteorology.file)
    let temperatures = try read(configuration.observations, .waterTemperature)
    try require(temperatures.axis, configuration.observations.file)
    observed = rows(temperatures)
    comparison = try configuration.comparison.map { section in
      let series = try read(section, .waterTemperature)
      try require(series.axis, section.file)
      return rows(series)
    }

    let file = configuration.discharge.file
    let discharge = try Observations(
      path: file, variable: configuration.discharge.variable,
      identifiers: configuration.discharge.identifiers
    ).selecting(stations)
    try require(discharge.axis, file)
    func days(_ dates: ClosedRange<CivilDate>) throws -> Range<Int> {
      do { return try axis.indices(of: dates) } catch let error as InputError {
        throw error.located(file: configuration.meteorology.file)
      }
    }
    train = try days(configuration.train)
    test = try days(configuration.test)
    let training = train
    logDischarge = stations.indices.map { station in
      let values = discharge.series(of: station).map { log(max(Double($0), 1e-4)) }
      let mean = values[training].reduce(0, +) / Double(training.count)
      return values.map { $0 - mean }
    }
    try requireComplete(logDischarge, file)
    season = (0..<axis.count).map { axis.date(at: $0).season }
  }

  struct Score: Codable {
    var rmse: Double
    var days: Int
  }

  struct Result: Codable {
    var station: String
    var trainedOn: [String]
    var trainedDays: Int
    /// Root mean squared error on the observed days of the test period, °C, by model
    var test: [String: Score]
    /// Of the learned model on its training days
    var training: Score
    var regularization: Double
    /// λ and the error of what was left out in the training period, °C
    var leftOut: [[Double]]
    var parameters: [String: Double]
    enum CodingKeys: String, CodingKey {
      case station, test, training, regularization, parameters
      case trainedOn = "trained_on", trainedDays = "trained_days", leftOut = "left_out"
    }
  }

  /// Observations of a station that may be learned from, NaN elsewhere.
  private func seen(_ station: Int) -> [Double] {
    var left = configuration.firstDays ?? .max
    return observed[station].enumerated().map { day, value in
      guard train.contains(day), !value.isNaN, left > 0 else { return .nan }
      left -= 1
      return value
    }
  }

  private func score(_ found: [Double], _ station: Int, _ days: some Sequence<Int>) -> Score {
    let errors = days.filter { !observed[station][$0].isNaN }.map {
      found[$0] - observed[station][$0]
    }
    let squares = errors.reduce(0) { $0 + $1 * $1 }
    return Score(rmse: (squares / Double(max(errors.count, 1))).squareRoot(), days: errors.count)
  }

  /// What the regressions give for a station, trained on others or itself.
  private func baselines(_ station: Int, _ teachers: [Int]) -> [String: [Double]] {
    var found: [String: [Double]] = [:]
    for form in AirRegression.Form.allCases {
      let regression = AirRegression(
        form, sites: teachers.map { (air[$0], season, seen($0)) })
      found[form.rawValue] = regression.temperatures(air: air[station], season: season)
    }
    if let comparison { found["comparison"] = comparison[station] }
    return found
  }

  private func teachers(_ station: Int) -> [Int] {
    switch configuration.scheme {
    case .each: [station]
    case .others: configuration.stations.indices.filter { $0 != station }
    }
  }

  /// Learned temperatures of every station, `[station][day]`, and the scores.
  func run(_ console: Console) throws -> (temperatures: [[Double]], results: [Result]) {
    let names = configuration.stations
    console.line("RMSE on the test period, degC, before training:")
    for station in names.indices {
      let scores = baselines(station, teachers(station)).sorted { $0.key < $1.key }.map {
        "\($0.key) \(score($0.value, station, test).rmse.digits(2))"
      }
      console.line("  \(names[station]): \(scores.joined(separator: ", "))")
    }
    var temperatures: [[Double]] = []
    var results: [Result] = []
    for station in names.indices {
      let teachers = teachers(station)
      let places = teachers.contains(station) ? teachers : teachers + [station]
      let model = try SiteTemperature(
        sites: places.map { .init(airTemperature: air[$0], logDischarge: logDischarge[$0]) },
        season: season)
      let shown = places.map { place in
        teachers.contains(place) ? seen(place) : [Double](repeating: .nan, count: axis.count)
      }
      let outcome = try configuration.trainer.train(model, observed: shown)
      let found = model.temperatures(weights: outcome.weights)
      let own = found[places.firstIndex(of: station)!]
      let trained = zip(places, zip(found, shown)).filter { teachers.contains($0.0) }
      var squares = 0.0
      var count = 0
      for (_, (values, target)) in trained {
        for (value, wanted) in zip(values, target) where !wanted.isNaN {
          squares += (value - wanted) * (value - wanted)
          count += 1
        }
      }
      var scores = baselines(station, teachers).mapValues { score($0, station, test) }
      scores["learned"] = score(own, station, test)
      results.append(
        Result(
          station: names[station], trainedOn: teachers.map { names[$0] }, trainedDays: count,
          test: scores,
          training: Score(rmse: (squares / Double(max(count, 1))).squareRoot(), days: count),
          regularization: outcome.regularization,
          leftOut: zip(configuration.trainer.regularizations, outcome.leftOut).map { [$0, $1] },
          parameters: Dictionary(
            uniqueKeysWithValues: zip(
              SiteTemperature.Parameter.allCases.map { "\($0.name) (\($0.unit))" },
              SiteTemperature.parameters(weights: outcome.weights)))))
      temperatures.append(own)
      console.line(
        "\(names[station]): learned \(scores["learned"]!.rmse.digits(2)) degC on \(scores["learned"]!.days) test days, "
          + "lagged air \(scores["lagged_air"]!.rmse.digits(2)), with season "
          + "\(scores["lagged_air_and_season"]!.rmse.digits(2)); trained on \(count) days, "
          + "regularization \(outcome.regularization)")
    }
    return (temperatures, results)
  }

  static let observedName = "observed_water_temperature"

  /// Observed and learned temperatures of the whole file's days.
  func write(_ temperatures: [[Double]], to path: String) throws {
    let variables = [SeriesVariable.waterTemperature, .observedWaterTemperature]
    let writer = try SeriesWriter(
      path: path,
      features: SeriesFeatures(
        ids: configuration.stations.map { .text($0) }, longName: "Station ID"),
      axis: axis, variables: variables,
      provenance: SeriesProvenance(
        title: configuration.title, source: "Thalweg \(Version.current)",
        history: CommandLine.arguments.joined(separator: " ")), stepsPerWrite: axis.count)
    for (variable, values) in zip(variables, [temperatures, observed]) {
      try writer.write(
        variable, times: 0..<axis.count, values: values.flatMap { $0.map { Float($0) } })
    }
    try writer.commit()
  }
}
