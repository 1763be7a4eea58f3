import RiverModels

/// One way to believe something of roughness before any gauge is read.
struct AblationVariant: Sendable {
  var name: String
  var change: @Sendable (inout RunConfiguration) -> Void

  /// What is switched off and on, one after another.
  static let all: [AblationVariant] = [
    AblationVariant(name: "uniform n") { $0.parameters.roughness.model = .constant },
    AblationVariant(name: "uniform n, clock not learned") {
      $0.parameters.roughness.model = .constant
      $0.offset.isLearned = false
    },
    AblationVariant(name: "law") { $0.parameters.roughness.model = .powerLaw },
    AblationVariant(name: "deviations without a law") {
      $0.parameters.roughness.model = .powerLawPerReach
      $0.parameters.roughness.exponentDeviation = 0
    },
    AblationVariant(name: "law and deviations") {
      $0.parameters.roughness.model = .powerLawPerReach
    },
    AblationVariant(name: "law and deviations along the river") {
      $0.parameters.roughness.model = .powerLawPerReach
      $0.parameters.roughness.correlationLength = correlationLength
    },
    AblationVariant(name: "law and deviations, three times as wide") {
      $0.parameters.roughness.model = .powerLawPerReach
      $0.parameters.roughness.deviation *= 3
    },
    AblationVariant(name: "law and deviations, falling downstream") {
      $0.parameters.roughness.model = .powerLawPerReach
      $0.parameters.roughness.monotone = monotone
    },
    AblationVariant(name: "law and deviations, clock not learned") {
      $0.parameters.roughness.model = .powerLawPerReach
      $0.offset.isLearned = false
    },
  ]

  /// km: a few reaches of a network of a thousand square kilometres or more.
  private static let correlationLength = 30.0
  /// In units of the loss: a rise of a tenth over every link costs a thousandth.
  private static let monotone = 0.1

  func applied(to configuration: RunConfiguration) -> RunConfiguration {
    var configuration = configuration
    configuration.training.method = .gaussNewton
    configuration.parameters.roughness.file = nil
    change(&configuration)
    return configuration
  }
}
