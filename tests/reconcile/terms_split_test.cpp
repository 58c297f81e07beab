// A worker's terms stated anew without a change cut a month into parts; what is due must not move, under any law and pay basis.
#include <gtest/gtest.h>

#include <array>
#include <set>

#include "reconcile/result_rows.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::reconcile::testing {
namespace {

constexpr std::string_view kBases[] = {"monthly", "half_monthly", "weekly", "daily", "hourly", "piece"};

/// July 2025 has 27 working days in a six-day week of any free day: more than the days by which laws divide a month.
constexpr int kMonth = 7, kDays = 31;

struct Law {
  const char *id, *currency, *sector, *region, *grade;
  int rest_weekday;                 ///< 0 = Monday
  int wage;
};

std::string date_of(int day) { return quantity::to_text(quantity::Date::of(2025, kMonth, day)); }

std::string in_cents(int cents) { return std::to_string(cents / 100) + '.' + std::to_string(cents % 100 / 10) + std::to_string(cents % 10); }

/// W0 is there all month, W1 three days away and one on leave, W2 hired on the 10th, W3 on the last day, W4 works on the first days only.
std::map<std::string, std::string> folder(const Law& law, std::string_view basis, const std::set<int>& new_rows) {
  constexpr int kHired[] = {-1, -1, 10, kDays, -1};
  const int units = basis == "daily" ? 26 : basis == "hourly" ? 208 : basis == "weekly" ? 4 : basis == "half_monthly" ? 2 : 1;
  const std::string wage = in_cents(law.wage * 100 / units);
  std::map<std::string, std::string> files;
  files["employer.json"] = std::string(R"({"employer_id":"E","law":")") + law.id + R"(","currency":")" + law.currency +
                           R"(","period":"monthly","attributes":{"size":200,"sector":")" + law.sector + R"("}})";
  std::string& workers = files["workers.csv"] = "worker_id,valid_from,hired_on,pay_basis,wage,contract,birth_date,region,grade,week_days\n";
  std::string& time = files["time.csv"] = "worker_id,date,start,end,break_minutes\n";
  std::string& leave = files["leave.csv"] = "worker_id,date,type\n";
  std::string& pieces = files["pieces.csv"] = "worker_id,date,quantity,rate\n";
  std::string& payroll = files["payroll.csv"] = "worker_id,period_start,period_end,component,amount\n";
  for (int w = 0; w < 5; ++w) {
    const std::string id = "W" + std::to_string(w), hired = kHired[w] < 0 ? "2023-01-02" : date_of(kHired[w]);
    const std::string terms = ',' + hired + ',' + std::string(basis) + ',' + wage + ",permanent,1990-01-15," + law.region + ',' + law.grade + ",6\n";
    workers += id + ',' + hired + terms;
    for (const int day : new_rows) {
      if (day > kHired[w]) workers += id + ',' + date_of(day) + terms;
    }
    for (int day = std::max(kHired[w], 1); day <= kDays; ++day) {
      const int weekday = (day - 1 + 1) % 7;  // 1 July 2025 is a Tuesday
      const bool away = (w == 1 && (day == 7 || day == 8 || day == 21)) || (w == 4 && day > 4);
      if (weekday == law.rest_weekday || away) continue;
      if (w == 1 && day == 22) {
        leave += id + ',' + date_of(day) + ",annual\n";
        continue;
      }
      time += id + ',' + date_of(day) + (day % 9 == 0 ? ",08:00,19:30,30\n" : day % 4 == 0 ? ",08:00,15:00,30\n" : ",08:00,16:30,30\n");
      if (basis == "piece") pieces += id + ',' + date_of(day) + ",100," + in_cents(law.wage * 100 / 2600) + '\n';
    }
    payroll += id + ',' + date_of(1) + ',' + date_of(kDays) + ",basic," + std::to_string(law.wage) + '\n';
  }
  return files;
}

std::vector<std::string> amounts(const Checked& run) {
  std::vector<std::string> rows;
  for (const LineRow& row : run.result.lines) {
    rows.push_back(std::string(run.data.strings.view(row.worker)) + ' ' + run.result.names[row.name] + ' ' + text_of(row.amount) + ' ' + text_of(row.quantity) + ' ' + text_of(row.booked));
  }
  return rows;
}

class TermsStatedAnew : public ::testing::TestWithParam<Law> {};

TEST_P(TermsStatedAnew, MoveNoFigure) {
  for (const std::string_view basis : kBases) {
    const std::vector<std::string> whole = amounts(check_files(folder(GetParam(), basis, {})));
    EXPECT_GT(whole.size(), 10U);
    for (const std::set<int>& rows : {std::set{15}, std::set{3, 4}, std::set{7, 9}, std::set{10, 11, 12, 13}, std::set{kDays}}) {
      EXPECT_EQ(amounts(check_files(folder(GetParam(), basis, rows))), whole) << basis << ", new rows from day " << *rows.begin();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(National, TermsStatedAnew,
                         ::testing::Values(Law{"bd", "BDT", "rmg", "", "4", 4, 13000}, Law{"eg", "EGP", "garment", "", "", 4, 9000},
                                           Law{"et", "ETB", "garment", "", "", 6, 5000}, Law{"ht", "HTG", "garment", "", "", 6, 20000},
                                           Law{"id", "IDR", "garment", "jb", "", 6, 7000000}, Law{"jo", "JOD", "garment", "", "", 4, 300},
                                           Law{"kh", "USD", "garment", "", "", 6, 210}, Law{"lk", "LKR", "garment", "", "", 6, 30000},
                                           Law{"ls", "LSL", "garment", "", "trained_machine_operator", 6, 3041}, Law{"mg", "MGA", "non_agricultural", "", "", 6, 300000},
                                           Law{"ni", "NIO", "free_zone", "", "", 6, 9986}, Law{"pk", "PKR", "garment", "punjab", "", 6, 40000},
                                           Law{"uz", "UZS", "garment", "", "", 6, 2000000}, Law{"vn", "VND", "garment", "r1", "", 6, 7000000}),
                         [](const auto& each) { return std::string(each.param.id); });

}  // namespace
}  // namespace wageproof::reconcile::testing
