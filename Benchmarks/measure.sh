#!/usr/bin/env bash
# The figures of the README's speed table. Takes about six minutes and 6 GB of memory.
set -euo pipefail
cd "$(dirname "$0")/.."
program=.build/release/thalweg
[ -x "$program" ] || swift build -c release -Xcc -march=native --product thalweg
run() {
  local scheme
  for scheme in lagged conservative; do
    echo "== $* --scheme $scheme"
    "$program" benchmark "$@" --scheme "$scheme"
  done
}
for threads in 1 2; do
  run --tree 213 --steps 8760 --gradient --threads "$threads"
  run --chain 213 --steps 8760 --gradient --threads "$threads"
  run --tree 100000 --steps 240 --gradient --threads "$threads"
done
if [ -f ../shared/data/juniata/reaches.gpkg ]; then
  for threads in 1 2; do
    run --network ../shared/data/juniata/reaches.gpkg --steps 8760 --gradient --threads "$threads"
  done
  run --network ../shared/data/juniata/reaches.gpkg --steps 131496 --gradient --repeats 1
fi
run --tree 2700000 --steps 720 --gauges 1000 --repeats 1
Benchmarks/check-assembly.sh "$program"
