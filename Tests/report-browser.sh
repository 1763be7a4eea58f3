#!/usr/bin/env bash
# Opens reports in headless Chromium: no console error, every chart drawn, pointing and clicking
# work, at 1280 and 400 px, none above 15 MB, all open in under 3 s; leaves screenshots to be looked at.
#
#   Tests/report-browser.sh [--shots FOLDER] [PAGE.html ...]
#
# Without pages, those that ReportsTests writes. Exit status: 0 fine or skipped, 1 failed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
shots=""
pages=()
while [ $# -gt 0 ]; do
  case $1 in
    --shots) shots=$2; shift 2 ;;
    *) pages+=("$(realpath "$1")"); shift ;;
  esac
done

largest=15000000  # bytes of a page
slowest=3000      # ms until every chart is drawn

browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser \
  || command -v google-chrome || true)}
if [ -z "$browser" ]; then
  echo "report-browser: skipped, Chromium is not installed (apt-get install chromium)"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ ${#pages[@]} -eq 0 ]; then
  (cd "$here/.." && THALWEG_REPORT_PAGES=$work swift test -c release -Xcc -march=native \
    --filter BrowserPagesTests >"$work/build.log" 2>&1) \
    || { tail -20 "$work/build.log"; exit 1; }
  pages=("$work"/*.html)
fi
[ -z "$shots" ] || mkdir -p "$shots"
{ echo '<script>'; cat "$here/report-browser/record.js"; echo '</script>'; } >"$work/record.html"

headless=("$browser" --headless=new --no-sandbox --disable-gpu --hide-scrollbars
  --user-data-dir="$work/profile")
chrome() { "${headless[@]}" --virtual-time-budget=30000 "$@" 2>/dev/null; }

# Milliseconds until every chart of a page is drawn, by the clock on the wall; virtual time, in which
# the other tests run, stands still while a page computes.
opening() {
  { cat "$1"; echo '<script>'; cat "$here/report-browser/clock.js"; echo '</script>'; } \
    >"$work/clock.html"
  : >"$work/clock.log"
  "${headless[@]}" --window-size=1280,900 --enable-logging=stderr "file://$work/clock.html" \
    >/dev/null 2>"$work/clock.log" &
  local started=$!
  for _ in $(seq 300); do
    grep -q OPENED "$work/clock.log" && break
    sleep 0.1
  done
  kill "$started" 2>/dev/null || true
  wait "$started" 2>/dev/null || true
  grep -o 'OPENED [0-9]*' "$work/clock.log" | head -1 | cut -d' ' -f2
}

failed=0
for page in "${pages[@]}"; do
  name=$(basename "$page" .html)
  # A report of a run folder is always report.html: the folder tells which.
  [ "$name" != report ] || name=$(basename "$(dirname "$page")")
  probed=$work/$name-probed.html
  {
    sed "/^<head>\$/r $work/record.html" "$page"
    printf '<script>'; cat "$here/report-browser/probe.js"; printf '</script>\n'
  } >"$probed"
  bytes=$(stat -c %s "$page")
  time=$(opening "$page")
  echo "$name: $((bytes / 1000)) kB, opens in ${time:-more than 30000} ms"
  [ "$bytes" -le "$largest" ] || { echo "$name: above $((largest / 1000)) kB"; failed=1; }
  [ "${time:-99999}" -lt "$slowest" ] || { echo "$name: slower than $slowest ms"; failed=1; }
  for width in 1280 400; do
    title=$(chrome --window-size=$width,900 --dump-dom "file://$probed" \
      | grep -o '<title>[^<]*' | head -1 || true)
    echo "$name at $width px: ${title#<title>}"
    case $title in *"PROBE OK"*) ;; *) failed=1 ;; esac
    if [ -n "$shots" ]; then
      chrome --window-size=$width,$((width == 400 ? 7200 : 3800)) \
        --screenshot="$shots/$name-$width.png" "file://$page" >/dev/null || failed=1
    fi
  done
done
exit $failed
