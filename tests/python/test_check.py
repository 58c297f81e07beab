import datetime as dt
import doctest
import json
import subprocess
import sys
import threading
from decimal import Decimal

import pytest

import wageproof


def test_the_sample_factory_is_checked(result):
    assert result.totals["workers"] == 500
    assert (result.totals["breaches"], result.totals["discrepancies"]) == (36, 5)
    row = next(row for row in result.reconciliation if row["worker_id"] == "K0118" and row["line"] == "overtime_pay")
    assert (row["due"], row["booked"], row["difference"]) == (Decimal("15.19"), Decimal("13.50"), Decimal("1.69"))
    assert row["period_start"] == dt.date(2025, 10, 1)
    assert "K0082" in str(result) and "36 breaches" in repr(result)
    assert result.summary["findings"]


def test_rows_hold_no_float(result):
    for name in ("due", "reconciliation", "findings", "matches", "checks", "balances", "rejects"):
        table = result.table(name)
        assert len(table) == len(table.rows())
        for row in table:
            assert list(row) == table.columns
            assert not any(isinstance(value, float) for value in row.values())


def test_lists_of_dicts(small):
    result = wageproof.check(small)
    basic = next(row for row in result.findings if row["check"] == "basic_pay")
    assert (basic["expected"], basic["found"], basic["difference"]) == (Decimal(208), Decimal(200), Decimal(8))
    assert basic["evidence"].startswith("payroll.ndjson:1")
    assert next(row for row in result.due if row["line"] == "overtime_pay")["quantity"] == 480


def test_values_of_python(small):
    small["workers"][0].update(hired_on=dt.date(2024, 1, 1), wage=Decimal("208.00"))
    for row in small["time"]:
        row.update(date=dt.date.fromisoformat(row["date"]), start=dt.time(7), end=dt.time.fromisoformat(row["end"]))
    typed = wageproof.check(small)
    assert [row for row in typed.due if row["line"] == "overtime_pay"][0]["amount"] == Decimal("12.00")


def test_floating_point_is_refused_and_placed(small):
    small["payroll"][0]["amount"] = 200.5
    with pytest.raises(wageproof.InvalidArgument) as refused:
        wageproof.check(small)
    assert (refused.value.table, refused.value.row, refused.value.column) == ("payroll", 1, "amount")
    assert isinstance(refused.value, wageproof.WageproofError) and isinstance(refused.value, ValueError)


def test_rejected_rows_can_be_raised(small):
    small["payroll"].append({**small["payroll"][0], "component": "overtme"})
    result = wageproof.check(small)
    assert [(row["line"], row["column"], row["value"], row["reason"]) for row in result.rejects] == [(2, "component", "overtme", "unknown_value")]
    with pytest.raises(wageproof.RejectedRows) as refused:
        wageproof.check(small, rejects="raise")
    assert (refused.value.table, refused.value.row, refused.value.column) == ("payroll", 2, "component")
    assert refused.value.rejects == result.rejects.rows()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ("/no/such/folder", wageproof.NotFound),
        ({"workers": []}, wageproof.NotFound),
        ({"nonsense": 5}, wageproof.InvalidArgument),
        (5, wageproof.InvalidArgument),
    ],
)
def test_what_cannot_be_read_is_refused(data, error):
    with pytest.raises(error):
        wageproof.check(data)


def test_options(factory, small):
    with pytest.raises(wageproof.NotFound):
        wageproof.check(factory, "atlantis")
    with pytest.raises(wageproof.InvalidArgument):
        wageproof.check(factory, evidence="Q")
    with pytest.raises(wageproof.InvalidArgument):
        wageproof.check(factory, start="2025-11-01", end="2025-10-01")
    with pytest.raises(wageproof.InvalidArgument):
        wageproof.check(factory, start="October")
    with pytest.raises(TypeError):
        wageproof.check(factory, "kh", "2025-10-01")
    by = wageproof.check(factory, by=["sex"]).checks
    assert {row["group"] for row in by if row["by"] == "sex"} >= {"f", "m"}


