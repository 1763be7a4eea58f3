/// What is known of each reach, one value a reach in every array that is there.
public struct ReachTable: Sendable {
  /// What the file calls the reach.
  public var ids: [String]
  /// Roughness, and what else was learned or given.
  public var parameters: [ReachParameter]
  /// Drainage area, km², NaN where not known.
  public var areas: [Double]
  /// Strahler order.
  public var orders: [Int]
  /// Mean discharge, m³ s⁻¹, NaN where not known.
  public var flows: [Double]
  /// Whether a gauge downstream would notice another roughness.
  public var isConstrained: [Bool]

  /// Between which an ensemble's n lies; nil where there is none.
  public var roughnessBand: GaugeSeries.Band?

  public init(
    ids: [String], parameters: [ReachParameter], areas: [Double], orders: [Int], flows: [Double],
    isConstrained: [Bool]
  ) {
    precondition(
      ([areas.count, orders.count, flows.count, isConstrained.count]
        + parameters.map(\.values.count)).allSatisfy { $0 == ids.count }, "one value a reach")
    self.ids = ids
    self.parameters = parameters
    self.areas = areas
    self.orders = orders
    self.flows = flows
    self.isConstrained = isConstrained
  }

  /// With the roughness alone: Manning's n, s m^(-1/3).
  public init(
    ids: [String], roughness: [Double], areas: [Double], orders: [Int], flows: [Double],
    isConstrained: [Bool]
  ) {
    self.init(
      ids: ids, parameters: [.roughness(roughness)], areas: areas, orders: orders, flows: flows,
      isConstrained: isConstrained)
  }

  public var count: Int { ids.count }
  /// Reaches whose roughness no gauge constrains.
  public var unconstrainedCount: Int { isConstrained.count { !$0 } }
  public var hasAreas: Bool { areas.contains { $0 > 0 } }

  public func parameter(_ key: String) -> ReachParameter? { parameters.first { $0.key == key } }

  /// Manning's n, s m^(-1/3); NaN where it is not told.
  public var roughness: [Double] {
    get {
      parameter(ReachParameter.roughnessKey)?.values ?? [Double](repeating: .nan, count: count)
    }
    set {
      parameters.removeAll { $0.key == ReachParameter.roughnessKey }
      parameters.insert(.roughness(newValue), at: 0)
    }
  }

  /// Least, median and greatest roughness; nil without a finite value.
  public var roughnessSummary: (least: Double, median: Double, greatest: Double)? {
    parameter(ReachParameter.roughnessKey)?.summary
  }
}

extension Array where Element == Double {
  /// The median of the values that are not NaN, or nil without one.
  var median: Double? {
    let sorted = filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
