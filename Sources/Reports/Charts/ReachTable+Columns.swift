extension ReachTable {
  /// What charts of reaches show and link by, of some rows; the roughness's band where there is one.
  func columns(of rows: [Int]) -> [String: JSONLiteral] {
    var columns: [String: JSONLiteral] = [
      "id": JSONLiteral(rows.map { ids[$0] }),
      "area": JSONLiteral(rows.map { areas[$0] }, digits: 5),
      "flow": JSONLiteral(rows.map { flows[$0] }, digits: 4),
      "order": .list(rows.map { JSONLiteral(orders[$0]) }),
      "seen": .list(rows.map { .flag(isConstrained[$0]) }),
    ]
    for parameter in parameters {
      columns[parameter.key] = JSONLiteral(rows.map { parameter.values[$0] }, digits: 4)
    }
    if let band = roughnessBand {
      columns["lower"] = JSONLiteral(rows.map { band.lower[$0] }, digits: 3)
      columns["upper"] = JSONLiteral(rows.map { band.upper[$0] }, digits: 3)
    }
    return columns
  }
}
