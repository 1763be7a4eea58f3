import Foundation
import Testing
import Training

@Suite struct SkillTests {
  /// A four-year pair of flashy hydrographs with gaps, made alike here and in the script with which
  /// the expected scores were computed (NumPy and SciPy, `find_peaks` included).
  static func flashyRiver() -> (observed: [Double], simulated: [Double]) {
    let days = 1500
    var rainNumbers = TestNumbers(seed: 7)
    var delayNumbers = TestNumbers(seed: 11)
    var late = [Double](repeating: 0, count: days + 3)
    var observed: [Double] = []
    var simulated: [Double] = []
    var observedStore = 5.0
    var simulatedStore = 5.0
    for day in 0..<days {
      let number = rainNumbers.next()
      let rain = number > 0.9 ? 60 * (number - 0.9) / 0.1 : 0
      late[day + Int(4 * delayNumbers.next())] += 0.9 * rain
      observedStore = 0.85 * observedStore + rain + 0.2
      simulatedStore = 0.88 * simulatedStore + late[day] + 0.25
      observed.append(observedStore)
      simulated.append(simulatedStore)
    }
    for day in 100..<130 { observed[day] = .nan }
    observed[1071] = .nan
    for day in 400..<403 { simulated[day] = .nan }
    return (observed, simulated)
  }

  @Test("every score agrees with NumPy and SciPy on the same numbers")
  func reference() {
    let (observed, simulated) = Self.flashyRiver()
    let skill = Skill(observed: observed, simulated: simulated)
    let expected: [(Skill.CodingKeys, Double)] = [
      (.nse, 0.5306983538348414),
      (.kge, 0.7300325734147824),
      (.correlation, 0.7801876211577304),
      (.variabilityRatio, 1.012116602718337),
      (.biasRatio, 1.1562629753438523),
      (.rmse, 13.332139711571154),
      (.bias, 3.0276890470637454),
      (.percentBias, 15.626297534385193),
      (.logNSE, 0.6842977592048248),
      (.highFlowBias, 1.0288382583171691),
      (.lowFlowBias, -10.290373150237455),
      (.peakTimingError, 1.5454545454545454),
    ]
    for (key, value) in expected {
      #expect(abs(skill[key] - value) <= 1e-10 * abs(value), "\(key.rawValue)")
    }
    #expect(skill.days == 1466)
  }

  @Test("a small case by hand")
  func byHand() {
    // Means 2 and 3, deviations √(2/3) and √(8/3), covariance 4/3, so r 1, alpha 2, beta 1.5.
    let skill = Skill(observed: [1, 2, 3], simulated: [1, 3, 5])
    #expect(abs(skill.nse - (1 - 5.0 / 2)) < 1e-15)
    #expect(abs(skill.correlation - 1) < 1e-15)
    #expect(abs(skill.variabilityRatio - 2) < 1e-15)
    #expect(skill.biasRatio == 1.5)
    #expect(abs(skill.kge - (1 - (1 + 0.25).squareRoot())) < 1e-15)
    #expect(abs(skill.rmse - (5.0 / 3).squareRoot()) < 1e-15)
    #expect(skill.bias == 1)
    #expect(skill.percentBias == 50)
    #expect(skill.highFlowBias.isNaN, "2 % of three days is none")
    #expect(skill.peakTimingError.isNaN)
  }

  @Test("the observations themselves score perfectly")
  func perfect() {
    let (observed, _) = Self.flashyRiver()
    let skill = Skill(observed: observed, simulated: observed)
    #expect(skill.nse == 1)
    #expect(abs(skill.kge - 1) < 1e-12)
    #expect(skill.logNSE == 1)
    #expect(skill.rmse == 0)
    #expect(skill.bias == 0)
    #expect(skill.highFlowBias == 0)
    #expect(skill.lowFlowBias == 0)
    #expect(skill.peakTimingError == 0)
  }

