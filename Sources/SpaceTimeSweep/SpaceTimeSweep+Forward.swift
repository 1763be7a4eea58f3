import ReachOperators

extension SpaceTimeSweep {
  /// Runs `steps` steps from `state`, which is advanced.
  ///
  /// - Parameters:
  ///   - operation: what one reach does in one step
  ///   - steps: time steps
  ///   - parameters: of every reach
  ///   - forcing: one series for every member of the operator's forcing, at least `steps` long
  ///   - state: before the first step; on return, after the last
  ///   - ledger: what limiters did is added to it
  ///   - record: takes the discharge after each step of the reaches it names; its capacity is at
  ///     least `steps`
  ///   - summary: gathers means or maxima; begun for this run's steps
  ///   - tape: keeps what the reverse sweep needs
  @inlinable
  public func run(
    _ operation: Operator, steps: Int, parameters: PackedBundle<Operator.Parameters>,
    forcing: [SteppedSeries<Scalar>], state: PackedBundle<Operator.State>,
    ledger: PackedBundle<Operator.Ledger>, record: SweepRecord<Scalar>? = nil,
    summary: SweepSummary? = nil, tape: SweepTape<Operator>? = nil
  ) {
    precondition(forcing.count == Operator.Forcing.memberCount, "one series for each forcing")
    precondition(forcing.allSatisfy { $0.stepCount >= steps }, "the forcing ends too early")
    precondition(record.map { $0.capacity >= $0.start + steps } ?? true, "the record is too short")
    let chunks = tape?.chunks ?? self.chunks(of: steps)
    precondition(chunks.steps == steps, "a tape of another length")
    let ring = tape == nil ? self.ring : max(chunks.count, 1)
    let series =
      tape?.series
      ?? AlignedBuffer<Scalar>(
        uninitializedCount: ring
          * seriesStride(chunkLength: chunks.length))
    let cells = ForwardCells(
      sweep: self, operation: operation, parameters: parameters, forcing: forcing, state: state,
      ledger: ledger, record: record, rows: record?.byPack(packing), summary: summary,
      summaryRows: summary?.byPack(packing), tape: tape, series: series, ring: ring,
      chunkLength: chunks.length)
    let scratch = (0..<threads).map { _ in
      ForwardScratch(
        sweep: self, chunkLength: chunks.length, taped: tape != nil,
        observed: record != nil || summary != nil)
    }
    schedule(reverse: false, chunkCount: chunks.count, ring: ring) { packs, index, thread in
      let chunk = chunks[index]
      for pack in packs {
        cells.run(
          pack: pack, chunk: index, first: chunk.first, count: chunk.count,
          scratch: scratch[thread])
      }
    }
  }

  /// Hands the cells to the scheduler, a block's packs in order.
  @usableFromInline
  func schedule(
    reverse: Bool, chunkCount: Int, ring: Int,
    _ body: @Sendable (_ packs: StrideTo<Int>, _ chunk: Int, _ thread: Int) -> Void
  ) {
    let scheduler = SweepScheduler(
      needs: reverse ? schedule.downstream : schedule.upstream,
      feeds: reverse ? schedule.upstream : schedule.downstream,
      chunkCount: chunkCount, ring: ring)
    scheduler.run(threads: threads) { block, chunk, thread in
      let packs = schedule.blocks[block]
      body(
        reverse
          ? stride(from: packs.upperBound - 1, to: packs.lowerBound - 1, by: -1)
          : stride(from: packs.lowerBound, to: packs.upperBound, by: 1),
        reverse ? chunkCount - 1 - chunk : chunk, thread)
    }
  }
}

/// Memory of one thread: the rows of the pack it works on.
@usableFromInline
final class ForwardScratch<Operator: ReachOperator>: @unchecked Sendable {
  @usableFromInline let forcing: AlignedBuffer<Operator.Forcing>
  @usableFromInline let outer: AlignedBuffer<Operator.Release>
  @usableFromInline let release: AlignedBuffer<Operator.Release>
  /// One quantity of every lane and turn.
  @usableFromInline let observed: AlignedBuffer<Operator.Element>

  @inlinable
  init(sweep: SpaceTimeSweep<Operator>, chunkLength: Int, taped: Bool, observed wanted: Bool) {
    let zero = Operator.Element(constant: 0)
    let rows = chunkLength + Operator.Element.width
    forcing = AlignedBuffer(count: rows, filledWith: Operator.Forcing(repeating: zero))
    outer = AlignedBuffer(
      count: rows * sweep.links.greatestOuterSlotCount,
      filledWith: Operator.Release(repeating: zero))
    release = AlignedBuffer(
      count: taped ? 0 : rows, filledWith: Operator.Release(repeating: zero))
    observed = AlignedBuffer(count: wanted ? rows : 0, filledWith: zero)
  }
}

