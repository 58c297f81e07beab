#!/bin/sh
# Builds the optimised benchmarks, runs them, and leaves build/benchmarks/results.json and results.md.
#
#   benchmarks/run.sh [options of Google Benchmark]     e.g. --benchmark_filter=Core
#
# REPETITIONS (default 5): each figure is the median of so many, its spread their coefficient of variation.
set -eu
cd "$(dirname "$0")/.."
cmake --preset release -DWAGEPROOF_BUILD_BENCHMARKS=ON >/dev/null
cmake --build build/release --target wageproof_benchmarks
mkdir -p build/benchmarks
build/release/wageproof_benchmarks \
  --benchmark_repetitions="${REPETITIONS:-5}" --benchmark_report_aggregates_only=true \
  --benchmark_min_time=0.2 \
  --benchmark_out=build/benchmarks/results.json --benchmark_out_format=json "$@"
python3 benchmarks/support/table.py build/benchmarks/results.json >build/benchmarks/results.md
echo "build/benchmarks/results.md"
