import Foundation
import RiverNetworks

/// Lateral inflow of every reach from seeded storms, m³ s⁻¹, as means over days or parts of a day.
///
///     var inflow = try StormInflow(basin: basin, start: CalendarDay(year: 1990, month: 10, day: 1))
///     let first = inflow.values(days: 0..<30)      // reach after reach, 30 values each
///     let then = inflow.values(days: 30..<60)      // goes on from there
///
/// Rain of moving cells (``StormClimate``) falls on the reach's midpoint and goes through parallel
/// linear reservoirs, solved exactly for rain that is constant over a step; inflow is proportional to
/// the unit catchment's area. It is > 0, starts in a state spun up for half a year, and its long-run
/// mean is the climate's.
///
/// The values do not depend, to the bit, on how the days are cut into chunks: reservoirs go from step
/// to step. Asking for days in order costs O(reaches) a day; going back starts again from the spin-up.
public struct StormInflow: Sendable {
  public let climate: StormClimate
  /// Day 0.
  public let start: CalendarDay
  /// 1 for daily means, 24 for hourly ones.
  public let stepsPerDay: Int
  public var reachCount: Int { squareKilometres.count }

  private let squareKilometres: [Double]
  private let field: RainField
  private let generator: StormGenerator
  private var reservoirs: [LinearReservoir]
  /// The day that would be simulated next.
  private var day: Int

  /// The reservoirs begin in their long-run mean state this long before day 0, days: three times the
  /// slowest one's time.
  private static let spinUp = 180
  /// Rain cells move in jumps of this many hours at most.
  private static let longestJump = 1.0
  private static let hoursPerDay = 24.0

  /// - Parameters:
  ///   - places: where each reach is, m in a plane
  ///   - squareKilometres: land that drains directly into each reach, km², > 0
  ///   - climate: of rain and storms
  ///   - start: first day of the series
  ///   - stepsPerDay: 1 to 24
  /// - Throws: `InputError` if an area, the number of steps or a value of the climate is wrong.
  public init(
    places: [SIMD2<Double>], unitCatchmentsSquareKilometres squareKilometres: [Double],
    climate: StormClimate = StormClimate(), start: CalendarDay = .waterYear1981,
    stepsPerDay: Int = 1
  ) throws {
    precondition(places.count == squareKilometres.count, "one area per place")
    try climate.validate()
    guard (1...Int(Self.hoursPerDay)).contains(stepsPerDay) else {
      throw InputError(
        "the number of steps in a day is wrong", column: "stepsPerDay", found: "\(stepsPerDay)",
        expected: "1 (daily) to 24 (hourly)", remedy: "choose 1 or 24")
    }
    let wrong = squareKilometres.indices.filter {
      !(squareKilometres[$0] > 0 && squareKilometres[$0].isFinite)
    }
    guard wrong.isEmpty else {
      throw InputError(
        "a unit catchment's area is not a positive number",
        column: "unitCatchmentsSquareKilometres", ids: wrong.prefix(12).map(String.init),
        count: wrong.count, found: "\(squareKilometres[wrong[0]])", expected: "above 0 km²",
        remedy: "give every reach the land that drains directly into it")
    }
    self.climate = climate
    self.start = start
    self.stepsPerDay = stepsPerDay
    self.squareKilometres = squareKilometres
    field = RainField(places: places)
    generator = StormGenerator(climate: climate, low: field.low, high: field.high)
    reservoirs = []
    day = 0
    spinUpAgain()
  }

  /// The inflow of a generated basin.
  public init(
    basin: SyntheticBasin, climate: StormClimate = StormClimate(),
    start: CalendarDay = .waterYear1981, stepsPerDay: Int = 1
  ) throws {
    try self.init(
      places: basin.geometry.midpoints,
      unitCatchmentsSquareKilometres: basin.unitCatchmentsSquareKilometres, climate: climate,
      start: start, stepsPerDay: stepsPerDay)
  }

  /// Mean inflow of each reach in each step of the days, m³ s⁻¹.
  ///
  /// - Parameter days: counted from ``start``, not negative.
  /// - Returns: reach after reach (in network order), for each all steps of the days:
  ///   `values[reach * days.count * stepsPerDay + step]`.
  public mutating func values(days: Range<Int>) -> [Float] {
    precondition(days.lowerBound >= 0, "days are counted from the start")
    if days.lowerBound < day { spinUpAgain() }
    let steps = days.count * stepsPerDay
    var result = [Float](repeating: 0, count: reachCount * steps)
    while day < days.upperBound {
      let firstStep = (day - days.lowerBound) * stepsPerDay
      let runoff = runoffOfNextDay()
      guard firstStep >= 0 else { continue }
      for place in 0..<reachCount {
        let reach = field.original[place]
        let factor = Self.dischargePerRunoff * squareKilometres[reach]
        for step in 0..<stepsPerDay {
          result[reach * steps + firstStep + step] = Float(
            factor * runoff[step * reachCount + place])
        }
      }
    }
    return result
  }

  /// m³ s⁻¹ from 1 km² at 1 mm per day.
  private static let dischargePerRunoff = 1000.0 / 86_400

  private mutating func spinUpAgain() {
    let runoff = climate.meanSpecificDischarge / Self.dischargePerRunoff
    reservoirs = climate.reservoirs.map {
      LinearReservoir(
        $0, places: squareKilometres.count, meanInput: runoff, step: 1 / Double(stepsPerDay))
    }
    day = -Self.spinUp
    while day < 0 { _ = runoffOfNextDay() }
  }

  /// Simulates the next day: runoff of each place, step after step, mm per day.
  private mutating func runoffOfNextDay() -> [Double] {
    let today = start.daysSince1970 + day
    let cells = (today - StormGenerator.daysOfRain...today)
      .flatMap { generator.cells(beginningOn: $0) }
    let stepHours = Self.hoursPerDay / Double(stepsPerDay)
    let jumps = Int((stepHours / Self.longestJump).rounded(.up))
    let jumpHours = stepHours / Double(jumps)
    var rain = [Double](repeating: 0, count: reachCount)
    var runoff = [Double](repeating: 0, count: reachCount * stepsPerDay)
    for step in 0..<stepsPerDay {
      for place in rain.indices { rain[place] = 0 }
      field.add(
        cells, from: Double(today) * Self.hoursPerDay + Double(step) * stepHours, jumps: jumps,
        jumpHours: jumpHours, scale: Double(stepsPerDay), to: &rain)
      for reservoir in reservoirs.indices {
        reservoirs[reservoir].advance(rain, addingOutflowTo: &runoff, at: step * reachCount)
      }
    }
    day += 1
    return runoff
  }
}
