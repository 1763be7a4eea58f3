import ReachOperators
import RiverNetworks
import SpaceTimeSweep

extension RoutingModel {
  /// Routes the lateral inflow for `steps` steps.
  /// - Parameters:
  ///   - channels: of the reaches, in network order
  ///   - lateral: lateral inflow, m³ s⁻¹
  ///   - steps: time steps
  ///   - initial: the state before the first step; nil for a hot start
  ///   - records: positions of the reaches whose discharge is wanted
  public func simulate(
    channels: [ReachChannel], lateral: LateralForcing, steps: Int,
    initial: RoutingState? = nil, records: [Int]
  ) -> RoutingSimulation {
    let run = Run(
      self, channels: channels, series: series(lateral), steps: steps, initial: initial,
      records: records)
    sweep.run(
      operation, steps: steps, parameters: run.parameters, forcing: [run.series],
      state: run.state, ledger: run.ledger, record: run.record)
    return run.simulation(self)
  }

  /// Routes, lets `seeds` say how a loss depends on the recorded discharge, and sweeps back.
  /// - Parameters:
  ///   - channels: of the reaches, in network order
  ///   - lateral: lateral inflow, m³ s⁻¹
  ///   - steps: time steps
  ///   - initial: the state before the first step; nil for a hot start
  ///   - records: positions of the reaches whose series are returned
  ///   - wantsLateral: whether the sensitivity to the lateral inflow is wanted
  ///   - seeds: from the records (`[row][time]`, the initial discharge first) to the loss's
  ///     sensitivity to them, laid out alike
  public func gradient(
    channels: [ReachChannel], lateral: LateralForcing, steps: Int,
    initial: RoutingState? = nil, records: [Int], wantsLateral: Bool = false,
    seeds: (RoutingSimulation) -> [[Double]]
  ) -> RoutingGradient {
    gradient(
      channels: channels, series: series(lateral), steps: steps, initial: initial,
      records: records, wantsLateral: wantsLateral, seeds: seeds)
  }

  /// As above, with lateral inflow in the model's own precision.
  public func gradient(
    channels: [ReachChannel], series: SteppedSeries<Scalar>, steps: Int,
    initial: RoutingState? = nil, records: [Int], wantsLateral: Bool = false,
    seeds: (RoutingSimulation) -> [[Double]]
  ) -> RoutingGradient {
    let run = Run(
      self, channels: channels, series: series, steps: steps, initial: initial, records: records)
    let segments = segments(steps)

    // Forward; the tape of the last segment is kept, states at the borders of the others.
    var borders: [PackedBundle<Scheme.State>] = []
    var tape: SweepTape<Scheme>?
    for (index, segment) in segments.enumerated() {
      borders.append(run.state.copy())
      if index == segments.count - 1 { tape = SweepTape(sweep: sweep, steps: segment.count) }
      runSegment(run, segment, state: run.state, ledger: run.ledger, tape: tape)
    }
    let simulation = run.simulation(self)
    let sensitivity = seeds(simulation)
    precondition(
      sensitivity.count == records.count && sensitivity.allSatisfy { $0.count == steps + 1 },
      "a seed for every recorded value")

    // Back, segment by segment.
    let adjoint = SweepAdjoint(sweep: sweep, forcing: wantsLateral ? [series] : [])
    let scratchLedger: PackedBundle<Scheme.Ledger> = sweep.bundle(filledWith: 0)
    for (index, segment) in segments.enumerated().reversed() {
      let segmentTape: SweepTape<Scheme>
      if let last = tape {
        segmentTape = last
        tape = nil
      } else {
        segmentTape = SweepTape(sweep: sweep, steps: segment.count)
        runSegment(
          run, segment, state: borders[index], ledger: scratchLedger, tape: segmentTape,
          recording: false)
      }
      let record = SweepRecord<Scalar>(reaches: records, capacity: segment.count)
      for row in records.indices {
        for step in 0..<segment.count {
          record.values.base[row * segment.count + step] =
            Scalar(sensitivity[row][segment.lowerBound + step + 1])
        }
      }
      sweep.runReverse(
        operation, parameters: run.parameters, forcing: [series.advanced(by: segment.lowerBound)],
        tape: segmentTape, reverseLinks: reverseLinks, seeds: record, adjoint: adjoint)
      borders.removeLast()
    }
    return assemble(
      run, adjoint: adjoint, initial: initial, firstSeeds: sensitivity.map { $0[0] },
      wantsLateral: wantsLateral, simulation: simulation)
  }

  /// Stretches of steps whose tape fits the budget.
  func segments(_ steps: Int) -> [Range<Int>] {
    let chunkLength = sweep.chunks(of: steps).length
    let perChunk = max(SweepTape.bytes(sweep: sweep, steps: chunkLength), 1)
    var chunks = max(tapeBudget / perChunk, 1)
    // Ranks compute a segment again together.
    if let ranks = sweep.boundary?.communicator { chunks = Int(ranks.minimum(Double(chunks))) }
    let length = chunks * chunkLength
    return stride(from: 0, to: max(steps, 1), by: length).map { $0..<min($0 + length, steps) }
  }

  private func runSegment(
    _ run: Run, _ segment: Range<Int>, state: PackedBundle<Scheme.State>,
    ledger: PackedBundle<Scheme.Ledger>, tape: SweepTape<Scheme>?, recording: Bool = true
  ) {
    sweep.run(
      operation, steps: segment.count, parameters: run.parameters,
      forcing: [run.series.advanced(by: segment.lowerBound)], state: state, ledger: ledger,
      record: recording ? run.record.advanced(by: segment.lowerBound) : nil, tape: tape)
  }

