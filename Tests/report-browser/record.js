// Put at the head of a page under test: remembers everything that goes wrong.
window.faults = [];
["error", "warn"].forEach(function (kind) {
  var said = console[kind];
  console[kind] = function () {
    window.faults.push("console." + kind + ": " + Array.prototype.map.call(arguments, String).join(" "));
    said.apply(console, arguments);
  };
});
window.addEventListener("error", function (event) { window.faults.push("error: " + event.message); });
window.addEventListener("unhandledrejection", function (event) {
  window.faults.push("rejected: " + event.reason);
});
