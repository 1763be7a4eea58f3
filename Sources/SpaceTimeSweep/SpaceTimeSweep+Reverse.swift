import ReachOperators

/// Sensitivities of a loss, gathered by a reverse sweep.
public final class SweepAdjoint<Operator: DifferentiableReachOperator>: @unchecked Sendable {
  public typealias Scalar = Operator.Element.Scalar
  /// To each reach's parameters: sums over all steps, last step first, compensated (Kahan 1965,
  /// doi:10.1145/363707.363723), so that single precision holds for a million steps.
  public let parameters: PackedBundle<Operator.ParameterAdjoint>
  @usableFromInline let compensation: PackedBundle<Operator.ParameterAdjoint>
  /// To the state: on entry after the last step, on return before the first.
  public let state: PackedBundle<Operator.State>
  /// To the forcing, `[member][reach][value]`; empty where not asked for.
  public let forcing: [AlignedBuffer<Scalar>]

  /// - Parameters:
  ///   - sweep: whose pass is turned round
  ///   - forcing: the series of the forward run, if their sensitivities are wanted
  public init(
    sweep: SpaceTimeSweep<Operator>, forcing: [SteppedSeries<Scalar>] = []
  ) {
    parameters = sweep.bundle(filledWith: 0)
    compensation = sweep.bundle(filledWith: 0)
    state = sweep.bundle(filledWith: 0)
    self.forcing = forcing.map { AlignedBuffer(count: $0.values.count, filledWith: 0) }
  }
}

extension SpaceTimeSweep where Operator: DifferentiableReachOperator {
  /// The exact adjoint of `run`: walks the taped steps backwards.
  ///
  /// - Parameters:
  ///   - operation: that ran forward
  ///   - parameters: of the reaches, as in the run forward
  ///   - forcing: as in the run forward
  ///   - tape: of the forward run with the same parameters and forcing
  ///   - reverseLinks: see ``makeReverseLinks()``
  ///   - seeds: sensitivity to the recorded discharge after each step
  ///   - adjoint: gathers the sensitivities
  @inlinable
  public func runReverse(
    _ operation: Operator, parameters: PackedBundle<Operator.Parameters>,
    forcing: [SteppedSeries<Scalar>], tape: SweepTape<Operator>,
    reverseLinks: SweepReverseLinks<Element>, seeds: SweepRecord<Scalar>,
    adjoint: SweepAdjoint<Operator>
  ) {
    let chunks = tape.chunks
    let ring = min(self.ring, max(chunks.count, 1))
    let series = AlignedBuffer<Scalar>(
      uninitializedCount: ring * reverseLinks.links.seriesCount * Operator.Inflow.memberCount
        * chunks.length)
    let cells = ReverseCells(
      sweep: self, operation: operation, parameters: parameters, forcing: forcing, tape: tape,
      links: reverseLinks.links, boundary: reverseLinks.boundary, seeds: seeds,
      rows: seeds.byPack(packing), adjoint: adjoint, series: series, ring: ring,
      chunkLength: chunks.length)
    let scratch = (0..<threads).map { _ in
      ReverseScratch(
        sweep: self, links: reverseLinks.links, chunkLength: chunks.length,
        forcing: !adjoint.forcing.isEmpty)
    }
    schedule(reverse: true, chunkCount: chunks.count, ring: ring) { packs, index, thread in
      let chunk = chunks[index]
      for pack in packs {
        cells.run(
          pack: pack, chunk: index, first: chunk.first, count: chunk.count,
          scratch: scratch[thread])
      }
    }
  }

  /// The links turned round; made once, used by every reverse run.
  public func makeReverseLinks() -> SweepReverseLinks<Element> {
    let links = PackLinks<Element>(network: network, packing: packing, direction: .upstream)
    return SweepReverseLinks(
      links: links,
      boundary: boundary.map {
        BoundaryPlan(
          $0, packing: packing, links: links, arriving: $0.share.receivedBack,
          leaving: $0.share.sentBack)
      })
  }
}

