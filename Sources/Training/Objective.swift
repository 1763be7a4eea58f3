import RiverNetworks

/// What training minimises: a weighted sum of losses over gauges.
///
///     objective = Σ over terms of  weight × Σ_g w_g n_g loss_g / Σ_g w_g n_g
///
/// with the weight w_g of gauge g and the number n_g of its days scored, so that every observed day
/// counts once, times its gauge's weight. The first ``warmUpDays`` of a window are not scored.
///
/// In a configuration:
///
///     objective:
///       terms:
///         - {loss: nse, weight: 1}
///         - {loss: log_mse, weight: 0.2}
///       warm_up_days: 5
///
/// Terms have units of their own (``Loss``); to add l1 or mse to the others is to choose a unit.
public struct Objective: Sendable, Equatable {
  /// One loss and how much of it is taken.
  public struct Term: Sendable, Equatable {
    public var loss: Loss
    public var weight: Double

    public init(_ loss: Loss, weight: Double = 1) {
      self.loss = loss
      self.weight = weight
    }
  }

  public let terms: [Term]
  /// Days at the start of a window that fill the channels and are not scored.
  public let warmUpDays: Int

  /// - Throws: `InputError` without terms, on a weight that is not positive, on a negative
  ///   warm-up.
  public init(_ terms: [Term], warmUpDays: Int) throws {
    guard !terms.isEmpty else {
      throw InputError(
        "the objective has no terms", column: "terms", found: "none", expected: "at least one",
        remedy: "name a loss: \(Loss.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    for term in terms where !(term.weight > 0 && term.weight.isFinite) {
      throw InputError(
        "the weight of a loss is not positive", column: "weight", ids: [term.loss.rawValue],
        found: "\(term.weight)", expected: "a number above zero",
        remedy: "correct the weight, or take the loss out")
    }
    guard warmUpDays >= 0 else {
      throw InputError(
        "the warm-up is negative", column: "warm_up_days", found: "\(warmUpDays)",
        expected: "zero or more days")
    }
    self.terms = terms
    self.warmUpDays = warmUpDays
  }

  /// Refuses gauges on which a term can never be computed.
  ///
  /// - Throws: `InputError` naming them.
  public func check(_ gauges: [ObjectiveGauge]) throws {
    guard gauges.contains(where: { $0.weight > 0 }) else {
      throw InputError(
        "no gauge to train on", found: "\(gauges.count) gauges, none with a weight above zero",
        expected: "at least one")
    }
    for term in terms {
      switch term.loss {
      case .meanAbsolute, .meanSquared, .klingGupta: continue
      case .normalizedSquared:
        try refuse(
          gauges.filter { !($0.variance > 0) }, term,
          "the observations of a gauge are constant in the training period",
          expected: "a variance above zero, by which its errors are divided")
      case .logSquared:
        try refuse(
          gauges.filter { !($0.mean > 0) }, term,
          "the mean observation of a gauge is not positive in the training period",
          expected: "a mean above zero, of which one hundredth is added before the logarithm")
      }
    }
  }

  /// How many ids an error names.
  private static let namedIDs = 12

  private func refuse(
    _ gauges: [ObjectiveGauge], _ term: Term, _ problem: String, expected: String
  ) throws {
    guard !gauges.isEmpty else { return }
    throw InputError(
      problem, column: "loss", ids: gauges.prefix(Self.namedIDs).map(\.id), count: gauges.count,
      found: "loss \(term.loss.rawValue)", expected: expected,
      remedy: "leave the gauge out, or choose another loss")
  }
}
