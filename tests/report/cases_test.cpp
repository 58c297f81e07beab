#include "wageproof/report/cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wageproof::report {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A pack with a basic wage and overtime at one and a half, and the cases that a test gives it.
std::string pack_text(const std::string& cases) {
  return R"json({
  "pack": "xx", "version": "1", "title": "Exampleland", "currency": "USD", "time_zone": "UTC",
  "sources": {"S1": {"instrument": "Labour Code"}},
  "calendar": {"rest_weekday": "sun"},
  "worktime": {"source": "S1", "night": [], "normal_day": "8 hours", "normal_week": "48 hours"},
  "formulas": {"hour": {"grain": "part", "formula": "wage / 208 hours", "source": "S1"}},
  "lines": {
    "basic_pay": {"role": "pay", "formula": "last(wage)", "answers": ["basic"], "source": "S1"},
    "overtime_pay": {"role": "pay", "formula": "sum(overtime_minutes * hour * 1.5)", "quantity": "sum(overtime_minutes)",
                     "quantity_unit": "minutes", "answers": ["overtime"], "source": "S1"},
    "piece_pay": {"role": "pay", "formula": "sum(piece_earnings)", "answers": ["piece"], "source": "S1"}
  },
  "cases": [)json" + cases + "]}";
}

/// February 2026 at 208 a month, nine hours on each of `weekdays`: one hour of overtime a day at 1.50.
std::string month_case(const std::string& booked_overtime, const std::string& expect, const std::string& start = "08:00") {
  return R"({"name": "a month", "source": "by hand", "employer": {},
    "workers": [{"hired_on": "2025-01-01", "pay_basis": "monthly", "wage": "208", "contract": "permanent", "sex": "f"}],
    "time": [{"from": "2026-02-01", "to": "2026-02-28", "weekdays": "mon-fri", "start": ")" + start + R"(", "end": "18:00", "break_minutes": 60}],
    "payroll": [
      {"period_start": "2026-02-01", "period_end": "2026-02-28", "component": "basic", "amount": "208"},
      {"period_start": "2026-02-01", "period_end": "2026-02-28", "component": "overtime", "amount": ")" + booked_overtime + R"("}],
    "expect": )" + expect + "}";
}

CasesReport run(const std::string& cases) {
  const std::string text = pack_text(cases);
  const law::PackResolver resolver = [text](std::string_view) { return law::PackText{text, "xx.json"}; };
  const auto pack = law::load_pack(text, "xx.json", &resolver);
  EXPECT_TRUE(pack.ok()) << pack.status().message();
  return pack.ok() ? run_cases(**pack, &resolver) : CasesReport{};
}

TEST(RunCases, PassWhereTheRowsComeOut) {
  const CasesReport report = run(month_case("30.00", R"({"due": [{"line": "overtime_pay", "amount": "30.00", "quantity": "1200"}],
                                                        "findings": [], "only_findings": true})"));
  EXPECT_TRUE(report.ok()) << ::testing::PrintToString(report.failures.at(0).problems);
  EXPECT_EQ(report.passed, 1U);
  EXPECT_THAT(report.untouched_lines, ElementsAre("basic_pay", "piece_pay"));
}

TEST(RunCases, ShowTheNearestRow) {
  const CasesReport report = run(month_case("30.00", R"({"due": [{"line": "overtime_pay", "amount": "31.00"}]})"));
  ASSERT_EQ(report.failures.size(), 1U);
  EXPECT_EQ(report.failures[0].name, "a month");
  EXPECT_GT(report.failures[0].file_line, 0U);
  EXPECT_THAT(report.failures[0].problems, Contains(HasSubstr("no row for line=overtime_pay amount=31.00")));
  EXPECT_THAT(report.failures[0].problems, Contains(HasSubstr("differs: amount=30.00")));
}

TEST(RunCases, CountAMissingFindingAndOneTooMany) {
  const CasesReport missed = run(month_case("30.00", R"({"findings": [{"check": "overtime_pay", "severity": "breach"}]})"));
  ASSERT_EQ(missed.failures.size(), 1U);
  EXPECT_THAT(missed.failures[0].problems, Contains(HasSubstr("no row for check=overtime_pay")));
  const CasesReport beyond = run(month_case("25.00", R"({"only_findings": true})"));
  ASSERT_EQ(beyond.failures.size(), 1U);
  EXPECT_THAT(beyond.failures[0].problems, Contains(HasSubstr("not expected:")));
  const std::string five = R"({"findings": [{"check": "overtime_pay", "difference": "5.00"}], "only_findings": true})";
  EXPECT_TRUE(run(month_case("25.00", five)).ok());
}

TEST(RunCases, FailOnARejectedRowAndOnWordsThatTheyDoNotKnow) {
  const CasesReport rejected = run(month_case("30.00", "{}", "8 o'clock"));
  ASSERT_EQ(rejected.failures.size(), 1U);
  EXPECT_THAT(rejected.failures[0].problems, Contains(HasSubstr("rejected: start \"8 o'clock\" not_a_time")));
  const CasesReport misspelt = run(month_case("30.00", R"({"dues": [], "due": [{"lin": "overtime_pay"}]})"));
  ASSERT_EQ(misspelt.failures.size(), 1U);
  EXPECT_THAT(misspelt.failures[0].problems, Contains(HasSubstr("\"dues\"")));
  EXPECT_THAT(misspelt.failures[0].problems, Contains(HasSubstr("\"lin\"")));
}

}  // namespace
}  // namespace wageproof::report
