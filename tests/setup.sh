#!/usr/bin/env bash
# Installs what building needs on Debian or Ubuntu, and only what is missing.
set -euo pipefail

wanted=(g++ cmake ninja-build pkg-config python3 python3-dev python3-venv
  libboost-dev libhowardhinnant-date-dev libsimdjson-dev libfmt-dev libcli11-dev libpugixml-dev
  libgtest-dev libgmock-dev libbenchmark-dev valgrind)

if ! command -v dpkg-query >/dev/null; then
  echo "setup: not a Debian system; needed are the counterparts of: ${wanted[*]}"
  exit 0
fi

# A tool that came by another way than a package is as good.
missing=()
for package in "${wanted[@]}"; do
  case "$package" in
    g++ | cmake | python3 | pkg-config | valgrind) command -v "$package" >/dev/null && continue ;;
    python3-dev) python3 -c 'import os, sys, sysconfig; sys.exit(not os.path.exists(sysconfig.get_paths()["include"] + "/Python.h"))' 2>/dev/null && continue ;;
    python3-venv) python3 -c 'import ensurepip' 2>/dev/null && continue ;;
    ninja-build) command -v ninja >/dev/null && continue ;;
  esac
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done

if [ ${#missing[@]} -eq 0 ]; then
  echo "setup: nothing to install"
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "setup: missing ${missing[*]}; run as root or install sudo" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "setup: installing ${missing[*]}"
install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}")
# The package lists may be old or not there at all.
"${install[@]}" >/dev/null 2>&1 || { "${as_root[@]}" apt-get update -qq && "${install[@]}" >/dev/null; }
echo "setup: done"
