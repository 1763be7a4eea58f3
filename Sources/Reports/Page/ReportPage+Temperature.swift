extension ReportPage {
  var temperatureSection: String {
    guard let temperature = chart("temperature") else { return "" }
    let isObserved = runs.contains { $0.gauges.contains { $0.temperature?.isObserved == true } }
    let unknown = Self.missing(
      "No errors of temperature: the run’s configuration names no observed temperatures.")
    return """
      <section id="temperature-section"><h2>Water temperature</h2>
      <div class="card">
      \(timelineBar(id: "temperature-place"))
      <div class="keys" style="margin-bottom:16px">\(temperatureKeys(isObserved).joined())</div>
      \(figure(temperature))
      <p class="missing" id="temperature-missing" hidden>\
      The temperature of this \(runs[0].quantity.place) is not in this page.</p>
      <p class="note">Daily means.\(isObserved ? "" : " There are no observed temperatures.")</p>
      </div>
      \(isObserved ? seasonal : unknown)
      </section>
      """
  }

  private func temperatureKeys(_ isObserved: Bool) -> [String] {
    var keys: [String] = []
    if isObserved {
      keys.append(
        "<span><i class=\"dot\" style=\"background:\(Palette.observed);width:7px;height:7px\"></i>"
          + "observed <b data-read=\"o\"></b></span>")
    }
    keys += runs.indices.map {
      Self.strokeKey(
        runs.count > 1 ? runs[$0].name : runs[$0].label, Palette.run($0), "s\($0)")
    }
    return keys + [Self.dayKey]
  }

  private var seasonal: String {
    guard let chart = chart("seasonal-error") else { return "" }
    return """
      <div class="card" style="margin-top:18px"><h3>Error by month</h3><div style="height:14px"></div>
      \(figure(chart))
      <p class="note">All days with an observation, those it learned from included.</p>
      <p class="missing" id="seasonal-error-missing" hidden>\
      This place has no observed temperatures.</p></div>
      """
  }
}
