#include <gtest/gtest.h>

#include "reading.hpp"

namespace wageproof::readers::testing {
namespace {

using records::kNone64;
using records::TableKind;

// One row of payroll as a line, with `amount` as given.
std::string line_with(const std::string& amount) {
    return R"({"worker_id":"W1","period_start":"2026-01-01","period_end":"2026-01-31","component":"basic","amount":)" +
           amount + "}\n";
}

TEST(JsonLines, AmountsAreReadFromTheirText) {
    const auto data = data_of({{"payroll.ndjson", line_with("0.1") + line_with("\"123456789.123456\"") +
                                                      line_with("9007199254740993  ") +
                                                      line_with("999999999999.999999") + line_with("-5")}});
    EXPECT_EQ(rejects_of(data), "payroll.ndjson:3 amount \"9007199254740993\" out_of_range\n");
    EXPECT_EQ(wide_of(data, TableKind::payroll, "amount", 0), 100'000);
    EXPECT_EQ(wide_of(data, TableKind::payroll, "amount", 1), 123'456'789'123'456);
    EXPECT_EQ(wide_of(data, TableKind::payroll, "amount", 2), 999'999'999'999'999'999);
    EXPECT_EQ(wide_of(data, TableKind::payroll, "amount", 3), -5'000'000);
}

TEST(JsonLines, NoRecordVanishesBesideABrokenOne) {
    const std::string good = line_with("1");
    const std::string broken[] = {R"({"worker_id":"W1","amount":1)",
                                  R"("worker_id":"W1"})",
                                  R"({"worker_id":"W1"}})",
                                  R"({"worker_id":"W1"} {"worker_id":"W2"})",
                                  R"({"worker_id":"W1",})",
                                  R"({"worker_id" "W1"})",
                                  R"({"worker_id":W1})",
                                  R"({"worker_id":"W1)",
                                  R"(["W1"])",
                                  R"({"worker_id":["W1"]})",
                                  R"({"worker_id":{"a":1}})",
                                  R"({"worker_id":"W1","worker_id":"W1"})",
                                  R"({"amount":01})",
                                  R"({"amount":1.})",
                                  R"({"amount":.5})",
                                  R"({"amount":+5})",
                                  R"({"amount":NaN})",
                                  R"({"worker_id":"\x"})",
                                  R"({"worker_id":"a"b"})",
                                  "nonsense",
                                  R"({"worker_id":"W1" "x"})",
                                  R"({,})",
                                  R"({"a":tru})",
                                  R"({"a":"\ud800"})"};
    for (const std::string& bad : broken) {
        const auto data = data_of({{"payroll.ndjson", good + bad + "\n" + good}});
        EXPECT_EQ(data[TableKind::payroll].row_count(), 2U) << bad;
        ASSERT_EQ(data.rejects.size(), 1U) << bad;
        EXPECT_EQ(data.rejects[0].reason, "bad_json") << bad;
        EXPECT_EQ(data.rejects[0].line, 2U) << bad;
        EXPECT_EQ(data[TableKind::payroll].line, (std::vector<std::uint32_t>{1, 3})) << bad;
        expect_accounts_add_up(data);
    }
}

TEST(JsonLines, OneBadByteRejectsOneLine) {
    const auto data =
        data_of({{"payroll.ndjson", line_with("1") + "{\"worker_id\":\"\xFF\"}\n" + line_with("2")}});
    EXPECT_EQ(data[TableKind::payroll].row_count(), 2U);
    ASSERT_EQ(data.rejects.size(), 1U);
    EXPECT_EQ(data.rejects[0].reason, "bad_encoding");
}

TEST(JsonLines, TakesMarksBlankLinesNullsEscapesAndAnyOrder) {
    const auto data = data_of(
        {{"workers.ndjson",
          "\xEF\xBB\xBF{\"name\":\"S\\u00f6k \\\"x\\\"\",\"worker_id\":\"W1\",\"wage\":null}\r\n\n   \n"
          "{ \"wage\" : 7 , \"worker\\u005fid\" : \"W2\", \"shoe\" : 38 }\n{\"worker_id\":null}\n{}"},
         {"workers.csv", ""}});
    ASSERT_EQ(data[TableKind::workers].row_count(), 2U) << rejects_of(data);
    EXPECT_EQ(text_of(data, TableKind::workers, "name", 0), "S\xC3\xB6k \"x\"");
    EXPECT_EQ(wide_of(data, TableKind::workers, "wage", 0), kNone64);
    EXPECT_EQ(text_of(data, TableKind::workers, "worker_id", 1), "W2");
    ASSERT_EQ(data[TableKind::workers].attributes.size(), 1U);
    EXPECT_EQ(data.strings.view(data[TableKind::workers].attributes[0].values[1]), "38");
    EXPECT_EQ(data[TableKind::workers].line, (std::vector<std::uint32_t>{1, 4}));
    expect_accounts_add_up(data);
}

TEST(JsonLines, AnExponentInAnIdTellsOfLostDigits) {
    const auto data = data_of(
        {{"workers.ndjson", "{\"worker_id\":12e10}\n{\"worker_id\":1201}\n{\"worker_id\":\"12E45\"}\n"},
         {"workers.csv", "worker_id\n"}});
    EXPECT_EQ(rejects_of(data), "workers.ndjson:1 worker_id \"12e10\" digits_lost\n");
    EXPECT_EQ(text_of(data, TableKind::workers, "worker_id", 0), "1201");
}

TEST(JsonLines, ALineThatIsTooLongIsOneRow) {
    const auto data =
        data_of({{"payroll.ndjson", line_with("1") + "{\"worker_id\":\"" + std::string(20'000'000, 'x') +
                                        "\"}\n" + line_with("2")}});
    ASSERT_EQ(data.rejects.size(), 1U);
    EXPECT_EQ(data.rejects[0].reason, "too_long");
    EXPECT_EQ(data[TableKind::payroll].line, (std::vector<std::uint32_t>{1, 3}));
}

TEST(JsonLines, IgnoredKeysAreNamed) {
    const auto data =
        data_of({{"hours.ndjson", R"({"worker_id":"W1","date":"2026-01-01","minutes":480,"shoe":38})"}});
    EXPECT_EQ(account_of(data, "hours.ndjson").ignored_columns, (std::vector<std::string>{"shoe"}));
    EXPECT_EQ(data[TableKind::hours].row_count(), 1U);
}

TEST(JsonLines, ThreadsAndBatchesChangeNothing) {
    std::string lines;
    for (int i = 0; i < 120'000; ++i)
        lines += i % 5000 == 4999 ? "{\"worker_id\":\n" : line_with(std::to_string(i));
    ReadOptions two;
    two.threads = 2;
    const auto one = data_of({{"payroll.ndjson", lines}});
    const auto other = data_of({{"payroll.ndjson", lines}}, two);
    EXPECT_EQ(one[TableKind::payroll].row_count(), 119'976U);
    EXPECT_EQ(one[TableKind::payroll].columns[5].wide, other[TableKind::payroll].columns[5].wide);
    EXPECT_EQ(rejects_of(one), rejects_of(other));
}

TEST(JsonArray, ElementsAreRows) {
    const auto data = data_of({{"hours.json", R"( [ {"worker_id":"W1","date":"2026-01-01","minutes":1},
      {"worker_id":"W,]2","date":"2026-01-01","minutes":2} , null, {"worker_id":"W3","minutes":3}, {"worker_id":"W4","date":"2026-01-01","minutes":"4"} ] )"}});
    EXPECT_EQ(data[TableKind::hours].line, (std::vector<std::uint32_t>{1, 2, 5}));
    EXPECT_EQ(text_of(data, TableKind::hours, "worker_id", 1), "W,]2");
    EXPECT_EQ(rejects_of(data), "hours.json:3  \"null\" bad_json\nhours.json:4 date \"\" missing\n");
    expect_accounts_add_up(data);
    EXPECT_EQ(data_of({{"hours.json", " [ ] "}})[TableKind::hours].row_count(), 0U);
}

TEST(JsonArray, WhatIsNotAWholeArrayIsRejected) {
    const std::string row = R"({"worker_id":"W1","date":"2026-01-01","minutes":1})";
    for (const std::string& text : {"[" + row, "[" + row + ",", "[" + row + ",]", "[" + row + "] x",
                                    "[" + row + ",{]", std::string("")}) {
        const auto data = data_of({{"hours.json", text}});
        EXPECT_EQ(data.rejects.size(), 1U) << text;
        EXPECT_EQ(data.rejects.back().reason, "bad_json") << text;
        expect_accounts_add_up(data);
    }
}

TEST(Employers, JsonLinesMayListPeriodsAndAttributes) {
    const auto result = read_files(
        {{"employers.ndjson",
          {},
          R"({"employer_id":"F1","law":["kh"],"currency":"USD","period":"monthly","attributes":{"sector":"garment"}}
{"employer_id":"F2","law":"jo;jo-garment-cba","currency":"JOD","period":[{"start":"2026-01-16","end":"2026-01-31"},{"start":"2026-01-01","end":"2026-01-15"}],"zone":"z"}
{"employer_id":"F3","law":["kh"],"currency":"USD"}
{"employer_id":"F4","law":["kh"],"currency":"USD","period":{"start":1}}
)"},
         {"workers.csv", {}, "employer_id,worker_id\nF1,W1\n"}});
    ASSERT_TRUE(result.ok()) << result.status().message();
    EXPECT_EQ(rejects_of(*result),
              "employers.ndjson:3 period \"\" missing\nemployers.ndjson:4 period \"\" bad_json\n");
    EXPECT_EQ(result->periods[1].size(), 2U);
    EXPECT_LT(result->periods[1][0].first, result->periods[1][1].first);
    EXPECT_EQ(result->laws[1].size(), 2U);
}

}  // namespace
}  // namespace wageproof::readers::testing
