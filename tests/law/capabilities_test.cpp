// What every pack must be able to say, each in a small law of its own with its worked cases: no C++ knows any of it.
#include <gtest/gtest.h>

#include <filesystem>

#include "law/pack_files.hpp"
#include "wageproof/law/lookup.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/report/cases.hpp"

namespace wageproof::law::testing {
namespace {

constexpr std::string_view kHead = R"json({"pack": "xx", "version": "1", "title": "Exampleland", "currency": "USD", "time_zone": "UTC",
  "sources": {"S": {"instrument": "Labour Code"}},)json";
constexpr std::string_view kEightHours = R"json("worktime": {"source": "S", "night": [], "normal_day": "8 hours", "normal_week": "48 hours"},)json";

/// Loads a pack and runs its cases; all must pass, and there must be `count` of them.
std::shared_ptr<const Pack> proven(std::string_view parts, std::size_t count, std::string_view worktime = kEightHours) {
  const std::string text = std::string(kHead) + std::string(worktime) + std::string(parts) + "}";
  const PackResolver resolver = [text](std::string_view) { return PackText{text, "xx.json"}; };
  const LoadReport report = examine_pack(text, "xx.json", &resolver);
  EXPECT_TRUE(report.ok()) << to_text(report.diagnostics);
  if (report.pack == nullptr) return nullptr;
  const report::CasesReport cases = report::run_cases(*report.pack, &resolver);
  for (const report::CaseFailure& failure : cases.failures) {
    for (const std::string& problem : failure.problems) ADD_FAILURE() << failure.name << ": " << problem;
  }
  EXPECT_EQ(cases.passed, count);
  return report.pack;
}

TEST(Capability, TwoDatesOnAValue) {
  const auto pack = proven(R"json("parameters": {"floor": {"unit": "USD", "values": [
      {"from": "2025-01-01", "source": "S", "value": "200"},
      {"from": "2026-01-01", "published": "2026-03-15", "source": "S", "value": "220"}]}},
    "lines": {"minimum_wage": {"role": "test", "formula": "last(floor)", "counts": ["basic"], "source": "S"}},
    "cases": [{"name": "a decree that reached back makes arrears", "workers": [{"hired_on": "2024-01-01", "pay_basis": "monthly", "wage": "200"}],
      "payroll": [{"period_start": "2026-01-01", "period_end": "2026-01-31", "component": "basic", "amount": "200"}],
      "expect": {"findings": [{"check": "minimum_wage", "expected": "220.00", "difference": "20.00"}]}}])json", 1);
  ASSERT_NE(pack, nullptr);
  const std::int32_t day = quantity::Date::of(2026, 1, 31).serial();
  const auto as_known_on = [&](std::int32_t month) {
    return look_up(*pack, parameter(*pack, "floor"), day, {}, quantity::Date::of(2026, month, 28).serial()).value->numerator;
  };
  EXPECT_EQ(as_known_on(2), 200);
  EXPECT_EQ(as_known_on(3), 220);
}

TEST(Capability, AChangeInsideAPeriod) {
  // June 2026 has 26 working days; the 16th is the first of 13 left.
  proven(R"json("formulas": {"month_days": {"grain": "month", "formula": "count(is_working_day)", "source": "S"},
      "pay": {"grain": "part", "formula": "wage * (if age >= 18 then 1 else 0.8) * count(is_scheduled) / month_days", "source": "S"}},
    "lines": {"basic_pay": {"role": "pay", "formula": "sum(pay)", "answers": ["basic"], "source": "S"}},
    "cases": [
      {"name": "a rise", "workers": [{"hired_on": "2024-01-01", "birth_date": "2000-01-01", "wage": "260"}, {"hired_on": "2024-01-01", "birth_date": "2000-01-01", "valid_from": "2026-06-16", "wage": "520"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "390"}],
       "expect": {"due": [{"line": "basic_pay", "amount": "390.00"}], "only_findings": true}},
      {"name": "a birthday", "workers": [{"hired_on": "2024-01-01", "birth_date": "2008-06-16", "wage": "260"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "234"}],
       "expect": {"due": [{"line": "basic_pay", "amount": "234.00"}], "only_findings": true}}])json", 2);
}

TEST(Capability, SeveralFloorsAtOnce) {
  proven(R"json("parameters": {"floor": {"unit": "USD", "values": [{"from": "2025-01-01", "source": "S", "value": "200"}]},
      "basic_floor": {"unit": "USD", "values": [{"from": "2025-01-01", "source": "S", "value": "120"}]}},
    "lines": {"minimum_wage": {"role": "test", "formula": "last(floor)", "counts": ["basic", "allowance.*"], "source": "S"},
      "minimum_wage.basic": {"role": "test", "formula": "last(basic_floor)", "counts": ["basic"], "source": "S"}},
    "cases": [{"name": "the whole is met, the basic is not", "workers": [{"hired_on": "2024-01-01", "wage": "110"}],
      "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "110"},
                  {"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "allowance.housing", "amount": "95"}],
      "expect": {"findings": [{"check": "minimum_wage.basic", "difference": "10.00"}], "only_findings": true}}])json", 1);
}

