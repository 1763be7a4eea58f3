import Foundation

/// Ten attributes for every reach's catchment, from smooth random fields, elevation and area.
///
/// The fields vary over about 150 km; the relations are simple on purpose, and bounded by their form,
/// not by clipping:
/// * rain rises with elevation, potential evaporation falls with it; aridity is their ratio;
/// * vegetation falls with aridity;
/// * clay, sand and silt are shares of one whole;
/// * land is steeper in the mountains and along small rivers.
///
/// Means and spreads are those of a humid temperate basin such as the Juniata, Pennsylvania (clay
/// 23 %, sand 38 %, rain 1030 mm, evaporation 1015 mm, NDVI 0.59, slope 8 degrees, porosity 0.15),
/// the spreads rather wider, so that there is something to learn from.
public struct CatchmentAttributes: Sendable {
  private let columns: [[Float]]

  /// One attribute for each reach, in network order.
  public subscript(attribute: CatchmentAttribute) -> [Float] {
    columns[CatchmentAttribute.allCases.firstIndex(of: attribute)!]
  }

  /// Largest features of the fields, m.
  private static let fieldScale = 150_000.0

  /// - Parameters: columns in network order: places in m, elevations in m, slopes of the channel in
  ///   m m⁻¹, drainage areas in km².
  init(
    seed: UInt64, places: [SIMD2<Double>], elevations: [Double], slopes: [Double],
    drainageSquareKilometres: [Double]
  ) {
    func field(_ stream: RandomStream) -> SmoothField {
      SmoothField(seed: seed, stream: stream, scale: Self.fieldScale)
    }
    let (clay, sand) = (field(.clay), field(.sand))
    let (rain, evaporation) = (field(.rain), field(.evaporation))
    let (vegetation, porosity, relief) = (field(.vegetation), field(.porosity), field(.relief))
    var columns = CatchmentAttribute.allCases.map { _ in
      [Float](repeating: 0, count: places.count)
    }
    for reach in places.indices {
      let (x, y) = (places[reach].x, places[reach].y)
      let site = Site(
        bedElevation: elevations[reach], channelSlope: slopes[reach],
        drainageSquareKilometres: drainageSquareKilometres[reach],
        clay: clay.value(x, y), sand: sand.value(x, y), rain: rain.value(x, y),
        evaporation: evaporation.value(x, y), vegetation: vegetation.value(x, y),
        porosity: porosity.value(x, y), relief: relief.value(x, y))
      for (column, attribute) in CatchmentAttribute.allCases.enumerated() {
        columns[column][reach] = Float(site.value(of: attribute))
      }
    }
    self.columns = columns
  }

  /// What one catchment's attributes are made from: the last seven are field values, of mean 0 and
  /// variance 1.
  private struct Site {
    let bedElevation: Double
    let channelSlope: Double
    let drainageSquareKilometres: Double
    let clay, sand, rain, evaporation, vegetation, porosity, relief: Double

    /// Degrees: 8 on average, steeper where the channel is, and by a field.
    var meanSlope: Double { 8 * pow(channelSlope / 0.007, 0.15) * exp(0.2 * relief) }

    /// Half the relief of hillslopes of about one kilometre above the bed, m.
    var meanElevation: Double { bedElevation + 500 * tan(meanSlope * .pi / 180) }

    /// mm per year; up to a fifth more in the mountains.
    var precipitation: Double {
      1000 * exp(0.12 * rain + 0.2 * tanh((meanElevation - 300) / 1000))
    }

    /// mm per year; an e-th less for every 5 km of height.
    var potentialEvaporation: Double { 1080 * exp(0.05 * evaporation - meanElevation / 5000) }

    var aridity: Double { potentialEvaporation / precipitation }

    /// Clay and sand, %: shares of one whole, silt having the weight 1.
    var soil: (clay: Double, sand: Double) {
      let (a, b) = (0.6 * exp(0.2 * clay), exp(0.2 * sand))
      return (100 * a / (a + b + 1), 100 * b / (a + b + 1))
    }

    func value(of attribute: CatchmentAttribute) -> Double {
      switch attribute {
      case .clay: soil.clay
      case .aridity: aridity
      case .meanElevation: meanElevation
      case .meanPrecipitation: precipitation
      case .vegetation: 0.05 + 0.85 * logistic(0.55 - 1.2 * (aridity - 1) + 0.2 * vegetation)
      case .meanSlope: meanSlope
      case .logDrainageArea: log10(drainageSquareKilometres)
      case .sand: soil.sand
      case .potentialEvaporation: potentialEvaporation
      case .porosity: 0.01 + 0.27 * logistic(porosity)
      }
    }

    private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  }
}
