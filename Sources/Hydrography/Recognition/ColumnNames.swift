import RiverNetworks

/// The column names of a layer, looked up without regard to case.
public struct ColumnNames: Sendable {
  /// The names, in the file's order, as written.
  public let names: [String]
  /// Whether the format cut names at ``truncatedLength`` characters, as dBASE does.
  public let truncated: Bool

  /// A shapefile's names have at most ten characters (dBASE III file header, bytes 0-10).
  public static let truncatedLength = 10

  public init(_ names: [String], truncated: Bool = false) {
    self.names = names
    self.truncated = truncated
  }

  /// The file's spelling of a column: as given, else the only one that differs in case alone, else
  /// (in a shapefile) the only one equal to the first ten characters.
  public subscript(name: String) -> String? {
    if names.contains(name) { return name }
    let lower = name.lowercased()
    let alike = names.filter { $0.lowercased() == lower }
    if !alike.isEmpty { return alike.count == 1 ? alike[0] : nil }
    guard truncated, name.count > Self.truncatedLength else { return nil }
    let short = lower.prefix(Self.truncatedLength)
    let cut = names.filter { $0.lowercased() == short }
    return cut.count == 1 ? cut[0] : nil
  }

  /// The first of several spellings that the file has.
  public func first(of candidates: [String]) -> String? {
    for candidate in candidates {
      if let name = self[candidate] { return name }
    }
    return nil
  }

  /// The error for a column that the file does not have.
  func missing(_ name: String, purpose: String? = nil) -> InputError {
    InputError(
      purpose.map { "the file has no such column for \($0)" } ?? "the file has no such column",
      column: name, found: "columns " + listing(names),
      remedy: NearestName.of(name, among: names)
        .map { "name one of these columns; did you mean \($0)?" } ?? "name one of these columns")
  }
}
