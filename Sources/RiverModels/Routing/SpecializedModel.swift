import ReachOperators

/// The calls of a ``RoutingModel`` whose scheme and precision are no longer seen.
///
/// Closures, and not an existential: they are specialised together with the initialiser that makes
/// them, whereas a protocol's witnesses of a generic class stay generic.
struct SpecializedModel: Sendable {
  let simulate:
    @Sendable (
      _ channels: [ReachChannel], _ lateral: LateralForcing, _ steps: Int,
      _ initial: RoutingState?, _ records: [Int]
    ) -> RoutingSimulation
  let stream:
    @Sendable (_ channels: [ReachChannel], _ initial: InitialState, _ records: [Int])
      -> RoutingStream
  let gradient:
    @Sendable (
      _ channels: [ReachChannel], _ lateral: LateralForcing, _ steps: Int,
      _ initial: RoutingState?, _ records: [Int], _ wantsLateral: Bool,
      _ seeds: (RoutingSimulation) -> [[Double]]
    ) -> RoutingGradient
  let kernelSpeed: @Sendable (_ seconds: Double) -> Double

  init<Scheme>(_ model: RoutingModel<Scheme>) {
    simulate = {
      model.simulate(channels: $0, lateral: $1, steps: $2, initial: $3, records: $4)
    }
    stream = { model.stream(channels: $0, initial: model.state($1), records: $2) }
    gradient = {
      model.gradient(
        channels: $0, lateral: $1, steps: $2, initial: $3, records: $4, wantsLateral: $5,
        seeds: $6)
    }
    kernelSpeed = { model.kernelSpeed(seconds: $0) }
  }
}
