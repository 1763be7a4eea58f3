#!/usr/bin/env bash
# The same river with one process and with several: builds with the trait MPI in a folder of its
# own, and compares what 1, 2, 3 and 4 ranks simulate and learn, bit by bit.
#
#   Tests/mpi.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
fail() { echo "mpi.sh: $*" >&2; exit 1; }

command -v mpirun > /dev/null || fail "there is no mpirun: Tests/install.sh --tests installs it"
build=(-c release -Xcc -march=native --traits MPI --scratch-path "${THALWEG_MPI_BUILD:-.build-mpi}")
swift build "${build[@]}" --product thalweg
program="$(swift build "${build[@]}" --show-bin-path)/thalweg"

# Root may run MPI in a container; ranks may share cores.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_btl_vader_single_copy_mechanism=none
ranks() { local count="$1"; shift; mpirun -n "$count" --bind-to none "$@"; }
cat > "$work/known.sh" << 'SH'
echo $$ > "$PIDS/$OMPI_COMM_WORLD_RANK"
exec "$@"
SH
# Starts ranks, and tells each to stop, as a batch system does, once there is a file like PATTERN.
#   stopped PATTERN COUNT PROGRAM ...
stopped() {
  local pattern="$1" count="$2" status=0 looks=0
  shift 2
  export PIDS="$work/pids"
  rm -rf "$PIDS"
  mkdir "$PIDS"
  ranks "$count" bash "$work/known.sh" "$@" 2> "$work/message" &
  local running=$!
  until compgen -G "$pattern" > /dev/null; do
    sleep 0.05
    looks=$((looks + 1))
    ((looks < 1200)) || fail "no $pattern after a minute"
  done
  sleep 0.3
  kill -TERM $(cat "$PIDS"/*) || true
  wait "$running" || status=$?
  ((status != 0)) || fail "the run was over before it could be stopped"
}
# The values alone: what a file says of its history differs.
values() {
  ncdump -p 9,17 "$1" | sed -n '/^data:/,$p' | md5sum
}

"$program" generate --reaches 2000 --seed 7 --years 1 --output "$work/basin" --quiet
cp "$work/basin/config.yaml" "$work/basin/run.yaml"
printf 'output:\n  reaches: all\n  restart_days: 120\n' >> "$work/basin/run.yaml"
"$program" route "$work/basin/run.yaml" --output "$work/one" --threads 1 --quiet
for count in 2 3 4; do
  ranks "$count" "$program" route "$work/basin/run.yaml" --output "$work/of$count" --quiet
  "$program" merge "$work/of$count" --remove --quiet
  compared=0
  # Ranks leave no parameters.nc: none knows all reaches.
  for file in "$work"/one/{streamflow,restart}*.nc; do
    name="$(basename "$file")"
    [[ "$(values "$file")" == "$(values "$work/of$count/$name")" ]] ||
      fail "$count ranks: $name differs from that of one process"
    compared=$((compared + 1))
  done
  ((compared == 5)) || fail "$compared files compared, not 5"
  echo "mpi.sh: $count ranks: $compared files as of one process, bit by bit"
done

# The same of water temperature, weather read by each rank for its own reaches.
"$program" generate --reaches 1500 --seed 3 --years 1 --weather --output "$work/warm" --quiet
cat > "$work/warm/run.yaml" << 'YAML'
network: {file: reaches.gpkg}
inflow: {file: lateral_inflow.nc}
meteorology: {file: meteorology.nc}
processes: [discharge, temperature]
output: {reaches: all, restart_days: 200}
YAML
"$program" route "$work/warm/run.yaml" --output "$work/warm.1" --threads 1 --quiet
for count in 2 3; do
  ranks "$count" "$program" route "$work/warm/run.yaml" --output "$work/warm.$count" --quiet
  "$program" merge "$work/warm.$count" --remove --quiet
  for name in restart streamflow_1990-10-01 water_temperature_1990-10-01 \
    water_temperature_1991-04-19; do
    [[ "$(values "$work/warm.1/$name.nc")" == "$(values "$work/warm.$count/$name.nc")" ]] ||
      fail "$count ranks: $name.nc of a warm river differs from that of one process"
  done
done
# The first two hundred days, then the rest.
sed 's/restart_days: 200/&, dates: 1990-10-01..1991-04-18/' "$work/warm/run.yaml" \
  > "$work/warm/begin.yaml"
ranks 3 "$program" route "$work/warm/begin.yaml" --output "$work/warm.c" --quiet
ranks 3 "$program" route "$work/warm/run.yaml" --output "$work/warm.c" --resume --quiet
"$program" merge "$work/warm.c" --remove --quiet
for name in restart water_temperature_1990-10-01 water_temperature_1991-04-19; do
  [[ "$(values "$work/warm.1/$name.nc")" == "$(values "$work/warm.c/$name.nc")" ]] ||
    fail "continued ranks: $name.nc of a warm river differs from that of one process"
done
echo "mpi.sh: 2 and 3 ranks: temperature as of one process, bit by bit, continued too"

# Ranks that are told to stop leave a state, from which they go on to the same end.
"$program" generate --reaches 20000 --seed 7 --years 3 --output "$work/long" --quiet
cp "$work/long/config.yaml" "$work/long/run.yaml"
printf 'output:\n  reaches: outlets\n' >> "$work/long/run.yaml"
"$program" route "$work/long/run.yaml" --output "$work/unbroken" --quiet
stopped "$work/broken/.streamflow*.partial" 3 "$program" route "$work/long/run.yaml" \
  --output "$work/broken" --stretch 5 --quiet
[[ -e "$work/broken/restart.rank2.nc" ]] || fail "stopped ranks left no state"
[[ "$(find "$work/broken" -name 'streamflow_*' | wc -l)" == 1 ]] || fail "no part was left"
ranks 3 "$program" route "$work/long/run.yaml" --output "$work/broken" --stretch 5 --resume --quiet
"$program" merge "$work/broken" --remove --quiet
series() { for file in "$@"; do ncdump -p 9,17 -v streamflow "$file"; done |
  sed -n '/^ streamflow =/,/;/p' | tr -d 'a-z={};' | tr -s ', \n' '\n' | grep . | md5sum; }
[[ "$(series "$work"/broken/streamflow*.nc)" == "$(series "$work"/unbroken/streamflow*.nc)" ]] ||
  fail "what continued ranks simulated differs from a run that was never stopped"
[[ "$(values "$work/broken/restart.nc")" == "$(values "$work/unbroken/restart.nc")" ]] ||
  fail "the state of continued ranks differs from a run that was never stopped"
echo "mpi.sh: 3 ranks, stopped and continued: as of one process, bit by bit"

# What several ranks learn.
learned() {
  cmp "$1/checkpoints/latest.json" "$2/checkpoints/latest.json" || fail "$2: another checkpoint"
  cmp "$1/weights.json" "$2/weights.json" || fail "$2: other weights"
  for file in gauges.nc parameters.nc; do
    [[ "$(values "$1/$file")" == "$(values "$2/$file")" ]] || fail "$2: another $file"
  done
  [[ -e "$2/report.html" && -e "$2/parameters.gpkg" ]] || fail "$2: files are missing"
}
"$program" generate --reaches 300 --gauges 4 --seed 5 --years 2 --output "$work/small" --quiet
sed -e 's/epochs: 60/epochs: 6/' -e 's/model: power_law/model: mlp/' \
  -e 's/window_days: .*/window_days: 120/' -e 's/  learn: false/  learn: true/' \
  "$work/small/config.yaml" > "$work/small/learn.yaml"
sed 's/^inflow:/inflow:\n  learn_factor: true/' "$work/small/learn.yaml" > "$work/small/factor.yaml"
for config in learn factor; do
  "$program" train "$work/small/$config.yaml" --output "$work/$config.1" --quiet --threads 1
  for count in 2 3; do
    ranks "$count" "$program" train "$work/small/$config.yaml" \
      --output "$work/$config.$count" --quiet
    learned "$work/$config.1" "$work/$config.$count"
  done
done
echo "mpi.sh: 2 and 3 ranks learn what one process learns, bit by bit"

# A training that is stopped goes on to the same end.
sed 's/epochs: 6/epochs: 40/' "$work/small/learn.yaml" > "$work/small/longer.yaml"
"$program" train "$work/small/longer.yaml" --output "$work/longer" --quiet --threads 1
stopped "$work/shorter/checkpoints/latest.json" 2 "$program" train "$work/small/longer.yaml" \
  --output "$work/shorter" --quiet
[[ ! -e "$work/shorter/metrics.json" ]] || fail "the training was over before it could be stopped"
ranks 2 "$program" train "$work/small/longer.yaml" --output "$work/shorter" --resume --quiet
learned "$work/longer" "$work/shorter"
echo "mpi.sh: 2 ranks, stopped and continued, learn what one process learns"

# The Juniata, where its data are there.
juniata="${THALWEG_SHARED:-../shared}/data/juniata"
if [[ -e "$juniata/reaches.gpkg" ]]; then
  sed -e "s|\.\./\.\./\.\./shared|$(realpath "$juniata/../..")|" \
    -e 's/^\( *epochs:\).*/\1 1/' Examples/02-juniata/config.yaml > "$work/juniata.yaml"
  printf 'uncertainty:\n  profile: false\n' > "$work/uncertainty"
  grep -q '^uncertainty:' "$work/juniata.yaml" || cat "$work/uncertainty" >> "$work/juniata.yaml"
  "$program" train "$work/juniata.yaml" --output "$work/juniata.1" --quiet --threads 1
  for count in 2 3; do
    ranks "$count" "$program" train "$work/juniata.yaml" --output "$work/juniata.$count" --quiet
    learned "$work/juniata.1" "$work/juniata.$count"
  done
  echo "mpi.sh: the Juniata over 2 and 3 ranks: as of one process, bit by bit"
fi

# What ranks cannot do together is refused, once.
refused() {
  local status=0
  timeout 60 mpirun -n 3 --bind-to none "$program" "$@" > /dev/null 2> "$work/message" || status=$?
  ((status == 2)) || { cat "$work/message" >&2; fail "thalweg $1: exit status $status, not 2"; }
  [[ "$(grep -c '^thalweg: ' "$work/message")" == 1 ]] ||
    { cat "$work/message" >&2; fail "thalweg $1: not one message"; }
}
refused train "$work/small/learn.yaml" --output "$work/refused" --ensemble 3
refused check "$work/small/reaches.gpkg"
[[ ! -e "$work/refused" ]] || fail "a refused training left a folder"

# An input that is wrong ends all ranks with one message.
sed 's/lateral_inflow.nc/nothing.nc/' "$work/basin/run.yaml" > "$work/basin/wrong.yaml"
refused route "$work/basin/wrong.yaml" --output "$work/wrong" --quiet
grep -q 'nothing.nc' "$work/message" || fail "wrong input: the file is not named"

# A rank that dies takes the others with it.
cat > "$work/dying.sh" << 'SH'
if [[ "$OMPI_COMM_WORLD_RANK" == 1 ]]; then
  "$@" & child=$!
  sleep 1; kill -9 "$child"; wait "$child"
else
  exec "$@"
fi
SH
printf 'output:\n  reaches: all\n' >> "$work/long/config.yaml"
status=0
timeout 120 mpirun -n 3 --bind-to none bash "$work/dying.sh" "$program" route \
  "$work/long/config.yaml" --output "$work/dead" --stretch 5 --quiet 2> "$work/message" || status=$?
((status != 0 && status != 124)) ||
  { cat "$work/message" >&2; fail "a rank died: exit status $status"; }
[[ ! -e "$work/dead/streamflow.rank0.nc" ]] || fail "a rank died, but another finished its file"
echo "mpi.sh: all passed"
