import ArgumentParser
import Hydrography

/// How a network is read: what its columns hold, and what is done where it leaves something open.
struct NetworkOptions: ParsableArguments {
  @Option(help: "Layer of the reaches (default: the only one that is a network).")
  var layer: String?
  @Option(help: "Name of the data set's schema (default: recognised), as \"NHDPlus V2\".")
  var schema: String?
  @Option(help: "Column of the reach's identifier.") var id: String?
  @Option(help: "Column of the downstream reach's identifier.") var downstream: String?
  @Option(help: "Column of the channel length.") var length: String?
  @Option(help: "Unit of the length: m or km.") var lengthUnit: LengthUnit?
  @Option(help: "Column of the channel slope.") var slope: String?
  @Option(help: "Unit of the slope: m/m, percent, m/km or dm/km.") var slopeUnit: SlopeUnit?
  @Option(help: "Column of the drainage area.") var drainageArea: String?
  @Option(help: "Unit of the drainage area: m2 or km2.") var drainageAreaUnit: AreaUnit?
  @Option(
    help: """
      How divergences share their water: main_path, equal, width, drainage_area, or \
      divergence_flag:SHARE with the minor paths' share.
      """)
  var split: SplitPolicy?
  @Option(help: "Missing slopes: refuse, floor:SLOPE or median (of the neighbours).")
  var missingSlopes: MissingSlopePolicy = .refuse
  @Option(help: "Missing lengths: refuse or floor:METRES.")
  var missingLengths: MissingLengthPolicy = .refuse

  var mapping: FieldMapping {
    var mapping = FieldMapping(
      id: id, downstreamID: downstream, length: length, lengthUnit: lengthUnit, slope: slope,
      slopeUnit: slopeUnit, drainageArea: drainageArea, drainageAreaUnit: drainageAreaUnit)
    mapping.schema = schema
    return mapping
  }

  var policies: NetworkPolicies {
    NetworkPolicies(
      missingSlopes: missingSlopes, missingLengths: missingLengths, split: split)
  }

  func draft(_ path: String) throws -> NetworkDraft {
    try NetworkSource.draft(path: path, layer: layer, mapping: mapping)
  }
}

extension LengthUnit: ExpressibleByArgument {}
extension SlopeUnit: ExpressibleByArgument {}
extension AreaUnit: ExpressibleByArgument {}

/// A policy and its number: `floor:1e-4`.
private struct PolicyArgument {
  let name: String
  let value: Double?

  init?(_ argument: String) {
    let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    name = String(parts[0])
    value = parts.count > 1 ? Double(parts[1]) : nil
    if parts.count > 1, value?.isFinite != true { return nil }
  }
}

extension SplitPolicy: ExpressibleByArgument {
  public init?(argument: String) {
    guard let policy = PolicyArgument(argument) else { return nil }
    switch (policy.name, policy.value) {
    case ("main_path", nil): self = .mainPath
    case ("equal", nil): self = .equal
    case ("width", nil): self = .width
    case ("drainage_area", nil): self = .drainageArea
    case ("divergence_flag", let share?) where share > 0 && share < 1:
      self = .divergenceFlag(minorShare: share)
    default: return nil
    }
  }
}

extension MissingSlopePolicy: ExpressibleByArgument {
  public init?(argument: String) {
    guard let policy = PolicyArgument(argument) else { return nil }
    switch (policy.name, policy.value) {
    case ("refuse", nil): self = .refuse
    case ("median", nil): self = .medianOfNeighbours
    case ("floor", let slope?): self = .floor(slope)
    default: return nil
    }
  }

  public var defaultValueDescription: String { "refuse" }
}

extension MissingLengthPolicy: ExpressibleByArgument {
  public init?(argument: String) {
    guard let policy = PolicyArgument(argument) else { return nil }
    switch (policy.name, policy.value) {
    case ("refuse", nil): self = .refuse
    case ("floor", let length?): self = .floor(length)
    default: return nil
    }
  }

  public var defaultValueDescription: String { "refuse" }
}
