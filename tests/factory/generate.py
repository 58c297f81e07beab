"""Writes the sample factory, and the overlay of its payments, from nothing but this folder's code.

python3 tests/factory/generate.py            write examples/factory-kh and examples/factory-kh-payments
python3 tests/factory/generate.py --check    write them elsewhere and compare every byte with the committed files

Python 3.9 or later, standard library only; the same bytes on every machine.
"""
import csv
import io
import json
import sys
import tempfile
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Dict, List, Optional

import audit
import overlay
from faults import GHOST, Fault, plant_all
from model import FIRST, LAST, rounded
from payslip import Payslip, gross_of, make_payslip, net_of, shares_of
from readme import factory_readme, overlay_readme
from roster import Dice, Worker, build, keep_records

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FACTORY, PAYMENTS = "factory-kh", "factory-kh-payments"


def decimal(amount: Fraction, places: int) -> str:
    units = rounded(amount, Fraction(1, 10 ** places)) * 10 ** places
    assert units == amount * 10 ** places, "%s has more than %d decimals" % (amount, places)
    digits = str(abs(int(units))).rjust(places + 1, "0")
    text = digits[:-places] + "." + digits[-places:] if places else digits
    return "-" + text if amount < 0 else text


def plain(amount: Fraction) -> str:
    """No more decimals than the amount needs."""
    places = next(n for n in range(7) if (amount * 10 ** n).denominator == 1)
    return decimal(amount, places)


def money(amount: Fraction, currency: str) -> str:
    return decimal(amount, 0 if currency == "KHR" else 2)


