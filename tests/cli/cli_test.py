#!/usr/bin/env python3
"""Calls the program as its users do.

    cli_test.py WAGEPROOF_BINARY [unittest arguments]
"""

import csv
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from json_schema import complaints

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SCENARIOS = ROOT / "tests" / "scenarios"
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "summary.schema.json").read_text(encoding="utf-8"))
TABLES = ("due", "reconciliation", "findings", "matches", "checks", "balances", "rejects")
BINARY = None


def run(*arguments, cwd=None):
    return subprocess.run([BINARY, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          encoding="utf-8", timeout=120, check=False, cwd=cwd)


class CliTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.out = self.folder / "out"
        self.sample = next(SCENARIOS.glob("*/clean-month")) / "input"

    def assert_refused(self, done, *parts):
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        for part in parts:
            self.assertIn(part, done.stderr)


class Check(CliTest):
    def test_writes_every_table_and_a_summary_that_fits_its_schema(self):
        done = run("check", self.sample, "-o", self.out)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        names = {path.name for path in self.out.iterdir()}
        self.assertEqual(names, {f"{table}.csv" for table in TABLES} | {"summary.json"})
        for table in TABLES:
            with (self.out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                self.assertEqual(next(csv.reader(file))[0], "employer_id")
        summary = json.loads((self.out / "summary.json").read_text(encoding="utf-8"))
        self.assertEqual(complaints(summary, SCHEMA), [])
        self.assertEqual([file["read"] for file in summary["files"]],
                         [file["accepted"] + file["rejected"] + file["skipped"] for file in summary["files"]])
        self.assertIn("Read ", done.stdout)
        self.assertIn(str(self.out), done.stdout)

    def test_ndjson_has_the_same_fields_as_csv(self):
        run("check", self.sample, "-o", self.out, "--quiet")
        lines_out = self.folder / "lines"
        run("check", self.sample, "-o", lines_out, "--quiet", "--format", "ndjson")
        for table in TABLES:
            with (self.out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            lines = (lines_out / f"{table}.ndjson").read_text(encoding="utf-8").splitlines()
            self.assertEqual(len(rows), len(lines), table)
            for row, line in zip(rows, lines):
                found = {key: "" if value is None else str(value) for key, value in json.loads(line).items()}
                self.assertEqual(found, {key: value.removeprefix("'") for key, value in row.items()})

    def test_gives_the_same_bytes_on_any_number_of_threads(self):
        other = self.folder / "other"
        self.assertEqual(run("check", self.sample, "-o", self.out, "--threads", 1).returncode,
                         run("check", self.sample, "-o", other, "--threads", 4).returncode)
        for path in self.out.iterdir():
            self.assertEqual(path.read_bytes(), (other / path.name).read_bytes(), path.name)

    def test_quiet_says_nothing(self):
        done = run("check", self.sample, "-o", self.out, "--quiet")
        self.assertEqual((done.stdout, done.stderr), ("", ""))

    def test_writes_into_out_where_no_folder_is_named(self):
        run("check", self.sample, "--quiet", cwd=self.folder)
        self.assertTrue((self.out / "summary.json").is_file())

    def test_status_tells_whether_something_was_found(self):
        for path in sorted(SCENARIOS.glob("*/clean-month")):
            done = run("check", path / "input", "-o", self.out, "--quiet")
            with (self.out / "findings.csv").open(encoding="utf-8", newline="") as file:
                found = any(row["severity"] in ("breach", "discrepancy") for row in csv.DictReader(file))
            self.assertEqual(done.returncode, 1 if found else 0, path)

    def test_takes_a_pack_from_a_file(self):
        law = json.loads((self.sample / "employer.json").read_text(encoding="utf-8"))["law"]
        law = law if isinstance(law, str) else law[0]
        pack = self.folder / "mine.json"
        shutil.copy(ROOT / "src" / "law" / "packs" / f"{law}.json", pack)
        done = run("check", self.sample, "-o", self.out, "--law", pack)
        self.assertIn(done.returncode, (0, 1), done.stderr)

    def test_takes_a_pack_file_that_the_employer_names(self):
        records = self.folder / "records"
        shutil.copytree(self.sample, records)
        employer = json.loads((records / "employer.json").read_text(encoding="utf-8"))
        law = employer["law"] if isinstance(employer["law"], str) else employer["law"][0]
        (records / "packs").mkdir()
        shutil.copy(ROOT / "src" / "law" / "packs" / f"{law}.json", records / "packs" / "mine.json")
        employer["law"] = ["packs/mine.json"]
        (records / "employer.json").write_text(json.dumps(employer), encoding="utf-8")
        done = run("check", records, "-o", self.out)
        self.assertIn(done.returncode, (0, 1), done.stderr)

    def overlay(self, **sections):
        """A pack over the sample's own, in a file."""
        law = json.loads((self.sample / "employer.json").read_text(encoding="utf-8"))["law"]
        law = law if isinstance(law, str) else law[0]
        path = self.folder / "mine.json"
        path.write_text(json.dumps({"pack": "mine", "version": "1", "title": "Mine", "extends": law,
                                    "sources": {"own": {"instrument": "Our own terms"}}, "cases": [], **sections}), encoding="utf-8")
        return law, path

    def test_holds_one_law_against_another(self):
        law, mine = self.overlay(lines={"bonus.festival": {
            "role": "pay", "formula": "last(wage) / 50", "answers": ["bonus.festival"], "source": "own"}})
        done = run("check", self.sample, "-o", self.out, "--law", mine, "--against", law)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertIn("Held against another law", done.stdout)
        with (self.out / "against.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        bonuses = [row for row in rows if row["line"] == "bonus.festival"]
        self.assertTrue(bonuses)
        for row in bonuses:
            self.assertEqual((row["due_against"], row["difference"]), ("0.00", row["due"]))
        summary = json.loads((self.out / "summary.json").read_text(encoding="utf-8"))
        self.assertEqual(complaints(summary, SCHEMA), [])
        total = next(each for each in summary["against"]["lines"] if each["line"] == "bonus.festival")
        self.assertEqual(round(sum(float(row["difference"]) for row in bonuses), 2), float(total["difference"]))

    def test_a_law_against_itself_as_known_earlier_gives_the_arrears(self):
        retroactive = self.folder / "retroactive.json"
        records = self.folder / "records"
        shutil.copytree(self.sample, records)
        with (records / "payroll.csv").open(encoding="utf-8", newline="") as file:
            start = next(csv.DictReader(file))["period_start"]
        law, _ = self.overlay()
        retroactive.write_text(json.dumps({
            "pack": "retroactive", "version": "1", "title": "A decree that reaches back", "extends": law, "cases": [],
            "sources": {"decree": {"instrument": "Decree 9"}},
            "parameters": {"special_bonus": {"values": [
                {"from": "2000-01-01", "source": "decree", "value": "0"},
                {"from": start, "published": "2999-01-01", "source": "decree", "value": "1"}]}},
            "lines": {"bonus.special": {"role": "pay", "formula": "last(wage) * last(special_bonus) / 100",
                                         "answers": ["bonus.special"], "source": "decree"}}}), encoding="utf-8")
        done = run("check", records, "-o", self.out, "--law", retroactive, "--against-as-known-on", "2998-12-31")
        self.assertEqual(done.returncode, 1, done.stderr)
        with (self.out / "against.csv").open(encoding="utf-8", newline="") as file:
            differing = {row["line"] for row in csv.DictReader(file) if row["difference"]}
        self.assertIn("bonus.special", differing)
        self.assertLessEqual(differing, {"bonus.special", "net"})
        with (self.out / "findings.csv").open(encoding="utf-8", newline="") as file:
            special = [row for row in csv.DictReader(file) if row["check"] == "bonus.special"]
        self.assertTrue(special)
        for row in special:
            self.assertIn(f"reaching back: decree: Decree 9, in force from {start}, published 2999-01-01", row["source"])
        before = self.folder / "before"
        run("check", records, "-o", before, "--law", retroactive, "--as-known-on", "2998-12-31", "--quiet")
        self.assertNotIn("bonus.special", (before / "findings.csv").read_text(encoding="utf-8"))
        summary = json.loads((before / "summary.json").read_text(encoding="utf-8"))
        self.assertEqual(complaints(summary, SCHEMA), [])
        self.assertEqual(summary["as_known_on"], "2998-12-31")

    def test_refuses_what_cannot_be_used(self):
        self.assert_refused(run("check", self.sample, "-o", self.out, "--against", "atlantis"), "atlantis")
        self.assert_refused(run("check", self.sample, "-o", self.out, "--against-as-known-on", "soon"), "--against-as-known-on", "soon")
        self.assert_refused(run("check", self.folder / "nothing", "-o", self.out), "nothing")
        self.assert_refused(run("check", self.sample, "-o", self.out, "--law", "atlantis"), "atlantis")
        self.assert_refused(run("check", self.sample, "-o", self.out, "--law", "no/such.json"), "no/such.json")
        self.assert_refused(run("check", self.sample, "-o", self.out, "--from", "2026-02-30"), "--from", "2026-02-30")
        self.assert_refused(run("check", self.sample, "-o", self.out, "--from", "2026-03-01", "--to", "2026-02-01"), "--to")
        self.assert_refused(run("check", self.sample, "-o", self.out, "--format", "xml"), "xml")
        self.assert_refused(run("check"), "folder")
        self.assert_refused(run("chekc", self.sample))
        self.assert_refused(run())
        self.assertFalse(self.out.exists())

    def test_refuses_a_folder_for_tables_that_is_a_file(self):
        self.out.write_text("mine", encoding="utf-8")
        self.assert_refused(run("check", self.sample, "-o", self.out), str(self.out))
        self.assertEqual(self.out.read_text(encoding="utf-8"), "mine")


class Read(CliTest):
    def test_writes_tables_that_read_the_same_again(self):
        again = self.folder / "again"
        self.assertEqual(run("read", self.sample, "-o", self.out).returncode, 0)
        self.assertEqual(run("read", self.out, "-o", again).returncode, 0)
        summary = json.loads((self.out / "summary.json").read_text(encoding="utf-8"))
        self.assertEqual(complaints(summary, SCHEMA), [])
        for path in self.out.iterdir():
            if path.name not in ("summary.json", "rejects.csv"):
                self.assertEqual(path.read_bytes(), (again / path.name).read_bytes(), path.name)


class Law(CliTest):
    def pack(self, change):
        path = sorted((ROOT / "src" / "law" / "packs").glob("*.json"))[0]
        pack = json.loads(path.read_text(encoding="utf-8"))
        change(pack)
        copy = self.folder / path.name
        copy.write_text(json.dumps(pack, ensure_ascii=False, indent=1), encoding="utf-8")
        return path.stem, copy

    def test_list_names_every_pack(self):
        done = run("law", "list")
        self.assertEqual(done.returncode, 0, done.stderr)
        for path in (ROOT / "src" / "law" / "packs").glob("*.json"):
            self.assertIn(f"  {path.stem} ", done.stdout)

    def test_show_tells_what_was_in_force(self):
        name, _ = self.pack(lambda pack: None)
        done = run("law", "show", name, "--at", "2026-01-15")
        self.assertEqual(done.returncode, 0, done.stderr)
        for part in ("in force on 2026-01-15", "Pay that is due", "Sources", "overtime_pay"):
            self.assertIn(part, done.stdout)
        self.assertIn("overtime_minutes", run("law", "show", "--inputs").stdout)
        self.assert_refused(run("law", "show", name, "--at", "soon"), "soon")

    def test_validate_names_file_and_line(self):
        _, good = self.pack(lambda pack: None)
        self.assertEqual(run("law", "validate", good).returncode, 0)

        def break_it(pack):
            next(iter(pack["lines"].values()))["formula"] = "no_such_thing + 1"

        _, bad = self.pack(break_it)
        done = run("law", "validate", bad)
        self.assertEqual(done.returncode, 1)
        line = next(i for i, text in enumerate(bad.read_text(encoding="utf-8").splitlines(), 1) if "no_such_thing" in text)
        self.assertIn(f"{bad}:{line}", done.stdout)
        self.assertIn("no_such_thing", done.stdout)
        self.assert_refused(run("law", "validate", self.folder / "none.json"), "none.json")

    def test_diff_tells_what_changed(self):
        name, same = self.pack(lambda pack: None)
        self.assertEqual(run("law", "diff", name, same).returncode, 0)

        def change(pack):
            pack["version"] = "9999.9"

        _, other = self.pack(change)
        done = run("law", "diff", name, other)
        self.assertEqual(done.returncode, 1)
        self.assertIn("version after   9999.9", done.stdout)

    def test_diff_tells_for_whom_an_overlay_changes_what(self):
        name, _ = self.pack(lambda pack: None)
        overlay = self.folder / "mine.json"
        overlay.write_text(json.dumps({
            "pack": "mine", "version": "1", "title": "Our own terms", "extends": name, "cases": [],
            "sources": {"own": {"instrument": "Works agreement"}},
            "lines": {"bonus.summer": {"role": "pay", "when": "last(sex) = \"f\"", "formula": "last(wage)",
                                        "answers": ["bonus.summer"], "source": "own"}}}), encoding="utf-8")
        done = run("law", "diff", name, overlay)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("bonus.summer", done.stdout)
        self.assertIn('new: pay for each period, for workers of whom holds: last(sex) = "f"', done.stdout)
        self.assertIn("Works agreement", done.stdout)
        self.assertNotIn("overtime_pay", done.stdout)
        self.assertIn("## Lines", run("law", "diff", name, overlay, "--format", "markdown").stdout)

    def test_diff_takes_two_national_laws(self):
        names = sorted(path.stem for path in (ROOT / "src" / "law" / "packs").glob("*.json"))[:2]
        done = run("law", "diff", *names)
        self.assertEqual(done.returncode, 1, done.stderr)
        for part in ("Values", "Lines", "ended", "new"):
            self.assertIn(part, done.stdout)

    def test_test_tells_the_case_that_fails(self):
        def keep_one(pack):
            pack["cases"] = pack["cases"][:1]

        _, good = self.pack(keep_one)
        done = run("law", "test", good)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("1 passed, 0 failed", done.stdout)

        def expect_wrong(pack):
            keep_one(pack)
            pack["cases"][0]["expect"]["due"][0]["amount"] = "0.01"

        _, bad = self.pack(expect_wrong)
        done = run("law", "test", bad)
        self.assertEqual(done.returncode, 1)
        self.assertIn("nearest:", done.stdout)
        self.assertIn("0 passed, 1 failed", done.stdout)


class Rest(CliTest):
    def test_help_and_version(self):
        self.assertEqual(run("--help").returncode, 0)
        done = run("--version")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"^wageproof [0-9]+\.[0-9]+\.[0-9]+\n$")

    def test_demo_writes_and_checks_and_spares_what_is_there(self):
        demo = self.folder / "demo"
        self.assertEqual(run("demo", demo).returncode, 1)
        self.assertTrue((demo / "out" / "findings.csv").is_file())
        self.assertEqual(run("demo", demo, "--quiet").returncode, 1)
        (demo / "workers.csv").write_text("mine", encoding="utf-8")
        self.assert_refused(run("demo", demo), "workers.csv")
        self.assertEqual((demo / "workers.csv").read_text(encoding="utf-8"), "mine")


if __name__ == "__main__":
    BINARY = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
