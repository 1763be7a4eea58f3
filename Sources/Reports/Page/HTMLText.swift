extension String {
  /// As text or attribute of HTML: `&`, `<`, `>` and quotes become references.
  var escapedForHTML: String {
    var text = ""
    text.reserveCapacity(utf8.count)
    for character in unicodeScalars {
      switch character {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      default: text.unicodeScalars.append(character)
      }
    }
    return text
  }
}
