#!/usr/bin/env python3
"""Calls the program with what its users never meant: half a folder, files in the wrong place, options without a value.

    bad_input_test.py WAGEPROOF_BINARY [unittest arguments]
"""

import csv
import json
import pathlib
import random
import shutil
import subprocess
import sys
import unittest

import cli_test
from cli_test import ROOT, SCENARIOS, SCHEMA, CliTest, complaints, run

EMPLOYER = '{"employer_id": "F1", "law": ["kh"], "currency": "USD", "period": "%s", "attributes": {"sector": "garment"}}'
WORKERS = "worker_id,hired_on,pay_basis,wage,account\nW1,2024-01-01,monthly,210,001\nW2,2024-01-01,monthly,210,002\n"
TABLES = {
    "payments.csv": "worker_id,period_start,period_end,paid_on,amount\nW1,2026-01-01,2026-01-31,2026-02-05,200\n",
    "remittances.csv": "worker_id,scheme,period_start,period_end,employee_amount,employer_amount,currency\n"
                       "W1,nssf_pension,2026-01-01,2026-01-31,18400,18400,KHR\n",
    "balances.csv": "worker_id,as_of,leave_type,days\nW1,2026-01-01,annual,5\n",
    "leave.csv": "worker_id,date,type\nW1,2026-01-05,annual\n",
    "rates.csv": "valid_from,from,to,rate\n2025-01-01,USD,KHR,4000\n",
    "calendar.csv": "date,kind\n2026-01-01,public_holiday\n",
}


