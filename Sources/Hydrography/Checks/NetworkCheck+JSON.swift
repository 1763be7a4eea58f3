import Foundation
import RiverNetworks

extension NetworkCheck: Encodable {
  private enum CodingKeys: String, CodingKey {
    case schema, file, layer, clean, counts, issues
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(schema, forKey: .schema)
    try container.encode(file, forKey: .file)
    try container.encode(layer, forKey: .layer)
    try container.encode(isClean, forKey: .clean)
    try container.encode(counts, forKey: .counts)
    try container.encode(issues, forKey: .issues)
  }

  /// The report as JSON: `{"schema":, "counts": {"reaches":, ...}, "issues": [{"kind":, "count":,
  /// "ids": [...], "remedy":}]}`, keys in alphabetical order, ids as the file writes them (numbers
  /// or texts).
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

extension NetworkCheck.Issue: Encodable {
  private enum CodingKeys: String, CodingKey {
    case kind, severity, count, ids, found, remedy
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(severity, forKey: .severity)
    try container.encode(count, forKey: .count)
    try container.encodeIfPresent(found, forKey: .found)
    try container.encode(remedy, forKey: .remedy)
    var list = container.nestedUnkeyedContainer(forKey: .ids)
    for id in ids {
      switch id {
      case .number(let number): try list.encode(number)
      case .text(let text): try list.encode(text)
      }
    }
  }
}

extension NetworkCheck: CustomStringConvertible {
  /// The report as text for the terminal.
  public var description: String {
    func pairs<Key: Comparable>(_ counts: [Key: Int]) -> String {
      counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    }
    var lines = [
      "schema        \(schema)",
      "reaches       \(counts.reaches)",
      "links         \(counts.links)",
      "outlets       \(counts.outlets)",
      "components    \(counts.components)",
      "headwaters    \(counts.headwaters)",
      "confluences   \(counts.confluences.isEmpty ? "none" : pairs(counts.confluences))",
      "divergences   \(counts.divergences) (\(counts.dividingReaches) reaches)",
      "longest path  \(counts.longestPath) reaches",
      "total length  \((counts.totalLength / 1_000).rounded()) km",
    ]
    if !counts.leftOut.isEmpty { lines.append("left out      \(pairs(counts.leftOut))") }
    lines.append(isClean ? "clean: the network can be built" : "not clean: see the faults")
    return (lines + issues.map(\.description)).joined(separator: "\n")
  }
}
