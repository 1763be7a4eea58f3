import Foundation

extension ReportPage {
  var trainingSection: String {
    // Who learns heat balances the water only where discharge is learned too.
    let hasWater = runs.contains { $0.kind.hasNetwork && ($0.hasDischarge || $0.water != nil) }
    let isTrained = runs.contains(where: \.kind.isTrained)
    let cards = runs.indices.flatMap { index in
      (isTrained
        ? ["<div class=\"card\">\(heading("Training", index))\(training(index))</div>"] : [])
        + (hasWater
          ? ["<div class=\"card\">\(heading("Where the water went", index))\(water(index))</div>"]
          : [])
    }
    guard !cards.isEmpty else { return "" }
    let title = isTrained ? hasWater ? "Training and water" : "Training" : "Water"
    return "<section><h2>\(title)</h2><div class=\"grid\">\(cards.joined())</div></section>"
  }

  private func training(_ index: Int) -> String {
    guard let chart = chart("training-\(index)") else {
      return Self.missing("No losses: the run was not trained, or its metrics do not tell.")
    }
    return "<div style=\"height:20px\"></div>" + figure(chart)
  }

  private func water(_ index: Int) -> String {
    guard let water = runs[index].water else {
      return Self.missing("No water balance: the run’s metrics do not tell.")
    }
    func share(_ value: Double) -> String { (100 * value).text(digits: 3) + " %" }
    // As many decimals in every row, so that the rows add up.
    let size = log10(max(water.inflow / 1e6, 1)).rounded(.up)
    let decimals = max(0, Self.volumeDigits - Int(size))
    func row(_ name: String, _ volume: Double) -> String {
      "<tr><td>\(name)</td><td>\((volume / 1e6).grouped(decimals: decimals))</td>"
        + "<td>\((100 * volume / water.inflow).text(decimals: 3)) %</td></tr>"
    }
    let rows: [(String, Double)] = [
      ("Lateral inflow", water.inflow), ("Outflow", water.outflow),
      ("Change of storage", water.storageChange), ("Made by limiters", water.madeByLimiters),
      ("Residual", water.relativeResidual * water.inflow),
    ]
    let body = rows.map(row).joined()
    return """
      <div class="scroll"><table class="plain numbers">
      <thead><tr><th></th><th>million m³</th><th>of inflow</th></tr></thead>
      <tbody>\(body)</tbody></table></div>
      <p class="note">Discharge was held at its floor in \(share(water.flooredShare)) of reach-steps; \
      \(share(water.outsideCourantWindowShare)) lay outside the scheme’s Courant window.</p>
      \(offsets(index))
      """
  }

  /// Significant digits of the inflow.
  private static let volumeDigits = 6

  /// Hours by gauge, where they are few enough to be read.
  private func offsets(_ index: Int) -> String {
    let known = runs[index].gauges.filter { $0.offsetHours != nil }
    guard !known.isEmpty else {
      return runs[index].kind == .routing
        ? "<p class=\"note\">No time offset was fitted.</p>" : ""
    }
    if known.count > 12 {
      let hours = known.map { $0.offsetHours! }
      return "<p class=\"note\">Time offset of \(known.count) gauges: median \(hours.median!.text(decimals: 1)) h, \(hours.min()!.text(decimals: 1)) to \(hours.max()!.text(decimals: 1)) h.</p>"
    }
    let list = known.map { "\($0.station.escapedForHTML) \($0.offsetHours!.text(decimals: 1)) h" }
    return "<p class=\"note\">Time offset: \(list.joined(separator: ", ")).</p>"
  }

  // MARK: Notes and provenance

  var notesSection: String {
    var words = remarks
    for run in runs {
      words += run.remarks.map { runs.count > 1 ? "\(run.name): \($0)" : $0 }
    }
    let these = runs.count == 1 ? "this run" : "these runs"
    if !runs.contains(where: \.hasTemperature) {
      words.append("Water temperature was not part of \(these).")
    }
    for run in runs {
      guard let ensemble = run.ensemble else { continue }
      words.append(
        "\(runs.count > 1 ? run.name + ": b" : "B")ands and intervals hold \(ensemble.words) of an "
          + "ensemble: \(ensemble.method)")
    }
    if runs.allSatisfy({ $0.ensemble == nil }) {
      words.append(
        "One simulation\(runs.count == 1 ? "" : " each"): there is no ensemble and there are no "
          + "uncertainty bands.")
    }
    let items = words.map { "<li>\($0.sentence.escapedForHTML)</li>" }.joined()
    return "<section><h2>What to know</h2><div class=\"card\"><ul class=\"remarks\">\(items)</ul></div></section>"
  }

  var runSection: String {
    let cards = runs.indices.map { index in
      "<div class=\"card\" style=\"margin-bottom:14px\">\(runs.count > 1 ? heading("", index) : "")\(provenance(index))\(configuration(index))</div>"
    }
    return "<section><h2>How it was made</h2>\(cards.joined())</section>"
  }

  private func provenance(_ index: Int) -> String {
    guard let made = runs[index].provenance else {
      return Self.missing("No provenance: the run has no manifest.json.")
    }
    // A file that is read for several things stands once.
    var seen: Set<String> = []
    let inputs = made.inputs.filter { seen.insert($0.file).inserted }.map {
      "<code>\($0.file.escapedForHTML)</code><br>\($0.bytes.grouped) bytes, \($0.fingerprint.escapedForHTML)"
    }.joined(separator: "<br>")
    let rows = [
      ("Program", made.program.escapedForHTML),
      ("Command", "<code>\(made.command.joined(separator: " ").escapedForHTML)</code>"),
      ("Started", made.started.escapedForHTML),
      ("System", "\(made.system.escapedForHTML), \(made.threads) thread\(made.threads == 1 ? "" : "s")"),
      ("Seed", String(made.seed)),
      ("Inputs", inputs.isEmpty ? "none stated" : inputs),
    ]
    return "<table class=\"plain\"><tbody>"
      + rows.map { "<tr><td>\($0)</td><td>\($1)</td></tr>" }.joined() + "</tbody></table>"
  }

  private func configuration(_ index: Int) -> String {
    guard let text = runs[index].configuration else {
      return Self.missing("No configuration: the run has no config.yaml.")
    }
    return "<details style=\"margin-top:12px\"><summary>Configuration, defaults included</summary><pre>\(text.escapedForHTML)</pre></details>"
  }
}