/// The network's links as the reverse sweep follows them.
public struct SweepReverseLinks<Element: Lane>: Sendable {
  @usableFromInline let links: PackLinks<Element>
  @usableFromInline let boundary: BoundaryPlan?

  init(links: PackLinks<Element>, boundary: BoundaryPlan?) {
    self.links = links
    self.boundary = boundary
  }
}

/// Memory of one thread in a reverse run.
@usableFromInline
final class ReverseScratch<Operator: DifferentiableReachOperator>: @unchecked Sendable {
  @usableFromInline let forcing: AlignedBuffer<Operator.Forcing>
  @usableFromInline let outer: AlignedBuffer<Operator.Release>
  @usableFromInline let outerAdjoint: AlignedBuffer<Operator.Inflow>
  @usableFromInline let inflowAdjoint: AlignedBuffer<Operator.Inflow>
  @usableFromInline let forcingAdjoint: AlignedBuffer<Operator.Forcing>
  @usableFromInline let seeds: AlignedBuffer<Operator.Element>

  @inlinable init(
    sweep: SpaceTimeSweep<Operator>, links: PackLinks<Operator.Element>,
    chunkLength: Int, forcing wanted: Bool
  ) {
    let zero = Operator.Element(constant: 0)
    let rows = chunkLength + Operator.Element.width
    forcing = AlignedBuffer(count: rows, filledWith: Operator.Forcing(repeating: zero))
    outer = AlignedBuffer(
      count: rows * sweep.links.greatestOuterSlotCount,
      filledWith: Operator.Release(repeating: zero))
    outerAdjoint = AlignedBuffer(
      count: rows * links.greatestOuterSlotCount, filledWith: Operator.Inflow(repeating: zero))
    inflowAdjoint = AlignedBuffer(count: rows, filledWith: Operator.Inflow(repeating: zero))
    forcingAdjoint = AlignedBuffer(
      count: wanted ? rows : 0, filledWith: Operator.Forcing(repeating: zero))
    seeds = AlignedBuffer(count: rows, filledWith: zero)
  }
}

/// Everything a reverse cell reads and writes.
@usableFromInline
struct ReverseCells<Operator: DifferentiableReachOperator>: @unchecked Sendable {
  @usableFromInline typealias Element = Operator.Element
  @usableFromInline typealias Scalar = Operator.Element.Scalar
  @usableFromInline let sweep: SpaceTimeSweep<Operator>
  @usableFromInline let operation: Operator
  @usableFromInline let parameters: PackedBundle<Operator.Parameters>
  @usableFromInline let forcing: [SteppedSeries<Scalar>]
  @usableFromInline let tape: SweepTape<Operator>
  @usableFromInline let links: PackLinks<Element>
  @usableFromInline let boundary: BoundaryPlan?
  @usableFromInline let seeds: SweepRecord<Scalar>
  @usableFromInline let rows: LaneRows
  @usableFromInline let adjoint: SweepAdjoint<Operator>
  @usableFromInline let series: AlignedBuffer<Scalar>
  @usableFromInline let ring: Int
  @usableFromInline let chunkLength: Int

  @inlinable init(
    sweep: SpaceTimeSweep<Operator>, operation: Operator,
    parameters: PackedBundle<Operator.Parameters>, forcing: [SteppedSeries<Scalar>],
    tape: SweepTape<Operator>, links: PackLinks<Element>, boundary: BoundaryPlan?,
    seeds: SweepRecord<Scalar>, rows: LaneRows, adjoint: SweepAdjoint<Operator>,
    series: AlignedBuffer<Scalar>, ring: Int, chunkLength: Int
  ) {
    self.sweep = sweep
    self.operation = operation
    self.parameters = parameters
    self.forcing = forcing
    self.tape = tape
    self.links = links
    self.boundary = boundary
    self.seeds = seeds
    self.rows = rows
    self.adjoint = adjoint
    self.series = series
    self.ring = ring
    self.chunkLength = chunkLength
  }

