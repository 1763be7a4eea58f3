import RiverModels
import RiverNetworks
import RiverSeries
import SyntheticRivers

extension GeneratedSeries {
  static let weather = [
    SeriesVariable(
      "prcp", units: "mm day-1", longName: "precipitation", cellMethods: "time: sum"),
    SeriesVariable(
      "tmean", units: "degree_Celsius", longName: "air temperature", cellMethods: "time: mean"),
    SeriesVariable(
      "pet", units: "mm day-1", longName: "potential evaporation", cellMethods: "time: sum"),
  ]

  /// What heats the water.
  static let meteorology = [
    SeriesVariable(
      "air_temperature", units: "degree_Celsius", longName: "air temperature",
      cellMethods: "time: mean"),
    SeriesVariable(
      "relative_humidity", units: "1", longName: "relative humidity", cellMethods: "time: mean"),
    SeriesVariable(
      "shortwave", units: "W m-2", longName: "downwelling short-wave radiation",
      cellMethods: "time: mean"),
  ]

  /// Days of weather that fill snow, soil and reservoirs before the first that is written.
  private static let weatherSpinUp = 730

  /// Writes the weather of every reach's catchment and the lateral inflow that the conceptual model
  /// makes of it; and the weather of the gauges' basins, means over the land above.
  func writeWeather(
    seed: UInt64, gauges: [ReachIndex], inflow: String, weather: String, basins: String,
    meteorology: String
  ) throws {
    let first = axis.date(at: 0).adding(days: -Self.weatherSpinUp)
    var source = try SyntheticWeather(
      places: basin.places, elevations: basin.elevations, latitude: GeneratedBasin.latitude,
      seed: seed, start: CalendarDay(year: first.year, month: first.month, day: first.day))
    var model = ConceptualRunoff(places: basin.places.count)
    for _ in 0..<Self.weatherSpinUp { _ = model.advance(source.next()) }

    let reaches = SeriesFeatures(ids: basin.network.ids)
    let stations = SeriesFeatures(
      ids: gauges.map { .text(basin.station(of: $0)) }, longName: "Station ID")
    func writer(
      _ path: String, _ features: SeriesFeatures, _ variables: [SeriesVariable]
    ) throws -> SeriesWriter {
      try SeriesWriter(
        path: path, features: features, axis: axis, variables: variables,
        provenance: provenance, stepsPerWrite: stretch)
    }
    let inflowWriter = try writer(inflow, reaches, [Self.inflow])
    let weatherWriter = try writer(weather, reaches, Self.weather)
    let basinWriter = try writer(basins, stations, Self.weather)
    let heatWriter = try writer(meteorology, reaches, Self.meteorology)
    let shares = gauges.map { landShares(above: $0) }
    for days in stretches {
      let days = (times: days, all: days.map { _ in source.next() })
      let runoff = days.all.map { model.advance($0).runoff }
      try inflowWriter.write(
        Self.inflow, times: days.times,
        values: basin.unitCatchments.indices.flatMap { reach in
          let factor =
            CatchmentRunoff.dischargePerDepthAndArea * basin.unitCatchments[reach]
          return runoff.map { Float(factor * $0[reach]) }
        })
      for (variable, values) in zip(
        Self.meteorology,
        [
          \.temperature, \.relativeHumidity, \.shortwave,
        ] as [KeyPath<SyntheticWeather.Day, [Double]>])
      {
        try heatWriter.write(
          variable, times: days.times,
          values: basin.places.indices.flatMap { reach in
            days.all.map { Float($0[keyPath: values][reach]) }
          })
      }
      for (variable, values) in zip(
        Self.weather,
        [
          \.precipitation, \.temperature,
          \.potentialEvaporation,
        ] as [KeyPath<SyntheticWeather.Day, [Double]>])
      {
        try weatherWriter.write(
          variable, times: days.times,
          values: basin.places.indices.flatMap { reach in
            days.all.map { Float($0[keyPath: values][reach]) }
          })
        try basinWriter.write(
          variable, times: days.times,
          values: shares.flatMap { share in
            days.all.map { day in
              Float(zip(share, day[keyPath: values]).reduce(0) { $0 + $1.0 * $1.1 })
            }
          })
      }
    }
    for writer in [inflowWriter, weatherWriter, basinWriter, heatWriter] { try writer.commit() }
  }

  /// What part of a gauge's basin each reach's own catchment is.
  private func landShares(above gauge: ReachIndex) -> [Double] {
    let network = basin.network
    var share = [Double](repeating: 0, count: network.count)
    share[gauge.position] = 1
    for position in stride(from: gauge.position - 1, through: 0, by: -1) {
      for link in network.links(outOf: ReachIndex(position)) {
        share[position] += link.fraction * share[link.downstream.position]
      }
    }
    let land = zip(share, basin.unitCatchments).map { $0 * $1 }
    let total = land.reduce(0, +)
    return land.map { $0 / total }
  }
}
