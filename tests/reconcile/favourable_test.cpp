// Statute, agreement and contract: the term that is better for the worker holds, and the working shows all of them.
#include <gtest/gtest.h>

#include "reconcile/result_rows.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/reconcile/explain.hpp"
#include "wageproof/report/working.hpp"

namespace wageproof::reconcile::testing {
namespace {

constexpr const char* kStatute = R"x({
  "pack": "statute", "version": "1", "title": "The law", "currency": "USD", "time_zone": "Etc/UTC",
  "sources": {"code": {"instrument": "Labour Code", "article": "art. 7"}},
  "worktime": {"source": "code", "normal_day": "8 hours"},
  "parameters": {
    "minimum": {"unit": "USD", "title": "Minimum wage", "values": [{"from": "2025-01-01", "source": "code", "value": "200"}]},
    "divisor": {"values": [{"from": "2025-01-01", "source": "code", "value": "26"}]}},
  "formulas": {"rate": {"grain": "part", "title": "Wage of a month", "formula": "max(wage, minimum)", "source": "code"}},
  "lines": {
    "basic_pay": {"role": "pay", "formula": "last(rate) / last(divisor) * 26", "answers": ["basic"], "source": "code"},
    "allowance.meal": {"role": "pay", "when": "last(grade) = \"a\"", "formula": "10 USD", "answers": ["allowance.meal"], "source": "code"},
    "unlawful_deduction.meal": {"role": "deduction", "formula": "8 USD", "answers": ["deduction.meal"], "source": "code"},
    "hours_daily": {"role": "limit", "grain": "day", "formula": "worked_minutes", "limit": "10 hours", "unit": "minutes", "source": "code"}},
  "cases": []
})x";

/// Better pay from March, a smaller divisor, a meal for everybody but less of it, a stricter day.
constexpr const char* kAgreement = R"x({
  "pack": "agreement", "version": "1", "title": "The agreement", "extends": "statute",
  "sources": {"code": {"instrument": "Works agreement", "article": "cl. 3"}},
  "parameters": {
    "minimum": {"unit": "USD", "favourable": "higher", "values": [{"from": "2026-03-01", "to": "2026-05-31", "source": "code", "value": "230"}]},
    "divisor": {"favourable": "lower", "values": [{"from": "2026-04-01", "source": "code", "value": "25"}]}},
  "lines": {
    "allowance.meal": {"role": "pay", "favourable": true, "formula": "6 USD", "source": "code"},
    "unlawful_deduction.meal": {"role": "deduction", "favourable": true, "formula": "5 USD", "source": "code"},
    "hours_daily": {"role": "limit", "grain": "day", "favourable": true, "formula": "worked_minutes", "limit": "9 hours", "unit": "minutes", "source": "code"}},
  "cases": []
})x";

constexpr const char* kFactory = R"x({
  "pack": "factory", "version": "1", "title": "The factory's own terms", "extends": "statute",
  "sources": {"own": {"instrument": "Our own terms"}},
  "parameters": {"minimum": {"unit": "USD", "favourable": "higher", "values": [{"from": "2026-04-01", "source": "own", "value": "240"}]}},
  "cases": []
})x";

const std::map<std::string, std::string>& packs() {
  static const std::map<std::string, std::string> kPacks{{"statute", kStatute}, {"agreement", kAgreement}, {"factory", kFactory}};
  return kPacks;
}

law::PackResolver resolver(const std::map<std::string, std::string>& texts) {
  return [texts](std::string_view id) -> quantity::Result<law::PackText> {
    const auto at = texts.find(std::string(id));
    if (at == texts.end()) return quantity::Status(quantity::StatusCode::not_found, "no such pack");
    return law::PackText{at->second, at->first + ".json"};
  };
}

std::map<std::string, std::string> folder() {
  std::map<std::string, std::string> files{
      {"employer.json", R"({"employer_id": "E", "law": "statute", "currency": "USD", "period": "monthly"})"},
      {"workers.csv", "worker_id,hired_on,pay_basis,wage,grade\nA,2025-01-01,monthly,100,a\nB,2025-01-01,monthly,235,b\n"},
      {"time.csv", "worker_id,date,start,end\nA,2026-03-02,08:00,17:30\n"},
      {"payroll.csv", "worker_id,period_start,period_end,component,amount\n"}};
  for (const char* month : {"02-01,2026-02-28", "03-01,2026-03-31", "04-01,2026-04-30", "06-01,2026-06-30"}) {
    files["payroll.csv"] += "A,2026-" + std::string(month) + ",basic,1.00\nB,2026-" + month + ",basic,1.00\n";
    files["payroll.csv"] += "A,2026-" + std::string(month) + ",deduction.meal,7.00\n";
  }
  return files;
}

