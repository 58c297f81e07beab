#!/bin/sh
# Builds the optimised benchmarks, runs them, and leaves their tables as Markdown and JSON in build/benchmarks.
#
#   benchmarks/run.sh                                everything
#   benchmarks/run.sh SECTION…                       core: results.md; peers: peers.md; growth: growth.md
#   benchmarks/run.sh [core] OPTIONS                 core with options of Google Benchmark, e.g. --benchmark_filter=Core
#
# REPETITIONS (default 5): each figure of core is the median of so many, its spread their coefficient of variation.
set -eu
cd "$(dirname "$0")/.."
sections=
while [ $# -gt 0 ]; do
  case "$1" in
    core | peers | growth) sections="$sections $1"; shift ;;
    *) sections="${sections:- core}"; break ;;
  esac
done
sections="${sections:- core peers growth} "

cmake --preset release -DWAGEPROOF_BUILD_BENCHMARKS=ON >/dev/null
cmake --build build/release --target wageproof_benchmarks wageproof_factory
mkdir -p build/benchmarks
case "$sections" in
  *" core "*)
    build/release/wageproof_benchmarks \
      --benchmark_repetitions="${REPETITIONS:-5}" --benchmark_report_aggregates_only=true \
      --benchmark_min_time=0.2 \
      --benchmark_out=build/benchmarks/results.json --benchmark_out_format=json "$@"
    python3 benchmarks/support/table.py build/benchmarks/results.json >build/benchmarks/results.md
    echo "build/benchmarks/results.md" ;;
esac
case "$sections" in *" peers "*) python3 benchmarks/peers/run.py; echo "build/benchmarks/peers.md" ;; esac
case "$sections" in *" growth "*) python3 benchmarks/growth.py; echo "build/benchmarks/growth.md" ;; esac
python3 benchmarks/support/goals.py build/benchmarks >build/benchmarks/goals.md
echo "build/benchmarks/goals.md"
