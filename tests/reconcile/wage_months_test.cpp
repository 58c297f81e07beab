// Pay periods that are months of their own: a wage by the month is the month's wage in each, under every law.
#include <gtest/gtest.h>

#include <array>

#include "reconcile/result_rows.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::reconcile::testing {
namespace {

std::string day_text(std::int32_t day) { return quantity::to_text(quantity::Date::from_serial(day)); }

std::int32_t start_of(int period, int first_day) { return quantity::Date::of(2025, 8 + period, first_day).serial(); }

/// Three periods from one day of the month to the day before it in the next; a worker of each pattern of the week.
std::map<std::string, std::string> folder(const std::string& law, const std::string& currency, int first_day) {
  constexpr int kPeriods = 3;
  std::map<std::string, std::string> files;
  files["workers.csv"] = "worker_id,hired_on,pay_basis,wage,week_days\nW1,2022-03-01,monthly,54000,6\nW2,2022-03-01,monthly,54000,5\n";
  files["payroll.csv"] = "worker_id,period_start,period_end,component,amount\n";
  std::string periods;
  for (int p = 0; p < kPeriods; ++p) {
    const std::string start = day_text(start_of(p, first_day)), end = day_text(start_of(p + 1, first_day) - 1);
    periods += (p == 0 ? "" : ",") + ("{\"start\":\"" + start + "\",\"end\":\"" + end + "\"}");
    for (const char* worker : {"W1", "W2"}) files["payroll.csv"] += std::string(worker) + ',' + start + ',' + end + ",basic,54000\n";
  }
  files["employer.json"] = R"({"employer_id":"E","law":")" + law + R"(","currency":")" + currency + R"(","period":[)" + periods + R"(],"attributes":{"sector":"garment"}})";
  files["time.csv"] = "worker_id,date,start,end\n";
  for (std::int32_t day = start_of(0, first_day); day < start_of(kPeriods, first_day); ++day) {
    for (const char* worker : {"W1", "W2"}) files["time.csv"] += std::string(worker) + ',' + day_text(day) + ",08:00,12:00\n";
  }
  return files;
}

/// What is due as basic pay in each listed period, in thousandths, to a worker of 54,000 a month.
std::vector<std::int64_t> shares(const std::vector<std::array<const char*, 2>>& periods) {
  std::map<std::string, std::string> files;
  files["workers.csv"] = "worker_id,hired_on,pay_basis,wage\nW1,2022-03-01,monthly,54000\n";
  files["payroll.csv"] = "worker_id,period_start,period_end,component,amount\n";
  files["time.csv"] = "worker_id,date,start,end\n";
  std::string listed;
  for (const auto& [start, end] : periods) {
    listed += (listed.empty() ? "" : ",") + ("{\"start\":\"" + std::string(start) + "\",\"end\":\"" + end + "\"}");
    files["payroll.csv"] += std::string("W1,") + start + ',' + end + ",basic,54000\n";
    for (std::int32_t day = quantity::parse_date(start)->serial(); day <= quantity::parse_date(end)->serial(); ++day) {
      files["time.csv"] += "W1," + day_text(day) + ",08:00,12:00\n";
    }
  }
  files["employer.json"] = R"({"employer_id":"E","law":"ht","currency":"HTG","period":[)" + listed + R"(],"attributes":{"sector":"garment"}})";
  const Checked run = check_files(files);
  std::vector<std::int64_t> amounts;
  for (const LineRow& row : run.result.lines) {
    if (run.result.names[row.name] == "basic_pay") amounts.push_back(row.amount.value / 1000);
  }
  return amounts;
}

// From 26 February to 25 March 2025 are 24 working days; 20 of them lie before the 21st.
TEST(WageMonthsOfAList, AShorterPeriodHasItsShareOfTheMonthThatItBegins) {
  EXPECT_EQ(shares({{"2025-01-26", "2025-02-25"}, {"2025-02-26", "2025-03-20"}}), (std::vector<std::int64_t>{54'000'000, 45'000'000}));
}

TEST(WageMonthsOfAList, FromTheThirtiethAFebruaryEndsEarly) {
  EXPECT_EQ(shares({{"2025-01-30", "2025-02-27"}, {"2025-02-28", "2025-03-29"}}), (std::vector<std::int64_t>{54'000'000, 54'000'000}));
}

// Lists that change from the calendar's months to others keep the calendar's shares: one period lies across both.
TEST(WageMonthsOfAList, AListThatChangesItsRhythmKeepsTheCalendar) {
  EXPECT_EQ(shares({{"2025-03-01", "2025-03-31"}, {"2025-04-01", "2025-04-20"}, {"2025-04-21", "2025-05-20"}}).front(), 54'000'000);
}

class WageMonths : public ::testing::TestWithParam<std::array<const char*, 2>> {};

TEST_P(WageMonths, GiveTheWholeWageInEachPeriod) {
  for (const int first_day : {11, 21, 26}) {
    const Checked run = check_files(folder(GetParam()[0], GetParam()[1], first_day));
    int wages = 0;
    for (const LineRow& row : run.result.lines) {
      if (run.result.names[row.name] != "basic_pay") continue;
      EXPECT_EQ(row.amount.value, 54'000'000'000) << "from the " << first_day << "th, in the period to " << day_text(row.last);
      ++wages;
    }
    EXPECT_EQ(wages, 6);
  }
}

INSTANTIATE_TEST_SUITE_P(National, WageMonths,
                         ::testing::Values(std::array{"bd", "BDT"}, std::array{"eg", "EGP"}, std::array{"et", "ETB"}, std::array{"ht", "HTG"},
                                           std::array{"id", "IDR"}, std::array{"jo", "JOD"}, std::array{"kh", "USD"}, std::array{"lk", "LKR"},
                                           std::array{"ls", "LSL"}, std::array{"mg", "MGA"}, std::array{"ni", "NIO"}, std::array{"pk", "PKR"},
                                           std::array{"uz", "UZS"}, std::array{"vn", "VND"}),
                         [](const auto& each) { return std::string(each.param[0]); });

}  // namespace
}  // namespace wageproof::reconcile::testing
