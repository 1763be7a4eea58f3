import Foundation
import RiverNetworks
import Yams

/// One mapping of a YAML configuration, read key by key.
///
/// Asking for a key makes it known; ``finish()`` refuses every other key and names the nearest known
/// one. What was read, defaults included, is kept in order, so that a run can write down the
/// configuration it used.
final class ConfigurationSection {
  private let file: String
  private let name: String
  private let node: Node.Mapping
  private var known: [String] = []
  private var children: [ConfigurationSection] = []
  private(set) var resolved: [(key: String, node: Node)] = []

  init(file: String, name: String, node: Node.Mapping) {
    self.file = file
    self.name = name
    self.node = node
  }

  /// The whole of a YAML file.
  convenience init(path: String) throws {
    guard let text = FileManager.default.contents(atPath: path).map({ String(decoding: $0, as: UTF8.self) })
    else {
      throw InputError(
        "the configuration cannot be read", file: path,
        remedy: "check the path; `thalweg help` shows how a configuration is given")
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw InputError(
        "the configuration is not YAML", file: path, found: "\(error)",
        remedy: "check the indentation and the colon near that line")
    }
    guard let mapping = root?.mapping else {
      throw InputError(
        "the configuration is not a mapping of keys", file: path,
        expected: "lines such as `network:` with indented keys below")
    }
    self.init(file: path, name: "", node: mapping)
  }

  func has(_ key: String) -> Bool {
    note(key)
    return node[key].map { $0.null == nil } ?? false
  }

  func text(_ key: String) throws -> String? {
    guard let value = try scalar(key) else { return nil }
    keep(key, Node(value))
    return value
  }

  func text(_ key: String, default value: String) throws -> String {
    if let given = try text(key) { return given }
    keep(key, Node(value))
    return value
  }

  func required(_ key: String, _ what: String) throws -> String {
    guard let value = try text(key) else {
      throw error(key, "a required key is missing", expected: what)
    }
    return value
  }

  /// A path, relative to the file that names it.
  func path(_ key: String) throws -> String? {
    guard let value = try scalar(key) else { return nil }
    let path = URL(
      fileURLWithPath: value,
      relativeTo: URL(fileURLWithPath: file).deletingLastPathComponent()
    ).standardizedFileURL.path
    keep(key, Node(path))
    return path
  }

  func number(_ key: String) throws -> Double? {
    guard let value = try scalar(key) else { return nil }
    guard let number = Double(value), number.isFinite else {
      throw error(key, "a value is not a number", found: value, expected: "a number")
    }
    keep(key, Node(value))
    return number
  }

  func number(_ key: String, default value: Double) throws -> Double {
    if let given = try number(key) { return given }
    keep(key, Node(String(value)))
    return value
  }

  func integer(_ key: String) throws -> Int? {
    guard let value = try scalar(key) else { return nil }
    guard let number = Int(value) else {
      throw error(key, "a value is not a whole number", found: value, expected: "a whole number")
    }
    keep(key, Node(value))
    return number
  }

  func integer(_ key: String, default value: Int, atLeast least: Int) throws -> Int {
    let given = try integer(key)
    if given == nil { keep(key, Node(String(value))) }
    let result = given ?? value
    guard result >= least else {
      throw error(key, "a value is too small", found: "\(result)", expected: "at least \(least)")
    }
    return result
  }

  func flag(_ key: String, default value: Bool) throws -> Bool {
    let given = try scalar(key)
    let result: Bool
    switch given?.lowercased() {
    case nil: result = value
    case "true", "yes", "on": result = true
    case "false", "no", "off": result = false
    default: throw error(key, "a value is not a yes or no", found: given, expected: "true or false")
    }
    keep(key, Node(result ? "true" : "false"))
    return result
  }

