"""Holds a run of the library against what was planted in the sample factory, both ways.

python3 tests/factory/check_planted.py BINARY [--payments]

Every planted finding must come out with its figures, no other breach, discrepancy or warning may, and
no row may be rejected. With --payments the overlay of payments and returns is laid over the folder first.
Exit status 0 if all of that holds, 1 if not, 2 if the run itself could not be made.
"""
import csv
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Dict, List, Tuple

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
HEARD = {"breach", "discrepancy", "warning"}
FIGURES = ("expected", "found", "difference")
Key = Tuple[str, str]
Rows = Dict[Key, List[Dict[str, str]]]


def read(path: Path) -> List[Dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def by_key(rows: List[Dict[str, str]]) -> Rows:
    keyed: Rows = defaultdict(list)
    for row in rows:
        keyed[row["worker_id"], row["check"]].append(row)
    return keyed


def same(wanted: str, got: str) -> bool:
    """Empty is 'not fixed by the format'; otherwise the same number, however many zeros it ends in."""
    try:
        return not wanted or Fraction(wanted) == Fraction(got)
    except ValueError:
        return False


def told(row: Dict[str, str]) -> str:
    figures = ", ".join("%s %s" % (name, row[name]) for name in FIGURES if row[name])
    unit = " " + row["unit"] if row["unit"] and figures else ""
    evidence = " [%s]" % row["evidence"] if row.get("evidence") else ""
    return "%-8s %-36s %-16s %s%s%s" % (row["worker_id"], row["check"], row["severity"], figures, unit, evidence)


def wrong(plant: Dict[str, str], row: Dict[str, str]) -> List[str]:
    faults = []
    if row["severity"] not in plant["severity"].split("|"):
        faults.append("severity %s, not %s" % (row["severity"], plant["severity"]))
    faults += ["%s %s, not %s" % (name, row[name] or "empty", plant[name]) for name in FIGURES if not same(plant[name], row[name])]
    if plant["unit"] and plant["unit"] != row["unit"]:
        faults.append("unit %s, not %s" % (row["unit"] or "empty", plant["unit"]))
    return faults


def compare(planted: List[Dict[str, str]], findings: List[Dict[str, str]]) -> Tuple[List[str], List[str]]:
    """What is wrong, and what is merely allowed beside a hole in a worker's time record."""
    wanted, got = by_key(planted), by_key([row for row in findings if row["severity"] in HEARD])
    holes = {worker for worker, check in wanted if check.startswith("punch_")}
    complaints, allowed = [], []
    for key in sorted(set(wanted) | set(got)):
        if key not in got:
            complaints += ["missing    " + told(row) + "  (%s)" % row["why"] for row in wanted[key]]
        elif key not in wanted:
            for row in got[key]:
                open_beside_hole = row["severity"] == "warning" and key[0] in holes
                (allowed if open_beside_hole else complaints).append("unplanted  " + told(row))
        elif len(got[key]) != len(wanted[key]):
            complaints += ["%d times, not %d  " % (len(got[key]), len(wanted[key])) + told(row) for row in got[key]]
        else:
            for plant, row in zip(wanted[key], got[key]):
                faults = wrong(plant, row)
                if faults:
                    complaints.append("differs    %-8s %-36s %s  (%s)" % (*key, "; ".join(faults), plant["why"]))
    return complaints, allowed


def main(arguments: List[str]) -> int:
    payments = "--payments" in arguments
    binaries = [a for a in arguments if a != "--payments"]
    if len(binaries) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        folder, out = EXAMPLES / "factory-kh", Path(scratch) / "out"
        planted = read(folder / "planted.csv")
        if payments:
            overlay = EXAMPLES / "factory-kh-payments"
            planted += read(overlay / "planted-payments.csv")
            folder = Path(shutil.copytree(folder, Path(scratch) / "factory"))
            for name in ("payments.csv", "remittances.csv"):
                shutil.copy(overlay / name, folder / name)
        run = subprocess.run([binaries[0], "check", str(folder), "-o", str(out)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             universal_newlines=True)
        if run.returncode not in (0, 1) or not (out / "findings.csv").is_file():
            print("the run ended with status %d and wrote no findings\n%s%s" % (run.returncode, run.stdout, run.stderr), file=sys.stderr)
            return 2
        complaints, allowed = compare(planted, read(out / "findings.csv"))
        if run.returncode != 1:
            complaints.append("exit status %d, not 1, with breaches in the folder" % run.returncode)
        if (out / "rejects.csv").is_file():
            complaints += ["rejected   %(file)s:%(line)s %(column)s '%(value)s' %(reason)s" % row for row in read(out / "rejects.csv")]
    for line in complaints:
        print(line)
    for line in allowed:
        print("(allowed beside a hole) " + line)
    print("%d findings planted, %d differences" % (len(planted), len(complaints)))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
