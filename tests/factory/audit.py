"""Reads the sample factory back from its files and finds, by the model alone, what is broken in it.

This holds the generator to its word: every planted breach is really there with its figures, nothing
else is, and the rest of the month also keeps the limits that the law may be read to set.
"""
import csv
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Dict, List, Optional, Tuple

import model
from model import DATES, FIRST, LAST, Record, Stretch, Terms, day_of, rounded

Figures = Tuple[Optional[Fraction], Optional[Fraction], Optional[Fraction]]
NO_FIGURES: Figures = (None, None, None)
CENT, RIEL = Fraction(1, 100), Fraction(1)
OWN = {
    "overtime_pay": ("overtime",), "night_premium": ("night_premium",), "rest_day_premium": ("rest_day_premium",),
    "holiday_premium": ("holiday_premium",), "piece_pay": ("piece",), "allowance.attendance": ("allowance.attendance",),
    "allowance.transport": ("allowance.transport", "allowance.housing"), "allowance.meal": ("allowance.meal",),
    "allowance.seniority": ("allowance.seniority",),
}
LAWFUL_DEDUCTIONS = {"deduction.tax", "deduction.absence"}


def read(path: Path) -> List[Dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date:
    return date(*map(int, text.split("-")))


def minute(text: str) -> Optional[int]:
    return int(text[:2]) * 60 + int(text[3:]) if text else None


class Factory:
    def __init__(self, folder: Path):
        self.records: Dict[str, Record] = {}
        self.insured: Dict[str, str] = {}
        for row in read(folder / "workers.csv"):
            terms = Terms(day(row["valid_from"] or row["hired_on"]), day(row["hired_on"]), day(row["birth_date"]), row["contract"],
                          row["pay_basis"], Fraction(row["wage"]), row["rest_weekday"])
            self.records.setdefault(row["worker_id"], Record([])).terms.append(terms)
            self.insured[row["worker_id"]] = row["insurance_no"]
        for row in read(folder / "time.csv"):
            record, when = self.records[row["worker_id"]], day(row["date"])
            if not row["end"]:
                record.half_punches.append(when)
                continue
            stretch = Stretch(minute(row["start"]), minute(row["end"]), int(row["break_minutes"] or 0), minute(row["break_start"]))
            record.time.setdefault(when, []).append(stretch)
        for row in read(folder / "leave.csv"):
            self.records[row["worker_id"]].leave[day(row["date"])] = row["type"]
        for row in read(folder / "pieces.csv"):
            self.records[row["worker_id"]].pieces.append((int(row["quantity"]), Fraction(row["rate"])))
        self.slips: Dict[str, Dict[str, Fraction]] = defaultdict(dict)
        for row in read(folder / "payroll.csv"):
            slip = self.slips[row["worker_id"]]
            assert row["component"] not in slip and Fraction(row["amount"]) > 0, row
            slip[row["component"]] = Fraction(row["amount"])
        last_rates = [r for r in read(folder / "rates.csv") if day(r["valid_from"]) <= LAST]
        self.rate = Fraction(max(last_rates, key=lambda r: r["valid_from"])["rate"])


class Findings(dict):
    def add(self, worker_id: str, check: str, figures: Figures = NO_FIGURES) -> None:
        assert (worker_id, check) not in self
        self[worker_id, check] = figures

    def short(self, worker_id: str, check: str, due: Fraction, found: Fraction, step: Fraction = CENT) -> None:
        if due - found >= step:
            self.add(worker_id, check, (rounded(due, step), found, rounded(due - found, step)))

    def unequal(self, worker_id: str, check: str, due: Fraction, found: Fraction, step: Fraction) -> None:
        """Stricter than the library need be: what is not planted is booked to the very step."""
        if rounded(due, step) != found:
            self.add(worker_id, check, (rounded(due, step), found, rounded(due - found, step)))

    def over(self, worker_id: str, check: str, allowed: Fraction, found: Fraction, step: Fraction = CENT) -> None:
        if found - allowed >= step:
            self.add(worker_id, check, (rounded(allowed, step), found, rounded(found - allowed, step)))


def of_payslip(found: Findings, worker_id: str, record: Record, slip: Dict[str, Fraction], rate: Fraction) -> None:
    terms, lines = record.at(LAST), model.due(record)
    for line, components in OWN.items():
        found.short(worker_id, line, lines.get(line, Fraction(0)), sum((slip.get(c, Fraction(0)) for c in components), Fraction(0)))

    # Basic pay first, then leave: each from its own component where that is booked, else from what is left.
    left = slip.get("basic", Fraction(0))
    basic = lines.get("basic_pay", Fraction(0))
    found.short(worker_id, "basic_pay", basic, left)
    left = max(Fraction(0), left - basic)
    for line in sorted(name for name in lines if name.startswith("leave_pay.")):
        own = slip.get("leave." + line.split(".")[1])
        found.short(worker_id, line, lines[line], own if own is not None else rounded(left))

    counted = sum((v for k, v in slip.items() if k in ("basic", "piece") or k.startswith("leave.")), Fraction(0))
    found.short(worker_id, "minimum_wage", model.minimum_wage(record), counted)

    allowed = terms.wage / model.DAYS_A_MONTH * len(record.absent_days())
    found.over(worker_id, "unlawful_deduction.absence", allowed, slip.get("deduction.absence", Fraction(0)))
    for name in slip:
        if name.startswith("deduction.") and name not in LAWFUL_DEDUCTIONS:
            found.over(worker_id, "unlawful_" + name, Fraction(0), slip[name])

    pay = sum((v for k, v in slip.items() if not k.startswith(("contribution.", "deduction.")) and k not in ("gross", "net")), Fraction(0))
    age = model.completed_years(terms.birth_date, LAST)
    for name, amount in model.contributions(pay, rate, age).items():
        found.unequal(worker_id, name, amount, slip.get(name, Fraction(0)), RIEL)
    assert slip["gross"] == pay, worker_id
    taken = slip.get("contribution.nssf_pension.employee", Fraction(0)) / rate
    net = pay - taken - sum((v for k, v in slip.items() if k.startswith("deduction.")), Fraction(0))
    found.unequal(worker_id, "net_pay", rounded(net), slip["net"], CENT)
    assert rounded(net) == pay - rounded(taken) - (pay - taken - net), "the order of rounding would show: " + worker_id


def of_time(found: Findings, worker_id: str, record: Record) -> None:
    terms = record.at(LAST)
    longest, overtime, night = Fraction(0), Fraction(0), 0
    worked: List[Tuple[int, int]] = []
    for when, stretches in sorted(record.time.items()):
        base = (when - FIRST).days * 1440
        spans = sorted((s.start, s.end if s.end > s.start else s.end + 1440) for s in stretches)
        if any(a[1] > b[0] for a, b in zip(spans, spans[1:])):
            found.add(worker_id, "punch_overlap")
        minutes = day_of(stretches)
        longest, overtime = max(longest, Fraction(minutes.total)), max(overtime, Fraction(minutes.overtime))
        night += minutes.ordinary_night + minutes.overtime_night
        if worked:
            assert base + spans[0][0] - worked[-1][1] >= 660, "under eleven hours of rest: %s %s" % (worker_id, when)
        worked.append((base + spans[0][0], base + spans[-1][1]))
        tomorrow = when + timedelta(days=1)
        if spans[-1][1] > 1440:  # a shift over midnight stays among days of one kind
            assert not record.is_rest_day(when) and when not in model.HOLIDAYS, (worker_id, when)
            assert tomorrow not in model.HOLIDAYS and not record.is_rest_day(tomorrow), (worker_id, when)
        assert minutes.total >= 480, (worker_id, when)
    if record.half_punches:
        found.add(worker_id, "punch_unpaired")
    found.over(worker_id, "hours_daily", Fraction(model.MOST_MINUTES), longest, RIEL)
    found.over(worker_id, "overtime_daily", Fraction(model.MOST_OVERTIME), overtime, RIEL)

    # Rest, by both readings: in each week from the day after the rest day, and in any seven days in a row.
    present = [d in record.time or d in record.half_punches for d in DATES]
    weeks = [i for i in range(len(DATES) - 6) if model.WEEKDAYS[(DATES[i] - timedelta(days=1)).weekday()] == terms.rest_weekday]
    by_week = any(all(present[i:i + 7]) for i in weeks)
    rolling = any(all(present[i:i + 7]) for i in range(len(DATES) - 6))
    assert by_week == rolling, "the two readings of weekly rest part: " + worker_id
    if by_week:
        found.add(worker_id, "weekly_rest")
    for i in weeks:
        assert sum(day_of(record.time[d]).total for d in DATES[i:i + 7] if d in record.time) <= 3600, worker_id

    age = model.completed_years(terms.birth_date, LAST)
    assert age == model.completed_years(terms.birth_date, FIRST) or age not in (15, 18, 60), worker_id
    if age < 15:
        found.add(worker_id, "minimum_age")
    if age < 18 and night:
        found.add(worker_id, "young_worker_night", (Fraction(0), Fraction(night), Fraction(night)))


def find(folder: Path) -> Findings:
    factory, found = Factory(folder), Findings()
    for worker_id in factory.slips:
        if worker_id not in factory.records:
            found.add(worker_id, "unknown_worker")
    for worker_id, record in factory.records.items():
        of_time(found, worker_id, record)
        if not factory.insured[worker_id]:
            for scheme in ("health", "pension", "risk"):
                found.add(worker_id, "registration.nssf_" + scheme)
        if worker_id not in factory.slips:
            due = sum((rounded(v) for v in model.due(record).values()), Fraction(0))
            found.add(worker_id, "worked_without_pay", (due, Fraction(0), due))
            continue
        if not record.time and not record.leave:
            found.add(worker_id, "paid_without_work")
        of_payslip(found, worker_id, record, factory.slips[worker_id], factory.rate)
    return found


def complaints(folder: Path) -> List[str]:
    found = find(folder)
    planted = {(row["worker_id"], row["check"]): row for row in read(folder / "planted.csv")}
    answer = ["planted, and not there: %s %s" % key for key in sorted(set(planted) - set(found))]
    answer += ["there, and not planted: %s %s %s" % (*key, [str(f) for f in found[key]]) for key in sorted(set(found) - set(planted))]
    for key in sorted(set(planted) & set(found)):
        for name, value in zip(("expected", "found", "difference"), found[key]):
            if planted[key][name] and Fraction(planted[key][name]) != value:
                answer.append("%s %s: %s planted as %s, is %s" % (*key, name, planted[key][name], value))
    return answer
