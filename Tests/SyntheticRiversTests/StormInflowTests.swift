import RiverNetworks
import SyntheticRivers
import Testing

@Suite struct StormInflowTests {
  private let basin: SyntheticBasin

  init() throws { basin = try SyntheticBasin(configuration: .init(reachCount: 60, seed: 21)) }

  @Test func `positive, with the mean asked for, over twenty years`() throws {
    let days = 7_305
    var inflow = try StormInflow(basin: basin)
    let values = inflow.values(days: 0..<days)
    #expect(values.count == 60 * days)
    #expect(values.allSatisfy { $0 > 0 && $0.isFinite })
    let area = basin.unitCatchmentsSquareKilometres.reduce(0, +)
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(days) / area
    // Storms are random: the mean of twenty years is within a tenth of the long-run mean.
    #expect((0.0135...0.0165).contains(mean))

    // Flashy: the highest day many times the mean, the lowest well below it and above nothing.
    for reach in 0..<60 {
      let series = values[reach * days..<(reach + 1) * days].map(Double.init).sorted()
      let mean = series.reduce(0, +) / Double(days)
      #expect(series[days - 1] > 8 * mean)
      #expect(series[days / 2] < 0.85 * mean)
      #expect(series[0] > 0.01 * mean)
    }
  }

  @Test func `the mean follows the climate`() throws {
    var wet = try StormInflow(basin: basin, climate: .init(meanSpecificDischarge: 0.03))
    var dry = try StormInflow(basin: basin, climate: .init(meanSpecificDischarge: 0.003))
    let (high, low) = (wet.values(days: 0..<50), dry.values(days: 0..<50))
    // The same storms, ten times as strong.
    for (a, b) in zip(high, low) { #expect(abs(a / b - 10) < 1e-4) }
  }

  @Test(arguments: [1, 4, 24])
  func `values do not depend on the chunks`(stepsPerDay: Int) throws {
    var whole = try StormInflow(basin: basin, stepsPerDay: stepsPerDay)
    var parts = whole
    let expected = whole.values(days: 0..<40)
    let steps = 40 * stepsPerDay
    // In order, with a gap, and backwards.
    for chunk in [0..<1, 1..<8, 8..<8, 12..<40, 3..<20] {
      let found = parts.values(days: chunk)
      let length = chunk.count * stepsPerDay
      #expect(found.count == 60 * length)
      for reach in 0..<60 {
        let first = reach * steps + chunk.lowerBound * stepsPerDay
        #expect(
          Array(found[reach * length..<(reach + 1) * length])
            == Array(expected[first..<first + length]))
      }
    }
  }

  @Test func `a seed has its own storms`() throws {
    var one = try StormInflow(basin: basin, climate: .init(seed: 1))
    var same = try StormInflow(basin: basin, climate: .init(seed: 1))
    var two = try StormInflow(basin: basin, climate: .init(seed: 2))
    let values = one.values(days: 0..<20)
    #expect(values == same.values(days: 0..<20))
    #expect(values != two.values(days: 0..<20))
  }

  @Test func `the calendar decides the season and the storms`() throws {
    let october = try CalendarDay(year: 1980, month: 10, day: 1)
    let november = try CalendarDay(year: 1980, month: 11, day: 1)
    var early = try StormInflow(basin: basin, start: october)
    var late = try StormInflow(basin: basin, start: november)
    let shifted = early.values(days: 31..<41)
    let direct = late.values(days: 0..<10)
    // The same days; the spin-up began a month apart, which three times the slowest reservoir's
    // time has made small, not nothing.
    for (a, b) in zip(shifted, direct) { #expect(abs(a / b - 1) < 0.05) }

    var inflow = try StormInflow(basin: basin, start: try CalendarDay(year: 1981, month: 1, day: 1))
    let days = 365 * 20
    let values = inflow.values(days: 0..<days)
    var (winter, summer) = (0.0, 0.0)
    for reach in 0..<60 {
      for year in 0..<20 {
        let first = reach * days + year * 365
        winter += values[first + 30..<first + 90].reduce(0.0) { $0 + Double($1) }
        summer += values[first + 213..<first + 273].reduce(0.0) { $0 + Double($1) }
      }
    }
    #expect(winter > 1.5 * summer)
  }

  @Test func `hourly values average to about the daily ones`() throws {
    var daily = try StormInflow(basin: basin)
    var hourly = try StormInflow(basin: basin, stepsPerDay: 24)
    let days = 200
    let coarse = daily.values(days: 0..<days).reduce(0.0) { $0 + Double($1) }
    let fine = hourly.values(days: 0..<days).reduce(0.0) { $0 + Double($1) } / 24
    #expect(abs(fine / coarse - 1) < 0.005)
  }

  @Test func `inflow is proportional to area`() throws {
    let places = [SIMD2<Double>(0, 0), SIMD2(0, 0), SIMD2(400_000, 0)]
    var inflow = try StormInflow(
      places: places, unitCatchmentsSquareKilometres: [10, 30, 10])
    let values = inflow.values(days: 0..<100)
    for day in 0..<100 { #expect(abs(values[100 + day] / values[day] - 3) < 1e-5) }
    #expect(Array(values[0..<100]) != Array(values[200..<300]))
  }

  @Test func `wrong input is refused by name`() throws {
    func column(_ body: () throws -> Void) -> String? {
      do {
        try body()
        return nil
      } catch {
        return (error as? InputError)?.column
      }
    }
    #expect(column { _ = try StormInflow(basin: basin, stepsPerDay: 0) } == "stepsPerDay")
    #expect(
      column { _ = try StormInflow(basin: basin, climate: .init(meanSpecificDischarge: 0)) }
        == "meanSpecificDischarge")
    #expect(
      column {
        _ = try StormInflow(
          basin: basin, climate: .init(reservoirs: [.init(share: 0.5, days: 1)]))
      } == "reservoirs.share")
    #expect(
      column {
        _ = try StormInflow(places: [.zero], unitCatchmentsSquareKilometres: [0])
      } == "unitCatchmentsSquareKilometres")
  }
}
