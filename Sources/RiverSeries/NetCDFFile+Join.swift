import RiverNetworks

extension NetCDFFile {
  /// Values copied at a time: 64 MiB of them.
  private static let copiedValues = 16 * 1_024 * 1_024

  /// Writes one file with the entries of several along one dimension, file after file.
  ///
  /// Variables along that dimension are copied bit by bit, a part at a time; all others, and the
  /// attributes, are those of the first file. Floats, doubles and 64-bit integers are known: reaches
  /// that are named by text are not joined.
  ///
  /// - Throws: `InputError` if a file cannot be read, or differs from the first in its variables or
  ///   in another dimension.
  public static func join(
    _ paths: [String], along dimension: String, to target: String
  ) throws {
    let files = try paths.map { try NetCDFFile(path: $0) }
    let first = files[0]
    for file in files {
      for known in first.dimensions where known.name != dimension {
        guard file.dimension(known.name)?.length == known.length else {
          throw InputError(
            "files that belong together differ", file: file.path, column: known.name,
            found: "\(file.dimension(known.name)?.length ?? 0)",
            expected: "\(known.length), as in \(first.path)",
            remedy: "let all ranks end first; take away files of another run")
        }
      }
    }
    let writer = try NetCDFWriter(path: target)
    for known in first.dimensions {
      let length = files.reduce(0) { $0 + ($1.dimension(dimension)?.length ?? 0) }
      try writer.defineDimension(
        known.name,
        length: known.name == dimension ? length : known.isUnlimited ? nil : known.length)
    }
    for attribute in first.attributes where !attribute.name.hasPrefix("_") {
      try writer.setAttribute(attribute)
    }
    for variable in first.variables {
      guard let type = variable.type else { continue }
      try writer.defineVariable(
        variable.name, type, variable.dimensions, attributes: variable.attributes,
        chunks: variable.chunks)
    }
    for variable in first.variables {
      let axis = variable.dimensions.firstIndex(of: dimension)
      var offset = 0
      for file in axis == nil ? [first] : files {
        let own = try file.requiredVariable(variable.name)
        try file.copy(own, along: axis, to: writer, at: offset)
        if let axis { offset += own.shape[axis] }
      }
    }
    try writer.commit()
  }

  /// Copies a variable, cut along its first dimension.
  private func copy(
    _ variable: NetCDFVariable, along axis: Int?, to writer: NetCDFWriter, at offset: Int
  ) throws {
    let rowValues = variable.shape.dropFirst().reduce(1, *)
    let rows = variable.shape.first ?? 1
    let block = max(1, Self.copiedValues / max(1, rowValues))
    for row in stride(from: 0, to: rows, by: block) {
      var start = variable.shape.map { _ in 0 }
      var count = variable.shape
      if !count.isEmpty {
        start[0] = row
        count[0] = min(block, rows - row)
      }
      var place = start
      if let axis { place[axis] += offset }
      switch variable.type {
      case .float:
        try writer.write(
          variable.name, floats: storedFloats(variable, start: start, count: count), start: place,
          count: count)
      case .double:
        try writer.write(
          variable.name, doubles: storedDoubles(variable, start: start, count: count),
          start: place, count: count)
      case .int64:
        try writer.write(
          variable.name, integers: integers(variable, start: start, count: count), start: place,
          count: count)
      default:
        throw InputError(
          "a variable of this type cannot be joined", file: path, column: variable.name,
          expected: "float, double or int64")
      }
    }
  }
}
