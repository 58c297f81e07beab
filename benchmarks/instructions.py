#!/usr/bin/env python3
"""Holds the core's instructions to a committed baseline, and renews it.

  python3 benchmarks/instructions.py build/release/wageproof_factory            fails where a figure grew by more than a tenth
  python3 benchmarks/instructions.py build/release/wageproof_factory --renew    writes benchmarks/instructions.json

Instructions are counted by valgrind's callgrind inside the check alone. A figure is the slope between two sizes, so that what
a call costs once, the pack above all, stands apart. Unlike a time it is the same on a busy machine. Exit status 77, for
'skipped': no valgrind, or a compiler other than the baseline's.
"""
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BASELINE = Path(__file__).resolve().parent / "instructions.json"
PACKS = Path(__file__).resolve().parent / "packs"
GROWTH = 1.10
SIZES = (128, 384)  # whole batches of workers
WORK = {
    "month with the whole pack kh, a worker-day": ([], "worker_days"),
    "contributions alone, a person-month": (["--kind", "contributions", "--law", str(PACKS / "kh-contributions.json")], "worker_periods"),
}
SKIPPED = 77


def skip(why):
    print("skipped: " + why)
    sys.exit(SKIPPED)


def count(binary, arguments, workers):
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", "--collect-atstart=no", "--toggle-collect=wageproof_measured_check",
             binary, "measure", "--threads", "1", "--repeat", "1", "--workers", str(workers), *arguments], capture_output=True, text=True, check=False)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or not found:
        sys.exit(done.stdout + done.stderr)
    return int(found[1]), json.loads(done.stdout)


def main():
    binary, renew = sys.argv[1], "--renew" in sys.argv[2:]
    if not shutil.which("valgrind"):
        skip("valgrind is not installed (tests/setup.sh installs it)")
    known = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {"compiler": "", "figures": {}}
    compiler = json.loads(subprocess.run([binary, "measure", "--workers", "1", "--repeat", "1"], capture_output=True, text=True, check=True).stdout)["compiler"]
    if not renew and compiler != known["compiler"]:
        skip(f"the baseline is of {known['compiler'] or 'no compiler'}, this build of {compiler}")
    figures, grown = {}, []
    for name, (arguments, unit) in WORK.items():
        (small, of_small), (large, of_large) = (count(binary, arguments, workers) for workers in SIZES)
        slope = (large - small) / (of_large[unit] - of_small[unit])
        figures[name] = round(slope)
        once = name.split(",")[0] + ", once a call"
        figures[once] = round(small - slope * of_small[unit])
    for name, figure in figures.items():
        before = known["figures"].get(name)
        change = f"{100 * (figure / before - 1):+.1f} %" if before else "new"
        print(f"{name}: {figure} instructions ({change})")
        if before is None or figure > before * GROWTH:
            grown.append(name)
    if renew:
        BASELINE.write_text(json.dumps({"compiler": compiler, "figures": figures}, indent=2) + "\n", encoding="utf-8")
    elif grown:
        sys.exit(f"more than a tenth above the baseline: {'; '.join(grown)}.\nIf that is meant, say why in the commit and renew it: "
                 "python3 benchmarks/instructions.py build/release/wageproof_factory --renew")


if __name__ == "__main__":
    main()
