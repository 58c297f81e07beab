#!/usr/bin/env python3
"""Runs the contenders and the library on the same data, compares their answers, and writes how many times longer each took.

  python3 benchmarks/peers/run.py [--workers N] [--rounds N] [--only NAME,…]

Wants build/release/wageproof_factory. Packages come from PyPI and npm, pinned, into build/benchmarks. Contenders and
library take turns, so that all meet the same machine; a figure is the median over all turns. Leaves
build/benchmarks/peers.json and peers.md.
"""
import argparse
import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build"
TOOL = BUILD / "release" / "wageproof_factory"
PLACE = BUILD / "benchmarks"
PACKS = HERE.parent / "packs"
THREADS = (1, 2)
MONTH = {"Polars": "month_polars.py", "DuckDB": "month_duckdb.py", "pandas": "month_pandas.py"}


def run(command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def up_to_date(folder, pins) -> bool:
    """Whether what was installed there came from these pins; else the mark of the old ones is gone."""
    mark = folder / "pins"
    if mark.exists() and mark.read_text(encoding="utf-8") == pins:
        return True
    shutil.rmtree(folder, ignore_errors=True)
    return False


def python_packages() -> Path:
    folder, wanted = PLACE / "python", HERE / "requirements.txt"
    pins = wanted.read_text(encoding="utf-8")
    if not up_to_date(folder, pins):
        venv.create(folder, with_pip=True)
        run([folder / "bin" / "python", "-m", "pip", "install", "-q", "-r", wanted])
        (folder / "pins").write_text(pins, encoding="utf-8")
    return folder / "bin" / "python"


def node_packages():
    """The folder from which the JavaScript contender runs; nothing where there is no node."""
    if not shutil.which("node") or not shutil.which("npm"):
        return None
    folder = PLACE / "node"
    pins = (HERE / "package-lock.json").read_text(encoding="utf-8")
    if not up_to_date(folder, pins):
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        run(["npm", "ci", "--no-audit", "--no-fund"], cwd=folder)
        (folder / "pins").write_text(pins, encoding="utf-8")
    shutil.copy(HERE / "year_publicodes.mjs", folder)
    return folder


class Figures:
    """Seconds by contender, kind of work and threads, of every turn."""

    def __init__(self):
        self.of = defaultdict(list)
        self.peak_kb = {}

    def add(self, who, what, threads, times):
        for clock in ("wall", "processor"):
            self.of[who, what, threads, clock] += times[clock]

    def median(self, *key):
        return statistics.median(self.of[key]) if self.of.get(key) else None


def library(figures, who, threads, arguments, answers=None, folder=None):
    """The library in memory, and on a folder where one is named."""
    base = [TOOL, "measure", "--threads", threads, *arguments]
    got = json.loads(run(base + ["--repeat", 5] + (["--answers", answers] if answers else [])))
    figures.add(who, "compute", threads, got["check"])
    figures.peak_kb[who] = got["peak_kb"]
    if folder:
        got = json.loads(run(base + ["--folder", folder, "--repeat", 2]))
        figures.add(who, "read", threads, got["read"])


def contender(figures, who, python, script, folder, threads, answers):
    got = json.loads(run([python, HERE / script, folder, threads, 5, answers]))
    figures.add(who, "read", threads, got["read"])
    figures.add(who, "compute", threads, got["compute"])
    figures.peak_kb[who] = got["peak_kb"]


def answers_of_library(path):
    """Amounts by (worker, first day, name); a line that is zero has no row, a shortfall is `short:` and its check."""
    amounts = {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["name"] == "net":
                continue
            name = row["name"] if row["kind"] == "due" else "short:" + row["name"]
            amounts[row["worker_id"], int(row["first"]), name] = int(row["amount"]) if row["amount"] else None
    return amounts


# Run by the Python that has pyarrow: prints the table of a Parquet file as CSV rows of worker, first day, name, amount.
UNROLL = """
import sys, csv
import pyarrow.parquet as pq
table, first = pq.read_table(sys.argv[1]), sys.argv[2]
columns = {name: table.column(name).to_pylist() for name in table.column_names}
out = csv.writer(sys.stdout)
days = columns.pop('first', None)
workers = columns.pop('worker_id')
for name, values in columns.items():
    if name.startswith('__'): continue
    for i, value in enumerate(values):
        out.writerow((workers[i], days[i] if days else first, name, int(value)))
"""


def answers_of_contender(python, path, first):
    rows = csv.reader(run([python, "-c", UNROLL, path, first]).splitlines())
    return {(worker, int(day), name): int(amount) for worker, day, name, amount in rows}


def differences(ours, theirs, names):
    """How many amounts were compared, how many differ, and by at most how much in millionths."""
    keys = {key for key in ours if key[2] in names} | {key for key in theirs if key[2] in names}
    apart = [abs((ours.get(key, 0) or 0) - theirs.get(key, 0)) for key in keys if ours.get(key, 0) != theirs.get(key, 0)]
    return {"compared": len(keys), "differ": len(apart), "largest_micro": max(apart, default=0)}


def refuse_if_apart(who, found):
    if found["compared"] == 0 or found["differ"]:
        sys.exit(f"{who} does not give the library's amounts: {found}; its time does not count")


def month(arguments, figures, python, folder):
    """The month with clock times. Gives the comparison of each contender's answers with ours."""
    size = ["--workers", arguments.workers]
    run([TOOL, "write", *size, folder])
    compared = {}
    wanted = [name for name in MONTH if not arguments.only or name in arguments.only]
    for turn in range(arguments.rounds):
        ours = PLACE / "answers.csv" if turn == 0 else None
        for threads in THREADS:
            library(figures, "Wageproof, same lines", threads, size + ["--law", PACKS / "kh-part.json"], ours, folder)
            library(figures, "Wageproof, whole pack", threads, size + ["--law", "kh"], None, folder)
            library(figures, "by hand in C++", threads, size + ["--by-hand"])
            for who in wanted:
                contender(figures, who, python, MONTH[who], folder, threads, PLACE / f"{who}.parquet")
        if turn == 0:
            expected = answers_of_library(ours)
            first = next(iter(expected))[1]
            for who in wanted:
                theirs = answers_of_contender(python, PLACE / f"{who}.parquet", first)
                compared[who] = differences(expected, theirs, {name for _, _, name in expected} | {name for _, _, name in theirs})
                refuse_if_apart(who, compared[who])
    return compared


def year(arguments, figures, python, folder):
    """A year of contributions without time records, all at once, and one payslip at a time."""
    size = ["--kind", "contributions", "--workers", arguments.year_workers]
    law = ["--law", PACKS / "kh-contributions.json"]
    run([TOOL, "write", *size, folder])
    compared = {}
    for turn in range(arguments.rounds):
        library(figures, "Wageproof, contributions", 1, size + law, PLACE / "answers.csv")
        if not arguments.only or "OpenFisca" in arguments.only:
            contender(figures, "OpenFisca", python, "year_openfisca.py", folder, 1, PLACE / "OpenFisca.parquet")
        if turn == 0 and (PLACE / "OpenFisca.parquet").exists():
            ours = answers_of_library(PLACE / "answers.csv")
            theirs = answers_of_contender(python, PLACE / "OpenFisca.parquet", 0)
            compared["OpenFisca"] = differences(ours, theirs, {name for _, _, name in theirs})

    node = node_packages() if not arguments.only or "publicodes" in arguments.only else None
    some = ["--kind", "contributions", "--workers", max(1, arguments.payslips // 12)]
    for turn in range(arguments.rounds):
        got = json.loads(run([TOOL, "measure", "--one-by-one", "--repeat", 3, *some, *law, "--answers", PLACE / "answers.csv"]))
        figures.add("Wageproof, one payslip", "compute", 1, got["check"])
        if node is None:
            continue
        theirs_path = PLACE / "publicodes.csv"
        got = json.loads(run(["node", "year_publicodes.mjs", folder, 3, theirs_path, got["person_months"]], cwd=node))
        figures.add("publicodes", "compute", 1, got["compute"])
        if turn == 0:
            ours, theirs = answers_of_library(PLACE / "answers.csv"), {}
            with open(theirs_path, newline="", encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    for name, of in (("nssf_risk.employer", "risk"), ("nssf_health.employer", "health"), ("nssf_pension.employee", "pension"), ("nssf_pension.employer", "pension")):
                        theirs[row["worker_id"], int(row["first"]), "contribution." + name] = round(float(row[of]) * 1e6)
            compared["publicodes"] = differences(ours, theirs, {name for _, _, name in theirs})
    return compared


def ratio(theirs, ours):
    if theirs is None or not ours:
        return ""
    value = theirs / ours
    return f"{value:.2g}" if value < 10 else f"{value:.0f}"


def table(arguments, figures, compared):
    out = []
    say = out.append
    say("Times of the others over the library's: above 1 the library is faster. Processor time with one thread, elapsed time with two;"
        f" medians of {arguments.rounds} turns. {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end.\n")
    say(f"**A month with clock times**, {arguments.workers} workers: minimum wage, overtime, four contributions, and what the payslips fall short. 'Same lines' is"
        " a pack of these lines alone, 'whole pack' all of `kh` with its limits and records checks, which no contender computes.\n")
    say("| contender | columns in memory, same lines, 1 thread | the same, 2 threads | in memory, whole pack, 1 thread | CSV folder to answer, same lines, 1 thread | the same, 2 threads | memory | answers |")
    say("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    part, whole = "Wageproof, same lines", "Wageproof, whole pack"
    clock = {1: "processor", 2: "wall"}

    def of(who, threads, files):
        seconds = figures.median(who, "compute", threads, clock[threads])
        if files and seconds is not None:
            reading = figures.median(who, "read", threads, clock[threads])
            seconds = None if reading is None else seconds + reading
        return seconds

    for who in [*MONTH, "by hand in C++"]:
        if of(who, 1, False) is None:
            continue
        found = compared.get(who)
        cells = [ratio(of(who, 1, False), of(part, 1, False)), ratio(of(who, 2, False), of(part, 2, False)), ratio(of(who, 1, False), of(whole, 1, False)),
                 ratio(of(who, 1, True), of(part, 1, True)), ratio(of(who, 2, True), of(part, 2, True)), ratio(figures.peak_kb[who], figures.peak_kb[part]),
                 f"{found['compared']} amounts, all equal" if found else "see docs/performance.md"]
        say(f"| {who} | " + " | ".join(cells) + " |")

    say(f"\n**Contributions alone**, one processor. All at once: {arguments.year_workers} workers' twelve months. One at a time: {arguments.payslips // 12 * 12} payslips, each as a call of its own.\n")
    say("| contender | times the library's | answers |")
    say("| --- | ---: | --- |")
    for who, ours in (("OpenFisca", "Wageproof, contributions"), ("publicodes", "Wageproof, one payslip")):
        found = compared.get(who)
        if found:
            answers = f"{found['compared']} amounts, " + (f"{found['differ']} differ, by at most {found['largest_micro'] / 1e6:g} riel" if found["differ"] else "all equal")
            say(f"| {who} | {ratio(of(who, 1, False), of(ours, 1, False))} | {answers} |")
    return "\n".join(out) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--workers", type=int, default=100000)
    parser.add_argument("--year-workers", type=int, default=20000)
    parser.add_argument("--payslips", type=int, default=1200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", type=lambda text: text.split(","), default=[])
    arguments = parser.parse_args()
    if not TOOL.exists():
        sys.exit(f"{TOOL} is not built")
    PLACE.mkdir(parents=True, exist_ok=True)
    python = python_packages()
    figures = Figures()
    with tempfile.TemporaryDirectory(dir=PLACE) as folder:
        compared = {}
        if not arguments.only or set(arguments.only) & set(MONTH):
            compared.update(month(arguments, figures, python, Path(folder) / "month"))
        if not arguments.only or set(arguments.only) - set(MONTH):
            compared.update(year(arguments, figures, python, Path(folder) / "year"))
    text = table(arguments, figures, compared)
    (PLACE / "peers.md").write_text(text, encoding="utf-8")
    report = [{"contender": who, "work": what, "threads": threads, "clock": clock, "seconds": seconds} for (who, what, threads, clock), seconds in figures.of.items()]
    (PLACE / "peers.json").write_text(json.dumps({"arguments": vars(arguments), "compared": compared, "peak_kb": figures.peak_kb, "times": report}, indent=1), encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