  @inlinable
  func run(pack: Int, chunk: Int, first: Int, count: Int, scratch: ReverseScratch<Operator>) {
    let width = Element.width
    let delay = Int(sweep.packing.greatestDelays[pack])
    let turns = count + delay
    let seriesBase = series.base + (chunk % ring) * links.seriesCount
      * Operator.Inflow.memberCount * chunkLength
    if let boundary, !boundary.computed.contains(pack) {
      boundary.exchange(
        pack: pack, members: Operator.Inflow.memberCount, count: count,
        chunkLength: chunkLength, series: seriesBase)
      return
    }
    sweep.stageForcing(
      forcing, pack: pack, first: first, count: count, into: scratch.forcing.base)
    sweep.stageOuter(
      sweep.links, pack: pack, count: count, turns: turns, handed: Operator.handedMemberCount,
      series: tape.series.base
        + chunk * sweep.seriesStride(chunkLength: chunkLength),
      chunkLength: chunkLength, into: scratch.outer.base)
    sweep.stageOuter(
      links, pack: pack, count: count, turns: turns, handed: Operator.Inflow.memberCount,
      series: seriesBase,
      chunkLength: chunkLength, into: scratch.outerAdjoint.base)
    let seeded = rows.start[pack] < rows.start[pack + 1]
    if seeded { stageSeeds(pack: pack, first: first, count: count, into: scratch.seeds.base) }

    retreat(
      pack: pack, chunk: chunk, count: count, delay: delay, seeded: seeded, scratch: scratch)

    sweep.export(
      links, pack: pack, count: count, rows: scratch.inflowAdjoint.base,
      handed: Operator.Inflow.memberCount, series: seriesBase,
      chunkLength: chunkLength)
    if seeded {
      scratch.seeds.base.update(repeating: Element(constant: 0), count: turns)
    }
    let members = Operator.Forcing.memberCount
    for (member, target) in adjoint.forcing.enumerated() {
      let scalars = UnsafeMutableRawPointer(scratch.forcingAdjoint.base)
        .assumingMemoryBound(to: Scalar.self)
      for lane in 0..<width {
        let reach = Int(sweep.packing.reaches[pack * width + lane])
        guard reach >= 0 else { continue }
        let laneDelay = Int(sweep.packing.delays[pack * width + lane])
        forcing[member].expandAdjoint(
          reach: reach, first: first, count: count,
          from: scalars + (laneDelay * members + member) * width + lane,
          stride: members * width, into: target.base)
      }
    }
  }

  @inlinable
  func stageSeeds(
    pack: Int, first: Int, count: Int, into target: UnsafeMutablePointer<Element>
  ) {
    let scalars = UnsafeMutableRawPointer(target).assumingMemoryBound(to: Scalar.self)
    for row in rows.rows[rows.start[pack]..<rows.start[pack + 1]] {
      let delay = Int(sweep.packing.delays[pack * Element.width + row.lane])
      let source = seeds.values.base + row.row * seeds.capacity + seeds.start + first
      for step in 0..<count {
        scalars[(step + delay) * Element.width + row.lane] += source[step]
      }
    }
  }

