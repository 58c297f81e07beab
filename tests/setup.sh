#!/usr/bin/env bash
# Installs what building needs on Debian or Ubuntu, and only what is missing.
#
#   setup.sh          what building needs
#   setup.sh tests    besides, what the tests of packages, other languages and Python need, fetched into build/tools
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for_tests=$([ "${1:-}" = tests ] && echo yes || echo no)

wanted=(g++ cmake ninja-build pkg-config python3 python3-dev python3-venv
  libboost-dev libhowardhinnant-date-dev libsimdjson-dev libfmt-dev libcli11-dev libpugixml-dev
  libgtest-dev libgmock-dev libbenchmark-dev)
if [ "$for_tests" = yes ]; then
  wanted+=(ccache abigail-tools dpkg-dev fakeroot file lintian openjdk-17-jdk-headless maven nodejs npm valgrind)
fi

# From here on a registry that does not answer skips the tests that need it: they say so.
fetch() {
  [ "$for_tests" = yes ] || return 0
  local java=build/tools/java node=build/tools/node
  mkdir -p "$java" "$node"
  if ! cmp -s examples/java/pom.xml "$java/pom.xml"; then
    echo "setup: fetching the jars of examples/java"
    rm -f "$java"/*.jar
    if mvn --quiet --batch-mode -f examples/java/pom.xml dependency:copy-dependencies -DoutputDirectory="$PWD/$java"; then
      cp examples/java/pom.xml "$java"
    else
      echo "setup: no jars; the Java example will not be tested"
    fi
  fi
  if ! cmp -s examples/node/package.json "$node/fetched.json"; then
    echo "setup: fetching the modules of examples/node"
    cp examples/node/package.json "$node"
    if npm install --prefix "$node" --no-audit --no-fund --ignore-scripts --loglevel=error; then
      cp examples/node/package.json "$node/fetched.json"
    else
      echo "setup: no modules; the Node example will not be tested"
    fi
  fi
}

if ! command -v dpkg-query >/dev/null; then
  echo "setup: not a Debian system; needed are the counterparts of: ${wanted[*]}"
  fetch
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
    ccache | fakeroot | file | lintian | npm) command -v "$package" >/dev/null && continue ;;
    abigail-tools) command -v abidiff >/dev/null && continue ;;
    nodejs) command -v node >/dev/null && continue ;;
    maven) command -v mvn >/dev/null && continue ;;
    openjdk-17-jdk-headless) command -v javac >/dev/null && continue ;;
  esac
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done

if [ ${#missing[@]} -eq 0 ]; then
  echo "setup: nothing to install"
  fetch
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
fetch
echo "setup: done"
