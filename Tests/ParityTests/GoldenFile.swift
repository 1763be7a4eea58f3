import Foundation
import RiverSeries
import TestSupport
import Testing

/// The golden files of the routing engines, told apart by what is in them.
///
/// In the folder `ddr` of THALWEG_PARITY, or of `../shared/data/parity`.
enum GoldenFile: Sendable, CustomTestStringConvertible {
  /// Discharge of every reach and step, and all gradients.
  case network(name: String, GoldenNetwork)
  /// A large network: chosen discharges and gradients; its inflow is in another file.
  case basin(name: String, GoldenBasin)
  /// The formulas of single reaches.
  case reachPhysics(name: String, GoldenPhysics)
  case unknown(name: String, keys: [String])
  case unreadable(name: String, why: String)

  static let folder: URL = {
    let named = ProcessInfo.processInfo.environment["THALWEG_PARITY"]
      .map { URL(fileURLWithPath: $0) }
    return (named ?? SharedFolder.url("data/parity")).appendingPathComponent("ddr")
  }()

  static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }
  static let absence = "needs the folder ddr of ../shared/data/parity (or THALWEG_PARITY)"

  static let all: [GoldenFile] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().map { GoldenFile(named: $0) }
  }()

  private init(named name: String) {
    do {
      let data = try Data(contentsOf: Self.folder.appendingPathComponent(name))
      guard let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
        self = .unknown(name: name, keys: ["not an object"])
        return
      }
      if object["inputs"] is [String: Any], object["outputs"] is [String: Any] {
        self = .reachPhysics(name: name, try JSONDecoder().decode(GoldenPhysics.self, from: data))
      } else if object["qprime_rows_time_by_reach"] is [[Any]],
        (object["corrected"] as? [String: Any])?["discharge_f64"] != nil
      {
        self = .network(name: name, try JSONDecoder().decode(GoldenNetwork.self, from: data))
      } else if object["down"] != nil, object["ids"] != nil,
        (object["corrected"] as? [String: Any])?["outlet_discharge_f64"] != nil
      {
        self = .basin(name: name, try JSONDecoder().decode(GoldenBasin.self, from: data))
      } else {
        self = .unknown(name: name, keys: object.keys.sorted())
      }
    } catch {
      self = .unreadable(name: name, why: "\(error)")
    }
  }

  var testDescription: String {
    switch self {
    case .network(let name, _), .basin(let name, _), .reachPhysics(let name, _),
      .unknown(let name, _), .unreadable(let name, _):
      name
    }
  }

  var network: GoldenNetwork? { if case .network(_, let golden) = self { golden } else { nil } }
  var physics: GoldenPhysics? {
    if case .reachPhysics(_, let golden) = self { golden } else { nil }
  }
  var basin: GoldenBasin? { if case .basin(_, let golden) = self { golden } else { nil } }
}

/// What every golden network states.
struct GoldenReaches: Decodable, Sendable {
  struct Minimums: Decodable, Sendable {
    let discharge, slope, velocity, depth, bottom_width: Double
  }
  let attribute_minimums: Minimums
  let velocity_max: Double
  let side_slope_clamp: [Double]
  let dt_seconds: Double
  let ids: [Int64]
  let down: [Int]
  let outlet_row: Int
  let target: Double
  let length_m, slope: [Double]
  let legacy_X: Double
  let n, q_spatial, p_spatial: [Double]
}

struct GoldenNetwork: Decodable, Sendable {
  struct Results: Decodable, Sendable {
    let loss_f64: Double
    let dloss_dn_f64, dloss_dq_f64, dloss_dp_f64: [Double]
    /// `[reach][time]`
    let discharge_f64: [[Double]]
    /// `[time][reach]`
    let dloss_dqprime_f64: [[Double]]
  }
  let reaches: GoldenReaches
  /// `[time][reach]`
  let qprime_rows_time_by_reach: [[Double]]
  let corrected, legacy: Results

  enum CodingKeys: CodingKey { case qprime_rows_time_by_reach, corrected, legacy }
  init(from decoder: any Decoder) throws {
    reaches = try GoldenReaches(from: decoder)
    let values = try decoder.container(keyedBy: CodingKeys.self)
    qprime_rows_time_by_reach = try values.decode(
      [[Double]].self, forKey: .qprime_rows_time_by_reach)
    corrected = try values.decode(Results.self, forKey: .corrected)
    legacy = try values.decode(Results.self, forKey: .legacy)
  }
}

struct GoldenBasin: Decodable, Sendable {
  struct Results: Decodable, Sendable {
    let loss_f64: Double
    let dloss_dn_f64, dloss_dq_f64, dloss_dp_f64: [Double]
    /// `[time]`
    let outlet_discharge_f64: [Double]
    /// `[reach]`
    let initial_discharge_f64, final_discharge_f64, dloss_dqprime_time_sum_f64: [Double]
  }
  let reaches: GoldenReaches
  let corrected, legacy: Results
  /// Says from which day on the inflow is taken.
  let name: String

  /// The first date in the case's name.
  var firstDay: CivilDate? {
    guard let match = name.firstMatch(of: /(\d{4})-(\d{2})-(\d{2})/) else { return nil }
    return CivilDate(
      year: Int(match.1) ?? 0, month: Int(match.2) ?? 0, day: Int(match.3) ?? 0)
  }

  enum CodingKeys: CodingKey { case corrected, legacy, name }
  init(from decoder: any Decoder) throws {
    reaches = try GoldenReaches(from: decoder)
    let values = try decoder.container(keyedBy: CodingKeys.self)
    corrected = try values.decode(Results.self, forKey: .corrected)
    legacy = try values.decode(Results.self, forKey: .legacy)
    name = try values.decode(String.self, forKey: .name)
  }
}
