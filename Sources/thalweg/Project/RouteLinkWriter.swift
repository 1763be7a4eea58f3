import Hydrography
import RiverNetworks
import RiverSeries

/// Writes a network as the National Water Model's RouteLink.nc: link, to, Length, So, order, and
/// what else the network's file or a run knows of RouteLink's variables. Nothing is made up: what
/// nobody knows is not in the file.
///
/// Source: Gochis et al. (2020), The WRF-Hydro Modeling System Technical Description, version 5.1,
/// NCAR.
struct RouteLinkWriter {
  private let dataset: RiverDataset
  private let learned: LearnedValues?
  private let fileRows: [Int]

  private static let dimension = "feature_id"
  private static let gaugeWidth = 15
  /// RouteLink's further variables, as they are copied from the file's columns.
  private static let copied: [(name: String, units: String?, meaning: String)] = [
    ("alt", "m", "elevation at the start node"),
    ("Qi", "m3 s-1", "initial flow"),
    ("MusK", "s", "Muskingum routing time"),
    ("MusX", nil, "Muskingum weighting coefficient"),
    ("n", nil, "Manning's roughness"),
    ("ChSlp", nil, "channel side slope"),
    ("BtmWdth", "m", "bottom width of the channel"),
    ("NHDWaterbodyComID", nil, "water body"),
    ("Kchan", "mm h-1", "channel conductivity"),
    ("nCC", nil, "Manning's roughness of the compound channel"),
    ("TopWdthCC", "m", "top width of the compound channel"),
    ("TopWdth", "m", "top width"),
  ]
  private static let learnedRoughness = "roughness"
  private static let missing = -9_999.0

  /// - Parameter learned: values in the order of the draft's rows.
  /// - Throws: `InputError` where the river divides or an identifier is no positive number.
  init(_ dataset: RiverDataset, learned: LearnedValues? = nil) throws {
    try dataset.network.requireTree(of: "RouteLink")
    try dataset.network.requireNumbers(of: "RouteLink")
    self.dataset = dataset
    self.learned = learned
    fileRows = dataset.network.inputRows
  }

  /// Writes the file.
  /// - Returns: the names of its variables.
  func write(to path: String) throws -> [String] {
    let network = dataset.network
    let ids = network.ids.map(Self.number)
    let below = network.indices.map { reach in
      network.links(outOf: reach).first.map { ids[$0.downstream.position] } ?? 0
    }
    let isSmall = ids.allSatisfy { $0 <= Int64(Int32.max) }
    let writer = try NetCDFWriter(path: path)
    try writer.defineDimension(Self.dimension, length: network.count)
    var contents: [(name: String, write: (String) throws -> Void)] = []

    func define(
      _ name: String, _ type: NetCDFType, _ units: String?, _ meaning: String,
      role: String? = nil, _ write: @escaping (String) throws -> Void
    ) throws {
      var attributes = [NetCDFAttribute("long_name", meaning)]
      if let units { attributes.append(NetCDFAttribute("units", units)) }
      if let role { attributes.append(NetCDFAttribute("cf_role", role)) }
      if type == .double { attributes.append(NetCDFAttribute("_FillValue", .numbers([.nan]))) }
      try writer.defineVariable(name, type, [Self.dimension], attributes: attributes)
      contents.append((name, write))
    }
    let integer: NetCDFType = isSmall ? .int : .int64
    try define("link", integer, nil, "reach identifier", role: "timeseries_id") {
      try writer.write($0, integers: ids)
    }
    try define("to", integer, nil, "identifier of the reach below, 0 for none") {
      try writer.write($0, integers: below)
    }
    if let midpoints = try dataset.midpoints() {
      try define("lon", .double, "degrees_east", "longitude of the reach's midpoint") {
        try writer.write($0, doubles: midpoints.map { $0?.longitude ?? .nan })
      }
      try define("lat", .double, "degrees_north", "latitude of the reach's midpoint") {
        try writer.write($0, doubles: midpoints.map { $0?.latitude ?? .nan })
      }
    }
    try define("Length", .double, "m", "channel length") {
      try writer.write($0, doubles: network.lengths)
    }
    try define("So", .double, "m m-1", "channel slope") {
      try writer.write($0, doubles: network.slopes)
    }
    try define("order", .int, nil, "Strahler order") {
      try writer.write($0, integers: network.strahlerOrders.map(Int64.init))
    }
    let roughness = learned?.column(Self.learnedRoughness)?.reordered(by: fileRows)
    for (name, units, meaning) in Self.copied {
      let source = name == "n" ? roughness ?? dataset.column(name) : dataset.column(name)
      guard let source else { continue }
      switch source.values {
      case .integers(let values):
        try define(name, .int64, units, meaning) {
          try writer.write($0, integers: values.map { $0 ?? Int64(Self.missing) })
        }
      case .reals(let values):
        try define(name, .double, units, meaning) {
          try writer.write($0, doubles: values.map { $0 ?? .nan })
        }
      case .texts, .booleans: continue
      }
    }
    if let gauges = dataset.gaugeIDs {
      try writer.defineDimension("IDLength", length: Self.gaugeWidth)
      try writer.defineVariable(
        "gages", .character, [Self.dimension, "IDLength"],
        attributes: [NetCDFAttribute("long_name", "gauge on the reach")])
      contents.append(("gages", { name in
        try writer.write(
          name,
          texts: gauges.map { gauge in
            let text = gauge ?? ""
            return String(repeating: " ", count: max(0, Self.gaugeWidth - text.utf8.count)) + text
          })
      }))
    }
    try writer.setAttribute(NetCDFAttribute("Conventions", "CF-1.6"))
    try writer.setAttribute(NetCDFAttribute("featureType", "timeSeries"))
    try writer.setAttribute(NetCDFAttribute("source", "Thalweg \(Version.current)"))
    for (name, write) in contents { try write(name) }
    try writer.commit()
    return contents.map(\.name)
  }

  private static func number(_ id: ReachID) -> Int64 {
    guard case .number(let number) = id else { preconditionFailure("checked before") }
    return number
  }
}