  /// The loop over turns, last first.
  @inlinable @inline(never)
  func retreat(
    pack: Int, chunk: Int, count: Int, delay: Int, seeded: Bool,
    scratch: ReverseScratch<Operator>
  ) {
    let operation = self.operation
    let turns = count + delay
    let above = PackSlots(sweep.links, pack: pack, stride: turns)
    let below = PackSlots(links, pack: pack, stride: turns)
    let parameters = self.parameters.storage.base[pack]
    let delays = sweep.delays.base[pack]
    let ends = delays + Element(repeating: Scalar(count))
    let release = UnsafePointer(tape.rows(pack: pack, chunk: chunk))
    let chunkState = tape.states.base[chunk * sweep.packing.packCount + pack]
    let forcing = UnsafePointer(scratch.forcing.base)
    let outer = UnsafePointer(scratch.outer.base)
    let outerAdjoint = UnsafePointer(scratch.outerAdjoint.base)
    let inflowRows = scratch.inflowAdjoint.base
    let forcingRows = scratch.forcingAdjoint.base
    let wantsForcing = scratch.forcingAdjoint.count > 0
    let seedRows = UnsafePointer(scratch.seeds.base)
    let zero = Element(constant: 0)
    let noRelease = Operator.Release(repeating: zero)

    var adjoint = self.adjoint.state.storage.base[pack]
    var sum = self.adjoint.parameters.storage.base[pack]
    var compensation = self.adjoint.compensation.storage.base[pack]
    var below1 = Operator.Inflow(repeating: zero)
    var inflow = above.received(
      operation, turn: turns - 1, previous: turns > 1 ? release[turns - 2] : noRelease,
      outer: outer)

    @inline(__always)
    func turnBack(_ turn: Int, partial: Bool) {
      let earlier = turn > 0 ? release[turn - 1] : noRelease
      let inflowBefore =
        turn > 0
        ? above.received(
          operation, turn: turn - 1, previous: turn > 1 ? release[turn - 2] : noRelease,
          outer: outer)
        : Operator.Inflow(repeating: zero)
      var state = operation.state(after: earlier, inflow: inflowBefore)
      let position = Element(repeating: Scalar(turn))
      if partial {
        let begins = Element.isWithin(position, delays, delays + Element(constant: 1))
        state = chunkState.selected(begins, else: state)
      }
      let here = release[turn]
      var released =
        seeded ? operation.dischargeAdjoint(here, discharge: seedRows[turn]) : noRelease
      for slot in 0..<below.outerCount {
        operation.receiveAdjoint(
          here, weight: below.weights[slot], inflow: outerAdjoint[slot * turns + turn],
          into: &released)
      }
      for slot in 0..<below.innerCount {
        operation.receiveAdjoint(
          here, weight: below.inner[slot].weight,
          inflow: below1.permuted(below.inner[slot].permutation), into: &released)
      }
      var before = adjoint
      var result = operation.stepAdjoint(
        state: state, inflow: inflow, forcing: forcing[turn], parameters: parameters,
        adjoint: &before, released: released)
      if partial {
        let active = Element.isWithin(position, delays, ends)
        before = before.selected(active, else: adjoint)
        result.inflow = result.inflow.mapMembers { Element.masked(active, $0) }
        result.forcing = result.forcing.mapMembers { Element.masked(active, $0) }
      }
      adjoint = before
      // Kahan: what the last addition lost is taken off the next term. An idle lane adds nothing, not
      // even 0, so that the sums do not depend on where chunks begin.
      let term = result.parameters.joined(with: compensation) { $0 - $1 }
      let next = sum.joined(with: term) { $0 + $1 }
      let lost = next.joined(with: sum) { $0 - $1 }.joined(with: term) { $0 - $1 }
      if partial {
        let active = Element.isWithin(position, delays, ends)
        compensation = lost.selected(active, else: compensation)
        sum = next.selected(active, else: sum)
      } else {
        compensation = lost
        sum = next
      }
      below1 = result.inflow
      inflowRows[turn] = result.inflow
      if wantsForcing { forcingRows[turn] = result.forcing }
      inflow = inflowBefore
    }

    // Turns below `head` have lanes that have not begun or begin in that very turn.
    let head = min(delay + 1, turns)
    let bodyEnd = max(head, count)
    // Plain counting: an iterator over a stride is a call in each turn.
    var turn = turns - 1
    while turn >= bodyEnd {
      turnBack(turn, partial: true)
      turn -= 1
    }
    while turn >= head {
      turnBack(turn, partial: false)
      turn -= 1
    }
    while turn >= 0 {
      turnBack(turn, partial: true)
      turn -= 1
    }

    self.adjoint.state.storage.base[pack] = adjoint
    self.adjoint.parameters.storage.base[pack] = sum
    self.adjoint.compensation.storage.base[pack] = compensation
  }
}
