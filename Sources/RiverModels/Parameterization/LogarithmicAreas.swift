import Foundation
import RiverNetworks

/// ln(A / A₀) of each reach: what a law of drainage area is linear in.
struct LogarithmicAreas {
  /// `[reach]`
  let values: [Double]

  /// - Parameters:
  ///   - areas: km², `[reach]`
  ///   - reference: A₀, km²
  /// - Throws: `InputError` where an area is not a positive number
  init(_ areas: [Double], reference: Double) throws {
    guard reference > 0, reference.isFinite else {
      throw InputError(
        "the reference area is not a positive number", found: "\(reference) km2",
        expected: "> 0 km2")
    }
    let faulty = areas.indices.filter { !(areas[$0] > 0 && areas[$0].isFinite) }
    if let first = faulty.first {
      throw InputError(
        "a drainage area is not a positive number", faultyReaches: faulty,
        found: "\(areas[first]) km2", expected: "> 0 km2",
        remedy: "give the total drainage area of every reach, or use another parameterization")
    }
    values = areas.map { log($0 / reference) }
  }
}
