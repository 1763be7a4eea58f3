import Hydrography
import RiverNetworks

extension RunConfiguration {
  /// Which network, and how it is read.
  struct NetworkSection {
    var file: String
    var layer: String?
    var mapping: FieldMapping
    var policies: NetworkPolicies
    /// Whether only the reaches above the gauges are simulated.
    var aboveGauges: Bool
    /// How the river is cut for the time step; nil leaves the reaches as they are.
    var subdivision: Subdivision?

    struct Subdivision {
      /// Of the wave, m s⁻¹.
      var celerity: Double
      /// Muskingum's X.
      var weighting: Double
    }

    private enum Split: String, CaseIterable {
      case mainPath = "main_path"
      case equal, width
      case drainageArea = "drainage_area"
      case divergenceFlag = "divergence_flag"
    }
    private enum MissingSlopes: String, CaseIterable { case refuse, floor, median }
    private enum MissingLengths: String, CaseIterable { case refuse, floor }

    init(_ section: ConfigurationSection) throws {
      guard let file = try section.path("file") else {
        throw section.error(
          "file", "a required key is missing", expected: "a vector file with the reaches")
      }
      self.file = file
      layer = try section.text("layer")
      aboveGauges = try section.flag("above_gauges", default: false)
      mapping = try Self.mapping(section)
      policies = NetworkPolicies(
        missingSlopes: try Self.missingSlopes(section),
        missingLengths: try Self.missingLengths(section), split: try Self.split(section))
      let cut = try section.section("subdivide")
      subdivision = try cut.number("celerity").map {
        Subdivision(
          celerity: $0,
          weighting: try cut.number("weighting", default: CourantWindow.usualWeighting))
      }
    }

    /// The columns, by what they hold.
    private static func mapping(_ section: ConfigurationSection) throws -> FieldMapping {
      var mapping = FieldMapping()
      mapping.schema = try section.text("schema")
      mapping.id = try section.text("id")
      mapping.downstreamID = try section.text("downstream")
      mapping.length = try section.text("length")
      mapping.lengthUnit = try section.unit("length_unit")
      mapping.slope = try section.text("slope")
      mapping.slopeUnit = try section.unit("slope_unit")
      mapping.drainageArea = try section.text("drainage_area")
      mapping.drainageAreaUnit = try section.unit("drainage_area_unit")
      mapping.order = try section.text("order")
      mapping.gaugeID = try section.text("gauge")
      mapping.fromNode = try section.text("from_node")
      mapping.toNode = try section.text("to_node")
      mapping.sequence = try section.text("sequence")
      mapping.downstreamSequence = try section.text("downstream_sequence")
      mapping.minorDownstreamSequence = try section.text("minor_downstream_sequence")
      mapping.splitFraction = try section.text("split_fraction")
      mapping.divergenceFlag = try section.text("divergence_flag")
      mapping.mainStem = try section.text("main_stem")
      mapping.width = try section.text("width")
      mapping.featureType = try section.text("feature_type")
      return mapping
    }

    private static func split(_ section: ConfigurationSection) throws -> SplitPolicy? {
      let share = try section.number("minor_share")
      guard try section.text("split") != nil else { return nil }
      let split = try section.choice("split", default: Split.equal)
      if share != nil, split != .divergenceFlag {
        throw section.error(
          "minor_share", "a minor share goes with a split by divergence flag",
          found: "split: \(split.rawValue)", expected: "split: divergence_flag")
      }
      switch split {
      case .mainPath: return .mainPath
      case .equal: return .equal
      case .width: return .width
      case .drainageArea: return .drainageArea
      case .divergenceFlag:
        guard let share, share > 0, share < 1 else {
          throw section.error(
            "minor_share", "the share of the minor paths is missing or no share",
            found: share.map { "\($0)" }, expected: "a number between 0 and 1")
        }
        return .divergenceFlag(minorShare: share)
      }
    }

    private static func missingSlopes(
      _ section: ConfigurationSection
    ) throws -> MissingSlopePolicy {
      let policy = try section.choice("missing_slopes", default: MissingSlopes.refuse)
      let floor = try section.number("slope_floor_for_missing")
      try requireTogether(
        section, "missing_slopes", policy == .floor, "slope_floor_for_missing", floor)
      switch policy {
      case .refuse: return .refuse
      case .median: return .medianOfNeighbours
      case .floor: return .floor(floor!)
      }
    }

    private static func missingLengths(
      _ section: ConfigurationSection
    ) throws -> MissingLengthPolicy {
      let policy = try section.choice("missing_lengths", default: MissingLengths.refuse)
      let floor = try section.number("length_floor_for_missing")
      try requireTogether(
        section, "missing_lengths", policy == .floor, "length_floor_for_missing", floor)
      return policy == .floor ? .floor(floor!) : .refuse
    }

    /// A floor is given exactly where it is asked for.
    private static func requireTogether(
      _ section: ConfigurationSection, _ key: String, _ isFloor: Bool, _ valueKey: String,
      _ value: Double?
    ) throws {
      if isFloor, value == nil {
        throw section.error(
          valueKey, "a required key is missing", found: "\(key): floor",
          expected: "the value to fill in, m/m or m")
      }
      if !isFloor, value != nil {
        throw section.error(
          valueKey, "a floor is given but nothing is filled in with it",
          expected: "\(key): floor", remedy: "set \(key): floor, or leave the value out")
      }
    }
  }
}
