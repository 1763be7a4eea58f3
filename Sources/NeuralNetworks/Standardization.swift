/// Brings each attribute to mean 0 and standard deviation 1.
///
/// Fitted once on the reaches that train and kept with the weights: another network's attributes
/// are standardized with these numbers, not with their own.
///
/// A missing value is NaN. What becomes of it the caller must say, and is told how many there were.
public struct Standardization: Codable, Sendable, Equatable {
  /// Names of the attributes, for messages and to keep their order, `[attribute]`.
  public let names: [String]
  /// Over the values that are not missing, in the attribute's own unit, `[attribute]`.
  public let means: [Double]
  /// Of the population (divided by the number of values), in the attribute's own unit,
  /// `[attribute]`.
  public let standardDeviations: [Double]
  /// How many values of each attribute were missing where it was fitted, `[attribute]`.
  public let missingCounts: [Int]

  /// What a missing value becomes.
  public enum MissingValues: String, Codable, Sendable, CaseIterable {
    /// An error.
    case refuse
    /// The attribute's mean, 0 when standardized.
    case mean
  }

  /// Attributes ready for a network.
  public struct Outcome: Sendable, Equatable {
    /// Without unit, `[attribute][reach]`.
    public let values: [[Double]]
    /// How many values of each attribute were missing and filled, `[attribute]`.
    public let filledCounts: [Int]
  }

  /// - Parameters:
  ///   - names: `[attribute]`
  ///   - attributes: `[attribute][reach]`, NaN where missing
  /// - Throws: ``NeuralNetworkError`` where the shapes differ, a value is infinite, an attribute is
  ///   missing everywhere, or is the same everywhere
  public init(names: [String], fitting attributes: [[Double]]) throws {
    try Self.checkShape(names: names, attributes: attributes)
    self.names = names
    var means: [Double] = []
    var deviations: [Double] = []
    var missingCounts: [Int] = []
    for (name, values) in zip(names, attributes) {
      let present = values.filter { !$0.isNaN }
      guard !present.isEmpty else {
        throw NeuralNetworkError(
          "an attribute is missing everywhere", subject: name, count: values.count,
          remedy: "leave the attribute out, or give its values")
      }
      let count = Double(present.count)
      let mean = present.reduce(0, +) / count
      // A second pass over the differences: the squares of the values would lose digits.
      let variance = present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      guard present.contains(where: { $0 != present[0] }), variance > 0 else {
        throw NeuralNetworkError(
          "an attribute is the same everywhere", subject: name, count: present.count,
          found: "\(present[0])", remedy: "leave the attribute out: it tells reaches not apart")
      }
      means.append(mean)
      deviations.append(variance.squareRoot())
      missingCounts.append(values.count - present.count)
    }
    self.means = means
    self.standardDeviations = deviations
    self.missingCounts = missingCounts
  }

  /// - Parameters:
  ///   - attributes: `[attribute][reach]`, in the order of ``names``, NaN where missing
  ///   - missing: what a missing value becomes
  /// - Throws: ``NeuralNetworkError`` where the shapes differ, a value is infinite, or one is
  ///   missing and that is refused
  public func standardized(_ attributes: [[Double]], missing: MissingValues) throws -> Outcome {
    try Self.checkShape(names: names, attributes: attributes)
    var filledCounts: [Int] = []
    var standardized: [[Double]] = []
    for (index, values) in attributes.enumerated() {
      let filled = values.count { $0.isNaN }
      if filled > 0, missing == .refuse {
        throw NeuralNetworkError(
          "an attribute has missing values", subject: names[index], count: filled,
          found: "\(filled) of \(values.count) missing", expected: "a value for every reach",
          remedy: "give the values, leave the attribute out, or ask for missing values to become "
            + "the mean")
      }
      filledCounts.append(filled)
      standardized.append(
        values.map { $0.isNaN ? 0 : ($0 - means[index]) / standardDeviations[index] })
    }
    return Outcome(values: standardized, filledCounts: filledCounts)
  }

  private static func checkShape(names: [String], attributes: [[Double]]) throws {
    guard !names.isEmpty, names.count == attributes.count else {
      throw NeuralNetworkError(
        "the attributes are not as many as their names", found: "\(attributes.count)",
        expected: "\(names.count): \(names.joined(separator: ", "))")
    }
    for (name, values) in zip(names, attributes) {
      guard values.count == attributes[0].count else {
        throw NeuralNetworkError(
          "the attributes have different numbers of reaches", subject: name,
          found: "\(values.count)", expected: "\(attributes[0].count)")
      }
      if let infinite = values.first(where: \.isInfinite) {
        throw NeuralNetworkError(
          "an attribute is infinite", subject: name, count: values.count { $0.isInfinite },
          found: "\(infinite)", expected: "a number, or NaN where it is missing")
      }
    }
  }
}
