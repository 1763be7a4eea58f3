import Foundation
import ReachOperators
import RiverModels
import Testing

/// The schemes against exact solutions, on two grids each: half the grid, a quarter of the error.
@Suite(
  .enabled(
    if: TemperatureGoldenFile.isThere, Comment(rawValue: TemperatureGoldenFile.absence)))
struct TemperatureAnalyticTests {
  private func given(_ group: String, _ name: String) -> Double {
    TemperatureGoldenFile.parameter(group, name)
  }

  /// Largest errors on a coarse and a grid twice as fine, K, held to a bound and an order.
  private func hold(
    _ name: String, coarse: Double, fine: Double, bound: Double, order least: Double
  ) {
    let order = log2(coarse / fine)
    print("\(name): \(coarse) K, \(fine) K, order \(order)")
    #expect(fine <= bound, "\(name): error \(fine) K")
    #expect(order >= least, "\(name): order \(order)")
  }

  /// Which case of parameters.json a table of steps at the inlet belongs to.
  private func caseName(for golden: TemperatureGoldenFile) -> String? {
    TemperatureGoldenFile.parameters.first { _, values in
      guard let t = values["t"] as? [NSNumber], let x = values["x"] as? [NSNumber] else {
        return false
      }
      return Set(t.map(\.doubleValue)) == Set(golden.numbers("t_s"))
        && Set(x.map(\.doubleValue)) == Set(golden.numbers("x_m"))
    }?.key
  }

