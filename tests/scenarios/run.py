#!/usr/bin/env python3
"""Run the acceptance scenarios against a wageproof binary.

    run.py WAGEPROOF_BINARY [name filter...] [--keep DIR]

A scenario is a folder COUNTRY/NAME with `input/` (an employer's folder) and
`scenario.json`:

    title, source    what is tested, and the arithmetic by hand
    args             further arguments of `wageproof check`
    exit             the exit status, or a list of those that may come
    due, reconciliation, findings, matches, checks, balances, rejects
                     each entry must be matched by exactly one row of that table
                     on all the fields given; text as in the CSV; `*` and `?` in
                     a value stand for any text; "_count": "1+" asks for at
                     least one row in place of exactly one
    only             true: no finding of severity breach or discrepancy may stand
                     beside those listed
    absent           [{"table": ..., field: value, ...}]: no row may match
    summary          a part of summary.json that must be found in it

A filter is a part of COUNTRY/NAME. Exit status 1 where a scenario fails.
"""
import csv
import fnmatch
import json
import pathlib
import subprocess
import sys
import tempfile

TABLES = ("due", "reconciliation", "findings", "matches", "checks", "balances", "rejects")
KEYS = set(TABLES) | {"title", "source", "args", "exit", "only", "absent", "summary"}
TIME_LIMIT_SECONDS = 60


def fits(found, wanted):
    if found is None:
        return False
    if any(mark in wanted for mark in "*?"):
        return fnmatch.fnmatchcase(found, wanted)
    return found == wanted


def wanted_fields(entry):
    return {k: str(v) for k, v in entry.items() if not k.startswith("_") and k != "table"}


def matches(row, entry):
    return all(fits(row.get(k), v) for k, v in wanted_fields(entry).items())


def show(row, fields=None):
    return "  ".join(f"{k}={row[k]}" for k in (fields or row) if row.get(k) not in (None, ""))


def nearest(rows, entry):
    """The row that shares most fields with the entry, naming counts before amounts."""
    fields = wanted_fields(entry)
    naming = {"worker_id", "line", "check", "period_start"}

    def score(row):
        return sum((3 if k in naming else 1) for k, v in fields.items() if fits(row.get(k), v))

    best = max(rows, key=score, default=None)
    return best if best is not None and score(best) > 0 else None


class Output:
    """The tables of one run, read when asked for."""

    def __init__(self, folder):
        self.folder = folder
        self.tables = {}

    def rows(self, name):
        if name not in self.tables:
            path = self.folder / f"{name}.csv"
            if not path.is_file():
                self.tables[name] = None
            else:
                with path.open(encoding="utf-8", newline="") as file:
                    self.tables[name] = list(csv.DictReader(file))
        return self.tables[name]


def compare_table(name, entries, output):
    problems = []
    rows = output.rows(name)
    if rows is None:
        return [f"{name}.csv was not written"] if entries else []
    for entry in entries:
        hits = [row for row in rows if matches(row, entry)]
        at_least_one = entry.get("_count") == "1+"
        if len(hits) == 1 or (at_least_one and hits):
            continue
        fields = wanted_fields(entry)
        if hits:
            problems.append(f"{name}: {len(hits)} rows in place of one for  {show(fields)}")
            continue
        problems.append(f"{name}: no row for  {show(fields)}")
        near = nearest(rows, entry)
        if near is None:
            problems.append(f"    nearest: none ({len(rows)} rows)")
        else:
            wrong = [f"{k}={near.get(k)!r}" for k, v in fields.items() if not fits(near.get(k), v)]
            problems.append(f"    nearest: {show(near)}")
            problems.append(f"    differs: {', '.join(wrong)}")
    return problems