Checked checked(const std::vector<std::string>& law) {
  const law::PackResolver find = resolver(packs());
  CheckOptions options;
  options.packs = &find;
  options.law = law;
  return check_files(folder(), options);
}

/// `A 2026-03-01 230` for each month of a line.
std::vector<std::string> due(const Checked& run, std::string_view line, std::string_view worker) {
  std::vector<std::string> out;
  for (const LineRow& row : run.result.lines) {
    if (run.result.names[row.name] != line || run.data.strings.view(row.worker) != worker) continue;
    out.push_back(quantity::to_text(quantity::Date::from_serial(row.first)).substr(5, 2) + " " + std::to_string(row.amount.value / 10000));
  }
  return out;
}

using Texts = std::vector<std::string>;

TEST(Favourable, TakesTheHigherValueOnItsDaysAndTheLawsOnOthers) {
  EXPECT_EQ(due(checked({"statute"}), "basic_pay", "A"), (Texts{"02 20000", "03 20000", "04 20000", "05 20000", "06 20000"}));
  // From April the divisor of the agreement gives 230 / 25 x 26; in June the law's minimum is back.
  EXPECT_EQ(due(checked({"agreement"}), "basic_pay", "A"), (Texts{"02 20000", "03 23000", "04 23920", "05 23920", "06 20800"}));
}

TEST(Favourable, LeavesABetterContractAlone) {
  EXPECT_EQ(due(checked({"agreement"}), "basic_pay", "B"), (Texts{"02 23500", "03 23500", "04 24440", "05 24440", "06 24440"}));
}

TEST(Favourable, TakesTheBestOfSeveralOverlays) {
  const Texts best{"02 20000", "03 23000", "04 24960", "05 24960", "06 24960"};
  EXPECT_EQ(due(checked({"agreement", "factory"}), "basic_pay", "A"), best);
  EXPECT_EQ(due(checked({"factory", "agreement"}), "basic_pay", "A"), best);
}

TEST(Favourable, TakesTheBetterLineForThoseToWhomEachApplies) {
  const Checked run = checked({"agreement"});
  EXPECT_EQ(due(run, "allowance.meal", "A").front(), "02 1000");
  EXPECT_EQ(due(run, "allowance.meal", "B").front(), "02 600");
}

TEST(Favourable, TakesTheStricterLimitAndTheSmallerDeduction) {
  const auto differences = [](const Checked& run, std::string_view check) {
    Texts out;
    for (const Finding& f : run.result.findings) {
      if (f.check == check) out.push_back(std::to_string(f.difference.value));
    }
    return out;
  };
  EXPECT_EQ(differences(checked({"statute"}), "hours_daily"), Texts{});
  EXPECT_EQ(differences(checked({"agreement"}), "hours_daily"), Texts{"30"});
  EXPECT_EQ(differences(checked({"statute"}), "unlawful_deduction.meal"), Texts{});
  EXPECT_EQ(differences(checked({"agreement"}), "unlawful_deduction.meal").front(), "2000000");
}

TEST(Favourable, NamesTheSourcesOfAllTerms) {
  for (const Finding& f : checked({"agreement"}).result.findings) {
    if (f.check != "allowance.meal") continue;
    EXPECT_EQ(f.source, "code: Works agreement, cl. 3; statute:code: Labour Code, art. 7");
    EXPECT_EQ(f.pack, "agreement");
  }
}