TEST(Capability, TablesByAnyDimension) {
  proven(R"json("dimensions": {"region": {"north": "North", "hills": {"name": "Hills", "parent": "north"}, "south": "South"},
        "grade": {"a": "A", "b": "B", "a_junior": {"name": "A, junior", "parent": "a"}}},
    "parameters": {
      "floor": {"unit": "USD", "by": ["region", "contract"], "values": [{"from": "2025-01-01", "source": "S", "rows": [
        ["north", "*", "210"], ["hills", "*", "none"], ["south", "apprentice", "150"], ["south", "*", "205"], ["*", "*", "200"]]}]},
      "extra": {"unit": "USD", "by": ["grade"], "values": [{"from": "2025-01-01", "source": "S", "rows": [["a", "7"], ["*", "0"]]}]},
      "old_rule": {"unit": "USD", "by": ["hired_on"], "values": [{"from": "2025-01-01", "source": "S", "rows": [["..2020-01-01", "5"], ["2020-01-01..", "0"]]}]},
      "day_price": {"unit": "USD", "by": ["is_holiday"], "values": [{"from": "2025-01-01", "source": "S", "rows": [["true", "2"], ["false", "0"]]}]}},
    "calendar": {"holidays": [{"year": 2026, "source": "S", "days": {"2026-06-10": "A day"}}]},
    "lines": {"minimum_wage": {"role": "test", "formula": "last(floor) + last(extra) + last(old_rule) + sum(day_price)", "counts": ["basic"], "source": "S"}},
    "cases": [
      {"name": "none climbs to the parent, in any dimension", "employer": {"attributes": {"region": "hills"}}, "workers": [{"hired_on": "2024-01-01", "grade": "a_junior", "wage": "1"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "1"}],
       "expect": {"due": [{"line": "minimum_wage", "amount": "219.00"}]}},
      {"name": "a date picks its row; the contract does not matter in the north", "employer": {"attributes": {"region": "north"}}, "workers": [{"hired_on": "2019-01-01", "grade": "b", "wage": "1"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "1"}],
       "expect": {"due": [{"line": "minimum_wage", "amount": "217.00"}]}},
      {"name": "in the south it does, and is missing", "employer": {"attributes": {"region": "south"}}, "workers": [{"hired_on": "2024-01-01", "grade": "b", "wage": "1"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "1"}],
       "expect": {"due": [{"line": "minimum_wage", "status": "unknown"}], "findings": [{"check": "minimum_wage", "severity": "warning", "evidence": "missing:workers.contract"}]}}])json", 3);
}

TEST(Capability, ManyDivisors) {
  // June 2026: 26 working days of 8 hours are 208 normal hours of that month.
  proven(R"json("formulas": {
      "month_hours": {"grain": "month", "formula": "count(is_working_day) * 8 hours", "source": "S"},
      "by_hours": {"grain": "part", "formula": "wage / 173 hours", "source": "S"},
      "by_days": {"grain": "part", "formula": "wage / 30", "source": "S"},
      "by_month": {"grain": "part", "formula": "wage / month_hours", "source": "S"}},
    "lines": {"allowance.hours": {"role": "pay", "formula": "last(by_hours) * 2 hours", "answers": ["allowance.hours"], "source": "S"},
      "allowance.days": {"role": "pay", "formula": "last(by_days) * 2", "answers": ["allowance.days"], "source": "S"},
      "allowance.month": {"role": "pay", "formula": "last(by_month) * 2 hours", "answers": ["allowance.month"], "source": "S"}},
    "cases": [{"name": "three divisors", "workers": [{"hired_on": "2024-01-01", "wage": "2595"}],
      "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "1"}],
      "expect": {"due": [{"line": "allowance.hours", "amount": "30.00"}, {"line": "allowance.days", "amount": "173.00"}, {"line": "allowance.month", "amount": "24.95"}]}}])json", 1);
}

constexpr std::string_view kWeeklyTiers = R"json("formulas": {"hour": {"grain": "part", "formula": "wage / 160 hours", "source": "S"},
    "units": {"grain": "day", "formula": "tiers(overtime_minutes, week, 8 hours: 1.3, rest: 1.5)", "source": "S"}},
  "lines": {"overtime_pay": {"role": "pay", "formula": "sum(units * hour)", "quantity": "sum(overtime_minutes)", "quantity_unit": "minutes", "answers": ["overtime"], "source": "S"}},)json";

