import RiverNetworks
import RiverSeries

/// A small file of series, written with its every feature to choose.
struct SeriesFixture {
  enum Identifiers {
    case integers([Int64])
    case strings([String])
    /// Fixed width, padded on the left with blanks.
    case characters([String], width: Int)
    case doubles([Double])

    var count: Int {
      switch self {
      case .integers(let ids): ids.count
      case .strings(let ids), .characters(let ids, _): ids.count
      case .doubles(let ids): ids.count
      }
    }
  }

  var variable = "Qr"
  var identifiers: Identifiers
  var identifierName = "comid"
  var featureDimension = "comid"
  var units: String? = "m3 s-1"
  var timeUnits = "days since 2000-02-27"
  var calendar: String? = "standard"
  var times: [Int64]
  /// [feature][time]
  var values: [Double]
  var type = NetCDFType.float
  var attributes: [NetCDFAttribute] = []
  var isTimeMajor = false
  var chunks: [Int]?
  /// A further series in the same file.
  var otherVariable: String?

  func write(to path: String) throws {
    let writer = try NetCDFWriter(path: path)
    let features = identifiers.count
    try writer.defineDimension("time", length: times.count)
    try writer.defineDimension(featureDimension, length: features)
    var timeAttributes = [NetCDFAttribute("units", timeUnits)]
    if let calendar { timeAttributes.append(.init("calendar", calendar)) }
    try writer.defineVariable("time", .int64, ["time"], attributes: timeAttributes)
    switch identifiers {
    case .integers: try writer.defineVariable(identifierName, .int64, [featureDimension])
    case .strings: try writer.defineVariable(identifierName, .string, [featureDimension])
    case .doubles: try writer.defineVariable(identifierName, .double, [featureDimension])
    case .characters(_, let width):
      try writer.defineDimension("width", length: width)
      try writer.defineVariable(identifierName, .character, [featureDimension, "width"])
    }
    let dimensions = isTimeMajor ? ["time", featureDimension] : [featureDimension, "time"]
    let all = attributes + (units.map { [NetCDFAttribute("units", $0)] } ?? [])
    for name in [variable, otherVariable].compactMap({ $0 }) {
      try writer.defineVariable(name, type, dimensions, attributes: all, chunks: chunks)
    }
    try writer.write("time", integers: times)
    switch identifiers {
    case .integers(let ids): try writer.write(identifierName, integers: ids)
    case .strings(let ids): try writer.write(identifierName, texts: ids)
    case .doubles(let ids): try writer.write(identifierName, doubles: ids)
    case .characters(let ids, let width):
      let padded = ids.map { String(repeating: " ", count: width - $0.count) + $0 }
      try writer.write(identifierName, texts: padded)
    }
    let ordered =
      isTimeMajor
      ? times.indices.flatMap { time in
        (0..<features).map { values[$0 * times.count + time] }
      } : values
    for name in [variable, otherVariable].compactMap({ $0 }) {
      try writer.write(name, doubles: ordered)
    }
    try writer.commit()
  }
}

/// A chain of reaches, the first id upstream of all others.
func chain(_ ids: [ReachID]) throws -> RiverNetwork {
  var builder = NetworkBuilder()
  for id in ids { builder.addReach(id, length: 1_000, slope: 0.001) }
  for (from, to) in zip(ids, ids.dropFirst()) { builder.addLink(from: from, to: to) }
  return try builder.build()
}

func day(_ text: String) throws -> CivilDate { try CivilDate(parsing: text) }
