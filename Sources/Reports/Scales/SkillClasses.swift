/// Classes of the Kling–Gupta efficiency for gauges on a map.
///
/// The first border is the score of the observed mean, 1 − √2 (Knoben et al. 2019,
/// doi:10.5194/hess-23-4323-2019). Colours: ColorBrewer RdBu with six classes, marked there as safe
/// for the colour-blind.
public enum SkillClasses {
  public static let borders = [-0.41, 0, 0.5, 0.75, 0.9]
  public static let colors = ["#b2182b", "#ef8a62", "#fddbc7", "#d1e5f0", "#67a9cf", "#2166ac"]
  /// The colour of a gauge without a score.
  public static let unknown = "#ffffff"

  public static func color(_ efficiency: Double?) -> String {
    guard let efficiency, !efficiency.isNaN else { return unknown }
    return colors[borders.count { efficiency >= $0 }]
  }

  /// What each class spans, worst first.
  public static var labels: [String] {
    let texts = borders.map { $0.text(digits: 2) }
    return ["< " + texts[0]] + zip(texts, texts.dropFirst()).map { "\($0) to \($1)" }
      + ["≥ " + texts[texts.count - 1]]
  }
}
