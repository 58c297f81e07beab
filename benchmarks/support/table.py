#!/usr/bin/env python3
"""Prints the results of Google Benchmark, as JSON, in a Markdown table: medians with their spread."""
import json
import sys

RATES = (("items_per_second", "worker-days/s"), ("person_months_per_second", "person-months/s"), ("bytes_per_second", "bytes/s"))
SET_UP = ("index_ms", "pack_ms", "setting_ms")


def scaled(value):
    for factor, letter in ((1e9, " G"), (1e6, " M"), (1e3, " k")):
        if value >= factor:
            return f"{value / factor:.3g}{letter} "
    return f"{value:.3g} "


def main(path):
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    medians, spreads = {}, {}
    for run in report["benchmarks"]:
        if run.get("error_occurred"):
            sys.exit(f"{run['name']}: {run['error_message']}")
        of = {"median": medians, "cv": spreads}.get(run.get("aggregate_name"))
        if of is not None:
            of[run["run_name"].replace("/process_time", "")] = run
    if not medians:
        sys.exit("no medians: run with --benchmark_repetitions")
    context = report["context"]
    print(f"{context['num_cpus']} processors at {context['mhz_per_cpu']} MHz, load {context['load_avg'][0]:.1f} at the start, {context['date'][:10]}.")
    if context["library_build_type"] == "debug":
        print("The benchmark library calls itself a debug build (Debian's package does); wageproof is not one.")
    print("\n| benchmark | time | spread | processor | rate | of it set-up |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, run in medians.items():
        unit = run["time_unit"]
        rates = [scaled(run[key]) + of for key, of in RATES if key in run]
        set_up = sum(run.get(key, 0) for key in SET_UP)
        share = f"{set_up:.3g} ms" if set_up else ""
        spread = f"{100 * spreads[name]['real_time']:.0f} %" if name in spreads else ""
        print(f"| {name.replace('/real_time', '')} | {run['real_time']:.3g} {unit} | {spread} | {run['cpu_time']:.3g} {unit} | {', '.join(rates)} | {share} |")


if __name__ == "__main__":
    main(sys.argv[1])
