// What payslips book: component patterns, corrections, currencies.
#include <gtest/gtest.h>

#include "worktime/small_law.hpp"

namespace wageproof::due {
namespace {

using worktime::testing::Timeline;

constexpr std::int64_t kMicro = 1000000;

std::map<std::string, std::string> payroll(const std::string& rows, const std::string& rates = "") {
  std::map<std::string, std::string> files{
      {"workers.csv", "worker_id,hired_on,pay_basis,wage\nW1,2020-01-01,monthly,208\nW2,2020-01-01,monthly,208\n"},
      {"payroll.csv", "worker_id,period_start,period_end,component,amount,currency,fixed\n" + rows}};
  if (!rates.empty()) files["rates.csv"] = "valid_from,from,to,rate\n" + rates;
  return files;
}

/// A line of W1's payslip of April 2024.
std::string line(const std::string& rest) { return "W1,2024-04-01,2024-04-30," + rest + "\n"; }

/// The sum of a set as the formulas see it, in the pack's currency; a fraction, or nothing where it cannot be told.
struct Sum {
  bool known = false;
  std::int64_t numerator = 0, denominator = 1;
  std::string reason;
};

Sum booked(Timeline& t, const std::string& set, std::size_t row = 0) {
  law::detail::Values values;
  t.facts.booked(set, values);
  Sum sum;
  sum.known = values.has_value(row);
  const law::detail::SmallRatio ratio = law::detail::small_ratio(values, row);
  sum.numerator = ratio.numerator;
  sum.denominator = ratio.denominator;
  sum.reason = t.plan.reasons()[values.reason(row)];
  return sum;
}

void expect_sum(const Sum& sum, std::int64_t numerator, std::int64_t denominator) {
  EXPECT_TRUE(sum.known) << sum.reason;
  EXPECT_EQ(sum.numerator * denominator, numerator * sum.denominator) << sum.numerator << "/" << sum.denominator;
}

TEST(Components, ArePatternsOfOneStar) {
  EXPECT_TRUE(matches_component("basic", "basic"));
  EXPECT_FALSE(matches_component("basic", "basics"));
  EXPECT_FALSE(matches_component("basic", ""));
  EXPECT_TRUE(matches_component("*", "anything.at.all"));
  EXPECT_TRUE(matches_component("allowance.*", "allowance.meal"));
  EXPECT_FALSE(matches_component("allowance.*", "allowance"));
  EXPECT_FALSE(matches_component("allowance.*", "in_kind.meal"));
  EXPECT_TRUE(matches_component("contribution.*.employee", "contribution.jht.employee"));
  EXPECT_FALSE(matches_component("contribution.*.employee", "contribution.jht.employer"));
  EXPECT_FALSE(matches_component("contribution.*.employee", "contribution.employee"));  // the dots may not be one
}

TEST(Components, ArePatternsOfSeveralStars) {
  EXPECT_TRUE(matches_component("contribution.*.*", "contribution.jht.employee"));
  EXPECT_TRUE(matches_component("*.*_pay*", "allowance.back_pay_2025"));
  EXPECT_TRUE(matches_component("*.*_pay*", "allowance.back_pay"));
  EXPECT_FALSE(matches_component("*.*_pay*", "back_pay"));
  EXPECT_FALSE(matches_component("contribution.*.*.x", "contribution.jht.x"));
  EXPECT_FALSE(matches_component("ab*ba", "aba"));  // no letter counts twice
  EXPECT_TRUE(matches_component("a**b", "ab"));
}

TEST(Bookings, SumASetAndLeaveOutWhatIsTakenAway) {
  const std::string all = "basic;allowance.*", less = "basic;allowance.*;-allowance.meal", nothing = "bonus.*";
  const Timeline t(payroll(line("basic,200.00,,") + line("allowance.meal,10.50,,") + line("allowance.transport,7,,") + line("overtime,30,,")), {}, {all, less, nothing});
  EXPECT_EQ(t.bookings.at(t.bookings.slot(all), 0).amount_micro, 217500000);
  EXPECT_EQ(t.bookings.at(t.bookings.slot(all), 0).rows, 3U);
  EXPECT_EQ(t.bookings.at(t.bookings.slot(less), 0).amount_micro, 207 * kMicro);
  EXPECT_EQ(t.bookings.at(t.bookings.slot(nothing), 0).amount_micro, 0);
  EXPECT_EQ(t.bookings.at(t.bookings.slot(nothing), 0).rows, 0U);
  EXPECT_EQ(t.bookings.slot("severance"), -1);
}

TEST(Bookings, AComponentOfTwoPatternsCountsOnce) {
  const Timeline t(payroll(line("basic,200,,")), {}, {"basic;*;basic"});
  EXPECT_EQ(t.bookings.at(0, 0).amount_micro, 200 * kMicro);
  EXPECT_EQ(t.bookings.at(0, 0).rows, 1U);
}

TEST(Bookings, TellFixedFromVariableAllowances) {
  const std::string fixed = "allowance.*[fixed]", variable = "allowance.*[variable]";
  const Timeline t(payroll(line("allowance.housing,50,,yes") + line("allowance.meal,10,,no") + line("allowance.food,5,,")), {}, {fixed, variable});
  EXPECT_EQ(t.bookings.at(t.bookings.slot(fixed), 0).amount_micro, 50 * kMicro);
  EXPECT_EQ(t.bookings.at(t.bookings.slot(variable), 0).amount_micro, 15 * kMicro);
}

TEST(Bookings, RowsOfOneComponentAreAddedAndCorrectionsTakenOff) {
  const Timeline t(payroll(line("overtime,30,,") + line("overtime,12.25,,") + line("overtime,-5.10,,") + line("deduction.fine,-3,,")), {}, {"overtime", "deduction.*"});
  EXPECT_EQ(t.bookings.at(t.bookings.slot("overtime"), 0).amount_micro, 37150000);
  EXPECT_EQ(t.bookings.at(t.bookings.slot("overtime"), 0).rows, 3U);
  EXPECT_EQ(t.bookings.at(t.bookings.slot("deduction.*"), 0).amount_micro, -3 * kMicro);
}

// Single amounts end at 10^12, so that ten of them are beyond 64 bits of millionths.
TEST(Bookings, ASumBeyond64BitsIsToldOnlyOnceItHasComeBack) {
  std::string up, down;
  for (int i = 0; i < 30; ++i) {
    up += line("basic,999999999999.999999,,");
    down += line("basic,-999999999999.999999,,");
  }
  Timeline beyond(payroll(up), {}, {"basic"});
  EXPECT_FALSE(beyond.bookings.at(0, 0).is_stated());
  EXPECT_FALSE(booked(beyond, "basic").known);
  EXPECT_EQ(booked(beyond, "basic").reason, "missing:payroll.amount");
  Timeline back(payroll(up + line("basic,200,,") + down), {}, {"basic"});
  EXPECT_TRUE(back.bookings.at(0, 0).is_stated());
  expect_sum(booked(back, "basic"), 200, 1);
}

TEST(Bookings, StandInThePeriodThatHoldsTheirEnd) {
  Timeline t(payroll("W1,2024-03-25,2024-04-05,basic,100,,\nW1,2024-04-01,2024-04-30,basic,200,,\nW1,2024-05-01,2024-05-31,basic,300,,\nW2,2024-05-01,2024-05-31,basic,400,,\n"), {},
             {"basic"});
  const std::size_t periods = t.setting.periods.size();
  const auto at = [&](std::size_t worker, const char* day) {
    const std::size_t period = t.setting.period_at((*quantity::parse_date(day)).serial());
    return t.bookings.at(0, worker * periods + period).amount_micro;
  };
  EXPECT_EQ(at(0, "2024-04-15"), 300 * kMicro);
  EXPECT_EQ(at(0, "2024-05-15"), 300 * kMicro);
  EXPECT_EQ(at(1, "2024-05-15"), 400 * kMicro);
  EXPECT_EQ(at(1, "2024-04-15"), 0);
  EXPECT_FALSE(t.bookings.has_payslip(periods + t.setting.period_at((*quantity::parse_date("2024-04-15")).serial())));
  EXPECT_TRUE(t.bookings.has_payslip(t.setting.period_at((*quantity::parse_date("2024-04-15")).serial())));
}

TEST(Bookings, NameTheRowsThatMadeThem) {
  const Timeline t(payroll(line("basic,200,,") + line("overtime,30,,") + line("overtime,5,,")), {}, {"overtime"});
  EXPECT_EQ(t.bookings.rows_of(t.batch, 0, 0, "overtime"), (std::vector<std::uint32_t>{1, 2}));
  EXPECT_TRUE(t.bookings.rows_of(t.batch, 1, 0, "overtime").empty());
}

TEST(Currencies, OfThePackNeedNoRate) {
  Timeline t(payroll(line("basic,200.25,USD,") + line("allowance.meal,1,,")), {}, {"basic", "*"});
  EXPECT_FALSE(t.bookings.at(t.bookings.slot("*"), 0).mixed);
  expect_sum(booked(t, "*"), 20125, 100);
}

TEST(Currencies, AreAddedExactlyAtTheRateOfThePeriodsLastDay) {
  const std::string rates = "2024-04-01,USD,KHR,4000\n2024-04-20,USD,KHR,4100\n2024-05-01,USD,KHR,1\n2024-04-01,EUR,USD,1.08\n";
  Timeline t(payroll(line("basic,100,USD,") + line("allowance.meal,8200,KHR,") + line("allowance.food,1000,KHR,") + line("bonus.festival,10,EUR,"), rates), {},
             {"basic;allowance.meal", "allowance.food", "*"});
  expect_sum(booked(t, "basic;allowance.meal"), 102, 1);
  expect_sum(booked(t, "allowance.food"), 10, 41);
  expect_sum(booked(t, "*"), 100 * 4100 + 9200 + 10 * 4428, 4100);  // 10 EUR x 1.08 = 10.80 = 44,280 riel at 4,100
  EXPECT_TRUE(t.bookings.at(t.bookings.slot("*"), 0).mixed);
  EXPECT_FALSE(t.bookings.at(t.bookings.slot("allowance.food"), 0).mixed);
}

TEST(Currencies, ACorrectionInAnotherOneIsTakenOff) {
  Timeline t(payroll(line("basic,100,USD,") + line("basic,-4000,KHR,"), "2024-01-01,USD,KHR,4000\n"), {}, {"basic"});
  expect_sum(booked(t, "basic"), 99, 1);
}

TEST(Currencies, WithoutARateCannotBeTold) {
  Timeline t(payroll(line("basic,100,USD,") + line("allowance.meal,4000,KHR,"), "2024-05-01,USD,KHR,4000\n"), {}, {"basic", "allowance.meal", "*"});
  expect_sum(booked(t, "basic"), 100, 1);
  for (const char* set : {"allowance.meal", "*"}) {
    const Sum sum = booked(t, set);
    EXPECT_FALSE(sum.known) << set;
    EXPECT_EQ(sum.reason.rfind("missing:rates", 0), 0U) << sum.reason;
  }
}

TEST(Currencies, ARateHoldsFromItsDayInBothDirections) {
  const Timeline t(payroll(line("basic,100,USD,"), "2024-04-01,USD,KHR,4000\n2024-04-20,KHR,USD,0.00025\n2024-04-25,USD,KHR,0.5\n"));
  const auto rate = [&](const char* from, const char* to, const char* day) { return t.facts.rate_on(from, to, (*quantity::parse_date(day)).serial()); };
  EXPECT_FALSE(rate("USD", "KHR", "2024-03-31").has_value());
  ASSERT_TRUE(rate("USD", "KHR", "2024-04-01").has_value());
  EXPECT_EQ(rate("USD", "KHR", "2024-04-19")->numerator, 4000);
  EXPECT_EQ(rate("KHR", "USD", "2024-04-19")->denominator, 4000);
  EXPECT_EQ(rate("USD", "KHR", "2024-04-22")->numerator, 4000);
  EXPECT_EQ(rate("USD", "KHR", "2024-04-22")->row, 1U);
  EXPECT_EQ(rate("USD", "KHR", "2024-04-30")->numerator, 1);
  EXPECT_EQ(rate("USD", "KHR", "2024-04-30")->denominator, 2);
  EXPECT_EQ(rate("USD", "USD", "2020-01-01")->numerator, 1);
  EXPECT_FALSE(rate("USD", "EUR", "2024-04-30").has_value());
}

}  // namespace
}  // namespace wageproof::due
