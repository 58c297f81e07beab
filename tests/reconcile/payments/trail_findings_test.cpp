// What becomes of advances, of wages in two parts, of money that the employer took back, and of payees with another's name.
#include <gtest/gtest.h>

#include "reconcile/result_rows.hpp"

namespace wageproof::reconcile::testing {
namespace {

constexpr const char* kLaw = R"x({
  "pack": "yy", "version": "1", "title": "Exampleland", "currency": "USD", "time_zone": "Etc/UTC",
  "sources": {"code": {"instrument": "Labour Code", "article": "art. 9"}},
  "worktime": {"source": "code", "normal_day": "8 hours"},
  "lines": {"basic_pay": {"role": "pay", "formula": "last(wage)", "answers": ["basic"], "payable": "period_end", "source": "code"}},
  "cases": []
})x";

Checked checked(const std::string& payroll, const std::string& payments, const std::string& columns = "paid_on,amount") {
  const std::map<std::string, std::string> files{
      {"employer.json", R"({"employer_id": "E", "law": "yy", "currency": "USD", "period": "monthly"})"},
      {"workers.csv", "worker_id,hired_on,pay_basis,wage,name\nA,2025-01-01,monthly,200,\"SOK, Dara\"\nB,2025-01-01,monthly,200,Chan Thy\n"},
      {"payroll.csv", "worker_id,period_start,period_end,component,amount\n" + payroll},
      {"payments.csv", "payment_id,worker_id," + columns + "\n" + payments}};
  const law::PackResolver packs = [](std::string_view) -> quantity::Result<law::PackText> { return law::PackText{kLaw, "yy.json"}; };
  CheckOptions options;
  options.packs = &packs;
  return check_files(files, options);
}

std::string july(const std::string& component, const std::string& amount) { return "A,2026-07-01,2026-07-31," + component + "," + amount + "\n"; }

/// Findings of the payment checks, `check/rule difference`, joined by blanks.
std::string findings_of(const Checked& run) {
  std::string text;
  for (const Finding& f : run.result.findings) {
    if (!f.check.starts_with("payment_") && f.check != "shared_account") continue;
    text += (text.empty() ? "" : " ") + (f.rule == f.check ? f.check : f.rule) + ":" + text_of(f.difference);
  }
  return text;
}

std::string links_of(const Checked& run) {
  std::string text;
  for (const MatchRow& m : run.result.matches) text += (text.empty() ? "" : " ") + std::string(run.data.strings.view(m.payment)) + "=" + std::string(m.matched_by);
  return text;
}

std::int64_t paid_of(const Checked& run) {
  for (const LineRow row : run.result.lines) {
    if (row.line < 0) return row.paid.value;
  }
  return -1;
}

const std::string kHalves = july("basic", "200") + july("deduction.advance", "100") + july("net", "100");

TEST(Advances, TakenOffThePayslipAreNoSecondPayment) {
  const Checked run = checked(kHalves, "P1,A,2026-07-15,100\nP2,A,2026-07-31,100\n");
  EXPECT_EQ(findings_of(run), "");
  EXPECT_EQ(links_of(run), "P1=advance P2=amount");
  EXPECT_EQ(paid_of(run), 100'000'000) << "of the net";
}

TEST(Advances, AreFoundWhereRowsStateTheirPeriod) {
  const Checked run = checked(kHalves, "P1,A,2026-07-15,100,2026-07-01,2026-07-31\nP2,A,2026-07-31,100,2026-07-01,2026-07-31\n", "paid_on,amount,period_start,period_end");
  EXPECT_EQ(findings_of(run), "");
  const Checked two = checked(kHalves, "P0,A,2026-07-08,40,2026-07-01,2026-07-31\nP1,A,2026-07-15,60,2026-07-01,2026-07-31\nP2,A,2026-07-31,100,2026-07-01,2026-07-31\n",
                              "paid_on,amount,period_start,period_end");
  EXPECT_EQ(findings_of(two), "") << "two advances that are the deduction together";
}