def test_records_are_read_once_and_checked_often(factory):
    records = wageproof.read(factory)
    assert records.count("workers")["accepted"] >= 500
    assert records.count("payroll")["rejected"] == 0
    one, two = wageproof.check(records, threads=1), wageproof.check(records, threads=2)
    assert one.due.to_csv() == two.due.to_csv() == wageproof.check(factory).due.to_csv()


def test_progress_is_told_and_may_stop(factory):
    seen = []
    wageproof.check(factory, progress=lambda done, workers: seen.append((done, workers)))
    assert seen[-1] == (500, 500)

    def stop(done, workers):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        wageproof.check(factory, progress=stop)


def test_other_threads_run_meanwhile(factory):
    counted = 0
    done = threading.Event()

    def count():
        nonlocal counted
        while not done.is_set():
            counted += 1
            done.wait(0.0005)

    thread = threading.Thread(target=count)
    thread.start()
    before = counted
    wageproof.check(factory, threads=1)
    done.set()
    thread.join()
    assert counted > before + 3


def test_an_interrupt_stops_it(factory):
    script = """
import os, signal, sys, wageproof
sent = []
def progress(done, workers):
    if not sent:
        sent.append(done)
        os.kill(os.getpid(), signal.SIGINT)
try:
    wageproof.check(sys.argv[1], threads=1, progress=progress)
except KeyboardInterrupt:
    sys.exit(42)
"""
    assert subprocess.run([sys.executable, "-c", script, str(factory)]).returncode == 42


def test_results_are_written_as_the_command_line_does(result, tmp_path):
    result.write(tmp_path / "out")
    assert (tmp_path / "out" / "due.csv").read_text() == result.due.to_csv()
    assert json.loads((tmp_path / "out" / "summary.json").read_text()) == result.summary
    with pytest.raises(wageproof.IoError):
        result.write("/proc/nowhere/out")


def test_explanations(result):
    shown = result.explain("K0118", "2025-10-01", "overtime_pay")
    assert "15.1875 USD" in str(shown)
    assert shown.data["lines"][0]["due"] == "15.19"
    page = shown._repr_html_()
    assert "<details" in page and "Labour Law art. 139" in page and "payroll.csv:" in page
    with pytest.raises(wageproof.NotFound):
        result.explain("nobody", dt.date(2025, 10, 1))
    assert "<table>" in result.findings._repr_html_()


def test_text_of_records_is_harmless_in_a_page(small):
    small["workers"][0]["worker_id"] = small["payroll"][0]["worker_id"] = "<script>alert(1)</script>"
    for row in small["time"]:
        row["worker_id"] = "<script>alert(1)</script>"
    result = wageproof.check(small)
    for page in (result.findings._repr_html_(), result._repr_html_(), result.explain("<script>alert(1)</script>", "2025-10-01")._repr_html_()):
        assert "<script>" not in page


def test_one_worker():
    document = {
        "workers": [{"hired_on": "2024-01-01", "contract": "permanent", "pay_basis": "monthly", "wage": Decimal(208)}],
        "time": [{"from": "2025-10-01", "to": "2025-10-31", "weekdays": "mon-sat", "start": "07:00", "end": "16:00", "break_minutes": 60}],
        "payroll": [{"period_start": "2025-10-01", "period_end": "2025-10-31", "component": "basic", "amount": 200}],
    }
    result = wageproof.check_worker(document, "kh")
    assert next(row for row in result.findings if row["check"] == "basic_pay")["difference"] == 8
    with pytest.raises(wageproof.ParseError):
        wageproof.check_worker("{", "kh")