  func choice<Value>(_ key: String, default value: Value) throws -> Value
  where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    guard let given = try scalar(key) else {
      keep(key, Node(value.rawValue))
      return value
    }
    guard let result = Value(rawValue: given) else {
      throw error(
        key, "a value is not one of those there are", found: given,
        expected: Value.allCases.map(\.rawValue).joined(separator: ", "))
    }
    keep(key, Node(given))
    return result
  }

  /// A list of different choices.
  func choices<Value>(_ key: String, default values: [Value]) throws -> [Value]
  where Value: RawRepresentable & CaseIterable & Equatable, Value.RawValue == String {
    guard let given = try texts(key), !given.isEmpty else {
      keep(key, Node(values.map { Node($0.rawValue) }, Tag(.seq), .flow))
      return values
    }
    var chosen: [Value] = []
    for text in given {
      guard let value = Value(rawValue: text), !chosen.contains(value) else {
        throw error(
          key, "an entry is unknown or there twice", found: text,
          expected: "each once: " + Value.allCases.map(\.rawValue).joined(separator: ", "))
      }
      chosen.append(value)
    }
    return chosen
  }

  func texts(_ key: String) throws -> [String]? {
    note(key)
    guard let value = node[key], value.null == nil else { return nil }
    let items = value.sequence.map(Array.init) ?? [value]
    let texts = try items.map { item in
      guard let text = item.scalar?.string else {
        throw error(key, "an entry of a list is not a plain value", expected: "a list of texts")
      }
      return text
    }
    keep(key, Node(texts.map { Node($0) }, Tag(.seq), .flow))
    return texts
  }

  func integers(_ key: String, default values: [Int]) throws -> [Int] {
    guard let texts = try texts(key) else {
      keep(key, Node(values.map { Node(String($0)) }, Tag(.seq), .flow))
      return values
    }
    return try texts.map { text in
      guard let value = Int(text), value > 0 else {
        throw error(
          key, "an entry is not a positive whole number", found: text,
          expected: "whole numbers above 0")
      }
      return value
    }
  }

  func numbers(_ key: String, default values: [Double]) throws -> [Double] {
    guard let texts = try texts(key) else {
      keep(key, Node(values.map { Node(String($0)) }, Tag(.seq), .flow))
      return values
    }
    return try texts.map { text in
      guard let value = Double(text), value.isFinite else {
        throw error(key, "an entry is not a number", found: text, expected: "numbers")
      }
      return value
    }
  }

  /// Paths, each relative to the file that names it.
  func paths(_ key: String) throws -> [String]? {
    guard let texts = try texts(key) else { return nil }
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    let paths = texts.map {
      URL(fileURLWithPath: $0, relativeTo: folder).standardizedFileURL.path
    }
    keep(key, Node(paths.map { Node($0) }, Tag(.seq), .flow))
    return paths
  }

  /// A nested mapping; empty where the key is absent.
  func section(_ key: String) throws -> ConfigurationSection {
    note(key)
    let child: ConfigurationSection
    switch node[key] {
    case nil: child = ConfigurationSection(file: file, name: join(key), node: [:])
    case let value? where value.null != nil:
      child = ConfigurationSection(file: file, name: join(key), node: [:])
    case let value?:
      guard let mapping = value.mapping else {
        throw error(
          key, "a section is not a mapping", found: value.scalar?.string ?? "a list",
          expected: "indented keys below `\(key):`")
      }
      child = ConfigurationSection(file: file, name: join(key), node: mapping)
    }
    children.append(child)
    keep(key, Node("")) // replaced by the child's own when written
    childKeys[key] = child
    return child
  }

  private var childKeys: [String: ConfigurationSection] = [:]

  /// Refuses keys nobody asked for, here and in all sections.
  func finish() throws {
    for (keyNode, _) in node {
      let key = keyNode.scalar?.string ?? "?"
      guard !known.contains(key) else { continue }
      let line = keyNode.mark.map { ", line \($0.line)" } ?? ""
      let nearest = known.min { key.editDistance(to: $0) < key.editDistance(to: $1) }
      throw InputError(
        "an unknown key in the configuration", file: file + line,
        found: name.isEmpty ? key : "\(key) in \(name)",
        expected: known.isEmpty ? "no key here" : known.joined(separator: ", "),
        remedy: nearest.map { "did you mean `\($0)`?" })
    }
    for child in children { try child.finish() }
  }

  /// What was read, as YAML.
  var resolvedNode: Node {
    Node(
      resolved.compactMap { entry -> (Node, Node)? in
        if let child = childKeys[entry.key] {
          return child.resolved.isEmpty ? nil : (Node(entry.key), child.resolvedNode)
        }
        return (Node(entry.key), entry.node)
      })
  }

  func error(
    _ key: String, _ problem: String, found: String? = nil, expected: String? = nil,
    remedy: String? = nil
  ) -> InputError {
    let line = node[key]?.mark.map { ", line \($0.line)" } ?? ""
    return InputError(
      problem, file: file + line, column: join(key), found: found, expected: expected,
      remedy: remedy)
  }

  /// Puts a value from the command line in the place of the file's.
  func replace(_ key: String, with value: String) { keep(key, Node(value)) }

  func replace(_ key: String, withList values: [String]) {
    keep(key, Node(values.map { Node($0) }, Tag(.seq), .flow))
  }

  private func scalar(_ key: String) throws -> String? {
    note(key)
    guard let value = node[key], value.null == nil else { return nil }
    guard let text = value.scalar?.string else {
      throw error(key, "a value is not a plain value", expected: "a text or a number")
    }
    return text
  }

  private func note(_ key: String) { if !known.contains(key) { known.append(key) } }
  private func keep(_ key: String, _ node: Node) {
    resolved.removeAll { $0.key == key }
    resolved.append((key, node))
  }
  private func join(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }
}

extension String {
  /// Levenshtein distance, for "did you mean".
  func editDistance(to other: String) -> Int {
    let a = Array(self.lowercased())
    let b = Array(other.lowercased())
    var row = Array(0...b.count)
    for i in a.indices {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let substitution = diagonal + (a[i] == b[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = Swift.min(substitution, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}
