import Foundation
import RiverNetworks

/// A table in text: a header and rows, fields between commas, quoted where they hold commas, quotes
/// or line breaks.
///
/// Source: RFC 4180, doi:10.17487/RFC4180; line ends may be LF or CRLF, empty lines are passed
/// over, fields lose the blanks around them unless they are quoted.
public struct CommaSeparatedValues: Sendable {
  public struct Row: Sendable, Equatable {
    /// The line of the file on which the row begins, from 1.
    public let line: Int
    /// As many as the header has.
    public let fields: [String]
  }

  public let file: String?
  public let header: [String]
  public let rows: [Row]

  /// - Throws: `InputError` if the file cannot be read, or as ``init(text:file:)``.
  public init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputError("cannot read the file", file: path, remedy: "check the path")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw InputError("the file is not UTF-8 text", file: path, remedy: "save it as UTF-8")
    }
    try self.init(text: text, file: path)
  }

  /// - Throws: `InputError` if there is no header, if a quoted field does not end, or if a row has
  ///   more or fewer fields than the header.
  public init(text: String, file: String? = nil) throws {
    var rows = try Self.records(Array(text.utf8), file: file)
    guard !rows.isEmpty else { throw InputError("the table is empty", file: file) }
    let header = rows.removeFirst().fields
    if let row = rows.first(where: { $0.fields.count != header.count }) {
      throw InputError(
        "a row has not as many fields as the header", file: file,
        found: "\(row.fields.count) fields in line \(row.line)",
        expected: "\(header.count) fields", remedy: "quote fields that hold commas")
    }
    self.file = file
    self.header = header
    self.rows = rows
  }

  /// The place of the first of these names that the header has, whatever the case of its letters.
  public func column(_ names: [String]) -> Int? {
    let lowered = header.map { $0.lowercased() }
    return names.lazy.compactMap { lowered.firstIndex(of: $0.lowercased()) }.first
  }

  private static func records(_ bytes: [UInt8], file: String?) throws -> [Row] {
    let quote = UInt8(ascii: "\""), comma = UInt8(ascii: ",")
    let newline = UInt8(ascii: "\n"), carriageReturn = UInt8(ascii: "\r")
    var rows: [Row] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var wasQuoted = false
    var line = 1
    var firstLine = 1
    var place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0

    func endField() {
      let text = String(decoding: field, as: UTF8.self)
      fields.append(wasQuoted ? text : text.trimmingBlanks)
      field.removeAll(keepingCapacity: true)
      wasQuoted = false
    }
    func endRow() {
      let isBlank = fields.isEmpty && !wasQuoted && field.allSatisfy { $0 == 0x20 || $0 == 0x09 }
      endField()
      if !isBlank { rows.append(Row(line: firstLine, fields: fields)) }
      fields.removeAll(keepingCapacity: true)
    }

    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case quote where field.allSatisfy({ $0 == 0x20 }) && !wasQuoted:
        wasQuoted = true
        field.removeAll(keepingCapacity: true)
        let opened = line
        while true {
          guard place < bytes.count else {
            throw InputError(
              "a quoted field does not end", file: file, found: "opened in line \(opened)")
          }
          let inner = bytes[place]
          place += 1
          if inner == newline { line += 1 }
          if inner == quote {
            guard place < bytes.count, bytes[place] == quote else { break }
            place += 1
          }
          field.append(inner)
        }
      case comma: endField()
      case newline:
        endRow()
        line += 1
        firstLine = line
      case carriageReturn where place == bytes.count || bytes[place] == newline: break
      default:
        if wasQuoted {
          if byte == 0x20 { continue }
          throw InputError(
            "text follows the end of a quoted field", file: file, found: "line \(line)",
            expected: "a comma or the end of the line", remedy: "double the quotes inside a field")
        }
        field.append(byte)
      }
    }
    if !field.isEmpty || !fields.isEmpty || wasQuoted { endRow() }
    return rows
  }
}
