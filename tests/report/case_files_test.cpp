#include "report/case_files.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace wageproof::report {
namespace {

law::Pack example_pack() {
  law::Pack pack;
  pack.id = "xx-cba";
  pack.pack_ids = {"xx", "xx-cba"};
  pack.currency = 'U' << 16 | 'S' << 8 | 'D';
  return pack;
}

CaseFiles made_of(std::string_view json) {
  const law::json::Document document(json);
  EXPECT_TRUE(document.ok());
  return files_of_case(document, example_pack());
}

std::string bytes_of(const CaseFiles& files, std::string_view name) {
  const auto at = std::find_if(files.files.begin(), files.files.end(), [name](const auto& file) { return file.name == name; });
  return at == files.files.end() ? "(no such file)" : at->bytes.value_or("(no bytes)");
}

TEST(CaseFiles, GiveTheEmployerItsDefaults) {
  EXPECT_EQ(bytes_of(made_of(R"({"workers": []})"), "employer.json"),
            R"({"employer_id":"employer","law":["xx","xx-cba"],"currency":"USD","period":"monthly"})");
  EXPECT_EQ(bytes_of(made_of(R"({"employer": {"law": "yy", "period": "weekly", "attributes": {"size": 5}}})"), "employer.json"),
            R"({"law":"yy","period":"weekly","attributes":{"size": 5},"employer_id":"employer","currency":"USD"})");
}

TEST(CaseFiles, SpreadASpanOverItsDays) {
  // 2026-02-01 is a Sunday.
  const CaseFiles files = made_of(R"({"workers": [{"worker_id": "W7"}], "time": [
      {"from": "2026-02-01", "to": "2026-02-08", "weekdays": "fri-mon", "except": ["2026-02-07"], "start": "07:00"}]})");
  EXPECT_TRUE(files.problems.empty());
  EXPECT_EQ(bytes_of(files, "time.ndjson"),
            "{\"start\":\"07:00\",\"worker_id\":\"W7\",\"date\":\"2026-02-01\"}\n"
            "{\"start\":\"07:00\",\"worker_id\":\"W7\",\"date\":\"2026-02-02\"}\n"
            "{\"start\":\"07:00\",\"worker_id\":\"W7\",\"date\":\"2026-02-06\"}\n"
            "{\"start\":\"07:00\",\"worker_id\":\"W7\",\"date\":\"2026-02-08\"}\n");
}

TEST(CaseFiles, TakeListsOfWeekdaysAndEveryDayWhereNoneIsNamed) {
  const CaseFiles listed = made_of(R"({"time": [{"worker_id": "a", "from": "2026-02-02", "to": "2026-02-08", "weekdays": ["sun", "tue"]}]})");
  EXPECT_EQ(bytes_of(listed, "time.ndjson"),
            "{\"worker_id\":\"a\",\"date\":\"2026-02-03\"}\n{\"worker_id\":\"a\",\"date\":\"2026-02-08\"}\n");
  const CaseFiles every = made_of(R"({"hours": [{"worker_id": "a", "from": "2026-02-02", "to": "2026-02-04"}]})");
  const std::string text = bytes_of(every, "hours.ndjson");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
}

TEST(CaseFiles, NameTheWorkerOnlyWhereThereIsOne) {
  const CaseFiles one = made_of(R"({"workers": [{"wage": "1"}], "payroll": [{"amount": "1"}], "payments": [{"account": "x"}],
      "calendar": [{"date": "2026-01-01"}], "rates": [{"from": "USD", "to": "KHR"}]})");
  EXPECT_EQ(bytes_of(one, "workers.ndjson"), "{\"wage\":\"1\",\"worker_id\":\"w1\"}\n");
  EXPECT_EQ(bytes_of(one, "payroll.ndjson"), "{\"amount\":\"1\",\"worker_id\":\"w1\"}\n");
  EXPECT_EQ(bytes_of(one, "payments.ndjson"), "{\"account\":\"x\"}\n");
  EXPECT_EQ(bytes_of(one, "calendar.ndjson"), "{\"date\":\"2026-01-01\"}\n");
  EXPECT_EQ(bytes_of(one, "rates.ndjson"), "{\"from\":\"USD\",\"to\":\"KHR\"}\n");
  const CaseFiles two = made_of(R"({"workers": [{"worker_id": "a"}, {"worker_id": "b"}], "payroll": [{"amount": "1"}]})");
  EXPECT_EQ(bytes_of(two, "payroll.ndjson"), "{\"amount\":\"1\"}\n");
}

TEST(CaseFiles, SayWhatTheyDoNotUnderstand) {
  EXPECT_EQ(made_of(R"({"payrol": []})").problems.size(), 1U);
  EXPECT_EQ(made_of(R"({"time": [{"from": "2026-02-30", "to": "2026-03-01"}]})").problems.size(), 1U);
  EXPECT_EQ(made_of(R"({"time": [{"from": "2026-02-02", "to": "2026-02-01"}]})").problems.size(), 1U);
  EXPECT_EQ(made_of(R"({"time": [{"from": "2026-02-02", "to": "2026-02-03", "weekdays": "mon-xyz"}]})").problems.size(), 1U);
  EXPECT_EQ(made_of(R"({"time": [7]})").problems.size(), 1U);
}

}  // namespace
}  // namespace wageproof::report
