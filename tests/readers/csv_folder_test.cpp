#include <gtest/gtest.h>

#include "reading.hpp"
#include "wageproof/quantity/sha256.hpp"

namespace wageproof::readers::testing {
namespace {

using records::kNone32;
using records::kNone64;
using records::TableKind;

constexpr std::int32_t kJan1 = 20454;  // 2026-01-01

TEST(ReadFolder, ReadsEmployerWorkersAndTime) {
    const auto data = data_of({{"time.csv",
                                "worker_id,date,start,end,break_minutes\nW1,2026-01-05,07:00,16:30,60\nW2,"
                                "2026-01-05,22:00:30,06:00,\n"}});
    EXPECT_EQ(text_of(data, TableKind::employers, "employer_id", 0), "F1");
    EXPECT_EQ(data.laws, (std::vector<std::vector<std::string>>{{"kh"}}));
    EXPECT_EQ(wide_of(data, TableKind::workers, "wage", 0), 204'500'000);
    EXPECT_EQ(text_of(data, TableKind::time, "employer_id", 1), "F1");
    EXPECT_EQ(text_of(data, TableKind::time, "worker_id", 1), "W2");
    EXPECT_EQ(narrow_of(data, TableKind::time, "date", 0), kJan1 + 4);
    EXPECT_EQ(narrow_of(data, TableKind::time, "start", 1), 22 * 3600 + 30);
    EXPECT_EQ(narrow_of(data, TableKind::time, "break_minutes", 0), 60);
    EXPECT_EQ(narrow_of(data, TableKind::time, "break_minutes", 1), kNone32);
    EXPECT_EQ(data[TableKind::time].line[1], 3U);
    EXPECT_EQ(rejects_of(data), "");
    expect_accounts_add_up(data);
}

TEST(ReadFolder, EmployerAttributesAndUnknownWorkerColumnsAreKept) {
    const auto data = data_of({{"workers.csv", "worker_id,line_no,wage\nW1,A7,1\n"},
                               {"hours.csv", "worker_id,date,minutes,colour\nW1,2026-01-01,480,red\n"}});
    const auto& employers = data[TableKind::employers];
    ASSERT_EQ(employers.attributes.size(), 2U);
    EXPECT_EQ(data.strings.view(employers.attributes[1].name), "size");
    EXPECT_EQ(data.strings.view(employers.attributes[1].values[0]), "812");
    ASSERT_EQ(data[TableKind::workers].attributes.size(), 1U);
    EXPECT_EQ(data.strings.view(data[TableKind::workers].attributes[0].values[0]), "A7");
    EXPECT_EQ(account_of(data, "hours.csv").ignored_columns, (std::vector<std::string>{"colour"}));
}

TEST(ReadFolder, TakesMarksDelimitersLineEndsQuotesAndBlanks) {
    const std::string rows[] = {
        "\xEF\xBB\xBFworker_id,name\r\n W1 ,\"Sok, \"\"S\"\"\"\r\n\r\n ,\r\nW2,\"two\nlines\"\r\n",
        "worker_id;name\nW1;Sok, \"S\"\nW2;\"two\nlines\"",
        "worker_id\tname\n\"W1\"\t\"Sok, \"\"S\"\"\" \nW2\t\"two\nlines\"\n"};
    for (const std::string& text : rows) {
        const auto data = data_of({{"workers.csv", text}});
        ASSERT_EQ(data[TableKind::workers].row_count(), 2U) << text << rejects_of(data);
        EXPECT_EQ(text_of(data, TableKind::workers, "worker_id", 0), "W1");
        EXPECT_EQ(text_of(data, TableKind::workers, "name", 0), "Sok, \"S\"");
        EXPECT_EQ(text_of(data, TableKind::workers, "name", 1), "two\nlines");
        expect_accounts_add_up(data);
    }
}

TEST(ReadFolder, ReadsUtf16ByItsMark) {
    std::string text = "\xFF\xFE";
    for (const char c : std::string("worker_id,name\nW1,Z\n")) text += {c, '\0'};
    text += std::string("W\0002\0,\0\x0C\x04\n\0", 10);  // a Cyrillic letter
    std::string big = "\xFE\xFF";
    for (std::size_t i = 2; i + 1 < text.size(); i += 2) big += {text[i + 1], text[i]};
    for (const std::string& bytes : {text, big}) {
        const auto data = data_of({{"workers.csv", bytes}});
        ASSERT_EQ(data[TableKind::workers].row_count(), 2U) << rejects_of(data);
        EXPECT_EQ(text_of(data, TableKind::workers, "worker_id", 1), "W2");
        EXPECT_EQ(text_of(data, TableKind::workers, "name", 1), "\xD0\x8C");
        EXPECT_EQ(account_of(data, "workers.csv").sha256, quantity::sha256_hex(bytes));
    }
}

TEST(ReadFolder, DigitsOfAnyScriptAreDigits) {
    const auto data = data_of(
        {{"workers.csv", "worker_id,hired_on,wage\nW១២,២០២៦-០១-០៥,১২৩.৫\n\u0664\u0665,2026-01-05,1\n"}});
    ASSERT_EQ(data[TableKind::workers].row_count(), 2U) << rejects_of(data);
    EXPECT_EQ(text_of(data, TableKind::workers, "worker_id", 0), "W12");
    EXPECT_EQ(narrow_of(data, TableKind::workers, "hired_on", 0), kJan1 + 4);
    EXPECT_EQ(wide_of(data, TableKind::workers, "wage", 0), 123'500'000);
    EXPECT_EQ(text_of(data, TableKind::workers, "worker_id", 1), "45");
}

TEST(ReadFolder, ValidFromStaysOpenWhereItIsNotGiven) {
    const auto data = data_of(
        {{"workers.csv", "worker_id,valid_from,hired_on\nW1,,2026-01-05\nW2,,\nW3,2026-01-01,2025-01-01\n"}});
    EXPECT_EQ(narrow_of(data, TableKind::workers, "valid_from", 0), kNone32);
    EXPECT_EQ(narrow_of(data, TableKind::workers, "valid_from", 1), kNone32);
    EXPECT_EQ(narrow_of(data, TableKind::workers, "valid_from", 2), kJan1);
}

TEST(ReadFolder, FilesOfOneTableAreReadInTheOrderOfTheirNames) {
    const auto data = data_of({{"hours-b.csv", "worker_id,date,minutes\nW2,2026-01-01,2\n"},
                               {"hours.csv", "worker_id,date,minutes\nW9,2026-01-01,9\n"},
                               {"hours-a.csv", "minutes,date,worker_id\n1,2026-01-01,W1\n"},
                               {"hoursheet.csv", "not ours"},
                               {"notes.txt", "not ours"}});
    ASSERT_EQ(data[TableKind::hours].row_count(), 3U);
    EXPECT_EQ(narrow_of(data, TableKind::hours, "minutes", 0), 1);
    EXPECT_EQ(narrow_of(data, TableKind::hours, "minutes", 1), 2);
    EXPECT_EQ(narrow_of(data, TableKind::hours, "minutes", 2), 9);
}

TEST(ReadFolder, EqualBytesAreReadOnceAndCounted) {
    const std::string rows = "worker_id,date,minutes\nW1,2026-01-01,480\n";
    const auto data = data_of({{"hours-a.csv", rows}, {"hours-b.csv", rows}});
    EXPECT_EQ(data[TableKind::hours].row_count(), 1U);
    EXPECT_FALSE(account_of(data, "hours-a.csv").repeated);
    EXPECT_TRUE(account_of(data, "hours-b.csv").repeated);
    EXPECT_EQ(account_of(data, "hours-b.csv").sha256, quantity::sha256_hex(rows));
    const RowCounts counts = count_rows(data, TableKind::hours);
    EXPECT_EQ(counts.read, 1U);
    EXPECT_EQ(counts.files, 2U);
    EXPECT_EQ(counts.repeated_files, 1U);
}

TEST(ReadFolder, ManyEmployersEachNamedInEveryRow) {
    const Files files{
        {"employers.csv",
         "employer_id,law,currency,period,zone\nF1,kh,USD,monthly,a\nF2,jo;jo-garment-cba,JOD,weekly,\n"},
        {"workers.csv", "employer_id,worker_id\nF1,W1\nF2,W1\n,W3\nF3,W4\n"}};
    std::vector<InputFile> inputs;
    for (const auto& [name, bytes] : files) inputs.push_back({name, {}, bytes});
    const auto result = read_files(inputs);
    ASSERT_TRUE(result.ok()) << result.status().message();
    EXPECT_EQ(result->laws[1], (std::vector<std::string>{"jo", "jo-garment-cba"}));
    EXPECT_EQ((*result)[TableKind::workers].row_count(), 2U);
    EXPECT_EQ(rejects_of(*result),
              "workers.csv:4 employer_id \"\" missing\nworkers.csv:5 employer_id \"F3\" unknown_value\n");
}

TEST(ReadFolder, OnePeriodOfTheFolderStandsInForThatOfAPayslip) {
    const std::string employer =
        R"({"employer_id": "F1", "law": "kh", "currency": "USD", "period": [{"start": "2026-01-01", "end": "2026-01-15"}]})";
    const auto data =
        data_of({{"employer.json", employer}, {"payroll.csv", "worker_id,component,amount\nW1,basic,100\n"}});
    ASSERT_EQ(data[TableKind::payroll].row_count(), 1U) << rejects_of(data);
    EXPECT_EQ(narrow_of(data, TableKind::payroll, "period_start", 0), kJan1);
    EXPECT_EQ(narrow_of(data, TableKind::payroll, "period_end", 0), kJan1 + 14);
    EXPECT_EQ(data.periods,
              (std::vector<std::vector<std::pair<std::int32_t, std::int32_t>>>{{{kJan1, kJan1 + 14}}}));
    const auto without = data_of({{"payroll.csv", "worker_id,component,amount\nW1,basic,100\n"}});
    EXPECT_EQ(rejects_of(without), "payroll.csv:2 period_start \"\" missing\n");
}

TEST(ReadFolder, PaymentsWithoutAnIdTakeTheirPlace) {
    const auto data = data_of({{"payments.csv", "worker_id,paid_on,amount\nW1,2026-01-31,100\n"}});
    EXPECT_EQ(text_of(data, TableKind::payments, "payment_id", 0), "payments.csv:2");
}

TEST(ReadFolder, OffsetsAreTurnedIntoTheLawsZone) {
    const Files files{
        {"punches.csv",
         "worker_id,at\nW1,2026-01-05T07:00:00+07:00\nW1,2026-01-05T00:30Z\nW1,2026-01-05 17:02\n"}};
    ReadOptions options;
    options.zone_of_law = [](std::span<const std::string> law) {
        return law.front() == "kh" ? "Asia/Phnom_Penh" : "";
    };
    const auto data = data_of(files, options);
    ASSERT_EQ(data[TableKind::punches].row_count(), 3U) << rejects_of(data);
    const std::int64_t day = std::int64_t{kJan1 + 4} * 86400;
    EXPECT_EQ(wide_of(data, TableKind::punches, "at", 0), day + 7 * 3600);
    EXPECT_EQ(wide_of(data, TableKind::punches, "at", 1), day + 7 * 3600 + 1800);
    EXPECT_EQ(wide_of(data, TableKind::punches, "at", 2), day + 17 * 3600 + 120);
    const auto without = read(files);
    ASSERT_FALSE(without.ok());
    EXPECT_EQ(without.status().message(),
              "punches.csv:2: a timestamp with an offset, but neither the law, the mapping nor the call "
              "names a time zone");
}

TEST(ReadFolder, ThreadsAndChunksChangeNothing) {
    std::string rows = "worker_id,date,start,end,kind\n";
    for (int i = 0; i < 300'000; ++i) {
        rows += "W" + std::to_string(i * 7 % 5000) + ",2026-01-" + (i % 28 < 9 ? "0" : "") +
                std::to_string(i % 28 + 1) + ",07:00,";
        rows += i % 1000 == 999 ? "25:00" : "17:00";
        rows += i % 777 == 0 ? ",\"work\"\n" : ",work\n";
    }
    ReadOptions two;
    two.threads = 2;
    const auto one = data_of({{"time.csv", rows}});
    const auto other = data_of({{"time.csv", rows}}, two);
    expect_accounts_add_up(one);
    EXPECT_EQ(one[TableKind::time].row_count(), 299'700U);
    EXPECT_EQ(one[TableKind::time].line, other[TableKind::time].line);
    EXPECT_EQ(rejects_of(one), rejects_of(other));
    EXPECT_EQ(account_of(one, "time.csv").sha256, quantity::sha256_hex(rows));
    ASSERT_EQ(one.strings.size(), other.strings.size());
    for (std::size_t field = 0; field < one[TableKind::time].columns.size(); ++field) {
        EXPECT_EQ(one[TableKind::time].columns[field].narrow, other[TableKind::time].columns[field].narrow)
            << field;
    }
}

}  // namespace
}  // namespace wageproof::readers::testing
