import Hydrography
import RiverNetworks
import Testing

/// The InputError that reading must end in.
func errorOfReading(
  _ path: String, layer: String? = nil, mapping: FieldMapping = FieldMapping(),
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> InputError {
  try #require(
    throws: InputError.self, sourceLocation: sourceLocation
  ) {
    _ = try NetworkFile.read(path: path, layer: layer, mapping: mapping)
  }
}

/// Whether the message shown to the user holds all parts.
func expectMessage(
  _ error: InputError, names parts: [String],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  for part in parts {
    #expect(
      error.description.contains(part), "the message must name '\(part)'",
      sourceLocation: sourceLocation)
  }
  #expect(error.remedy != nil, "the message must say what to do", sourceLocation: sourceLocation)
}
