/// A fault of a river network's topology or of one of its reaches.
public struct NetworkIssue: Error, Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    case cycle
    case duplicateID = "duplicate_id"
    case danglingDownstream = "dangling_downstream"
    case selfLink = "self_link"
    case nonPositiveLength = "non_positive_length"
    case invalidSlope = "invalid_slope"
    case invalidFraction = "invalid_fraction"
    case empty
  }

  public let kind: Kind
  /// The reaches concerned; for a cycle, in the order in which the water would go round.
  public let ids: [ReachID]
  /// What was found, where a value is to blame.
  public let found: String?

  public init(_ kind: Kind, ids: [ReachID], found: String? = nil) {
    self.kind = kind
    self.ids = ids
    self.found = found
  }

  public var problem: String {
    switch kind {
    case .cycle: "the river runs in a circle"
    case .duplicateID: "a reach id occurs more than once"
    case .danglingDownstream: "a downstream id names no reach of the file"
    case .selfLink: "a reach drains into itself"
    case .nonPositiveLength: "a reach's length is not a positive number"
    case .invalidSlope: "a reach's slope is not a number"
    case .invalidFraction: "the fractions of a divergence do not add up to 1"
    case .empty: "the network has no reaches"
    }
  }

  public var remedy: String {
    switch kind {
    case .cycle: "correct the downstream id of one of these reaches"
    case .duplicateID: "keep one row for each reach"
    case .danglingDownstream:
      "add the missing reach, correct the id, or use 0, -1, -9999 or NULL for an outlet"
    case .selfLink: "give the reach below it, or 0, -1, -9999 or NULL for an outlet"
    case .nonPositiveLength: "give every reach its channel length, in metres or with its unit"
    case .invalidSlope: "fill the missing slopes (from elevations, or the neighbours' median)"
    case .invalidFraction: "give fractions in (0, 1] that sum to 1 over each reach's branches"
    case .empty: "check the file, the layer and its filter"
    }
  }

  /// The issue as a message to the user; at most `limit` ids are named.
  public func inputError(
    file: String? = nil, layer: String? = nil, column: String? = nil, limit: Int = 12
  ) -> InputError {
    let separator = kind == .cycle ? " -> " : ", "
    let named = ids.prefix(limit).map(\.description).joined(separator: separator)
    return InputError(
      problem, file: file, layer: layer, column: column,
      ids: ids.isEmpty ? [] : [named], count: ids.count > limit ? ids.count : nil,
      found: found, remedy: remedy)
  }
}

extension NetworkIssue: CustomStringConvertible {
  public var description: String { inputError().description }
}
