import RiverNetworks

/// What was found for one gauge.
public struct GaugeMatch: Sendable, Equatable {
  public let gauge: GaugePoint
  public let status: Status
  /// The best reach within the distance, whether it is to be trusted or not.
  public let candidate: Candidate?
  /// How many reaches lie within the distance.
  public let candidateCount: Int

  /// The reach the gauge stands on; nil where the candidate's area speaks against it.
  public var reach: ReachIndex? {
    switch status {
    case .matched, .areaUnknown: candidate?.reach
    case .areaDiffers, .noReachNear, .noCoordinates: nil
    }
  }

  public enum Status: String, Sendable, CaseIterable {
    /// A reach within the distance with the gauge's drainage area.
    case matched
    /// The nearest reach: the gauge or the reaches near it have no drainage area to go by.
    case areaUnknown = "area_unknown"
    /// Reaches within the distance, none with the gauge's drainage area.
    case areaDiffers = "area_differs"
    /// No reach within the distance.
    case noReachNear = "no_reach_near"
    /// No coordinates, or none on the globe.
    case noCoordinates = "no_coordinates"
  }

  /// A reach within the distance.
  public struct Candidate: Sendable, Equatable {
    public let reach: ReachIndex
    /// From the gauge to the nearest point of the reach's line, m.
    public let distance: Double
    /// Where that point is: 0 at the line's beginning (upstream), 1 at its end; nil where the reach
    /// is drawn as a point.
    public let measure: Double?
    /// Drainage area above the reach's lower end, m².
    public let drainageArea: Double?
    /// The reach's drainage area over the gauge's.
    public let areaRatio: Double?
  }
}
