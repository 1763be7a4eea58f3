import RiverSeries

/// Where lateral inflow comes from: a file, or a runoff model on every reach's catchment.
protocol LateralInflowSource: Sendable {
  /// What messages name.
  var path: String { get }
  var axis: TimeAxis { get }
  /// Values along time that can only be had together; 1 where any can be had alone.
  var valuesPerPiece: Int { get }
  /// m³ s⁻¹, `[reach in network order][time]`.
  func read(times: Range<Int>) throws -> [Float]
}

extension LateralInflowFiles: LateralInflowSource {}
