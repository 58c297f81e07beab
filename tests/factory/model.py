"""What one worker of the sample factory was due in October 2025, in exact arithmetic.

This is the sample's own reading of Cambodian law, written without a line of the library, so that the
two can be held against each other. Money is a Fraction of the currency unit, time is whole minutes.
Only what the sample needs is here: one month, one sector, one rate of each contribution.
"""
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Dict, List, Optional, Tuple

FIRST, LAST = date(2025, 10, 1), date(2025, 10, 31)
DATES = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
# Prakas on the paid holidays of 2025: commemoration of the late King Father, and the coronation day.
HOLIDAYS = {date(2025, 10, 15), date(2025, 10, 29)}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

FLOOR = {"regular": Fraction(208), "probation": Fraction(206)}  # garment sector, 2025, USD a month
DAYS_A_MONTH, HOURS_A_MONTH = 26, 208
NORMAL_MINUTES, MOST_OVERTIME, MOST_MINUTES = 480, 120, 600
NIGHT_FROM, NIGHT_TO = 22 * 60, 5 * 60
OVERTIME_DAY, OVERTIME_NIGHT = Fraction(3, 2), Fraction(2)
NIGHT_EXTRA, REST_DAY, HOLIDAY_EXTRA = Fraction(3, 10), Fraction(2), Fraction(1)
ATTENDANCE, TRANSPORT, MEAL = Fraction(10), Fraction(7), Fraction(1, 2)
UNPAID_LEAVE = {"absent", "unpaid", "suspension"}

RISK, HEALTH, PENSION = Fraction(8, 1000), Fraction(26, 1000), Fraction(2, 100)
PENSION_FLOOR, CEILING, PENSION_AGE = 400_000, 1_200_000, 60


def rounded(amount: Fraction, step: Fraction = Fraction(1, 100)) -> Fraction:
    """Half away from zero, to a whole number of steps."""
    units = abs(amount) / step
    whole = (2 * units.numerator + units.denominator) // (2 * units.denominator)
    return whole * step if amount >= 0 else -whole * step


def completed_years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass
class Terms:
    """One row of `workers`."""
    valid_from: date
    hired_on: date
    birth_date: date
    contract: str
    pay_basis: str
    wage: Fraction
    rest_weekday: str

    def floor(self) -> Fraction:
        return FLOOR["probation" if self.contract == "probation" else "regular"]

    def hour(self) -> Fraction:
        """The hour that overtime and premiums are reckoned on: contract or floor, whichever is more."""
        month = self.wage * DAYS_A_MONTH if self.pay_basis == "daily" else self.wage
        return max(month, self.floor()) / HOURS_A_MONTH


@dataclass
class Stretch:
    """One row of `time`, in minutes after the midnight that its date begins with."""
    start: int
    end: int
    break_minutes: int = 0
    break_start: Optional[int] = None

    def worked(self) -> List[Tuple[int, int]]:
        end = self.end if self.end > self.start else self.end + 1440
        if not self.break_minutes:
            return [(self.start, end)]
        if self.break_start is None:
            spare = end - self.start - self.break_minutes
            assert spare % 2 == 0, "the middle of the stretch would fall on half a minute"
            pause = self.start + spare // 2
        else:
            pause = self.break_start if self.break_start >= self.start else self.break_start + 1440
        return [(self.start, pause), (pause + self.break_minutes, end)]


@dataclass
class Day:
    """Minutes of one shift by kind; overtime is its last minutes."""
    ordinary_day: int = 0
    ordinary_night: int = 0
    overtime_day: int = 0
    overtime_night: int = 0

    @property
    def overtime(self) -> int:
        return self.overtime_day + self.overtime_night

    @property
    def total(self) -> int:
        return self.ordinary_day + self.ordinary_night + self.overtime


def at_night(minute: int) -> bool:
    clock = minute % 1440
    return clock >= NIGHT_FROM or clock < NIGHT_TO


def day_of(stretches: List[Stretch]) -> Day:
    day, done = Day(), 0
    for begin, end in sorted(part for stretch in stretches for part in stretch.worked()):
        for minute in range(begin, end):
            kind = "ordinary" if done < NORMAL_MINUTES else "overtime"
            name = kind + ("_night" if at_night(minute) else "_day")
            setattr(day, name, getattr(day, name) + 1)
            done += 1
    return day


