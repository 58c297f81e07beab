#!/usr/bin/env python3
"""Checks a folder that is larger than the memory it may take. On demand: by default 5 GB of CSV in 1 GB of memory.

  python3 benchmarks/out_of_core.py [--gigabytes 5] [--memory 1G] [--compare] [--keep FOLDER]

Wants build/release/wageproof and wageproof_factory. Makes a folder of many employers from the benchmarks' factory month, checks it with
--memory, and fails where the program took more than that. With --compare the same folder is checked all at once as well, and
every byte must be the same.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "release"
WORKERS = 20000  # of an employer
TABLES = ("workers.csv", "time.csv", "leave.csv", "payroll.csv", "rates.csv")


def write_folder(folder, gigabytes):
    """Employers with the same records, told apart by their ids."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as one:
        size = json.loads(subprocess.run([BUILD / "wageproof_factory", "write", "--workers", str(WORKERS), one], check=True, capture_output=True).stdout)["bytes"]
        names = [f"E{number:05}" for number in range(max(2, int(gigabytes * 1e9 / size)))]
        with (folder / "employers.csv").open("w", encoding="utf-8") as file:
            file.write("employer_id,law,currency,period,sector,size\n")
            file.writelines(f"{name},kh,USD,monthly,garment,{WORKERS}\n" for name in names)
        for table in TABLES:
            header, rest = (Path(one) / table).read_text(encoding="utf-8").split("\n", 1)
            rows = rest.splitlines()
            with (folder / table).open("w", encoding="utf-8") as file:
                file.write("employer_id," + header + "\n")
                for name in names:
                    file.write("".join(f"{name},{row}\n" for row in rows))
    return len(names)


def check(folder, out, *options):
    """Runs the program. Gives seconds and the most memory that it took."""
    begun = time.monotonic()
    child = subprocess.Popen([BUILD / "wageproof", "check", folder, "-o", out, "--quiet", *options])
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 1:  # the factory has breaches
        sys.exit(f"exit status {child.returncode}")
    return time.monotonic() - begun, used.ru_maxrss * 1024


def bytes_of(size):
    return int(size[:-1]) << {"K": 10, "M": 20, "G": 30}[size[-1]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gigabytes", type=float, default=5)
    parser.add_argument("--memory", default="1G")
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--keep", type=Path, help="a folder for the records, which stays")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        folder = arguments.keep or place / "in"
        if not (folder / "employers.csv").exists():
            folder.mkdir(parents=True, exist_ok=True)
            print(f"{write_folder(folder, arguments.gigabytes)} employers of {WORKERS} workers", flush=True)
        size = sum(path.stat().st_size for path in folder.iterdir())
        seconds, peak = check(folder, place / "sliced", "--memory", arguments.memory)
        print(f"{size / 1e9:.2f} GB of records in {peak / 1e9:.2f} GB of memory: {seconds:.0f} s, {size / 1e6 / seconds:.0f} MB/s", flush=True)
        if peak > bytes_of(arguments.memory):
            sys.exit(f"more than {arguments.memory}")
        if arguments.compare:
            seconds, peak = check(folder, place / "whole")
            print(f"all at once in {peak / 1e9:.2f} GB: {seconds:.0f} s")
            for path in sorted((place / "whole").iterdir()):
                if subprocess.run(["cmp", path, place / "sliced" / path.name], check=False).returncode != 0:
                    sys.exit(f"{path.name} differs")
            print("the same bytes")
        shutil.rmtree(place / "sliced")


if __name__ == "__main__":
    main()
