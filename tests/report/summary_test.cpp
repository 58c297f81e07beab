#include "wageproof/report/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/columns.hpp"
#include "report/hand_made.hpp"

namespace wageproof::report::testing {
namespace {

using reconcile::Severity;
using ::testing::HasSubstr;
using ::testing::Not;

HandMade busy_result() {
  HandMade made;
  made.add_law();
  records::FileAccount file;
  file.name = "time \"a\".csv";
  file.table = records::TableKind::time;
  file.sha256 = std::string(64, 'c');
  file.size_bytes = 1234;
  file.read = 10;
  file.accepted = 8;
  file.rejected = 1;
  file.skipped = 1;
  file.ignored_columns = {"Line Manager"};
  made.data.files.push_back(file);
  made.data.rejects.push_back({0, 3, "start", "25:00", "not_a_time", records::TableKind::time, 0, 0, records::kNone32, records::kNone32});
  for (int i = 0; i < 12; ++i) {
    auto net = made.line("net", "USD");
    net.worker = made.id("W" + std::to_string(i));
    owe(net, 1'000'000'000 + i * 1'000'000);
    made.result.lines.push_back(net);
    auto finding = made.finding("overtime_pay", Severity::breach, "W" + std::to_string(i));
    finding.difference = micro(1'000'000'000);
    made.result.findings.push_back(finding);
  }
  auto finding = made.finding("hours_weekly", Severity::breach, "W1");
  finding.unit = reconcile::AmountUnit::minutes;
  finding.currency.clear();
  finding.difference = micro(125);
  made.result.findings.push_back(finding);
  finding = made.finding("minimum_wage", Severity::warning, "W1");
  finding.evidence = "missing:workers.grade";
  made.result.findings.push_back(finding);
  made.result.not_checked.push_back({"payment_missing", "payments"});
  made.result.rounding.push_back({"overtime_pay", "USD", 3, 4'000, 1, "half_up", 10'000, "S1: Labour Code 1997, art. 139"});
  made.result.employers = 1;
  made.result.workers = 1'200;
  made.result.worker_periods = 2'400;
  made.result.worker_days = 62'400;
  made.result.spans_not_seen = 5;
  return made;
}

TEST(SummaryJson, AccountsForRowsFindingsAndMoney) {
  const HandMade made = busy_result();
  const std::string json = summary_json(made.result, made.data, totals_of(made.result, made.data));
  EXPECT_THAT(json, HasSubstr("\"workers\": 1200,\n  \"periods\": 2400,\n  \"days\": 62400,\n"));
  EXPECT_THAT(json, HasSubstr("{\n      \"check\": \"overtime_pay\",\n      \"severity\": \"breach\",\n      \"unit\": \"USD\",\n"
                              "      \"findings\": 12,\n      \"workers\": 12,\n      \"short\": \"12000.00\",\n"
                              "      \"beyond\": \"0.00\"\n    }"));
  EXPECT_THAT(json, HasSubstr("\"unit\": \"minutes\",\n      \"findings\": 1,\n      \"workers\": 1,\n      \"short\": 125,\n      \"beyond\": 0\n"));
  EXPECT_THAT(json, HasSubstr("\"owed\": [\n    {\n      \"currency\": \"USD\",\n      \"workers\": 12,\n      \"amount\": \"12066.00\"\n    }\n  ]"));
  EXPECT_THAT(json, HasSubstr("\"mode\": \"half_up\",\n      \"step\": \"0.010000\",\n      \"source\": \"S1: Labour Code 1997, art. 139\""));
  EXPECT_THAT(json, HasSubstr("\"up\": \"0.004000\",\n      \"down\": \"0.000001\""));
  EXPECT_THAT(json, HasSubstr("\"spans_not_seen\": 5"));
  EXPECT_THAT(json, HasSubstr("\"file\": \"time \\\"a\\\".csv\""));
  EXPECT_THAT(json, HasSubstr("\"columns_not_used\": [\n        \"Line Manager\"\n      ]"));
  EXPECT_THAT(json, HasSubstr("\"id\": \"xx\",\n      \"version\": \"2026.1\""));
  EXPECT_THAT(json, HasSubstr("\"rows\": {\n    \"read\": 10,\n    \"accepted\": 8,\n    \"rejected\": 1,\n    \"skipped\": 1\n  }"));
  EXPECT_TRUE(json.ends_with("}\n"));
}

TEST(SummaryJson, OfReadingHasFilesOnly) {
  const HandMade made = busy_result();
  const std::string json = summary_json(made.data);
  EXPECT_THAT(json, HasSubstr("\"files\": ["));
  EXPECT_THAT(json, Not(HasSubstr("findings")));
}

TEST(SummaryPage, TellsWhatToActOn) {
  const HandMade made = busy_result();
  PageOptions options;
  options.width = 100;
  options.folder = "out";
  const std::string page = summary_page(made.result, made.data, totals_of(made.result, made.data), options);
  EXPECT_THAT(page, HasSubstr("Read 10 rows from 1 file, 1 of them skipped as no data: 1,200 workers"));
  EXPECT_THAT(page, HasSubstr("1 row was rejected"));
  EXPECT_THAT(page, HasSubstr("not_a_time"));
  EXPECT_THAT(page, HasSubstr("12,000.00 USD"));
  EXPECT_THAT(page, HasSubstr("2:05 h"));
  EXPECT_THAT(page, HasSubstr("Owed to workers: 12,066.00 USD, to 12 workers; the 10 who are owed most"));
  EXPECT_THAT(page, HasSubstr("  W11  1,011.00 USD"));
  EXPECT_THAT(page, Not(HasSubstr("  W1  ")));
  EXPECT_THAT(page, HasSubstr("workers.grade"));
  EXPECT_THAT(page, HasSubstr("payments: payment_missing"));
  EXPECT_THAT(page, HasSubstr("The tables are in out"));
  EXPECT_THAT(page, Not(HasSubstr("\x1b")));
}

TEST(SummaryPage, StaysWithinTheWidth) {
  const HandMade made = busy_result();
  PageOptions options;
  for (const std::size_t width : {std::size_t{60}, std::size_t{80}, std::size_t{120}}) {
    options.width = width;
    const std::string page = summary_page(made.result, made.data, totals_of(made.result, made.data), options);
    std::string_view rest = page;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      EXPECT_LE(shown_width(rest.substr(0, end)), width) << rest.substr(0, end);
      rest.remove_prefix(end + 1);
    }
  }
}

TEST(SummaryPage, SaysThatNothingWasFound) {
  HandMade made;
  made.result.worker_periods = 1;
  const std::string page = summary_page(made.result, made.data, totals_of(made.result, made.data), {});
  EXPECT_THAT(page, HasSubstr("Nothing was found"));
}

// Nobody may take an empty page for a clean one.
TEST(SummaryPage, SaysThatNothingWasChecked) {
  HandMade made;
  PageOptions options;
  const auto page = [&] { return summary_page(made.result, made.data, totals_of(made.result, made.data), options); };
  EXPECT_THAT(page(), HasSubstr("Nothing was checked: the records name no pay period"));
  options.window = "--from 2031-01-01";
  EXPECT_THAT(page(), HasSubstr("no pay period of the records lies within --from 2031-01-01"));
  EXPECT_THAT(page(), Not(HasSubstr("Nothing was found")));
}

TEST(Summary, NamesFilesThatNobodyRead) {
  HandMade made;
  made.data.unread_files = {{"Payroll.csv", "letter_case"}, {"a\x1b[2J.txt", "unknown_name"}, {"pay.csv.gz", "compressed"}};
  const std::string json = summary_json(made.result, made.data, totals_of(made.result, made.data));
  EXPECT_THAT(json, HasSubstr("\"file\": \"Payroll.csv\",\n      \"reason\": \"letter_case\""));
  for (const std::string& page : {summary_page(made.result, made.data, totals_of(made.result, made.data), {}), reading_page(made.data, {})}) {
    EXPECT_THAT(page, HasSubstr("3 files were not read"));
    EXPECT_THAT(page, HasSubstr("pay.csv.gz"));
    EXPECT_THAT(page, HasSubstr("no table has such a name: a?[2J.txt"));
    EXPECT_THAT(page, Not(HasSubstr("\x1b[2J")));
  }
}

}  // namespace
}  // namespace wageproof::report::testing
