/// A chart on a page: a specification, the tables it draws, and the words around it.
public struct Chart: Sendable {
  /// The name of its place in the page; unique.
  public var id: String
  public var title: String
  /// What is to be known for reading it.
  public var caption: String
  public var specification: VegaSpecification
  /// Columns of each table of the specification; tables that the page fills when a gauge is chosen
  /// are not here.
  public var tables: [String: [String: JSONLiteral]]
  /// The chart whose tables it draws, where they are not its own.
  public var tablesOf: String?
  /// Many items are painted as pixels, few as shapes that print sharply.
  public var renderer: Renderer

  public enum Renderer: String, Sendable {
    case svg, canvas

    /// More than these become slow as shapes of the page.
    public static let shapes = 3_000
    init(items: Int) { self = items > Self.shapes ? .canvas : .svg }
  }

  public init(
    _ id: String, title: String, caption: String, _ specification: VegaSpecification,
    tables: [String: [String: JSONLiteral]] = [:], tablesOf: String? = nil,
    renderer: Renderer = .svg
  ) {
    self.id = id
    self.title = title
    self.caption = caption
    self.specification = specification
    self.tables = tables
    self.tablesOf = tablesOf
    self.renderer = renderer
  }

  /// What the page's script needs.
  var literal: JSONLiteral {
    [
      "id": .text(id), "renderer": .text(renderer.rawValue),
      "tables": .object(tables.mapValues { .object($0) }), "tablesOf": JSONLiteral(tablesOf),
    ]
  }
}
