import CGDAL

/// Gathers one field of the features of a layer into a ``VectorColumn``.
final class ColumnCollector {
  let field: VectorField
  /// The field's place in the feature; -1 is the feature's own id.
  private let position: Int32
  private var integers = NullableArray<Int64>()
  private var reals = NullableArray<Double>()
  private var texts = NullableArray<String>()
  private var booleans = NullableArray<Bool>()

  init(field: VectorField, position: Int) {
    self.field = field
    self.position = Int32(position)
  }

  /// Adds the value of the next feature.
  /// - Returns: false when a text is not UTF-8.
  func append(from feature: OGRFeatureH) -> Bool {
    if position < 0 {
      integers.append(OGR_F_GetFID(feature), placeholder: 0)
      return true
    }
    let isSet = OGR_F_IsFieldSetAndNotNull(feature, position) != 0
    switch field.kind {
    case .integer:
      integers.append(
        isSet ? OGR_F_GetFieldAsInteger64(feature, position) : nil, placeholder: 0)
    case .real:
      reals.append(isSet ? OGR_F_GetFieldAsDouble(feature, position) : nil, placeholder: 0)
    case .boolean:
      booleans.append(
        isSet ? OGR_F_GetFieldAsInteger(feature, position) != 0 : nil, placeholder: false)
    case .text, .other:
      guard isSet else {
        texts.append(nil, placeholder: "")
        return true
      }
      guard let text = String(validatingCString: OGR_F_GetFieldAsString(feature, position)) else {
        return false
      }
      texts.append(text, placeholder: "")
    }
    return true
  }

  var column: VectorColumn {
    let values: VectorColumn.Values =
      switch field.kind {
      case .integer: .integers(integers)
      case .real: .reals(reals)
      case .boolean: .booleans(booleans)
      case .text, .other: .texts(texts)
      }
    return VectorColumn(name: field.name, values: values)
  }
}