TEST(Capability, OvertimeByTheWeekInTiers) {
  // 6 days of 9 hours are 54: 14 past 40, 8 at 1.3 and 6 at 1.5 = 19.4 hours. In the week from Monday 27 July 40 hours are
  // reached on Friday: 5 hours past them are July's, at 1.3; of Saturday's 9, which are August's, 3 are at 1.3 and 6 at 1.5.
  proven(std::string(kWeeklyTiers) + R"json("cases": [
      {"name": "one week", "workers": [{"hired_on": "2024-01-01", "wage": "160"}],
       "time": [{"from": "2026-06-08", "to": "2026-06-13", "start": "08:00", "end": "17:00"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "overtime", "amount": "19.40"}],
       "expect": {"due": [{"line": "overtime_pay", "amount": "19.40", "quantity": "840"}]}},
      {"name": "a week over the month's end: each hour in its month, at its own tier", "workers": [{"hired_on": "2024-01-01", "wage": "160"}],
       "time": [{"from": "2026-07-27", "to": "2026-08-01", "start": "08:00", "end": "17:00"}],
       "payroll": [{"period_start": "2026-07-01", "period_end": "2026-07-31", "component": "overtime", "amount": "6.50"},
                   {"period_start": "2026-08-01", "period_end": "2026-08-31", "component": "overtime", "amount": "12.90"}],
       "expect": {"due": [{"line": "overtime_pay", "period_start": "2026-07-01", "amount": "6.50", "quantity": "300"},
                          {"line": "overtime_pay", "period_start": "2026-08-01", "amount": "12.90", "quantity": "540"}]}}])json",
         2, R"json("worktime": {"source": "S", "night": [], "normal_day": "24 hours", "normal_week": "40 hours"},)json");
}

TEST(Capability, OvertimeByNightAndMidnight) {
  // 18:00 to 04:00: 6 hours at night make the normal day 7, so 3 of the night hours are overtime: 1.5 + 0.3 + 0.2 each.
  proven(R"json("formulas": {"hour": {"grain": "part", "formula": "wage / 208 hours", "source": "S"}},
    "lines": {"overtime_pay": {"role": "pay", "formula": "sum((overtime_minutes * 1.5 + overtime_night_minutes * (0.3 + 0.2)) * hour)", "answers": ["overtime"], "source": "S"},
      "night_premium": {"role": "pay", "formula": "sum(normal_night_minutes * 0.3 * hour)", "answers": ["night_premium"], "source": "S"},
      "rest_day_premium": {"role": "pay", "formula": "sum(rest_day_minutes * hour)", "answers": ["rest_day_premium"], "source": "S"}},
    "cases": [
      {"name": "a night makes the normal day shorter", "workers": [{"hired_on": "2024-01-01", "wage": "208"}],
       "time": [{"date": "2026-06-09", "start": "18:00", "end": "04:00"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "overtime", "amount": "6"}],
       "expect": {"due": [{"line": "overtime_pay", "amount": "6.00"}, {"line": "night_premium", "amount": "0.90"}]}},
      {"name": "the kind of day changes at midnight", "workers": [{"hired_on": "2024-01-01", "wage": "208"}],
       "time": [{"date": "2026-06-13", "start": "20:00", "end": "02:00"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "6"}],
       "expect": {"due": [{"line": "rest_day_premium", "amount": "2.00"}, {"line": "night_premium", "amount": "0.60"}]}}])json",
         2, R"json("worktime": {"source": "S", "day_type": "midnight", "night": [{"from": "2018-01-01", "start": "22:00", "end": "06:00"}],
              "normal_day": "if night_minutes > 210 minutes then 7 hours else 8 hours", "normal_week": "48 hours"},)json");
}

