import RiverNetworks
import Testing
import Training

@Suite struct BaselinesTests {
  @Test("a delay mixes a day with the one before it, by hand")
  func byHand() {
    let daily = [24.0, 48, 0, 240]
    #expect(ConstantDelay(hours: 0).applied(to: daily) == daily)
    let six = ConstantDelay(hours: 6).applied(to: daily)
    #expect(six[0].isNaN)
    #expect(Array(six[1...]) == [42, 12, 180])
    let day = ConstantDelay(hours: 24).applied(to: daily)
    #expect(day[0].isNaN)
    #expect(Array(day[1...]) == [24, 48, 0])
    let thirty = ConstantDelay(hours: 30).applied(to: daily)
    #expect(thirty[0].isNaN && thirty[1].isNaN)
    #expect(Array(thirty[2...]) == [42, 12])
    #expect(ConstantDelay(hours: 72).applied(to: daily)[3] == 24)
    #expect(ConstantDelay(hours: 72).undefinedDays == 3)
    #expect(ConstantDelay(hours: 100).applied(to: daily).allSatisfy { $0.isNaN })
  }

  @Test("a delay is what hours held, moved and averaged give", arguments: [1, 7, 15, 23, 25, 71])
  func hourly(hours: Int) {
    var numbers = TestNumbers(seed: 41)
    let daily = numbers.series(12, scale: 10)
    let held = daily.flatMap { [Double](repeating: $0, count: 24) }
    let delayed = ConstantDelay(hours: hours).applied(to: daily)
    for day in ConstantDelay(hours: hours).undefinedDays..<12 {
      let moved = held[day * 24 - hours..<day * 24 - hours + 24]
      #expect(abs(delayed[day] - moved.reduce(0, +) / 24) < 1e-13)
    }
  }

  @Test("the delay with which observations were made is found", arguments: [0, 1, 15, 24, 47, 72])
  func found(hours: Int) throws {
    var numbers = TestNumbers(seed: 43)
    let inflow = numbers.series(300, scale: 100)
    var observed = ConstantDelay(hours: hours).applied(to: inflow)
    for day in stride(from: 50, to: 300, by: 17) { observed[day] = .nan }
    let baselines = try Baselines(
      summedInflow: inflow, observed: observed, trainingDays: 0..<200)
    #expect(baselines.delay.hours == hours)
    #expect(baselines.trainingNSE.count == 73)
    #expect(baselines.trainingNSE[hours] == 1)
    #expect(baselines.sumOfInflows == inflow)
    let test = Skill(observed: observed[200...], simulated: baselines.bestConstantDelay[200...])
    #expect(test.nse == 1)
  }

  @Test("only the training days choose")
  func trainingOnly() throws {
    var numbers = TestNumbers(seed: 47)
    let inflow = numbers.series(400, scale: 100)
    let early = ConstantDelay(hours: 10).applied(to: inflow)
    let late = ConstantDelay(hours: 40).applied(to: inflow)
    let observed = Array(early[..<200] + late[200...])
    func chosen(_ days: Range<Int>) throws -> Int {
      try Baselines(summedInflow: inflow, observed: observed, trainingDays: days).delay.hours
    }
    #expect(try chosen(0..<200) == 10)
    #expect(try chosen(200..<400) == 40)
  }

  @Test("every delay is scored on the same days")
  func commonDays() throws {
    // Day 0 to 2 match the undelayed inflow alone; they must not help a short delay.
    var numbers = TestNumbers(seed: 53)
    let inflow = numbers.series(100)
    var observed = ConstantDelay(hours: 30).applied(to: inflow)
    for day in 0..<3 { observed[day] = 1_000 }
    let baselines = try Baselines(summedInflow: inflow, observed: observed, trainingDays: 0..<100)
    #expect(baselines.delay.hours == 30)
    let expected = Skill(observed: observed[3...], simulated: inflow[3...])
    #expect(baselines.trainingNSE[0] == expected.nse)
  }

  @Test("of equally good delays the shortest is taken")
  func ties() throws {
    let inflow = [Double](repeating: 5, count: 20)
    let observed = (0..<20).map { Double($0 % 3) }
    let baselines = try Baselines(summedInflow: inflow, observed: observed, trainingDays: 0..<20)
    #expect(baselines.delay.hours == 0)
  }

  @Test("what cannot be chosen is an error")
  func errors() {
    let inflow = (0..<20).map(Double.init)
    func make(_ observed: [Double], _ days: Range<Int>) throws {
      _ = try Baselines(summedInflow: inflow, observed: observed, trainingDays: days)
    }
    #expect(throws: InputError.self) { try make([Double](repeating: 1, count: 20), 0..<20) }
    #expect(throws: InputError.self) { try make([Double](repeating: .nan, count: 20), 0..<20) }
    #expect(throws: InputError.self) { try make(inflow, 0..<3) }
    #expect(throws: InputError.self) { try make(inflow, 5..<21) }
    #expect(throws: InputError.self) { try make([1, 2], 0..<2) }
  }
}
