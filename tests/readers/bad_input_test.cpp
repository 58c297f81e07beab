// Input that a person never meant: bytes that are no text, files without content, amounts that cannot be, files that
// nobody reads. Whatever it is, it is named, and the rest of the folder is read.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "reading.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::readers::testing {
namespace {

using records::TableKind;

constexpr std::int32_t kJan1 = 20454;  // 2026-01-01
const std::string kPayroll = "worker_id,period_start,period_end,component,amount\n";

std::string unread_of(const records::Dataset& data) {
    std::string text;
    for (const auto& file : data.unread_files) text += file.name + " " + std::string(file.reason) + "\n";
    return text;
}

TEST(BadInput, ANulByteIsNoText) {
    using namespace std::string_literals;
    const auto data = data_of({{"workers.csv", "worker_id,name,shoe\nW\0001,a,b\nW2,a\0,b\nW3,a,\0\nW4,a,b\n"s},
                               {"workers-a.ndjson", R"({"worker_id":"W\u00005"})"s + "\n" + R"({"worker_id":"W6","shoe":"\u0000"})"},
                               {"hours.csv", "worker_id,date,minutes,note\nW4,2026-01-05,480,x\0y\n"s}});
    EXPECT_EQ(rejects_of(data), "workers-a.ndjson:1 worker_id \"W?5\" bad_encoding\nworkers-a.ndjson:2 shoe \"?\" bad_encoding\n"
                                "workers.csv:2 worker_id \"W?1\" bad_encoding\nworkers.csv:3 name \"a?\" bad_encoding\n"
                                "workers.csv:4 shoe \"?\" bad_encoding\n");
    EXPECT_EQ(data[TableKind::workers].row_count(), 1U);
    EXPECT_EQ(data[TableKind::hours].row_count(), 1U) << "a column that nobody reads may hold anything";
    expect_accounts_add_up(data);
}

TEST(BadInput, ANulByteInTheHeaderRefusesTheFile) {
    using namespace std::string_literals;
    const auto data = read({{"workers.csv", "worker_id,na\0me\nW1,a\n"s}});
    ASSERT_FALSE(data.ok());
    EXPECT_NE(data.status().message().find("workers.csv: the header"), std::string::npos);
}

// An empty file is mostly an export that failed: what it should have held is not known.
TEST(BadInput, AFileWithoutContentIsARejectNotAnEmptyTable) {
    for (const std::string bytes : {"", "  \n\n", "\xEF\xBB\xBF"}) {
        for (const char* name : {"payments.xml", "payments.sif", "payments.ach", "payments.sta"}) {
            const auto data = data_of({{name, bytes}});
            EXPECT_EQ(rejects_of(data), std::string(name) + ":1 content \"\" missing\n");
            expect_accounts_add_up(data);
        }
        const auto data = data_of({{"payroll.csv", bytes}});
        EXPECT_EQ(rejects_of(data), "payroll.csv:1 header \"\" missing\n");
        EXPECT_TRUE(data[TableKind::payroll].present);
        expect_accounts_add_up(data);
    }
    EXPECT_EQ(rejects_of(data_of({{"payroll.csv", kPayroll}, {"leave.ndjson", ""}, {"pieces.json", "[]"}})), "")
        << "a table with a header and nobody in it is a statement";
    const auto none = read({{"workers.csv", ""}});
    ASSERT_FALSE(none.ok());
    EXPECT_NE(none.status().message().find("no row was accepted"), std::string::npos);
}

// A file that was cut off ends in half a row, wherever the cut fell: that half is rejected, and what stands before it counts.
TEST(BadInput, AFileThatIsCutOffKeepsItsWholeRows) {
    const std::string csv = "worker_id,date,minutes\nW1,2026-01-05,480\nW2,2026-01-05,480\n";
    const std::string lines = "{\"worker_id\":\"W1\",\"date\":\"2026-01-05\",\"minutes\":480}\n{\"worker_id\":\"W2\",\"date\":\"2026-01-05\",\"minutes\":480}\n";
    const std::string array = "[{\"worker_id\":\"W1\",\"date\":\"2026-01-05\",\"minutes\":480},{\"worker_id\":\"W2\",\"date\":\"2026-01-05\",\"minutes\":480}]";
    const auto cut_inside_the_second_row = [](const std::string& name, const std::string& text, std::size_t first_row_ends) {
        for (std::size_t size = first_row_ends + 2; size + 5 < text.size(); ++size) {
            const auto data = data_of({{name, text.substr(0, size)}});
            ASSERT_EQ(data[TableKind::hours].row_count(), 1U) << name << " cut at " << size;
            ASSERT_EQ(data.rejects.size(), 1U) << name << " cut at " << size;
            expect_accounts_add_up(data);
        }
    };
    cut_inside_the_second_row("hours.csv", csv, csv.find("W2") - 1);
    cut_inside_the_second_row("hours.ndjson", lines, lines.find('\n') + 1);
    cut_inside_the_second_row("hours.json", array, array.find("},") + 2);
}

TEST(BadInput, AnotherEncodingThanTheOneStatedIsNamed) {
    using namespace std::string_literals;
    EXPECT_EQ(rejects_of(data_of({{"workers.csv", "worker_id,name\nW1,J\xF6rg\nW2,Ann\n"}})), "workers.csv:2 name \"J?rg\" bad_encoding\n");
    const auto windows = data_of({{"mapping.json", R"({"sources":[{"file":"w.csv","table":"workers","encoding":"windows-1252"}]})"},
                                  {"w.csv", "worker_id,name\nW9,J\xF6rg\n"}});
    EXPECT_EQ(rejects_of(windows), "");
    const auto no_mark = read({{"workers.csv", "w\0o\0r\0k\0e\0r\0_\0i\0d\0\n\0W\0001\0\n\0"s}});
    ASSERT_FALSE(no_mark.ok());
    EXPECT_NE(no_mark.status().message().find("state the file's \"encoding\""), std::string::npos);
}

struct Amount {
    const char* file;
    const char* header;
    const char* row;  ///< with `?` where the amount stands
    const char* column;
    bool may_be_negative;
};

// Only a payslip's component is corrected by a negative amount, and only a balance of leave may be overdrawn.
TEST(BadInput, NegativeAmountsOnlyWhereTheFormatHasThem) {
    const Amount amounts[] = {
        {"workers-a.csv", "worker_id,wage", "W9,?", "wage", false},
        {"workers-a.csv", "worker_id,fixed_allowance", "W9,?", "fixed_allowance", false},
        {"workers-a.csv", "worker_id,week_hours", "W9,?", "week_hours", false},
        {"workers-a.csv", "worker_id,job_points", "W9,?", "job_points", false},
        {"time.csv", "worker_id,date,start,end,break_minutes", "W1,2026-01-05,07:00,16:00,?", "break_minutes", false},
        {"hours.csv", "worker_id,date,minutes", "W1,2026-01-05,?", "minutes", false},
        {"hours.csv", "worker_id,date,minutes,overtime_minutes", "W1,2026-01-05,480,?", "overtime_minutes", false},
        {"hours.csv", "worker_id,date,minutes,night_minutes", "W1,2026-01-05,480,?", "night_minutes", false},
        {"totals.csv", "worker_id,start,end,days", "W1,2026-01-01,2026-01-31,?", "days", false},
        {"totals.csv", "worker_id,start,end,minutes", "W1,2026-01-01,2026-01-31,?", "minutes", false},
        {"totals.csv", "worker_id,start,end,overtime_minutes", "W1,2026-01-01,2026-01-31,?", "overtime_minutes", false},
        {"totals.csv", "worker_id,start,end,night_minutes", "W1,2026-01-01,2026-01-31,?", "night_minutes", false},
        {"totals.csv", "worker_id,start,end,rest_day_minutes", "W1,2026-01-01,2026-01-31,?", "rest_day_minutes", false},
        {"totals.csv", "worker_id,start,end,holiday_minutes", "W1,2026-01-01,2026-01-31,?", "holiday_minutes", false},
        {"totals.csv", "worker_id,start,end,absent_days", "W1,2026-01-01,2026-01-31,?", "absent_days", false},
        {"leave.csv", "worker_id,date,type,fraction", "W1,2026-01-05,annual,?", "fraction", false},
        {"balances.csv", "worker_id,as_of,leave_type,days", "W1,2026-01-01,annual,?", "days", true},
        {"pieces.csv", "worker_id,date,quantity,rate", "W1,2026-01-05,?,1", "quantity", false},
        {"pieces.csv", "worker_id,date,quantity,rate", "W1,2026-01-05,1,?", "rate", false},
        {"payroll.csv", "worker_id,period_start,period_end,component,amount", "W1,2026-01-01,2026-01-31,basic,?", "amount", true},
        {"payroll.csv", "worker_id,period_start,period_end,component,amount,quantity", "W1,2026-01-01,2026-01-31,overtime,-5,?", "quantity", true},
        {"payroll.csv", "worker_id,period_start,period_end,component,amount,rate", "W1,2026-01-01,2026-01-31,overtime,5,?", "rate", false},
        {"payments.csv", "worker_id,paid_on,amount", "W1,2026-01-31,?", "amount", false},
        {"payments.csv", "worker_id,paid_on,amount,fee", "W1,2026-01-31,5,?", "fee", false},
        {"payments.csv", "worker_id,paid_on,amount,batch_total", "W1,2026-01-31,5,?", "batch_total", false},
        {"remittances.csv", "worker_id,scheme,period_start,period_end,employee_amount,employer_amount",
         "W1,s,2026-01-01,2026-01-31,?,1", "employee_amount", false},
        {"remittances.csv", "worker_id,scheme,period_start,period_end,employee_amount,employer_amount",
         "W1,s,2026-01-01,2026-01-31,1,?", "employer_amount", false},
        {"remittances.csv", "worker_id,scheme,period_start,period_end,employee_amount,employer_amount,declared_wage",
         "W1,s,2026-01-01,2026-01-31,1,1,?", "declared_wage", false},
        {"rates.csv", "valid_from,from,to,rate", "2026-01-01,USD,KHR,?", "rate", false},
    };
    for (const Amount& each : amounts) {
        std::string row(each.row);
        row.replace(row.find('?'), 1, "-1");
        const auto data = data_of({{each.file, std::string(each.header) + "\n" + row + "\n"}});
        const std::string refused = std::string(each.file) + ":2 " + each.column + " \"-1\" out_of_range\n";
        EXPECT_EQ(rejects_of(data), each.may_be_negative ? "" : refused) << each.file << " " << each.column;
    }
}

TEST(BadInput, ANegativePaymentInABankFileIsRejected) {
    const auto data = data_of({{"payments.xml",
                                "<Document><CstmrCdtTrfInitn><GrpHdr><MsgId>M</MsgId></GrpHdr><PmtInf><PmtInfId>B</PmtInfId>"
                                "<CdtTrfTxInf><Amt><InstdAmt Ccy=\"USD\">-279</InstdAmt></Amt></CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>"}});
    EXPECT_EQ(rejects_of(data), "payments.xml:1 amount \"-279\" out_of_range\n");
}

TEST(BadInput, ADayIsNotBothFreeAndAWorkingDay) {
    const auto data = data_of({{"calendar.csv",
                                "date,kind,region,worker_id\n2026-01-01,public_holiday,,\n2026-01-01,working_day,,\n"
                                "2026-01-02,rest_day,north,\n2026-01-02,working_day,south,\n2026-01-02,working_day,,\n"
                                "2026-01-03,rest_day,,W1\n2026-01-03,working_day,,W1\n"
                                "2026-01-04,public_holiday,,\n2026-01-04,rest_day,,\n"}});
    EXPECT_EQ(rejects_of(data), "calendar.csv:2 kind \"public_holiday\" duplicate\ncalendar.csv:3 kind \"working_day\" duplicate\n"
                                "calendar.csv:7 kind \"rest_day\" duplicate\ncalendar.csv:8 kind \"working_day\" duplicate\n");
    EXPECT_EQ(data[TableKind::calendar].row_count(), 5U);
    EXPECT_EQ(data.rejects[0].first, kJan1);
    expect_accounts_add_up(data);
}

TEST(BadInput, FilesThatNobodyReadsAreNamed) {
    const auto data = data_of({{"Payroll.csv", kPayroll}, {"payroll.CSV", kPayroll}, {"times.csv", "a\n"}, {"payroll.csv.gz", "x"},
                               {"README.md", "x"}, {"Mapping.json", "{}"}, {"payments.pdf", "x"}});
    EXPECT_EQ(unread_of(data), "Mapping.json letter_case\nPayroll.csv letter_case\nREADME.md unknown_name\npayments.pdf unknown_name\n"
                               "payroll.CSV letter_case\npayroll.csv.gz compressed\ntimes.csv unknown_name\n");
    const auto mapped = data_of({{"mapping.json", R"({"sources":[{"file":"Payroll.csv","table":"payroll"}]})"}, {"Payroll.csv", kPayroll},
                                 {"other.csv", "x"}});
    EXPECT_EQ(unread_of(mapped), "other.csv unknown_name\n");
}

TEST(BadInput, ATableThatIsAlmostThereIsNamedWhereItIsMissing) {
    std::vector<InputFile> files{{"employer.json", {}, kEmployerJson}, {"Workers.csv", {}, kWorkersCsv}};
    const auto data = read_files(std::move(files));
    ASSERT_FALSE(data.ok());
    EXPECT_NE(data.status().message().find("Workers.csv (letter_case)"), std::string::npos) << data.status().message();
}

TEST(BadInput, LinksToNothingAndPipesAreNamed) {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(::testing::TempDir()) / "wageproof_unread_files";
    fs::remove_all(folder);
    fs::create_directories(folder / "subfolder");
    std::ofstream(folder / "employer.json") << kEmployerJson;
    std::ofstream(folder / "workers.csv") << kWorkersCsv;
    fs::create_symlink(folder / "nowhere.csv", folder / "payments.csv");
    const auto data = read_folder(folder.string());
    fs::remove_all(folder);
    ASSERT_TRUE(data.ok()) << data.status().message();
    EXPECT_EQ(unread_of(*data), "payments.csv not_a_file\n");
    EXPECT_FALSE((*data)[TableKind::payments].present);
}

std::string employer(const std::string& period) {
    return R"({"employer_id":"F1","law":["kh"],"currency":"USD","period":)" + period + "}";
}

struct OnlyPeriod {
    const char* title;
    Files files;
    std::string period;  ///< of the row without one; empty: it is rejected
};

TEST(PeriodDefault, IsTheFoldersWhereItHasOnlyOne) {
    const std::string rows = "worker_id,period_start,period_end,component,amount\nW1,,,basic,200\n";
    const std::string named = rows + "W2,2026-01-01,2026-01-31,basic,210\n";
    const std::string january = "2026-01-01 2026-01-31";
    const std::string hours = "worker_id,date,minutes\nW1,2026-01-05,480\nW1,2026-01-30,480\n";
    const OnlyPeriod cases[] = {
        {"a list of one", {{"employer.json", employer(R"([{"start":"2026-01-01","end":"2026-01-31"}])")}, {"payroll.csv", rows}}, january},
        {"a list of two", {{"employer.json", employer(R"([{"start":"2026-01-01","end":"2026-01-15"},{"start":"2026-01-16","end":"2026-01-31"}])")},
                           {"payroll.csv", rows}}, ""},
        {"another row's month", {{"payroll.csv", named}}, january},
        {"the month of the hours", {{"payroll.csv", rows}, {"hours.csv", hours}}, january},
        {"the month of the punches", {{"payroll.csv", rows}, {"punches.csv", "worker_id,at\nW1,2026-01-05T07:00\n"}}, january},
        {"hours of two months", {{"payroll.csv", rows}, {"hours.csv", hours + "W1,2026-02-02,480\n"}}, ""},
        {"days beside the month that a payslip names", {{"payroll.csv", named}, {"hours.csv", hours + "W1,2026-02-02,480\n"}}, january},
        {"work weeks after the month that a payslip names", {{"payroll.csv", named}, {"hours.csv", hours + "W1,2026-02-20,480\n"}}, ""},
        {"half a month", {{"employer.json", employer("\"half_monthly\"")}, {"payroll.csv", rows}, {"hours.csv", "worker_id,date,minutes\nW1,2026-01-20,480\n"}},
         "2026-01-16 2026-01-31"},
        {"two halves", {{"employer.json", employer("\"half_monthly\"")}, {"payroll.csv", rows}, {"hours.csv", "worker_id,date,minutes\nW1,2026-01-05,480\nW1,2026-01-20,480\n"}}, ""},
        {"the week that a payslip names", {{"employer.json", employer("\"weekly\"")}, {"payroll.csv", rows + "W2,2026-01-05,2026-01-11,basic,50\n"}},
         "2026-01-05 2026-01-11"},
        {"weeks that nobody names", {{"employer.json", employer("\"weekly\"")}, {"payroll.csv", rows}, {"hours.csv", hours}}, ""},
        {"the month of the leave, where there is no work", {{"payroll.csv", rows}, {"leave.csv", "worker_id,date,type\nW1,2026-01-05,annual\n"}}, january},
        {"nothing at all", {{"payroll.csv", rows}}, ""},
        {"no columns of periods", {{"payroll.csv", "worker_id,component,amount\nW1,basic,200\n"}, {"hours.csv", hours}}, january},
    };
    for (const OnlyPeriod& each : cases) {
        const auto data = data_of(each.files);
        if (each.period.empty()) {
            EXPECT_EQ(rejects_of(data), "payroll.csv:2 period_start \"\" missing\n") << each.title;
            EXPECT_EQ(data.strings.view(data.rejects.at(0).worker), "W1") << each.title;
        } else {
            ASSERT_EQ(rejects_of(data), "") << each.title;
            const auto day = [&](const char* field) {
                return quantity::to_text(quantity::Date::from_serial(narrow_of(data, TableKind::payroll, field, 0)));
            };
            EXPECT_EQ(day("period_start") + " " + day("period_end"), each.period) << each.title;
        }
        expect_accounts_add_up(data);
    }
}

TEST(PeriodDefault, FillsTheOneThatIsMissing) {
    const auto data = data_of({{"payroll.csv", kPayroll + "W1,2026-01-01,,basic,1\nW1,,2026-01-31,overtime,1\nW1,2026-02-01,,piece,1\n"},
                               {"hours.csv", "worker_id,date,minutes\nW1,2026-01-05,480\n"}});
    EXPECT_EQ(rejects_of(data), "payroll.csv:4 period_start \"2026-02-01\" out_of_range\n");
    EXPECT_EQ(narrow_of(data, TableKind::payroll, "period_end", 0), kJan1 + 30);
    EXPECT_EQ(narrow_of(data, TableKind::payroll, "period_start", 1), kJan1);
    expect_accounts_add_up(data);
}

TEST(PeriodDefault, OfAWideRowThatIsRejectedAllRecordsGo) {
    const auto data = data_of({{"mapping.json", R"({"sources":[{"file":"sheet.csv","table":"payroll","records":[
                                   {"set":{"component":"basic"},"columns":{"amount":"B"}},{"set":{"component":"overtime"},"columns":{"amount":"O"}}]}]})"},
                               {"sheet.csv", "worker_id,B,O\nW1,200,10\n"}});
    EXPECT_EQ(rejects_of(data), "sheet.csv:2 period_start \"\" missing\n");
    EXPECT_EQ(data[TableKind::payroll].row_count(), 0U);
    expect_accounts_add_up(data);
}

}  // namespace
}  // namespace wageproof::readers::testing