TEST(Capability, NightByTheSun) {
  // Greenwich, 21 June 2026: the sun sets at 20:21 UTC and rises at 03:43.
  proven(R"json("formulas": {"hour": {"grain": "part", "formula": "wage / 208 hours", "source": "S"}},
    "lines": {"night_premium": {"role": "pay", "formula": "sum(normal_night_minutes * hour)", "quantity": "sum(normal_night_minutes)", "quantity_unit": "minutes", "answers": ["night_premium"], "source": "S"}},
    "cases": [
      {"name": "at the pack's place", "workers": [{"hired_on": "2024-01-01", "wage": "208"}],
       "time": [{"date": "2026-06-22", "start": "19:00", "end": "21:00"}, {"date": "2026-06-23", "start": "03:00", "end": "05:00"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "4"}],
       "expect": {"due": [{"line": "night_premium", "quantity": "82"}]}},
      {"name": "at the employer's, on the equator", "employer": {"attributes": {"latitude": "0", "longitude": "0"}}, "workers": [{"hired_on": "2024-01-01", "wage": "208"}],
       "time": [{"date": "2026-06-22", "start": "17:00", "end": "21:00"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "4"}],
       "expect": {"due": [{"line": "night_premium", "quantity": "174"}]}}])json",
         2, R"json("worktime": {"source": "S", "night": [{"from": "2018-01-01", "sun": {"latitude": "51.4769", "longitude": "0"}}], "normal_day": "8 hours", "normal_week": "48 hours"},)json");
  proven(R"json("formulas": {"hour": {"grain": "part", "formula": "wage / 208 hours", "source": "S"}},
    "lines": {"night_premium": {"role": "pay", "formula": "sum(normal_night_minutes * hour)", "answers": ["night_premium"], "source": "S"}},
    "cases": [{"name": "nobody knows where", "workers": [{"hired_on": "2024-01-01", "wage": "208"}],
       "time": [{"date": "2026-06-22", "start": "19:00", "end": "21:00"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "4"}],
       "expect": {"findings": [{"check": "night_premium", "severity": "warning", "evidence": "missing:employer.latitude"}]}}])json",
         1, R"json("worktime": {"source": "S", "night": [{"from": "2018-01-01", "sun": {}}], "normal_day": "8 hours", "normal_week": "48 hours"},)json");
}

TEST(Capability, RestDayAndHoliday) {
  // Sunday 14 June worked; with a compensatory day in the week after it only the hours themselves are due.
  proven(R"json("calendar": {"holidays": [{"year": 2026, "source": "S", "days": {
        "2026-06-10": [{"name": "A day", "week_days": 6}, {"name": "A day", "week_days": 5}], "2026-06-20": {"name": "worked", "week_days": 5, "kind": "working_day"}}}]},
    "formulas": {"hour": {"grain": "part", "formula": "wage / 208 hours", "source": "S"},
      "days_off": {"grain": "month", "formula": "sum(leave(\"compensatory\"))", "source": "S"},
      "rest_factor": {"grain": "month", "formula": "if days_off >= 1 then 1 else 2", "source": "S"},
      "full_weeks": {"grain": "week", "formula": "if count(is_present) >= 6 then 1 else 0", "source": "S"}},
    "lines": {"rest_day_premium": {"role": "pay", "formula": "sum(rest_day_minutes * hour * rest_factor)", "answers": ["rest_day_premium"], "source": "S"},
      "holiday_premium": {"role": "pay", "formula": "sum(holiday_minutes * hour)", "answers": ["holiday_premium"], "source": "S"},
      "rest_day_pay": {"role": "pay", "formula": "sum(full_weeks) * last(wage) / 26", "answers": ["rest_day_pay"], "source": "S"},
      "overtime_pay": {"role": "pay", "formula": "sum(overtime_minutes * hour)", "answers": ["overtime"], "source": "S"}},
    "cases": [
      {"name": "a Sunday in money", "workers": [{"hired_on": "2024-01-01", "wage": "208"}], "time": [{"date": "2026-06-14", "start": "08:00", "end": "12:00"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "4"}],
       "expect": {"due": [{"line": "rest_day_premium", "amount": "8.00"}]}},
      {"name": "a Sunday in kind", "workers": [{"hired_on": "2024-01-01", "wage": "208"}], "time": [{"date": "2026-06-14", "start": "08:00", "end": "12:00"}],
       "leave": [{"date": "2026-06-16", "type": "compensatory"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "4"}],
       "expect": {"due": [{"line": "rest_day_premium", "amount": "4.00"}]}},
      {"name": "six days earn the seventh", "workers": [{"hired_on": "2024-01-01", "wage": "208"}], "time": [{"from": "2026-06-15", "to": "2026-06-20", "start": "08:00", "end": "12:00"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "24"}],
       "expect": {"due": [{"line": "rest_day_pay", "amount": "8.00"}]}},
      {"name": "a Saturday that is a working day for the five-day week", "workers": [{"hired_on": "2024-01-01", "wage": "208", "week_days": 5}],
       "time": [{"date": "2026-06-20", "start": "08:00", "end": "12:00"}, {"date": "2026-06-27", "start": "08:00", "end": "12:00"}, {"date": "2026-06-10", "start": "08:00", "end": "09:00"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "8"}],
       "expect": {"due": [{"line": "overtime_pay", "amount": "4.00"}, {"line": "holiday_premium", "amount": "1.00"}]}}])json", 4);
}

