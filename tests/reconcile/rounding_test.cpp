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
      EXPECT_LT(x.up_micro + x.down_micro, static_cast<std::int64_t>(x.rounded) * x.step_micro) << x.rule;
    }
  }
}

}  // namespace
}  // namespace wageproof::reconcile::testing
