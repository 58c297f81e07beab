#include "readers/mapping.hpp"

#include <gtest/gtest.h>

#include "reading.hpp"

namespace wageproof::readers::testing {
namespace {

using records::kNone32;
using records::TableKind;

constexpr std::int32_t kJan1 = 20454;  // 2026-01-01

// A folder with one mapped file, `vendor.csv`.
records::Dataset mapped(const std::string& table, const std::string& options, const std::string& bytes,
                        const ReadOptions& read = {}) {
    return data_of({{"mapping.json", R"({"sources": [{"file": "vendor.csv", "table": ")" + table + "\"" +
                                         (options.empty() ? "" : ", ") + options + "}]}"},
                    {"vendor.csv", bytes}},
                   read);
}

TEST(Mapping, ColumnsByNameNumberJoinedAndByLine) {
    const auto data = mapped(
        "payments",
        R"("columns": {"worker_id": "Emp No", "paid_on": 3, "amount": "Net", "reference": ["Emp No", "Batch"], "payment_id": "@line"},
      "set": {"channel": "bank", "currency": "KHR"})",
        "Emp No,Batch,Date,Net,amount\n7,B1,2026-01-31,100,999\n8,,2026-01-31,200,999\n");
    ASSERT_EQ(data[TableKind::payments].row_count(), 2U) << rejects_of(data);
    EXPECT_EQ(text_of(data, TableKind::payments, "worker_id", 0), "7");
    EXPECT_EQ(text_of(data, TableKind::payments, "reference", 0), "7 B1");
    EXPECT_EQ(text_of(data, TableKind::payments, "reference", 1), "8");
    EXPECT_EQ(text_of(data, TableKind::payments, "payment_id", 1), "vendor.csv:3");
    EXPECT_EQ(text_of(data, TableKind::payments, "currency", 1), "KHR");
    EXPECT_EQ(wide_of(data, TableKind::payments, "amount", 0), 100'000'000);
    EXPECT_EQ(narrow_of(data, TableKind::payments, "channel", 0), 1);
    EXPECT_EQ(account_of(data, "vendor.csv").ignored_columns, (std::vector<std::string>{}));
}

TEST(Mapping, ValuesTranslateAndAnEmptyOneIsNotGiven) {
    const auto data = mapped(
        "leave",
        R"("columns": {"worker_id": "No", "type": "Code"}, "values": {"type": {"AL": "annual", "SL": "sick", "*": "special"}, "paid": {"Y": "yes", "-": ""}})",
        "No,date,Code,paid\n1,2026-01-01,AL,Y\n2,2026-01-01,XX,-\n3,2026-01-01,,Y\n4,2026-01-01,SL,yes\n");
    ASSERT_EQ(data[TableKind::leave].row_count(), 3U) << rejects_of(data);
    EXPECT_EQ(narrow_of(data, TableKind::leave, "type", 1), static_cast<int>(records::LeaveType::special));
    EXPECT_EQ(narrow_of(data, TableKind::leave, "paid", 1), kNone32);
    EXPECT_EQ(narrow_of(data, TableKind::leave, "paid", 2), 0);
    EXPECT_EQ(rejects_of(data), "vendor.csv:4 Code \"\" missing\n");
}

const std::string kWide =
    R"("columns": {"worker_id": "No"}, "set": {"period_start": "2026-01-01", "period_end": "2026-01-31"}, "records": [
    {"set": {"component": "basic"}, "columns": {"amount": "Basic"}},
    {"set": {"component": "overtime"}, "columns": {"amount": "OT", "quantity": "OT Hrs"}},
    {"set": {"component": "deduction.tax"}, "columns": {"amount": "Tax"}}])";

