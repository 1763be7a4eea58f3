import CNetCDF
import RiverNetworks

/// A NetCDF file (classic, 64-bit or NetCDF-4) open for reading: its description, and typed reads
/// of parts of its variables.
///
/// The description is read once, on opening. Only the root group is seen. May be used from several
/// threads; reads wait for each other. Closed when the last reference goes.
public final class NetCDFFile: Sendable {
  public let path: String
  public let dimensions: [NetCDFDimension]
  public let variables: [NetCDFVariable]
  /// The global attributes.
  public let attributes: [NetCDFAttribute]
  let handle: Int32

  /// - Throws: `InputError` with the library's text if the file is missing or is not NetCDF.
  public init(path: String) throws {
    var handle: Int32 = 0
    try NetCDFLibrary.run(
      "cannot open the NetCDF file", file: path, remedy: "check the path and the file's format"
    ) { nc_open(path, NC_NOWRITE, &handle) }
    do {
      let description = NetCDFDescription(handle: handle, path: path)
      dimensions = try description.dimensions()
      variables = try description.variables(of: dimensions)
      attributes = try description.attributes(of: thalweg_nc_global(), named: nil)
    } catch {
      _ = NetCDFLibrary.status { nc_close(handle) }
      throw error
    }
    self.path = path
    self.handle = handle
  }

  deinit {
    let handle = handle
    _ = NetCDFLibrary.status { nc_close(handle) }
  }

  public func attribute(_ name: String) -> NetCDFAttribute.Value? {
    attributes.first { $0.name == name }?.value
  }

  public func dimension(_ name: String) -> NetCDFDimension? {
    dimensions.first { $0.name == name }
  }

  /// The variable of that name, or nil.
  public func variable(_ name: String) -> NetCDFVariable? {
    variables.first { $0.name == name }
  }

  /// The variable of that name.
  /// - Throws: `InputError` that lists the variables there are.
  public func requiredVariable(_ name: String) throws -> NetCDFVariable {
    if let variable = variable(name) { return variable }
    throw InputError(
      "the file has no variable of this name", file: path, column: name,
      found: "variables " + variables.map(\.name).joined(separator: ", "),
      remedy: "name one of the variables found")
  }
}