/// Everything a forward cell reads and writes.
@usableFromInline
struct ForwardCells<Operator: ReachOperator>: @unchecked Sendable {
  @usableFromInline typealias Element = Operator.Element
  @usableFromInline typealias Scalar = Operator.Element.Scalar
  @usableFromInline let sweep: SpaceTimeSweep<Operator>
  @usableFromInline let operation: Operator
  @usableFromInline let parameters: PackedBundle<Operator.Parameters>
  @usableFromInline let forcing: [SteppedSeries<Scalar>]
  @usableFromInline let state: PackedBundle<Operator.State>
  @usableFromInline let ledger: PackedBundle<Operator.Ledger>
  @usableFromInline let record: SweepRecord<Scalar>?
  @usableFromInline let rows: LaneRows?
  @usableFromInline let summary: SweepSummary?
  @usableFromInline let summaryRows: LaneRows?
  @usableFromInline let tape: SweepTape<Operator>?
  @usableFromInline let series: AlignedBuffer<Scalar>
  @usableFromInline let ring: Int
  @usableFromInline let chunkLength: Int

  @inlinable init(
    sweep: SpaceTimeSweep<Operator>, operation: Operator,
    parameters: PackedBundle<Operator.Parameters>, forcing: [SteppedSeries<Scalar>],
    state: PackedBundle<Operator.State>, ledger: PackedBundle<Operator.Ledger>,
    record: SweepRecord<Scalar>?, rows: LaneRows?, summary: SweepSummary?,
    summaryRows: LaneRows?, tape: SweepTape<Operator>?, series: AlignedBuffer<Scalar>, ring: Int,
    chunkLength: Int
  ) {
    self.sweep = sweep
    self.operation = operation
    self.parameters = parameters
    self.forcing = forcing
    self.state = state
    self.ledger = ledger
    self.record = record
    self.rows = rows
    self.summary = summary
    self.summaryRows = summaryRows
    self.tape = tape
    self.series = series
    self.ring = ring
    self.chunkLength = chunkLength
  }

  /// One pack through one chunk: stage, advance, export.
  @inlinable
  func run(pack: Int, chunk: Int, first: Int, count: Int, scratch: ForwardScratch<Operator>) {
    let delay = Int(sweep.packing.greatestDelays[pack])
    let release: UnsafeMutablePointer<Operator.Release>
    if let tape {
      tape.states.base[chunk * sweep.packing.packCount + pack] = state.storage.base[pack]
      release = tape.rows(pack: pack, chunk: chunk)
    } else {
      release = scratch.release.base
    }
    let seriesBase =
      series.base
      + (chunk % ring) * sweep.seriesStride(chunkLength: chunkLength)
    if let plan = sweep.boundaryPlan, !plan.computed.contains(pack) {
      plan.exchange(
        pack: pack, members: Operator.handedMemberCount, count: count,
        chunkLength: chunkLength, series: seriesBase)
      return
    }
    sweep.stageForcing(
      forcing, pack: pack, first: first, count: count, into: scratch.forcing.base)
    sweep.stageOuter(
      sweep.links, pack: pack, count: count, turns: count + delay,
      handed: Operator.handedMemberCount, series: seriesBase,
      chunkLength: chunkLength, into: scratch.outer.base)
    // The lanes' states are those at the chunk's beginning, whatever their delays.
    let before = state.storage.base[pack]
    advance(
      pack: pack, count: count, delay: delay, forcing: scratch.forcing.base,
      outer: scratch.outer.base, release: release)
    sweep.export(
      sweep.links, pack: pack, count: count, rows: release,
      handed: Operator.handedMemberCount, series: seriesBase,
      chunkLength: chunkLength)
    if let record, let rows, rows.start[pack] < rows.start[pack + 1] {
      for turn in 0..<(count + delay) {
        scratch.observed.base[turn] = operation.discharge(of: release[turn])
      }
      let scalars = UnsafeRawPointer(scratch.observed.base).assumingMemoryBound(to: Scalar.self)
      for row in rows.rows[rows.start[pack]..<rows.start[pack + 1]] {
        let delay = Int(sweep.packing.delays[pack * Element.width + row.lane])
        let target = record.values.base + row.row * record.capacity + record.start + first
        let source = scalars + delay * Element.width + row.lane
        for step in 0..<count { target[step] = source[step * Element.width] }
      }
    }
    if let summary, let summaryRows, summaryRows.start[pack] < summaryRows.start[pack + 1] {
      summarize(
        summary, summaryRows, pack: pack, first: first, turns: count + delay, count: count,
        before: before, release: release, scratch: scratch)
    }
  }

