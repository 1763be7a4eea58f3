import Foundation
import NeuralNetworks
import Testing

@Suite struct StandardizationTests {
  @Test func knownMeanAndDeviation() throws {
    let fitted = try Standardization(
      names: ["slope", "clay"], fitting: [[2, 4, 4, 4, 5, 5, 7, 9], [1, 3, 1, 3, 1, 3, 1, 3]])
    #expect(fitted.means == [5, 2])
    #expect(fitted.standardDeviations == [2, 1])
    let outcome = try fitted.standardized([[5, 9], [0, 3]], missing: .refuse)
    #expect(outcome.values == [[0, 2], [-2, 1]])
    #expect(outcome.filledCounts == [0, 0])
  }

  @Test func missingValuesAreFilledOnlyWhenAskedAndCounted() throws {
    let attributes = [[1, .nan, 3, .nan], [1.0, 2, 3, 4]]
    let fitted = try Standardization(names: ["aridity", "area"], fitting: attributes)
    #expect(fitted.means[0] == 2)
    #expect(fitted.missingCounts == [2, 0])
    let outcome = try fitted.standardized(attributes, missing: .mean)
    #expect(outcome.values[0] == [-1, 0, 1, 0])
    #expect(outcome.filledCounts == [2, 0])
    let error = #expect(throws: NeuralNetworkError.self) {
      try fitted.standardized(attributes, missing: .refuse)
    }
    #expect(error?.subject == "aridity")
    #expect(error?.count == 2)
  }

  @Test func largeOffsetLosesNoDigits() throws {
    let fitted = try Standardization(names: ["a"], fitting: [[1e9 + 1, 1e9 + 2, 1e9 + 3]])
    #expect(isClose(fitted.standardDeviations[0], (2.0 / 3).squareRoot(), tolerance: 1e-12))
  }

  @Test func faultyAttributesAreRefused() throws {
    func refused(_ names: [String], _ attributes: [[Double]]) -> NeuralNetworkError? {
      #expect(throws: NeuralNetworkError.self) {
        try Standardization(names: names, fitting: attributes)
      }
    }
    #expect(refused(["a", "b"], [[1, 2], [.nan, .nan]])?.subject == "b")
    #expect(refused(["a"], [[0.1, 0.1, 0.1]])?.found == "0.1")
    #expect(refused(["a", "b"], [[1, 2], [1, 2, 3]])?.found == "3")
    #expect(refused(["a"], [[1, 2], [3, 4]])?.found == "2")
    #expect(refused(["a"], [[1, -.infinity]])?.found == "-inf")
    #expect(refused([], []) != nil)
  }
}
