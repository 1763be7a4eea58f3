#!/usr/bin/env bash
# The same river with one process and with several: installs OpenMPI, builds with the trait MPI in a
# folder of its own, and compares files of 1, 2, 3 and 4 ranks, bit by bit.
#
#   Tests/mpi.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
fail() { echo "mpi.sh: $*" >&2; exit 1; }

if ! command -v mpirun > /dev/null; then
  sudo=()
  ((EUID == 0)) || sudo=(sudo)
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends libopenmpi-dev openmpi-bin
fi
build=(-c release -Xcc -march=native --traits MPI --scratch-path "${THALWEG_MPI_BUILD:-.build-mpi}")
swift build "${build[@]}" --product thalweg
program="$(swift build "${build[@]}" --show-bin-path)/thalweg"

# Root may run MPI in a container; ranks may share cores.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_btl_vader_single_copy_mechanism=none
ranks() { local count="$1"; shift; mpirun -n "$count" --bind-to none "$@"; }
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
  for file in "$work"/one/*.nc; do
    name="$(basename "$file")"
    [[ "$(values "$file")" == "$(values "$work/of$count/$name")" ]] ||
      fail "$count ranks: $name differs from that of one process"
    compared=$((compared + 1))
  done
  ((compared == 5)) || fail "$compared files compared, not 5"
  echo "mpi.sh: $count ranks: $compared files as of one process, bit by bit"
done

# An input that is wrong ends all ranks with one message.
sed 's/lateral_inflow.nc/nothing.nc/' "$work/basin/run.yaml" > "$work/basin/wrong.yaml"
status=0
timeout 60 mpirun -n 3 --bind-to none "$program" route "$work/basin/wrong.yaml" \
  --output "$work/wrong" --quiet 2> "$work/message" || status=$?
((status == 2)) || { cat "$work/message" >&2; fail "wrong input: exit status $status, not 2"; }
grep -q 'nothing.nc' "$work/message" || fail "wrong input: the file is not named"

# A rank that dies takes the others with it.
cat > "$work/dying.sh" << 'SH'
if [[ "$OMPI_COMM_WORLD_RANK" == 1 ]]; then
  "$@" & child=$!
  sleep 1.5; kill -9 "$child"; wait "$child"
else
  exec "$@"
fi
SH
"$program" generate --reaches 20000 --seed 7 --years 3 --output "$work/long" --quiet
printf 'output:\n  reaches: all\n' >> "$work/long/config.yaml"
status=0
timeout 120 mpirun -n 3 --bind-to none bash "$work/dying.sh" "$program" route \
  "$work/long/config.yaml" --output "$work/dead" --stretch 5 --quiet 2> "$work/message" || status=$?
((status != 0 && status != 124)) ||
  { cat "$work/message" >&2; fail "a rank died: exit status $status"; }
[[ ! -e "$work/dead/streamflow.rank0.nc" ]] || fail "a rank died, but another finished its file"
echo "mpi.sh: all passed"
