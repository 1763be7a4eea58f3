import ReachOperators
import RiverNetworks
import SpaceTimeSweep

/// A network that several ranks route together, seen by each as if one process did.
///
/// All ranks call with the channels of all reaches, and each with the lateral inflow of its own.
/// Each computes its share: boundary hydrographs go down from rank to rank, their sensitivities up,
/// chunk by chunk. Then what was recorded and the sensitivities to channels are gathered, so that
/// every rank has those of one process, to the bit. Only the totals of the water balance are added
/// rank after rank, in another order than one process adds.
///
/// Calls wait for one another: all ranks make the same ones in the same order.
public struct SharedRouter: Sendable {
  public let boundary: SweepBoundary
  /// Of the share alone.
  let router: Router

  init(boundary: SweepBoundary, configuration: RouterConfiguration) {
    self.boundary = boundary
    router = Router(
      network: boundary.share.network, configuration: configuration, boundary: boundary)
  }

  public var share: NetworkShare { boundary.share }
  public var communicator: any Communicator { boundary.communicator }

  /// The final state stays with the ranks, in the order of each share's network.
  func simulate(
    channels: [ReachChannel], lateral: LateralForcing, steps: Int, initial: RoutingState?,
    records: [Int]
  ) -> RoutingSimulation {
    let rows = Rows(records, share: share)
    return gathered(
      router.simulate(
        channels: own(channels), lateral: lateral, steps: steps, initial: initial,
        records: rows.places), rows: rows, steps: steps)
  }

  /// Sensitivities to lateral inflow and initial state stay with the ranks.
  func gradient(
    channels: [ReachChannel], lateral: LateralForcing, steps: Int, initial: RoutingState?,
    records: [Int], wantsLateral: Bool, seeds: (RoutingSimulation) -> [[Double]]
  ) -> RoutingGradient {
    let rows = Rows(records, share: share)
    var whole: RoutingSimulation?
    var gradient = router.gradient(
      channels: own(channels), lateral: lateral, steps: steps, initial: initial,
      records: rows.places, wantsLateral: wantsLateral
    ) { simulation in
      let all = gathered(simulation, rows: rows, steps: steps)
      whole = all
      let seeds = seeds(all)
      return rows.rows.map { seeds[$0] }
    }
    gradient.simulation = whole!
    gradient.channels = gathered(gradient.channels[share.own])
    return gradient
  }

  /// A share's reaches, those across its border among them.
  private func own(_ channels: [ReachChannel]) -> [ReachChannel] {
    share.parents.map { channels[$0.position] }
  }

  /// Ranks own runs of the network's order: one after the other they are the whole.
  private func gathered(_ channels: ArraySlice<ReachChannelAdjoint>) -> [ReachChannelAdjoint] {
    let all = communicator.gathered(
      channels.flatMap { [$0.roughness, $0.widthExponent, $0.widthFactor] })
    let members = 3
    return (0..<all.count / members).map { reach in
      ReachChannelAdjoint(
        roughness: all[reach * members], widthExponent: all[reach * members + 1],
        widthFactor: all[reach * members + 2])
    }
  }

  private func gathered(
    _ simulation: RoutingSimulation, rows: Rows, steps: Int
  ) -> RoutingSimulation {
    var whole = simulation
    // Each series with the number of its row before it.
    let all = communicator.gathered(
      zip(rows.rows, simulation.records).flatMap { [Double($0)] + $1 })
    whole.records = [[Double]](repeating: [], count: rows.count)
    let length = steps + 2
    for start in stride(from: 0, to: all.count, by: length) {
      whole.records[Int(all[start])] = Array(all[start + 1..<start + length])
    }
    let (ledger, balance) = (simulation.ledger, simulation.balance)
    let totals = communicator.sum([
      ledger.madeByDischargeFloor, ledger.madeByInflowFloor, ledger.flooredSteps,
      ledger.stepsOutsideCourantWindow, balance.inflow, balance.outflow, balance.storageChange,
      balance.madeByLimiters, simulation.reachSteps,
    ])
    whole.ledger = RoutingLedger(
      madeByDischargeFloor: totals[0], madeByInflowFloor: totals[1], flooredSteps: totals[2],
      stepsOutsideCourantWindow: totals[3])
    whole.balance = WaterBalance(
      inflow: totals[4], outflow: totals[5], storageChange: totals[6], madeByLimiters: totals[7])
    whole.reachSteps = totals[8]
    return whole
  }

  /// Of the rows wanted of the whole network, those of a share's own reaches.
  private struct Rows {
    let count: Int
    let rows: [Int]
    /// Where each one's reach is in the share.
    let places: [Int]

    init(_ records: [Int], share: NetworkShare) {
      let own = records.enumerated().compactMap { row, reach in
        share.localPosition(of: reach).map { (row, $0) }
      }
      count = records.count
      rows = own.map(\.0)
      places = own.map(\.1)
    }
  }
}

extension Router {
  /// Sums over reaches that each rank goes on with where the one before it left them: to the bit
  /// those of one process that goes through all reaches in their order.
  public func chained(
    _ count: Int, _ body: (inout [Double]) -> Void
  ) -> [Double] {
    guard let communicator = ranks?.communicator else {
      var values = [Double](repeating: 0, count: count)
      body(&values)
      return values
    }
    return communicator.chained(count, body)
  }

  /// What ranks know of their own reaches, put together in the network's order.
  public func gathered(_ values: [Double]) -> [Double] {
    ranks?.communicator.gathered(values) ?? values
  }

  /// Where a reach's lateral inflow is among that given to this rank; nil where another has it.
  public func inflowRow(of reach: Int) -> Int? {
    ranks.map { $0.share.localPosition(of: reach) } ?? reach
  }

  /// Rows of the lateral inflow whose reaches are computed here.
  public var inflowRows: Range<Int> { ranks?.share.own ?? 0..<network.count }
}
