/// How the water of a reach is shared among its branches where the river divides and the file
/// states no fractions. Stated fractions (``FieldMapping/splitFraction``) go first unless only the
/// main path is asked for.
public enum SplitPolicy: Sendable, Equatable {
  /// All water takes the main path; the other links are left out, and counted. The main path is the
  /// branch flagged so (divergence flag 1, main stem 1), else that of the largest fraction, width
  /// or drainage area.
  case mainPath
  /// Equal shares.
  case equal
  /// In proportion to the branches' widths (``FieldMapping/width``).
  case width
  /// In proportion to the branches' drainage areas.
  case drainageArea
  /// The branches flagged minor (divergence flag 2) take this share together, in equal parts, the
  /// others the rest.
  /// - Parameter minorShare: in (0, 1).
  case divergenceFlag(minorShare: Double)
}

extension SplitPolicy: CustomStringConvertible {
  /// For the log: "equal", "divergence flag, minor paths 0.1".
  public var description: String {
    switch self {
    case .mainPath: "main path only"
    case .equal: "equal"
    case .width: "by width"
    case .drainageArea: "by drainage area"
    case .divergenceFlag(let share): "divergence flag, minor paths \(share)"
    }
  }
}
