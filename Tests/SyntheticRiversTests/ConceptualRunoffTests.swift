import SyntheticRivers
import Testing

@Suite struct ConceptualRunoffTests {
  static func weather(_ seed: UInt64 = 4) throws -> SyntheticWeather {
    try SyntheticWeather(
      places: [SIMD2(0, 0), SIMD2(30_000, 10_000), SIMD2(0, 200_000)],
      elevations: [100, 900, 1_500], latitude: 40, seed: seed,
      start: CalendarDay(year: 1990, month: 10, day: 1))
  }

  @Test func waterIsConserved() throws {
    var weather = try Self.weather()
    var model = ConceptualRunoff(places: 3)
    let before = model.storage
    var (fallen, gone) = ([0.0, 0, 0], [0.0, 0, 0])
    for _ in 0..<2_000 {
      let day = weather.next()
      let (runoff, evaporation) = model.advance(day)
      for place in 0..<3 {
        fallen[place] += day.precipitation[place]
        gone[place] += runoff[place] + evaporation[place]
        #expect(runoff[place] >= 0 && evaporation[place] >= 0)
        #expect(evaporation[place] <= day.potentialEvaporation[place])
      }
    }
    for place in 0..<3 {
      let change = model.storage[place] - before[place]
      #expect(abs(fallen[place] - gone[place] - change) < 1e-8 * fallen[place])
      #expect(gone[place] > 0.5 * fallen[place])
    }
  }

  @Test func weatherIsThatOfTheClimate() throws {
    var weather = try Self.weather()
    let years = 12
    var (rain, summer, winter) = (0.0, 0.0, 0.0)
    for day in 0..<365 * years {
      let today = weather.next()
      rain += today.precipitation[0] / Double(years)
      // Higher is colder, by 6.5 °C per km.
      #expect(abs(today.temperature[0] - today.temperature[1] - 5.2) < 1e-9)
      // From October on: January is about day 100, July about day 290.
      let season = day % 365
      if (95..<125).contains(season) { winter += today.temperature[0] / Double(30 * years) }
      if (275..<305).contains(season) { summer += today.temperature[0] / Double(30 * years) }
    }
    #expect((800...1_500).contains(rain))
    #expect((-5...2).contains(winter))
    #expect((19...25).contains(summer))
  }

  @Test func daysFollowFromTheSeed() throws {
    var (a, b, c) = (try Self.weather(), try Self.weather(), try Self.weather(5))
    let (first, second, other) = (
      (0..<20).map { _ in a.next() }, (0..<20).map { _ in b.next() }, (0..<20).map { _ in c.next() }
    )
    #expect(first == second)
    #expect(first != other)
  }
}
