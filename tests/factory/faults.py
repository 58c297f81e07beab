"""The breaches planted in the sample factory, one worker each, on months that are otherwise lawful."""
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Callable, List, Optional

from model import Stretch, full_month_pay
from roster import Worker

BREACH, DISCREPANCY, WARNING = "breach", "discrepancy", "warning"
# The base of these two schemes is a reading that the law leaves open, so a finding may come as a warning.
OPEN_BASE = "breach|warning"


@dataclass
class Fault:
    """One finding that must come out. With `component`, its figures are read off the payslip;
    where the record format fixes no figure for a check, they stay empty and are not compared."""
    check: str
    severity: str
    why: str
    unit: str = "USD"
    component: Optional[str] = None
    expected: Optional[Fraction] = None
    found: Optional[Fraction] = None
    limit: bool = False  # a limit's difference is the excess over it
    worker_id: str = ""

    @property
    def difference(self) -> Optional[Fraction]:
        if self.expected is None:
            return None
        return self.found - self.expected if self.limit else self.expected - self.found


class Planter:
    def __init__(self, workers: List[Worker]):
        self.workers = workers
        self.taken = set()
        self.next_place = 4

    def take(self, group: str = "day", **terms) -> Worker:
        """The next worker of the group, a dozen places on, with a plain month and the terms asked for."""
        people = [w for w in self.workers if w.group == group]
        contract = terms.pop("contract", "permanent")
        place = self.next_place
        while True:
            worker = people[place % len(people)]
            fits = (worker.worker_id not in self.taken and worker.now.contract == contract and worker.age >= 18
                    and worker.grade != "supervisor" and worker.age < 60
                    and not any(kind == "maternity" for kind in worker.leave.values())
                    and list(worker.absent.values()).count("unpaid") < 10)
            if fits:
                break
            place += 1
        self.next_place = place + 11
        self.taken.add(worker.worker_id)
        worker.plain()
        for name, value in terms.items():
            setattr(worker.now, name, Fraction(value) if name == "wage" else value)
        if "hired_on" in terms:
            worker.now.valid_from = worker.now.hired_on
            worker.insured_since = worker.now.hired_on + timedelta(days=2)
        return worker

    def plant(self, worker: Worker, *faults: Fault, pay: Callable = None, shares: Callable = None, net: Callable = None) -> None:
        for fault in faults:
            fault.worker_id = worker.worker_id
        worker.faults.extend(faults)
        worker.edit_pay, worker.edit_shares, worker.edit_net = pay, shares, net


def booked(component: str, amount) -> Callable:
    """Book this amount (or this share of what is lawful, if a function) in place of the lawful one."""
    def edit(slip):
        value = amount(slip[component]) if callable(amount) else Fraction(amount)
        slip[component] = value
    return edit


def overtime(worker: Worker, minutes: int, *days: int) -> Worker:
    worker.overtime = {date(2025, 10, d): minutes for d in days}
    return worker


