import ReachOperators

/// One bundle for every reach, laid out in packs.
public final class PackedBundle<Bundle: LaneBundle>: @unchecked Sendable {
  public typealias Scalar = Bundle.Element.Scalar
  public let packing: LanePacking
  @usableFromInline let storage: AlignedBuffer<Bundle>

  /// - Parameters:
  ///   - packing: of the reaches into lanes
  ///   - value: put into every member of every lane, empty lanes too.
  public init(packing: LanePacking, filledWith value: Double) {
    precondition(packing.width == Bundle.Element.width, "packed for another lane type")
    self.packing = packing
    storage = AlignedBuffer(
      count: packing.packCount,
      filledWith: Bundle(repeating: Bundle.Element(constant: value)))
  }

  public func copy() -> PackedBundle {
    let other = PackedBundle(packing: packing, filledWith: 0)
    other.storage.base.update(from: storage.base, count: packing.packCount)
    return other
  }

  /// The number of member `member` (in the order of its declaration) of a reach.
  @inlinable
  public subscript(reach: Int, member member: Int) -> Scalar {
    get { pointer(reach, member).pointee }
    set { pointer(reach, member).pointee = newValue }
  }

  /// One member of every reach, in network order.
  @inlinable
  public func values(ofMember member: Int) -> [Scalar] {
    packing.places.indices.map { self[$0, member: member] }
  }

  /// Sets all members of a reach from a bundle of single numbers.
  public func set(_ reach: Int, _ members: [Double]) {
    precondition(members.count == Bundle.memberCount)
    for (member, value) in members.enumerated() { self[reach, member: member] = Scalar(value) }
  }

  /// Sum over all reaches (of a share: its own) of what `value` makes of this bundle and another, pack by pack.
  @inlinable
  public func total<Other: LaneBundle>(
    with other: PackedBundle<Other>, _ value: (Bundle, Other) -> Bundle.Element
  ) -> Double where Other.Element == Bundle.Element {
    let width = packing.width
    var sum = 0.0
    for pack in packing.computedPacks {
      var values = value(storage.base[pack], other.storage.base[pack])
      withUnsafeBytes(of: &values) { bytes in
        for lane in 0..<width where packing.reaches[pack * width + lane] >= 0 {
          sum += Double(
            bytes.loadUnaligned(
              fromByteOffset: lane * MemoryLayout<Scalar>.stride, as: Scalar.self))
        }
      }
    }
    return sum
  }

  @inlinable
  func pointer(_ reach: Int, _ member: Int) -> UnsafeMutablePointer<Scalar> {
    precondition(member >= 0 && member < Bundle.memberCount, "no such member")
    let place = packing.places[reach]
    let width = packing.width
    return UnsafeMutableRawPointer(storage.base + packing.pack(of: place))
      .assumingMemoryBound(to: Scalar.self) + member * width + packing.lane(of: place)
  }
}