TEST(Mapping, AWideSheetGivesARecordForEachEntryThatSaysAnything) {
    const auto data = mapped(
        "payroll", kWide, "No,Basic,OT,OT Hrs,Tax\n1,200,30,4,0\n2,200,,,\n3,,,,\n4,x,1,1,1\n5,200,,4,1\n");
    ASSERT_EQ(data[TableKind::payroll].row_count(), 4U) << rejects_of(data);
    EXPECT_EQ(text_of(data, TableKind::payroll, "component", 1), "overtime");
    EXPECT_EQ(wide_of(data, TableKind::payroll, "quantity", 1), 4'000'000);
    EXPECT_EQ(text_of(data, TableKind::payroll, "component", 2), "deduction.tax");
    EXPECT_EQ(wide_of(data, TableKind::payroll, "amount", 2), 0);
    EXPECT_EQ(wide_of(data, TableKind::payroll, "quantity", 3), records::kNone64);
    EXPECT_EQ(data[TableKind::payroll].line, (std::vector<std::uint32_t>{2, 2, 2, 3}));
    EXPECT_EQ(rejects_of(data), "vendor.csv:5 Basic \"x\" not_a_number\nvendor.csv:6 OT \"\" missing\n");
    EXPECT_EQ(data.strings.view(data.rejects[0].worker), "4");
    EXPECT_EQ(data.rejects[0].first, kJan1);
    EXPECT_EQ(data.rejects[0].last, kJan1 + 30);
    const auto& account = account_of(data, "vendor.csv");
    EXPECT_EQ(account.read, 5U);
    EXPECT_EQ(account.accepted, 2U);
    EXPECT_EQ(account.skipped, 1U);
    EXPECT_EQ(account.rejected, 2U);
}

TEST(Mapping, SkipsTotalsAndFillsDown) {
    const auto data = mapped(
        "hours",
        R"("columns": {"worker_id": "No"}, "fill_down": ["No"], "skip": [{"column": "No", "is": ["Total", "Sum"]}, {"column": "date", "empty": true}])",
        "No,date,minutes\n1,2026-01-01,10\n,2026-01-02,20\nTotal,2026-01-02,30\n2,,\n2,2026-01-03,40\n");
    ASSERT_EQ(data[TableKind::hours].row_count(), 3U) << rejects_of(data);
    EXPECT_EQ(text_of(data, TableKind::hours, "worker_id", 1), "1");
    EXPECT_EQ(text_of(data, TableKind::hours, "worker_id", 2), "2");
    EXPECT_EQ(account_of(data, "vendor.csv").skipped, 2U);
    expect_accounts_add_up(data);
}

struct NumberCase {
    const char* options;
    const char* text;
    std::int64_t micro;  // or -1 with a reason
    const char* reason;
};

