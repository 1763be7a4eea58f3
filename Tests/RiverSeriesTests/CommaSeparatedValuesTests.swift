import RiverNetworks
import RiverSeries
import Testing

@Suite struct CommaSeparatedValuesTests {
  @Test func quotesCommasAndLineBreaks() throws {
    let table = try CommaSeparatedValues(
      text: "\u{FEFF}STAID, Name ,x\r\n01,\"Newport, \"\"PA\"\"\",1\r\n\r\n"
        + "02,\"two\nlines\" ,\n03,c,3")
    #expect(table.header == ["STAID", "Name", "x"])
    #expect(
      table.rows.map(\.fields) == [
        ["01", "Newport, \"PA\"", "1"], ["02", "two\nlines", ""], ["03", "c", "3"],
      ])
    #expect(table.rows.map(\.line) == [2, 4, 6])
    #expect(table.column(["missing", "name"]) == 1)
    #expect(table.column(["station"]) == nil)
  }

  @Test(arguments: ["", "\n\n", "a,b\n1\n", "a,b\n1,2,3\n", "a\n\"open", "a\n\"x\"y\n"])
  func refuses(text: String) {
    #expect(throws: InputError.self) { try CommaSeparatedValues(text: text) }
  }

  @Test func unevenRowIsLocated() throws {
    let error = #expect(throws: InputError.self) {
      try CommaSeparatedValues(text: "a,b\n1,2\n\n1\n", file: "t.csv")
    }
    #expect(error?.file == "t.csv")
    #expect(error?.found == "1 fields in line 4")
  }

  @Test func emptyQuotedFieldIsARow() throws {
    #expect(try CommaSeparatedValues(text: "a\n\"\"\n").rows.map(\.fields) == [[""]])
  }
}
