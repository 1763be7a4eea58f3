import Reports
import Testing

@Suite struct ScalesTests {
  @Test func `linear ticks are round and inside`() {
    #expect(AxisTicks.linear(0...10) == [0, 2, 4, 6, 8, 10])
    #expect(AxisTicks.linear(0.0484...0.0716, count: 4) == [0.05, 0.055, 0.06, 0.065, 0.07])
    #expect(AxisTicks.linear(-0.5...1, count: 6).contains(0))
    #expect(AxisTicks.linear(3...3) == [3])
    #expect(AxisTicks.linear(1.1...1.2, count: 1).count <= 2)
  }

  @Test func `logarithmic ticks follow the span`() {
    #expect(AxisTicks.logarithmic(1...100) == [1, 2, 5, 10, 20, 50, 100])
    #expect(AxisTicks.logarithmic(0.9...12_000) == [1, 10, 100, 1_000, 10_000])
    // Within a factor of three powers of ten would leave an axis bare.
    #expect(AxisTicks.logarithmic(0.03...0.06).count >= 3)
    let wide = AxisTicks.logarithmic(1e-9...1e9, count: 6)
    #expect((4...7).contains(wide.count))
    for range in [0.02...0.3, 0.5...70, 13...14, 1e-5...2e-2] {
      let ticks = AxisTicks.logarithmic(range)
      #expect(ticks.count >= 2 && ticks.allSatisfy { range.contains($0) }, "\(range): \(ticks)")
      #expect(ticks == ticks.sorted() && Set(ticks).count == ticks.count)
    }
  }

  @Test func `rough is dark and smooth is light, whatever the span`() throws {
    func lightness(_ color: MapColor) -> Double {
      0.2126 * color.red + 0.7152 * color.green + 0.0722 * color.blue
    }
    for values in [[0.03, 0.04, 0.05], [0.02, 0.1, 0.25]] {
      let scale = try #require(ColorScale(values))
      #expect(scale.isLogarithmic == (values[2] / values[0] > 3))
      let steps = (0...20).map { lightness(scale.color(of: scale.value(at: Double($0) / 20))) }
      #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 > $1 })
      // Even the lightest stands out from white paper: no thin yellow lines.
      #expect(steps[0] < 190)
      #expect(scale.ticks.allSatisfy { scale.domain.contains($0) } && scale.ticks.count >= 3)
      #expect(scale.color(of: 0) == scale.color(of: values[0]))
      #expect(abs(scale.share(of: scale.value(at: 0.3)) - 0.3) < 1e-12)
    }
  }

  @Test func `one roughness everywhere has a scale too`() throws {
    let scale = try #require(ColorScale([0.05, 0.05, .nan, -1]))
    #expect(scale.isUniform && scale.domain.contains(0.05) && !scale.ticks.isEmpty)
    #expect(scale.domain.lowerBound < scale.domain.upperBound)
    #expect(ColorScale([.nan, 0]) == nil)
    #expect(ColorScale([]) == nil)
  }

  @Test func `larger rivers are wider, by order where areas are unknown`() {
    func table(_ areas: [Double]) -> ReachTable {
      ReachTable(
        ids: ["a", "b", "c"], roughness: [0.05, 0.05, 0.05], areas: areas, orders: [1, 2, 3],
        flows: [.nan, .nan, .nan], isConstrained: [true, true, true])
    }
    let byArea = LineWidths(table([10, 1_000, 100]))
    #expect(byArea.share(0) == 0 && byArea.share(1) == 1 && abs(byArea.share(2) - 0.5) < 1e-12)
    #expect(byArea.width(1, from: 1, to: 4) == 4 && byArea.width(area: 1_000, from: 1, to: 4) == 4)
    let byOrder = LineWidths(table([.nan, .nan, .nan]))
    #expect(byOrder.areas == nil && byOrder.share(0) == 0 && byOrder.share(2) == 1)
    #expect(LineWidths(table([5, .nan, 50])).share(1) == 0)
  }

  @Test func `classes of the efficiency begin with the mean's`() {
    #expect(ScoreClasses.efficiency.color(-1) == ScoreClasses.efficiency.colors[0])
    #expect(ScoreClasses.efficiency.color(-0.41) == ScoreClasses.efficiency.colors[1])
    #expect(ScoreClasses.efficiency.color(0.95) == ScoreClasses.efficiency.colors[5])
    #expect(ScoreClasses.efficiency.color(.nan) == ScoreClasses.unknown)
    #expect(ScoreClasses.efficiency.color(nil) == ScoreClasses.unknown)
    #expect(ScoreClasses.efficiency.labels.count == ScoreClasses.efficiency.colors.count)
    #expect(ScoreClasses.efficiency.labels[0] == "< −0.41")
  }

  @Test func `flow duration interpolates plotting positions and does not reach beyond them`() {
    // 99 values 1...99: the flow exceeded p % of the days stands at rank p, that is 100 - p.
    let flows = FlowDurationCurve.flows((1...99).map(Double.init) + [.nan])
    for (percentage, flow) in zip(FlowDurationCurve.percentages, flows) {
      if percentage < 1 || percentage > 99 {
        #expect(flow.isNaN)
      } else {
        #expect(abs(flow - (100 - percentage)) < 1e-9)
      }
    }
    #expect(FlowDurationCurve.flows([]).allSatisfy { $0.isNaN })
  }
}
