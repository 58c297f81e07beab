// Two laws on the same records: what differs is told per worker, line and in all, and adds up.
#include "wageproof/reconcile/against.hpp"

#include <gtest/gtest.h>

#include "reconcile/result_rows.hpp"
#include "reconcile/small_factory.hpp"
#include "wageproof/report/summary.hpp"

namespace wageproof::reconcile::testing {
namespace {

constexpr const char* kOld = R"x({
  "pack": "old", "version": "1", "title": "The law", "currency": "USD", "time_zone": "Etc/UTC",
  "sources": {"code": {"instrument": "Labour Code"}},
  "worktime": {"source": "code", "normal_day": "8 hours"},
  "parameters": {"minimum": {"unit": "USD", "values": [{"from": "2025-01-01", "source": "code", "value": "200"}]}},
  "lines": {
    "minimum_wage": {"role": "test", "formula": "last(minimum)", "counts": ["basic"], "source": "code"},
    "bonus.festival": {"role": "pay", "formula": "10 USD", "answers": ["bonus.festival"], "source": "code"},
    "allowance.meal": {"role": "pay", "when": "last(grade) = \"a\"", "formula": "5 USD", "answers": ["allowance.meal"], "source": "code"},
    "contribution.fund.employee": {"role": "employee_contribution", "formula": "booked(\"basic\") * 0.02",
      "answers": ["contribution.fund.employee"], "source": "code"},
    "contribution.fund.employer": {"role": "employer_contribution", "formula": "booked(\"basic\") * 0.03",
      "answers": ["contribution.fund.employer"], "source": "code"}},
  "cases": []
})x";

/// A higher minimum, no bonus, the fund's rates raised, an allowance that nobody had.
constexpr const char* kReform = R"x({
  "pack": "reform", "version": "1", "title": "The reform", "extends": "old",
  "sources": {"bill": {"instrument": "Bill 5"}},
  "parameters": {"minimum": {"unit": "USD", "values": [{"from": "2025-01-01", "source": "bill", "value": "230"}]}},
  "lines": {
    "bonus.festival": null,
    "allowance.transport": {"role": "pay", "formula": "7.50 USD", "answers": ["allowance.transport"], "source": "bill"},
    "contribution.fund.employee": {"role": "employee_contribution", "formula": "booked(\"basic\") * 0.03",
      "answers": ["contribution.fund.employee"], "source": "bill"},
    "contribution.fund.employer": {"role": "employer_contribution", "formula": "booked(\"basic\") * 0.05",
      "answers": ["contribution.fund.employer"], "source": "bill"}},
  "cases": []
})x";

std::map<std::string, std::string> folder() {
  return {{"employer.json", R"({"employer_id": "E", "law": "old", "currency": "USD", "period": "monthly"})"},
          {"workers.csv", "worker_id,hired_on,pay_basis,wage,grade\nW1,2025-01-01,monthly,200,a\nW2,2025-01-01,monthly,220,\n"},
          {"payroll.csv",
           "worker_id,period_start,period_end,component,amount\n"
           "W1,2026-07-01,2026-07-31,basic,200.00\nW1,2026-07-01,2026-07-31,bonus.festival,10.00\n"
           "W2,2026-07-01,2026-07-31,basic,220.00\nW2,2026-07-01,2026-07-31,bonus.festival,10.00\n"}};
}

const law::PackResolver& packs() {
  static const law::PackResolver kPacks = [](std::string_view id) -> quantity::Result<law::PackText> {
    return law::PackText{id == "old" ? kOld : kReform, std::string(id) + ".json"};
  };
  return kPacks;
}

Checked compared(const std::string& law, const std::string& against) {
  CheckOptions options;
  options.packs = &packs();
  options.law = {law};
  Checked run = check_files(folder(), options);
  options.law = {against};
  const quantity::Status status = check_against(run.data, options, run.result);
  EXPECT_TRUE(status.ok()) << status.message();
  return run;
}

std::vector<std::string> rows(const Checked& run) {
  std::vector<std::string> out;
  for (const std::vector<std::string>& cells : report::cells_of(report::Table::against, run.result, run.data)) {
    std::string row = cells[1];
    for (std::size_t i = 4; i < cells.size(); ++i) row += " " + (cells[i].empty() ? std::string("-") : cells[i]);
    out.push_back(std::move(row));
  }
  return out;
}

