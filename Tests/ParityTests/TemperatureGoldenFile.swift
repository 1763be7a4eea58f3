import Foundation
import TestSupport

/// The golden tables of heat transport, told apart by their columns.
///
/// In the folder `temperature` of THALWEG_PARITY, or of `../shared/data/parity`.
struct TemperatureGoldenFile: Sendable, CustomStringConvertible {
  enum Kind: String, Sendable, CaseIterable {
    case boxStep, implicitStep, heatFlux, steadyModel, dispersion, laggedAir, mixedCell
    case stepInlet, gaussianPulse, gaussianMoments, steadyReach, diurnal
    case confluence, confluencePeriodic, confluenceDispersive

    /// Columns that only this kind of table has.
    var columns: Set<String> {
      switch self {
      case .boxStep: ["S_old_m3C", "X", "gJ_dS_new"]
      case .implicitStep: ["G_m3s", "gJ_dT_new", "g_theta"]
      case .heatFlux: ["H_latent", "dHnet_dTw", "T_equilibrium_C"]
      case .steadyModel: ["K1", "K2", "T_star_C"]
      case .dispersion: ["fischer1979", "seo_cheong1998"]
      case .laggedAir: ["kind", "tau_days_or_depth_m"]
      case .mixedCell: ["T_backward_euler_C", "T_trapezoidal_C"]
      case .stepInlet: ["x_m", "t_s", "T_C"]
      case .gaussianPulse: ["T_point_C", "T_cell_mean_C"]
      case .gaussianMoments: ["excess_heat_Cm", "variance_m2"]
      case .steadyReach: ["T_gaining_reach_C", "T_losing_reach_C"]
      case .diurnal: ["T_advective_C", "T_dispersive_C", "t_s"]
      case .confluence: ["where", "T_C"]
      case .confluencePeriodic: ["T_junction_C", "T_A_end_C"]
      case .confluenceDispersive: ["branch", "x_m", "T_C"]
      }
    }
  }

  let name: String
  let kind: Kind?
  let columns: [String]
  private let rows: [[String]]

  static let folder: URL = {
    let named = ProcessInfo.processInfo.environment["THALWEG_PARITY"]
      .map { URL(fileURLWithPath: $0) }
    return (named ?? SharedFolder.url("data/parity")).appendingPathComponent("temperature")
  }()
  static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }
  static let absence = "needs the folder temperature of ../shared/data/parity (or THALWEG_PARITY)"

  static let all: [TemperatureGoldenFile] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".csv") }.sorted().map { TemperatureGoldenFile(named: $0) }
  }()

  static func all(_ kind: Kind) -> [TemperatureGoldenFile] { all.filter { $0.kind == kind } }

  private init(named name: String) {
    self.name = name
    let text =
      (try? String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
    var lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    columns = lines.isEmpty ? [] : lines.removeFirst()
    rows = lines
    let known = Set(columns)
    let fitting = Kind.allCases.filter { $0.columns.isSubset(of: known) }
    // A table of a more particular kind has the columns of a plainer one too.
    kind = fitting.max { $0.columns.count < $1.columns.count }
  }

  var description: String { name }
  var count: Int { rows.count }

  func number(_ row: Int, _ column: String) -> Double { Double(text(row, column)) ?? .nan }
  func text(_ row: Int, _ column: String) -> String {
    columns.firstIndex(of: column).map { rows[row][$0] } ?? ""
  }
  func numbers(_ column: String) -> [Double] { (0..<count).map { number($0, column) } }

  /// Cases by their name: parameters, SI units.
  nonisolated(unsafe) static let parameters: [String: [String: Any]] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    var cases: [String: [String: Any]] = [:]
    for name in names where name.hasSuffix(".json") {
      guard let data = try? Data(contentsOf: folder.appendingPathComponent(name)),
        let object = try? JSONSerialization.jsonObject(with: data) as? [String: [String: Any]]
      else { continue }
      cases.merge(object) { first, _ in first }
    }
    return cases
  }()

  static func parameter(_ group: String, _ name: String) -> Double {
    (parameters[group]?[name] as? NSNumber)?.doubleValue ?? .nan
  }
}
