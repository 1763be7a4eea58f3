extension ReportPage {
  func chart(_ id: String) -> Chart? { charts.first { $0.id == id } }

  func figure(_ chart: Chart, attributes: String = "", under: String = "") -> String {
    """
    <figure>
    <div class="canvas"><div class="chart" id="\(chart.id)"\(attributes) role="img" \
    aria-label="\(chart.specification.description.escapedForHTML)"></div>\(under)</div>
    \(chart.caption.isEmpty ? "" : "<figcaption>\(chart.caption.escapedForHTML)</figcaption>")
    </figure>
    """
  }

  /// A heading with the run's name where there are several.
  func heading(_ text: String, _ index: Int) -> String {
    runs.count == 1
      ? "<h3>\(text)</h3>"
      : "<h3><span class=\"runs\" style=\"display:inline-flex;margin:0\"><span><i style=\"background:\(Palette.run(index))\"></i>\(runs[index].name.escapedForHTML)</span></span></h3>"
  }
}
