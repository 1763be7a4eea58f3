import Foundation
import NeuralNetworks
import ReachOperators
import RiverModels
import RiverNetworks
import RiverSeries
import SyntheticRivers
import Training

/// Lateral inflow from seeded storms, and what gauges would have seen of it.
struct GeneratedSeries {
  let basin: GeneratedBasin
  let axis: TimeAxis
  let climate: StormClimate
  let threads: Int
  /// Days held in memory at once.
  let stretch: Int
  let provenance: SeriesProvenance

  static let inflow = SeriesVariable(
    "lateral_inflow", units: "m3 s-1", longName: "lateral inflow into the reach",
    cellMethods: "time: mean")
  static let runoff = SeriesVariable(
    "runoff", units: "mm day-1", longName: "observed runoff of the gauge's basin",
    cellMethods: "time: mean")
  static let observed = SeriesVariable(
    "streamflow", units: "m3 s-1", longName: "observed discharge",
    standardName: "water_volume_transport_in_river_channel", cellMethods: "time: mean")

  private static let longestStretch = 366
  private static let stepsPerDay = 24
  private static let bytesPerValue = 4

  init(
    _ basin: GeneratedBasin, days: ClosedRange<CivilDate>, seed: UInt64, threads: Int,
    provenance: SeriesProvenance
  ) {
    self.basin = basin
    axis = TimeAxis(days: days)
    climate = StormClimate(seed: seed)
    self.threads = threads
    self.provenance = provenance
    let fitting = Simulation.stretchBytes / (Self.bytesPerValue * basin.network.count)
    stretch = min(axis.count, Self.longestStretch, max(1, fitting))
  }

  var stretches: [Range<Int>] {
    stride(from: 0, to: axis.count, by: stretch).map { $0..<min($0 + stretch, axis.count) }
  }

  /// Writes daily lateral inflow, a year at a time.
  func writeInflow(to path: String) throws {
    let first = axis.date(at: 0)
    var storms = try StormInflow(
      places: basin.places, unitCatchmentsSquareKilometres: basin.unitCatchments,
      climate: climate,
      start: CalendarDay(year: first.year, month: first.month, day: first.day))
    let writer = try SeriesWriter(
      path: path, features: SeriesFeatures(ids: basin.network.ids), axis: axis,
      variables: [Self.inflow], provenance: provenance, stepsPerWrite: stretch)
    for days in stretches {
      try writer.write(Self.inflow, times: days, values: storms.values(days: days))
    }
    try writer.commit()
  }

  /// Daily means at gauges, m³ s⁻¹, `[gauge][day]`, routed with the true roughness from the inflow
  /// that was written: hourly, scheme `conservative`, inflow expanded linearly, from a hot start.
  ///
  /// The channels' widths follow the defaults that training starts from.
  func routed(inflow path: String, gauges: [ReachIndex]) throws -> [[Double]] {
    var configuration = RouterConfiguration()
    configuration.threads = threads
    let router = Router(network: basin.network, configuration: configuration)
    let network = basin.network
    let channels = (0..<network.count).map {
      ReachChannel(
        length: network.lengths[$0], slope: network.slopes[$0],
        roughness: basin.roughness.values[$0])
    }
    let file = try LateralInflowFile(path: path, network: network)
    let positions = gauges.map(\.position)
    var hourly = gauges.map { _ in [Float]() }
    var stream: RoutingStream?
    for days in stretches {
      // `linear` needs the values on both sides.
      let before = days.lowerBound > 0 ? 1 : 0
      let after = days.upperBound < axis.count ? 1 : 0
      let times = (days.lowerBound - before)..<(days.upperBound + after)
      let lateral = LateralForcing(
        values: try file.read(times: times), valuesPerReach: times.count,
        stepsPerValue: Self.stepsPerDay, offset: before * Self.stepsPerDay, expansion: .linear)
      let running =
        stream
        ?? router.stream(channels: channels, initial: .hotStart(lateral), records: positions)
      if stream == nil {
        let state = running.state()
        for row in gauges.indices { hourly[row].append(Float(state.discharge[positions[row]])) }
        stream = running
      }
      let steps = days.count * Self.stepsPerDay
      let series = running.advance(lateral, steps, nil)
      for row in gauges.indices { hourly[row] += series[(row * steps)..<((row + 1) * steps)] }
    }
    let averaging = OffsetDailyMean(stepHours: configuration.timeStep / 3_600)
    return hourly.map { averaging.means(of: $0, offsetHours: 0, windows: axis.count) }
  }

  /// What gauges saw, m³ s⁻¹, `[gauge][day]`: the truth times lognormal noise of mean 1.
  /// - Parameter noise: standard deviation of the noise's logarithm; 0 for none
  static func observed(_ truth: [[Double]], noise: Double, seed: UInt64) -> [[Float]] {
    var generator = Xoshiro256StarStar(seed: seed)
    return truth.map { series in
      series.map { value -> Float in
        guard noise > 0 else { return Float(value) }
        return Float(value * exp(noise * generator.nextNormal() - noise * noise / 2))
      }
    }
  }

  func writeObservations(
    _ observed: [[Float]], gauges: [ReachIndex], to path: String
  ) throws {
    try write(observed, gauges: gauges, as: Self.observed, to: path)
  }

  /// The same as depths of water over the gauges' basins, for a model of whole basins.
  func writeRunoff(_ observed: [[Float]], gauges: [ReachIndex], to path: String) throws {
    let depths = zip(gauges, observed).map { gauge, series in
      let factor =
        CatchmentRunoff.dischargePerDepthAndArea * basin.drainageAreas[gauge.position]
      return series.map { Float(Double($0) / factor) }
    }
    try write(depths, gauges: gauges, as: Self.runoff, to: path)
  }

  private func write(
    _ values: [[Float]], gauges: [ReachIndex], as variable: SeriesVariable, to path: String
  ) throws {
    let writer = try SeriesWriter(
      path: path,
      features: SeriesFeatures(
        ids: gauges.map { .text(basin.station(of: $0)) }, longName: "Station ID"),
      axis: axis, variables: [variable], provenance: provenance, stepsPerWrite: axis.count)
    try writer.write(variable, times: 0..<axis.count, values: values.flatMap { $0 })
    try writer.commit()
  }
}
