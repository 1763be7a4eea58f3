/// How the most probable weights, and how far others may lie from them, are found.
public struct PosteriorOptions: Sendable, Equatable {
  /// How the errors of a day are believed to depend on its discharge.
  public enum ErrorModel: String, Sendable, CaseIterable {
    /// Equal on all days: the loss is 1 − NSE, and a few floods decide.
    case constant
    /// In proportion to the observed discharge plus its mean: between absolute and relative errors,
    /// as rating curves and rainfall err (McMillan, Krueger and Freer 2012, doi:10.1002/hyp.9384).
    case growing
  }

  public var errorModel = ErrorModel.growing
  /// Days whose errors are taken as one piece of evidence.
  public var blockDays = 30
  /// Days simulated before the first fitting day.
  public var spinUpDays = 365
  /// The least relative error of observed discharge, standard deviation: no gauge is better than
  /// its rating curve (3 to 6 %: Harmel et al. 2006, doi:10.13031/2013.20438, best case).
  public var observationError = 0.03
  /// Prior standard deviation of a learned time offset, h: time zones, and reading once a day.
  public var offsetDeviation = 6.0
  /// Errors that the lateral inflow is believed to have; nil for none.
  public var inflowErrors: InflowErrors?
  /// How often they are drawn; even.
  public var inflowDraws = 8
  /// Steps of Gauss and Newton at most.
  public var iterations = 25
  /// How often the record is covered with sign probes.
  public var probePasses = 2
  public var threads = 1
  public var seed: UInt64 = 1

  public init() {}

  /// The same without regard to errors of the inflow.
  var plain: PosteriorOptions {
    var options = self
    options.inflowErrors = nil
    return options
  }
}
