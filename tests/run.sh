#!/usr/bin/env bash
# Builds everything in the release preset and runs every test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash tests/setup.sh tests

launcher=()
if command -v ccache >/dev/null; then launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
# Said in full, so that an earlier configuration of the folder changes nothing.
cmake --preset release -DWAGEPROOF_BUILD_TESTS=ON -DWAGEPROOF_BUILD_CLI=ON \
  -DWAGEPROOF_BUILD_BENCHMARKS=ON -DWAGEPROOF_BUILD_EXAMPLES=ON "${launcher[@]}"
cmake --build --preset release -j"$(nproc)"

log=build/release/ctest.log
status=0
ctest --preset release -j"$(nproc)" | tee "$log" || status=$?
echo "ctest: $(grep -E '[0-9]+% tests passed' "$log" || echo 'no tests were run')"
exit "$status"
