import ReachOperators
import RiverNetworks

/// Runs one reach operator over a whole network and a stretch of time, forward and in reverse.
///
/// The network is cut into packs (``LanePacking``) and blocks of packs, time into chunks; the cells
/// (block, chunk) run on all threads as soon as what they need is there. Results are the same to the
/// bit for any number of threads and any chunk length.
///
/// Memory is O(reaches) for state and parameters, plus for each of a few chunks the series that go
/// between packs. Only a taped run keeps more: one release per reach and step.
public final class SpaceTimeSweep<Operator: ReachOperator>: @unchecked Sendable {
  public typealias Element = Operator.Element
  public typealias Scalar = Operator.Element.Scalar

  public let network: RiverNetwork
  public let packing: LanePacking
  public let threads: Int
  /// Steps in a chunk; nil for what suits the run.
  public let chunkLength: Int?

  @usableFromInline let links: PackLinks<Element>
  /// Delay of each lane, as numbers, for masks.
  @usableFromInline let delays: AlignedBuffer<Element>
  let schedule: SweepSchedule
  /// Where `network` is a share of a larger one.
  public let boundary: SweepBoundary?
  @usableFromInline let boundaryPlan: BoundaryPlan?

  /// - Parameters:
  ///   - network: the river
  ///   - threads: how many to use, at least 1
  ///   - chunkLength: steps in a chunk; nil for what suits the run. Results do not depend on it.
  ///   - boundary: where `network` is a share of a larger one. All ranks use one chunk length.
  public init(
    network: RiverNetwork, threads: Int = 1, chunkLength: Int? = nil,
    boundary: SweepBoundary? = nil
  ) {
    precondition(threads >= 1 && chunkLength ?? 1 >= 1)
    self.network = network
    self.threads = threads
    self.chunkLength = chunkLength
    self.boundary = boundary
    packing = LanePacking(network: network, width: Element.width, own: boundary?.share.own)
    let links = PackLinks<Element>(network: network, packing: packing, direction: .downstream)
    self.links = links
    schedule = SweepSchedule(
      packCount: packing.packCount, computed: packing.computedPacks, sources: links.sources)
    boundaryPlan = boundary.map { [packing] boundary in
      BoundaryPlan(
        boundary, packing: packing, links: links, arriving: boundary.share.received,
        leaving: boundary.share.sent)
    }
    let width = Element.width
    let packing = packing
    delays = AlignedBuffer(
      (0..<packing.packCount).map { pack in
        Element(scalars: (0..<width).map { Double(packing.delays[pack * width + $0]) })
      })
  }

  /// A bundle for every reach, all members `value`.
  public func bundle<Bundle: LaneBundle>(
    of type: Bundle.Type = Bundle.self, filledWith value: Double
  ) -> PackedBundle<Bundle> where Bundle.Element == Element {
    PackedBundle(packing: packing, filledWith: value)
  }

  /// How a run of `steps` steps is cut.
  public func chunks(of steps: Int) -> TimeChunks {
    TimeChunks(
      steps: steps,
      length: chunkLength
        ?? TimeChunks.length(
          steps: max(steps, 1), threads: threads, ranks: boundary?.communicator.count ?? 1))
  }

  /// How many chunks of the series between packs are kept at once in a run that is not taped.
  @usableFromInline var ring: Int { threads == 1 ? 1 : 3 }
}

/// Which reaches' discharge a run writes out, and where.
public struct SweepRecord<Scalar>: Sendable where Scalar: BitwiseCopyable & Sendable {
  /// The reaches, in the order of their rows.
  public let reaches: [Int]
  /// `[row][step]`
  public let values: AlignedBuffer<Scalar>
  /// Steps that fit into a row.
  public let capacity: Int
  /// Place in the row of a run's first step.
  public let start: Int

  public init(reaches: [Int], capacity: Int) {
    self.init(
      reaches: reaches, capacity: capacity, start: 0,
      values: AlignedBuffer(uninitializedCount: reaches.count * capacity))
  }

  private init(reaches: [Int], capacity: Int, start: Int, values: AlignedBuffer<Scalar>) {
    self.reaches = reaches
    self.capacity = capacity
    self.start = start
    self.values = values
  }

  /// The same memory for a run that begins `steps` later.
  public func advanced(by steps: Int) -> SweepRecord {
    SweepRecord(reaches: reaches, capacity: capacity, start: start + steps, values: values)
  }

  /// The series of one row.
  @inlinable
  public func series(_ row: Int) -> UnsafeBufferPointer<Scalar> {
    UnsafeBufferPointer(start: values.base + row * capacity, count: capacity)
  }

  /// Rows by pack: `rows[start[p]..<start[p+1]]`.
  @usableFromInline func byPack(_ packing: LanePacking) -> LaneRows {
    LaneRows(reaches: reaches, packing: packing)
  }
}

/// Rows of a record sorted by the pack and lane they belong to.
@usableFromInline struct LaneRows: Sendable {
  @usableFromInline struct Row: Sendable {
    @usableFromInline let lane: Int
    @usableFromInline let row: Int
  }
  @usableFromInline let start: [Int]
  @usableFromInline let rows: [Row]

  init(reaches: [Int], packing: LanePacking) {
    var start = [Int](repeating: 0, count: packing.packCount + 1)
    for reach in reaches { start[packing.pack(of: packing.places[reach]) + 1] += 1 }
    for pack in 0..<packing.packCount { start[pack + 1] += start[pack] }
    var next = start
    var rows = [Row](repeating: Row(lane: 0, row: 0), count: reaches.count)
    for (row, reach) in reaches.enumerated() {
      let place = packing.places[reach]
      let pack = packing.pack(of: place)
      rows[next[pack]] = Row(lane: packing.lane(of: place), row: row)
      next[pack] += 1
    }
    self.start = start
    self.rows = rows
  }
}
