import Foundation
import ReachOperators
import RiverModels
import RiverNetworks
import RiverSeries
import TestSupport
import Testing

/// How near to the golden numbers: `shared/data/parity/ddr/README.md`, "Suggested tolerances".
struct GoldenTolerance: Sendable, CustomTestStringConvertible {
  let precision: RouterConfiguration.Precision
  /// Of a discharge: relative, and absolute in m³ s⁻¹.
  let relative, absolute: Double
  /// Of a gradient, relative to its largest entry.
  let gradient: Double

  static let all = [
    GoldenTolerance(precision: .double, relative: 1e-9, absolute: 0, gradient: 1e-7),
    GoldenTolerance(precision: .single, relative: 0, absolute: 5e-5, gradient: 1e-3),
  ]
  var testDescription: String { precision.rawValue }

  func holds(_ found: Double, _ golden: Double) -> Bool {
    abs(found - golden) <= relative * abs(golden) + absolute
  }

  /// The worst difference between two gradients, relative to the golden one's largest entry.
  static func gradientError(_ found: [Double], _ golden: [Double]) -> Double {
    guard found.count == golden.count else { return .infinity }
    let largest = golden.reduce(0) { max($0, abs($1)) }
    return zip(found, golden).reduce(0) {
      let error = abs($1.0 - $1.1) / largest
      return error.isNaN ? .infinity : max($0, error)
    }
  }
}

@Suite(
  "Parity with the golden routing runs", .enabled(if: GoldenFile.isThere, "\(GoldenFile.absence)"))
struct RoutingParityTests {
  @Test("Every golden file has a layout we know", arguments: GoldenFile.all)
  func layout(_ file: GoldenFile) {
    switch file {
    case .network(_, let golden): #expect(!golden.qprime_rows_time_by_reach.isEmpty)
    case .basin(_, let golden): #expect(golden.reaches.ids.count == golden.reaches.down.count)
    case .reachPhysics: break
    case .unknown(let name, let keys): Issue.record("\(name): unknown layout, keys \(keys)")
    case .unreadable(let name, let why): Issue.record("\(name): \(why)")
    }
  }

  @Test("The folder holds golden runs")
  func present() {
    #expect(GoldenFile.all.contains { $0.network != nil || $0.basin != nil })
  }

  @Test(
    "Small networks: all discharges, all gradients",
    arguments: GoldenFile.all.filter { $0.network != nil },
    GoldenTolerance.all)
  func network(_ file: GoldenFile, _ tolerance: GoldenTolerance) throws {
    let golden = try #require(file.network)
    for scheme in [RouterConfiguration.Scheme.lagged, .legacy] {
      let expected = scheme == .lagged ? golden.corrected : golden.legacy
      let run = try GoldenRun(golden.reaches, scheme: scheme, precision: tolerance.precision)
      #expect(run.limitsAgree)
      let times = golden.qprime_rows_time_by_reach.count
      let lateral = golden.reaches.ids.indices.map { row in
        golden.qprime_rows_time_by_reach.map { $0[row] }
      }
      // T output values are T - 1 steps after the hot start.
      let found = try run(lateral: lateral, stepsPerValue: 1, steps: times - 1)
      for (row, series) in expected.discharge_f64.enumerated() {
        #expect(found.discharge[row].count == series.count)
        for (time, value) in series.enumerated() {
          #expect(
            tolerance.holds(found.discharge[row][time], value),
            "\(scheme) row \(row) time \(time): \(found.discharge[row][time]), golden \(value)")
        }
      }
      #expect(abs(found.loss - expected.loss_f64) <= tolerance.gradient * expected.loss_f64)
      let error = GoldenTolerance.gradientError
      #expect(error(found.roughness, expected.dloss_dn_f64) <= tolerance.gradient, "\(scheme) n")
      #expect(
        error(found.widthExponent, expected.dloss_dq_f64) <= tolerance.gradient, "\(scheme) q")
      #expect(error(found.widthFactor, expected.dloss_dp_f64) <= tolerance.gradient, "\(scheme) p")
      let byTime = (0..<times).flatMap { time in found.lateral.map { $0[time] } }
      #expect(
        error(byTime, expected.dloss_dqprime_f64.flatMap { $0 }) <= tolerance.gradient,
        "\(scheme) lateral inflow")
    }
  }

  /// Daily lateral inflow of the large case: beside the golden files' folder, or with the shared data.
  static let inflow: String = {
    let beside = GoldenFile.folder.appendingPathComponent("../../juniata/lateral_inflow.nc")
      .standardizedFileURL.path
    return FileManager.default.fileExists(atPath: beside)
      ? beside : SharedFolder.url("data/juniata/lateral_inflow.nc").path
  }()

  @Test(
    "A basin with daily inflow: outlet, first and last discharge, gradients",
    .enabled(
      if: FileManager.default.fileExists(atPath: inflow),
      "needs ../shared/data/juniata/lateral_inflow.nc"),
    arguments: GoldenFile.all.filter { $0.basin != nil }, GoldenTolerance.all)
  func basin(_ file: GoldenFile, _ tolerance: GoldenTolerance) throws {
    let golden = try #require(file.basin)
    for scheme in [RouterConfiguration.Scheme.lagged, .legacy] {
      let expected = scheme == .lagged ? golden.corrected : golden.legacy
      let run = try GoldenRun(golden.reaches, scheme: scheme, precision: tolerance.precision)
      #expect(run.limitsAgree)
      let times = expected.outlet_discharge_f64.count
      let first = try #require(golden.firstDay, "the case's name holds its first day")
      let inflow = try LateralInflowFile(path: Self.inflow, network: run.network)
        .read(dates: first...first.adding(days: times / 24 - 1))
      let lateral = run.positions.map { inflow[ReachIndex($0)].map { Double($0) } }
      let found = try run(lateral: lateral, stepsPerValue: 24, steps: times - 1)
      let outlet = found.discharge[golden.reaches.outlet_row]
      for time in 0..<times {
        #expect(
          tolerance.holds(outlet[time], expected.outlet_discharge_f64[time]),
          "\(scheme) time \(time)")
      }
      for row in golden.reaches.ids.indices {
        #expect(tolerance.holds(found.discharge[row][0], expected.initial_discharge_f64[row]))
        #expect(
          tolerance.holds(found.discharge[row][times - 1], expected.final_discharge_f64[row]),
          "\(scheme) row \(row)")
      }
      #expect(abs(found.loss - expected.loss_f64) <= tolerance.gradient * expected.loss_f64)
      let error = GoldenTolerance.gradientError
      #expect(error(found.roughness, expected.dloss_dn_f64) <= tolerance.gradient, "\(scheme) n")
      #expect(
        error(found.widthExponent, expected.dloss_dq_f64) <= tolerance.gradient, "\(scheme) q")
      #expect(error(found.widthFactor, expected.dloss_dp_f64) <= tolerance.gradient, "\(scheme) p")
      #expect(
        error(found.lateral.map { $0.reduce(0, +) }, expected.dloss_dqprime_time_sum_f64)
          <= tolerance.gradient, "\(scheme) lateral inflow")
    }
  }
}
