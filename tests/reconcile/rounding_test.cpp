// What rounding moved is stated to the millionth, whatever the way of rounding.
#include <gtest/gtest.h>

#include "reconcile/result_rows.hpp"
#include "reconcile/small_factory.hpp"

namespace wageproof::reconcile::testing {
namespace {

constexpr const char* kLaw = R"x({
  "pack": "yy", "version": "1", "title": "Exampleland", "currency": "USD", "time_zone": "Etc/UTC",
  "sources": {"code": {"instrument": "Labour Code", "article": "art. 9"}},
  "worktime": {"source": "code", "normal_day": "8 hours"},
  "lines": {
    "basic_pay": {"role": "pay", "formula": "last(wage)", "answers": ["basic"], "source": "code"},
    "bonus.third": {"role": "pay", "formula": "last(wage) / 3", "answers": ["bonus.third"], "source": "code"},
    "bonus.up": {"role": "pay", "formula": "last(wage) / 7", "rounding": {"mode": "up", "step": "1"}, "answers": ["bonus.up"], "source": "code"}},
  "cases": []
})x";

Checked checked(const std::string& wages) {
  std::map<std::string, std::string> files;
  files["employer.json"] = R"({"employer_id": "E", "law": "yy", "currency": "USD", "period": "monthly"})";
  files["workers.csv"] = "worker_id,hired_on,pay_basis,wage\n" + wages;
  files["payroll.csv"] = "worker_id,period_start,period_end,component,amount\n";
  for (const char* worker : {"A", "B", "C"}) files["payroll.csv"] += std::string(worker) + ",2026-07-01,2026-07-31,basic,1.00\n";
  const law::PackResolver packs = [](std::string_view) -> quantity::Result<law::PackText> { return law::PackText{kLaw, "yy.json"}; };
  CheckOptions options;
  options.packs = &packs;
  return check_files(files, options);
}

TEST(Rounding, StatesWhatItMovedUpAndDown) {
  // Thirds: 33.333… down by a third of a cent, 33.666… up by a third of a cent, 34 not at all.
  const Checked run = checked("A,2025-01-01,monthly,100\nB,2025-01-01,monthly,101\nC,2025-01-01,monthly,102\n");
  ASSERT_EQ(run.result.rounding.size(), 2U);
  const RoundingRow& third = run.result.rounding[0];
  EXPECT_EQ(third.rule, "bonus.third");
  EXPECT_EQ(third.rounded, 2U);
  EXPECT_EQ(third.up_micro, 3333);
  EXPECT_EQ(third.down_micro, 3333);
  EXPECT_EQ(third.mode, "half_away");
  EXPECT_EQ(third.step_micro, 10'000);
  EXPECT_EQ(third.source, "");
  // Sevenths: 14 2/7, 14 3/7 and 14 4/7 go up to 15, by 5/7 + 4/7 + 3/7 = 12/7.
  const RoundingRow& up = run.result.rounding[1];
  EXPECT_EQ(up.rule, "bonus.up");
  EXPECT_EQ(up.rounded, 3U);
  EXPECT_EQ(up.up_micro, 1'714'286);
  EXPECT_EQ(up.down_micro, 0);
  EXPECT_EQ(up.mode, "up");
  EXPECT_EQ(up.source, "code: Labour Code, art. 9");
}

TEST(Rounding, HasNoRowWhereNothingWasRounded) {
  EXPECT_TRUE(checked("A,2025-01-01,monthly,21\nB,2025-01-01,monthly,42\nC,2025-01-01,monthly,210\n").result.rounding.empty());
}

TEST(Rounding, IsTheSameOnAnyNumberOfThreads) {
  for (const Country& country : countries()) {
    const auto files = FactoryMaker(country, 5).make().files();
    CheckOptions one, four;
    one.threads = 1;
    four.threads = 4;
    const Checked a = check_files(files, one), b = check_files(files, four);
    ASSERT_EQ(a.result.rounding.size(), b.result.rounding.size());
    EXPECT_FALSE(a.result.rounding.empty()) << country.law;
    for (std::size_t i = 0; i < a.result.rounding.size(); ++i) {
      const RoundingRow &x = a.result.rounding[i], &y = b.result.rounding[i];
      EXPECT_EQ(x.rule, y.rule);
      EXPECT_EQ(x.up_micro, y.up_micro) << x.rule;
      EXPECT_EQ(x.down_micro, y.down_micro) << x.rule;
      // No amount moves by a step or more.
      EXPECT_LT(x.up_micro + x.down_micro, static_cast<std::int64_t>(x.rounded) * x.step_micro) << x.rule << ' ' << x.place;
    }
  }
}

constexpr const char* kFormulas = R"x({
  "pack": "yy", "version": "1", "title": "Exampleland", "currency": "USD", "time_zone": "Etc/UTC",
  "sources": {"code": {"instrument": "Labour Code", "article": "art. 9"}, "order": {"instrument": "Order", "article": "art. 2"}},
  "worktime": {"source": "code", "normal_day": "if grade = \"short\" then 8 hours * 8 / 9 else 8 hours"},
  "formulas": {
    "quarters": {"grain": "day", "formula": "round_down(worked_minutes, 15 minutes)", "source": "order"},
    "hour": {"grain": "part", "formula": "round_half_up(wage / 26 / 8, 0.01 USD)", "source": "code"}},
  "lines": {
    "basic_pay": {"role": "pay", "formula": "last(wage)", "answers": ["basic"], "source": "code"},
    "overtime_pay": {"role": "pay", "formula": "if last(grade) = \"q\" then sum(max(0, quarters - 8 hours) * hour) / 60 minutes else sum(max(0, worked_minutes - 8 hours) * hour) / 60 minutes",
      "quantity": "sum(overtime_minutes) * 2 / 3", "quantity_unit": "minutes", "answers": ["overtime"], "source": "code"},
    "hours_weekly": {"role": "limit", "grain": "week", "formula": "sum(quarters)", "limit": "48 hours", "unit": "minutes", "source": "code"}},
  "cases": []
})x";

