/// The known name that a mistyped one most probably stands for.
enum NearestName {
  /// A name farther away than this share of its length is no suggestion.
  private static let farthestShare = 0.5

  /// The nearest of `names` by edit distance, case aside; the first of equals; nil when none is
  /// near.
  static func of(_ name: String, among names: [String]) -> String? {
    let wanted = Array(name.lowercased())
    var best: (name: String, distance: Int)?
    for candidate in names {
      let distance = editDistance(wanted, Array(candidate.lowercased()))
      if distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    guard let best, Double(best.distance) <= farthestShare * Double(wanted.count) else {
      return nil
    }
    return best.name
  }

  /// Levenshtein distance: insertions, deletions and replacements that turn `a` into `b`.
  private static func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, left) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, right) in b.enumerated() {
        let replaced = diagonal + (left == right ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row[b.count]
  }
}
