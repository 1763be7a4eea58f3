#!/usr/bin/env bash
# Installs the Debian packages Thalweg needs, where they are missing, and looks for Swift.
#   Tests/install.sh [--tests]      with --tests also what only tests need: the browser that looks
#                                   at the reports, MPI, Python for the CF checker
set -euo pipefail
packages=(libgdal-dev libnetcdf-dev libopenblas-dev libxxhash-dev pkg-config gdal-bin netcdf-bin libjs-vega
  librsvg2-bin)
[[ "${1:-}" != --tests ]] || packages+=(chromium binutils libopenmpi-dev openmpi-bin python3-venv)
least_swift=6.1

if command -v dpkg-query > /dev/null; then
  missing=()
  for package in "${packages[@]}"; do
    status="$(dpkg-query -W -f '${Status}' "$package" 2> /dev/null || true)"
    [[ "$status" == "install ok installed" ]] || missing+=("$package")
  done
  if ((${#missing[@]})); then
    echo "install.sh: installing ${missing[*]}"
    sudo=()
    if ((EUID != 0)); then
      command -v sudo > /dev/null || {
        echo "install.sh: not root and no sudo; as root run: apt-get install ${missing[*]}" >&2
        exit 1
      }
      sudo=(sudo)
    fi
    "${sudo[@]}" apt-get update -q
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -q --no-install-recommends "${missing[@]}"
  else
    echo "install.sh: all packages are there (${packages[*]})"
  fi
else
  echo "install.sh: not a Debian system; these must be there: ${packages[*]}"
fi

command -v swift > /dev/null || {
  echo "install.sh: there is no swift; install Swift $least_swift or later: https://swift.org/install" >&2
  exit 1
}
text="$(swift --version 2>&1)"
if [[ "$text" =~ Swift\ version\ ([0-9]+)\.([0-9]+) ]]; then
  found="${BASH_REMATCH[1]}.${BASH_REMATCH[2]}"
else
  echo "install.sh: cannot read the version from: $text" >&2
  exit 1
fi
if [[ "$(printf '%s\n%s\n' "$least_swift" "$found" | sort -V | head -n 1)" != "$least_swift" ]]; then
  echo "install.sh: Swift $found is too old; install $least_swift or later: https://swift.org/install" >&2
  exit 1
fi
echo "install.sh: Swift $found"
