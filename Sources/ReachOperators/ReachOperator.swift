/// What one reach does in one time step with what arrives from upstream.
///
/// An operator is *causal and upstream-only*: its result depends on the reach's own state, on what
/// the reaches above release in the same step, and on local forcing. That is all the space–time
/// sweep needs in order to run it over any network, forward and reverse.
///
/// All values are bundles of lanes, one lane for one reach. An operator is a small value that holds
/// constants (time step, floors); it must not allocate, throw or branch on values.
public protocol ReachOperator<Element>: Sendable {
  associatedtype Element: Lane
  /// Constants of each reach, in the form the formula wants.
  associatedtype Parameters: LaneBundle where Parameters.Element == Element
  /// What a reach remembers from step to step.
  associatedtype State: LaneBundle where State.Element == Element
  /// What a reach hands to the reaches below.
  associatedtype Release: LaneBundle where Release.Element == Element
  /// What a reach has received from all reaches above.
  associatedtype Inflow: LaneBundle where Inflow.Element == Element
  /// Local input of one step, such as the lateral inflow.
  associatedtype Forcing: LaneBundle where Forcing.Element == Element
  /// Running totals of what limiters did, for the report.
  associatedtype Ledger: LaneBundle where Ledger.Element == Element

  /// How many of the release's first members other reaches receive; the rest serve the reverse sweep.
  static var handedMemberCount: Int { get }

  /// Advances the state by one step.
  /// - Parameters:
  ///   - state: before the step
  ///   - inflow: what was received in this step from the reaches above
  ///   - forcing: what the reach is given from beside, in this step
  ///   - parameters: of the reach
  ///   - ledger: what limiters did in this step is added to it
  /// - Returns: what goes to the reaches below.
  func step(
    _ state: inout State, inflow: Inflow, forcing: Forcing, parameters: Parameters,
    ledger: inout Ledger
  ) -> Release

  /// Adds one upstream reach's release to what is received; linear in `weight`.
  func receive(_ release: Release, weight: Element, into inflow: inout Inflow)

  /// Discharge at the reach's lower end, m³ s⁻¹: what is recorded and compared with gauges.
  func discharge(of release: Release) -> Element

  /// What a reach shows of itself after a step, for summaries; SI units.
  func observed(
    _ quantity: ChannelQuantity, release: Release, parameters: Parameters
  ) -> Element

  /// The same before a step: equal to the bit to what the step before showed.
  func observed(_ quantity: ChannelQuantity, state: State, parameters: Parameters) -> Element
}

/// What a summary of a run may tell of a reach.
public enum ChannelQuantity: String, Sendable, Codable, CaseIterable {
  /// At the reach's lower end, m³ s⁻¹.
  case discharge
  /// Mean over the section, m s⁻¹.
  case velocity
  /// m
  case depth
  /// Of the water's surface, m.
  case width
}

extension ReachOperator {
  /// For operators that are not summarized.
  public func observed(
    _ quantity: ChannelQuantity, release: Release, parameters: Parameters
  ) -> Element {
    preconditionFailure("this operator tells no \(quantity)")
  }

  public func observed(
    _ quantity: ChannelQuantity, state: State, parameters: Parameters
  ) -> Element {
    preconditionFailure("this operator tells no \(quantity)")
  }
}

extension ReachOperator {
  @inlinable public static var handedMemberCount: Int { Release.memberCount }
}

/// An operator with its exact adjoint.
public protocol DifferentiableReachOperator<Element>: ReachOperator {
  /// Sensitivities with respect to ``ReachOperator/Parameters``, or to those of them that are learned.
  associatedtype ParameterAdjoint: LaneBundle where ParameterAdjoint.Element == Element

  /// The state after a step, from what the step released and received: what spares the tape.
  func state(after release: Release, inflow: Inflow) -> State

  /// The transpose of the derivative of `step`.
  /// - Parameters:
  ///   - state: the state *before* the step
  ///   - inflow: from the reaches above
  ///   - forcing: what the reach is given from beside, in this step
  ///   - parameters: of the reach
  ///   - adjoint: on entry the sensitivity to the state after the step, on return to that before it
  ///   - released: sensitivity to the step's release
  /// - Returns: sensitivities to the inflow received, the forcing, and the parameters.
  func stepAdjoint(
    state: State, inflow: Inflow, forcing: Forcing, parameters: Parameters,
    adjoint: inout State, released: Release
  ) -> (inflow: Inflow, forcing: Forcing, parameters: ParameterAdjoint)

  /// The transpose of `receive`: adds to the sensitivity of one upstream release.
  func receiveAdjoint(
    _ release: Release, weight: Element, inflow: Inflow, into released: inout Release)

  /// The transpose of `discharge`.
  func dischargeAdjoint(_ release: Release, discharge: Element) -> Release
}
