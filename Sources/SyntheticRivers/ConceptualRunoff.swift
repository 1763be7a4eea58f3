import Foundation

/// Runoff of many places from their weather by a simple conceptual model: snow, a soil that fills
/// and dries, a fast and a slow reservoir.
///
///     snow:  falls below 0 °C, melts by m (T - 0 °C) per day
///     soil:  of rain and melt L, L (W/C)^b runs off and the rest stays; E = PE min(1, W / (l C))
///     flow:  shares of the runoff go through linear reservoirs
///
/// Water is conserved: what falls evaporates, flows off, or is stored.
///
/// Source: the HBV model, Lindström et al. (1997), doi:10.1016/S0022-1694(97)00041-3, without its
/// response function's threshold.
public struct ConceptualRunoff: Sendable {
  /// m, mm per °C and day
  private static let meltRate = 3.0
  /// C, mm
  private static let fieldCapacity = 180.0
  /// b
  private static let shape = 2.0
  /// l
  private static let evaporationLimit = 0.7
  private static let reservoirs = [
    StormClimate.Reservoir(share: 0.55, days: 1.5), StormClimate.Reservoir(share: 0.45, days: 30),
  ]

  /// mm of water at each place.
  private var snow: [Double]
  private var soil: [Double]
  private var reservoirs: [LinearReservoir]

  public init(places: Int) {
    snow = [Double](repeating: 0, count: places)
    soil = [Double](repeating: Self.fieldCapacity / 2, count: places)
    reservoirs = Self.reservoirs.map {
      LinearReservoir($0, places: places, meanInput: 0, step: 1)
    }
  }

  /// Water at each place, mm.
  public var storage: [Double] {
    soil.indices.map { place in
      snow[place] + soil[place] + reservoirs.reduce(0) { $0 + $1.contents[place] }
    }
  }

  /// Goes on by a day.
  /// - Returns: runoff and evaporation of each place, mm per day
  public mutating func advance(
    _ day: SyntheticWeather.Day
  ) -> (runoff: [Double], evaporation: [Double]) {
    var recharge = [Double](repeating: 0, count: soil.count)
    var evaporation = recharge
    for place in soil.indices {
      let temperature = day.temperature[place]
      var liquid = 0.0
      if temperature < 0 {
        snow[place] += day.precipitation[place]
      } else {
        let melt = min(snow[place], Self.meltRate * temperature)
        snow[place] -= melt
        liquid = day.precipitation[place] + melt
      }
      let share = pow(min(soil[place] / Self.fieldCapacity, 1), Self.shape)
      // What the soil has no room for runs off too.
      let room = Self.fieldCapacity - soil[place]
      let stays = min(liquid * (1 - share), room)
      soil[place] += stays
      recharge[place] = liquid - stays
      let wetness = min(soil[place] / (Self.evaporationLimit * Self.fieldCapacity), 1)
      evaporation[place] = min(day.potentialEvaporation[place] * wetness, soil[place])
      soil[place] -= evaporation[place]
    }
    var runoff = [Double](repeating: 0, count: soil.count)
    for reservoir in reservoirs.indices {
      reservoirs[reservoir].advance(recharge, addingOutflowTo: &runoff, at: 0)
    }
    return (runoff, evaporation)
  }
}
