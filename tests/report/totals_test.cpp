#include "wageproof/report/totals.hpp"

#include <gtest/gtest.h>

#include "report/hand_made.hpp"

namespace wageproof::report::testing {
namespace {

using reconcile::AmountUnit;
using reconcile::Severity;

TEST(Totals, NeverSetAnAmountBeyondAgainstOneShort) {
  HandMade made;
  for (const std::int64_t difference : {10'000'000, -4'000'000, 5'000'000}) {
    auto finding = made.finding("contribution.ss.employee", Severity::breach, difference < 0 ? "W2" : "W1");
    finding.difference = micro(difference);
    made.result.findings.push_back(finding);
  }
  const Totals totals = totals_of(made.result, made.data);
  ASSERT_EQ(totals.checks.size(), 1U);
  EXPECT_EQ(totals.checks[0].findings, 3U);
  EXPECT_EQ(totals.checks[0].workers, 2U);
  EXPECT_TRUE(totals.checks[0].short_of == 15'000'000);
  EXPECT_TRUE(totals.checks[0].beyond == 4'000'000);
  EXPECT_EQ(totals.breaches, 3U);
}

TEST(Totals, KeepCurrenciesAndSeveritiesApart) {
  HandMade made;
  auto finding = made.finding("basic_pay", Severity::warning, "W1");
  made.result.findings.push_back(finding);
  finding = made.finding("basic_pay", Severity::breach, "W1");
  finding.currency = "KHR";
  made.result.findings.push_back(finding);
  finding.currency = "USD";
  made.result.findings.push_back(finding);
  const Totals totals = totals_of(made.result, made.data);
  ASSERT_EQ(totals.checks.size(), 3U);
  EXPECT_EQ(totals.checks[0].currency, "KHR");
  EXPECT_EQ(totals.checks[1].currency, "USD");
  EXPECT_EQ(totals.checks[2].severity, Severity::warning);
}

TEST(Totals, SumBeyondSixtyFourBits) {
  HandMade made;
  for (int i = 0; i < 4; ++i) {
    auto finding = made.finding("basic_pay", Severity::breach, "W" + std::to_string(i));
    finding.currency = "VND";
    finding.difference = micro(9'000'000'000'000'000'000);
    made.result.findings.push_back(finding);
  }
  const Totals totals = totals_of(made.result, made.data);
  EXPECT_TRUE(totals.checks.at(0).short_of == Sum{9'000'000'000'000'000'000} * 4);
  EXPECT_TRUE(totals.owed.at(0).owed_micro == Sum{9'000'000'000'000'000'000} * 4);
}

TEST(Totals, TakeWhatIsOwedFromTheNetRowAndNeverNetPeriods) {
  HandMade made;
  auto net = made.line("net", "USD");
  differ(net, 30'000'000);
  made.result.lines.push_back(net);
  net.first = day(2026, 3, 1);
  net.last = day(2026, 3, 31);
  differ(net, -20'000'000);
  made.result.lines.push_back(net);
  net.first = day(2026, 4, 1);
  net.last = day(2026, 4, 30);
  differ(net, 0);
  owe(net, 7'000'000);
  made.result.lines.push_back(net);
  // Two tests of one shortfall: the net has it once.
  for (const char* check : {"basic_pay", "minimum_wage"}) {
    auto finding = made.finding(check, Severity::breach, "W1");
    finding.difference = micro(30'000'000);
    made.result.findings.push_back(finding);
  }
  const Totals totals = totals_of(made.result, made.data);
  ASSERT_EQ(totals.workers.size(), 1U);
  EXPECT_TRUE(totals.workers[0].owed_micro == 37'000'000);
  EXPECT_EQ(totals.workers[0].breaches, 2U);
  ASSERT_EQ(totals.owed.size(), 1U);
  EXPECT_EQ(totals.owed[0].workers, 1U);
}

TEST(Totals, TakeBreachesWhereNoNetCouldBeTold) {
  HandMade made;
  struct Row {
    const char* check;
    Severity severity;
  };
  for (const Row& each : {Row{"basic_pay", Severity::breach}, {"contribution.ss.employer", Severity::breach},
                          {"remittance.ss", Severity::breach}, {"net_pay", Severity::discrepancy},
                          {"overtime_pay", Severity::warning}}) {
    auto finding = made.finding(each.check, each.severity, "W1");
    finding.difference = micro(1'000'000);
    made.result.findings.push_back(finding);
  }
  const Totals totals = totals_of(made.result, made.data);
  ASSERT_EQ(totals.workers.size(), 1U);
  EXPECT_TRUE(totals.workers[0].owed_micro == 1'000'000);
  EXPECT_EQ(totals.workers[0].breaches, 4U);
}

TEST(Totals, OrderWorkersByWhatTheyAreOwedWithinACurrency) {
  HandMade made;
  for (const auto& [worker, owed, currency] :
       {std::tuple("W3", 5'000'000, "USD"), {"W1", 5'000'000, "USD"}, {"W2", 9'000'000, "USD"}, {"W4", 1'000'000, "KHR"}}) {
    auto net = made.line("net", currency);
    net.worker = made.id(worker);
    owe(net, owed);
    made.result.lines.push_back(net);
  }
  const Totals totals = totals_of(made.result, made.data);
  std::string order;
  for (const WorkerTotal& worker : totals.workers) order += worker.worker + " ";
  EXPECT_EQ(order, "W4 W2 W1 W3 ");
}

TEST(Totals, GroupWhatCannotBeToldByWhatIsMissing) {
  HandMade made;
  auto finding = made.finding("minimum_wage", Severity::warning, "W1");
  finding.evidence = "payroll.csv:3;missing:workers.grade;missing:workers.grade";
  made.result.findings.push_back(finding);
  finding = made.finding("overtime_pay", Severity::warning, "W2");
  finding.evidence = "missing:workers.grade;missing:xx.floor";
  made.result.findings.push_back(finding);
  finding = made.finding("punch_unpaired", Severity::warning, "W2");
  finding.evidence = "time.csv:4";
  made.result.findings.push_back(finding);
  const Totals totals = totals_of(made.result, made.data);
  ASSERT_EQ(totals.missing.size(), 2U);
  EXPECT_EQ(totals.missing[0].missing, "workers.grade");
  EXPECT_EQ(totals.missing[0].findings, 2U);
  EXPECT_EQ(totals.missing[0].workers, 2U);
  EXPECT_EQ(totals.missing[0].checks, (std::vector<std::string>{"minimum_wage", "overtime_pay"}));
  EXPECT_EQ(totals.missing[1].missing, "xx.floor");
  EXPECT_EQ(totals.missing[1].findings, 1U);
}

}  // namespace
}  // namespace wageproof::report::testing
