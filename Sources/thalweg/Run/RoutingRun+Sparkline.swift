import Foundation
import RiverSeries

extension RoutingRun {
  /// Draws the judged year of the first gauge on a terminal that can show it; else says nothing.
  func sketch(_ evaluation: Evaluation) {
    guard Sparkline.isUnderstood, let gauge = project.gauges.first else { return }
    let days = periods.test ?? periods.validation ?? periods.train
    guard
      let pair = Sparkline.pair(
        observed: Array(project.observed[0][days]), simulated: Array(evaluation.daily[0][days]),
        width: 73)
    else { return }
    let first = project.date(ofDay: days.lowerBound + pair.days.lowerBound)
    let last = project.date(ofDay: days.lowerBound + pair.days.upperBound - 1)
    console.drawing("\(gauge.station), \(first) to \(last), greatest flow in five days:")
    console.drawing("  observed  " + pair.observed)
    console.drawing("  learned   " + pair.simulated)
  }
}