def plant_all(workers: List[Worker]) -> List[Fault]:
    p = Planter(workers)

    # Wages
    p.plant(p.take(wage="200"), Fault("minimum_wage", BREACH, "contract of 200 under the floor of 208", expected=Fraction(208), found=Fraction(200)))
    p.plant(p.take(contract="probation", wage="200"), Fault("minimum_wage", BREACH, "probationer at 200 under the probation floor of 206", expected=Fraction(206), found=Fraction(200)))
    p.plant(p.take(wage="230"), Fault("basic_pay", BREACH, "contract of 230 booked as 220", component="basic"), pay=booked("basic", 220))
    w = p.take(wage="260")
    w.absent = {date(2025, 10, 9): ""}
    p.plant(w, Fault("basic_pay", BREACH, "one day absent, three days' wage withheld", component="basic"), pay=booked("basic", 230))
    p.plant(p.take("piece"), Fault("piece_pay", BREACH, "fifteen dollars of finished pieces left out of the payslip", component="piece"), pay=booked("piece", lambda due: due - 15))

    # Overtime and premiums
    p.plant(overtime(p.take(wage="216"), 120, 20, 21, 22, 23), Fault("overtime_pay", BREACH, "overtime at 1.25 in place of 1.5", component="overtime"), pay=booked("overtime", lambda due: due * 5 / 6))
    p.plant(overtime(p.take(wage="234"), 90, 6, 7, 20, 21, 23, 24), Fault("overtime_pay", BREACH, "overtime reckoned on the minimum wage, not on the contract's 234", component="overtime"), pay=booked("overtime", lambda due: due * 208 / 234))
    p.plant(overtime(p.take(wage="212"), 60, 2, 8, 16, 27), Fault("overtime_pay", BREACH, "four hours of overtime not paid at all", component="overtime"), pay=booked("overtime", 0))
    p.plant(overtime(p.take("evening", wage="208"), 90, 2, 9, 16, 23), Fault("overtime_pay", BREACH, "overtime after 22:00 at the daytime rate", component="overtime"), pay=booked("overtime", lambda due: due * 3 / 4))
    p.plant(p.take("evening", wage="219"), Fault("night_premium", BREACH, "evening shift past 22:00 without the night premium", component="night_premium"), pay=booked("night_premium", 0))
    p.plant(p.take("night", wage="208"), Fault("night_premium", BREACH, "night premium at 20 per cent in place of 30", component="night_premium"), pay=booked("night_premium", lambda due: due * 2 / 3))
    w = p.take(wage="221")
    w.rest_worked, w.leave = {date(2025, 10, 19)}, {date(2025, 10, 21): "annual"}
    p.plant(w, Fault("rest_day_premium", BREACH, "a Sunday paid once in place of twice", component="rest_day_premium"), pay=booked("rest_day_premium", lambda due: due / 2))
    w = p.take(wage="208")
    w.holiday_worked = {date(2025, 10, 15)}
    p.plant(w, Fault("holiday_premium", BREACH, "15 October worked as an ordinary day", component="holiday_premium"), pay=booked("holiday_premium", 0))
    w = p.take(wage="228.80")
    w.holiday_worked = {date(2025, 10, 29)}
    p.plant(w, Fault("holiday_premium", BREACH, "29 October at half of the extra pay", component="holiday_premium"), pay=booked("holiday_premium", lambda due: due / 2))

    # Allowances
    p.plant(p.take(wage="208"), Fault("allowance.attendance", BREACH, "attendance bonus withheld from a full month", component="allowance.attendance"), pay=booked("allowance.attendance", 0))
    p.plant(p.take(wage="210"), Fault("allowance.transport", BREACH, "half of the transport allowance", component="allowance.transport"), pay=booked("allowance.transport", "3.50"))
    p.plant(overtime(p.take(wage="208"), 60, 2, 7, 9, 16, 20, 22, 24, 27), Fault("allowance.meal", BREACH, "eight overtime days, meal money for four", component="allowance.meal"), pay=booked("allowance.meal", 2))
    w = p.take(wage="208", hired_on=date(2021, 4, 12))
    p.plant(w, Fault("allowance.seniority", BREACH, "fifth year of service paid as the fourth", component="allowance.seniority"), pay=booked("allowance.seniority", 4))
    w = p.take(wage="224", hired_on=date(2009, 2, 2), birth_date=date(1984, 6, 15))
    p.plant(w, Fault("allowance.seniority", BREACH, "seventeenth year of service without seniority bonus", component="allowance.seniority"), pay=booked("allowance.seniority", 0))

    # Leave
    w = p.take(wage="234", hired_on=date(2022, 5, 16))
    w.leave, w.leave_booked_apart = {date(2025, 10, 7): "annual", date(2025, 10, 8): "annual"}, True
    p.plant(w, Fault("leave_pay.annual", BREACH, "two days of annual leave taken off the wage as absence", component="leave.annual"), pay=booked("leave.annual", 0))
    w = p.take(wage="286", hired_on=date(2021, 8, 2))
    w.leave, w.leave_booked_apart = {date(2025, 10, d): "sick" for d in (8, 9, 10)}, True
    p.plant(w, Fault("leave_pay.sick", BREACH, "three certified sick days of the first month at 60 per cent", component="leave.sick"), pay=booked("leave.sick", lambda due: due * 3 / 5))

    # Contributions and registration
    share = "contribution.nssf_%s.%s"
    own, theirs = share % ("pension", "employee"), share % ("pension", "employer")
    p.plant(p.take(wage="210"), Fault(own, BREACH, "3 per cent taken for the pension in place of 2", "KHR", own), shares=booked(own, lambda due: due * 3 / 2))
    w = next(w for w in workers if w.age >= 60)
    p.taken.add(w.worker_id)
    w.plain()
    p.plant(w, Fault(own, BREACH, "pension contribution taken from a worker of 62", "KHR", own), shares=booked(own, 18_000))
    p.plant(p.take(wage="214.50"), Fault(theirs, BREACH, "no employer's pension contribution", "KHR", theirs), shares=booked(theirs, 0))
    p.plant(p.take(wage="216"), Fault(theirs, DISCREPANCY, "employer's pension contribution booked at 2.5 per cent", "KHR", theirs), shares=booked(theirs, lambda due: due * 5 / 4))
    risk, health = share % ("risk", "employer"), share % ("health", "employer")
    p.plant(p.take(wage="208"), Fault(risk, OPEN_BASE, "occupational risk booked one bracket too low", "KHR", risk), shares=booked(risk, lambda due: due - 400))
    p.plant(p.take(wage="219"), Fault(health, OPEN_BASE, "health care at the 1.3 per cent of before 2018", "KHR", health), shares=booked(health, lambda due: due / 2))
    w = p.take(wage="208", contract="fixed_term")
    w.insurance_no, w.insured_since = "", None
    p.plant(w, *[Fault("registration.nssf_" + s, BREACH, "months of service and no insurance number", "") for s in ("health", "pension", "risk")])

    # Deductions and sums
    p.plant(p.take(wage="208"), Fault("unlawful_deduction.fine", BREACH, "a fine for lateness", component="deduction.fine", limit=True), net=booked("deduction.fine", 5))
    w = p.take(wage="364")
    w.absent = {date(2025, 10, 10): "absent"}
    p.plant(w, Fault("unlawful_deduction.absence", BREACH, "one day absent, two days deducted", expected=Fraction(14), found=Fraction(28), limit=True),
            pay=booked("basic", 364), net=booked("deduction.absence", 28))
    w = p.take(wage="208")
    p.plant(w, Fault("net_pay", DISCREPANCY, "net three dollars below the payslip's own sum", component="net"), net=booked("net", lambda net: net - 3))

    # Hours and protected workers
    w = overtime(p.take(wage="212"), 180, 16)
    p.plant(w, Fault("hours_daily", BREACH, "eleven hours on 16 October", "minutes", expected=Fraction(600), found=Fraction(660), limit=True),
            Fault("overtime_daily", BREACH, "three hours of overtime on 16 October", "minutes", expected=Fraction(120), found=Fraction(180), limit=True))
    w = p.take(wage="208")
    w.rest_worked = {date(2025, 10, 12)}
    p.plant(w, Fault("weekly_rest", BREACH, "nine days without a day off, the Sunday paid as the law asks", ""))
    child = p.take(wage="208", contract="fixed_term", hired_on=date(2025, 6, 9), birth_date=date(2011, 2, 11))
    child.grade = "helper"
    p.plant(child, Fault("minimum_age", BREACH, "14 years old", ""))
    young = p.take(wage="208", contract="fixed_term", hired_on=date(2025, 6, 2), birth_date=date(2008, 4, 20))
    young.grade = "helper"
    young.edit_records.append(lambda w: w.record.time.update({date(2025, 10, 18): [Stretch(14 * 60, 23 * 60, 60, 18 * 60)]}))
    p.plant(young, Fault("young_worker_night", BREACH, "17 years old, at work until 23:00 on 18 October", "minutes", expected=Fraction(0), found=Fraction(60), limit=True))

    # The time record, and who is on it
    def forget_to_clock_out(w):
        del w.record.time[date(2025, 10, 22)]
        w.record.half_punches.append(date(2025, 10, 22))
    w = p.take(wage="208")
    w.edit_records.append(forget_to_clock_out)
    p.plant(w, Fault("punch_unpaired", WARNING, "22 October has a start and no end", ""))
    w = p.take(wage="208")
    w.edit_records.append(lambda w: w.record.time.update({date(2025, 10, 23): [Stretch(420, 960, 60, 660), Stretch(540, 600)]}))
    p.plant(w, Fault("punch_overlap", WARNING, "23 October 09:00-10:00 lies inside 07:00-16:00", ""))
    w = p.take(wage="221", hired_on=date(2021, 3, 8))
    w.on_payroll = False
    due = full_month_pay(w.now)
    p.plant(w, Fault("worked_without_pay", DISCREPANCY, "a full month on the clock, no payslip", expected=due, found=Fraction(0)))
    w = p.take(wage="212")
    w.on_clock = False
    p.plant(w, Fault("paid_without_work", DISCREPANCY, "a payslip, and neither time nor leave all month", ""), pay=booked("basic", 212))

    faults = [fault for worker in workers for fault in worker.faults]
    faults.append(Fault("unknown_worker", DISCREPANCY, "a payslip for a number that is not on the roster", "", worker_id=GHOST))
    return sorted(faults, key=lambda f: (f.worker_id, f.check))


GHOST = "K9001"