TEST(Capability, Bases) {
  // Booked 100, 160, 130 from January to March: their average is 130, the highest 160, January's base 100. A parameter
  // says how many months.
  proven(R"json("parameters": {"months_back": {"values": [{"from": "2020-01-01", "source": "S", "value": "3"}]}},
    "bases": {"wages": {"components": ["basic", "allowance.*", "-allowance.meal"], "source": "S"}},
    "formulas": {"earned": {"grain": "month", "formula": "sum(booked(wages))", "source": "S"},
      "frozen": {"grain": "month", "formula": "at(earned, date(year(month_start), 1, 1))", "source": "S"},
      "bracket": {"grain": "month", "formula": "if earned <= 120 USD then 100 USD else if earned <= 150 USD then 140 USD else 180 USD", "source": "S"},
      "larger": {"grain": "month", "formula": "max(0.75 * earned, sum(booked(\"basic\")))", "source": "S"}},
    "lines": {
      "bonus.average": {"role": "pay", "grain": "month", "formula": "average(earned, last(months_back))", "answers": ["bonus.average"], "source": "S"},
      "bonus.highest": {"role": "pay", "grain": "month", "formula": "highest(earned, 3)", "answers": ["bonus.highest"], "source": "S"},
      "bonus.year": {"role": "pay", "grain": "month", "formula": "total(earned, year)", "answers": ["bonus.year"], "source": "S"},
      "bonus.frozen": {"role": "pay", "grain": "month", "formula": "frozen", "answers": ["bonus.frozen"], "source": "S"},
      "bonus.bracket": {"role": "pay", "grain": "month", "formula": "bracket", "answers": ["bonus.bracket"], "source": "S"},
      "bonus.larger": {"role": "pay", "grain": "month", "formula": "larger", "answers": ["bonus.larger"], "source": "S"}},
    "cases": [{"name": "January to March", "workers": [{"hired_on": "2026-01-01", "wage": "100"}],
      "payroll": [{"period_start": "2026-01-01", "period_end": "2026-01-31", "component": "basic", "amount": "100"},
        {"period_start": "2026-02-01", "period_end": "2026-02-28", "component": "basic", "amount": "100"}, {"period_start": "2026-02-01", "period_end": "2026-02-28", "component": "allowance.housing", "amount": "60"},
        {"period_start": "2026-03-01", "period_end": "2026-03-31", "component": "basic", "amount": "90"}, {"period_start": "2026-03-01", "period_end": "2026-03-31", "component": "allowance.housing", "amount": "40"},
        {"period_start": "2026-03-01", "period_end": "2026-03-31", "component": "allowance.meal", "amount": "500"}],
      "expect": {"due": [{"line": "bonus.average", "period_start": "2026-03-01", "amount": "130.00"}, {"line": "bonus.highest", "period_start": "2026-03-01", "amount": "160.00"},
        {"line": "bonus.year", "period_start": "2026-03-01", "amount": "390.00"}, {"line": "bonus.frozen", "period_start": "2026-03-01", "amount": "100.00"},
        {"line": "bonus.bracket", "period_start": "2026-03-01", "amount": "140.00"}, {"line": "bonus.larger", "period_start": "2026-03-01", "amount": "97.50"}]}}])json", 1);
}

TEST(Capability, FloorsAndCeilings) {
  proven(R"json("attributes": {"size": "number"},
    "parameters": {"floor": {"unit": "USD", "values": [{"from": "2025-01-01", "source": "S", "value": "100"}]},
      "times": {"by": ["insured_since", "size"], "values": [{"from": "2025-01-01", "source": "S", "rows": [["..2020-01-01", "*", "20"], ["2020-01-01..", "..50", "5"], ["2020-01-01..", "50..", "8"]]}]}},
    "formulas": {"insured": {"grain": "month", "formula": "clamp(sum(booked(\"basic\")), last(floor), last(times * floor))", "source": "S"}},
    "lines": {"contribution.fund.employee": {"role": "employee_contribution", "grain": "month", "formula": "insured * 10%", "answers": ["contribution.fund.employee"], "source": "S"}},
    "cases": [
      {"name": "a ceiling by the date of first coverage and the headcount", "employer": {"attributes": {"size": 60}}, "workers": [{"hired_on": "2024-01-01", "insured_since": "2022-01-01", "wage": "1000"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "1000"}],
       "expect": {"due": [{"line": "contribution.fund.employee", "amount": "80.00"}]}},
      {"name": "a floor; the headcount does not matter to the old", "workers": [{"hired_on": "2024-01-01", "insured_since": "2012-01-01", "wage": "50"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "50"}],
       "expect": {"due": [{"line": "contribution.fund.employee", "amount": "10.00"}]}}])json", 2);
}

