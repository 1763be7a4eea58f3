import Foundation

/// Storms over a rectangle of the plane: arrivals in a Poisson process whose rate follows the season,
/// each a cluster of moving rain cells.
///
/// A day's storms depend on the seed and the day alone, so that any day can be had without those
/// before it. The rectangle is widened by as far as a cell can come from.
///
/// Source: Cox and Isham (1988), A simple spatial-temporal model of rainfall, Proc. R. Soc. Lond. A
/// 415, 317–328, doi:10.1098/rspa.1988.0016 (clusters of moving cells in Poisson storms).
struct StormGenerator {
  let climate: StormClimate
  private let low: SIMD2<Double>
  private let size: SIMD2<Double>
  /// Mean of r₀, mm per hour, that gives the climate's mean discharge.
  private let meanIntensity: Double

  /// Ranges of uniform variates: mesoscale rain cells of half a day that cross a state.
  private static let durations = 3.0...24.0
  private static let spreads = 20_000.0...80_000.0
  private static let speeds = 10_000.0...50_000.0
  /// Cells of a storm are at most this far from its centre, m.
  private static let clusterRadius = 150_000.0
  /// Hours by which a cell may start later than its storm.
  private static let latestStart = 6.0
  /// A storm has one cell and a Poisson number more.
  private static let meanFurtherCells = 2.0
  /// Storms travel within 45 degrees of east.
  private static let widestHeading = Double.pi / 4
  /// Days before the present from which a storm may still rain: 24 + 6 + 24 hours.
  static let daysOfRain = 2

  private static let hoursPerDay = 24.0
  private static let millimetresPerMetre = 1000.0
  private static let secondsPerDay = 86_400.0
  /// Per million square kilometres.
  private static let referenceSquareMetres = 1e12

  /// - Parameters: corners of the land that rain may fall on, m.
  init(climate: StormClimate, low: SIMD2<Double>, high: SIMD2<Double>) {
    self.climate = climate
    let margin =
      Self.durations.upperBound * Self.speeds.upperBound / 2 + Self.clusterRadius
      + RainCell.reach * Self.spreads.upperBound
    self.low = low - margin
    self.size = high - low + 2 * margin

    // Campbell's theorem: mean rain = storms per area and time x cells x mean volume of a cell.
    let storms = climate.stormsPerDay / Self.referenceSquareMetres
    let cells = 1 + Self.meanFurtherCells
    let (a, b) = (Self.spreads.lowerBound, Self.spreads.upperBound)
    let meanSquareSpread = (a * a + a * b + b * b) / 3
    let withinReach = 1 - exp(-RainCell.reach * RainCell.reach / 2)
    let meanDuration = (Self.durations.lowerBound + Self.durations.upperBound) / 2
    let hourMetres = meanDuration * 2 * .pi * meanSquareSpread * withinReach
    let wanted =
      climate.meanSpecificDischarge / SyntheticBasin.squareMetresPerKilometre
      * Self.secondsPerDay * Self.millimetresPerMetre
    meanIntensity = wanted / (storms * cells * hourMetres * climate.meanSeasonalProduct)
  }

  /// The cells of all storms that begin on a day, days since 1 January 1970.
  func cells(beginningOn day: Int) -> [RainCell] {
    let stream = RandomSource.mixed(climate.seed, RandomStream.storms.rawValue)
    var source = RandomSource(seed: stream, stream: UInt64(bitPattern: Int64(day)))
    let season = climate.season(day: day)
    let rate =
      climate.stormsPerDay * size.x * size.y / Self.referenceSquareMetres
      * (1 + climate.rateSeasonality * season)
    let storms = source.poisson(mean: rate)
    var cells: [RainCell] = []
    for _ in 0..<storms {
      let centre = low + size * SIMD2(source.uniform(), source.uniform())
      let begin = Double(day) * Self.hoursPerDay + Self.hoursPerDay * source.uniform()
      let heading = source.uniform(in: -Self.widestHeading...Self.widestHeading)
      let speed = source.uniform(in: Self.speeds)
      let velocity = speed * SIMD2(cos(heading), sin(heading))
      for _ in 0...source.poisson(mean: Self.meanFurtherCells) {
        let radius = Self.clusterRadius * source.uniform().squareRoot()
        let angle = 2 * .pi * source.uniform()
        let start = begin + Self.latestStart * source.uniform()
        let duration = source.uniform(in: Self.durations)
        let spread = source.uniform(in: Self.spreads)
        let intensity =
          meanIntensity * (1 + climate.yieldSeasonality * season) * source.exponential()
        cells.append(
          RainCell(
            start: start, duration: duration,
            middle: centre + radius * SIMD2(cos(angle), sin(angle)), velocity: velocity,
            spread: spread, intensity: intensity))
      }
    }
    return cells
  }
}
