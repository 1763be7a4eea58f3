/// What the members of an ensemble say together.
public struct EnsembleReport: Sendable, Equatable {
  public var members: Int
  /// Share of the members between the ends of a band.
  public var confidence: Double
  /// How the members came about, in plain words.
  public var method: String

  public init(members: Int, confidence: Double, method: String) {
    self.members = members
    self.confidence = confidence
    self.method = method
  }

  /// "90 % of 20 members"
  var words: String { "\((100 * confidence).text(digits: 3)) % of \(members) members" }
}
