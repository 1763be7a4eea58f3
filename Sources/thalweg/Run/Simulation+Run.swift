import Foundation
import ReachOperators
import RiverModels
import RiverNetworks
import RiverSeries
import SpaceTimeSweep

extension Simulation {
  struct Summary: Codable {
    var reaches: Int
    var steps: Int
    var seconds: Double
    var reachStepsPerSecond: Double
    var isInterrupted: Bool
    var waterBalance: Metrics.Balance
    var limiters: Metrics.Limiters
    var peakBytes: Int
    /// What left the reaches less what entered those below (through confluences and divergences),
    /// over the former, after the last step: nothing but round-off.
    var junctionResidual: Double
    var temperature: SimulatedTemperature.Summary?
    enum CodingKeys: String, CodingKey {
      case temperature
      case reaches, steps, seconds, reachStepsPerSecond = "reach_steps_per_second"
      case isInterrupted = "interrupted", waterBalance = "water_balance", limiters
      case peakBytes = "peak_bytes", junctionResidual = "junction_residual"
    }
  }

  /// A part of the run that has an output file of its own, and its stretches.
  struct Piece {
    var values: Range<Int>
    var stretches: [Range<Int>]
  }

  /// The run cut where states are written, each piece cut into stretches. Cuts are counted from the
  /// first value asked for, so that a run that goes on is cut where the first one was.
  var pieces: [Piece] {
    let perDay = max(1, Int(86_400 / file.axis.step))
    let length = configuration.output.restartDays.map { $0 * perDay } ?? wanted.count
    let stretch = min(stretch, length)
    return stride(from: wanted.lowerBound, to: wanted.upperBound, by: length).compactMap { first in
      let part = (first..<min(first + length, wanted.upperBound)).clamped(to: values)
      guard !part.isEmpty else { return nil }
      return Piece(
        values: part,
        stretches: stride(from: part.lowerBound, to: part.upperBound, by: stretch).map {
          $0..<min($0 + stretch, part.upperBound)
        })
    }
  }

  func run(into folder: RunFolder) throws -> Summary {
    let clock = ContinuousClock()
    let start = clock.now
    let files = SimulationFiles(folder, rank: rank, ranks: ranks)
    // Of a new run, the folder was cleared when it was opened.
    if isResumed { try files.clear(from: file.axis.seconds(at: values.lowerBound)) }
    var routing = configuration.routing
    if ranks > 1 {
      // Ranks do not wait for one another at the end of a stretch: the run is as long as it is.
      routing.chunkLength = TimeChunks.length(
        steps: values.count * stepsPerValue, threads: routing.threads, ranks: ranks)
    }
    let router = Router(
      network: local, configuration: routing,
      boundary: boundary)
    let pieces = pieces
    let isOnePiece = pieces.count == 1 && !isResumed && configuration.output.restartDays == nil
    let stretches = pieces.flatMap(\.stretches)
    let totalSteps = values.count * stepsPerValue
    let prefetch = Prefetch(stretches.count) { [self] in try read(stretches[$0]) }
    var inflow: LateralForcing! = try prefetch.next()
    let outlets = own.filter { local.links(outOf: ReachIndex($0)).isEmpty }
    let stream = router.stream(
      channels: channels, initial: try initialState(inflow),
      records: outlets + (heat == nil ? [] : Array(0..<local.count)))
    let discharge = stream.state().discharge
    let temperature = try heat.map {
      try SimulatedTemperature(self, drivers: $0, discharge: discharge)
    }
    let queue = WriteQueue()
    var balance = OutletBalance(discharges: outlets.map { discharge[$0] })
    let storageBefore = stream.storage()
    let interval = configuration.output.interval == .day ? 86_400 : configuration.routing.timeStep
    let window = Int(interval / configuration.routing.timeStep)
    var steps = 0
    var isInterrupted = false
    for piece in pieces {
      let first = file.axis.seconds(at: piece.values.lowerBound)
      let name = isOnePiece ? files.whole() : files.piece(first)
      let heatPiece = files.piece(first, of: SimulationFiles.temperature)
      try temperature?.begin(
        piece, of: self,
        path: isOnePiece ? files.whole(of: SimulationFiles.temperature) : heatPiece)
      let writer =
        try records.isEmpty
        ? nil
        : SimulationWriter(
          self,
          axis: TimeAxis(
            start: first, step: Int64(interval),
            count: piece.values.count * stepsPerValue / window),
          stepsPerWrite: piece.stretches[0].count * stepsPerValue / window, path: name)
      var end = piece.values.lowerBound
      for part in piece.stretches {
        let count = part.count * stepsPerValue
        let summary = SweepSummary(
          reaches: records, columns: configuration.output.columns, window: window, steps: count,
          pool: blocks)
        let series = stream.advance(inflow, count, summary)
        balance.add(inflow: inflow.total(steps: count), outflow: series, steps: count)
        try temperature?.advance(
          discharge: Array(series[(outlets.count * count)...]), lateral: inflow, steps: count)
        steps += count
        end = part.upperBound
        try queue.submit { try writer?.write(summary) }
        progress(steps, of: totalSteps, since: clock.now - start)
        isInterrupted = isToStop && part.upperBound < values.upperBound
        if isInterrupted { break }
        // Its memory is needed for the stretch after the next.
        inflow = nil
        if part.upperBound < values.upperBound { inflow = try prefetch.next() }
      }
      // The results first: from the state on, what lies before it is there.
      let state = stream.state()
      let heat = temperature?.restartFields ?? []
      let isPart = isInterrupted && end < piece.values.upperBound
      if isPart { try temperature?.commitPart(as: heatPiece) } else { try temperature?.commit() }
      try queue.submit { [self, end] in
        if isPart { try writer?.commitPart(as: files.piece(first)) } else { try writer?.commit() }
        try writeRestart(
          state, heat: heat, at: end, to: ranks > 1 ? files.nextRestart : files.restart)
      }
      if let communicator, communicator.count > 1 {
        // No rank gives up its last state before all have the next.
        try queue.finish()
        _ = communicator.gathered([])
        try files.replaceRestart()
      }
      if isInterrupted { break }
    }
    prefetch.finish()
    try queue.finish()
    if let held = (file as? CatchmentInflow)?.heldRemark { console.line("note: \(held)") }
    let ledger = stream.ledger()
    return try summary(
      steps: steps, seconds: (clock.now - start).seconds, isInterrupted: isInterrupted,
      balance: balance, storageChange: stream.storage() - storageBefore, ledger: ledger,
      state: stream.state(), temperature: temperature?.summary, folder: folder)
  }

