import RiverNetworks

/// What a run knows about each reach: `parameters.nc`, learned and given values.
public struct ParameterFile: Sendable {
  public struct Field: Sendable {
    public var variable: SeriesVariable
    /// One for each reach, NaN where there is none.
    public var values: [Double]

    public init(_ variable: SeriesVariable, values: [Double]) {
      self.variable = variable
      self.values = values
    }
  }

  public var features: SeriesFeatures
  public var fields: [Field]

  public init(features: SeriesFeatures, fields: [Field]) {
    precondition(
      fields.allSatisfy { $0.values.count == features.ids.count }, "one value for each reach")
    self.features = features
    self.fields = fields
  }

  /// Writes the file; it appears under its name only when it is complete.
  ///
  /// It reads back as ``ReachAttributes``.
  public func write(to path: String, provenance: SeriesProvenance) throws {
    let writer = try NetCDFWriter(path: path)
    let coordinates = try writer.define(features)
    try writer.define(provenance, featureType: nil)
    for field in fields {
      try writer.defineVariable(
        field.variable.name, .double, [NetCDFWriter.featureDimension],
        attributes: field.variable.attributes(coordinates: coordinates)
          + [.init("_FillValue", .numbers([.nan]))])
    }
    try writer.write(features)
    for field in fields { try writer.write(field.variable.name, doubles: field.values) }
    try writer.commit()
  }
}
