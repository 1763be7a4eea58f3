import RiverNetworks

/// A variable of a file with two dimensions, time and features (reaches, stations), in either
/// order.
struct FeatureSeries: Sendable {
  let file: NetCDFFile
  let variable: NetCDFVariable
  let axis: TimeAxis
  let featureDimension: String
  /// Whether time is the slower dimension.
  let isTimeMajor: Bool

  /// - Parameter name: of the variable; nil takes the only one there is that holds decimal (or
  ///   packed) numbers along time and one other dimension.
  /// - Throws: `InputError` if the variable is not there or is not the only one, or if its time
  ///   axis is missing or irregular.
  init(in file: NetCDFFile, variable name: String?) throws {
    let times = Self.timeVariables(of: file)
    let bounds = file.variables.compactMap { $0.attribute("bounds")?.text }
    func time(of variable: NetCDFVariable) -> NetCDFVariable? {
      guard variable.shape.count == 2, variable.type?.isText == false,
        !bounds.contains(variable.name)
      else { return nil }
      return variable.dimensions.lazy.compactMap { times[$0] }.first
    }
    if let name {
      variable = try file.requiredVariable(name)
    } else {
      let candidates = file.variables.filter {
        time(of: $0) != nil && ($0.type?.isFloatingPoint == true || $0.isPacked)
      }
      guard candidates.count == 1 else {
        let names = candidates.map(\.name).joined(separator: ", ")
        throw InputError(
          candidates.isEmpty
            ? "the file has no series" : "the file has more than one series", file: file.path,
          found: candidates.isEmpty
            ? "variables " + file.variables.map(\.name).joined(separator: ", ")
            : "variables " + names,
          expected: "a variable of decimal numbers along time and one other dimension",
          remedy: "name the variable")
      }
      variable = candidates[0]
    }
    guard let time = time(of: variable) else {
      throw InputError(
        "the variable is not a series", file: file.path, column: variable.name,
        found: "\(variable.name)(\(variable.dimensions.joined(separator: ", ")))",
        expected: "numbers along two dimensions, one of them with a time variable "
          + "whose units are like 'days since 1980-01-01'")
    }
    self.file = file
    isTimeMajor = variable.dimensions[0] == time.dimensions[0]
    featureDimension = variable.dimensions[isTimeMajor ? 1 : 0]
    axis = try TimeAxis(time, of: file)
  }

  /// The time variable of each dimension that has one; the coordinate variable before others.
  private static func timeVariables(of file: NetCDFFile) -> [String: NetCDFVariable] {
    var times: [String: NetCDFVariable] = [:]
    for variable in file.variables where variable.shape.count == 1 {
      let dimension = variable.dimensions[0]
      let words = variable.units?.lowercased().split(separator: " ") ?? []
      guard words.count > 2, words[1] == "since" else { continue }
      if times[dimension] == nil || variable.name == dimension { times[dimension] = variable }
    }
    return times
  }

  // MARK: Reading

  /// Steps that are stored, and unpacked, together; 1 where the file is not cut into chunks.
  var stepsPerChunk: Int { variable.chunks.map { isTimeMajor ? $0[0] : $0[1] } ?? 1 }

  /// How many values are read at a time: 16 MiB of them.
  private static let scratchValues = 4 * 1_024 * 1_024

  /// Reads features into rows of a feature-major array, [selected feature][time].
  ///
  /// - Parameters:
  ///   - selection: the features wanted
  ///   - destination: as many elements as features wanted times time steps
  func read(
    times: Range<Int>, _ selection: RowSelection,
    into destination: UnsafeMutableBufferPointer<Float>
  ) throws {
    precondition(times.lowerBound >= 0 && times.upperBound <= axis.count, "times of the file")
    precondition(destination.count == selection.count * times.count, "[feature][time]")
    guard !destination.isEmpty else { return }
    let chunks = variable.chunks ?? (isTimeMajor ? [1, selection.span] : [1, axis.count])
    let (timeChunk, rowChunk) = isTimeMajor ? (chunks[0], chunks[1]) : (chunks[1], chunks[0])
    var scratch = [Float]()
    for run in selection.runs {
      let block = Self.block(
        times: times.count, timeChunk, rows: run.rows.count, rowChunk, isTimeMajor: isTimeMajor)
      var member = run.members.lowerBound
      for firstRow in stride(from: run.rows.lowerBound, to: run.rows.upperBound, by: block.rows) {
        let rows = firstRow..<min(firstRow + block.rows, run.rows.upperBound)
        let first = member
        while member < run.members.upperBound, selection.sorted[member].row < rows.upperBound {
          member += 1
        }
        if first == member { continue }
        for firstTime in stride(from: times.lowerBound, to: times.upperBound, by: block.times) {
          let part = firstTime..<min(firstTime + block.times, times.upperBound)
          let total = rows.count * part.count
          if scratch.count < total {
            scratch = [Float](repeating: 0, count: total)
          }
          try scratch.withUnsafeMutableBufferPointer { buffer in
            let buffer = UnsafeMutableBufferPointer(rebasing: buffer[..<total])
            let (start, count) =
              isTimeMajor
              ? ([part.lowerBound, rows.lowerBound], [part.count, rows.count])
              : ([rows.lowerBound, part.lowerBound], [rows.count, part.count])
            try file.readFloats(variable, start: start, count: count, into: buffer)
            let tile = SeriesTile(
              members: selection.sorted[first..<member], rows: rows,
              timeOffset: part.lowerBound - times.lowerBound, timeCount: part.count,
              stride: times.count)
            if isTimeMajor {
              tile.transpose(UnsafeBufferPointer(buffer), into: destination)
            } else {
              tile.copy(UnsafeBufferPointer(buffer), into: destination)
            }
          }
        }
      }
    }
  }

  /// How much to read at once: as much as the scratch holds, in whole stored chunks, so that none
  /// is unpacked twice; the fast dimension is cut only where one chunk of the slow one is too much.
  private static func block(
    times: Int, _ timeChunk: Int, rows: Int, _ rowChunk: Int, isTimeMajor: Bool
  ) -> (times: Int, rows: Int) {
    func cut(_ length: Int, chunk: Int, room: Int) -> Int {
      guard room < length else { return length }
      return room >= chunk ? room / chunk * chunk : max(1, room)
    }
    if isTimeMajor {
      let room = max(scratchValues / rows, min(times, timeChunk))
      let slow = cut(times, chunk: timeChunk, room: room)
      return (slow, cut(rows, chunk: rowChunk, room: scratchValues / slow))
    }
    let room = max(scratchValues / times, min(rows, rowChunk))
    let slow = cut(rows, chunk: rowChunk, room: room)
    return (cut(times, chunk: timeChunk, room: scratchValues / slow), slow)
  }
}