  /// Whether to end after this stretch: on all ranks the same.
  private var isToStop: Bool {
    guard let communicator, communicator.count > 1 else { return Interruption.isRequested }
    return communicator.handedDown(Interruption.isRequested)
  }

  private func progress(_ steps: Int, of total: Int, since elapsed: Duration) {
    let rate = Double(network.count) * Double(steps) / elapsed.seconds
    let left = elapsed.seconds / Double(steps) * Double(total - steps)
    console.progress("\(100 * steps / total) %  \(rate.scaled)reach-steps/s, \(left.clock) left")
  }

  private func summary(
    steps: Int, seconds: Double, isInterrupted: Bool, balance: OutletBalance,
    storageChange: Double, ledger: RoutingLedger, state: RoutingState,
    temperature: SimulatedTemperature.Summary?, folder: RunFolder
  ) throws -> Summary {
    let timeStep = configuration.routing.timeStep
    let flows = own.reduce(into: (left: 0.0, entered: 0.0)) { sum, reach in
      sum.entered += state.inflow[reach]
      if !local.links(outOf: ReachIndex(reach)).isEmpty { sum.left += state.discharge[reach] }
    }
    var totals = [
      balance.inflow * timeStep, balance.outflow * timeStep, storageChange,
      ledger.madeByDischargeFloor, ledger.madeByInflowFloor, ledger.flooredSteps,
      ledger.stepsOutsideCourantWindow, flows.left, flows.entered,
    ]
    // Rank after rank: in another order than one process adds, and so not to the last bit.
    if let communicator { totals = communicator.sum(totals) }
    let whole = RoutingLedger(
      madeByDischargeFloor: totals[3], madeByInflowFloor: totals[4], flooredSteps: totals[5],
      stepsOutsideCourantWindow: totals[6])
    let reachSteps = Double(network.count) * Double(steps)
    let summary = Summary(
      reaches: network.count, steps: steps, seconds: seconds,
      reachStepsPerSecond: reachSteps / seconds, isInterrupted: isInterrupted,
      waterBalance: .init(
        WaterBalance(
          inflow: totals[0], outflow: totals[1], storageChange: totals[2],
          madeByLimiters: totals[3] + totals[4])),
      limiters: .init(whole, reachSteps: reachSteps), peakBytes: BenchmarkCommand.peakBytes,
      junctionResidual: totals[7] > 0 ? (totals[7] - totals[8]) / totals[7] : totals[8],
      temperature: temperature)
    if isInterrupted {
      console.line(
        "interrupted after \(steps) steps; go on with --resume from \(folder.file("restart.nc"))")
    }
    console.line(
      "simulated \(steps) steps in \(seconds.digits(2)) s (\(summary.reachStepsPerSecond.scaled)reach-steps/s, files included), peak \(Double(summary.peakBytes).scaled)bytes"
    )
    console.line(
      "water: in \(summary.waterBalance.inflow.cubicMetres), "
        + "out \(summary.waterBalance.outflow.cubicMetres), "
        + "made by limiters \(summary.waterBalance.madeByLimiters.cubicMetres), "
        + "residual \((100 * summary.waterBalance.relativeResidual).digits(4)) % of inflow")
    if let heat = summary.temperature {
      console.line(
        "heat: with inflow \(heat.lateral.joules), through the surface \(heat.exchanged.joules), "
          + "out \(heat.outflow.joules), made by the router \(heat.made.joules), residual "
          + String(format: "%.1e of the turnover", heat.relativeResidual))
      console.line(
        "water temperature: \(heat.lowest.digits(2)) to \(heat.highest.digits(2)) degC, "
          + "mean \(heat.mean.digits(2))")
    }
    if !isInterrupted { console.line("written to \(folder.path)") }
    return summary
  }
}

/// What entered and what left, summed as the run goes on; trapezoidal in time, as the scheme's
/// continuity is. Times the time step a volume.
struct OutletBalance {
  private(set) var inflow = 0.0
  private(set) var outflow = 0.0
  private var previous: [Double]

  /// - Parameter discharges: of the outlets before the first step, m³ s⁻¹
  init(discharges: [Double]) { previous = discharges }

  /// - Parameter outflow: `[outlet][step]`, m³ s⁻¹
  mutating func add(inflow: Double, outflow series: [Float], steps: Int) {
    self.inflow += inflow
    for row in previous.indices {
      for step in 0..<steps {
        let value = Double(series[row * steps + step])
        outflow += (previous[row] + value) / 2
        previous[row] = value
      }
    }
  }
}
