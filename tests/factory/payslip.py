"""From what was due to what the factory's payslips book: lawful unless a fault edits it."""
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Dict, List, Tuple

from model import HOLIDAYS, MEAL, contributions, due, rounded
from roster import Worker

RATE = Fraction(4000)  # riel a dollar on the last day of the month
RIEL = Fraction(1)
OWN_COMPONENT = {
    "overtime_pay": "overtime", "night_premium": "night_premium", "rest_day_premium": "rest_day_premium",
    "holiday_premium": "holiday_premium", "allowance.attendance": "allowance.attendance",
    "allowance.transport": "allowance.transport", "allowance.seniority": "allowance.seniority", "piece_pay": "piece",
}
ORDER = ("basic", "piece", "overtime", "night_premium", "rest_day_premium", "holiday_premium", "holiday_pay", "leave.",
         "allowance.", "bonus.", "contribution.", "deduction.", "gross", "net")


@dataclass
class Payslip:
    lawful: Dict[str, Fraction]
    booked: Dict[str, Fraction]

    def rows(self) -> List[Tuple[str, Fraction, str]]:
        def place(item):
            return next(n for n, name in enumerate(ORDER) if item[0] == name or name.endswith(".") and item[0].startswith(name))
        return [(name, amount, "KHR" if name.startswith("contribution.") else "USD")
                for name, amount in sorted(self.booked.items(), key=lambda item: (place(item), item[0])) if amount]


def pay_of(worker: Worker) -> Dict[str, Fraction]:
    """Every component of pay that a lawful payslip books, to the cent."""
    # A rise in the month is paid from its first day: more than any way of sharing the month would ask.
    record = replace(worker.record, terms=[replace(worker.now, valid_from=worker.now.hired_on)])
    lines = due(record)
    slip: Dict[str, Fraction] = {}
    for line, component in OWN_COMPONENT.items():
        if line in lines:
            slip[component] = lines[line]
    leave = {name: amount for name, amount in lines.items() if name.startswith("leave_pay.")}
    basic = lines.get("basic_pay", Fraction(0))
    if "leave_pay.maternity" in leave:
        basic = worker.now.wage  # the factory goes on paying the whole wage, more than the law's half
    elif not worker.leave_booked_apart:
        basic += sum(leave.values())
    if worker.leave_booked_apart:
        slip.update({"leave." + name.split(".")[1]: amount for name, amount in leave.items()})
    if basic:
        slip["basic"] = basic
    if worker.group == "piece":
        days = len(record.time)
        slip["holiday_pay"] = slip["piece"] / days * 2  # both holidays, at the average of the days worked
    # Meal money also for Sundays and holidays worked, which the law does not name.
    ordinary = lines.get("allowance.meal", Fraction(0))
    others = sum(1 for d in record.time if d in HOLIDAYS or record.is_rest_day(d))
    if ordinary or others:
        slip["allowance.meal"] = ordinary + MEAL * others
    if worker.housing:
        slip["allowance.housing"] = slip.pop("allowance.transport")
    if worker.production_bonus:
        slip["bonus.production"] = worker.production_bonus
    return {name: rounded(amount) for name, amount in slip.items()}


def gross_of(slip: Dict[str, Fraction]) -> Fraction:
    return sum((v for k, v in slip.items() if not k.startswith(("contribution.", "deduction.")) and k not in ("gross", "net")), Fraction(0))


def net_of(slip: Dict[str, Fraction]) -> Fraction:
    """Exact, before it is rounded to the cent."""
    taken = sum((v / RATE for k, v in slip.items() if k.startswith("contribution.") and k.endswith(".employee")), Fraction(0))
    return gross_of(slip) - taken - sum((v for k, v in slip.items() if k.startswith("deduction.")), Fraction(0))


def tax_on(gross: Fraction) -> Fraction:
    riel = gross * RATE
    return (max(Fraction(0), min(riel, Fraction(2_000_000)) - 1_500_000) * Fraction(5, 100)
            + max(Fraction(0), riel - 2_000_000) * Fraction(10, 100)) / RATE


def shares_of(gross: Fraction, age: int) -> Dict[str, Fraction]:
    return {name: rounded(amount, RIEL) for name, amount in contributions(gross, RATE, age).items()}


def make_payslip(worker: Worker) -> Payslip:
    lawful = pay_of(worker)
    slip = dict(lawful)

    def edited(edit):
        if edit:
            edit(slip)
            for name in slip:
                slip[name] = rounded(slip[name], RIEL if name.startswith("contribution.") else Fraction(1, 100))

    edited(worker.edit_pay)
    gross = gross_of(slip)
    shares = shares_of(gross, worker.age)
    lawful.update(shares)
    slip.update(shares)
    edited(worker.edit_shares)
    tax = rounded(tax_on(gross))
    if tax:
        lawful["deduction.tax"] = slip["deduction.tax"] = tax
    if worker.edit_net and worker.faults[0].component != "net":
        edited(worker.edit_net)
    slip["gross"] = gross
    exact = net_of(slip)
    if (exact * 200).denominator == 1 and (exact * 100).denominator != 1:
        # Half a cent: rounding the riel first would give another cent. A dime of production bonus settles it.
        worker.production_bonus += Fraction(1, 10)
        return make_payslip(worker)
    lawful["gross"], lawful["net"] = gross, rounded(exact)
    slip["net"] = rounded(exact)
    if worker.edit_net and worker.faults[0].component == "net":
        edited(worker.edit_net)
    return Payslip(lawful, slip)
