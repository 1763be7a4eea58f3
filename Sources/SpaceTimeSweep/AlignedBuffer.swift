/// Memory for a fixed number of values, aligned as their type wants, freed with the object.
///
/// Several threads may use it at once where they keep to different elements: the sweep's schedule
/// sees to that, the compiler cannot.
public final class AlignedBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
  public let count: Int
  public let base: UnsafeMutablePointer<Element>
  /// Where the memory goes afterwards, and how much it is; nil frees it.
  private let origin: (pool: BlockPool, bytes: Int)?

  public init(count: Int, filledWith value: Element) {
    self.count = count
    origin = nil
    base = .allocate(capacity: max(count, 1))
    base.initialize(repeating: value, count: count)
  }

  /// Memory whose content is undefined: for what is written before it is read.
  public init(uninitializedCount count: Int) {
    self.count = count
    origin = nil
    base = .allocate(capacity: max(count, 1))
  }

  /// As above, out of a pool, to which the memory goes back.
  public init(uninitializedCount count: Int, from pool: BlockPool) {
    self.count = count
    let block = pool.take(bytes: max(count, 1) * MemoryLayout<Element>.stride)
    origin = (pool, block.bytes)
    base = block.base.bindMemory(to: Element.self, capacity: count)
  }

  public convenience init(_ values: [Element]) {
    self.init(uninitializedCount: values.count)
    values.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { base.initialize(from: start, count: source.count) }
    }
  }

  deinit {
    if let origin {
      origin.pool.giveBack(base, bytes: origin.bytes)
    } else {
      base.deallocate()
    }
  }

  @inlinable public subscript(_ index: Int) -> Element {
    get {
      precondition((0..<count).contains(index), "index out of range")
      return base[index]
    }
    set {
      precondition((0..<count).contains(index), "index out of range")
      base[index] = newValue
    }
  }
}
