#!/usr/bin/env bash
#SBATCH --job-name=thalweg
#SBATCH --nodes=4
#SBATCH --ntasks-per-node=16
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=4G
#SBATCH --time=02:00:00
#SBATCH --signal=B:TERM@120
# 64 ranks of a program built with: swift build -c release -Xcc -march=native --traits MPI
#
#   sbatch Examples/07-large-basin/slurm.sh CONFIG OUTPUT
#
# Two minutes before the time is over every rank is told to stop: it finishes its stretch and leaves
# its state. Submit the same command again, and the run goes on. As many ranks as began must go on;
# or merge the files (`thalweg merge OUTPUT`) and go on with one process.
set -euo pipefail
config="${1:?give a configuration}"
output="${2:?give a folder for the results}"
program="${THALWEG_PROGRAM:-.build/release/thalweg}"
options=()
[[ ! -e "$output/restart.rank0.nc" ]] || options=(--resume)
srun "$program" route "$config" --output "$output" --quiet "${options[@]}" &
trap 'kill -TERM $!; wait $!' TERM
wait $!
"$program" merge "$output" --remove
