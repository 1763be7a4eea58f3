import Hydrography
import Testing

@Suite struct NullableArrayTests {
  @Test func keepsValuesAndGaps() {
    let values: NullableArray<Int64> = NullableArray([nil, 7, nil, 0], placeholder: 0)
    #expect(Array(values) == [nil, 7, nil, 0])
    #expect(values.nullCount == 2)
  }

  @Test func aGapAfterManyValuesMarksOnlyItself() {
    var values = NullableArray([1.5, 2.5])
    #expect(values.nullCount == 0)
    values.append(nil, placeholder: .nan)
    values.append(3.5, placeholder: .nan)
    #expect(Array(values) == [1.5, 2.5, nil, 3.5])
  }

  @Test func reorderingMovesTheGaps() {
    let values = NullableArray(["a", nil, "c"], placeholder: "")
    #expect(Array(values.reordered(by: [1, 2, 0])) == [nil, "c", "a"])
    let without = values.reordered(by: [2, 0])
    #expect(Array(without) == ["c", "a"] && without.nullCount == 0)
  }

  @Test func equalityIgnoresPlaceholders() {
    let a = NullableArray([1, nil], placeholder: 0)
    let b = NullableArray([1, nil], placeholder: 99)
    #expect(a == b)
    #expect(a != NullableArray([1, 0]))
  }
}
