/// A row of a network's table as files hold it, before anything was checked.
public struct NetworkRow: Sendable, Equatable {
  public var id: Int64
  /// 0 at an outlet.
  public var downstream: Int64
  /// m; NaN where missing.
  public var length: Double
  /// m m⁻¹; NaN where missing.
  public var slope: Double

  public init(id: Int64, downstream: Int64, length: Double, slope: Double) {
    self.id = id
    self.downstream = downstream
    self.length = length
    self.slope = slope
  }

  /// The downstream identifier of an outlet.
  public static let outlet: Int64 = 0
}
