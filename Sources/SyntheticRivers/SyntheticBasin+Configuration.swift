import RiverNetworks

extension SyntheticBasin {
  /// What basin to make.
  public struct Configuration: Sendable, Equatable {
    /// How many reaches the network has, exactly: 1 to 10 million.
    public var reachCount: Int
    public var seed: UInt64
    /// Basin area divided by the number of reaches, km². 40 is that of MERIT-Basins in
    /// Pennsylvania (Juniata: 8,657 km², 213 reaches).
    public var unitCatchmentSquareKilometres: Double
    public var slopes: SlopeAreaLaw
    /// Share of the rivers between two junctions that divide into two arms and rejoin, 0 to 0.2.
    public var divergenceShare: Double
    /// Where the outlet is drawn, degrees; not nearer to a pole than 60 degrees of latitude.
    public var outletLongitude: Double
    public var outletLatitude: Double
    /// Elevation of the river bed at the outlet, m.
    public var outletElevation: Double

    public init(
      reachCount: Int, seed: UInt64 = 0, unitCatchmentSquareKilometres: Double = 40,
      slopes: SlopeAreaLaw = SlopeAreaLaw(), divergenceShare: Double = 0,
      outletLongitude: Double = -77, outletLatitude: Double = 40, outletElevation: Double = 5
    ) {
      self.reachCount = reachCount
      self.seed = seed
      self.unitCatchmentSquareKilometres = unitCatchmentSquareKilometres
      self.slopes = slopes
      self.divergenceShare = divergenceShare
      self.outletLongitude = outletLongitude
      self.outletLatitude = outletLatitude
      self.outletElevation = outletElevation
    }

    /// Ten million take about 4.5 GB.
    public static let reachCounts = 1...10_000_000
    public static let divergenceShares = 0...0.2
    public static let outletLatitudes = -60.0...60.0

    /// - Throws: `InputError` for the first value out of its range.
    func validate() throws {
      try Self.check("reachCount", Double(reachCount), "1 to 10,000,000") {
        Self.reachCounts.contains(reachCount) && $0.isFinite
      }
      try Self.check("unitCatchmentSquareKilometres", unitCatchmentSquareKilometres, "above 0") {
        $0 > 0 && $0.isFinite
      }
      try Self.check("slopes.coefficient", slopes.coefficient, "above 0") {
        $0 > 0 && $0.isFinite
      }
      try Self.check("slopes.concavity", slopes.concavity, "0 to 1") { (0...1).contains($0) }
      try Self.check("slopes.scatter", slopes.scatter, "0 to 2") { (0...2).contains($0) }
      try Self.check("divergenceShare", divergenceShare, "0 to 0.2") {
        Self.divergenceShares.contains($0)
      }
      try Self.check("outletLongitude", outletLongitude, "-180 to 180 degrees") {
        (-180...180).contains($0)
      }
      try Self.check("outletLatitude", outletLatitude, "-60 to 60 degrees") {
        Self.outletLatitudes.contains($0)
      }
      try Self.check("outletElevation", outletElevation, "a finite number, m") { $0.isFinite }
    }

    private static func check(
      _ name: String, _ value: Double, _ expected: String, holds: (Double) -> Bool
    ) throws {
      guard holds(value) else {
        throw InputError(
          "a synthetic basin cannot be made from this value", column: name, found: "\(value)",
          expected: expected, remedy: "choose a value in the range")
      }
    }
  }
}