TEST(Mapping, NumbersAsVendorsWriteThem) {
    const NumberCase cases[] = {
        {R"("decimal": ",")", "1234,5", 1'234'500'000, ""},
        {R"("decimal": ",")", "1234.5", 0, "not_a_number"},
        {R"("group": ",")", "1,234.50", 1'234'500'000, ""},
        {R"("group": ",")", "12,34,567.5", 1'234'567'500'000, ""},
        {R"("group": ",")", "1,23,456", 123'456'000'000, ""},
        {R"("group": ",")", "1,2345", 0, "not_a_number"},
        {R"("group": ",")", "1234,567", 0, "not_a_number"},
        {R"("group": ",")", "12,3,456", 0, "not_a_number"},
        {R"("group": ",")", "1234567", 1'234'567'000'000, ""},
        {R"("group": ",")", "(1,234)", -1'234'000'000, ""},
        {R"("group": ",")", "1,234-", -1'234'000'000, ""},
        {R"("group": ",")", "$ -1,234", -1'234'000'000, ""},
        {R"("group": ",")", "-$1,234", -1'234'000'000, ""},
        {R"("group": ",")", "(-5)", 0, "not_a_number"},
        {R"("group": ",")", "USD 5", 5'000'000, ""},
        {R"("group": ",")", "\xE0\xA7\xB3 1,00,000.00", 100'000'000'000, ""},
        {R"("group": ".", "decimal": ",")", "Rp. 5.729.876,00", 5'729'876'000'000, ""},
        {R"("group": ".", "decimal": ",")", "4.100.000 \xE2\x82\xAB", 4'100'000'000'000, ""},
        {R"("group": " ")",
         "1\xC2\xA0"
         "234.5",
         1'234'500'000, ""},
        {R"("group": " ")", "1 234.5", 1'234'500'000, ""},
        {R"("group": "'")", "1'234.5", 1'234'500'000, ""},
        {R"("group": ",")", "abc", 0, "not_a_number"},
        {R"("group": ",")", "-", 0, "not_a_number"},
        {R"("round": true)", "1.2345675", 1'234'568, ""},
        {R"("round": true)", "-1.2345675", -1'234'568, ""},
        {R"("round": true)", "1.23456749", 1'234'567, ""},
        {"", "1.2345675", 0, "too_many_decimals"},
        {R"("units": {"amount": "1000"})", "4.1", 4'100'000'000, ""},
        {R"("units": {"amount": "0.01"})", "12345", 123'450'000, ""},
        {R"("units": {"amount": "0.000001"})", "0.5", 0, "too_many_decimals"},
        {R"("round": true, "units": {"amount": "0.000001"})", "0.5", 1, ""},
    };
    for (const NumberCase& one : cases) {
        const std::string options =
            std::string(
                R"("delimiter": "|", "set": {"component": "basic", "period_start": "2026-01-01", "period_end": "2026-01-31"})") +
            (*one.options != '\0' ? ", " : "") + one.options;
        const auto data = mapped("payroll", options, std::string("worker_id|amount\n1|") + one.text + "\n");
        if (*one.reason == '\0') {
            ASSERT_EQ(data[TableKind::payroll].row_count(), 1U) << one.text << rejects_of(data);
            EXPECT_EQ(wide_of(data, TableKind::payroll, "amount", 0), one.micro) << one.text;
        } else {
            ASSERT_EQ(data.rejects.size(), 1U) << one.text;
            EXPECT_EQ(data.rejects[0].reason, one.reason) << one.text;
        }
    }
}

TEST(Mapping, RoundedAmountsAreCounted) {
    const auto data = mapped("pieces", R"("round": true)",
                             "worker_id,date,quantity,rate\n1,2026-01-01,2,0.12345678\n2,2026-01-01,x,0."
                             "12345678\n3,2026-01-01,2,1\n");
    EXPECT_EQ(account_of(data, "vendor.csv").rounded, 1U);
}

TEST(Mapping, MinutesFromHours) {
    EXPECT_EQ(narrow_of(mapped("hours", R"("units": {"minutes": "hours"})",
                               "worker_id,date,minutes\n1,2026-01-01,7.5\n"),
                        TableKind::hours, "minutes", 0),
              450);
    EXPECT_EQ(narrow_of(mapped("hours", R"("units": {"minutes": "hh:mm"})",
                               "worker_id,date,minutes\n1,2026-01-01,7:05\n"),
                        TableKind::hours, "minutes", 0),
              425);
    EXPECT_EQ(narrow_of(mapped("hours", R"("round": true, "units": {"minutes": "hours"})",
                               "worker_id,date,minutes\n1,2026-01-01,7.33\n"),
                        TableKind::hours, "minutes", 0),
              440);
    const auto data =
        mapped("hours", R"("units": {"minutes": "hours"})",
               "worker_id,date,minutes\n1,2026-01-01,7.33\n1,2026-01-01,24.5\n1,2026-01-01,7:30\n");
    EXPECT_EQ(
        rejects_of(data),
        "vendor.csv:2 minutes \"7.33\" too_many_decimals\nvendor.csv:3 minutes \"24.5\" longer_than_a_day\n"
        "vendor.csv:4 minutes \"7:30\" not_a_number\n");
}

TEST(Mapping, NegateTurnsTheSignOfItsComponents) {
    const auto data = mapped(
        "payroll",
        R"("negate": ["deduction.*", "contribution.*.employee"], "set": {"period_start": "2026-01-01", "period_end": "2026-01-31"})",
        "worker_id,component,amount\n1,deduction.tax,-5\n1,basic,7\n1,contribution.ssc.employee,-3\n1,"
        "contribution.ssc.employer,4\n");
    EXPECT_EQ(wide_of(data, TableKind::payroll, "amount", 0), 5'000'000);
    EXPECT_EQ(wide_of(data, TableKind::payroll, "amount", 1), 7'000'000);
    EXPECT_EQ(wide_of(data, TableKind::payroll, "amount", 2), 3'000'000);
    EXPECT_EQ(wide_of(data, TableKind::payroll, "amount", 3), 4'000'000);
}

TEST(Mapping, DatesAndTimesByTheirFormats) {
    const auto data = mapped("time", R"("dates": ["%d/%m/%Y", "%d-%b-%y"], "times": ["%I:%M %p", "%H%M"])",
                             "worker_id,date,start,end\n1,05/01/2026,07:05 am,4:30 PM\n1,5-Jan-26,0705,12:00 "
                             "AM\n1,31/02/2026,0705,\n1,2026-01-05,0705,\n1,05/01/2026,13:00 AM,\n");
    ASSERT_EQ(data[TableKind::time].row_count(), 2U) << rejects_of(data);
    EXPECT_EQ(narrow_of(data, TableKind::time, "date", 0), kJan1 + 4);
    EXPECT_EQ(narrow_of(data, TableKind::time, "date", 1), kJan1 + 4);
    EXPECT_EQ(narrow_of(data, TableKind::time, "start", 0), 7 * 3600 + 300);
    EXPECT_EQ(narrow_of(data, TableKind::time, "end", 0), 16 * 3600 + 1800);
    EXPECT_EQ(narrow_of(data, TableKind::time, "end", 1), 0);
    EXPECT_EQ(rejects_of(data),
              "vendor.csv:4 date \"31/02/2026\" not_a_date\nvendor.csv:5 date \"2026-01-05\" "
              "not_a_date\nvendor.csv:6 start \"13:00 AM\" not_a_time\n");
}

TEST(Mapping, TimestampsInTheMappingsZoneAreTurnedIntoTheLaws) {
    ReadOptions options;
    options.time_zone = "Asia/Phnom_Penh";
    const auto data = mapped("punches", R"("time_zone": "UTC", "timestamps": ["%d.%m.%Y %H:%M:%S"])",
                             "worker_id,at\n1,04.01.2026 23:30:15\n", options);
    EXPECT_EQ(wide_of(data, TableKind::punches, "at", 0), std::int64_t{kJan1 + 4} * 86400 + 6 * 3600 + 1815);
    // Without the law's zone the mapping's is the local one.
    const auto alone = mapped("punches", R"("time_zone": "Asia/Amman")",
                              "worker_id,at\n1,2026-01-04T21:00Z\n1,2026-01-04T21:00\n");
    EXPECT_EQ(wide_of(alone, TableKind::punches, "at", 0), std::int64_t{kJan1 + 4} * 86400);
    EXPECT_EQ(wide_of(alone, TableKind::punches, "at", 1), std::int64_t{kJan1 + 3} * 86400 + 21 * 3600);
}

TEST(Mapping, SplitMakesAPunchOfEachPart) {
    const auto data = mapped(
        "punches",
        R"("columns": {"badge": "Card", "at": ["Day", "Times"]}, "split": {"at": " "}, "timestamps": ["%d/%m/%Y %H:%M"])",
        "Card,Day,Times\n7,05/01/2026,07:01  12:00 13:02\n8,05/01/2026,\n9,05/01/2026,07:00 25:00\n");
    ASSERT_EQ(data[TableKind::punches].row_count(), 3U) << rejects_of(data);
    EXPECT_EQ(wide_of(data, TableKind::punches, "at", 2), std::int64_t{kJan1 + 4} * 86400 + 13 * 3600 + 120);
    EXPECT_EQ(account_of(data, "vendor.csv").skipped, 1U);
    EXPECT_EQ(rejects_of(data).find("vendor.csv:4 Times \"05/01/2026 25:00\" not_a_time"), 0U)
        << rejects_of(data);
}

TEST(Mapping, HeadersOfSeveralRowsAndNone) {
    const std::string sheet = "Factory A,,,\n\n,Earnings,,Deductions\nNo,Basic,OT,Tax\n1,200,30,5\n";
    const auto data = mapped(
        "payroll",
        R"("header": [3, 4], "columns": {"worker_id": "No"}, "set": {"period_start": "2026-01-01", "period_end": "2026-01-31"},
      "records": [{"set": {"component": "overtime"}, "columns": {"amount": "Earnings / OT"}}, {"set": {"component": "deduction.tax"}, "columns": {"amount": "Deductions / Tax"}}])",
        sheet);
    ASSERT_EQ(data[TableKind::payroll].row_count(), 2U) << rejects_of(data);
    EXPECT_EQ(wide_of(data, TableKind::payroll, "amount", 0), 30'000'000);
    EXPECT_EQ(data[TableKind::payroll].line[0], 5U);
    const auto none = mapped("hours", R"("header": 0, "columns": {"worker_id": 1, "date": 2, "minutes": 3})",
                             "1;2026-01-01;480\n2;2026-01-01;x\n");
    ASSERT_EQ(none[TableKind::hours].row_count(), 1U) << rejects_of(none);
    EXPECT_EQ(rejects_of(none), "vendor.csv:2 minutes \"x\" not_a_number\n");
}

TEST(Mapping, FixedWidthsCountCharacters) {
    const auto data = mapped(
        "workers", R"("header": 0, "widths": [4, 5, 6], "columns": {"worker_id": 1, "name": 2, "wage": 3})",
        "0001\xE1\x9E\x80\xE1\x9E\x81   200.50\n0002Sok\n");
    // The folder's own workers.csv is read besides.
    ASSERT_EQ(data[TableKind::workers].row_count(), 4U) << rejects_of(data);
    EXPECT_EQ(text_of(data, TableKind::workers, "worker_id", 0), "0001");
    EXPECT_EQ(text_of(data, TableKind::workers, "name", 0), "\xE1\x9E\x80\xE1\x9E\x81");
    EXPECT_EQ(wide_of(data, TableKind::workers, "wage", 0), 200'500'000);
    EXPECT_EQ(text_of(data, TableKind::workers, "name", 1), "Sok");
}

struct EncodingCase {
    const char* name;
    std::string bytes;
    const char* utf8;
};

TEST(Mapping, EncodingsOfVendors) {
    const EncodingCase cases[] = {
        {"windows-1252", "caf\xE9", "caf\xC3\xA9"},
        {"windows-1256", "\xE3\xE4\xEC", "\xD9\x85\xD9\x86\xD9\x89"},
        {"windows-1258", "\xD0\xF4ng", "\xC4\x90\xC3\xB4ng"},
        {"gb18030", "\xD6\xD0", "\xE4\xB8\xAD"},
        {"utf-16le", std::string("A\0", 2), "A"},
    };
    for (const EncodingCase& one : cases) {
        std::string bytes = "worker_id,name\n1,";
        std::string end = "\n";
        if (std::string(one.name) == "utf-16le") {
            std::string wide;
            for (const char c : bytes) wide += {c, '\0'};
            bytes = wide;
            end = std::string("\n\0", 2);
        }
        const auto data =
            mapped("workers", std::string(R"("encoding": ")") + one.name + "\"", bytes + one.bytes + end);
        EXPECT_EQ(text_of(data, TableKind::workers, "name", 0), one.utf8) << one.name << rejects_of(data);
    }
    const auto broken = mapped("workers", R"("encoding": "windows-1252")",
                               "worker_id,name\n1,a\x81"
                               "b\n2,c\n");
    EXPECT_EQ(rejects_of(broken), "vendor.csv:2 name \"a?b\" bad_encoding\n");
}

TEST(Mapping, DelimitersOfSeveralCharacters) {
    const auto data = mapped("workers", R"("delimiter": "||")", "worker_id||name\n1||\"a||b\"\n2||c|d\n3\n");
    EXPECT_EQ(text_of(data, TableKind::workers, "name", 0), "a||b");
    EXPECT_EQ(text_of(data, TableKind::workers, "name", 1), "c|d");
    EXPECT_EQ(rejects_of(data), "vendor.csv:4  \"3\" column_count\n");
}

TEST(Mapping, OneFileMayStandInSeveralSourcesAndDefaultsHoldForAll) {
    const auto data = data_of(
        {{"mapping.json",
          R"({"defaults": {"delimiter": ";", "columns": {"worker_id": "No", "minutes": "M"}, "dates": "%d/%m/%Y"}, "sources": [
      {"file": "att*.txt", "table": "hours", "columns": {"date": "Day"}},
      {"file": "att?.txt", "table": "leave", "columns": {"date": "Day", "type": "Leave"}, "values": {"type": {"A": "annual"}}, "skip": [{"column": "Leave", "empty": true}]}]})"},
         {"att1.txt", "No;Day;M;Leave\n1;05/01/2026;480;\n2;05/01/2026;0;A\n"}});
    EXPECT_EQ(data[TableKind::hours].row_count(), 2U) << rejects_of(data);
    EXPECT_EQ(data[TableKind::leave].row_count(), 1U) << rejects_of(data);
    EXPECT_EQ(data.files.size(), 4U);
    expect_accounts_add_up(data);
}

TEST(Mapping, JsonSourcesAreMappedByTheirKeys) {
    const auto data = data_of(
        {{"mapping.json",
          R"({"sources": [{"file": "clock.ndjson", "table": "hours", "columns": {"worker_id": "emp", "minutes": "h"}, "units": {"minutes": "hours"}}]})"},
         {"clock.ndjson", "{\"emp\":7,\"date\":\"2026-01-05\",\"h\":7.5}\n"}});
    EXPECT_EQ(narrow_of(data, TableKind::hours, "minutes", 0), 450) << rejects_of(data);
    EXPECT_EQ(text_of(data, TableKind::hours, "worker_id", 0), "7");
}

struct BadMapping {
    const char* options;
    const char* message;
};

TEST(Mapping, RefusesWhatItDoesNotKnowAndNamesTheSource) {
    const BadMapping cases[] = {
        {R"("colums": {})", "source 1 (vendor.csv): no option is called \"colums\""},
        {R"("columns": {"worker": "No"})",
         "source 1 (vendor.csv): \"columns\": the table hours has no field \"worker\""},
        {R"("encoding": "latin1")",
         "source 1 (vendor.csv): \"encoding\": expected utf-8, utf-16le, windows-1252, windows-1256, "
         "windows-1258 or gb18030, found \"latin1\""},
        {R"("dates": ["%d/%m/%Y", "%m/%d/%Y"])",
         "source 1 (vendor.csv): \"dates\": \"02/01/1912\" could be read by \"%d/%m/%Y\" and by "
         "\"%m/%d/%Y\", with different results; state the one that the file uses"},
        {R"("dates": "%d/%m")",
         "source 1 (vendor.csv): \"dates\": \"%d/%m\": expected a year, a month and a day"},
        {R"("dates": "%d/%B/%Y")",
         "source 1 (vendor.csv): \"dates\": \"%d/%B/%Y\": after % only Y y m b d H I M S p are known"},
        {R"("times": "%I:%M")", "source 1 (vendor.csv): \"times\": \"%I:%M\": %I and %p need each other"},
        {R"("group": ".")", "source 1 (vendor.csv): \"group\" and \"decimal\" are the same sign"},
        {R"("group": "|")", "source 1 (vendor.csv): \"group\": expected one of \",. '\", found \"|\""},
        {R"("units": {"minutes": "days"})",
         "source 1 (vendor.csv): \"units\": \"minutes\": expected a factor as text, \"hours\" or \"hh:mm\", "
         "found \"days\""},
        {R"("split": {"at": " "})", "source 1 (vendor.csv): \"split\": only punches can be split"},
        {R"("records": [{"set": {"minutes": "1"}}])",
         "source 1 (vendor.csv): \"records\": an entry names no column of its own"},
        {R"("skip": [{"column": "No"}])",
         "source 1 (vendor.csv): \"skip\": expected {\"column\", \"is\"} or {\"column\", \"empty\": true}"},
        {R"("time_zone": "Asia/Atlantis")",
         "vendor.csv: time zone \"Asia/Atlantis\" is not known to this system; expected a name such as "
         "\"Asia/Phnom_Penh\""},
        {R"("sheet": "Jan")",
         "source 1 (vendor.csv): \"sheet\": .xlsx files cannot be read; save the sheet as CSV"},
    };
    for (const BadMapping& bad : cases) {
        const auto result =
            read({{"mapping.json", std::string(R"({"sources": [{"file": "vendor.csv", "table": "hours", )") +
                                       bad.options + "}]}"},
                  {"vendor.csv", "No\n1\n"}});
        ASSERT_FALSE(result.ok()) << bad.options;
        EXPECT_EQ(result.status().message(), std::string("mapping.json: ") + bad.message);
    }
}

TEST(Mapping, StopsWhereAFileOrColumnIsMissingOrThereTwice) {
    const auto message = [](const std::string& source, const std::string& bytes) {
        const auto result =
            read({{"mapping.json", R"({"sources": [)" + source + "]}"}, {"vendor.csv", bytes}});
        return result.ok() ? std::string("accepted") : result.status().message();
    };
    EXPECT_EQ(message(R"({"file": "pay*.csv", "table": "payroll"})", ""),
              "mapping.json: source 1: no file is called \"pay*.csv\"");
    EXPECT_EQ(
        message(R"({"file": "vendor.csv", "table": "wages"})", ""),
        "mapping.json: source 1 (vendor.csv): expected \"table\", the name of a table, found \"wages\"");
    const std::string source =
        R"({"file": "vendor.csv", "table": "hours", "columns": {"worker_id": "No", "minutes": 4}})";
    EXPECT_EQ(message(source, "Nr,date\n"),
              "vendor.csv: the column \"No\" is not there; the file has \"Nr\", \"date\"");
    EXPECT_EQ(message(source, "No,No,date,minutes\n"),
              "vendor.csv: the column \"No\" is there twice; expected it once");
    EXPECT_EQ(message(source, "No,date\n"), "vendor.csv: column 4 is not there; the file has 2 columns");
    EXPECT_EQ(message(R"({"file": "vendor.csv", "table": "hours", "header": 9})", "No\n"),
              "vendor.csv: header row 9 is not there; the file ends before");
    EXPECT_EQ(message("", "").substr(0, 40), "accepted");
    EXPECT_EQ(read({{"mapping.json", "{"}}).status().code(), quantity::StatusCode::parse_error);
}

}  // namespace
}  // namespace wageproof::readers::testing
