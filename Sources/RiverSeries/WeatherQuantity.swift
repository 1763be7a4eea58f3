import RiverNetworks

/// A quantity of the weather, in which units files may give it, and what is plausible.
public enum WeatherQuantity: String, Sendable, CaseIterable {
  /// °C
  case airTemperature = "air_temperature"
  /// 0 to 1
  case relativeHumidity = "relative_humidity"
  /// W m⁻²
  case shortwave = "shortwave"
  /// hPa
  case pressure = "pressure"
  /// Water temperature, °C
  case waterTemperature = "water_temperature"

  /// Value in our unit = value × factor + offset.
  struct Unit {
    let name: String
    let spellings: [String]
    let factor: Double
    let offset: Double
  }

  var units: [Unit] {
    switch self {
    case .airTemperature, .waterTemperature:
      [
        Unit(
          name: "degC",
          spellings: ["degc", "deg c", "c", "celsius", "degree_celsius", "degrees_celsius", "°c"],
          factor: 1, offset: 0),
        Unit(
          name: "K", spellings: ["k", "kelvin", "degk", "degrees_kelvin"], factor: 1,
          offset: -273.15),
      ]
    case .relativeHumidity:
      [
        Unit(name: "1", spellings: ["1", "fraction", "-"], factor: 1, offset: 0),
        Unit(name: "percent", spellings: ["percent", "%", "pct"], factor: 0.01, offset: 0),
      ]
    case .shortwave:
      [
        Unit(
          name: "W m-2", spellings: ["w m-2", "w/m2", "w m^-2", "w/m^2", "watt m-2"], factor: 1,
          offset: 0)
      ]
    case .pressure:
      [
        Unit(name: "hPa", spellings: ["hpa", "mbar", "mb", "millibar"], factor: 1, offset: 0),
        Unit(name: "kPa", spellings: ["kpa"], factor: 10, offset: 0),
        Unit(name: "Pa", spellings: ["pa", "pascal"], factor: 0.01, offset: 0),
      ]
    }
  }

  /// What a value may be after conversion.
  var range: ClosedRange<Float> {
    switch self {
    case .airTemperature: -80...60
    case .waterTemperature: -1...60
    case .relativeHumidity: 0...1.001
    case .shortwave: 0...600
    case .pressure: 400...1_100
    }
  }

  /// - Throws: `InputError` if there is no unit or it is not known.
  func unit(parsing text: String?) throws -> Unit {
    let names = units.map(\.name).joined(separator: " or ")
    guard let text, !text.trimmingBlanks.isEmpty else {
      throw InputError(
        "a series of the weather has no unit", found: "no units attribute", expected: names,
        remedy: "set the units attribute of the variable")
    }
    let spelling = text.trimmingBlanks.lowercased()
    guard let unit = units.first(where: { $0.spellings.contains(spelling) }) else {
      throw InputError(
        "the unit of \(rawValue) is not known", found: "'\(text)'", expected: names,
        remedy: "convert the values, or correct the units attribute")
    }
    return unit
  }
}