def table(header: List[str], rows: List[List]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return out.getvalue()


def clock(minute: Optional[int]) -> str:
    return "" if minute is None else "%02d:%02d" % divmod(minute % 1440, 60)


def workers_csv(workers: List[Worker]) -> str:
    rows = []
    for w in workers:
        for n, t in enumerate(w.terms):
            rows.append([w.worker_id, t.valid_from if len(w.terms) > 1 and n else None, t.hired_on, w.sex, t.birth_date, t.contract,
                         t.pay_basis, plain(t.wage), w.grade, w.line, t.rest_weekday, 6, w.insurance_no, w.insured_since,
                         w.probation_until, w.account])
    return table(["worker_id", "valid_from", "hired_on", "sex", "birth_date", "contract", "pay_basis", "wage", "grade", "line",
                  "rest_weekday", "week_days", "insurance_no", "insured_since", "probation_until", "account"], rows)


def time_csv(workers: List[Worker]) -> str:
    rows = []
    for w in workers:
        for day, stretches in w.record.time.items():
            rows += [[w.worker_id, day, clock(s.start), clock(s.end), s.break_minutes or None, clock(s.break_start)] for s in stretches]
        rows += [[w.worker_id, day, "07:02", None, None, None] for day in w.record.half_punches]
    rows.sort(key=lambda row: (row[1], row[0], row[2]))  # as the clock wrote it: day by day
    return table(["worker_id", "date", "start", "end", "break_minutes", "break_start"], rows)


def balances_csv(workers: List[Worker]) -> str:
    rows, dice = [], Dice(731)
    for w in workers:
        months = (2025 - w.now.hired_on.year) * 12 + 10 - w.now.hired_on.month - (w.now.hired_on.day > 1)
        if w.now.contract == "probation":
            continue
        earned = Fraction(dice.between(12, 33), 2) if months >= 12 else Fraction(3, 2) * months
        rows.append([w.worker_id, FIRST, "annual", plain(earned)])
    return table(["worker_id", "as_of", "leave_type", "days"], rows)


def payroll_csv(slips: Dict[str, Payslip]) -> str:
    return table(["worker_id", "period_start", "period_end", "component", "amount", "currency"],
                 [[worker_id, FIRST, LAST, name, money(amount, currency), currency]
                  for worker_id, slip in sorted(slips.items()) for name, amount, currency in slip.rows()])


def ghost_payslip() -> Payslip:
    slip = {"basic": Fraction(208), "allowance.attendance": Fraction(10), "allowance.transport": Fraction(7)}
    slip.update(shares_of(gross_of(slip), 30))
    slip["gross"], net = gross_of(slip), net_of(slip)
    slip["net"] = rounded(net)
    return Payslip(slip, slip)


def planted_csv(faults: List[Fault]) -> str:
    def figure(value, unit):
        if value is None:
            return None
        return decimal(value, 0 if unit in ("minutes", "days", "count") else 2)
    return table(["worker_id", "check", "severity", "expected", "found", "difference", "unit", "why"],
                 [[f.worker_id, f.check, f.severity, figure(f.expected, f.unit), figure(f.found, f.unit),
                   figure(f.difference, f.unit), f.unit if f.expected is not None else None, f.why] for f in faults])


def read_figures(faults: List[Fault], slips: Dict[str, Payslip]) -> None:
    for fault in faults:
        if fault.component:
            slip = slips[fault.worker_id]
            fault.expected = slip.lawful.get(fault.component, Fraction(0))
            fault.found = slip.booked.get(fault.component, Fraction(0))
            assert fault.expected != fault.found, fault


def make_files() -> Dict[str, str]:
    workers = build()
    faults = plant_all(workers)
    keep_records(workers)
    slips = {w.worker_id: make_payslip(w) for w in workers if w.on_payroll}
    slips[GHOST] = ghost_payslip()
    read_figures(faults, slips)

    employer = {
        "employer_id": "kh-sample", "name": "Sample garment factory, Phnom Penh", "law": "kh", "currency": "USD",
        "period": "monthly", "attributes": {"sector": "garment", "size": len(workers)}}
    leave = [[w.worker_id, day, kind, "no" if kind in ("unpaid", "absent") else None]
             for w in workers for day, kind in sorted(w.record.leave.items())]
    files = {
        FACTORY + "/employer.json": json.dumps(employer, indent=2) + "\n",
        FACTORY + "/workers.csv": workers_csv(workers),
        FACTORY + "/time.csv": time_csv(workers),
        FACTORY + "/leave.csv": table(["worker_id", "date", "type", "paid"], leave),
        FACTORY + "/balances.csv": balances_csv(workers),
        FACTORY + "/pieces.csv": table(["worker_id", "date", "item", "quantity", "rate"],
                                       [[w.worker_id, *piece] for w in workers for piece in w.pieces]),
        FACTORY + "/payroll.csv": payroll_csv(slips),
        FACTORY + "/rates.csv": table(["valid_from", "from", "to", "rate", "source"],
                                      [[FIRST, "USD", "KHR", 4012, "invented for the sample"],
                                       [date(2025, 10, 16), "USD", "KHR", 4000, "invented for the sample"]]),
        FACTORY + "/planted.csv": planted_csv(faults),
        FACTORY + "/README.md": factory_readme(workers, faults, planted_csv(faults)),
    }
    payments = overlay.build(workers, slips)
    files[PAYMENTS + "/payments.csv"] = table(payments.payment_header, payments.payments)
    files[PAYMENTS + "/remittances.csv"] = table(payments.remittance_header, payments.remittances)
    files[PAYMENTS + "/planted-payments.csv"] = planted_csv(payments.faults)
    files[PAYMENTS + "/README.md"] = overlay_readme(planted_csv(payments.faults))
    return files


def write(files: Dict[str, str], root: Path) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


def main(arguments: List[str]) -> int:
    files = make_files()
    with tempfile.TemporaryDirectory() as folder:
        write(files, Path(folder))
        complaints = audit.complaints(Path(folder) / FACTORY)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    if complaints:
        return 1
    if arguments == ["--check"]:
        stale = [name for name, text in files.items()
                 if not (EXAMPLES / name).is_file() or (EXAMPLES / name).read_bytes() != text.encode("utf-8")]
        extra = [str(p.relative_to(EXAMPLES)) for folder in (FACTORY, PAYMENTS)
                 for p in sorted((EXAMPLES / folder).glob("*")) if str(p.relative_to(EXAMPLES)) not in files]
        for name in stale:
            print("differs from what generate.py writes: examples/" + name, file=sys.stderr)
        for name in extra:
            print("not written by generate.py: examples/" + name, file=sys.stderr)
        return 1 if stale or extra else 0
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    write(files, EXAMPLES)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