TEST(Capability, Proration) {
  proven(R"json("formulas": {"month_days": {"grain": "month", "formula": "count(is_working_day)", "source": "S"},
      "by_days": {"grain": "part", "formula": "wage * count(is_scheduled) / month_days", "source": "S"},
      "insured_month": {"grain": "month", "formula": "day(last(hired_on)) <= 15 or completed_months(last(hired_on), month_end) >= 1", "source": "S"},
      "days_away": {"grain": "month", "formula": "sum(unpaid_leave)", "source": "S"}},
    "lines": {"basic_pay": {"role": "pay", "formula": "sum(by_days)", "answers": ["basic"], "source": "S"},
      "contribution.fund.employee": {"role": "employee_contribution", "grain": "month", "when": "insured_month and days_away < 14", "formula": "last(wage) * 1%", "answers": ["contribution.fund.employee"], "source": "S"}},
    "cases": [
      {"name": "hired on the 16th: half of the days, no contribution", "workers": [{"hired_on": "2026-06-16", "wage": "260"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "130"}],
       "expect": {"due": [{"line": "basic_pay", "amount": "130.00"}], "only_findings": true}},
      {"name": "hired on the 15th: all of the contribution", "workers": [{"hired_on": "2026-06-15", "wage": "260"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "140"}, {"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "contribution.fund.employee", "amount": "2.60"}],
       "expect": {"due": [{"line": "basic_pay", "amount": "140.00"}, {"line": "contribution.fund.employee", "amount": "2.60"}], "only_findings": true}},
      {"name": "fourteen unpaid days: none", "workers": [{"hired_on": "2024-01-01", "wage": "260"}],
       "leave": [{"from": "2026-06-01", "to": "2026-06-16", "weekdays": "mon-sat", "type": "unpaid"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "260"}],
       "expect": {"only_findings": true}}])json", 3);
}

constexpr std::string_view kLedgers = R"json("formulas": {
    "days_left": {"grain": "day", "formula": "if given(left_on) and date = left_on then max(balance(\"annual\"), 0) else 0", "source": "S"},
    "sick_rate": {"grain": "day", "formula": "tiers(leave(\"sick\"), year, 2: 1, rest: 0.5)", "source": "S"}},
  "lines": {"leave_encashment": {"role": "pay", "formula": "sum(days_left) * last(wage) / 30", "quantity": "sum(days_left)", "quantity_unit": "days", "answers": ["leave_encashment"], "source": "S"},
    "leave_pay.sick": {"role": "pay", "formula": "sum(sick_rate) * last(wage) / 30", "answers": ["leave.sick"], "source": "S"}},
  "ledgers": {
    "annual": {"grain": "month", "earn": "if last(service_years) < 5 then 1 else 1.5", "takes": ["annual", "casual"], "available_from": "add_years(hired_on, 1)", "lapse_after": "24", "source": "S"},
    "sick": {"grain": "service_year", "every": 3, "credited": "start", "earn": "90", "carry": "0", "source": "S"}},)json";

TEST(Capability, LeaveEarnedTakenLapsedAndPaidOut) {
  // 10 of an opening balance, three months at 1 and 1.5 from the fifth year on (2026-02-15), three days taken: 10.5 days at 10.
  proven(std::string(kLedgers) + R"json("cases": [
      {"name": "paid out at the end", "workers": [{"hired_on": "2021-02-15", "left_on": "2026-03-31", "wage": "300"}],
       "balances": [{"as_of": "2025-12-31", "leave_type": "annual", "days": "10"}],
       "leave": [{"date": "2026-01-05", "type": "annual"}, {"date": "2026-01-06", "type": "annual"}, {"date": "2026-01-07", "type": "casual"}],
       "payroll": [{"period_start": "2026-01-01", "period_end": "2026-01-31", "component": "basic", "amount": "300"}, {"period_start": "2026-02-01", "period_end": "2026-02-28", "component": "basic", "amount": "300"},
         {"period_start": "2026-03-01", "period_end": "2026-03-31", "component": "leave_encashment", "amount": "110", "quantity": "11"}],
       "expect": {"due": [{"line": "leave_encashment", "amount": "110.00", "quantity": "11"}], "balances": [{"leave_type": "annual", "earned": "4", "taken": "3", "encashed": "11", "balance": "0"}]}},
      {"name": "paid out in the middle of a month", "workers": [{"hired_on": "2026-01-01", "left_on": "2026-03-16", "wage": "300"}],
       "payroll": [{"period_start": "2026-01-01", "period_end": "2026-01-31", "component": "basic", "amount": "300"}, {"period_start": "2026-03-01", "period_end": "2026-03-31", "component": "leave_encashment", "amount": "30", "quantity": "3"}],
       "expect": {"due": [{"line": "leave_encashment", "amount": "30.00", "quantity": "3"}], "balances": [{"leave_type": "annual", "as_of": "2026-03-16", "earned": "3", "encashed": "3", "balance": "0"}]}},
      {"name": "without an opening balance nobody knows", "workers": [{"hired_on": "2021-02-15", "left_on": "2026-03-31", "wage": "300"}],
       "payroll": [{"period_start": "2026-03-01", "period_end": "2026-03-31", "component": "basic", "amount": "300"}],
       "expect": {"due": [{"line": "leave_encashment", "status": "unknown"}], "findings": [{"check": "leave_encashment", "severity": "warning", "evidence": "missing:balances.days"}]}},
      {"name": "taken in the first year", "workers": [{"hired_on": "2026-01-01", "wage": "300"}], "leave": [{"date": "2026-01-05", "type": "annual"}],
       "payroll": [{"period_start": "2026-01-01", "period_end": "2026-01-31", "component": "basic", "amount": "300"}],
       "expect": {"findings": [{"check": "leave_entitlement.annual", "severity": "notice", "expected": "0", "found": "1", "difference": "1"}], "only_findings": true}},
      {"name": "three years of service share their sick leave, and the third day of a year is paid half", "workers": [{"hired_on": "2026-01-01", "wage": "300"}],
       "leave": [{"date": "2026-01-05", "type": "sick"}, {"date": "2026-01-06", "type": "sick"}, {"date": "2026-02-02", "type": "sick"}],
       "payroll": [{"period_start": "2026-01-01", "period_end": "2026-01-31", "component": "leave.sick", "amount": "20"}, {"period_start": "2026-02-01", "period_end": "2026-02-28", "component": "leave.sick", "amount": "5"}],
       "expect": {"due": [{"line": "leave_pay.sick", "period_start": "2026-01-01", "amount": "20.00"}, {"line": "leave_pay.sick", "period_start": "2026-02-01", "amount": "5.00"}],
         "balances": [{"leave_type": "sick", "earned": "90", "taken": "3", "balance": "87"}], "only_findings": true}}])json", 5);
}

