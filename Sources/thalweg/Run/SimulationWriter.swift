import Foundation
import RiverNetworks
import RiverSeries
import SpaceTimeSweep

/// Writes what a simulation's summary holds, stretch after stretch, into one file for each piece of
/// the run.
///
/// A run that is one piece leaves `streamflow.nc`; one that is cut by restarts, or goes on from one,
/// leaves `streamflow_<first day>.nc` for each. A file has its name only when it is whole.
final class SimulationWriter: @unchecked Sendable {
  private let writer: SeriesWriter
  private let variables: [SeriesVariable]
  private let path: String
  private var written = 0

  /// - Parameters:
  ///   - axis: of the piece, one step for each written value
  ///   - stepsPerWrite: written values in a stretch
  init(
    _ simulation: Simulation, axis: TimeAxis, stepsPerWrite: Int, path: String
  ) throws {
    let output = simulation.configuration.output
    variables = output.columns.map { Self.variable($0) }
    self.path = path
    writer = try SeriesWriter(
      path: path, features: SeriesFeatures(ids: simulation.recordIDs), axis: axis,
      variables: variables, provenance: simulation.provenance, stepsPerWrite: stepsPerWrite)
  }

  func write(_ summary: SweepSummary) throws {
    let times = written..<(written + summary.count)
    for (column, variable) in variables.enumerated() {
      try writer.write(variable, times: times, values: summary.values(ofColumn: column))
    }
    written = times.upperBound
  }

  /// Gives the whole file its name.
  func commit() throws { try writer.commit() }
  /// Gives the file of the steps so far another name.
  func commitPart(as path: String) throws { try writer.commitPart(as: path) }

  private static func variable(_ column: SweepSummary.Column) -> SeriesVariable {
    var variable: SeriesVariable =
      switch column.quantity {
      case .discharge: .streamflow
      case .velocity: .velocity
      case .depth: .depth
      case .width: .width
      }
    switch column.statistic {
    case .mean: break
    case .maximum:
      variable.name += "_maximum"
      variable.longName = "daily maximum: " + variable.longName
      variable.cellMethods = "time: maximum"
    case .last:
      // The bounds are those of the step, at whose end the value is.
      variable.cellMethods = "time: point"
      variable.longName += ", after the step"
    }
    return variable
  }
}
