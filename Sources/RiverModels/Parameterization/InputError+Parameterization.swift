import NeuralNetworks
import RiverNetworks

extension InputError {
  /// Reaches named in a message.
  static let namedReachLimit = 8

  /// An error about some of the reaches, given by their positions.
  init(
    _ problem: String, column: String? = nil, faultyReaches: [Int], found: String? = nil,
    expected: String? = nil, remedy: String? = nil
  ) {
    self.init(
      problem, column: column,
      ids: faultyReaches.prefix(Self.namedReachLimit).map { ReachIndex($0).description },
      count: faultyReaches.count, found: found, expected: expected, remedy: remedy)
  }

  /// The error of a network or a standardization, as one of the user's input.
  public init(_ error: NeuralNetworkError, file: String? = nil) {
    self.init(
      error.problem, file: file, column: error.subject, count: error.count, found: error.found,
      expected: error.expected, remedy: error.remedy)
  }
}
