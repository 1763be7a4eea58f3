import Foundation
import Training

/// Results of a recovery experiment as a table, one row for each truth.
struct RecoveryTable {
  let results: [RecoveryResult]

  var lines: [String] {
    let heads = [
      "seed", "corr", "corr law", "med err", "uniform", "exponent", "interval", "n at A0",
      "interval", "offset", "cover", "1-NSE",
    ]
    let widths = [5, 7, 9, 8, 8, 9, 17, 8, 16, 7, 7, 10]
    func row(_ cells: [String]) -> String {
      zip(cells, widths).map { $0.padded($1, left: true) }.joined(separator: " ")
    }
    func number(_ value: Double?, _ digits: Int) -> String { value?.digits(digits) ?? "-" }
    func span(_ value: [Double]?, _ digits: Int) -> String {
      value.map { "\($0[0].digits(digits))..\($0[1].digits(digits))" } ?? "-"
    }
    return [row(heads)]
      + results.map { result in
        row([
          "\(result.seed)", number(result.seen.correlation, 3),
          number(result.seen.lawCorrelation, 3), number(result.seen.medianError, 3),
          number(result.uniform.medianError, 3), result.exponent.value.digits(3),
          span(result.exponent.interval, 3), result.coefficient.value.digits(4),
          span(result.coefficient.interval, 4),
          number(result.meanOffset, 2),
          number(result.seen.coverage, 2), String(format: "%.2e", result.loss),
        ])
      }
  }

  /// What holds over all truths.
  var verdicts: [String] {
    let first = results[0]
    let truth = first.exponent.truth
    func count(_ holds: (RecoveryResult) -> Bool) -> String {
      "\(results.count(where: holds)) of \(results.count)"
    }
    var lines = [
      "correlation of ln n with the truth's law at least 0.95: "
        + count { ($0.seen.lawCorrelation ?? -1) >= 0.95 },
      "exponent within 20 % of \(truth.digits(2)): "
        + count { abs($0.exponent.value - truth) <= 0.2 * abs(truth) },
      "median error of n at most 10 %: " + count { ($0.seen.medianError ?? 1) <= 0.1 },
    ]
    if first.exponent.interval != nil {
      lines.append(
        "true exponent and n at A0 inside the intervals: "
          + count { $0.exponent.holdsTruth == true && $0.coefficient.holdsTruth == true })
      let coverages = results.compactMap(\.seen.coverage)
      let mean = coverages.reduce(0, +) / Double(max(coverages.count, 1))
      lines.append("share of seen reaches inside their intervals, mean: \(mean.digits(3))")
    }
    for result in results {
      if let doubt = result.doubt { lines.append("seed \(result.seed): \(doubt)") }
    }
    return lines
  }
}
