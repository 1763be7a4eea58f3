import Foundation
import Reports
import Testing

@Suite struct JSONLiteralTests {
  static let hostile = "</script><script>alert('&\"\\\u{2028}\n\u{7}')</script><!-- µ 川"

  @Test func `text reads back as it was and closes no element`() throws {
    let value = JSONLiteral.object([
      "a": 1, "b": [0.5, nil, true], "text": .text(Self.hostile), Self.hostile: 2,
    ])
    let text = value.text
    #expect(!text.contains("<") && !text.contains(">") && !text.contains("&"))
    #expect(!text.contains("\u{2028}"))
    let back = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(back["text"] as? String == Self.hostile)
    #expect(back[Self.hostile] as? Int == 2)
    #expect((back["b"] as? [Any])?.count == 3)
  }

  @Test func `keys are in order and numbers are short`() {
    let value: JSONLiteral = ["z": 1, "a": JSONLiteral([1 / 3.0, 20_000, .nan, 1e-7, -0.25], digits: 3)]
    #expect(value.text == #"{"a":[0.333,20000,null,1e-07,-0.25],"z":1}"#)
  }

  @Test func `what is not a number is null`() {
    #expect(JSONLiteral(Double.nan).text == "null")
    #expect(JSONLiteral(-.infinity).text == "null")
    #expect(JSONLiteral.number(.infinity).text == "null")
    #expect(JSONLiteral([123_456.0, 0, 1e300], digits: 2).text.hasPrefix("[120000,0,"))
  }
}
