#include "wageproof/report/tables.hpp"

#include <gtest/gtest.h>

#include "report/hand_made.hpp"

namespace wageproof::report::testing {
namespace {

using reconcile::AmountUnit;
using reconcile::Severity;

TEST(Tables, HaveAHeaderWhenEmpty) {
  const HandMade made;
  EXPECT_EQ(written(Table::due, made),
            "employer_id,worker_id,period_start,period_end,line,quantity,unit,amount,currency,status,pack,rule,source\n");
  EXPECT_EQ(written(Table::reconciliation, made),
            "employer_id,worker_id,period_start,period_end,line,due,booked,difference,currency,paid,owed\n");
  EXPECT_EQ(written(Table::findings, made),
            "employer_id,finding_id,worker_id,period_start,period_end,check,severity,expected,found,difference,unit,pack,"
            "rule,source,evidence\n");
  EXPECT_EQ(written(Table::matches, made),
            "employer_id,payment_id,worker_id,period_start,period_end,amount,currency,status,grade,matched_by,file,line\n");
  EXPECT_EQ(written(Table::checks, made),
            "employer_id,check,pack,rule,period_start,period_end,by,group,tested,met,broken,cannot_tell,amount,currency\n");
  EXPECT_EQ(written(Table::balances, made),
            "employer_id,worker_id,as_of,leave_type,earned,taken,encashed,lapsed,balance\n");
  EXPECT_EQ(written(Table::rejects, made), "employer_id,file,line,column,value,reason\n");
  EXPECT_EQ(written(Table::due, made, Form::ndjson), "");
}

TEST(Tables, BeginWithTheEmployer) {
  for (std::size_t i = 0; i < kTableCount; ++i) {
    EXPECT_EQ(fields_of(static_cast<Table>(i)).front(), "employer_id") << name_of(static_cast<Table>(i));
  }
}

TEST(DueTable, NamesThePackAndTheSourcesOfItsLine) {
  HandMade made;
  made.add_law();
  auto row = made.line("overtime_pay", "USD");
  row.quantity = micro(1230);
  row.quantity_unit = AmountUnit::minutes;
  row.amount = micro(30'290'000);
  made.result.lines.push_back(row);
  EXPECT_EQ(written(Table::due, made),
            "employer_id,worker_id,period_start,period_end,line,quantity,unit,amount,currency,status,pack,rule,source\n"
            "E1,W1,2026-02-01,2026-02-28,overtime_pay,1230,minutes,30.29,USD,known,xx,overtime_pay,"
            "\"S1: Labour Code 1997, art. 139; S2: Decree 5, 2020\"\n");
  EXPECT_EQ(written(Table::due, made, Form::ndjson),
            "{\"employer_id\":\"E1\",\"worker_id\":\"W1\",\"period_start\":\"2026-02-01\",\"period_end\":\"2026-02-28\","
            "\"line\":\"overtime_pay\",\"quantity\":1230,\"unit\":\"minutes\",\"amount\":\"30.29\",\"currency\":\"USD\","
            "\"status\":\"known\",\"pack\":\"xx\",\"rule\":\"overtime_pay\","
            "\"source\":\"S1: Labour Code 1997, art. 139; S2: Decree 5, 2020\"}\n");
}

TEST(DueTable, LeavesAnUnknownAmountEmpty) {
  HandMade made;
  made.add_law();
  auto row = made.line("overtime_pay", "USD");
  row.status = reconcile::Status::unknown;
  made.result.lines.push_back(row);
  const auto cells = cells_of(Table::due, made.result, made.data).at(0);
  EXPECT_EQ(cells.at(5), "");
  EXPECT_EQ(cells.at(6), "");
  EXPECT_EQ(cells.at(7), "");
  EXPECT_EQ(cells.at(8), "USD");
  EXPECT_EQ(cells.at(9), "unknown");
  const std::string json = written(Table::due, made, Form::ndjson);
  EXPECT_NE(json.find("\"quantity\":null,\"unit\":null,\"amount\":null,\"currency\":\"USD\",\"status\":\"unknown\""), std::string::npos);
}

TEST(DueTable, WritesDaysWithoutTrailingZeros) {
  struct Row {
    std::int64_t micro;
    const char* text;
  };
  for (const Row& each : {Row{1'500'000, "1.5"}, {2'000'000, "2"}, {333'333, "0.3333"}, {50, "0.0001"}, {49, "0"},
                          {-1'250'050, "-1.2501"}, {0, "0"}}) {
    HandMade made;
    made.add_law();
    auto row = made.line("overtime_pay", "USD");
    row.quantity = micro(each.micro);
    row.quantity_unit = AmountUnit::days;
    made.result.lines.push_back(row);
    const auto cells = cells_of(Table::due, made.result, made.data).at(0);
    EXPECT_EQ(cells.at(5), each.text);
    EXPECT_EQ(cells.at(6), "days");
    EXPECT_NE(written(Table::due, made, Form::ndjson).find("\"quantity\":\"" + std::string(each.text) + "\""), std::string::npos);
  }
}

TEST(DueTable, RepeatsOnlyWhatRowsShare) {
  HandMade made;
  made.add_law();
  std::string expected = "employer_id,worker_id,period_start,period_end,line,quantity,unit,amount,currency,status,pack,rule,source\n";
  const std::string source = "\"S1: Labour Code 1997, art. 139; S2: Decree 5, 2020\"";
  for (const char* worker : {"W1", "W1", "=W,2", "W1"}) {
    for (const int month : {1, 2}) {
      for (const char* name : {"overtime_pay", "basic_pay"}) {
        auto row = made.line(name, "USD");
        row.worker = made.id(worker);
        row.first = day(2026, month, 1);
        row.last = day(2026, month, 28);
        row.amount = micro(1'000'000 * month);
        made.result.lines.push_back(row);
        const std::string start = "2026-0" + std::to_string(month);
        expected += std::string("E1,") + (worker[0] == '=' ? "\"'=W,2\"" : worker) + "," + start + "-01," + start + "-28," + name +
                    ",,," + std::to_string(month) + ".00,USD,known,xx," + name + "," + source + "\n";
      }
    }
  }
  EXPECT_EQ(written(Table::due, made), expected);
  EXPECT_EQ(cells_of(Table::due, made.result, made.data).at(9).at(1), "=W,2");
  EXPECT_NE(written(Table::due, made, Form::ndjson).find("{\"employer_id\":\"E1\",\"worker_id\":\"=W,2\",\"period_start\":\"2026-02-01\""),
            std::string::npos);
}

TEST(ReconciliationTable, WritesMoneyWithTheDecimalsOfItsCurrency) {
  struct Row {
    std::int64_t micro;
    const char* currency;
    const char* text;
  };
  for (const Row& each : {Row{1'234'500'000, "USD", "1234.50"}, {-500'000, "USD", "-0.50"}, {0, "USD", "0.00"},
                          {5'000, "USD", "0.01"}, {-5'000, "USD", "-0.01"}, {4'999, "USD", "0.00"}, {-4'999, "USD", "0.00"},
                          {1'500'000, "VND", "2"}, {-1'500'000, "VND", "-2"}, {1'499'999, "VND", "1"},
                          {1'234'567, "KWD", "1.235"}, {-1'234'500, "KWD", "-1.235"}, {12'345'600, "CLF", "12.3456"},
                          {9'223'372'036'854'775'807, "USD", "9223372036854.78"},
                          {-9'223'372'036'854'775'807, "VND", "-9223372036855"}}) {
    HandMade made;
    auto row = made.line("net", each.currency);
    differ(row, each.micro);
    made.result.lines.push_back(row);
    EXPECT_EQ(cells_of(Table::reconciliation, made.result, made.data).at(0).at(7), each.text) << each.currency;
  }
}

TEST(ReconciliationTable, HoldsPaidAndOwedOfTheNetLine) {
  HandMade made;
  auto row = made.line("net", "USD");
  row.amount = micro(200'000'000);
  row.booked = micro(190'000'000);
  row.paid = micro(150'000'000);
  made.result.lines.push_back(row);
  EXPECT_EQ(written(Table::reconciliation, made),
            "employer_id,worker_id,period_start,period_end,line,due,booked,difference,currency,paid,owed\n"
            "E1,W1,2026-02-01,2026-02-28,net,200.00,190.00,10.00,USD,150.00,50.00\n");
  EXPECT_TRUE(cells_of(Table::due, made.result, made.data).empty());
}

TEST(FindingsTable, QuotesOnlyWhereNeededAndDisarmsFormulas) {
  struct Row {
    const char* text;
    const char* csv;
    const char* json;
  };
  for (const Row& each : {Row{"plain text", "plain text", "\"plain text\""},
                          {"a,b", "\"a,b\"", "\"a,b\""},
                          {"say \"no\"", "\"say \"\"no\"\"\"", "\"say \\\"no\\\"\""},
                          {"two\nlines", "\"two\nlines\"", "\"two\\nlines\""},
                          {"cr\rlf", "\"cr\rlf\"", "\"cr\\rlf\""},
                          {"=1+1", "'=1+1", "\"=1+1\""},
                          {"+855 12", "'+855 12", "\"+855 12\""},
                          {"-5", "-5", "\"-5\""},
                          {"-5+1", "'-5+1", "\"-5+1\""},
                          {"'=1", "''=1", "\"'=1\""},
                          {"@cmd", "'@cmd", "\"@cmd\""},
                          {"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"", "\"=HYPERLINK(\\\"x\\\",\\\"y\\\")\""},
                          {"\tx", "'\tx", "\"\\tx\""},
                          {"back\\slash", "back\\slash", "\"back\\\\slash\""},
                          {"\x01", "\x01", "\"\\u0001\""},
                          {"សុខ", "សុខ", "\"សុខ\""},
                          {"", "", "null"}}) {
    HandMade made;
    auto finding = made.finding("basic_pay", Severity::breach, "W1");
    finding.evidence = each.text;
    made.result.findings.push_back(finding);
    const std::string csv = written(Table::findings, made);
    EXPECT_TRUE(csv.ends_with("USD,,,," + std::string(each.csv) + "\n")) << csv;
    const std::string json = written(Table::findings, made, Form::ndjson);
    EXPECT_TRUE(json.ends_with("\"evidence\":" + std::string(each.json) + "}\n")) << json;
  }
}

TEST(FindingsTable, WritesFiguresInTheirUnit) {
  HandMade made;
  auto finding = made.finding("hours_weekly", Severity::breach, "W1");
  finding.unit = AmountUnit::minutes;
  finding.currency.clear();
  finding.expected = micro(3600);
  finding.found = micro(3720);
  finding.difference = micro(120);
  made.result.findings.push_back(finding);
  finding = made.finding("payment_unmatched", Severity::discrepancy, "");
  finding.has_period = false;
  finding.difference = micro(-12'500'000);
  made.result.findings.push_back(finding);
  EXPECT_EQ(written(Table::findings, made),
            "employer_id,finding_id,worker_id,period_start,period_end,check,severity,expected,found,difference,unit,pack,"
            "rule,source,evidence\n"
            "E1,0123456789abcdef,W1,2026-02-01,2026-02-28,hours_weekly,breach,3600,3720,120,minutes,,,,\n"
            "E1,0123456789abcdef,,,,payment_unmatched,discrepancy,,,-12.50,USD,,,,\n");
  EXPECT_NE(written(Table::findings, made, Form::ndjson).find("\"expected\":3600,\"found\":3720,\"difference\":120"), std::string::npos);
}

TEST(MatchesTable, LeavesWorkerAndPeriodOfAnUnmatchedPaymentEmpty) {
  HandMade made;
  made.data.files.push_back({});
  made.data.files.back().name = "payments.csv";
  const auto file = static_cast<std::uint32_t>(made.data.files.size() - 1);
  reconcile::MatchRow match;
  match.employer = made.id("E1");
  match.payment = made.id("P1");
  match.currency = made.id("USD");
  match.amount_micro = 7'000'000;
  match.file = file;
  match.line = 7;
  made.result.matches.push_back(match);
  match.matched_by = "tie";
  match.note = 0;
  made.result.match_notes = {"W1|W2"};
  match.payment = made.id("P3");
  match.grade = records::EvidenceGrade::d;
  match.status = records::PaymentStatus::instructed;
  made.result.matches.push_back(match);
  match = made.result.matches.front();
  match.payment = made.id("P2");
  match.worker = made.id("W1");
  match.first = day(2026, 2, 1);
  match.last = day(2026, 2, 28);
  match.matched_by = "stated";
  match.line = 8;
  made.result.matches.push_back(match);
  EXPECT_EQ(written(Table::matches, made),
            "employer_id,payment_id,worker_id,period_start,period_end,amount,currency,status,grade,matched_by,file,line\n"
            "E1,P1,,,,7.00,USD,settled,B,,payments.csv,7\n"
            "E1,P3,,,,7.00,USD,instructed,D,tie:W1|W2,payments.csv,7\n"
            "E1,P2,W1,2026-02-01,2026-02-28,7.00,USD,settled,B,stated,payments.csv,8\n");
}

TEST(ChecksTable, HasAnAmountOnlyOfMoney) {
  HandMade made;
  reconcile::CheckRow row;
  row.employer = made.id("E1");
  row.check = row.rule = "overtime_pay";
  row.pack = "xx";
  row.first = day(2026, 2, 1);
  row.last = day(2026, 2, 28);
  row.tested = 10;
  row.met = 7;
  row.broken = 2;
  row.cannot_tell = 1;
  row.amount_micro = 12'340'000;
  row.currency = "USD";
  made.result.checks.push_back(row);
  row.by = "sex";
  row.group = "f";
  row.currency.clear();
  made.result.checks.push_back(row);
  EXPECT_EQ(written(Table::checks, made),
            "employer_id,check,pack,rule,period_start,period_end,by,group,tested,met,broken,cannot_tell,amount,currency\n"
            "E1,overtime_pay,xx,overtime_pay,2026-02-01,2026-02-28,,,10,7,2,1,12.34,USD\n"
            "E1,overtime_pay,xx,overtime_pay,2026-02-01,2026-02-28,sex,f,10,7,2,1,,\n");
}

TEST(BalancesTable, HoldsDays) {
  HandMade made;
  made.result.balances.push_back({made.id("E1"), made.id("W1"), day(2026, 2, 28), "annual", micro(1'500'000), micro(500'000),
                                  {}, micro(0), micro(1'000'000)});
  EXPECT_EQ(written(Table::balances, made),
            "employer_id,worker_id,as_of,leave_type,earned,taken,encashed,lapsed,balance\n"
            "E1,W1,2026-02-28,annual,1.5,0.5,,0,1\n");
}

TEST(RejectsTable, RepairsBytesThatAreNoUtf8AndNamesTheOnlyEmployer) {
  HandMade made;
  auto& employers = made.data[records::TableKind::employers];
  employers.columns.resize(records::spec_of(records::TableKind::employers).fields.size());
  employers.columns[0].narrow.push_back(static_cast<std::int32_t>(made.id("E1")));
  employers.line.push_back(1);
  records::FileAccount file;
  file.name = "time.csv";
  made.data.files.push_back(file);
  made.data.rejects.push_back({0, 12, "start", "25:\xFF\xE1\x80", "not_a_time", records::TableKind::time, 0, 0,
                               records::kNone32, records::kNone32});
  EXPECT_EQ(written(Table::rejects, made),
            "employer_id,file,line,column,value,reason\nE1,time.csv,12,start,25:\uFFFD\uFFFD\uFFFD,not_a_time\n");
}

TEST(Tables, LeaveInPiecesAndStopWhenTold) {
  HandMade made;
  for (int i = 0; i < 20'000; ++i) {
    auto row = made.line("net", "USD");
    differ(row, i);
    made.result.lines.push_back(row);
  }
  int pieces = 0;
  EXPECT_FALSE(write_table(Table::reconciliation, made.result, made.data, Form::csv, [&pieces](std::string_view) { return ++pieces < 2; }));
  EXPECT_EQ(pieces, 2);
  std::string whole = written(Table::reconciliation, made);
  EXPECT_EQ(std::count(whole.begin(), whole.end(), '\n'), 20'001);
}

}  // namespace
}  // namespace wageproof::report::testing