TEST(Favourable, IsShownWithAllTermsInTheWorking) {
  const law::PackResolver find = resolver(packs());
  CheckOptions options;
  options.packs = &find;
  options.law = {"agreement", "factory"};
  const records::Dataset data = read_all(folder());
  const auto working = explain(data, options, "B", quantity::Date::of(2026, 3, 15).serial(), "basic_pay");
  ASSERT_TRUE(working.ok()) << working.status().message();
  const std::string text = report::working_text(*working);
  // The contract's 235 stands above the agreement's 230, and the agreement's above the law's 200.
  for (const char* part : {"minimum_of_statute = 200 USD", "source: code: Labour Code, art. 7", "minimum_of_agreement = 230 USD",
                           "source: code: Works agreement, cl. 3", "minimum_of_factory = not given", "holds: minimum_of_agreement",
                           "wage = 235 USD", "holds: wage"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
  EXPECT_NE(report::working_json(*working).find("\"term\": \"minimum_of_agreement\""), std::string::npos);
}

TEST(Favourable, IsReplacedAndEndedLikeAnyOther) {
  std::map<std::string, std::string> texts = packs();
  texts["plain"] = R"x({"pack": "plain", "version": "1", "title": "P", "extends": "agreement", "sources": {"s": {"instrument": "S"}},
    "parameters": {"minimum": {"unit": "USD", "values": [{"from": "2025-01-01", "source": "s", "value": "150"}]}},
    "lines": {"allowance.meal": null}, "cases": []})x";
  const law::PackResolver find = resolver(texts);
  const std::vector<std::string> ids{"plain"};
  const law::LoadReport report = law::examine_packs(ids, &find);
  ASSERT_TRUE(report.ok()) << law::to_text(report.diagnostics);
  for (const law::Parameter& each : report.pack->parameters) EXPECT_FALSE(each.name.starts_with("minimum_of")) << each.name;
  for (const law::Line& each : report.pack->lines) EXPECT_NE(each.name, "allowance.meal");
}

/// What is said of an overlay.
std::string said(const std::string& overlay, const std::string& base = kStatute) {
  const law::PackResolver find = resolver({{"statute", base}});
  return law::to_text(law::examine_pack(overlay, "mine.json", &find).diagnostics);
}

std::string overlay(const std::string& sections) {
  return R"({"pack": "mine", "version": "1", "title": "Mine", "extends": "statute", "sources": {"s": {"instrument": "S"}}, )" + sections + R"(, "cases": []})";
}

TEST(Overlay, ThatTouchesNothingIsRefused) {
  EXPECT_NE(said(R"({"pack": "mine", "version": "1", "title": "Mine", "extends": "statute"})").find("the overlay changes nothing of `statute`"), std::string::npos);
}

TEST(Overlay, ThatRepeatsItsBaseIsNamed) {
  const std::string text = said(overlay(R"x("lines": {"allowance.meal": {"role": "pay", "when": "last(grade) = \"a\"", "formula": "10 USD",
    "answers": ["allowance.meal"], "source": "code"}})x"));
  EXPECT_NE(text.find("lines.allowance.meal: says what `statute` says already; leave it out"), std::string::npos) << text;
}

TEST(Overlay, ThatMissesANameIsAskedWhatWasMeant) {
  const std::string text = said(overlay(R"x("parameters": {"minimun": {"unit": "USD", "values": [{"from": "2025-01-01", "source": "s", "value": "150"}]}})x"));
  EXPECT_NE(text.find("parameters.minimun: nothing uses it; did you mean `minimum`?"), std::string::npos) << text;
}

TEST(Overlay, ThatIsFavourableToNothingIsRefused) {
  const std::string dated = R"("values": [{"from": "2025-01-01", "source": "s", "value": "150"}]})";
  EXPECT_NE(said(overlay(R"("parameters": {"minimun": {"unit": "USD", "favourable": "higher", )" + dated + "}")).find("there is no `minimun`; did you mean `minimum`?"), std::string::npos);
  EXPECT_NE(said(overlay(R"("parameters": {"minimum": {"unit": "percent", "favourable": "higher", )" + dated + "}")).find("is in USD, this one is in percent"), std::string::npos);
  EXPECT_NE(said(overlay(R"("parameters": {"minimum": {"unit": "USD", "favourable": true, )" + dated + "}")).find("one of higher, lower"), std::string::npos);
  EXPECT_NE(said(overlay(R"("parameters": {"minimum": {"unit": "USD", "favourable": "higher", )" + dated + "}")).find("is never more favourable than what is underneath"), std::string::npos);
  const std::string other_quantity = said(overlay(R"x("lines": {"hours_daily": {"role": "limit", "grain": "day", "favourable": true,
    "formula": "overtime_minutes", "limit": "2 hours", "unit": "minutes", "source": "s"}})x"));
  EXPECT_NE(other_quantity.find("the stricter of two limits on the same quantity; `formula` underneath is \"worked_minutes\""), std::string::npos) << other_quantity;
  std::string base = kStatute;
  base.replace(base.find("\"title\": \"Minimum wage\""), 23, "\"favourable\": \"higher\"");
  const law::PackResolver none = resolver({});
  EXPECT_NE(law::to_text(law::examine_pack(base, "statute.json", &none).diagnostics).find("`favourable` belongs to overlays"), std::string::npos);
}

}  // namespace
}  // namespace wageproof::reconcile::testing
