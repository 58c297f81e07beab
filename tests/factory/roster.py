"""The sample factory's people and the month they worked, before any payslip and before any fault.

Choices here keep to ground on which the law leaves one answer: nobody starts, leaves, or has a
birthday or anniversary that matters in the month; nobody works past midnight into a day of another
kind; every worker has a day's rest in every seven, and eleven hours between shifts.
"""
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Callable, Dict, List, Optional, Set, Tuple

from model import DATES, HOLIDAYS, LAST, Record, Stretch, Terms, completed_years

ONE_DAY = timedelta(days=1)
RUSH_FROM = date(2025, 10, 20)  # the shipment of 31 October
SUNDAY_WORKED = date(2025, 10, 19)
IN_ITS_PLACE = (date(2025, 10, 21), date(2025, 10, 22))

GROUPS = (("day", 390), ("evening", 40), ("night", 36), ("guard", 10), ("daily", 12), ("piece", 12))
SPLIT_LINES = {"line_06", "line_11"}  # these lines punch at midday too: two rows a day
ITEMS = (("collar_beading", "0.085"), ("sequin_motif", "0.24"), ("hand_hem", "0.0625"))


class Dice:
    """splitmix64: the same throws on every Python, which `random` does not promise."""

    def __init__(self, seed: int):
        self.state = seed

    def below(self, n: int) -> int:
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return (z ^ (z >> 31)) % n

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1)

    def pick(self, choices):
        return choices[self.below(len(choices))]

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent


@dataclass
class Worker:
    worker_id: str
    group: str
    line: str
    grade: str
    sex: str
    terms: List[Terms]
    insurance_no: str
    insured_since: date
    account: str
    probation_until: Optional[date] = None
    # The month.
    overtime: Dict[date, int] = field(default_factory=dict)
    absent: Dict[date, str] = field(default_factory=dict)  # how it is recorded: '' is no row at all
    leave: Dict[date, str] = field(default_factory=dict)
    rest_worked: Set[date] = field(default_factory=set)
    holiday_worked: Set[date] = field(default_factory=set)
    leave_booked_apart: bool = False
    housing: bool = False
    production_bonus: Fraction = Fraction(0)
    # The records that come of it.
    record: Record = None
    pieces: List[Tuple[date, str, int, str]] = field(default_factory=list)
    on_payroll: bool = True
    on_clock: bool = True
    faults: List = field(default_factory=list)
    edit_records: List[Callable] = field(default_factory=list)
    edit_pay: Optional[Callable] = None
    edit_shares: Optional[Callable] = None
    edit_net: Optional[Callable] = None

    @property
    def now(self) -> Terms:
        return self.terms[-1]

    @property
    def age(self) -> int:
        return completed_years(self.now.birth_date, LAST)

    def plain(self) -> "Worker":
        """Full attendance, nothing out of the way: what a fault is planted on."""
        self.overtime, self.absent, self.leave = {}, {}, {}
        self.rest_worked, self.holiday_worked = set(), set()
        self.leave_booked_apart = self.housing = False
        self.production_bonus = Fraction(0)
        del self.terms[:-1]
        self.now.valid_from = self.now.hired_on
        return self


def working_days(worker: Worker) -> List[date]:
    return Record(worker.terms).working_days()


def hired(dice: Dice, contract: str) -> date:
    if contract == "probation":
        return date(2025, 9, dice.between(15, 27))
    if contract == "fixed_term":
        months = dice.between(2, 19)  # February 2024 to August 2025, never October
        year, month = divmod(2025 * 12 + 8 - months, 12)
        day = date(year, month + 1, dice.between(1, 28))
    else:
        year = 2023 - dice.pick((0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15))
        day = date(year, dice.pick((1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12)), dice.between(1, 28))
    return day.replace(month=11) if day.month == 10 else day


def grade_and_wage(dice: Dice, group: str, contract: str) -> Tuple[str, Fraction]:
    if contract == "probation":
        return "helper", Fraction(206)
    if group == "daily":
        return "loader", Fraction(dice.pick(("8.50", "8.75", "9.00", "9.25", "9.60")))
    if group == "piece":
        return "hand_finisher", Fraction(0)
    if group == "guard":
        return "guard", Fraction(dice.pick(("208", "212", "220", "225.50")))
    throw = dice.below(100)
    if throw < 10:
        return "helper", Fraction(208)
    if throw < 74:
        return "operator", Fraction(dice.pick(("208", "208", "208", "208", "210", "212", "214.50", "216", "219", "221")))
    if throw < 83:
        return "senior_operator", Fraction(dice.pick(("224", "228.75", "232", "234", "241", "246")))
    if throw < 91:
        return "quality_checker", Fraction(dice.pick(("222", "227", "230.25", "238")))
    if throw < 94:
        return "mechanic", Fraction(dice.pick(("268", "281", "295.50", "310")))
    if throw < 98:
        return "line_leader", Fraction(dice.pick(("265", "277", "286", "302")))
    return "supervisor", Fraction(dice.pick(("345", "364", "388", "412")))


