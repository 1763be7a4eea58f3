// Put at the end of a page under test: says on the console after how many milliseconds, from the
// first byte on, every chart was drawn.
(function () {
  const look = () => {
    const { ready, failed } = document.documentElement.dataset;
    if (ready || failed) console.info("OPENED " + Math.round(performance.now()) + " ms");
    else setTimeout(look, 5);
  };
  look();
})();
