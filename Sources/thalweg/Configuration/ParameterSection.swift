import RiverModels
import RiverNetworks

/// How the channel's parameters come about.
struct ParameterSection {
  enum Model: String, CaseIterable {
    /// One given value, not learned.
    case fixed
    /// One learned value.
    case constant
    /// One learned value for every reach.
    case perReach = "per_reach"
    /// A learned power law of drainage area.
    case powerLaw = "power_law"
    /// A multilayer perceptron of the attributes.
    case mlp
    /// A Kolmogorov-Arnold network of the attributes.
    case kan
    /// A power law of drainage area times a network's correction.
    case powerLawMLP = "power_law_mlp"
    /// A power law of drainage area times a factor near one in every reach.
    case powerLawPerReach = "power_law_per_reach"
  }

  struct Parameter {
    var model: Model
    var start: Double
    var bounds: Bounds
    var hidden: [Int]
    /// km²
    var referenceArea: Double
    var startExponent: Double
    var penalty: Double
    var smoothness: Double
    /// Prior standard deviations of a power law: of ln a and of b.
    var coefficientDeviation: Double
    var exponentDeviation: Double
    /// Of ln n about the law, in `power_law_per_reach`.
    var deviation: Double
    /// Along the river, over which deviations hang together, km.
    var correlationLength: Double
    /// Penalty on a value that rises downstream.
    var monotone: Double
    /// A NetCDF file with a value for every reach: start of `per_reach`, value of `fixed`.
    var file: String?
    var variable: String
  }

  var roughness: Parameter
  var widthExponent: Parameter
  var widthFactor: Parameter

  init(_ section: ConfigurationSection) throws {
    roughness = try Parameter(
      section.section("roughness"), model: .constant, start: 0.05, bounds: .manningRoughness,
      variable: "roughness")
    widthExponent = try Parameter(
      section.section("width_exponent"), model: .fixed, start: 0.5, bounds: .channelShapeExponent,
      variable: "width_exponent")
    widthFactor = try Parameter(
      section.section("width_factor"), model: .fixed,
      start: Bounds.defaultChannelWidthCoefficient, bounds: .channelWidthCoefficient,
      variable: "width_factor")
  }
}

extension ParameterSection.Parameter {
  init(
    _ section: ConfigurationSection, model: ParameterSection.Model, start: Double,
    bounds: Bounds, variable: String
  ) throws {
    self.model = try section.choice("model", default: model)
    self.start = try section.number("start", default: start)
    let lower = try section.number("lower", default: bounds.lower)
    let upper = try section.number("upper", default: bounds.upper)
    let scale = try section.choice("scale", default: bounds.scale)
    self.bounds = try Bounds(lower: lower, upper: upper, scale: scale)
    if self.model != .fixed, !(lower < self.start && self.start < upper) {
      throw section.error(
        "start", "a start lies outside the bounds", found: "\(self.start)",
        expected: "between \(lower) and \(upper)")
    }
    hidden = try section.integers("hidden", default: [16, 16])
    referenceArea = try section.number("reference_area_km2", default: 100)
    startExponent = try section.number("start_exponent", default: 0)
    penalty = try section.number("penalty", default: 0)
    smoothness = try section.number("smoothness", default: 0)
    coefficientDeviation = try section.number(
      "coefficient_deviation", default: PowerLawParameter.defaultCoefficientDeviation)
    exponentDeviation = try section.number(
      "exponent_deviation", default: PowerLawParameter.defaultExponentDeviation)
    deviation = try section.number("deviation", default: 0.1)
    correlationLength = try section.number("correlation_km", default: 0)
    monotone = try section.number("monotone", default: 0)
    file = try section.path("file")
    self.variable = try section.text("variable", default: variable)
  }
}
