// A decree that reaches back: on the day before it is published nothing is short, afterwards the arrears name it.
#include <gtest/gtest.h>

#include "reconcile/result_rows.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/reconcile/explain.hpp"

namespace wageproof::reconcile::testing {
namespace {

/// A minimum of 200 from 2025; 230 from July 2026, published on 20 August; a rate that was announced in time.
constexpr const char* kLaw = R"x({
  "pack": "yy", "version": "1", "title": "Exampleland", "currency": "USD", "time_zone": "Etc/UTC",
  "sources": {"code": {"instrument": "Labour Code"}, "old": {"instrument": "Decree 7 of 2025"},
              "new": {"instrument": "Decree 9 of 2026", "article": "art. 2"}, "late": {"instrument": "Decree 11 of 2026"}},
  "worktime": {"source": "code", "normal_day": "8 hours"},
  "parameters": {
    "minimum": {"unit": "USD", "values": [
      {"from": "2025-01-01", "source": "old", "value": "200"},
      {"from": "2026-07-01", "published": "2026-08-20", "source": "new", "value": "230"}]},
    "fund_rate": {"unit": "percent", "values": [
      {"from": "2025-01-01", "source": "old", "value": "2"},
      {"from": "2026-07-01", "published": "2026-06-01", "source": "new", "value": "3"}]}},
  "formulas": {"floor": {"grain": "part", "formula": "minimum", "source": "code"}},
  "lines": {
    "minimum_wage": {"role": "test", "formula": "last(floor)", "counts": ["basic"], "source": "code"},
    "contribution.fund.employee": {"role": "employee_contribution", "formula": "booked(\"basic\") * last(fund_rate)",
      "answers": ["contribution.fund.employee"], "source": "code"}},
  "cases": []
})x";

std::map<std::string, std::string> folder() {
  std::map<std::string, std::string> files;
  files["employer.json"] = R"({"employer_id": "E", "law": "yy", "currency": "USD", "period": "monthly"})";
  files["workers.csv"] = "worker_id,hired_on,pay_basis,wage\nW1,2025-01-01,monthly,200\n";
  files["payroll.csv"] = "worker_id,period_start,period_end,component,amount\n";
  for (const char* month : {"06-01,2026-06-30", "07-01,2026-07-31", "08-01,2026-08-31", "09-01,2026-09-30"}) {
    files["payroll.csv"] += "W1,2026-" + std::string(month) + ",basic,200.00\n";
  }
  return files;
}

std::int32_t day(std::string_view text) { return quantity::parse_date(text)->serial(); }

Checked checked(std::optional<std::int32_t> as_known_on, const std::string& law = kLaw) {
  const law::PackResolver packs = [law](std::string_view) -> quantity::Result<law::PackText> { return law::PackText{law, "yy.json"}; };
  CheckOptions options;
  options.packs = &packs;
  options.as_known_on = as_known_on;
  return check_files(folder(), options);
}

std::vector<std::string> shortfalls(const Checked& run) {
  std::vector<std::string> out;
  for (const Finding& f : run.result.findings) {
    if (f.check == "minimum_wage") out.push_back(quantity::to_text(quantity::Date::from_serial(f.first)) + " " + std::to_string(f.difference.value / 1000000));
  }
  return out;
}

TEST(AsKnownOn, LeavesOutWhatWasPublishedLater) {
  EXPECT_EQ(shortfalls(checked(day("2026-08-19"))), std::vector<std::string>{});
  const std::vector<std::string> later{"2026-07-01 30", "2026-08-01 30", "2026-09-01 30"};
  EXPECT_EQ(shortfalls(checked(day("2026-08-20"))), later);
  EXPECT_EQ(shortfalls(checked(std::nullopt)), later);
}

TEST(AsKnownOn, SaysSoInTheResult) {
  EXPECT_EQ(checked(day("2026-08-19")).result.as_known_on, day("2026-08-19"));
  EXPECT_FALSE(checked(std::nullopt).result.as_known_on.has_value());
}

TEST(AsKnownOn, IsCannotTellBeforeTheFirstValueWasKnown) {
  const Checked run = checked(day("2024-12-31"));
  ASSERT_FALSE(run.result.findings.empty());
  for (const Finding& f : run.result.findings) {
    EXPECT_EQ(f.severity, Severity::warning) << f.check;
    EXPECT_NE(f.evidence.find("missing:yy."), std::string::npos) << f.evidence;
  }
}

TEST(Arrears, NameTheDecreeThatReachedBack) {
  const std::string decree = "reaching back: new: Decree 9 of 2026, art. 2, in force from 2026-07-01, published 2026-08-20";
  for (const Finding& f : checked(std::nullopt).result.findings) {
    const bool named = f.source.find(decree) != std::string::npos;
    // In September the decree was known; the rate that was announced in time reached back to nothing.
    EXPECT_EQ(named, f.check == "minimum_wage" && f.first < day("2026-09-01")) << f.check << " " << f.source;
    EXPECT_TRUE(f.source.starts_with("code: Labour Code")) << f.source;
  }
}

TEST(Arrears, DoNotNameADecreeThatChangedNothing) {
  std::string same = kLaw;
  same.replace(same.find("\"230\""), 5, "\"200\"");
  for (const Finding& f : checked(std::nullopt, same).result.findings) EXPECT_EQ(f.source.find("reaching back"), std::string::npos);
}

TEST(Arrears, FollowACorrectionOfTheSameDay) {
  std::string corrected = kLaw;
  const std::string entry = R"("value": "230"})";
  corrected.replace(corrected.find(entry), entry.size(),
                    entry + R"(, {"from": "2026-07-01", "published": "2026-09-10", "source": "late", "value": "240"})");
  EXPECT_EQ(shortfalls(checked(day("2026-08-19"), corrected)), std::vector<std::string>{});
  EXPECT_EQ(shortfalls(checked(day("2026-09-09"), corrected)).front(), "2026-07-01 30");
  EXPECT_EQ(shortfalls(checked(day("2026-09-10"), corrected)).front(), "2026-07-01 40");
  const Checked today = checked(std::nullopt, corrected);
  for (const Finding& f : today.result.findings) {
    if (f.check != "minimum_wage") continue;
    EXPECT_NE(f.source.find("Decree 11 of 2026, in force from 2026-07-01, published 2026-09-10"), std::string::npos) << f.source;
    EXPECT_EQ(f.source.find("Decree 9"), std::string::npos) << f.source;
  }
}

TEST(Explain, ShowsTheEntryThatWasKnown) {
  const law::PackResolver packs = [](std::string_view) -> quantity::Result<law::PackText> { return law::PackText{kLaw, "yy.json"}; };
  const auto in_force = [&packs](std::optional<std::int32_t> as_known_on) {
    CheckOptions options;
    options.packs = &packs;
    options.as_known_on = as_known_on;
    const records::Dataset data = read_all(folder());
    const auto working = explain(data, options, "W1", day("2026-07-15"), "minimum_wage");
    EXPECT_TRUE(working.ok()) << working.status().message();
    if (!working.ok()) return std::string();
    for (const WorkingStep& step : working->lines.front().steps) {
      for (const WorkingInput& input : step.inputs) {
        if (input.name == "minimum") return input.in_force;
      }
    }
    return std::string();
  };
  EXPECT_EQ(in_force(std::nullopt), "from 2026-07-01, published 2026-08-20");
  EXPECT_EQ(in_force(day("2026-08-19")), "from 2025-01-01");
}

}  // namespace
}  // namespace wageproof::reconcile::testing
