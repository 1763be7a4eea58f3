import NeuralNetworks
import ReachOperators
import RiverModels
import RiverNetworks
import RiverSeries
import Training

extension Project {
  /// The parameterizations the configuration asks for.
  func parameterizations() throws -> ChannelParameterizations {
    let section = configuration.parameters
    return ChannelParameterizations(
      roughness: try parameterization(section.roughness, "roughness"),
      widthExponent: try parameterization(section.widthExponent, "width_exponent"),
      widthFactor: try parameterization(section.widthFactor, "width_factor"))
  }

  func parameterization(
    _ parameter: ParameterSection.Parameter, _ name: String
  ) throws -> any Parameterization {
    let count = network.count
    let given = try parameter.file.map { file in
      Array(
        try ReachAttributes(path: file, names: [parameter.variable], network: network)[
          parameter.variable]!)
    }
    switch parameter.model {
    case .fixed:
      return try given.map { try FixedParameter(values: $0) }
        ?? FixedParameter(parameter.start, reachCount: count)
    case .constant:
      return try ConstantParameter(
        reachCount: count, bounds: parameter.bounds, start: parameter.start)
    case .perReach:
      return try PerReachParameter(
        bounds: parameter.bounds,
        start: given ?? [Double](repeating: parameter.start, count: count),
        smoothness: parameter.smoothness, network: network)
    case .powerLaw:
      return try powerLaw(parameter, name)
    case .mlp:
      try requireAttributes(name)
      return try NetworkParameter(
        network: mlp(parameter), attributes: attributes, bounds: parameter.bounds,
        start: parameter.start)
    case .kan:
      try requireAttributes(name)
      return try NetworkParameter(
        network: KolmogorovArnoldNetwork(layerSizes: [attributes.count] + parameter.hidden + [1]),
        attributes: attributes, bounds: parameter.bounds, start: parameter.start)
    case .powerLawMLP:
      try requireAttributes(name)
      return try PowerLawPlusNetwork(
        powerLaw: powerLaw(parameter, name), network: mlp(parameter), attributes: attributes,
        penaltyWeight: parameter.penalty)
    case .powerLawPerReach:
      return try PowerLawPlusDeviation(
        powerLaw: powerLaw(parameter, name), network: network, deviation: parameter.deviation,
        correlationLength: 1_000 * parameter.correlationLength, monotone: parameter.monotone)
    }
  }

  private func mlp(_ parameter: ParameterSection.Parameter) throws -> MultilayerPerceptron {
    try MultilayerPerceptron(layerSizes: [attributes.count] + parameter.hidden + [1])
  }

  private func powerLaw(
    _ parameter: ParameterSection.Parameter, _ name: String
  ) throws -> PowerLawParameter {
    guard areas.allSatisfy({ $0 > 0 }) else {
      throw InputError(
        "a power law needs the drainage area of every reach", file: dataset.file,
        layer: dataset.layer, column: configuration.network.mapping.drainageArea,
        count: areas.count { !($0 > 0) },
        remedy: "name the column in network.drainage_area, or choose another parameters.\(name).model")
    }
    return try PowerLawParameter(
      areas: areas, referenceArea: parameter.referenceArea, bounds: parameter.bounds,
      startCoefficient: parameter.start, startExponent: parameter.startExponent,
      coefficientDeviation: parameter.coefficientDeviation,
      exponentDeviation: parameter.exponentDeviation)
  }

  private func requireAttributes(_ name: String) throws {
    guard attributes.isEmpty else { return }
    throw InputError(
      "parameters.\(name) is a network but there are no attributes", file: dataset.file,
      remedy: "give attributes.file, or choose another parameters.\(name).model")
  }

  /// The routing problem; `offsets` are hours per gauge.
  func problem(
    parameters: ChannelParameterizations, offsets: [Double],
    temperature: TemperatureProblem? = nil
  ) -> RoutingProblem {
    let factor = configuration.inflowFactor
    return RoutingProblem(
      router: Router(network: network, configuration: configuration.routing, ranks: ranks),
      areas: areas,
      inflow: factor.isLearned || factor.initial == 1
        ? inflow : inflow.scaled(by: factor.initial, first: 0, steps: inflow.stepCount),
      gauges: gauges.indices.map {
        RoutingProblem.Gauge(
          station: gauges[$0].station, reach: gauges[$0].index, observed: observed[$0],
          isTrained: isTrained(gauges[$0]))
      },
      parameters: parameters,
      offsets: OffsetSettings(initial: offsets, isLearned: configuration.offset.isLearned),
      inflowFactor: factor.isLearned ? factor : InflowFactorSettings(),
      learnedInflow: learnedInflow, temperature: temperature)
  }
}