def compare_only(entries, output):
    rows = output.rows("findings")
    if rows is None:
        return ["findings.csv was not written"]
    return [
        "findings: not expected  "
        + show(row, ["worker_id", "period_start", "check", "severity", "expected", "found",
                     "difference", "unit", "evidence"])
        for row in rows
        if row.get("severity") in ("breach", "discrepancy")
        and not any(matches(row, entry) for entry in entries)
    ]


def compare_absent(entries, output):
    problems = []
    for entry in entries:
        rows = output.rows(entry["table"])
        if rows is None:
            problems.append(f"{entry['table']}.csv was not written")
            continue
        problems += [f"{entry['table']}: must be absent  {show(row)}"
                     for row in rows if matches(row, entry)]
    return problems


def compare_subset(wanted, found, path="summary"):
    if isinstance(wanted, dict):
        if not isinstance(found, dict):
            return [f"{path}: an object was expected, found {found!r}"]
        problems = []
        for key, value in wanted.items():
            if key not in found:
                problems.append(f"{path}.{key}: missing")
            else:
                problems += compare_subset(value, found[key], f"{path}.{key}")
        return problems
    if isinstance(wanted, list):
        if not isinstance(found, list):
            return [f"{path}: a list was expected, found {found!r}"]
        return [f"{path}: {item!r} is not in {found!r}" for item in wanted
                if not any(not compare_subset(item, other) for other in found)]
    return [] if wanted == found else [f"{path}: {found!r} in place of {wanted!r}"]


def check_scenario(binary, folder, out):
    """The differences between what a scenario expects and what the binary writes."""
    scenario = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    unknown = set(scenario) - KEYS
    if unknown:
        return [f"scenario.json: unknown keys {sorted(unknown)}"]
    command = [binary, "check", str(folder / "input"), "-o", str(out), *scenario.get("args", [])]
    try:
        run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             timeout=TIME_LIMIT_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return [f"no answer within {TIME_LIMIT_SECONDS} s"]

    problems = []
    allowed = scenario.get("exit", [0, 1])
    allowed = allowed if isinstance(allowed, list) else [allowed]
    if run.returncode not in allowed:
        problems.append(f"exit {run.returncode} in place of {' or '.join(map(str, allowed))}")
        said = (run.stderr or run.stdout).decode("utf-8", "replace").strip().splitlines()
        problems += [f"    {line}" for line in said[-5:]]
    if run.returncode not in (0, 1):
        return problems

    output = Output(out)
    for name in TABLES:
        problems += compare_table(name, scenario.get(name, []), output)
    if scenario.get("only"):
        problems += compare_only(scenario.get("findings", []), output)
    problems += compare_absent(scenario.get("absent", []), output)
    if "summary" in scenario:
        path = out / "summary.json"
        if path.is_file():
            problems += compare_subset(scenario["summary"],
                                       json.loads(path.read_text(encoding="utf-8")))
        else:
            problems.append("summary.json was not written")
    return problems


def main(arguments):
    keep = None
    if "--keep" in arguments:
        at = arguments.index("--keep")
        if at + 1 == len(arguments):
            print(__doc__, file=sys.stderr)
            return 2
        keep = pathlib.Path(arguments[at + 1])
        del arguments[at:at + 2]
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    binary = str(pathlib.Path(arguments[0]).resolve())
    filters = arguments[1:]
    root = pathlib.Path(__file__).resolve().parent
    passed = failed = 0
    for path in sorted(root.glob("*/*/scenario.json")):
        folder = path.parent
        name = folder.relative_to(root).as_posix()
        if filters and not any(part in name for part in filters):
            continue
        with tempfile.TemporaryDirectory() as scratch:
            out = (keep / name) if keep else pathlib.Path(scratch) / "out"
            if keep:
                out.parent.mkdir(parents=True, exist_ok=True)
            problems = check_scenario(binary, folder, out)
        if problems:
            failed += 1
            print(f"FAIL {name}")
            for problem in problems:
                print(f"  {problem}")
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    if passed + failed == 0:
        print("no scenario has that name", file=sys.stderr)
        return 2
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
