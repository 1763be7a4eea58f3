import RiverNetworks
import Testing

@Suite("ReachID")
struct ReachIDTests {
  @Test(
    "Digits become a number, everything else keeps its spelling",
    arguments: [
      ("73006286", ReachID.number(73_006_286)), ("-12", .number(-12)), ("0", .number(0)),
      (" 42\t", .number(42)), ("01567000", .text("01567000")), ("-0", .text("-0")),
      ("+5", .text("+5")), ("wb-2436960", .text("wb-2436960")), ("1.0", .text("1.0")),
      ("9223372036854775807", .number(.max)),
      ("9223372036854775808", .text("9223372036854775808")), (" a b ", .text("a b")),
      ("", .text("")),
    ])
  func parsing(_ text: String, _ expected: ReachID) {
    #expect(ReachID(parsing: text) == expected)
    #expect(ReachID(parsing: text[...]) == expected)
  }

  @Test("What was parsed prints as it was written, and sorts numbers before texts")
  func printingAndOrder() {
    for text in ["01567000", "42", "wb-1"] { #expect(ReachID(parsing: text).description == text) }
    let shuffled: [ReachID] = ["b", 10, "a", 9, -1]
    #expect(shuffled.sorted() == [-1, 9, 10, "a", "b"])
    #expect(ReachID.number(7) != ReachID.text("7"))
  }
}
