import NeuralNetworks
import RiverNetworks

/// Standardized attributes turned into the rows a network takes.
struct ReachAttributes {
  /// `[reach][attribute]`, flat
  let rows: [Double]
  let reachCount: Int

  /// - Parameter attributes: `[attribute][reach]`
  /// - Throws: `InputError` where they do not fit the network, or one is not finite
  init(_ attributes: [[Double]], for network: some FeedforwardNetwork) throws {
    guard network.outputCount == 1 else {
      throw InputError(
        "the network of a parameter has not one output", found: "\(network.outputCount)",
        expected: "1")
    }
    guard attributes.count == network.inputCount else {
      throw InputError(
        "the network has not one input for each attribute",
        found: "\(attributes.count) attributes", expected: "\(network.inputCount)")
    }
    let reachCount = attributes[0].count
    guard reachCount > 0 else {
      throw InputError("the attributes have no reaches", found: "0", expected: "one or more")
    }
    for (index, values) in attributes.enumerated() {
      guard values.count == reachCount else {
        throw InputError(
          "the attributes have different numbers of reaches", column: "attribute \(index)",
          found: "\(values.count)", expected: "\(reachCount)")
      }
      let faulty = values.indices.filter { !values[$0].isFinite }
      if let first = faulty.first {
        throw InputError(
          "an attribute is not a number", column: "attribute \(index)", faultyReaches: faulty,
          found: "\(values[first])", expected: "a finite value for every reach",
          remedy: "standardize the attributes and say what a missing value becomes")
      }
    }
    self.reachCount = reachCount
    rows = (0..<reachCount).flatMap { reach in attributes.map { $0[reach] } }
  }
}
