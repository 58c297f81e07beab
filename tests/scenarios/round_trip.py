#!/usr/bin/env python3
"""What `wageproof read` writes must be the records: checked, it gives the same findings.

    round_trip.py WAGEPROOF_BINARY [name filter...]

Every scenario is checked as it is, and again from the folder that `read` made of it. Evidence is left out, since it
names other files and lines, and so is `payment_batch`: what a batch says of itself stands in its file, in no row. Left out too are scenarios with a rejected row, which `read` cannot write. Exit status 1
where two runs differ.
"""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

TABLES = ("due", "reconciliation", "findings", "matches", "checks", "balances")


def call(*arguments):
    return subprocess.run([str(a) for a in arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
                          check=False)


def rows(out, table):
    with (out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        left_out = {"file", "line"} if table == "matches" else {"evidence"}
        kept = (row for row in csv.DictReader(file) if row.get("check") != "payment_batch")
        return [{key: value for key, value in row.items() if key not in left_out} for row in kept]


def difference(binary, folder, scratch):
    """None where the scenario is left out; else what differs, empty where nothing does."""
    scenario = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    args = scenario.get("args", [])
    records = folder / "input"
    direct = call(binary, "check", records, "-o", scratch / "direct", "--quiet", *args)
    if direct.returncode == 2:
        return None
    with (scratch / "direct" / "rejects.csv").open(encoding="utf-8", newline="") as file:
        if next(csv.DictReader(file), None) is not None:
            return None
    law = args[args.index("--law") + 1] if "--law" in args else ""
    read = call(binary, "read", records, "-o", scratch / "read", "--quiet", *(["--law", law] if law else []))
    if read.returncode != 0:
        return f"read: exit {read.returncode}: {read.stderr.decode('utf-8', 'replace').strip()}"
    again = call(binary, "check", scratch / "read", "-o", scratch / "again", "--quiet", *args)
    if again.returncode != direct.returncode:
        said = again.stderr.decode("utf-8", "replace").strip()
        return f"exit {again.returncode} in place of {direct.returncode}: {said}"
    for table in TABLES:
        before, after = rows(scratch / "direct", table), rows(scratch / "again", table)
        if before == after:
            continue
        gone = [row for row in before if row not in after]
        new = [row for row in after if row not in before]
        return f"{table}: gone {gone[:1]}, new {new[:1]}"
    return ""


def main(arguments):
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    binary = pathlib.Path(arguments[0]).resolve()
    root = pathlib.Path(__file__).resolve().parent
    same = failed = left_out = 0
    for path in sorted(root.glob("*/*/scenario.json")):
        name = path.parent.relative_to(root).as_posix()
        if arguments[1:] and not any(part in name for part in arguments[1:]):
            continue
        with tempfile.TemporaryDirectory() as scratch:
            found = difference(binary, path.parent, pathlib.Path(scratch))
        if found is None:
            left_out += 1
        elif found:
            failed += 1
            print(f"FAIL {name}\n  {found}")
        else:
            same += 1
    print(f"{same} the same, {failed} not, {left_out} left out")
    return 1 if failed or same == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
