#!/usr/bin/env python3
"""Prints the table of goals from the results that are there: results.json, peers.json, growth.json of build/benchmarks.

  python3 benchmarks/support/goals.py build/benchmarks

A figure whose benchmark has not run is left empty. 'A core' is by processor time, all threads together: the column to read where
others use the machine too.
"""
import json
import re
import statistics
import sys
from pathlib import Path


class Results:
    def __init__(self, folder):
        load = lambda name: json.loads((folder / name).read_text(encoding="utf-8")) if (folder / name).exists() else {}  # noqa: E731
        self.runs = {}
        for run in load("results.json").get("benchmarks", []):
            if run.get("aggregate_name") == "median":
                self.runs[re.sub("/(process_time|real_time)", "", run["run_name"])] = run
        self.peers, self.growth = load("peers.json"), load("growth.json")

    def find(self, name, threads=None):
        """The benchmark's run of most workers."""
        found = [(int(re.search(r"workers:(\d+)", key)[1]) if "workers:" in key else 0, run) for key, run in self.runs.items()
                 if key.split("/")[0] == name and (threads in (None, 1) and "threads:" not in key or key.endswith(f"threads:{threads}"))]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def rate(self, name, counter, threads=None, a_core=False):
        run = self.find(name, threads)
        if run is None:
            return None
        return run[counter] * (run["real_time"] / run["cpu_time"] if a_core and counter != "person_months_per_second" else 1)

    def seconds(self, who, threads=1, clock="processor"):
        """A contender's, or the library's, in the run of the peers."""
        found = [t["seconds"] for t in self.peers.get("times", []) if (t["contender"], t["work"], t["threads"], t["clock"]) == (who, "compute", threads, clock)]
        return statistics.median(found[0]) if found else None


def scaled(value, unit):
    if value is None:
        return ""
    for factor, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= factor:
            return f"{value / factor:.3g} {letter}{'' if unit == 'B/s' else ' '}{unit}"
    return f"{value:.3g} {unit}"


def over(value, limit):
    return f"{value / limit:.2g}" if value and limit else ""


def main(folder):
    r = Results(Path(folder))
    rows = []
    items, in_bytes = "items_per_second", "bytes_per_second"

    def rated(path, goal, name, counter, unit, limit_name, limit_says, command):
        a_core, limit = r.rate(name, counter, 1, True), r.rate(limit_name, counter, 1, True) if limit_name else None
        rows.append((path, goal, scaled(a_core, unit), scaled(r.rate(name, counter, 2), unit), (limit_says + " " + scaled(limit, unit)) if limit else "", over(a_core, limit), command))

    core = "`benchmarks/run.sh core --benchmark_filter={}`"
    rated("core, a month with the whole pack", "100 M worker-days/s on two threads; half of the kernel by hand", "BM_Core_CheckMonth", items, "worker-days/s", "BM_Core_HandKernel",
          "kernel by hand", core.format("'CheckMonth\\|HandKernel'"))
    rated("CSV folder to findings", "300 MB/s", "BM_Readers_CsvFolderAndCheck", in_bytes, "B/s", "BM_Limit_CsvFile", "loading the files", core.format("Csv"))
    rated("NDJSON folder to findings", "half of simdjson", "BM_Readers_NdjsonFolderAndCheck", in_bytes, "B/s", "BM_Limit_NdjsonSimdjson", "simdjson alone", core.format("Ndjson"))
    rated("contributions alone", "20 M person-months/s a core", "BM_Core_Contributions", "person_months_per_second", "person-months/s", None, "", core.format("Contributions"))
    one, two = r.find("BM_Core_CheckMonth", 1), r.find("BM_Core_CheckMonth", 2)
    rows.append(("core, from one thread to two", "1.8 times", "", f"{one['real_time'] / two['real_time']:.2f} times" if one and two else "", "", "", core.format("CheckMonth")))
    packs = r.find("BM_Law_LoadAllPacks")
    rows.append(("all packs, from text to plan", "20 ms", f"{packs['cpu_time']:.3g} ms for {packs.get('packs', 0):.0f}" if packs else "", "", "", "", core.format("AllPacks")))
    memory = max((row for row in r.growth.get("workers", []) if row["threads"] == 1), key=lambda row: row["workers"], default=None)
    rows.append(("memory, of the columns", "2 times", f"{memory['memory']:.2g} times, {memory['workers']} workers" if memory else "", "", "", "", "`benchmarks/run.sh growth`"))
    payslip, payslips = r.seconds("Wageproof, one payslip"), r.peers.get("arguments", {}).get("payslips", 0) // 12 * 12
    rows.append(("one payslip's contributions through C, as JSON", "5 microseconds", f"{1e6 * payslip / payslips:.3g} us" if payslip else "", "", "", "", "`benchmarks/run.sh peers`"))
    for who, ours, says in (("Polars", "Wageproof, same lines", "month, same lines"), ("DuckDB", "Wageproof, same lines", "month, same lines"), ("pandas", "Wageproof, same lines", "month, same lines"),
                            ("OpenFisca", "Wageproof, contributions", "contributions"), ("publicodes", "Wageproof, one payslip", "contributions, one by one")):
        values = [over(r.seconds(who, threads, clock), r.seconds(ours, threads, clock)) for threads, clock in ((1, "processor"), (2, "wall"))]
        rows.append((f"{who} over the library: {says}", "above 1", *[f"{value} times" if value else "" for value in values], "", "", "`benchmarks/run.sh peers`"))
    print("| path | goal | measured, a core | measured, two threads | limit, a core | of the limit | command |")
    print("| --- | --- | ---: | ---: | ---: | ---: | --- |")
    for row in rows:
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main(sys.argv[1])