  @Test(arguments: TemperatureGoldenFile.all(.stepInlet))
  func stepAtTheInlet(_ golden: TemperatureGoldenFile) throws {
    let group = try #require(
      caseName(for: golden), "no case of parameters.json fits \(golden.name)")
    let isFlux = group.contains("flux")
    func error(_ refinement: Int) throws -> Double {
      let velocity = given(group, "U")
      let rows = (0..<golden.count).filter { golden.number($0, "x_m") > 0 }
      let times = golden.numbers("t_s").max()!
      let distance = golden.numbers("x_m").max()!
      var worst = 0.0
      if isFlux {
        let length = 100.0 / Double(refinement)
        let timeStep = 200.0 / Double(refinement)
        let cells = Int(1.6 * distance / length)
        var channel = try ImplicitChannel(
          [
            .init(
              cells: cells, length: length, discharge: velocity, velocity: velocity,
              dispersion: given(group, "D"), rate: 0)
          ], timeStep: timeStep, equilibrium: 0, initial: given(group, "Ti"))
        channel.feed(0, discharge: velocity, temperature: given(group, "T0"), dispersion: 0)
        var time = 0.0
        for _ in 0..<Int(times / timeStep) {
          channel.advance(1)
          time += timeStep
          for row in rows where golden.number(row, "t_s") == time {
            let place = Int(golden.number(row, "x_m") / length)
            let found = (channel.temperatures[place - 1] + channel.temperatures[place]) / 2
            worst = max(worst, abs(found - golden.number(row, "T_C")))
          }
        }
      } else {
        // Not much shorter than D/U: there the box's own third-order term no longer shrinks.
        let length = 2_000.0 / Double(refinement)
        let timeStep = 0.9 * length / velocity
        var channel = BoxChannel(
          cells: Int(distance / length), length: length, timeStep: timeStep, velocity: velocity,
          dispersion: given(group, "D"), rate: given(group, "k"),
          initial: { $0 == 0 ? given(group, "T0") : given(group, "Ti") })
        let head = given(group, "T0")
        for step in 1...Int((times / timeStep).rounded()) {
          channel.advance(head: (head, head), equilibrium: given(group, "Te"))
          for row in rows where abs(golden.number(row, "t_s") - Double(step) * timeStep) < 1 {
            let place = golden.number(row, "x_m") / length
            guard step > 1, place == place.rounded() else { continue }
            let found = channel.temperature(at: golden.number(row, "x_m"))
            worst = max(worst, abs(found - golden.number(row, "T_C")))
          }
        }
      }
      return worst
    }
    hold(
      golden.name, coarse: try error(isFlux ? 2 : 4), fine: try error(isFlux ? 4 : 8),
      bound: isFlux ? 0.001 : 0.1, order: 1.8)
  }

  @Test(arguments: TemperatureGoldenFile.all(.gaussianPulse))
  func gaussianPulse(_ golden: TemperatureGoldenFile) {
    let (velocity, dispersion) = (given("gauss", "U"), given("gauss", "D"))
    let (centre, width) = (given("gauss", "x0"), given("gauss", "s0"))
    func exact(_ distance: Double, _ time: Double) -> Double {
      let variance = width * width + 2 * dispersion * time
      let from = distance - centre - velocity * time
      return given("gauss", "Tb")
        + given("gauss", "dT") * width / variance.squareRoot() * exp(-from * from / (2 * variance))
    }
    func error(_ refinement: Int) -> Double {
      let length = 4 * given("gauss", "dx") / Double(refinement)
      let timeStep = 1_800.0 / Double(refinement)
      var channel = BoxChannel(
        cells: Int(given("gauss", "n")) * refinement / 4, length: length, timeStep: timeStep,
        velocity: velocity, dispersion: dispersion, rate: given("gauss", "k"),
        initial: { exact($0, 0) })
      var worst = 0.0
      let times = golden.numbers("t_s")
      for step in 1...Int(times.max()! / timeStep) {
        let time = Double(step) * timeStep
        channel.advance(head: (exact(0, time - timeStep), exact(0, time)), equilibrium: 0)
        guard times.contains(time) else { continue }
        for (cell, found) in channel.temperatures.enumerated() {
          worst = max(worst, abs(found - exact(Double(cell + 1) * length, time)))
        }
      }
      return worst
    }
    for row in 0..<golden.count {
      let value = exact(golden.number(row, "x_centre_m"), golden.number(row, "t_s"))
      #expect(abs(value - golden.number(row, "T_point_C")) < 1e-12)
    }
    hold(golden.name, coarse: error(1), fine: error(2), bound: 0.07, order: 1.8)
  }

  @Test(arguments: TemperatureGoldenFile.all(.gaussianMoments))
  func gaussianMoments(_ golden: TemperatureGoldenFile) {
    let (velocity, dispersion) = (given("gauss", "U"), given("gauss", "D"))
    let (centre, width) = (given("gauss", "x0"), given("gauss", "s0"))
    let length = 125.0
    let timeStep = 225.0
    var channel = BoxChannel(
      cells: 400, length: length, timeStep: timeStep, velocity: velocity, dispersion: dispersion,
      rate: given("gauss", "k"),
      initial: {
        given("gauss", "dT") * exp(-($0 - centre) * ($0 - centre) / (2 * width * width))
      })
    func moments() -> (heat: Double, centroid: Double, variance: Double) {
      var heat = 0.0
      var first = 0.0
      var second = 0.0
      for (cell, state) in channel.states.enumerated() {
        let middle = Double(cell + 1) * length
        let excess = state.temperature * length
        heat += excess
        first += middle * excess
        second += middle * middle * excess
      }
      let centroid = first / heat
      return (heat, centroid, second / heat - centroid * centroid)
    }
    var row = 0
    for step in 0...Int(golden.numbers("t_s").max()! / timeStep) {
      if step > 0 { channel.advance(head: (0, 0), equilibrium: 0) }
      guard Double(step) * timeStep == golden.number(row, "t_s") else { continue }
      let found = moments()
      #expect(
        abs(found.heat / golden.number(row, "excess_heat_Cm") - 1) < 1e-6, "heat, row \(row)")
      #expect(abs(found.centroid - golden.number(row, "centroid_m")) < 1, "centroid, row \(row)")
      #expect(
        abs(found.variance / golden.number(row, "variance_m2") - 1) < 0.01, "variance, row \(row)")
      row += 1
      if row == golden.count { break }
    }
    #expect(row == golden.count)
  }

  @Test(arguments: TemperatureGoldenFile.all(.steadyReach))
  func steadyReach(_ golden: TemperatureGoldenFile) throws {
    func p(_ name: String) -> Double { given("steady", name) }
    enum Case: String, CaseIterable {
      case advective = "T_advective_C"
      case dispersive = "T_dispersive_semi_infinite_C"
      case gaining = "T_gaining_reach_C"
      case losing = "T_losing_reach_C"
      case held = "T_dirichlet_inlet_zero_grad_outlet_C"
      case flux = "T_flux_inlet_zero_grad_outlet_C"
    }
    func boxError(_ column: Case, _ refinement: Int) -> Double {
      let length = (column == .dispersive ? 4_000.0 : 1_000.0) / Double(refinement)
      let timeStep = 0.9 * length / p("U")
      let isSteadyFlow = column == .advective || column == .dispersive
      let rate =
        isSteadyFlow
        ? p("k") : p("W") * p("K") / p("rhoc") / (p("Q0") / p("U"))
      var channel = BoxChannel(
        cells: Int(p("L") / length), length: length, timeStep: timeStep, velocity: p("U"),
        dispersion: column == .dispersive ? p("D") : 0, rate: rate, initial: { _ in p("T0") })
      // Per unit of the cross-section Q₀/U.
      let area = p("Q0") / p("U")
      channel.lateralTemperature = p("Tl")
      for cell in channel.states.indices {
        let distance = Double(cell + 1) * length
        if column == .gaining {
          channel.laterals[cell] = p("q") * length / area
          channel.discharges[cell] = p("U") + p("q") * distance / area
        }
        if column == .losing {
          channel.discharges[cell] = p("U") - p("qloss") * distance / area
        }
      }
      for _ in 0..<(12 * channel.states.count) {
        channel.advance(head: (p("T0"), p("T0")), equilibrium: p("Te"))
      }
      return (1..<golden.count).reduce(0) { worst, row in
        let place = golden.number(row, "x_m") / length
        guard place == place.rounded() else { return worst }
        let found = channel.temperature(at: golden.number(row, "x_m"))
        return max(worst, abs(found - golden.number(row, column.rawValue)))
      }
    }
    func implicitError(_ column: Case, _ refinement: Int) throws -> Double {
      let length = 500.0 / Double(refinement)
      var channel = try ImplicitChannel(
        [
          .init(
            cells: Int(p("L") / length), length: length, discharge: p("U"), velocity: p("U"),
            dispersion: p("D"), rate: p("k"))
        ], timeStep: 1_000 / Double(refinement), equilibrium: p("Te"), initial: p("T0"))
      channel.feed(
        0, discharge: p("U"), temperature: p("T0"),
        dispersion: column == .held ? 2 * p("D") / length : 0)
      channel.advance(500 * refinement)
      return (1..<(golden.count - 1)).reduce(0) { worst, row in
        let place = Int(golden.number(row, "x_m") / length)
        let found = (channel.temperatures[place - 1] + channel.temperatures[place]) / 2
        return max(worst, abs(found - golden.number(row, column.rawValue)))
      }
    }
    for column in [Case.advective, .dispersive, .gaining, .losing] {
      hold(
        "\(golden.name) \(column)", coarse: boxError(column, 1), fine: boxError(column, 2),
        bound: 0.01, order: 1.8)
    }
    for column in [Case.held, .flux] {
      hold(
        "\(golden.name) \(column)", coarse: try implicitError(column, 1),
        fine: try implicitError(column, 2), bound: 0.02, order: 1.8)
    }
  }

  @Test(arguments: TemperatureGoldenFile.all(.diurnal))
  func diurnal(_ golden: TemperatureGoldenFile) {
    func p(_ name: String) -> Double { given("diurnal", name) }
    let frequency = 2 * Double.pi / 86_400
    func error(_ column: String, dispersion: Double, _ refinement: Int) -> Double {
      let length = 1_000.0 / Double(refinement)
      let timeStep = 1_800.0 / Double(refinement)
      var channel = BoxChannel(
        cells: Int(40_000 / length), length: length, timeStep: timeStep, velocity: p("U"),
        dispersion: dispersion, rate: p("k"), initial: { _ in p("Tm") })
      func head(_ time: Double) -> Double {
        p("T0m") + p("T0a") * cos(frequency * time - p("phi"))
      }
      let days = 6
      var worst = 0.0
      for step in 1...Int(Double(days) * 86_400 / timeStep) {
        let time = Double(step) * timeStep
        channel.advance(
          head: (head(time - timeStep), head(time)),
          equilibrium: p("Tm") + p("Ta") * cos(frequency * (time - timeStep / 2)))
        for row in 0..<golden.count where golden.number(row, "x_m") > 0 {
          let clock = golden.number(row, "t_s") + Double(days - 1) * 86_400
          guard abs(clock - time) < 1 else { continue }
          let found = channel.temperature(at: golden.number(row, "x_m"))
          worst = max(worst, abs(found - golden.number(row, column)))
        }
      }
      return worst
    }
    for (column, dispersion) in [("T_advective_C", 0), ("T_dispersive_C", p("D"))] {
      hold(
        "\(golden.name) \(column)", coarse: error(column, dispersion: dispersion, 1),
        fine: error(column, dispersion: dispersion, 2), bound: 0.02, order: 1.8)
    }
  }

  @Test(arguments: TemperatureGoldenFile.all(.mixedCell))
  func mixedCell(_ golden: TemperatureGoldenFile) throws {
    func p(_ name: String) -> Double { given("mixed", name) }
    for (theta, column) in [(1.0, "T_backward_euler_C"), (0.5, "T_trapezoidal_C")] {
      var channel = try ImplicitChannel(
        [
          .init(
            cells: 1, length: p("V"), discharge: p("Q"), velocity: p("Q"), dispersion: 0,
            rate: p("k"))
        ], timeStep: p("dt"), equilibrium: p("Te"), initial: p("Ti"))
      channel.feed(0, discharge: p("Q"), temperature: p("Tin"), dispersion: 0)
      channel.step.theta[0] = theta
      for row in 0..<golden.count {
        #expect(abs(channel.temperatures[0] - golden.number(row, column)) < 1e-12, "row \(row)")
        channel.advance(1)
      }
    }
  }

  // MARK: Confluences

  /// Branches A and B as boxes, mixed with a point inflow, and C below.
  private func confluence(
    _ refinement: Int, days: Int, oscillates: Bool,
    _ read: (_ time: Double, _ a: Double, _ b: Double, _ junction: Double, _ c: Double) -> Void
  ) {
    func p(_ name: String) -> Double { given("conf", name) }
    let timeStep = 1_800.0 / Double(refinement)
    let frequency = 2 * Double.pi / 86_400
    func channel(_ branch: String) -> BoxChannel {
      let cells = max(1, Int((p("L" + branch) / (p("U" + branch) * timeStep)).rounded()))
      return BoxChannel(
        cells: cells, length: p("L" + branch) / Double(cells), timeStep: timeStep,
        velocity: p("U" + branch), dispersion: 0, rate: p("k" + branch),
        initial: { _ in p("Te" + branch) })
    }
    func head(_ branch: String, _ time: Double) -> Double {
      p("T" + branch)
        + (oscillates ? p("a" + branch) * cos(frequency * time - p("ph" + branch)) : 0)
    }
    func equilibrium(_ branch: String, _ time: Double) -> Double {
      p("Te" + branch)
        + (oscillates ? p("Tea" + branch) * cos(frequency * (time - timeStep / 2)) : 0)
    }
    var (a, b, c) = (channel("A"), channel("B"), channel("C"))
    func mixed() -> Double {
      let heat =
        p("QA") * a.states.last!.temperature + p("QB") * b.states.last!.temperature
        + p("Qp") * p("Tp")
      return heat / (p("QA") + p("QB") + p("Qp"))
    }
    var junction = mixed()
    for step in 1...Int(Double(days) * 86_400 / timeStep) {
      let time = Double(step) * timeStep
      a.advance(
        head: (head("A", time - timeStep), head("A", time)), equilibrium: equilibrium("A", time))
      b.advance(
        head: (head("B", time - timeStep), head("B", time)), equilibrium: equilibrium("B", time))
      let before = junction
      junction = mixed()
      c.advance(head: (before, junction), equilibrium: equilibrium("C", time))
      read(
        time, a.states.last!.temperature, b.states.last!.temperature, junction,
        c.states.last!.temperature)
    }
  }

  @Test(arguments: TemperatureGoldenFile.all(.confluence))
  func steadyConfluence(_ golden: TemperatureGoldenFile) {
    let places = ["A_end", "B_end", "junction", "C_end"]
    func error(_ refinement: Int) -> Double {
      var last = [0.0, 0, 0, 0]
      confluence(refinement, days: 6, oscillates: false) { last = [$1, $2, $3, $4] }
      return (0..<golden.count).reduce(0) { worst, row in
        guard let place = places.firstIndex(of: golden.text(row, "where")) else { return .infinity }
        return max(worst, abs(last[place] - golden.number(row, "T_C")))
      }
    }
    hold(golden.name, coarse: error(1), fine: error(2), bound: 1e-4, order: 1.8)
  }

  @Test(arguments: TemperatureGoldenFile.all(.confluencePeriodic))
  func periodicConfluence(_ golden: TemperatureGoldenFile) {
    func error(_ refinement: Int) -> Double {
      var worst = 0.0
      confluence(refinement, days: 6, oscillates: true) { time, a, b, junction, c in
        for row in 0..<golden.count {
          guard abs(golden.number(row, "t_s") + 5 * 86_400 - time) < 1 else { continue }
          for (column, value) in [
            ("T_A_end_C", a), ("T_B_end_C", b), ("T_junction_C", junction), ("T_C_end_C", c),
          ] {
            worst = max(worst, abs(value - golden.number(row, column)))
          }
        }
      }
      return worst
    }
    hold(golden.name, coarse: error(1), fine: error(2), bound: 0.02, order: 1.8)
  }

  @Test(arguments: TemperatureGoldenFile.all(.confluenceDispersive))
  func dispersiveConfluence(_ golden: TemperatureGoldenFile) throws {
    func p(_ name: String) -> Double { given("conf", name) }
    func error(_ refinement: Int) throws -> Double {
      let length = 50.0 / Double(refinement)
      func branch(_ name: String, _ below: Int?) -> ImplicitChannel.Branch {
        .init(
          cells: Int(p("L" + name) / length), length: length, discharge: p("Q" + name),
          velocity: p("U" + name), dispersion: p("D" + name), rate: p("k" + name), below: below)
      }
      // The junction itself: a cell without volume, half a cell's length from its neighbours.
      let node = ImplicitChannel.Branch(
        cells: 1, length: 1e-6, discharge: p("QC"), velocity: p("UC"), dispersion: 0, rate: 0,
        below: 2)
      var channel = try ImplicitChannel(
        [branch("A", 3), branch("B", 3), branch("C", nil), node], timeStep: 75 / Double(refinement),
        equilibrium: p("TeC"), initial: p("TeC"))
      func conductance(_ name: String) -> Double {
        2 * p("Q" + name) / p("U" + name) * p("D" + name) / length
      }
      for (index, name) in ["A", "B"].enumerated() {
        channel.feed(
          index, discharge: p("Q" + name), temperature: p("T" + name),
          dispersion: conductance(name))
        channel.step.dispersion[channel.cells[index].last!] = conductance(name) - p("Q" + name)
      }
      channel.step.theta[channel.cells[3][0]] = 1
      channel.step.dispersion[channel.cells[3][0]] = conductance("C")
      channel.advance(2_000 * refinement)
      var worst = 0.0
      for row in 0..<golden.count {
        let index = ["A": 0, "B": 1, "C": 2][golden.text(row, "branch")] ?? 0
        let place = Int((golden.number(row, "x_m") / length).rounded())
        let cells = channel.cells[index]
        guard place > 0, place < cells.count else { continue }
        let found =
          (channel.temperatures[cells[place - 1]] + channel.temperatures[cells[place]]) / 2
        worst = max(worst, abs(found - golden.number(row, "T_C")))
      }
      return worst
    }
    hold(
      golden.name, coarse: try error(1), fine: try error(2), bound: 0.02, order: 1.8)
  }
}