class Folder(CliTest):
    def records(self, period="monthly", **files):
        folder = self.folder / "records"
        folder.mkdir(exist_ok=True)
        (folder / "employer.json").write_text(EMPLOYER % period, encoding="utf-8")
        (folder / "workers.csv").write_text(WORKERS, encoding="utf-8")
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    def rows(self, table, out=None):
        with ((out or self.out) / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def summary(self, out=None):
        found = json.loads(((out or self.out) / "summary.json").read_text(encoding="utf-8"))
        self.assertEqual(complaints(found, SCHEMA), [])
        return found


class HalfAFolder(Folder):
    """The employer and `workers` are needed, and nothing else."""

    def test_runs_with_any_one_further_table(self):
        for period in ("monthly", "half_monthly", "weekly"):
            for name, text in TABLES.items():
                with self.subTest(period=period, table=name):
                    folder = self.records(period, **{name: text})
                    done = run("check", folder, "-o", self.out)
                    self.assertIn(done.returncode, (0, 1), done.stderr)
                    summary = self.summary()
                    self.assertEqual(summary["workers"], 2)
                    self.assertGreater(len(summary["not_checked"]), 0)
                    (folder / name).unlink()

    def test_runs_with_employer_and_workers_alone_and_says_that_nothing_was_checked(self):
        done = run("check", self.records(), "-o", self.out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Nothing was checked: the records name no pay period", done.stdout)
        self.assertEqual(self.summary()["periods"], 0)
        done = run("explain", self.records(), "--worker", "W1", "--period", "2026-01-31")
        self.assert_refused(done, "no pay period")

    def test_payments_name_the_periods_where_nothing_else_does(self):
        rows = TABLES["payments.csv"] + "W1,,,2026-03-05,200\n"
        run("check", self.records(**{"payments.csv": rows}), "-o", self.out)
        found = [(row["period_start"], row["period_end"], row["matched_by"]) for row in self.rows("matches")]
        self.assertEqual(found[0], ("2026-01-01", "2026-01-31", "stated"))
        self.assertEqual(len(found), 2)

    def test_a_worker_without_number_is_found_from_remittances_alone(self):
        done = run("check", self.records(**{"remittances.csv": TABLES["remittances.csv"]}), "-o", self.out)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(("W2", "registration.nssf_health"),
                      [(row["worker_id"], row["check"]) for row in self.rows("findings")])

    def test_the_mappings_of_payment_files_can_be_checked(self):
        for name in ("mobile_money", "contribution_returns", "wage_files"):
            with self.subTest(mapping=name):
                done = run("check", ROOT / "examples" / "mappings" / name, "-o", self.out)
                self.assertIn(done.returncode, (0, 1), done.stderr)

    def test_a_missing_needed_table_is_named(self):
        folder = self.records()
        (folder / "workers.csv").unlink()
        self.assert_refused(run("check", folder, "-o", self.out), "table of workers is missing")
        (folder / "Workers.csv").write_text(WORKERS, encoding="utf-8")
        self.assert_refused(run("check", folder, "-o", self.out), "Workers.csv (letter_case)")
        self.assertFalse(self.out.exists())


class UnreadFiles(Folder):
    def test_are_on_the_page_and_in_the_summary(self):
        folder = self.records(**{"Payroll.csv": "a\n", "times.csv": "a\n", "payroll.csv.gz": "x", "hours.csv": "worker_id,date,minutes\nW1,2026-01-05,480\n"})
        (folder / "payments.csv").symlink_to("nowhere")
        (folder / "subfolder").mkdir()
        done = run("check", folder, "-o", self.out)
        self.assertIn("4 files were not read", done.stdout)
        for name in ("Payroll.csv", "times.csv", "payroll.csv.gz", "payments.csv"):
            self.assertIn(name, done.stdout)
        wanted = [{"file": "Payroll.csv", "reason": "letter_case"}, {"file": "payments.csv", "reason": "not_a_file"},
                  {"file": "payroll.csv.gz", "reason": "compressed"}, {"file": "times.csv", "reason": "unknown_name"}]
        self.assertEqual(self.summary()["files_not_read"], wanted)
        done = run("read", folder, "-o", self.folder / "read")
        self.assertIn("4 files were not read", done.stdout)
        self.assertEqual(self.summary(self.folder / "read")["files_not_read"], wanted)

    def test_of_the_sample_are_none_but_its_own_notes(self):
        run("check", self.sample, "-o", self.out, "--quiet")
        self.assertEqual(self.summary()["files_not_read"], [])


class Options(Folder):
    def test_without_a_value_are_refused(self):
        for option in ("--law", "--against", "--from", "--to", "--as-known-on", "--by", "--evidence", "-o"):
            with self.subTest(option=option):
                self.assert_refused(run("check", self.sample, "-o", self.out, option, ""), option.lstrip("-")[:3])
        self.assert_refused(run("check", self.sample, "-o", self.out, "--law", ","), "--law")
        self.assert_refused(run("law", "show", "kh", "--at", ""), "--at")
        self.assert_refused(run("read", self.sample, "-o", self.out, "--law", ""), "--law")
        self.assert_refused(run("explain", self.sample, "--worker", "W1", "--period", ""), "--period")
        self.assertFalse(self.out.exists())

    def test_more_threads_than_a_machine_has_are_refused_or_run(self):
        self.assert_refused(run("check", self.sample, "-o", self.out, "--threads", 40000), "--threads")
        self.assert_refused(run("read", self.sample, "-o", self.out, "--threads", -1), "--threads")
        self.assertIn(run("check", self.sample, "-o", self.out, "--threads", 1024).returncode, (0, 1))

    def test_by_names_an_attribute_that_is_there(self):
        folder = self.records(**{"payments.csv": TABLES["payments.csv"]})
        self.assert_refused(run("check", folder, "-o", self.out, "--by", "sex,nosuch"), '"nosuch"')
        self.assert_refused(run("check", folder, "-o", self.out, "--by", "hired_on"), '"hired_on"')
        for name in ("sector", "sex", "week_days"):
            self.assertIn(run("check", folder, "-o", self.out, "--by", name).returncode, (0, 1), name)

    def test_an_unknown_law_is_named_without_ado(self):
        done = run("check", self.sample, "-o", self.out, "--law", "nosuch")
        self.assert_refused(done, "pack `nosuch` was not found")
        self.assertTrue(done.stderr.startswith("wageproof: pack "), done.stderr)

    def test_days_that_hold_no_period_are_said(self):
        done = run("check", self.sample, "-o", self.out, "--from", "2031-01-01", "--to", "2031-12-31")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Nothing was checked: no pay period of the records lies within --from 2031-01-01 --to 2031-12-31",
                      " ".join(done.stdout.split()))
        self.assertNotIn("Nothing was found", done.stdout)


class Output(Folder):
    def test_that_does_not_arrive_is_no_success(self):
        folder = self.records(**{"hours.csv": "worker_id,date,minutes\nW1,2026-01-05,480\n"})
        calls = [("check", folder, "-o", self.out), ("read", folder, "-o", self.out),
                 ("explain", folder, "--worker", "W1", "--period", "2026-01-05"), ("law", "list"), ("law", "show", "kh"),
                 ("law", "diff", "kh", "lk"), ("law", "test", "kh"), ("law", "validate", ROOT / "src/law/packs/kh.json"),
                 ("demo", self.folder / "demo"), ("--help",), ("--version",)]
        for call in calls:
            with self.subTest(call=call[:2]), open("/dev/full", "w", encoding="utf-8") as full:
                done = subprocess.run([cli_test.BINARY, *map(str, call)], stdout=full, stderr=subprocess.PIPE, encoding="utf-8",
                                      timeout=120, check=False)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn("standard output cannot be written", done.stderr)

    def test_of_an_earlier_run_does_not_stay_beside_it(self):
        run("check", self.sample, "-o", self.out, "--quiet", "--against", "lk")
        self.assertTrue((self.out / "against.csv").is_file())
        (self.out / "mine.txt").write_text("mine", encoding="utf-8")
        run("check", self.sample, "-o", self.out, "--quiet", "--format", "ndjson")
        self.assertEqual({path.name for path in self.out.iterdir()},
                         {f"{table}.ndjson" for table in cli_test.TABLES} | {"summary.json", "mine.txt"})
        first = self.records(**{"hours.csv": "worker_id,date,minutes\nW1,2026-01-05,480\n", "leave.csv": TABLES["leave.csv"]})
        again = self.folder / "again"
        run("read", first, "-o", again, "--quiet")
        self.assertTrue((again / "leave.csv").is_file())
        (first / "leave.csv").unlink()
        run("read", first, "-o", again, "--quiet")
        self.assertEqual({path.name for path in again.iterdir()}, {"employer.json", "workers.csv", "hours.csv", "rejects.csv", "summary.json"})

    def test_leaves_alone_what_no_run_wrote(self):
        self.out.mkdir()
        (self.out / "due.ndjson").write_text("mine", encoding="utf-8")
        run("check", self.sample, "-o", self.out, "--quiet")
        self.assertEqual((self.out / "due.ndjson").read_text(encoding="utf-8"), "mine")

    def test_is_whole_or_not_there(self):
        run("check", self.sample, "-o", self.out, "--quiet", "--from", "2031-01-01")
        before = {path.name: path.read_bytes() for path in self.out.iterdir()}
        for name in ("matches.csv", "summary.json"):
            shutil.move(self.out / name, self.folder / name)
            (self.out / name).mkdir()
            self.assert_refused(run("check", self.sample, "-o", self.out, "--quiet"), name)
            (self.out / name).rmdir()
            shutil.move(self.folder / name, self.out / name)
            self.assertEqual({path.name: path.read_bytes() for path in self.out.iterdir()}, before)
        read = self.folder / "read"
        (read / "workers.csv").mkdir(parents=True)
        self.assert_refused(run("read", self.sample, "-o", read, "--quiet"), "workers.csv")
        self.assertEqual([path.name for path in read.iterdir()], ["workers.csv"])

    def test_never_takes_the_records_place(self):
        folder = self.records(**{"balances.csv": TABLES["balances.csv"]})
        for command in ("check", "read"):
            self.assert_refused(run(command, folder, "-o", f"{folder}/."), "folder of the records")
            self.assertEqual((folder / "balances.csv").read_text(encoding="utf-8"), TABLES["balances.csv"])


class Rows(Folder):
    def test_a_nul_byte_in_an_id_is_rejected_and_not_written(self):
        done = run("check", self.records(**{"hours.csv": "worker_id,date,minutes\nW\0001,2026-01-05,480\nW1,2026-01-06,480\n"}), "-o", self.out)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertEqual([(row["value"], row["reason"]) for row in self.rows("rejects")], [("W?1", "bad_encoding")])
        for path in self.out.iterdir():
            self.assertNotIn(b"\0", path.read_bytes(), path.name)

    def test_an_empty_payment_file_cannot_be_told(self):
        payroll = "worker_id,period_start,period_end,component,amount\nW1,2026-01-01,2026-01-31,basic,210\nW1,2026-01-01,2026-01-31,net,210\n"
        run("check", self.records(**{"payroll.csv": payroll, "payments.xml": ""}), "-o", self.out)
        self.assertEqual([(row["file"], row["reason"]) for row in self.rows("rejects")], [("payments.xml", "missing")])
        found = {row["check"]: row["severity"] for row in self.rows("findings") if row["check"].startswith("payment_")}
        self.assertEqual(found.get("payment_missing"), "warning")

    def test_what_is_missing_does_not_hang_on_the_order_of_rows(self):
        source = SCENARIOS / "kh" / "reject-reasons" / "input"
        wanted = None
        for seed in range(6):
            folder = self.folder / f"shuffled{seed}"
            shutil.copytree(source, folder)
            for name in ("payroll.csv", "time.csv", "leave.csv"):
                head, *rows = (folder / name).read_text(encoding="utf-8").splitlines()
                random.Random(seed).shuffle(rows)
                (folder / name).write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
            run("check", folder, "-o", self.out, "--quiet")
            found = [(row["finding_id"], row["check"], [part for part in row["evidence"].split(";") if part.startswith("missing:")])
                     for row in self.rows("findings")]
            wanted = wanted or found
            self.assertEqual(found, wanted)

    def test_a_payment_file_whose_total_is_not_its_sum_is_a_warning(self):
        sif = ("EDR,00000000000017,1,001,2026-01-01,2026-01-31,31,200,0,0\nEDR,00000000000018,1,002,2026-01-01,2026-01-31,31,200,0,0\n"
               "SCR,99,2,2026-02-03,1107,012026,%s,%s,USD,A\n")
        for count, total, found in (("2", "400", None), ("2", "600", ("payment_batch.total", "600.00", "400.00", "200.00", "USD")),
                                    ("3", "400", ("payment_batch.count", "3", "2", "1", "count"))):
            with self.subTest(count=count, total=total):
                done = run("check", self.records(**{"payments.sif": sif % (count, total)}), "-o", self.out)
                self.assertIn(done.returncode, (0, 1), done.stderr)
                rows = [row for row in self.rows("findings") if row["check"] == "payment_batch"]
                self.assertEqual([(row["rule"], row["expected"], row["found"], row["difference"], row["unit"]) for row in rows], [found] if found else [])
                for row in rows:
                    self.assertEqual((row["severity"], row["evidence"], row["period_end"]), ("warning", "payments.sif:3", "2026-01-31"))
                tested = [(row["tested"], row["broken"]) for row in self.rows("checks") if row["check"] == "payment_batch"]
                self.assertEqual(tested, [("1", "1" if found else "0")])


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    cli_test.BINARY = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
