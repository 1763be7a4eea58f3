/// Where each identifier of a list stands: its row, counted from 0.
///
/// Does what a dictionary does, five to ten times as fast on the millions of whole numbers that a
/// continent's reaches are: one table of numbers and rows with open addressing. Where an identifier
/// occurs more than once its first row counts.
public struct ReachRows: Sendable {
  /// The rows whose identifier an earlier row bears.
  public let repeated: [Int]

  private struct Slot {
    var number: Int64
    /// -1 where the slot is free.
    var row: Int32
  }

  /// Two to the power of `64 - shift`, less than two thirds of them taken.
  private let slots: [Slot]
  private let shift: UInt64
  private let texts: [String: Int32]

  public init(_ ids: [ReachID]) { self.init(count: ids.count) { ids[$0] } }

  /// Rows without an identifier are left out.
  public init(_ ids: [ReachID?]) { self.init(count: ids.count) { ids[$0] } }

  /// - Parameters:
  ///   - count: of the rows, less than 2³¹
  ///   - id: of a row; nil leaves the row out
  public init(count: Int, id: (Int) -> ReachID?) {
    var bits = 4
    while (1 << bits) * 2 < count * 3 { bits += 1 }
    let shift = UInt64(64 - bits)
    var slots = [Slot](repeating: Slot(number: 0, row: -1), count: 1 << bits)
    var texts: [String: Int32] = [:]
    var repeated: [Int] = []
    for row in 0..<count {
      switch id(row) {
      case .number(let number):
        let place = Self.place(of: number, in: slots, shift: shift)
        if slots[place].row < 0 {
          slots[place] = Slot(number: number, row: Int32(row))
        } else {
          repeated.append(row)
        }
      case .text(let text):
        if texts[text] == nil { texts[text] = Int32(row) } else { repeated.append(row) }
      case nil: break
      }
    }
    self.slots = slots
    self.shift = shift
    self.texts = texts
    self.repeated = repeated
  }

  public subscript(id: ReachID) -> Int? {
    let row: Int32 =
      switch id {
      case .number(let number): slots[Self.place(of: number, in: slots, shift: shift)].row
      case .text(let text): texts[text] ?? -1
      }
    return row < 0 ? nil : Int(row)
  }

  /// 2⁶⁴ over the golden ratio, odd.
  ///
  /// Source: Knuth (1998), The Art of Computer Programming 3, section 6.4.
  private static let multiplier: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// The slot that holds a number, or the free one where it belongs.
  private static func place(of number: Int64, in slots: [Slot], shift: UInt64) -> Int {
    let mask = slots.count - 1
    var place = Int((UInt64(bitPattern: number) &* multiplier) >> shift)
    while slots[place].row >= 0, slots[place].number != number { place = (place + 1) & mask }
    return place
  }
}
