import ReachOperators
import RiverModels
import RiverNetworks
import SpaceTimeSweep

/// Our routing of a golden case, rows put back into the golden order.
///
/// In single precision through ``Router``. In double precision through ``RoutingModel``, since the
/// golden inflow is more than the single precision of ``LateralForcing`` can hold.
struct GoldenRun {
  let golden: GoldenReaches
  let network: RiverNetwork
  /// Position in the network of each golden row.
  let positions: [Int]
  let configuration: RouterConfiguration

  init(
    _ golden: GoldenReaches, scheme: RouterConfiguration.Scheme,
    precision: RouterConfiguration.Precision
  ) throws {
    self.golden = golden
    var builder = NetworkBuilder()
    for row in golden.ids.indices {
      builder.addReach(
        .number(golden.ids[row]), length: golden.length_m[row], slope: golden.slope[row])
    }
    for (row, below) in golden.down.enumerated() where below >= 0 {
      builder.addLink(from: .number(golden.ids[row]), to: .number(golden.ids[below]))
    }
    network = try builder.build()
    positions = golden.ids.map { [network] in network.index(of: .number($0))!.position }
    var configuration = RouterConfiguration()
    configuration.scheme = scheme
    configuration.precision = precision
    configuration.timeStep = golden.dt_seconds
    configuration.legacyX = golden.legacy_X
    configuration.limits.depth = golden.attribute_minimums.depth
    configuration.limits.bottomWidth = golden.attribute_minimums.bottom_width
    configuration.limits.slope = golden.attribute_minimums.slope
    configuration.limits.discharge = golden.attribute_minimums.discharge
    self.configuration = configuration
  }

  /// Limits that are constants of ours must be those of the golden run.
  var limitsAgree: Bool {
    golden.attribute_minimums.velocity == ChannelLimits.leastVelocity
      && golden.velocity_max == ChannelLimits.greatestVelocity
      && golden.side_slope_clamp == [
        ChannelLimits.leastSideSlope, ChannelLimits.greatestSideSlope,
      ]
  }

  var channels: [ReachChannel] {
    var channels = [ReachChannel?](repeating: nil, count: positions.count)
    for (row, position) in positions.enumerated() {
      channels[position] = ReachChannel(
        length: golden.length_m[row], slope: golden.slope[row], roughness: golden.n[row],
        widthExponent: golden.q_spatial[row], widthFactor: golden.p_spatial[row])
    }
    return channels.map { $0! }
  }

  struct Results {
    var loss: Double
    /// `[row][time]`, the hot start first
    var discharge: [[Double]]
    /// `[row]`
    var roughness, widthExponent, widthFactor: [Double]
    /// `[row][value]`
    var lateral: [[Double]]
  }

  /// - Parameter lateral: `[row][value]`
  func callAsFunction(lateral: [[Double]], stepsPerValue: Int, steps: Int) throws -> Results {
    var values = [[Double]](repeating: [], count: positions.count)
    for (row, position) in positions.enumerated() { values[position] = lateral[row] }
    let count = lateral[0].count
    let gradient: RoutingGradient
    switch (configuration.scheme, configuration.precision) {
    case (.lagged, .double):
      gradient = exact(
        MuskingumCunge<SIMD8<Double>, ManningCelerity>.self, values.joined(), count,
        stepsPerValue, steps)
    case (.legacy, .double):
      gradient = exact(
        MuskingumCunge<SIMD8<Double>, WideChannelCelerity>.self, values.joined(), count,
        stepsPerValue, steps)
    case (.conservative, _):
      preconditionFailure("the peers have no golden numbers of the conservative scheme")
    case (_, .single):
      gradient = Router(network: network, configuration: configuration).gradient(
        channels: channels,
        lateral: LateralForcing(
          values: values.joined().map { Float($0) }, valuesPerReach: count,
          stepsPerValue: stepsPerValue),
        steps: steps, records: Array(0..<network.count), wantsLateral: true, seeds: seeds)
    }
    let records = gradient.simulation.records
    let outlet = records[positions[golden.outlet_row]]
    return Results(
      loss: outlet.map { ($0 - golden.target) * ($0 - golden.target) }.reduce(0, +)
        / Double(outlet.count),
      discharge: positions.map { records[$0] },
      roughness: positions.map { gradient.channels[$0].roughness },
      widthExponent: positions.map { gradient.channels[$0].widthExponent },
      widthFactor: positions.map { gradient.channels[$0].widthFactor },
      lateral: positions.map { Array(gradient.lateral[$0 * count..<($0 + 1) * count]) })
  }

  /// Sensitivity of the mean over all times, the hot start's too, of (Q - target)² at the outlet.
  private func seeds(_ simulation: RoutingSimulation) -> [[Double]] {
    let outlet = positions[golden.outlet_row]
    return simulation.records.indices.map { reach in
      simulation.records[reach].map {
        reach == outlet ? 2 * ($0 - golden.target) / Double(simulation.records[reach].count) : 0
      }
    }
  }
}

extension GoldenRun {
  /// In double precision throughout.
  private func exact<Celerity: CelerityRule>(
    _ scheme: MuskingumCunge<SIMD8<Double>, Celerity>.Type, _ values: some Sequence<Double>,
    _ valuesPerReach: Int, _ stepsPerValue: Int, _ steps: Int
  ) -> RoutingGradient {
    let model = RoutingModel(
      network: network, timeStep: configuration.timeStep, limits: configuration.limits,
      operation: scheme.init(
        timeStep: configuration.timeStep, limits: configuration.limits,
        constantX: configuration.legacyX))
    return model.gradient(
      channels: channels,
      series: SteppedSeries(
        values: AlignedBuffer(Array(values)), valuesPerReach: valuesPerReach,
        stepsPerValue: stepsPerValue),
      steps: steps, records: Array(0..<network.count), wantsLateral: true, seeds: seeds)
  }
}
