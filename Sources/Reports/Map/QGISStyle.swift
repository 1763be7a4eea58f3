/// A style for QGIS (QML) with which a layer of reaches opens coloured by roughness.
///
/// Rules rather than a graduated renderer, because reaches without a gauge below are grey whatever
/// their roughness. Understood by QGIS 3.
public enum QGISStyle {
  /// Classes of roughness.
  static let classCount = 8
  /// Widths of the smallest and the largest river, mm.
  private static let widths = (least: 0.18, greatest: 1.4)

  /// - Parameters:
  ///   - roughness: n of the reaches, s m^(-1/3)
  ///   - areas: drainage areas, km², NaN where not known; the column `drainage_area_km2`
  ///   - hasConstrained: whether the layer has the column `constrained`
  /// - Returns: nil where no reach has a roughness above zero
  public static func roughness(
    _ roughness: [Double], areas: [Double], hasConstrained: Bool = true
  ) -> String? {
    guard let scale = ColorScale(roughness) else { return nil }
    let count = scale.isUniform ? 1 : classCount
    var rules: [String] = []
    var symbols: [String] = []
    let seen = hasConstrained ? "\"constrained\" AND " : ""
    for index in 0..<count {
      let low = scale.value(at: Double(index) / Double(count))
      let high = scale.value(at: Double(index + 1) / Double(count))
      // The ends of the scale are open, so that rounding loses no reach.
      let above = index == 0 ? "" : "\"roughness\" >= \(low.rounded(digits: 6))"
      let below = index == count - 1 ? "" : "\"roughness\" < \(high.rounded(digits: 6))"
      let filter = seen + ([above, below].filter { !$0.isEmpty }.joined(separator: " AND "))
      let every = filter.isEmpty ? "\"roughness\" IS NOT NULL" : filter
      let clean = every.hasSuffix(" AND ") ? String(every.dropLast(5)) : every
      let label =
        count == 1
        ? "n = \(roughness.median!.text(digits: 3))"
        : "\(low.text(digits: 3)) – \(high.text(digits: 3))"
      rules.append(rule(index, filter: clean, label: label))
      symbols.append(
        symbol(index, scale.color(of: scale.value(at: (Double(index) + 0.5) / Double(count))), areas))
    }
    if hasConstrained {
      rules.append(rule(count, filter: "NOT \"constrained\"", label: "not constrained"))
      symbols.append(symbol(count, MapColor(hexadecimal: 0xbdbdb6), areas))
    }
    return """
      <!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
      <qgis version="3.22.0" styleCategories="Symbology">
       <renderer-v2 type="RuleRenderer" forceraster="0" symbollevels="0" enableorderby="0">
        <rules key="{thalweg-roughness}">
      \(rules.joined(separator: "\n"))
        </rules>
        <symbols>
      \(symbols.joined(separator: "\n"))
        </symbols>
       </renderer-v2>
       <layerGeometryType>1</layerGeometryType>
      </qgis>
      """
  }

  private static func rule(_ index: Int, filter: String, label: String) -> String {
    "   <rule key=\"{thalweg-\(index)}\" symbol=\"\(index)\" filter=\"\(filter.escapedForHTML)\" label=\"\(label.escapedForHTML)\"/>"
  }

  private static func symbol(_ index: Int, _ color: MapColor, _ areas: [Double]) -> String {
    let rgb = color.components.map(String.init).joined(separator: ",")
    let properties: [(String, String)] = [
      ("capstyle", "round"), ("joinstyle", "round"), ("line_color", "\(rgb),255"),
      ("line_style", "solid"), ("line_width", "0.4"), ("line_width_unit", "MM"),
    ]
    let options = properties.map { "      <Option type=\"QString\" name=\"\($0)\" value=\"\($1)\"/>" }
    return """
         <symbol type="line" name="\(index)" alpha="1" clip_to_extent="1" force_rhr="0">
          <layer class="SimpleLine" enabled="1" locked="0" pass="0">
           <Option type="Map">
      \(options.joined(separator: "\n"))
           </Option>\(width(areas))
          </layer>
         </symbol>
      """
  }

  /// Width by the squared share of the logarithm of area, as on our own maps.
  private static func width(_ areas: [Double]) -> String {
    let known = areas.filter { $0 > 0 && $0.isFinite }
    guard let least = known.min(), let greatest = known.max(), greatest > least else { return "" }
    let expression =
      "coalesce(\(widths.least) + \(widths.greatest - widths.least) * (ln(\"drainage_area_km2\" / \(least)) / ln(\(greatest / least)))^2, \(widths.least))"
    return """

           <data_defined_properties>
            <Option type="Map">
             <Option type="QString" name="name" value=""/>
             <Option type="Map" name="properties">
              <Option type="Map" name="outlineWidth">
               <Option type="bool" name="active" value="true"/>
               <Option type="QString" name="expression" value="\(expression.escapedForHTML)"/>
               <Option type="int" name="type" value="3"/>
              </Option>
             </Option>
             <Option type="QString" name="type" value="collection"/>
            </Option>
           </data_defined_properties>
      """
  }
}
