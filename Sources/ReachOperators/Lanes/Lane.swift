/// A ``LaneNumber`` of several machine numbers that the sweep can load, store and permute: one lane
/// for one reach.
public protocol Lane: LaneNumber, BitwiseCopyable {
  /// The machine number in one lane.
  associatedtype Scalar: BinaryFloatingPoint & LosslessStringConvertible & SIMDScalar & Sendable
  /// Which lane each lane is taken from.
  associatedtype Permutation: BitwiseCopyable, Sendable

  /// Number of lanes: those of one or two vector registers of the widest kind, 64 bytes each.
  static var width: Int { get }

  init(repeating scalar: Scalar)

  /// - Precondition: `sources.count == width`, each in `0..<width`.
  static func permutation(_ sources: [Int]) -> Permutation
  /// Lane j of the result is lane `permutation[j]` of `x`.
  static func permuted(_ x: Self, _ permutation: Permutation) -> Self
  /// The mask of lanes j with `first[j] <= position < last[j]`; numbers up to 2²⁴ (Float) are exact.
  static func isWithin(_ position: Self, _ first: Self, _ last: Self) -> Mask
}

/// A value made of one or more lanes: what a reach releases, its state, its parameters.
///
/// Its memory is its lanes, one after the other: `memberCount` vectors of `width` scalars. The
/// sweep reads single reaches' values in and out of that layout.
public protocol LaneBundle: BitwiseCopyable, Sendable {
  associatedtype Element: Lane
  /// All lanes of all members the same.
  init(repeating value: Element)
  /// The bundle with every member transformed.
  func mapMembers(_ transform: (Element) -> Element) -> Self
  /// Two bundles joined member by member.
  func joined(with other: Self, _ join: (Element, Element) -> Element) -> Self
}

extension LaneBundle {
  /// Number of lane vectors in the bundle.
  @inlinable public static var memberCount: Int {
    MemoryLayout<Self>.stride / MemoryLayout<Element>.stride
  }

  @inlinable @inline(__always)
  public func permuted(_ permutation: Element.Permutation) -> Self {
    mapMembers { Element.permuted($0, permutation) }
  }

  /// This bundle where the mask holds, else the other.
  @inlinable @inline(__always)
  public func selected(_ mask: Element.Mask, else other: Self) -> Self {
    joined(with: other) { Element.select(mask, $0, else: $1) }
  }
}

/// Nothing: for an operator that needs no such value.
@frozen public struct EmptyBundle<Element: Lane>: LaneBundle {
  @inlinable public init() {}
  @inlinable public init(repeating value: Element) {}
  @inlinable public func mapMembers(_ transform: (Element) -> Element) -> Self { self }
  @inlinable public func joined(with other: Self, _ join: (Element, Element) -> Element) -> Self {
    self
  }
}

/// One quantity: the simplest bundle.
@frozen public struct SingleBundle<Element: Lane>: LaneBundle {
  public var value: Element
  @inlinable @inline(__always) public init(_ value: Element) { self.value = value }
  @inlinable @inline(__always) public init(repeating value: Element) { self.value = value }
  @inlinable @inline(__always)
  public func mapMembers(_ transform: (Element) -> Element) -> Self { Self(transform(value)) }
  @inlinable @inline(__always)
  public func joined(with other: Self, _ join: (Element, Element) -> Element) -> Self {
    Self(join(value, other.value))
  }
}
