import Training

extension RoutingRun {
  /// What is known of each reach beside its parameters.
  func uncertaintyFields(_ evaluation: Evaluation) -> [ReachField] {
    var fields: [ReachField] = []
    if let sensitivity = evaluation.uncertainty.identifiability?.sensitivity {
      fields.append(
        ReachField(
          "sensitivity_share", "1",
          "mean square of dQ/dln(n) over the variance of the gauge's observations, greatest of all "
            + "gauges", sensitivity.greatestShare))
      fields.append(
        ReachField(
          "doubling_deviance", "1",
          "deviance of a doubled n: the gauges would notice it at 95 % from "
            + "\(GaugeSensitivity.devianceLimit) on", sensitivity.devianceOfDoubling))
      for (gauge, values) in zip(project.gauges, sensitivity.rootMeanSquare) {
        fields.append(
          ReachField(
            "dq_dln_n_\(gauge.station)", "m3 s-1",
            "root mean square of dQ/dln(n), daily discharge at gauge \(gauge.station)", values))
      }
    }
    if let ensemble = evaluation.uncertainty.ensemble {
      let share = (100 * ensemble.confidence).digits(0)
      fields.append(
        ReachField(
          "roughness_median", "s m-1/3", "Manning's n, median of the ensemble", ensemble.median))
      fields.append(
        ReachField(
          "roughness_lower", "s m-1/3",
          "Manning's n, lower end of the ensemble's \(share) % interval", ensemble.lower))
      fields.append(
        ReachField(
          "roughness_upper", "s m-1/3",
          "Manning's n, upper end of the ensemble's \(share) % interval", ensemble.upper))
    }
    return fields
  }
}