@dataclass
class Record:
    """All that is known of one worker's month before any payslip."""
    terms: List[Terms]
    time: Dict[date, List[Stretch]] = field(default_factory=dict)
    half_punches: List[date] = field(default_factory=list)  # a start without an end: present, hours unknown
    leave: Dict[date, str] = field(default_factory=dict)
    pieces: List[Tuple[int, Fraction]] = field(default_factory=list)

    def at(self, day: date) -> Terms:
        return max((t for t in self.terms if t.valid_from <= day), key=lambda t: t.valid_from)

    def is_rest_day(self, day: date) -> bool:
        return WEEKDAYS[day.weekday()] == self.at(day).rest_weekday

    def scheduled(self) -> List[date]:
        return [d for d in DATES if not self.is_rest_day(d)]

    def working_days(self) -> List[date]:
        return [d for d in self.scheduled() if d not in HOLIDAYS]

    def present(self, day: date) -> bool:
        return day in self.time or day in self.half_punches

    def absent_days(self) -> List[date]:
        return [d for d in self.working_days()
                if not self.present(d) and (d not in self.leave or self.leave[d] in UNPAID_LEAVE)]

    def paid_leave(self) -> Counter:
        return Counter(self.leave[d] for d in self.working_days()
                       if d in self.leave and self.leave[d] not in UNPAID_LEAVE)


def service_year(terms: Terms) -> int:
    """The running year of service; no one in the sample begins a new one in October."""
    assert terms.hired_on.month != 10
    return completed_years(terms.hired_on, LAST) + 1


def due(record: Record) -> Dict[str, Fraction]:
    """The pay lines of the month, exact; only lines that are not zero."""
    lines: Counter = Counter()
    last = record.at(LAST)
    absent, leave = len(record.absent_days()), record.paid_leave()

    if last.pay_basis == "monthly":
        scheduled = record.scheduled()
        wage = sum((record.at(d).wage for d in scheduled), Fraction(0)) / len(scheduled)
        away = absent + sum(leave.values())
        lines["basic_pay"] = max(Fraction(0), wage - wage / DAYS_A_MONTH * away)
        for kind, days in leave.items():
            # A month wholly on maternity leave: half the month's wage is the employer's part.
            lines["leave_pay." + kind] = wage / 2 if kind == "maternity" else wage / DAYS_A_MONTH * days
    elif last.pay_basis == "daily":
        lines["basic_pay"] = last.wage * (len(record.scheduled()) - absent)
    else:
        lines["piece_pay"] = sum((n * rate for n, rate in record.pieces), Fraction(0))

    for when, stretches in record.time.items():
        minute, day = record.at(when).hour() / 60, day_of(stretches)
        if record.is_rest_day(when):
            lines["rest_day_premium"] += REST_DAY * minute * day.total
        elif when in HOLIDAYS:
            lines["holiday_premium"] += HOLIDAY_EXTRA * minute * day.total
        else:
            lines["overtime_pay"] += minute * (OVERTIME_DAY * day.overtime_day + OVERTIME_NIGHT * day.overtime_night)
            lines["night_premium"] += NIGHT_EXTRA * minute * day.ordinary_night
            lines["allowance.meal"] += MEAL if day.overtime else 0

    lines["allowance.attendance"] = ATTENDANCE
    lines["allowance.transport"] = TRANSPORT
    year = service_year(last)
    lines["allowance.seniority"] = Fraction(min(year, 11)) if year >= 2 else Fraction(0)
    return {name: Fraction(amount) for name, amount in lines.items() if amount}


def minimum_wage(record: Record) -> Fraction:
    """The floor for the time worked; paid leave and holidays count as worked."""
    floor = record.at(LAST).floor()
    return floor - floor / DAYS_A_MONTH * len(record.absent_days())


def contributory_wage(gross_khr: Fraction) -> int:
    """The bracket's wage: steps of 50,000 riel, each at its middle."""
    if gross_khr <= 200_000:
        return 200_000
    if gross_khr > CEILING:
        return CEILING
    steps = -((200_000 - gross_khr) // 50_000)
    return int(200_000 + 50_000 * steps - 25_000)


def contributions(gross_usd: Fraction, rate: Fraction, age: int) -> Dict[str, Fraction]:
    """Riel, of the wage that the payslip books."""
    gross = gross_usd * rate
    bracket = contributory_wage(gross)
    insured = min(max(gross, PENSION_FLOOR), CEILING)
    pension = PENSION * insured if age < PENSION_AGE else Fraction(0)
    return {
        "contribution.nssf_risk.employer": RISK * bracket,
        "contribution.nssf_health.employer": HEALTH * bracket,
        "contribution.nssf_pension.employee": pension,
        "contribution.nssf_pension.employer": pension,
    }


def full_month_pay(terms: Terms) -> Fraction:
    """What a monthly worker is due for every scheduled day and no minute more."""
    return terms.wage + ATTENDANCE + TRANSPORT + min(service_year(terms), 11) * (service_year(terms) >= 2)
