/// Times a body several times and prints the median per item.
struct Measurement {
  static let repeats = 5

  static func report(_ name: String, items: Int, _ body: () -> Void) {
    let clock = ContinuousClock()
    body()
    let times = (0..<repeats).map { _ -> Double in
      let elapsed = clock.measure(body).components
      return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }.sorted()
    let nanoseconds = times[repeats / 2] / Double(items) * 1e9
    let spread = (times[repeats - 1] - times[0]) / times[repeats / 2]
    let text = String(Double(Int(nanoseconds * 1_000)) / 1_000)
    print(
      name.padding(46) + text.leftPadding(10) + " ns an item   spread "
        + String(Int(spread * 100)) + " %")
  }
}

extension String {
  func padding(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
  func leftPadding(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