def person(dice: Dice, number: int, group: str, place: int) -> Worker:
    throw = dice.below(100)
    contract = "permanent"
    if group in ("day", "evening", "daily") and throw < 38:
        contract = "probation" if throw < 4 and group == "day" else "fixed_term"
    start = hired(dice, contract)
    grade, wage = grade_and_wage(dice, group, contract)
    youngest = max(19, 2025 - start.year + 18)
    born = date(2025 - dice.between(youngest, max(youngest + 4, 44)), dice.between(1, 12), dice.between(1, 28))
    line = {"day": "line_%02d" % (place // 30 + 1), "evening": "washing", "night": "knitting",
            "guard": "security", "daily": "loading", "piece": "hand_finish"}[group]
    rest = ("mon", "tue", "thu", "fri", "sat")[place % 5] if group == "guard" else "sun"
    basis = group if group in ("daily", "piece") else "monthly"
    man = dice.chance({"day": 14, "evening": 35, "night": 45, "guard": 90, "daily": 95, "piece": 5}[group])
    return Worker(
        worker_id="K%04d" % number, group=group, line=line, grade=grade, sex="m" if man else "f",
        terms=[Terms(start, start, born, contract, basis, wage, rest)],
        insurance_no=str(10_000_000 + number * 1009 + dice.below(1000)),
        insured_since=start + timedelta(days=dice.between(1, 3)),
        account=str(200_000_000 + number * 100_003 + dice.below(90_000)),
        probation_until=date(2025, 11, start.day - 1) if contract == "probation" else None)


def days_in_a_row(dice: Dice, days: List[date], count: int) -> List[date]:
    at = dice.between(1, len(days) - count)  # never the 1st, where an opening balance begins
    return days[at:at + count]


def give_time_off(dice: Dice, worker: Worker) -> None:
    days, throw = working_days(worker), dice.below(100)
    a_year = (LAST - worker.now.hired_on).days > 370
    if worker.group == "piece":
        return
    if worker.group == "daily":
        if throw < 25:
            worker.absent[dice.pick(days[1:])] = ""
    elif throw < 9:
        how = dice.pick(("", "", "absent", "unpaid"))
        worker.absent = {d: how for d in days_in_a_row(dice, days, dice.between(1, 2))}
    elif throw < 27 and a_year:
        worker.leave = {d: "annual" for d in days_in_a_row(dice, days, dice.pick((1, 1, 1, 2, 2, 3, 4)))}
    elif throw < 33:
        worker.leave = {d: "sick" for d in days_in_a_row(dice, days, dice.pick((1, 1, 2, 3)))}
    elif throw < 35 and a_year:
        worker.leave = {d: "special" for d in days_in_a_row(dice, days, dice.between(1, 3))}
    # A month that books leave apart keeps its basic above the floor, whatever counts towards it.
    basic_left = worker.now.wage * (26 - len(worker.leave)) / 26
    worker.leave_booked_apart = bool(worker.leave) and basic_left >= 208 and dice.chance(70)


def give_overtime(dice: Dice, workers: List[Worker]) -> None:
    plans: Dict[Tuple[str, date], int] = {}
    for line in sorted({w.line for w in workers if w.group in ("day", "daily")}):
        for day in DATES:
            often = 68 if day >= RUSH_FROM else 24
            if day.weekday() == 5:
                often //= 2
            if dice.chance(often):
                plans[line, day] = dice.pick((60, 60, 90, 120, 120) if day < RUSH_FROM else (90, 120, 120, 120))
    for worker in workers:
        for day in working_days(worker):
            tomorrow = day + ONE_DAY
            into_a_like_day = tomorrow not in HOLIDAYS and tomorrow.weekday() != 6
            minutes = 0
            if worker.group in ("day", "daily"):
                minutes = plans.get((worker.line, day), 0)
                if minutes and not dice.chance(86):
                    minutes = dice.pick((0, 0, 30, 45, 75, 105))
            elif worker.group == "evening" and into_a_like_day and dice.chance(16):
                minutes = dice.pick((30, 45, 60, 90))
            elif worker.group == "night" and night_shape(day) == night_shape(tomorrow) == "late" and dice.chance(12):
                minutes = 60
            if minutes and worker.age >= 18:
                worker.overtime[day] = minutes


def night_shape(day: date) -> str:
    """Late shifts, but shifts that end by 24:00 before a Sunday or holiday, and room to turn round."""
    def free(d: date) -> bool:
        return d in HOLIDAYS or d.weekday() == 6
    if day > LAST:
        return "late"
    if free(day + ONE_DAY):
        return "eve"
    return "early" if free(day + 2 * ONE_DAY) and day < LAST else "late"


def build() -> List[Worker]:
    dice = Dice(20251001)
    workers: List[Worker] = []
    for group, count in GROUPS:
        for place in range(count):
            workers.append(person(dice, len(workers) + 1, group, place))
    for worker in workers:
        give_time_off(dice, worker)
        if worker.group in ("day", "evening", "night") and dice.chance(38):
            worker.production_bonus = Fraction(dice.between(4, 44), 4)
        worker.housing = worker.group in ("night", "evening") and dice.chance(15)
    give_overtime(dice, workers)

    day_group = [w for w in workers if w.group == "day"]
    long_served = [w for w in day_group if not w.absent and not w.leave and w.now.hired_on < date(2024, 9, 1)]
    for worker in long_served[3::9]:
        worker.rest_worked = {SUNDAY_WORKED}
        worker.leave = {dice.pick(IN_ITS_PLACE): "annual"}
    for worker in day_group:
        if worker.line in ("line_02", "line_09") and not worker.absent and not worker.leave and dice.chance(70):
            worker.holiday_worked = {date(2025, 10, 15 if worker.line == "line_02" else 29)}
    for worker in [w for w in long_served if w.sex == "f"][5::40]:
        worker.plain().leave = {d: "maternity" for d in DATES}  # of 90 calendar days, all of October's
    for worker in [w for w in long_served if not w.leave and not w.rest_worked][2::60]:
        before = worker.now  # a rise in the middle of the month, paid for the whole of it
        after = Terms(**{**before.__dict__, "valid_from": date(2025, 10, 16), "wage": before.wage + 13})
        worker.terms = [before, after]
    for worker in [w for w in long_served if len(w.terms) == 1][7::35]:
        before = worker.now  # promoted earlier in the year: the older row no longer holds
        after = Terms(**{**before.__dict__, "valid_from": date(2025, 7, 1)})
        before.wage = Fraction(190)
        worker.terms = [before, after]
    for worker, year in zip([w for w in workers if w.group == "guard"][1:3], (1963, 1962)):
        worker.now.birth_date = date(year, 3, 9)
    for worker, born in zip([w for w in day_group if w.now.contract == "fixed_term"][4::30],
                            (date(2008, 5, 12), date(2008, 1, 30), date(2009, 2, 20))):
        worker.plain().now.birth_date = born  # lawful: of age to work, days only, no overtime
        worker.now.hired_on = worker.now.valid_from = date(2025, 7, 7)
        worker.insured_since, worker.now.wage, worker.grade = date(2025, 7, 9), Fraction(208), "helper"
    away = next(w for w in long_served if not w.leave and len(w.terms) == 1)
    away.plain().absent = {d: "unpaid" for d in working_days(away)[2:24]}
    return workers


def clock(worker: Worker, day: date, dice: Dice) -> List[Stretch]:
    """One day's rows. Start and end move together, so that a day is never a stray minute long."""
    shift = dice.between(-10, 9)
    extra = worker.overtime.get(day, 0)
    if worker.group == "night":
        begin, pause = {"late": (21 * 60, None), "early": (18 * 60, 22 * 60 + 30), "eve": (14 * 60 + 30, 18 * 60)}[night_shape(day)]
    elif worker.group == "evening":
        begin, pause = 14 * 60, 18 * 60
    elif worker.group == "guard":
        begin, pause = 6 * 60, None
    else:
        begin, pause = 7 * 60, 11 * 60 if worker.line in ("line_01", "line_02", "line_03") else None
    begin += shift
    if worker.line in SPLIT_LINES:
        return [Stretch(begin, begin + 240), Stretch(begin + 300, begin + 540 + extra)]
    if pause is None and extra % 2:
        pause = begin + 240
    return [Stretch(begin, (begin + 540 + extra) % 1440, 60, pause)]


def keep_records(workers: List[Worker]) -> None:
    """Turn each plan into the rows that the factory's clock, leave book and tally sheets hold."""
    for worker in workers:
        dice = Dice(int(worker.worker_id[1:]) * 7919)
        record = worker.record = Record(worker.terms)
        record.leave = dict(worker.leave)
        record.leave.update({d: how for d, how in worker.absent.items() if how})
        days = [d for d in working_days(worker) if d not in worker.leave and d not in worker.absent]
        for day in sorted(set(days) | worker.rest_worked | worker.holiday_worked):
            if worker.on_clock:
                record.time[day] = clock(worker, day, dice)
        if worker.group == "piece":
            for n, day in enumerate(days):
                item, rate = ITEMS[(n // 5) % len(ITEMS)]
                made = -(-dice.between(900, 1150) // int(Fraction(rate) * 100 + Fraction(1, 2)))
                worker.pieces.append((day, item, made, rate))
            record.pieces = [(made, Fraction(rate)) for _, _, made, rate in worker.pieces]
        for edit in worker.edit_records:
            edit(worker)
