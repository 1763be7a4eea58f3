/// What to do where a file has no slope for a reach (NULL, NaN, -9998, -9999, or no column at all).
///
/// What is filled is counted and named in ``RiverDataset/filledSlopes``.
public enum MissingSlopePolicy: Sendable, Equatable {
  /// Refuse the file, naming the reaches.
  case refuse
  /// Take this slope, m/m.
  case floor(Double)
  /// Take the median of the known slopes directly above and below; reaches whose neighbours lack
  /// theirs too follow in further rounds. Refuses where no neighbour ever has one.
  case medianOfNeighbours
}

/// What to do where a file's length of a reach is missing, zero or negative.
///
/// What is filled is counted and named in ``RiverDataset/filledLengths``.
public enum MissingLengthPolicy: Sendable, Equatable {
  /// Refuse the file, naming the reaches.
  case refuse
  /// Take this length, m.
  case floor(Double)
}

/// How to read a network where its file leaves something open. By default nothing is filled in.
public struct NetworkPolicies: Sendable, Equatable {
  public var missingSlopes: MissingSlopePolicy
  public var missingLengths: MissingLengthPolicy
  /// Nil takes the mapping's, then the schema's way; a file that divides and has neither is
  /// refused.
  public var split: SplitPolicy?

  public init(
    missingSlopes: MissingSlopePolicy = .refuse, missingLengths: MissingLengthPolicy = .refuse,
    split: SplitPolicy? = nil
  ) {
    self.missingSlopes = missingSlopes
    self.missingLengths = missingLengths
    self.split = split
  }
}