TEST(Against, TellsWhatDiffersPerWorkerAndLine) {
  EXPECT_EQ(rows(compared("reform", "old")), (std::vector<std::string>{"W1 allowance.transport pay 7.50 0.00 7.50 USD",
                                             "W1 bonus.festival pay 0.00 10.00 -10.00 USD",
                                             "W1 contribution.fund.employee employee_contribution 6.00 4.00 2.00 USD",
                                             "W1 contribution.fund.employer employer_contribution 10.00 6.00 4.00 USD",
                                             "W1 minimum_wage test 230.00 200.00 30.00 USD",
                                             "W1 net net 246.50 211.00 35.50 USD",
                                             "W2 allowance.meal pay - - - USD",
                                             "W2 allowance.transport pay 7.50 0.00 7.50 USD",
                                             "W2 bonus.festival pay 0.00 10.00 -10.00 USD",
                                             "W2 contribution.fund.employee employee_contribution 6.60 4.40 2.20 USD",
                                             "W2 contribution.fund.employer employer_contribution 11.00 6.60 4.40 USD",
                                             "W2 minimum_wage test 230.00 200.00 30.00 USD",
                                             "W2 net net - - - USD"}));
}

TEST(Against, AddsUpByLineAndInAll) {
  const Checked run = compared("reform", "old");
  const Against& against = *run.result.against;
  std::map<std::string, AgainstSum> by_line;
  for (const AgainstRow& row : against.rows) {
    if (row.difference.given) by_line[against.names[row.name]] += row.difference.value;
  }
  for (const AgainstTotal& total : against.totals) {
    EXPECT_EQ(total.due - total.against, by_line[total.line]) << total.line;
    EXPECT_EQ(total.compared + total.cannot_tell, 2U) << total.line;
  }
  ASSERT_EQ(against.sums.size(), 1U);
  // W2's net cannot be told: nobody knows whether the meal is due.
  EXPECT_EQ(against.sums[0].workers, AgainstSum{35'500'000});
  EXPECT_EQ(against.sums[0].funds, AgainstSum{12'600'000});
  EXPECT_EQ(against.sums[0].employer(), AgainstSum{48'100'000});
}

TEST(Against, ItselfDiffersInNothing) {
  const Checked run = compared("old", "old");
  for (const AgainstRow& row : run.result.against->rows) EXPECT_FALSE(row.difference.given);
  for (const AgainstTotal& total : run.result.against->totals) EXPECT_EQ(total.workers, 0U) << total.line;
}

TEST(Against, TurnedRoundHasTheOtherSign) {
  const Checked there = compared("reform", "old"), back = compared("old", "reform");
  ASSERT_EQ(there.result.against->rows.size(), back.result.against->rows.size());
  for (std::size_t i = 0; i < there.result.against->rows.size(); ++i) {
    const AgainstRow &a = there.result.against->rows[i], &b = back.result.against->rows[i];
    EXPECT_EQ(a.difference.given, b.difference.given);
    EXPECT_EQ(a.difference.value, -b.difference.value);
  }
  EXPECT_EQ(there.result.against->sums[0].workers, -back.result.against->sums[0].workers);
}

TEST(Against, IsStatedInTheSummary) {
  const Checked run = compared("reform", "old");
  const report::Totals totals = report::totals_of(run.result, run.data);
  const std::string json = report::summary_json(run.result, run.data, totals);
  EXPECT_NE(json.find("\"employer\": \"48.10\""), std::string::npos) << json;
  EXPECT_NE(json.find("\"due_against\": \"20.00\""), std::string::npos) << json;
  report::PageOptions wide;
  wide.width = 120;
  const std::string page = report::summary_page(run.result, run.data, totals, wide);
  EXPECT_NE(page.find("to be paid by the employer +48.10 USD"), std::string::npos) << page;
  EXPECT_NE(page.find("minimum_wage (floor)"), std::string::npos) << page;
}

TEST(Against, OfMadeUpFactoriesAddsUpUnderEveryNationalLaw) {
  for (const Country& country : countries()) {
    const Checked run = [&country] {
      Checked checked = check_files(FactoryMaker(country, 11).make().files());
      CheckOptions earlier;
      earlier.as_known_on = quantity::Date::of(country.year - 1, 6, 1).serial();
      const quantity::Status status = check_against(checked.data, earlier, checked.result);
      EXPECT_TRUE(status.ok()) << status.message();
      return checked;
    }();
    std::map<std::pair<std::string, std::string>, AgainstSum> differences;
    const Against& against = *run.result.against;
    for (const AgainstRow& row : against.rows) {
      if (row.difference.given) differences[{against.names[row.name], against.names[row.currency_name]}] += row.difference.value;
    }
    std::map<std::pair<std::string, std::string>, AgainstSum> due;
    for (const LineRow& row : run.result.lines) {
      if ((row.in_due || row.line < 0) && row.status == Status::known) due[{run.result.names[row.name], run.result.names[row.currency_name]}] += row.amount.value;
    }
    for (const AgainstTotal& total : against.totals) {
      EXPECT_EQ(total.due - total.against, (differences[{total.line, total.currency}])) << country.law << " " << total.line;
      if (total.cannot_tell != 0) continue;
      EXPECT_EQ(total.due, (due[{total.line, total.currency}])) << country.law << " " << total.line;
    }
  }
}

}  // namespace
}  // namespace wageproof::reconcile::testing