  /// Adds a pack's chunk to the summary, quantity by quantity.
  @inlinable
  func summarize(
    _ summary: SweepSummary, _ rows: LaneRows, pack: Int, first: Int, turns: Int, count: Int,
    before state: Operator.State, release: UnsafePointer<Operator.Release>,
    scratch: ForwardScratch<Operator>
  ) {
    let width = Element.width
    let parameters = self.parameters.storage.base[pack]
    let scalars = UnsafeRawPointer(scratch.observed.base).assumingMemoryBound(to: Scalar.self)
    for quantity in summary.quantities {
      var earlier = operation.observed(quantity, state: state, parameters: parameters)
      // Discharge is handed down as it is, and needs no call for every turn.
      if quantity == .discharge {
        for turn in 0..<turns {
          scratch.observed.base[turn] = operation.discharge(of: release[turn])
        }
      } else {
        for turn in 0..<turns {
          scratch.observed.base[turn] = operation.observed(
            quantity, release: release[turn], parameters: parameters)
        }
      }
      withUnsafeBytes(of: &earlier) { earlier in
        func before(_ lane: Int) -> Scalar {
          earlier.loadUnaligned(fromByteOffset: lane * MemoryLayout<Scalar>.stride, as: Scalar.self)
        }
        func offset(_ lane: Int) -> Int {
          Int(sweep.packing.delays[pack * width + lane]) * width + lane
        }
        for (column, kind) in summary.columns.enumerated() where kind.quantity == quantity {
          var place = rows.start[pack]
          let end = rows.start[pack + 1]
          while kind.statistic == .mean, place + 4 <= end {
            var four = SIMD4<Int>()
            var offsets = SIMD4<Int>()
            var earlier = SIMD4<Double>()
            for next in 0..<4 {
              let row = rows.rows[place + next]
              four[next] = row.row
              offsets[next] = offset(row.lane)
              earlier[next] = Double(before(row.lane))
            }
            summary.addMeans(
              column: column, rows: four, first: first, count: count, before: earlier,
              from: scalars, offsets: offsets, stride: width)
            place += 4
          }
          for row in rows.rows[place..<end] {
            summary.add(
              kind.statistic, column: column, row: row.row, first: first, count: count,
              before: before(row.lane), from: scalars + offset(row.lane), stride: width)
          }
        }
      }
    }
  }

  /// The loop over turns: first those in which some lanes have not begun, then all lanes, then those
  /// in which some have ended.
  @inlinable @inline(never)
  func advance(
    pack: Int, count: Int, delay: Int, forcing: UnsafePointer<Operator.Forcing>,
    outer: UnsafePointer<Operator.Release>, release: UnsafeMutablePointer<Operator.Release>
  ) {
    let operation = self.operation
    let links = PackSlots(sweep.links, pack: pack, stride: count + delay)
    let parameters = self.parameters.storage.base[pack]
    let delays = sweep.delays.base[pack]
    let ends = delays + Element(repeating: Scalar(count))
    var state = self.state.storage.base[pack]
    var ledger = self.ledger.storage.base[pack]
    let zero = Operator.Release(repeating: Element(constant: 0))
    var previous = zero

    // Some lanes idle.
    func partialTurn(_ turn: Int) {
      let active = Element.isWithin(Element(repeating: Scalar(turn)), delays, ends)
      var next = state
      var entries = ledger
      let released = operation.step(
        &next,
        inflow: links.received(operation, turn: turn, previous: previous, outer: outer),
        forcing: forcing[turn], parameters: parameters, ledger: &entries)
      state = next.selected(active, else: state)
      ledger = entries.selected(active, else: ledger)
      previous = released.selected(active, else: zero)
      release[turn] = previous
    }

    let turns = count + delay
    let bodyStart = min(delay, turns)
    for turn in 0..<bodyStart { partialTurn(turn) }
    let bodyEnd = max(bodyStart, count)
    for turn in bodyStart..<bodyEnd {
      previous = operation.step(
        &state,
        inflow: links.received(operation, turn: turn, previous: previous, outer: outer),
        forcing: forcing[turn], parameters: parameters, ledger: &ledger)
      release[turn] = previous
    }
    for turn in bodyEnd..<turns { partialTurn(turn) }
    self.state.storage.base[pack] = state
    self.ledger.storage.base[pack] = ledger
  }
}

/// The slots of one pack, as bare pointers for the inner loop.
@usableFromInline
struct PackSlots<Element: Lane> {
  @usableFromInline let inner: UnsafePointer<PackLinks<Element>.InnerSlot>
  @usableFromInline let innerCount: Int
  @usableFromInline let weights: UnsafePointer<Element>
  @usableFromInline let outerCount: Int
  /// Rows of one outer slot.
  @usableFromInline let stride: Int

  @inlinable init(_ links: PackLinks<Element>, pack: Int, stride: Int) {
    inner = UnsafePointer(links.innerSlots.base + Int(links.innerStart[pack]))
    innerCount = links.innerSlotCount(pack)
    weights = UnsafePointer(links.outerWeights.base + Int(links.outerWeightStart[pack]))
    outerCount = links.outerSlotCount(pack)
    self.stride = stride
  }

  /// What all lanes receive in a turn, outer slots first.
  @inlinable @inline(__always)
  func received<Operator: ReachOperator>(
    _ operation: Operator, turn: Int, previous: Operator.Release,
    outer: UnsafePointer<Operator.Release>
  ) -> Operator.Inflow where Operator.Element == Element {
    var inflow = Operator.Inflow(repeating: Element(constant: 0))
    for slot in 0..<outerCount {
      operation.receive(outer[slot * stride + turn], weight: weights[slot], into: &inflow)
    }
    for slot in 0..<innerCount {
      operation.receive(
        previous.permuted(inner[slot].permutation), weight: inner[slot].weight, into: &inflow)
    }
    return inflow
  }
}
