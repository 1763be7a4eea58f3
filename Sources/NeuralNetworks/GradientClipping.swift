/// Keeps the norm of the whole gradient below a limit, its direction untouched, and says what it
/// did.
///
/// Source: Pascanu, Mikolov and Bengio (2013), arXiv:1211.5063, algorithm 1.
public struct GradientClipping: Codable, Sendable, Equatable {
  /// The largest Euclidean norm let through.
  public let maximumNorm: Double

  /// What was done to a gradient.
  public struct Outcome: Codable, Sendable, Equatable {
    /// The norm before.
    public let norm: Double
    /// What the gradient was multiplied with, in (0, 1]; 1 where nothing was clipped.
    public let scale: Double

    public var isClipped: Bool { scale < 1 }
    /// How much of the norm was taken away.
    public var removedNorm: Double { norm - scale * norm }
  }

  /// - Throws: ``NeuralNetworkError`` where the limit is not a positive number
  public init(maximumNorm: Double) throws {
    guard maximumNorm > 0, maximumNorm.isFinite else {
      throw NeuralNetworkError(
        "the largest gradient norm is not a positive number", subject: "maximum norm",
        found: "\(maximumNorm)", expected: "> 0", remedy: "leave the clipping out to clip nothing")
    }
    self.maximumNorm = maximumNorm
  }

  /// Scales the gradient where its norm exceeds the limit.
  ///
  /// - Throws: ``NeuralNetworkError`` where a component is not finite; the gradient is then as
  ///   before
  public func clip(_ gradient: inout [Double]) throws -> Outcome {
    try Self.checkFinite(gradient)
    // Divided by the largest component first: squares of large numbers would overflow.
    let largest = gradient.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return Outcome(norm: 0, scale: 1) }
    let sum = gradient.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }
    let norm = largest * sum.squareRoot()
    guard norm > maximumNorm else { return Outcome(norm: norm, scale: 1) }
    let scale = maximumNorm / norm
    for index in gradient.indices { gradient[index] *= scale }
    return Outcome(norm: norm, scale: scale)
  }

  static func checkFinite(_ gradient: [Double]) throws {
    guard let first = gradient.firstIndex(where: { !$0.isFinite }) else { return }
    throw NeuralNetworkError(
      "the gradient is not finite", subject: "weight \(first)",
      count: gradient.count { !$0.isFinite }, found: "\(gradient[first])",
      expected: "finite numbers",
      remedy: "look for a missing observation or forcing that was not masked, or lower the "
        + "learning rate")
  }
}