  private func assemble(
    _ run: Run, adjoint: SweepAdjoint<Scheme>, initial: RoutingState?, firstSeeds: [Double],
    wantsLateral: Bool, simulation: RoutingSimulation
  ) -> RoutingGradient {
    let count = network.count
    var channels = Stretches.map(count, threads: sweep.threads) { reaches in
      reaches.map { reach in
        Scheme.channelAdjoint(run.channels[reach], limits: limits, timeStep: timeStep) {
          Double(adjoint.parameters[reach, member: $0])
        }
      }
    }.flatMap { $0 }
    var discharge = [Double](repeating: 0, count: count)
    var inflow = discharge
    for reach in 0..<count {
      let toState = Scheme.stateAdjoint(
        discharge: run.initial.discharge[reach], inflow: run.initial.inflow[reach],
        channel: run.channels[reach], limits: limits, timeStep: timeStep
      ) { Double(adjoint.state[reach, member: $0]) }
      discharge[reach] = toState.discharge
      inflow[reach] = toState.inflow
      if run.initial.members == nil { channels[reach] = channels[reach] + toState.channel }
    }
    for (row, reach) in run.record.reaches.prefix(run.wanted).enumerated() {
      discharge[reach] += firstSeeds[row]
    }
    var lateral: [Double] = []
    if wantsLateral {
      lateral = (0..<run.series.values.count).map { Double(adjoint.forcing[0].base[$0]) }
    }
    if initial == nil {
      let toFirst = hotStartAdjoint(discharge: &discharge, inflow: inflow, run: run)
      if wantsLateral {
        run.series.addFirstStepAdjoint(toFirst.map { Scalar($0) }, into: &lateral)
      }
    }
    return RoutingGradient(
      channels: channels, lateral: lateral, initialDischarge: discharge,
      initialInflow: inflow, simulation: simulation)
  }

  /// The transpose of ``hotStart(lateral:)``: sensitivity to the first lateral inflow.
  private func hotStartAdjoint(
    discharge: inout [Double], inflow: [Double], run: Run
  ) -> [Double] {
    let floor = Scalar(Scheme.leastDischarge(limits))
    var lateral = [Double](repeating: 0, count: network.count)
    var inflow = inflow
    if let boundary = sweep.boundary {
      for passage in boundary.share.receivedBack {
        // The two always come as a sum.
        lateral[passage.reach] = boundary.receive(1, by: passage)[0]
        inflow[passage.reach] = 0
      }
    }
    for position in ownReaches.reversed() {
      var sensitivity = discharge[position]
      for link in network.links(outOf: ReachIndex(position)) {
        let below = link.downstream.position
        sensitivity += link.fraction * (lateral[below] + inflow[below])
      }
      discharge[position] = sensitivity
      // Before it was held, and rounded as the hot start rounds it.
      let steady =
        run.series.firstStepValue(reach: position) + Scalar(run.initial.inflow[position])
      lateral[position] = steady >= floor ? sensitivity : 0
    }
    if let boundary = sweep.boundary {
      for passage in boundary.share.sentBack {
        boundary.send([lateral[passage.reach] + inflow[passage.reach]], by: passage)
      }
    }
    return lateral
  }

  /// The forcing in this model's precision.
  func series(_ lateral: LateralForcing) -> SteppedSeries<Scalar> {
    lateral.series(in: Scalar.self)
  }

  /// A run's inputs in the sweep's layout, and what it fills.
  final class Run: Sendable {
    let channels: [ReachChannel]
    let parameters: PackedBundle<Scheme.Parameters>
    let series: SteppedSeries<Scalar>
    let steps: Int
    let initial: RoutingState
    let initialStorage: Double
    let state: PackedBundle<Scheme.State>
    let ledger: PackedBundle<Scheme.Ledger>
    /// The wanted reaches, then the outlets, for the balance.
    let record: SweepRecord<Scalar>
    let wanted: Int

    init(
      _ model: RoutingModel, channels: [ReachChannel], series: SteppedSeries<Scalar>, steps: Int,
      initial: RoutingState?, records: [Int]
    ) {
      self.channels = channels
      self.series = series
      self.steps = steps
      parameters = model.parameters(channels)
      self.initial = initial ?? model.hotStart { Double(series.firstStepValue(reach: $0)) }
      state = model.packed(self.initial, channels: channels)
      initialStorage = model.storage(state, parameters: parameters)
      ledger = model.sweep.bundle(filledWith: 0)
      record = SweepRecord(
        reaches: records + model.ownOutlets, capacity: max(steps, 1))
      wanted = records.count
    }

    func simulation(_ model: RoutingModel) -> RoutingSimulation {
      let records = (0..<wanted).map { row in
        [initial.discharge[record.reaches[row]]] + record.series(row).prefix(steps).map { Double($0) }
      }
      let ledger = model.ledger(self.ledger)
      let final = model.unpacked(state)
      // Trapezoidal in time, as the scheme's continuity is.
      var outflow = 0.0
      for (row, reach) in record.reaches.enumerated().dropFirst(wanted) {
        let series = record.series(row)
        var sum = 0.0
        for step in 0..<steps { sum += Double(series[step]) }
        if steps > 0 { sum += (initial.discharge[reach] - Double(series[steps - 1])) / 2 }
        outflow += sum
      }
      let balance = WaterBalance(
        inflow: series.total(steps: steps, reaches: model.ownReaches) * model.timeStep,
        outflow: outflow * model.timeStep,
        storageChange: model.storage(state, parameters: parameters) - initialStorage,
        madeByLimiters: ledger.madeByDischargeFloor + ledger.madeByInflowFloor)
      return RoutingSimulation(
        records: records, finalState: final, ledger: ledger, balance: balance,
        reachSteps: Double(steps) * Double(model.ownReaches.count))
    }
  }
}
