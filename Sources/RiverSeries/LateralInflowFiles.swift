import Foundation
import RiverNetworks

/// Lateral inflow in one file, or in several that follow one another in time: a year each, say.
///
///     let files = try LateralInflowFiles(pattern: "inflow_*.nc", network: network)
///
/// The files are put in the order of their time axes, not of their names. They have one step; a gap
/// or an overlap between two of them is refused. Each may lay out its reaches in its own way.
public struct LateralInflowFiles: Sendable {
  /// What was asked for: a path, or a pattern.
  public let path: String
  public let axis: TimeAxis
  public var paths: [String] { files.map(\.path) }
  public var reachCount: Int { files[0].reachCount }
  /// Steps of a stored chunk of the first file: they are unpacked together.
  public var valuesPerPiece: Int { files[0].valuesPerPiece }
  /// The largest number of identifiers of a file that the network does not have.
  public var extraCount: Int { files.map(\.extraCount).max() ?? 0 }

  private let files: [LateralInflowFile]
  /// First step of each file.
  private let starts: [Int]

  /// - Parameters:
  ///   - pattern: a path, or one with `*`, `?` or `[...]` in it
  ///   - variable: nil takes the only series of a file
  ///   - identifiers: variable that names the features; nil finds it
  ///   - network: the river
  /// - Throws: `InputError` if no file matches, if one cannot be used, or if they leave a gap.
  public init(
    pattern: String, variable: String? = nil, identifiers: String? = nil, network: RiverNetwork
  ) throws {
    let files = try Self.paths(matching: pattern).map {
      try LateralInflowFile(
        path: $0, variable: variable, identifiers: identifiers, network: network)
    }.sorted { ($0.axis.start, $0.path) < ($1.axis.start, $1.path) }
    var starts = [0]
    for (earlier, later) in zip(files, files.dropFirst()) {
      try Self.check(earlier, later)
      starts.append(starts[starts.count - 1] + earlier.axis.count)
    }
    path = pattern
    self.files = files
    self.starts = starts
    let first = files[0].axis
    axis = TimeAxis(
      start: first.start, step: first.step, count: files.reduce(0) { $0 + $1.axis.count },
      stamp: first.stamp)
  }

  /// The files of a pattern; a path without wildcards stands for itself, there or not.
  public static func paths(matching pattern: String) throws -> [String] {
    guard pattern.contains(where: { "*?[".contains($0) }),
      !FileManager.default.fileExists(atPath: pattern)
    else { return [pattern] }
    var matches = glob_t()
    defer { globfree(&matches) }
    guard glob(pattern, 0, nil, &matches) == 0, matches.gl_pathc > 0 else {
      throw InputError(
        "no file matches the pattern", file: pattern, found: "no file", expected: "at least one",
        remedy: "check the folder and the wildcards")
    }
    return (0..<Int(matches.gl_pathc)).compactMap {
      matches.gl_pathv[$0].map { String(cString: $0) }
    }
  }

  private static func check(_ earlier: LateralInflowFile, _ later: LateralInflowFile) throws {
    guard earlier.axis.step == later.axis.step else {
      throw InputError(
        "the files of a series have different steps", file: later.path,
        found: "\(later.axis.step) s", expected: "\(earlier.axis.step) s, as in \(earlier.path)",
        remedy: "give files of one step")
    }
    guard later.axis.start == earlier.axis.end else {
      let isGap = later.axis.start > earlier.axis.end
      throw InputError(
        "the files of a series \(isGap ? "leave a gap" : "overlap")", file: later.path,
        column: later.variable, found: "begins \(TimeAxis.text(ofSeconds: later.axis.start))",
        expected: "\(TimeAxis.text(ofSeconds: earlier.axis.end)), where \(earlier.path) ends",
        remedy: isGap
          ? "add the file between the two" : "take away the file that is there twice, or cut one")
    }
  }

  /// Reads some steps, m³ s⁻¹, [reach in network order][time].
  /// - Parameters:
  ///   - times: steps of the file
  ///   - destination: `reachCount * times.count` elements
  /// - Throws: as ``LateralInflowFile/read(times:into:)``.
  public func read(
    times: Range<Int>, into destination: UnsafeMutableBufferPointer<Float>
  ) throws {
    precondition(destination.count == reachCount * times.count, "[reach][time]")
    for (file, start) in zip(files, starts) {
      let part = times.clamped(to: start..<(start + file.axis.count))
      guard !part.isEmpty else { continue }
      let own = (part.lowerBound - start)..<(part.upperBound - start)
      if part == times { return try file.read(times: own, into: destination) }
      let values = try file.read(times: own)
      let offset = part.lowerBound - times.lowerBound
      for reach in 0..<reachCount {
        for time in 0..<part.count {
          destination[reach * times.count + offset + time] = values[reach * part.count + time]
        }
      }
    }
  }

  /// Reads some steps, m³ s⁻¹, [reach in network order][time].
  public func read(times: Range<Int>) throws -> [Float] {
    let total = reachCount * times.count
    return try [Float](unsafeUninitializedCapacity: total) { buffer, initialized in
      try read(times: times, into: .init(rebasing: buffer[..<total]))
      initialized = total
    }
  }

  /// Reads everything.
  public func readAll() throws -> LateralInflow {
    LateralInflow(
      axis: axis, reachCount: reachCount, values: try read(times: 0..<axis.count))
  }
}
