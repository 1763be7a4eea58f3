// The life of a report: draws the charts, follows the chosen gauge, answers the mouse.
(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("report-data").textContent);
  const views = new Map();
  const place = (id) => document.getElementById(id);

  if (typeof vega === "undefined") {
    document.querySelectorAll(".no-vega").forEach((note) => { note.hidden = false; });
    return;
  }

  // ---- Numbers and dates --------------------------------------------------------------------

  const isNumber = (value) => typeof value === "number" && isFinite(value);
  const number = (value, digits) => {
    if (!isNumber(value)) return "–";
    const rounded = Number(value.toPrecision(digits));
    const size = Math.abs(rounded);
    if (size !== 0 && (size < 1e-4 || size >= 1e15)) return rounded.toExponential().replace("-", "−");
    // Thin spaces from five digits on, as on the rest of the page.
    const text = size >= 1e4 ? rounded.toFixed(0).replace(/\B(?=(\d{3})+$)/g, "\u202f") : String(rounded);
    return text.replace("-", "−");
  };
  const score = (value) => (isNumber(value) ? value.toFixed(3).replace("-", "−") : "–");
  const day = 864e5;
  const date = (time, step) =>
    new Date(time).toISOString().slice(0, step < day ? 16 : 10).replace("T", " ");
  const months = ["January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December"];

  // ---- Tooltips -----------------------------------------------------------------------------

  const tip = place("tip");
  const kind = data.runs[0].place;
  const placeName = kind[0].toUpperCase() + kind.slice(1);
  const suffix = (run) => (data.runs.length > 1 ? ", " + run.name : "");
  const row = (name, value) => (value === undefined ? "" : [name, value]);
  function describe(item) {
    const datum = item.datum;
    // Marks of several runs have its number at the end.
    switch ((item.mark.name || "").replace(/-\d+$/, "")) {
      case "near":
      case "reach":
        return ["Reach " + datum.id, [
          ...data.parameters.filter((each) => isNumber(datum[each.key])).map((each) =>
            row(each.name, number(datum[each.key], 3) + (each.unit && "\u00a0" + each.unit))),
          "lower" in datum ? row("Interval of n", number(datum.lower, 3) + " to " + number(datum.upper, 3)) : "",
          row("Area", isNumber(datum.area) ? number(datum.area, 3) + " km²" : "not known"),
          row("Mean flow", isNumber(datum.flow) ? number(datum.flow, 3) + " m³ s⁻¹" : "not known"),
          row("Order", datum.order), datum.seen ? "" : row("Constrained", data.unconstrained)]];
      case "gauge":
        return [placeName + " " + datum.station + (datum.name ? " · " + datum.name : ""), [
          isNumber(datum.kge) ? row("KGE", score(datum.kge)) : "",
          isNumber(datum.nse) ? row("NSE", score(datum.nse)) : "",
          isNumber(datum.error) ? row("Temperature error", number(datum.error, 3) + " K") : "",
          "area" in datum ? row("Area", number(datum.area, 3) + " km²") : "",
          datum.period ? row("Period", datum.period) : ""]];
      case "month":
        return [months[datum.month - 1], data.runs.flatMap((run, index) => [
          row("Mean error" + suffix(run), number(datum["bias" + index], 2) + " K"),
          row("Root mean square" + suffix(run), number(datum["rms" + index], 2) + " K"),
          row("Days" + suffix(run), number(datum["days" + index], 6))])];
      default:
        if ("epoch" in datum) {
          return ["Epoch " + datum.epoch, [row("Training loss", number(datum.loss, 4)),
            isNumber(datum.validation) ? row("Validation loss", number(datum.validation, 4)) : ""]];
        }
        return null;
    }
  }
  function tooltip(_, event, item, value) {
    const words = value && item ? describe(item) : null;
    if (!words) { tip.hidden = true; return; }
    tip.replaceChildren();
    const head = document.createElement("b");
    head.textContent = words[0];
    tip.append(head);
    words[1].filter(Boolean).forEach(([name, text]) => {
      const line = document.createElement("div");
      const label = document.createElement("span");
      label.textContent = name;
      const content = document.createElement("span");
      content.textContent = text;
      line.append(label, content);
      tip.append(line);
    });
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    const left = Math.min(event.clientX + 14, window.innerWidth - box.width - 8);
    const above = event.clientY + 18 + box.height > window.innerHeight;
    tip.style.left = Math.max(8, left) + "px";
    tip.style.top = (above ? event.clientY - box.height - 12 : event.clientY + 18) + "px";
  }

  // ---- Charts -------------------------------------------------------------------------------

  /** Columns into the rows that Vega takes. */
  function rows(columns) {
    const names = Object.keys(columns);
    const count = names.length ? columns[names[0]].length : 0;
    return Array.from({ length: count }, (_, place) => {
      const entry = {};
      for (const name of names) entry[name] = columns[name][place];
      return entry;
    });
  }

  const widthOf = (element) => Math.max(240, Math.floor(element.clientWidth));

  async function draw(chart) {
    const element = place(chart.id);
    if (!element) return;
    const spec = JSON.parse(place("spec-" + chart.id).textContent);
    const view = new vega.View(vega.parse(spec), {
      renderer: chart.renderer, container: element, hover: false, tooltip,
    });
    views.set(chart.id, view);
    const owner = data.charts.find((other) => other.id === chart.tablesOf) || chart;
    for (const [name, columns] of Object.entries(owner.tables)) view.data(name, rows(columns));
    view.addEventListener("click", (event, item) => {
      if (item && item.datum && item.datum.station) choose(item.datum.station, true);
    });
    view.lastWidth = widthOf(element);
    await view.width(view.lastWidth).runAsync();
    resized.observe(element);
    element.dataset.drawn = "true";
    if (element.dataset.map !== undefined) equipMap(element, view);
  }

  const has = (view, name) => {
    try { view.signal(name); return true; } catch { return false; }
  };

  // A view is as wide as its place, whatever changes that: the window, a turned telephone.
  const resized = new ResizeObserver((entries) => {
    for (const entry of entries) {
      const view = views.get(entry.target.id);
      const width = widthOf(entry.target);
      if (!view || entry.target.hidden || view.lastWidth === width) continue;
      view.lastWidth = width;
      view.width(width).runAsync();
    }
  });

  // ---- Map ----------------------------------------------------------------------------------

  function equipMap(element, view) {
    const figure = element.closest("figure");
    const bar = figure.querySelector(".scale-bar");
    const limit = (zoom) => Math.min(64, Math.max(1, zoom));
    const magnify = (factor, x, y) => {
      const before = view.signal("zoom");
      const after = limit(before * factor);
      const size = view.signal("magnification");
      if (x !== undefined) {
        // What lies under the pointer stays there.
        const shift = (1 / size) * (1 - before / after);
        view.signal("centreX", view.signal("centreX") + (x - view.signal("width") / 2) * shift);
        view.signal("centreY", view.signal("centreY") + (y - view.signal("height") / 2) * shift);
      }
      if (after === 1) {
        view.signal("centreX", +element.dataset.centreX).signal("centreY", +element.dataset.centreY);
      }
      element.style.touchAction = after > 1 ? "none" : "pan-y";
      view.signal("zoom", after).runAsync();
    };
    element.style.touchAction = "pan-y";
    element.closest(".card").querySelectorAll("[data-zoom]").forEach((button) => {
      const factor = +button.dataset.zoom;
      button.addEventListener("click", () => magnify(factor || 1e-9));
    });
    element.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      magnify(Math.pow(1.0018, -event.deltaY), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    if (bar) {
      const metres = +bar.dataset.metres;
      const measure = (_, size) => {
        const most = (110 / size) * metres;
        const power = Math.pow(10, Math.floor(Math.log10(most)));
        const length = [5, 2, 1].map((step) => step * power).find((step) => step <= most);
        bar.style.width = (length / metres) * size + "px";
        bar.textContent = length >= 1000 ? length / 1000 + " km" : length + " m";
      };
      view.addSignalListener("magnification", measure);
      measure("", view.signal("magnification"));
    }
  }

  // ---- Gauges -------------------------------------------------------------------------------

  let current = null;
  const gaugesOf = (station) => data.runs.map((run) => run.gauges.find((gauge) => gauge.station === station));

  /** All series of a kind of a station side by side, one row a step. */
  function seriesOf(station, kind) {
    const found = gaugesOf(station).map((gauge) => gauge && gauge[kind]);
    const known = found.filter(Boolean);
    if (!known.length) return [];
    const step = Math.min(...known.map((series) => series.step));
    const start = Math.min(...known.map((series) => series.first));
    const end = Math.max(...known.map((series) => series.first + series.simulated.length * series.step));
    const table = Array.from({ length: Math.round((end - start) / step) }, (_, place) => {
      const entry = { t: start + place * step, step, o: null, b: null };
      found.forEach((_, run) => { ["s", "l", "u"].forEach((name) => { entry[name + run] = null; }); });
      return entry;
    });
    found.forEach((series, run) => {
      if (!series) return;
      series.simulated.forEach((value, place) => {
        const entry = table[Math.round((series.first + place * series.step - start) / step)];
        entry["s" + run] = value;
        if (series.observed) entry.o ??= series.observed[place];
        if (series.baseline) entry.b ??= series.baseline[place];
        if (series.lower) { entry["l" + run] = series.lower[place]; entry["u" + run] = series.upper[place]; }
      });
    });
    return table;
  }

  /** The water year (October to September) of the largest flood of the judged period. */
  function firstSpan(table) {
    const run = data.runs[0];
    const period = run.periods.find((part) => part.name === run.judged);
    let peak = null;
    for (const entry of table) {
      if (period && (entry.t < period.start || entry.t >= period.end)) continue;
      const flow = isNumber(entry.o) ? entry.o : entry.s0;
      if (isNumber(flow) && (!peak || flow > peak.flow)) peak = { flow, t: entry.t };
    }
    if (!peak) return [table[0].t, table[table.length - 1].t];
    const time = new Date(peak.t);
    const year = time.getUTCMonth() >= 9 ? time.getUTCFullYear() : time.getUTCFullYear() - 1;
    const [first, last] = [table[0].t, table[table.length - 1].t];
    // Of a water year that the record cuts off, as many days from beside it.
    const start = Math.max(first, Math.min(Date.UTC(year, 9, 1), last - 365 * day));
    return [start, Math.min(last, Math.max(Date.UTC(year + 1, 9, 1), start + 365 * day))];
  }

  function choose(station, follow) {
    if (station === current) return;
    current = station;
    views.forEach((view) => { if (has(view, "station")) view.signal("station", station).runAsync(); });
    document.querySelectorAll("select.station").forEach((select) => { select.value = station; });
    // Paper has no list to choose from: it says which it is.
    document.querySelectorAll(".on-paper").forEach((words) => {
      words.textContent = placeName + " " + station;
    });
    document.documentElement.dataset.station = station;
    timelines.forEach((timeline) => timeline.show(station));
    showFlowDuration(station);
    showSeasons(station);
    showScores(station);
    const section = place("hydrograph-section") || place("temperature-section");
    if (follow && section) section.scrollIntoView({ behavior: "smooth", block: "nearest" });
  }

  // ---- Curves over time ---------------------------------------------------------------------

  const spans = {
    back: ([start, end]) => [start - (end - start), start],
    forth: ([start, end]) => [end, end + (end - start)],
    year: ([start, end]) => [(start + end) / 2 - 182.5 * day, (start + end) / 2 + 182.5 * day],
    all: (_, first, last) => [first, last],
  };

  /** A chart of a record of which a part is looked at, with the buttons and names in its card. */
  class Timeline {
    constructor(id, kind, view) {
      Object.assign(this, { id, kind, view, shown: [], card: place(id).closest(".card") });
      view.addSignalListener("pointed", (_, time) => this.readOut(time));
      this.buttons = [...this.card.querySelectorAll("[data-span]")];
      this.buttons.forEach((button) => {
        button.addEventListener("click", () => this.move(spans[button.dataset.span]));
      });
      place(id).addEventListener("wheel", (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        const cursor = view.signal("pointed");
        const factor = Math.pow(1.002, event.deltaY);
        this.move(([start, end], first, last) => {
          const pin = cursor === null ? (start + end) / 2 : cursor;
          const width = Math.min(last - first, Math.max(14 * this.shown[0].step, (end - start) * factor));
          const from = pin - ((pin - start) / (end - start)) * width;
          return [from, from + width];
        });
      }, { passive: false });
    }

    show(station) {
      this.shown = seriesOf(station, this.kind);
      const { shown, view } = this;
      place(this.id).hidden = !shown.length;
      place(this.id + "-missing").hidden = shown.length > 0;
      if (!shown.length) return;
      const [first, last] = [shown[0].t, shown[shown.length - 1].t];
      const isLong = last - first > 366 * day;
      this.buttons.forEach((button) => { button.hidden = !isLong; });
      const periods = data.runs[0].periods.map((part, index) => ({
        name: part.name, start: part.start, end: part.end,
        fill: ["#ecebe5", "#dfe7ee", "#f2e8dc", "#e6ece2"][index % 4],
      }));
      view.signal("first", first).signal("last", last)
        .signal("span", isLong ? firstSpan(shown) : [first, last])
        .data("series", shown).data("periods", periods).resize().runAsync();
      this.readOut(null);
    }

    /** Values of the step under the pointer, beside the names of the lines. */
    readOut(time) {
      const { shown } = this;
      const entry = time === null || !shown.length ? null : shown[
        Math.max(0, Math.min(shown.length - 1, Math.floor((time - shown[0].t) / shown[0].step)))];
      this.card.querySelectorAll("[data-read]").forEach((span) => {
        const key = span.dataset.read;
        span.textContent = !entry ? "" : key === "t" ? date(entry.t, entry.step) : number(entry[key], 3);
      });
    }

    move(change) {
      const { view, shown } = this;
      if (!shown.length) return;
      const [first, last] = [shown[0].t, shown[shown.length - 1].t];
      let [start, end] = change(view.signal("span").map(Number), first, last);
      const width = Math.min(end - start, last - first);
      start = Math.min(Math.max(start, first), last - width);
      view.signal("span", [start, start + width]).runAsync();
    }
  }
  let timelines = [];

  function showSeasons(station) {
    const view = views.get("seasonal-error");
    if (!view) return;
    const found = gaugesOf(station).map((gauge) => gauge && gauge.seasonal);
    const isKnown = found.some(Boolean);
    place("seasonal-error").hidden = !isKnown;
    place("seasonal-error-missing").hidden = isKnown;
    if (!isKnown) return;
    view.data("months", months.map((_, month) => {
      const entry = { month: month + 1 };
      found.forEach((error, run) => {
        entry["bias" + run] = error ? error.mean[month] : null;
        entry["rms" + run] = error ? error.rms[month] : null;
        entry["days" + run] = error ? error.days[month] : 0;
      });
      return entry;
    })).resize().runAsync();
  }

  function showFlowDuration(station) {
    const view = views.get("flow-duration");
    if (!view) return;
    const found = gaugesOf(station);
    const known = found.find((gauge) => gauge && gauge.flows);
    place("flow-duration").hidden = !known;
    place("flow-duration-missing").hidden = Boolean(known);
    if (!known) return;
    view.data("curve", data.percentages.map((p, place) => {
      const entry = { p, o: known.flows.observed ? known.flows.observed[place] : null, b: known.flows.baseline ? known.flows.baseline[place] : null };
      found.forEach((gauge, run) => {
        entry["s" + run] = gauge && gauge.flows ? gauge.flows.simulated[place] : null;
      });
      return entry;
    })).resize().runAsync();
  }

  function showScores(station) {
    const found = gaugesOf(station);
    showFacts(found.find(Boolean));
    const body = place("gauge-scores");
    if (!body) return;
    const cell = (kind, text) => {
      const element = document.createElement(kind);
      element.textContent = text;
      return element;
    };
    body.replaceChildren();
    // A baseline that several runs share stands once.
    const same = (a, b) => a.model === b.model && JSON.stringify(a.periods) === JSON.stringify(b.periods);
    const models = [];
    found.forEach((gauge, run) => (gauge ? gauge.scores : []).forEach((model, place) => {
      if (place > 0 && models.some((entry) => same(entry.model, model))) return;
      const isShared = place > 0 && found.every((other) => !other || other.scores.some((entry) => same(entry, model)));
      const isAlone = data.runs.length === 1 || isShared;
      models.push({
        model, isLearned: place === 0,
        name: isAlone ? model.model : place === 0 ? data.runs[run].name : model.model + " · " + data.runs[run].name,
      });
    }));
    models.sort((a, b) => b.isLearned - a.isLearned);
    const head = body.createTHead().insertRow();
    head.append(cell("th", ""), ...models.map((entry) => cell("th", entry.name)));
    const inside = body.createTBody();
    const percent = (value) => {
      if (!isNumber(value)) return "–";
      const text = value.toFixed(1);
      return (text === "-0.0" ? "0.0" : text.replace("-", "−")) + " %";
    };
    data.periodNames.forEach((name) => {
      [["NSE", "nse", score], ["KGE", "kge", score], ["bias", "bias", percent]].forEach(([label, key, write], place) => {
        const line = inside.insertRow();
        if (place === 0) line.className = "group";
        line.append(cell("th", name + " " + label));
        models.forEach((entry) => {
          const part = entry.model.periods.find((period) => period.name === name);
          const element = cell("td", part ? write(part[key]) : "–");
          if (entry.isLearned) element.style.fontWeight = 640;
          line.append(element);
        });
      });
    });
  }

  function showFacts(facts) {
    const words = facts ? [
      facts.name, kind === "catchment" || facts.reach === "" ? null : "reach " + facts.reach,
      isNumber(facts.area) ? number(facts.area, 4) + " km²" : null,
      isNumber(facts.offset) ? "day begins " + number(facts.offset, 2) + " h after the simulation's" : null,
      isNumber(facts.delay) ? "best constant delay " + number(facts.delay, 2) + " h" : null,
    ].filter(Boolean).join(" · ") : "";
    document.querySelectorAll(".gauge-facts").forEach((note) => { note.textContent = words; });
  }

  // ---- Beginning ----------------------------------------------------------------------------

  async function begin() {
    for (const chart of data.charts) await draw(chart);
    timelines = [["hydrograph", "series"], ["temperature", "temperature"]]
      .filter(([id]) => views.has(id)).map(([id, kind]) => new Timeline(id, kind, views.get(id)));
    document.querySelectorAll("select.station").forEach((select) => {
      select.addEventListener("change", () => choose(select.value, false));
    });
    if (data.firstStation) choose(data.firstStation, false);
    await Promise.all([...views.values()].map((view) => view.runAsync()));
    document.documentElement.dataset.ready = "true";
  }
  // For those who want to look further, and for tests.
  window.thalwegReport = { data, views };
  begin().catch((error) => {
    document.documentElement.dataset.failed = String(error);
    console.error(error);
  });
})();
