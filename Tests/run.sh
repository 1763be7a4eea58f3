#!/usr/bin/env bash
# Everything a change must pass: packages, build without warnings, all tests, the quickstart, the
# short forms of the examples (Examples/*/short.sh FOLDER), the CF checker, and ranks under MPI with
# a build of their own. Stops at the first failure. Works without ../shared and without PyPI: tests
# that need them say so and are skipped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=(-c release -Xcc -march=native)
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

step() { echo; echo "== $* ($(date +%T))"; }
fail() { echo "run.sh: $*" >&2; exit 1; }

step "1/7 install what is missing"
bash Tests/install.sh --tests

step "2/7 build program and tests"
swift build "${build[@]}" --build-tests 2>&1 | tee "$work/build.log"
# Warnings of our own sources are errors; those of dependencies are not ours.
if grep -E "^$PWD/(Sources|Tests)/.*warning:" "$work/build.log" > "$work/warnings"; then
  sort -u "$work/warnings" >&2
  fail "$(sort -u "$work/warnings" | wc -l) warning(s) in our own sources"
fi
[[ -x .build/release/thalweg ]] || fail "the build left no .build/release/thalweg"

step "3/7 all tests"
[[ -d "${THALWEG_SHARED:-../shared}" ]] ||
  echo "note: no ${THALWEG_SHARED:-../shared}: tests that need it are skipped"
swift test "${build[@]}" --skip-build

step "4/7 quickstart"
bash Examples/quickstart.sh "$work/quickstart"
law() {
  sed -n "/\"roughness_area_law\"/,/}/s/.*\"$1\" : \([-0-9.e]*\).*/\1/p" \
    "$work/quickstart/metrics.json"
}
coefficient="$(law coefficient)"
exponent="$(law exponent)"
[[ -n "$coefficient" && -n "$exponent" ]] || fail "metrics.json holds no roughness_area_law"
echo "recovered n = $coefficient (A / 100 km2)^$exponent; true: 0.06, -0.15"
awk -v a="$coefficient" -v b="$exponent" 'BEGIN {
  exit !(a > 0.06 * 0.95 && a < 0.06 * 1.05 && b > -0.15 - 0.03 && b < -0.15 + 0.03)
}' || fail "the law was not recovered: coefficient within 5 %, exponent within 0.03"

step "5/7 reports in a browser, documentation, the inner loops in assembly"
bash Tests/reports.sh
bash Tests/docs.sh
bash Benchmarks/check-assembly.sh

step "6/7 short forms of the examples"
shopt -s nullglob
for example in Examples/*/short.sh; do
  echo "-- $example"
  bash "$example" "$work/$(basename "$(dirname "$example")")"
done

step "7/7 results before the CF checker and xarray, several ranks under MPI"
bash Tests/cf-check.sh
bash Tests/mpi.sh

step "all passed"
