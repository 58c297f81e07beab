#!/usr/bin/env python3
"""A folder of many employers gives the same bytes in slices as all at once.

    slices_test.py WAGEPROOF_BINARY [unittest arguments]
"""

import csv
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SAMPLES = (ROOT / "examples" / "factory-kh", ROOT / "examples" / "factory-kh-payments")
TABLES = ("workers", "time", "leave", "balances", "pieces", "payroll", "payments", "remittances")
EMPLOYERS = ["zeta", "alpha", "midway", "beta", "omega", "delta", "Gamma"]  # in no order
BINARY = None


def employer_of(worker):
    return EMPLOYERS[int(worker[1:]) % 6]  # the last has nobody


def write(path, header, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


def make_folder(folder):
    """The sample factory's workers handed out to employers, their rows left mixed, and with something wrong of each kind."""
    write(folder / "employers.csv", ["employer_id", "law", "currency", "period", "sector", "size"],
          [[name, "et" if name == "midway" else "kh", "USD", "monthly", "garment", 500] for name in EMPLOYERS])
    write(folder / "rates.csv", ["employer_id", "valid_from", "from", "to", "rate"],
          [[name, "2025-10-01", "USD", "KHR", 4012] for name in EMPLOYERS] + [["beta", "2025-10-01", "USD", "KHR", 4100]])  # twice, and differing
    for table in TABLES:
        source = next(sample / f"{table}.csv" for sample in SAMPLES if (sample / f"{table}.csv").exists())
        with source.open(newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        at = header.index("worker_id")
        rows = [row for row in rows if not row[at] or int(row[at][1:]) <= 60]
        if table in ("time", "payroll"):
            rows.sort(key=lambda row: row[1:3])  # as a clock writes them: all workers of a day
        rows = [[employer_of(row[at]) if row[at] else "alpha", *row] for row in rows]
        if table == "workers":
            rows.append(rows[3])  # the same terms twice
        if table == "time":
            rows.append(["delta", "K9999", *rows[0][2:]])  # nobody's
            rows.append(["nowhere", *rows[0][1:]])  # no such employer
            rows.append([*rows[5][:2], "2025-13-45", *rows[5][3:]])  # no day
            rows.append(["omega", "", *rows[0][2:]])  # a hole in everybody's month
        write(folder / f"{table}.csv", ["employer_id", *header], rows)


class SlicesTest(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = pathlib.Path(place.name)
        self.folder = self.place / "in"
        self.folder.mkdir()
        make_folder(self.folder)

    def check(self, name, *options):
        out = self.place / name
        done = subprocess.run([BINARY, "check", self.folder, "-o", out, *options], cwd=self.place, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              encoding="utf-8", timeout=300, check=False)
        files = {path.name: path.read_bytes() for path in out.iterdir()} if out.is_dir() else {}
        return done, files

    def assert_same(self, *options):
        whole, expected = self.check("whole", *options)
        self.assertEqual(whole.returncode, 1, whole.stderr)
        for memory in ("1K", "1M", "8G"):
            sliced, files = self.check(f"sliced-{memory}", *options, "--memory", memory)
            self.assertEqual(sliced.returncode, whole.returncode, sliced.stderr)
            self.assertEqual(sorted(files), sorted(expected))
            for name, content in expected.items():
                self.assertEqual(files[name], content, f"{name} with {memory}")
            self.assertEqual(sliced.stdout.replace(f"sliced-{memory}", "whole"), whole.stdout)
        return expected

    def test_same_bytes(self):
        files = self.assert_same()
        for name in ("due", "findings", "matches", "checks", "balances", "rejects"):
            self.assertGreater(files[f"{name}.csv"].count(b"\n"), 3, name)

    def test_same_bytes_as_ndjson_by_an_attribute_on_two_threads(self):
        self.assert_same("--format", "ndjson", "--by", "sex", "--threads", "2")

    def test_mapped_files(self):
        (self.folder / "time.csv").rename(self.folder / "Gate 1.csv")
        (self.folder / "mapping.json").write_text('{"sources": [{"file": "Gate*.csv", "table": "time"}]}', encoding="utf-8")
        self.assert_same()

    def test_one_employer_is_never_divided(self):
        write(self.folder / "employers.csv", ["employer_id", "law", "currency", "period", "sector", "size"], [["alpha", "kh", "USD", "monthly", "garment", 500]])
        self.assert_same()

    def test_refusals(self):
        for options, part in ((("--memory", "much"), '--memory: expected a size such as 512M or 2G, found "much"'),
                              (("--memory", "0"), "--memory: expected a size"),
                              (("--memory", "1M", "--against", "kh"), "--memory: a second law needs all records at once")):
            done, files = self.check("refused", *options)
            self.assertEqual(done.returncode, 2)
            self.assertIn(part, done.stderr)
            self.assertEqual(files, {})

    def test_a_folder_without_any_day_is_checked_alike(self):
        for table in TABLES[1:]:
            (self.folder / f"{table}.csv").unlink()
        whole, expected = self.check("whole")
        sliced, files = self.check("sliced", "--memory", "1K")
        self.assertEqual((sliced.returncode, sliced.stderr), (whole.returncode, whole.stderr))
        self.assertEqual(whole.returncode, 0)
        self.assertEqual(files, expected)


if __name__ == "__main__":
    BINARY = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