std::map<std::string, std::string> factory_of(const std::string& workers, const std::string& time) {
  return {{"employer.json", R"({"employer_id": "E", "law": "yy", "currency": "USD", "period": "monthly"})"},
          {"workers.csv", "worker_id,hired_on,pay_basis,wage,grade\n" + workers},
          {"time.csv", "worker_id,date,start,end\n" + time},
          {"payroll.csv", "worker_id,period_start,period_end,component,amount\nA,2026-07-01,2026-07-31,basic,1.00\n"}};
}

std::vector<RoundingRow> rounding_of(const std::map<std::string, std::string>& files, unsigned threads = 1) {
  const law::PackResolver packs = [](std::string_view) -> quantity::Result<law::PackText> { return law::PackText{kFormulas, "yy.json"}; };
  CheckOptions options;
  options.packs = &packs;
  options.threads = threads;
  return check_files(files, options).result.rounding;
}

const RoundingRow* row_of(const std::vector<RoundingRow>& rows, const std::string& rule, const std::string& place) {
  for (const RoundingRow& row : rows) {
    if (row.rule == rule && row.place == place) return &row;
  }
  return nullptr;
}

TEST(Rounding, StatesMoneyAndMinutesMovedInsideFormulas) {
  // 9 h 20 and 9 h 40 become 9 h 15 and 9 h 30; 2.08 an hour is 2.08 exactly for A, 480.77 for B down from 480.7692….
  const auto rows = rounding_of(factory_of("A,2025-01-01,monthly,432.64,q\nB,2025-01-01,monthly,1000,x\n",
                                           "A,2026-07-06,08:00,17:20\nA,2026-07-07,08:00,17:40\nB,2026-07-06,08:00,17:20\n"));
  const RoundingRow* quarters = row_of(rows, "quarters", "formula");
  ASSERT_NE(quarters, nullptr);
  EXPECT_EQ(quarters->unit, "minutes");
  EXPECT_EQ(quarters->mode, "down");
  EXPECT_EQ(quarters->step_micro, 15'000'000);
  EXPECT_EQ(quarters->source, "order: Order, art. 2");
  EXPECT_EQ(quarters->up_micro, 0);
  // A's pay and limit, B's limit: each day once, whatever rests on it.
  EXPECT_EQ(quarters->rounded, 3U);
  EXPECT_EQ(quarters->down_micro, (5 + 10 + 5) * 1'000'000);
  const RoundingRow* hour = row_of(rows, "hour", "formula");
  ASSERT_NE(hour, nullptr);
  EXPECT_EQ(hour->unit, "USD");
  EXPECT_EQ(hour->rounded, 1U);
  EXPECT_EQ(hour->step_micro, 10'000);
  // 1000 / 208 = 4.80769230…, stated as 4.81.
  EXPECT_EQ(hour->up_micro, 2'308);
  EXPECT_EQ(hour->down_micro, 0);
}

TEST(Rounding, CountsOnlyTheSideOfAChoiceThatHolds) {
  // B does not go by quarters; without the weekly limit's week in the period nothing of his days is rounded.
  auto files = factory_of("A,2025-01-01,monthly,208,q\nB,2025-01-01,monthly,208,x\n", "A,2026-07-06,08:00,17:20\n");
  const auto alone = rounding_of(files);
  ASSERT_NE(row_of(alone, "quarters", "formula"), nullptr);
  EXPECT_EQ(row_of(alone, "quarters", "formula")->rounded, 1U);
  EXPECT_EQ(row_of(alone, "hour", "formula"), nullptr);
}

TEST(Rounding, StatesClockTimesNormalHoursAndQuantitiesInMinutes) {
  const auto rows = rounding_of(factory_of("A,2025-01-01,monthly,208,short\n",
                                           "A,2026-07-06,08:00:30,17:00:20\nA,2026-07-07,08:00,16:00:45\nA,2026-07-08,08:00,15:00\n"));
  const RoundingRow* clock = row_of(rows, "time", "clock");
  ASSERT_NE(clock, nullptr);
  EXPECT_EQ(clock->rounded, 3U);
  EXPECT_EQ(clock->up_micro, 500'000);
  EXPECT_EQ(clock->down_micro, 1'083'333);  // 65 seconds
  EXPECT_EQ(clock->unit, "minutes");
  // A normal day of 426 2/3 minutes leaves 426, on the two days that were longer.
  const RoundingRow* normal = row_of(rows, "normal_day", "normal_time");
  ASSERT_NE(normal, nullptr);
  EXPECT_EQ(normal->rounded, 2U);
  EXPECT_EQ(normal->down_micro, 1'333'333);
  EXPECT_EQ(normal->source, "code: Labour Code, art. 9");
  // (540 - 426 + 480 - 426) * 2/3 = 112 exactly; with one of the days 76 or 36.
  EXPECT_EQ(row_of(rows, "overtime_pay", "quantity"), nullptr);
  const auto other = rounding_of(factory_of("A,2025-01-01,monthly,208,short\n", "A,2026-07-06,08:00,17:01\n"));
  const RoundingRow* quantity = row_of(other, "overtime_pay", "quantity");
  ASSERT_NE(quantity, nullptr);
  EXPECT_EQ(quantity->unit, "minutes");
  EXPECT_EQ(quantity->up_micro, 333'333);  // 76 2/3 as 77
}

TEST(Rounding, OfPunchesIsStatedToo) {
  auto files = factory_of("A,2025-01-01,monthly,208,x\n", "");
  files.erase("time.csv");
  files["punches.csv"] = "worker_id,at\nA,2026-07-06 08:00:15\nA,2026-07-06 16:00:30\n";
  const auto rows = rounding_of(files);
  const RoundingRow* punches = row_of(rows, "punches", "clock");
  ASSERT_NE(punches, nullptr);
  EXPECT_EQ(punches->rounded, 2U);
  EXPECT_EQ(punches->up_micro, 250'000);
  EXPECT_EQ(punches->down_micro, 500'000);
}

TEST(Rounding, InsideFormulasHangsNeitherOnThreadsNorOnWhoElseIsThere) {
  std::string workers, time, alone;
  for (int w = 0; w < 300; ++w) {
    const std::string id = "W" + std::to_string(w);
    workers += id + ",2025-01-01,monthly," + std::to_string(300 + w * 7) + (w % 3 == 0 ? ",q\n" : w % 3 == 1 ? ",short\n" : ",x\n");
    for (int d = 1; d <= 28; ++d) {
      const int end = 17 * 60 + (w * 13 + d * 7) % 121;
      char row[80];
      std::snprintf(row, sizeof row, "%s,2026-07-%02d,08:00:%02d,%02d:%02d\n", id.c_str(), d, (w + d) % 60, end / 60, end % 60);
      time += row;
    }
  }
  const auto files = factory_of(workers, time);
  const auto one = rounding_of(files, 1), four = rounding_of(files, 4);
  ASSERT_EQ(one.size(), four.size());
  ASSERT_GE(one.size(), 5U);
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].rule, four[i].rule);
    EXPECT_EQ(one[i].place, four[i].place);
    EXPECT_EQ(one[i].rounded, four[i].rounded) << one[i].rule;
    EXPECT_EQ(one[i].up_micro, four[i].up_micro) << one[i].rule;
    EXPECT_EQ(one[i].down_micro, four[i].down_micro) << one[i].rule;
  }
  // Each worker by himself: the counts add up to those of all together.
  std::map<std::pair<std::string, std::string>, std::uint64_t> sums;
  for (int w = 0; w < 300; w += 50) {
    std::string some, days;
    for (int k = w; k < w + 50; ++k) {
      const std::string id = "W" + std::to_string(k) + ",";
      for (const auto& [text, out] : {std::pair(&workers, &some), std::pair(&time, &days)}) {
        for (std::size_t from = 0; from < text->size();) {
          const std::size_t end = text->find('\n', from) + 1;
          if (text->compare(from, id.size(), id) == 0) *out += text->substr(from, end - from);
          from = end;
        }
      }
    }
    for (const RoundingRow& row : rounding_of(factory_of(some, days))) sums[{row.rule, row.place}] += row.rounded;
  }
  for (const RoundingRow& row : one) EXPECT_EQ((sums[{row.rule, row.place}]), row.rounded) << row.rule << ' ' << row.place;
}

}  // namespace
}  // namespace wageproof::reconcile::testing