TEST(Advances, ExplainNothingElse) {
  EXPECT_EQ(findings_of(checked(kHalves, "P1,A,2026-07-31,100\nP2,A,2026-07-31,100\n")), "payment_duplicate:100000000") << "on pay day";
  EXPECT_EQ(findings_of(checked(july("basic", "100") + july("net", "100"), "P1,A,2026-07-15,100,2026-07-01,2026-07-31\nP2,A,2026-07-31,100,2026-07-01,2026-07-31\n", "paid_on,amount,period_start,period_end")),
            "payment_duplicate:100000000")
      << "nothing was taken off";
  EXPECT_EQ(findings_of(checked(kHalves, "P1,A,2026-07-15,100\nP2,A,2026-07-31,60\n")), "payment_short:40000000") << "the rest was short";
  EXPECT_EQ(findings_of(checked(kHalves, "P1,A,2026-07-15,100\nP2,A,2026-07-31,100\nP3,A,2026-08-02,100\n")), "payment_duplicate:100000000");
  EXPECT_EQ(findings_of(checked(kHalves, "P2,A,2026-07-31,100\n")), "") << "an advance in cash, of which no record is there";
}

TEST(Instalments, OfOneNetAreInTimeUpToThePayDay) {
  const std::string whole = july("basic", "200") + july("net", "200");
  const Checked run = checked(whole, "P1,A,2026-07-15,100\nP2,A,2026-07-31,100\n");
  EXPECT_EQ(findings_of(run), "");
  EXPECT_EQ(links_of(run), "P1=split P2=split");
  EXPECT_EQ(findings_of(checked(whole, "P1,A,2026-07-15,100\nP2,A,2026-08-04,100\n")), "payment_late:4000000");
}

TEST(Returns, ThatTheEmployerAskedForSaySo) {
  const std::string whole = july("basic", "200") + july("net", "200");
  const std::string columns = "paid_on,amount,status,event,reason";
  EXPECT_EQ(findings_of(checked(whole, "P1,A,2026-07-31,200,settled,booking,\nP1,A,2026-08-05,200,returned,return,FOCR\n", columns)),
            "payment_missing:200000000 payment_returned.recalled:200000000");
  EXPECT_EQ(findings_of(checked(whole, "P1,A,2026-07-31,200,settled,booking,\nP1,A,2026-08-05,200,returned,return,AC04\n", columns)),
            "payment_missing:200000000 payment_returned:200000000");
}

TEST(Payees, WithTheNameOfAnotherWorkerAreALead) {
  const std::string whole = july("basic", "200") + july("net", "200");
  const std::string columns = "paid_on,amount,name,raw_status";
  const Checked other = checked(whole, "P1,A,2026-07-31,200,CHAN THY,\n", columns);
  EXPECT_EQ(findings_of(other), "shared_account.payee:-");
  ASSERT_FALSE(other.result.findings.empty());
  for (const Finding& f : other.result.findings) {
    if (f.check != "shared_account") continue;
    EXPECT_EQ(f.severity, Severity::warning);
    EXPECT_EQ(f.evidence, "payments.csv:2;workers.csv:3");
    EXPECT_EQ(f.found.value, 200'000'000);
  }
  EXPECT_EQ(findings_of(checked(whole, "P1,A,2026-07-31,200,Dara Sok,\n", columns)), "") << "words in another order";
  EXPECT_EQ(findings_of(checked(whole, "P1,A,2026-07-31,200,Dara S.,\n", columns)), "") << "a spelling that is nobody's";
  EXPECT_EQ(findings_of(checked(whole, "P1,A,2026-07-31,200,Dara Sok,RVNM\n", columns)), "shared_account.payee:-") << "the bank's own check";
}

}  // namespace
}  // namespace wageproof::reconcile::testing
