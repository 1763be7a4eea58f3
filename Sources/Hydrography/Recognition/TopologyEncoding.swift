/// How a file says which reach flows into which.
public enum TopologyEncoding: Sendable, Equatable {
  /// A column names the reach (or, with commas, the reaches) below.
  case downstreamID(String)
  /// A reach flows into every reach that begins at the node where it ends.
  case nodes(from: String, to: String)
  /// A column names the sequence number of the main reach below, another that of a minor one.
  case sequence(own: String, downstream: String, minor: String?)
  /// A layer of edges leads from reach to nexus and from nexus to reach; `column` names the nexus
  /// (or the reach) below in the layer of the reaches, where there is such a column.
  case edges(layer: String, column: String?)

  /// The column of the reaches' layer that a fault of a link is to be blamed on.
  public var column: String? {
    switch self {
    case .downstreamID(let column): column
    case .nodes(_, let to): to
    case .sequence(_, let downstream, _): downstream
    case .edges(_, let column): column
    }
  }
}

extension TopologyEncoding: CustomStringConvertible {
  public var description: String {
    switch self {
    case .downstreamID(let column): "downstream \(column)"
    case .nodes(let from, let to): "nodes \(from) -> \(to)"
    case .sequence(let own, let downstream, let minor):
      "sequence \(own) -> \(downstream)" + (minor.map { ", \($0)" } ?? "")
    case .edges(let layer, let column):
      "edges of layer \(layer)" + (column.map { ", downstream \($0)" } ?? "")
    }
  }
}
