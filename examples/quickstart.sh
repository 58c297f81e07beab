#!/usr/bin/env bash
# Builds the command line tool and checks the sample factory with it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash tests/setup.sh

# An earlier build of the tests is left as it is: only a new folder is configured.
if [ ! -f build/release/build.ninja ]; then
  launcher=()
  if command -v ccache >/dev/null; then launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
  cmake --preset release -DWAGEPROOF_BUILD_TESTS=OFF -DWAGEPROOF_BUILD_BENCHMARKS=OFF \
    -DWAGEPROOF_BUILD_EXAMPLES=OFF "${launcher[@]}"
fi
cmake --build --preset release -j"$(nproc)" --target wageproof_cli

status=0
build/release/wageproof check examples/factory-kh -o build/quickstart-out || status=$?
# 1 says that breaches were found, which is what the sample is for.
if [ "$status" -gt 1 ]; then
  echo "quickstart: the check could not be made (exit $status)" >&2
  exit "$status"
fi
echo "quickstart: the tables are in build/quickstart-out:"
ls build/quickstart-out