  @Test("the observed mean scores NSE 0")
  func meanScoresZero() {
    let skill = Skill(observed: [1, 2, 6, 7], simulated: [4, 4, 4, 4])
    #expect(skill.nse == 0)
    #expect(skill.correlation.isNaN)
    #expect(skill.variabilityRatio == 0)
    #expect(skill.kge.isNaN)
  }

  @Test("a gap on either side takes the day out of both")
  func gaps() {
    let masked = Skill(observed: [1, .nan, 2, 9, 3], simulated: [1, 7, 3, .nan, 5])
    let whole = Skill(observed: [1, 2, 3], simulated: [1, 3, 5])
    #expect(masked.days == 3)
    for key in Skill.CodingKeys.allCases where !whole[key].isNaN {
      #expect(masked[key] == whole[key], "\(key.rawValue)")
    }
  }

  @Test("constant observations leave undefined what compares variation")
  func constantObservations() {
    // 0.1 thirty times: its mean is not 0.1 in floating point.
    let observed = [Double](repeating: 0.1, count: 30)
    var numbers = TestNumbers(seed: 3)
    let skill = Skill(observed: observed, simulated: numbers.series(30, above: 0.5))
    for score in [skill.nse, skill.kge, skill.logNSE, skill.correlation, skill.variabilityRatio] {
      #expect(score.isNaN)
    }
    #expect(skill.lowFlowBias.isNaN)
    #expect(skill.rmse.isFinite)
    #expect(skill.biasRatio.isFinite)
    #expect(skill.days == 30)
  }

  @Test("without a common day nothing is defined")
  func noData() {
    for (observed, simulated) in [([], []), ([1, .nan], [.nan, 2])] as [([Double], [Double])] {
      let skill = Skill(observed: observed, simulated: simulated)
      #expect(skill.days == 0)
      for key in Skill.CodingKeys.allCases where key != .days {
        #expect(skill[key].isNaN, "\(key.rawValue)")
      }
    }
  }

  @Test("a dry river has no log score of a negative flow and no FLV, and zeros stay zeros")
  func dryRiver() {
    let observed = (0..<100).map { $0 < 40 ? 0.0 : Double($0) }
    let simulated = observed.map { $0 + 1 }
    #expect(Skill(observed: observed, simulated: simulated).lowFlowBias.isNaN)
    #expect(Skill(observed: observed, simulated: simulated).logNSE.isFinite)
    let negative = observed.map { $0 - 5 }
    #expect(Skill(observed: observed, simulated: negative).logNSE.isNaN)
    #expect(Skill(observed: observed, simulated: negative).nse.isFinite)
  }

  @Test("a simulation that blew up is not taken for a gap")
  func infinite() {
    let skill = Skill(observed: [1, 2, 3], simulated: [1, .infinity, 3])
    #expect(skill.days == 3)
    #expect(skill.nse == -.infinity)
    #expect(!skill.kge.isFinite)
  }

  @Test("JSON has snake_case keys, null where undefined, and reads back")
  func json() throws {
    let skill = Skill(observed: [2, 2, 2], simulated: [1, 2, 4])
    let data = try JSONEncoder().encode(skill)
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(
      object.keys.sorted() == [
        "bias", "days", "fhv", "flv", "kge", "kge_alpha", "kge_beta", "kge_r", "log_nse", "nse",
        "peak_timing_error", "percent_bias", "rmse",
      ])
    #expect(object["nse"] is NSNull)
    #expect(object["kge"] is NSNull)
    #expect(object["days"] as? Int == 3)
    let back = try JSONDecoder().decode(Skill.self, from: data)
    #expect(back.nse.isNaN)
    #expect(back.rmse == skill.rmse)
    #expect(back.days == 3)
  }

  @Test("a score missing from JSON is an error, not a NaN")
  func missingKey() {
    let data = Data(#"{"nse": 1, "days": 3}"#.utf8)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Skill.self, from: data) }
  }
}
