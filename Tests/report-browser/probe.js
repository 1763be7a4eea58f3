// Put at the end of a page under test: looks at every chart, points at a reach, clicks a gauge, and
// leaves what it found in the title.
(async function () {
  "use strict";
  const faults = window.faults;
  const told = [];
  const root = document.documentElement;
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
  const expect = (holds, words) => { if (!holds) faults.push(words); };

  for (let tries = 0; tries < 400 && !root.dataset.ready && !root.dataset.failed; tries += 1) await pause(50);
  expect(root.dataset.ready === "true", "the page did not become ready: " + root.dataset.failed);
  // Virtual time stands still while the page computes: only what it waited for is counted here.
  told.push("ready after " + Math.round(performance.now()) + " ms");

  // Every chart is there and not empty.
  const { data, views } = window.thalwegReport;
  const isDrawn = (element) => {
    const canvas = element.querySelector("canvas");
    if (canvas) {
      const { data: pixels } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let painted = 0;
      for (let place = 3; place < pixels.length; place += 4) if (pixels[place] > 0) painted += 1;
      return painted > 200;
    }
    const marks = [...element.querySelectorAll("svg .role-mark path, svg .role-mark line")];
    return marks.some((mark) => {
      const box = mark.getBoundingClientRect();
      return Math.max(box.width, box.height) > 2;
    });
  };
  for (const chart of data.charts) {
    const element = document.getElementById(chart.id);
    expect(element && element.dataset.drawn === "true", chart.id + " was not drawn");
    if (!element || element.hidden) continue;
    expect(isDrawn(element), chart.id + " is empty");
    const drawing = element.querySelector("svg, canvas").getBoundingClientRect();
    expect(drawing.width <= element.clientWidth + 1, chart.id + " is wider than its place");
  }
  told.push(data.charts.length + " charts");

  // Nothing is wider than the page, at this width.
  expect(root.scrollWidth <= window.innerWidth, "the page is " + root.scrollWidth + " px wide in a window of " + window.innerWidth);
  for (const label of document.querySelectorAll("svg .role-axis-label text, svg .role-axis-title text")) {
    const box = label.getBoundingClientRect();
    const frame = label.closest("svg").getBoundingClientRect();
    const isShown = label.getAttribute("opacity") !== "0" && label.textContent && box.width > 0;
    expect(!isShown || (box.left >= frame.left - 2 && box.right <= frame.right + 2 && box.bottom <= frame.bottom + 2),
      "the label " + label.textContent + " is cut off in " + label.closest(".chart").id);
  }

  // The mouse on the map.
  const mouse = (kinds, x, y) => {
    for (const kind of kinds) {
      const target = document.elementFromPoint(x, y);
      if (!target) { faults.push("nothing at " + x + ", " + y); return; }
      target.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true, view: window, clientX: x, clientY: y }));
    }
  };
  const map = data.charts.find((chart) => chart.id === "map-0");
  if (map) {
    const element = document.getElementById("map-0");
    const view = views.get("map-0");
    element.scrollIntoView({ block: "center" });
    await pause(100);
    const box = element.getBoundingClientRect();
    const at = (x, y) => [
      box.left + view.signal("left") + x * view.signal("magnification"),
      box.top + view.signal("top") + y * view.signal("magnification")];

    // The middle of the last, that is the largest, river's first stretch.
    const path = map.tables.reaches.path[map.tables.reaches.path.length - 1];
    const [x, y, dx, dy] = path.match(/-?\d+/g).map(Number);
    mouse(["mousemove", "mouseover", "mousemove"], ...at(x + dx / 2, y + dy / 2));
    await pause(100);
    const tip = document.getElementById("tip");
    expect(!tip.hidden && /^(Reach|Gauge) /.test(tip.textContent), "pointing at a river shows nothing");

    // Of a reach it says which, its n, area and flow: looked for where no gauge covers the river.
    let words = "";
    for (const other of map.tables.reaches.path.slice(-400).reverse()) {
      const [left, top, right, down] = other.match(/-?\d+/g).map(Number);
      mouse(["mousemove", "mouseover", "mousemove"], ...at(left + right / 2, top + down / 2));
      await pause(10);
      if (!tip.hidden && tip.textContent.startsWith("Reach ") && tip.textContent.includes("s\u00a0m")) { words = tip.textContent; break; }
    }
    for (const part of ["Area", "Mean flow", "Order"]) expect(words.includes(part), "a reach's tip has no " + part);
    if (map.tables.reaches.lower) expect(words.includes("Interval of n"), "a reach's tip has no interval of n");
    told.push("tip: " + words.slice(0, 70));

    const gauges = map.tables.gauges;
    if (gauges && gauges.station.length > 1) {
      const before = root.dataset.station;
      const place = gauges.station.findIndex((station) => station !== before);
      mouse(["mousemove", "mouseover", "mousedown", "mouseup", "click"], ...at(gauges.x[place], gauges.y[place]));
      await pause(200);
      expect(root.dataset.station !== before, "a click on a gauge does not choose it");
      const select = document.querySelector("select.station");
      expect(!select || select.value === root.dataset.station, "the list does not follow the click");
      const hydrograph = document.getElementById("hydrograph");
      expect(!hydrograph || hydrograph.hidden || isDrawn(hydrograph), "no hydrograph after the click");
      told.push("chose " + root.dataset.station.slice(-12));
    }

    const zoom = document.querySelector("[data-zoom='1.6']");
    const size = view.signal("magnification");
    zoom.click();
    await pause(100);
    expect(view.signal("magnification") > 1.5 * size, "the button does not magnify");
  }

  // The buttons of the curves over time; a record of less than a year has none.
  for (const id of ["hydrograph", "temperature"]) {
    const view = views.get(id);
    const element = document.getElementById(id);
    if (!view || element.hidden) continue;
    const buttons = element.closest(".card");
    if (buttons.querySelector("[data-span='all']").hidden) continue;
    const span = () => { const [start, end] = view.signal("span"); return end - start; };
    buttons.querySelector("[data-span='all']").click();
    await pause(300);
    const whole = span();
    buttons.querySelector("[data-span='year']").click();
    await pause(300);
    expect(span() < whole && Math.abs(span() / 864e5 - 365) < 1, "the button does not show a year of " + id);
  }

  // On paper nothing is hidden behind the edge, and nothing is there to be pressed.
  const printed = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule.media && rule.media.mediaText === "print");
  expect(printed.length > 0, "no style for print");
  for (const words of document.querySelectorAll(".on-paper")) {
    expect(words.textContent.endsWith(root.dataset.station), "paper would not say which gauge it is");
  }

  document.title = (faults.length ? "PROBE FAILED: " + faults.join(" | ") : "PROBE OK") + " [" + told.join("; ") + "]";
})().catch((error) => { document.title = "PROBE FAILED: " + error; });
