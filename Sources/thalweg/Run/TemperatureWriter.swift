import Foundation
import RiverNetworks
import RiverSeries

/// Writes a simulation's temperature as it comes: means over days, or the value after every step.
///
/// Between steps it is a straight line, as for ``OffsetDailyMean``: a day's mean is that of
/// the trapezoids, from the value before its first step.
final class TemperatureWriter {
  private let writer: SeriesWriter
  private let variable: SeriesVariable
  private let rows: Int
  /// Steps averaged into one written value.
  private let stepsPerValue: Int
  private var written = 0
  /// Value before the next step, by row.
  private var previous: [Float]

  /// - Parameters:
  ///   - piece: of the run, that gets a file of its own
  ///   - initial: before the first step, of each row that is written, °C
  init(
    _ simulation: Simulation, piece: Simulation.Piece, initial: [Double], path: String
  ) throws {
    let daily = SeriesVariable.waterTemperature
    let configuration = simulation.configuration
    let timeStep = Int64(configuration.routing.timeStep)
    let isDaily = configuration.output.interval == .day
    let interval = isDaily ? Int64(86_400) : timeStep
    stepsPerValue = Int(interval / timeStep)
    let perValue = simulation.stepsPerValue
    let totalSteps = piece.values.count * perValue
    let stretch = piece.stretches[0].count * perValue
    guard totalSteps % stepsPerValue == 0, stretch % stepsPerValue == 0 else {
      throw InputError(
        "the simulation does not end with a whole day", file: simulation.file.path,
        found: "\(totalSteps) steps", expected: "a multiple of \(stepsPerValue)",
        remedy: "set output.interval: step, or change output.dates")
    }
    rows = simulation.records.count
    previous = initial.map { Float($0) }
    variable =
      isDaily
      ? daily
      : SeriesVariable(
        daily.name, units: daily.units, longName: daily.longName,
        standardName: daily.standardName,
        cellMethods: "time: mean (of the step, taken as the value at its end)")
    writer = try SeriesWriter(
      path: path,
      features: SeriesFeatures(ids: simulation.recordIDs),
      axis: TimeAxis(
        start: simulation.file.axis.seconds(at: piece.values.lowerBound), step: interval,
        count: totalSteps / stepsPerValue),
      variables: [variable],
      provenance: simulation.provenance, stepsPerWrite: stretch / stepsPerValue)
  }

  /// - Parameter series: `[row][step]`, rows beyond the written ones ignored
  func write(_ series: [Float], steps: Int) throws {
    let count = steps / stepsPerValue
    var values = [Float](repeating: 0, count: rows * count)
    for row in 0..<rows {
      for index in 0..<count {
        let base = row * steps + index * stepsPerValue
        let last = series[base + stepsPerValue - 1]
        var sum = (Double(previous[row]) + Double(last)) / 2
        for step in 0..<(stepsPerValue - 1) { sum += Double(series[base + step]) }
        values[row * count + index] =
          stepsPerValue == 1 ? last : Float(sum / Double(stepsPerValue))
        previous[row] = last
      }
    }
    try writer.write(variable, times: written..<(written + count), values: values)
    written += count
  }

  func commit() throws { try writer.commit() }
  /// Gives the file of the steps so far another name.
  func commitPart(as path: String) throws { try writer.commitPart(as: path) }
}
