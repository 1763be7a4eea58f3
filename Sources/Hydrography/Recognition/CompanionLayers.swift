/// Other layers of the same file in which a data set keeps more of what it knows of its reaches.
///
/// Layer names are compared without regard to case, `-` and `_`.
public struct CompanionLayers: Sendable, Equatable {
  /// Columns that the layer of the reaches itself must have for the others to be joined to it.
  public var reachColumns: [String]
  /// Layers of attributes, joined by key; each name stands for itself, the first column wins.
  public var attributes: [String]
  /// The key's name in a layer of attributes: the first that is there.
  public var keys: [String]
  /// Layers of edges (columns `id` and `toid`); the first that is there is used.
  public var edges: [String]

  public init(
    reachColumns: [String], attributes: [String] = [], keys: [String], edges: [String] = []
  ) {
    self.reachColumns = reachColumns
    self.attributes = attributes
    self.keys = keys
    self.edges = edges
  }
}
