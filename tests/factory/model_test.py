"""The sample's model against worked examples that a person can redo by hand.

Run: python3 -m unittest discover -s tests/factory -p '*_test.py'
"""
import unittest
from datetime import date
from fractions import Fraction

import model
from model import Day, Record, Stretch, Terms, contributions, contributory_wage, day_of, due, rounded


def terms(wage, **changes):
    values = dict(valid_from=date(2024, 3, 1), hired_on=date(2024, 3, 1), birth_date=date(1995, 1, 1),
                  contract="permanent", pay_basis="monthly", wage=Fraction(wage), rest_weekday="sun")
    values.update(changes)
    return Terms(**values)


def full_month(wage, **changes):
    record = Record([terms(wage, **changes)])
    for day in record.working_days():
        record.time[day] = [Stretch(420, 960, 60)]
    return record


class MinutesTest(unittest.TestCase):
    def test_break_without_a_start_lies_in_the_middle(self):
        self.assertEqual(Stretch(1260, 360, 60).worked(), [(1260, 1500), (1560, 1800)])

    def test_night_shift_with_an_hour_of_overtime_after_dawn(self):
        # 21:00-07:00, break 01:30-02:30: night 22:00-05:00 less the break, overtime 06:00-07:00
        self.assertEqual(day_of([Stretch(1260, 420, 60)]), Day(120, 360, 60, 0))

    def test_evening_shift_runs_into_night_overtime(self):
        self.assertEqual(day_of([Stretch(840, 30, 60, 1080)]), Day(420, 60, 0, 90))

    def test_break_may_begin_after_midnight(self):
        self.assertEqual(Stretch(1260, 360, 60, 30).worked(), [(1260, 1470), (1530, 1800)])


class DueTest(unittest.TestCase):
    def test_twenty_hours_of_overtime(self):
        record = full_month(210)
        for day in record.working_days()[:10]:
            record.time[day] = [Stretch(420, 1080, 60)]
        lines = due(record)
        self.assertEqual(rounded(lines["overtime_pay"]), Fraction("30.29"))
        self.assertEqual(lines["allowance.meal"], 5)
        self.assertEqual(lines["basic_pay"], 210)

    def test_sunday_is_wholly_extra_and_a_holiday_half(self):
        record = full_month(210)
        record.time[date(2025, 10, 19)] = [Stretch(420, 960, 60)]
        record.time[date(2025, 10, 15)] = [Stretch(420, 960, 60)]
        lines = due(record)
        self.assertEqual(rounded(lines["rest_day_premium"]), Fraction("16.15"))
        self.assertEqual(rounded(lines["holiday_premium"]), Fraction("8.08"))

    def test_absence_and_leave_each_take_a_twenty_sixth(self):
        record = full_month(208)
        del record.time[date(2025, 10, 6)], record.time[date(2025, 10, 7)]
        record.leave[date(2025, 10, 7)] = "annual"
        lines = due(record)
        self.assertEqual((lines["basic_pay"], lines["leave_pay.annual"]), (192, 8))
        self.assertEqual(model.minimum_wage(record), 200)

    def test_seniority_counts_the_running_year(self):
        for hired, bonus in ((date(2025, 2, 1), 0), (date(2024, 2, 1), 2), (date(2008, 2, 1), 11)):
            lines = due(full_month(208, hired_on=hired, valid_from=hired))
            self.assertEqual(lines.get("allowance.seniority", 0), bonus)

    def test_overtime_is_never_reckoned_below_the_floor(self):
        self.assertEqual(terms(200).hour(), 1)
        self.assertEqual(terms(200, contract="probation").hour(), Fraction(206, 208))


class ContributionTest(unittest.TestCase):
    def test_brackets_at_their_edges(self):
        for gross, wage in ((1, 200_000), (200_000, 200_000), (200_001, 225_000), (250_000, 225_000),
                            (1_020_000, 1_025_000), (1_050_001, 1_075_000), (1_200_000, 1_175_000),
                            (1_200_001, 1_200_000)):
            self.assertEqual(contributory_wage(Fraction(gross)), wage)

    def test_published_and_hand_computed_amounts(self):
        self.assertEqual(list(contributions(Fraction(255), Fraction(4000), 30).values()), [8200, 26650, 20400, 20400])
        self.assertEqual(list(contributions(Fraction(230), Fraction(4000), 30).values()), [7400, 24050, 18400, 18400])

    def test_pension_floor_and_age(self):
        self.assertEqual(contributions(Fraction(30), Fraction(4000), 30)["contribution.nssf_pension.employee"], 8000)
        self.assertEqual(contributions(Fraction(230), Fraction(4000), 61)["contribution.nssf_pension.employee"], 0)


class RoundingTest(unittest.TestCase):
    def test_half_goes_away_from_zero(self):
        self.assertEqual(rounded(Fraction("0.125")), Fraction("0.13"))
        self.assertEqual(rounded(Fraction("-0.125")), Fraction("-0.13"))
        self.assertEqual(rounded(Fraction("2.5"), Fraction(1)), 3)


if __name__ == "__main__":
    unittest.main()
