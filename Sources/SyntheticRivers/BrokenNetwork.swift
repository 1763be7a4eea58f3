import RiverNetworks

/// A small river network with one fault in its table, to test what readers say about it.
///
///     let broken = BrokenNetwork(.cycle)
///     broken.rows              // to be written to a file of any kind
///     broken.faultyIDs         // what the message should name
public struct BrokenNetwork: Sendable, Equatable {
  public let fault: Fault
  public let rows: [NetworkRow]
  /// The identifiers a message should name, ascending.
  public let faultyIDs: [Int64]

  public enum Fault: String, CaseIterable, Sendable {
    case cycle
    case duplicateID = "duplicate_id"
    case danglingDownstream = "dangling_downstream"
    case selfLink = "self_link"
    case zeroLength = "zero_length"
    case negativeLength = "negative_length"
    case missingLength = "missing_length"
    case missingSlope = "missing_slope"
    case infiniteSlope = "infinite_slope"
    case noRows = "no_rows"

    /// The issue that building the network should report.
    public var issue: NetworkIssue.Kind {
      switch self {
      case .cycle: .cycle
      case .duplicateID: .duplicateID
      case .danglingDownstream: .danglingDownstream
      case .selfLink: .selfLink
      case .zeroLength, .negativeLength, .missingLength: .nonPositiveLength
      case .missingSlope, .infiniteSlope: .invalidSlope
      case .noRows: .empty
      }
    }
  }

  /// The sound table: seven reaches, headwaters 11, 12, 21 and 31; 10 and 20 take in two each, 1 is
  /// the outlet.
  ///
  ///     11 ─┐
  ///     12 ─┴─ 10 ─┐
  ///     21 ────────┴─ 20 ─┐
  ///     31 ───────────────┴─ 1
  public static let sound: [NetworkRow] = [
    NetworkRow(id: 1, downstream: NetworkRow.outlet, length: 9_000, slope: 0.0008),
    NetworkRow(id: 20, downstream: 1, length: 7_500, slope: 0.0012),
    NetworkRow(id: 10, downstream: 20, length: 6_200, slope: 0.002),
    NetworkRow(id: 31, downstream: 1, length: 4_100, slope: 0.006),
    NetworkRow(id: 21, downstream: 20, length: 5_300, slope: 0.005),
    NetworkRow(id: 11, downstream: 10, length: 3_800, slope: 0.009),
    NetworkRow(id: 12, downstream: 10, length: 4_900, slope: 0.007),
  ]

  public init(_ fault: Fault) {
    self.fault = fault
    var rows = Self.sound
    func change(_ id: Int64, _ body: (inout NetworkRow) -> Void) {
      for row in rows.indices where rows[row].id == id { body(&rows[row]) }
    }
    switch fault {
    case .cycle:
      // 10 -> 20 -> 21 -> 10; 21 was a headwater of 20.
      change(20) { $0.downstream = 21 }
      change(21) { $0.downstream = 10 }
      faultyIDs = [10, 20, 21]
    case .duplicateID:
      change(12) { $0.id = 11 }
      faultyIDs = [11]
    case .danglingDownstream:
      change(31) { $0.downstream = 999 }
      faultyIDs = [31]
    case .selfLink:
      change(21) { $0.downstream = 21 }
      faultyIDs = [21]
    case .zeroLength:
      change(12) { $0.length = 0 }
      faultyIDs = [12]
    case .negativeLength:
      change(12) { $0.length = -4_900 }
      faultyIDs = [12]
    case .missingLength:
      change(12) { $0.length = .nan }
      faultyIDs = [12]
    case .missingSlope:
      change(10) { $0.slope = .nan }
      faultyIDs = [10]
    case .infiniteSlope:
      change(10) { $0.slope = .infinity }
      faultyIDs = [10]
    case .noRows:
      rows = []
      faultyIDs = []
    }
    self.rows = rows
  }
}