def test_packs():
    kh = wageproof.Pack("kh")
    assert (kh.id, kh.currency) == ("kh", "USD") and kh.validate() == [each for each in kh.validate() if each.severity == "warning"]
    assert "Cambodia" in kh.show(at="2025-10-01")
    with pytest.raises(wageproof.NotFound):
        wageproof.Pack("atlantis")
    with pytest.raises(wageproof.NotFound):
        wageproof.Pack("/no/such.json")
    broken = wageproof.Pack({"pack": "broken", "version": "1"})
    assert any(each.severity == "error" and str(each) for each in broken.validate())
    with pytest.raises(wageproof.ParseError):
        broken.show()


def test_an_overlay_changes_the_law(small):
    kh = wageproof.Pack("kh")
    overtime = {**kh.source["lines"]["overtime_pay"], "formula": "0 USD", "source": "draft"}
    draft = kh.overlay(
        {"currency": "USD", "time_zone": "Asia/Phnom_Penh", "sources": {"draft": {"instrument": "A draft"}}, "lines": {"overtime_pay": overtime}},
        id="kh-draft",
    )
    assert [each for each in draft.validate() if each.severity == "error"] == []
    before = [row["amount"] for row in wageproof.check(small).due if row["line"] == "overtime_pay"]
    after = [row["amount"] for row in wageproof.check(small, draft).due if row["line"] == "overtime_pay"]
    assert before == [Decimal("12.00")] and after in ([], [Decimal(0)])


def test_a_ledger_keeps_payments(tmp_path):
    ledger = wageproof.Ledger("e", "USD")
    ledger.add_worker("w", account="001-22")
    ledger.add_due("w", "2025-10-01", "2025-10-31", Decimal("200.00"), payable=dt.date(2025, 11, 7))
    ledger.add_event(payment_id="p1", worker_id="w", amount=Decimal("150.25"), paid_on="2025-11-09", period_start="2025-10-01", period_end="2025-10-31")
    assert len(ledger) == 1
    state = ledger.state("w")
    assert (state.outside, state.periods[0]["open"], state.periods[0]["late_days"]) == (0, Decimal("49.75"), 2)
    assert state.periods[0]["period_end"] == dt.date(2025, 10, 31)
    ledger.save(tmp_path / "ledger.json")
    assert wageproof.Ledger.load(tmp_path / "ledger.json").state("w") == state
    with pytest.raises(wageproof.NotFound):
        ledger.state("nobody")
    with pytest.raises(wageproof.InvalidArgument):
        ledger.add_event(payment_id="p2", worker_id="w", amount=1.5, paid_on="2025-11-09")
    with pytest.raises(wageproof.InvalidArgument):
        ledger.add_event(payment_id="p2", worker_id="w", amount="0.0000001", paid_on="2025-11-09")
    with pytest.raises(TypeError):
        ledger.add_event(payment="p2")


def test_the_documentation_runs():
    from wageproof import _check, _ledger, _packs

    for module in (_check, _ledger, _packs):
        assert doctest.testmod(module).failed == 0


def test_the_package_is_typed():
    from pathlib import Path

    from wageproof import _core

    folder = Path(wageproof.__file__).parent
    assert (folder / "py.typed").exists()
    stub = (folder / "_core.pyi").read_text()
    for name in dir(_core):
        if not name.startswith("_"):
            assert f"class {name}:" in stub or f"def {name}(" in stub or f"{name}:" in stub, name
    for name in ("Packs", "Tables", "Records", "Result", "Checker", "Ledger"):
        body = stub.partition(f"class {name}:")[2].partition("\nclass ")[0]
        for method in vars(getattr(_core, name)):
            if not method.startswith("__"):
                assert f"def {method}(" in body, f"{name}.{method}"


def test_the_wheel_needs_no_library_of_the_machine():
    from importlib import metadata

    files = [str(file) for file in metadata.files("wageproof")]
    if not any("wageproof.libs/" in file for file in files):
        pytest.skip("the wheel was not repaired")
    for name in ("simdjson", "fmt", "pugixml", "date-tz"):
        assert any(f"wageproof.libs/lib{name}" in file for file in files)
