/// Where a reach stands in its ``RiverNetwork``: its place in topological order, every upstream
/// reach before it.
public struct ReachIndex: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let position: Int

  @inlinable public init(_ position: Int) { self.position = position }

  @inlinable public static func < (a: ReachIndex, b: ReachIndex) -> Bool {
    a.position < b.position
  }

  public var description: String { "reach[\(position)]" }
}
