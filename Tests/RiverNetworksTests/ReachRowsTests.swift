import NeuralNetworks
import RiverNetworks
import Testing

@Suite("ReachRows")
struct ReachRowsTests {
  private func check(_ ids: [ReachID], _ absent: [ReachID]) {
    let rows = ReachRows(ids)
    var first: [ReachID: Int] = [:]
    var repeated: [Int] = []
    for (row, id) in ids.enumerated() {
      if first[id] == nil { first[id] = row } else { repeated.append(row) }
    }
    #expect(rows.repeated == repeated)
    #expect(ids.allSatisfy { rows[$0] == first[$0] })
    #expect(absent.filter { first[$0] == nil }.allSatisfy { rows[$0] == nil })
  }

  @Test("Finds what a dictionary finds, the first of those that occur twice")
  func asADictionary() {
    var generator = Xoshiro256StarStar(seed: 3)
    for count in [0, 1, 2, 7, 100, 5_000] {
      let range = -Int64(count)...Int64(count)
      let drawn = (0..<count).map { _ in ReachID.number(.random(in: range, using: &generator)) }
      check(drawn, (0..<100).map { _ in .number(.random(in: .min ... .max, using: &generator)) })
    }
  }

  @Test("Numbers that differ in their high bits alone, and the outermost ones")
  func strides() {
    for shift in [0, 8, 20, 32, 44, 52] {
      let ids = (0..<1_000).map { ReachID.number(Int64($0) << shift) }
      check(ids, [-1, 1_001, .number(.max)])
    }
    check([.number(.max), .number(.min), 0, -1], [1, 2])
  }

  @Test("The number 15 and the text 15 are two; a row without a name is left out")
  func texts() {
    check([15, "15", "wb-1", 15, "wb-1", ""], ["wb-2", 16, "016"])
    let rows = ReachRows([nil, 4, nil, "a", 4] as [ReachID?])
    #expect(rows[4] == 1 && rows["a"] == 3 && rows.repeated == [4] && rows[0] == nil)
  }
}
