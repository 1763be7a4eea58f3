import Foundation
import RiverNetworks

/// The text files of CAMELS-US as they are published.
///
///     <folder>/basin_mean_forcing/<product>/<hydrologic unit>/<gauge>_lump_..._forcing_leap.txt
///     <folder>/usgs_streamflow/<hydrologic unit>/<gauge>_streamflow_qc.txt
///     <folder>/camels_attributes_v2.0/camels_*.txt        (semicolons between the columns)
///
/// Forcing: latitude, elevation and area (m²) on a line each, a header, then one line a day.
/// Streamflow: gauge, year, month, day, ft³ s⁻¹ (-999 where missing), a flag.
///
/// Sources: Newman et al. (2015), doi:10.5194/hess-19-209-2015; Addor et al. (2017),
/// doi:10.5194/hess-21-5293-2017.
public struct CAMELSFolder: Sendable {
  public let path: String

  /// The forcing products there may be, by the names of their folders.
  public static let products = ["daymet", "maurer", "maurer_extended", "nldas", "nldas_extended"]

  static let missingDischarge = -999.0

  public init(path: String) { self.path = path }

  /// The gauges with a streamflow file, ascending.
  public func gauges() throws -> [String] {
    let suffix = "_streamflow_qc.txt"
    return try files(in: "usgs_streamflow").compactMap { file in
      let name = (file as NSString).lastPathComponent
      return name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : nil
    }.sorted()
  }

  /// Daily meteorology of some gauges' basins.
  ///
  /// - Parameters:
  ///   - product: one of ``products``
  ///   - names: of the variables, as `prcp`, `tmax`; capitals do not matter
  ///   - gauges: eight digits each
  /// - Throws: `InputError` naming file, line and column
  public func forcing(
    product: String, names: [String], gauges: [String]
  ) throws -> CatchmentSeries {
    guard Self.products.contains(product) else {
      throw InputError(
        "this forcing product is not known", file: path, found: product,
        expected: Self.products.joined(separator: ", "))
    }
    let all = try files(in: "basin_mean_forcing/" + product)
    let tables = try gauges.map { gauge -> CAMELSTable in
      let file = try only(all, of: gauge, ending: "_forcing_leap.txt", in: product)
      return try CAMELSTable(forcing: file, names: names)
    }
    let axis = TimeAxis(
      days: tables.map(\.days.lowerBound).min()!...tables.map(\.days.upperBound).max()!)
    return CatchmentSeries(
      axis: axis, ids: gauges.map(ReachID.text), names: names,
      values: names.indices.map { variable in
        tables.flatMap { $0.series(variable, on: axis) }
      }, areas: tables.map(\.area))
  }

  /// Observed runoff of some gauges, mm per day over the areas that the forcing files state.
  public func runoff(gauges: [String], areas: [Double]) throws -> CatchmentSeries {
    let all = try files(in: "usgs_streamflow")
    let tables = try zip(gauges, areas).map { gauge, area -> CAMELSTable in
      let file = try only(all, of: gauge, ending: "_streamflow_qc.txt", in: "usgs_streamflow")
      return try CAMELSTable(streamflow: file, gauge: gauge, area: area)
    }
    let axis = TimeAxis(
      days: tables.map(\.days.lowerBound).min()!...tables.map(\.days.upperBound).max()!)
    return CatchmentSeries(
      axis: axis, ids: gauges.map(ReachID.text), names: ["runoff"],
      values: [tables.flatMap { $0.series(0, on: axis) }], areas: areas)
  }

  /// Static attributes of some gauges' basins, `[attribute][gauge]`, from all attribute files.
  public func attributes(names: [String], gauges: [String]) throws -> [[Double]] {
    let folder = ["camels_attributes_v2.0", "."].first {
      FileManager.default.fileExists(atPath: "\(path)/\($0)/camels_topo.txt")
    }
    guard let folder else {
      throw InputError(
        "there are no attribute files", file: path,
        expected: "camels_attributes_v2.0/camels_topo.txt and the like")
    }
    let tables = try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")
      .filter { $0.hasPrefix("camels_") && $0.hasSuffix(".txt") }.sorted()
      .map { try CatchmentTable(path: "\(path)/\(folder)/\($0)", separator: ";") }
    return try names.map { name in
      guard let table = tables.first(where: { $0.header.contains(name) }) else {
        throw InputError(
          "no attribute file has this attribute", file: "\(path)/\(folder)", column: name,
          expected: tables.flatMap { $0.header.dropFirst() }.joined(separator: ", "))
      }
      return try table.column(name, ids: gauges)
    }
  }

  private func files(in part: String) throws -> [String] {
    let folder = path + "/" + part
    guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder) else {
      throw InputError(
        "this is not a CAMELS folder", file: path, expected: "\(part)/<hydrologic unit>/...",
        remedy: "give the folder that holds basin_mean_forcing and usgs_streamflow")
    }
    return names.sorted().map { folder + "/" + $0 }
  }

  private func only(
    _ files: [String], of gauge: String, ending: String, in part: String
  ) throws -> String {
    let found = files.filter {
      let name = ($0 as NSString).lastPathComponent
      return name.hasPrefix(gauge + "_") && name.hasSuffix(ending)
    }
    guard found.count == 1 else {
      throw InputError(
        found.isEmpty ? "a gauge has no file" : "a gauge has more than one file",
        file: path + "/" + part, ids: [gauge],
        found: found.isEmpty ? "none" : found.joined(separator: ", "),
        expected: "one \(gauge)_...\(ending)")
    }
    return found[0]
  }
}