TEST(Capability, TwoCurrencies) {
  proven(R"json("lines": {"contribution.fund.employee": {"role": "employee_contribution", "grain": "month", "currency": "KHR", "formula": "convert(sum(booked(\"basic\")), KHR) * 2%",
      "rounding": {"mode": "half_up", "step": "1"}, "answers": ["contribution.fund.employee"], "source": "S"}},
    "cases": [{"name": "wages in one, the contribution in another", "workers": [{"hired_on": "2024-01-01", "wage": "200"}],
      "rates": [{"valid_from": "2026-06-01", "from": "USD", "to": "KHR", "rate": "4000"}],
      "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "200"},
        {"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "contribution.fund.employee", "amount": "16000", "currency": "KHR"}],
      "expect": {"due": [{"line": "contribution.fund.employee", "amount": "16000", "currency": "KHR"}], "only_findings": true}}])json", 1);
}

TEST(Capability, Limits) {
  // 12 hours a day from Monday 1 June to Saturday 27 June: 4 of them overtime a day, 24 a week, 96 in the month; the
  // average of a week in June's month is 24 too.
  proven(R"json("lines": {
      "overtime_daily": {"role": "limit", "grain": "day", "formula": "overtime_minutes", "limit": "3 hours", "unit": "minutes", "source": "S"},
      "overtime_weekly": {"role": "limit", "grain": "week", "formula": "sum(overtime_minutes)", "limit": "20 hours", "unit": "minutes", "source": "S"},
      "overtime_monthly": {"role": "limit", "grain": "month", "when": "not any(consent)", "formula": "sum(overtime_minutes)", "limit": "40 hours", "unit": "minutes", "source": "S"},
      "hours_weekly": {"role": "limit", "grain": "month", "formula": "sum(worked_minutes) * 7 / (days_between(month_start, month_end) + 1)", "limit": "60 hours", "unit": "minutes", "source": "S"}},
    "formulas": {"consent": {"grain": "part", "formula": "known_or(agreed, \"no\") = \"yes\"", "source": "S"}},
    "attributes": {"agreed": "text"},
    "cases": [
      {"name": "by day, week, month and on average", "workers": [{"hired_on": "2024-01-01", "wage": "208"}],
       "time": [{"from": "2026-06-01", "to": "2026-06-27", "weekdays": "mon-sat", "start": "06:00", "end": "18:00"}],
       "expect": {"findings": [{"check": "overtime_daily", "difference": "1440"}, {"check": "overtime_weekly", "difference": "960"}, {"check": "overtime_monthly", "difference": "3360"}, {"check": "hours_weekly", "expected": "3600", "found": "4032"}]}},
      {"name": "consent lifts the month's", "workers": [{"hired_on": "2024-01-01", "wage": "208", "agreed": "yes"}],
       "time": [{"from": "2026-06-01", "to": "2026-06-06", "start": "06:00", "end": "17:00"}],
       "expect": {"only_findings": true}}])json", 2);
}

TEST(Capability, AnEmptySetIsAnAnswer) {
  proven(R"json("parameters": {"floor": {"unit": "USD", "by": ["sector"], "values": [{"from": "2025-01-01", "source": "S", "rows": [["garment", "200"], ["*", "none"]]}]}},
    "lines": {"minimum_wage": {"role": "test", "when": "last(given(floor))", "formula": "last(floor)", "counts": ["basic"], "source": "S"}},
    "cases": [{"name": "no floor: nothing due, nothing found", "employer": {"attributes": {"sector": "food"}}, "workers": [{"hired_on": "2024-01-01", "wage": "1"}],
      "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "1"}], "expect": {"only_findings": true}},
      {"name": "a floor", "employer": {"attributes": {"sector": "garment"}}, "workers": [{"hired_on": "2024-01-01", "wage": "1"}],
      "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "1"}], "expect": {"findings": [{"check": "minimum_wage", "difference": "199.00"}]}}])json", 2);
}

TEST(Capability, AReadingInDoubtWarns) {
  proven(R"json("formulas": {"share": {"grain": "part", "formula": "wage * 0.1", "confidence": "uncertain", "note": "or 8 %", "source": "S"}},
    "parameters": {"floor": {"unit": "USD", "values": [{"from": "2025-01-01", "source": "S", "bound": "at_least", "value": "100"}]}},
    "lines": {"allowance.share": {"role": "pay", "formula": "last(share)", "answers": ["allowance.share"], "source": "S"},
      "minimum_wage": {"role": "test", "formula": "last(floor)", "counts": ["basic"], "source": "S"}},
    "cases": [
      {"name": "a disputed formula, and a floor of which only the least is known", "workers": [{"hired_on": "2024-01-01", "wage": "200"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "200"}],
       "expect": {"due": [{"line": "minimum_wage", "status": "at_least", "amount": "100.00"}],
         "findings": [{"check": "allowance.share", "severity": "warning", "difference": "20.00"}, {"check": "minimum_wage", "severity": "warning"}], "only_findings": true}},
      {"name": "below the least of it", "workers": [{"hired_on": "2024-01-01", "wage": "90"}],
       "payroll": [{"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "basic", "amount": "90"}, {"period_start": "2026-06-01", "period_end": "2026-06-30", "component": "allowance.share", "amount": "9"}],
       "expect": {"findings": [{"check": "minimum_wage", "severity": "breach", "difference": "10.00"}], "only_findings": true}}])json", 2);
}

TEST(Capability, DueDates) {
  // Three working days after 30 June are 3 July; the 15th of the month after; the day before the feast. Half-monthly pay
  // with a monthly contribution.
  proven(R"json("calendar": {"feasts": {"eid_al_fitr": [{"date": "2026-03-20", "source": "S"}]}, "feast_years": [2026, 2026]},
    "formulas": {"festive": {"grain": "month", "formula": "feast(\"eid_al_fitr\", month_start, month_end)", "source": "S"}},
    "lines": {
      "basic_pay": {"role": "pay", "formula": "last(wage) / 2", "quantity": "day(add_working_days(period_end, 3))", "quantity_unit": "count", "payable": "add_working_days(period_end, 3)", "answers": ["basic"], "source": "S"},
      "bonus.festival": {"role": "pay", "grain": "month", "when": "given(festive)", "formula": "last(wage)", "quantity": "day(add_days(festive, -1))", "quantity_unit": "count", "payable": "add_days(festive, -1)", "answers": ["bonus.festival"], "source": "S"},
      "contribution.fund.employee": {"role": "employee_contribution", "grain": "month", "formula": "sum(booked(\"basic\")) * 2%", "payable": "date(year(add_days(month_end, 1)), month(add_days(month_end, 1)), 15)", "answers": ["contribution.fund.employee"], "source": "S"}},
    "cases": [{"name": "two halves, one contribution", "employer": {"period": "half_monthly"}, "workers": [{"hired_on": "2024-01-01", "wage": "200"}],
      "payroll": [{"period_start": "2026-03-01", "period_end": "2026-03-15", "component": "basic", "amount": "100"}, {"period_start": "2026-03-16", "period_end": "2026-03-31", "component": "basic", "amount": "100"},
        {"period_start": "2026-03-16", "period_end": "2026-03-31", "component": "bonus.festival", "amount": "200"},
        {"period_start": "2026-03-16", "period_end": "2026-03-31", "component": "contribution.fund.employee", "amount": "4"}],
      "expect": {"due": [{"line": "basic_pay", "period_start": "2026-03-16", "amount": "100.00", "quantity": "3"}, {"line": "bonus.festival", "amount": "200.00", "quantity": "19"},
        {"line": "contribution.fund.employee", "period_start": "2026-03-01", "amount": "4.00"}], "only_findings": true}}])json", 1);
}

}  // namespace
}  // namespace wageproof::law::testing
