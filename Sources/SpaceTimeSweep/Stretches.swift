import Dispatch

/// Work on many reaches outside the sweep, on several threads.
public enum Stretches {
  /// Long enough that handing one out costs nothing beside it.
  static let length = 4_096

  /// For work that goes through a series at every reach.
  public static let shortLength = 16

  /// Calls `body` for stretches of `0..<count` and gives what it returns in their order.
  ///
  /// The stretches do not depend on the number of threads, and so neither does a sum of what they
  /// return. What `body` writes must belong to its stretch alone.
  ///
  /// - Parameters:
  ///   - count: of all reaches
  ///   - threads: at most
  ///   - length: reaches in a stretch; nil for one that suits a few operations at each
  ///   - body: what is done with a stretch
  public static func map<Result: Sendable>(
    _ count: Int, threads: Int, length: Int? = nil, _ body: @Sendable (Range<Int>) -> Result
  ) -> [Result] {
    let length = length ?? Self.length
    let stretches = stride(from: 0, to: count, by: length).map { $0..<min($0 + length, count) }
    guard threads > 1, stretches.count > 1 else { return stretches.map(body) }
    let workers = min(threads, stretches.count)
    let results = AlignedBuffer<UnsafeMutablePointer<Result>?>(
      count: stretches.count, filledWith: nil)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for index in stride(from: worker, to: stretches.count, by: workers) {
        let result = UnsafeMutablePointer<Result>.allocate(capacity: 1)
        result.initialize(to: body(stretches[index]))
        results.base[index] = result
      }
    }
    return stretches.indices.map { index in
      let result = results.base[index]!
      defer { result.deallocate() }
      return result.move()
    }
  }

  /// As `map`, for `body` that returns nothing.
  public static func forEach(
    _ count: Int, threads: Int, length: Int? = nil, _ body: @Sendable (Range<Int>) -> Void
  ) {
    _ = map(count, threads: threads, length: length, body)
  }
}
