import RiverNetworks

extension RunConfiguration {
  /// Refuses what several ranks cannot do together when they train.
  func checkRanks() throws {
    if runoff != nil { throw Ranks.refusal("runoff of an LSTM", column: "runoff") }
    if training.method != .adam {
      throw Ranks.refusal(
        "the search of Gauss and Newton", column: "training.method")
    }
    if uncertainty.ensemble > 0 {
      throw Ranks.refusal("an ensemble", column: "uncertainty.ensemble")
    }
    if uncertainty.sensitivity {
      throw Ranks.refusal("the sensitivity of each reach", column: "uncertainty.sensitivity")
    }
    if uncertainty.profile {
      throw Ranks.refusal("the profile of the exponent", column: "uncertainty.profile")
    }
  }
}
