#!/usr/bin/env python3
"""How the cost of a check grows: with workers, threads, packs, and the share of workers in breach.

  python3 benchmarks/growth.py [--workers 1000,100000,1000000] [--table workers,packs,breaches]

Wants build/release/wageproof_factory. Columns in memory, one call a figure; the least of the repetitions counts. Leaves
build/benchmarks/growth.json and growth.md. A size that does not fit into the free memory is left out, and said.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOL = ROOT / "build" / "release" / "wageproof_factory"
PLACE = ROOT / "build" / "benchmarks"
STRAIGHT = 0.20  # a figure that lies further from the middle one than this is no straight line's
BYTES_A_WORKER = 8000  # columns, result and what the check needs, roughly


def measure(*arguments, repeat=3):
    done = subprocess.run([str(part) for part in (TOOL, "measure", "--repeat", repeat, *arguments)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)
    got = json.loads(done.stdout)
    return {
        "workers": got["workers"], "worker_days": got["worker_days"], "threads": got["threads"],
        "processor_us": 1e6 * min(got["check"]["processor"]) / got["workers"], "wall_us": 1e6 * min(got["check"]["wall"]) / got["workers"],
        "memory": (got["peak_kb"] * 1024) / got["column_bytes"], "findings": sum(got["findings"].values()) / got["workers"]}


def free_bytes():
    with open("/proc/meminfo", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("MemAvailable"))


def bends(rows, label):
    """The rows whose cost a worker is not that of the others."""
    middle = statistics.median(row["processor_us"] for row in rows)
    return [f"{row[label]}: {row['processor_us'] / middle - 1:+.0%}" for row in rows if abs(row["processor_us"] / middle - 1) > STRAIGHT]


def by_workers(sizes):
    rows, left_out = [], []
    for workers in sizes:
        if workers * BYTES_A_WORKER > 0.8 * free_bytes():
            left_out.append(workers)
            continue
        rows += [measure("--workers", workers, "--threads", threads, repeat=2 if workers >= 500000 else 4) for threads in (1, 2)]
    say = ["## Workers and threads\n", "Microseconds a worker (about 26 worker-days), whole pack `kh`; memory is the process's peak over the bytes of its columns.\n",
           "| workers | threads | processor | elapsed | memory |", "| ---: | ---: | ---: | ---: | ---: |"]
    say += [f"| {row['workers']} | {row['threads']} | {row['processor_us']:.1f} | {row['wall_us']:.1f} | {row['memory']:.1f} |" for row in rows]
    for threads in (1, 2):
        found = bends([row for row in rows if row["threads"] == threads], "workers")
        say.append(f"\n{threads} thread{'s' if threads > 1 else ''}: " + ("straight." if not found else "not straight at " + ", ".join(found) + " workers, against the middle figure."))
    if left_out:
        say.append(f"\nNot run for want of memory: {', '.join(map(str, left_out))} workers.")
    return rows, say


def by_packs(workers):
    laws = sorted(path.stem for path in (ROOT / "src" / "law" / "packs").glob("*.json"))
    rows = []
    for law in laws:
        if "extends" in json.loads((ROOT / "src" / "law" / "packs" / f"{law}.json").read_text(encoding="utf-8")):
            continue
        rows.append({"law": law, **measure("--workers", workers, "--law", law, "--adapt")})
    rows.sort(key=lambda row: row["processor_us"])
    say = [f"## Packs, lightest to heaviest\n", f"{workers} workers, one thread; the same clock times under each law, payslips that pay what it asks. Findings are mostly what the"
           " records do not say: an attribute that the law goes by.\n", "| pack | processor, us a worker | findings a worker |", "| --- | ---: | ---: |"]
    say += [f"| {row['law']} | {row['processor_us']:.1f} | {row['findings']:.2f} |" for row in rows]
    return rows, say


def by_breaches(workers):
    rows = [{"share": f"{share} %", **measure("--workers", workers, "--breaches", share)} for share in (0, 1, 5, 25, 50, 100)]
    say = ["## Share of workers in breach\n", f"{workers} workers, one thread, whole pack `kh`.\n", "| in breach | processor, us a worker | findings a worker |", "| ---: | ---: | ---: |"]
    say += [f"| {row['share']} | {row['processor_us']:.1f} | {row['findings']:.2f} |" for row in rows]
    found = bends(rows, "share")
    say.append("\n" + ("No figure lies further than a fifth from the middle one." if not found else "Further than a fifth from the middle one: " + ", ".join(found) + "."))
    return rows, say


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--workers", type=lambda text: [int(part) for part in text.split(",")], default=[1000, 10000, 100000, 1000000, 10000000])
    parser.add_argument("--table", type=lambda text: text.split(","), default=["workers", "packs", "breaches"])
    parser.add_argument("--middle", type=int, default=10000, help="workers of the tables of packs and breaches")
    arguments = parser.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    tables = {"workers": lambda: by_workers(arguments.workers), "packs": lambda: by_packs(arguments.middle), "breaches": lambda: by_breaches(arguments.middle)}
    report, text = {}, [f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start. Processor time is the run's own, all threads together.\n"]
    for name in arguments.table:
        report[name], say = tables[name]()
        text += say + [""]
    (PLACE / "growth.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    (PLACE / "growth.md").write_text("\n".join(text), encoding="utf-8")
    print("\n".join(text))


if __name__ == "__main__":
    main()
