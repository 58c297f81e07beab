#include <gtest/gtest.h>

#include "reading.hpp"

namespace wageproof::readers::testing {
namespace {

using records::kNone32;
using records::TableKind;

constexpr std::int32_t kJan1 = 20454;  // 2026-01-01

struct BadRow {
    const char* file;
    const char* header;
    const char* row;
    const char* reject;  // column, value and reason
};

TEST(Rejects, EveryKindOfBadValueHasItsReason) {
    const BadRow rows[] = {
        {"hours.csv", "worker_id,date,minutes", ",2026-01-01,480", "worker_id \"\" missing"},
        {"hours.csv", "worker_id,date,minutes", "W1,,480", "date \"\" missing"},
        {"hours.csv", "worker_id,date,minutes", "W1,2026-02-29,480", "date \"2026-02-29\" not_a_date"},
        {"hours.csv", "worker_id,date,minutes", "W1,01/02/2026,480", "date \"01/02/2026\" not_a_date"},
        {"hours.csv", "worker_id,date,minutes", "W1,2300-01-01,480", "date \"2300-01-01\" out_of_range"},
        {"hours.csv", "worker_id,date,minutes", "W1,2026-01-01,1441", "minutes \"1441\" longer_than_a_day"},
        {"hours.csv", "worker_id,date,minutes", "W1,2026-01-01,-1", "minutes \"-1\" out_of_range"},
        {"hours.csv", "worker_id,date,minutes", "W1,2026-01-01,7.5", "minutes \"7.5\" too_many_decimals"},
        {"hours.csv", "worker_id,date,minutes,night_minutes", "W1,2026-01-01,60,61",
         "night_minutes \"61\" out_of_range"},
        {"hours.csv", "worker_id,date,minutes", "W1,2026-01-01", " \"W1,2026-01-01\" column_count"},
        {"hours.csv", "worker_id,date,minutes", "W1,2026-01-01,1,2", " \"W1,2026-01-01,1,2\" column_count"},
        {"hours.csv", "worker_id,date,minutes", "W1,\"2026-01-01\"x,1",
         " \"W1,\"2026-01-01\"x,1\" column_count"},
        {"hours.csv", "worker_id,date,minutes", "W1,\"2026-01-01,1", " \"W1,\"2026-01-01,1\" column_count"},
        {"hours.csv", "worker_id,date,minutes", "1.2E+10,2026-01-01,1", "worker_id \"1.2E+10\" digits_lost"},
        {"time.csv", "worker_id,date,start,end", "W1,2026-01-01,24:00,", "start \"24:00\" not_a_time"},
        {"time.csv", "worker_id,date,start,end", "W1,2026-01-01,7:00,", "start \"7:00\" not_a_time"},
        {"time.csv", "worker_id,date,start,end", "W1,2026-01-01,,", "start \"\" missing"},
        {"time.csv", "worker_id,date,start,end,break_minutes", "W1,2026-01-01,07:00,08:00,61",
         "break_minutes \"61\" out_of_range"},
        {"time.csv", "worker_id,date,start,kind", "W1,2026-01-01,07:00,rest", "kind \"rest\" unknown_value"},
        {"time.csv", "worker_id,badge,date,start", ",,2026-01-01,07:00", "worker_id \"\" missing"},
        {"punches.csv", "worker_id,at", "W1,2026-01-01", "at \"2026-01-01\" not_a_time"},
        {"punches.csv", "worker_id,at", "W1,2026-02-30T07:00", "at \"2026-02-30T07:00\" not_a_date"},
        {"leave.csv", "worker_id,date,type,fraction", "W1,2026-01-01,annual,0",
         "fraction \"0\" out_of_range"},
        {"leave.csv", "worker_id,date,type,fraction", "W1,2026-01-01,annual,1.5",
         "fraction \"1.5\" out_of_range"},
        {"leave.csv", "worker_id,date,type", "W1,2026-01-01,holiday", "type \"holiday\" unknown_value"},
        {"payroll.csv", "worker_id,period_start,period_end,component,amount",
         "W1,2026-01-01,2026-01-31,bonus,1", "component \"bonus\" unknown_value"},
        {"payroll.csv", "worker_id,period_start,period_end,component,amount",
         "W1,2026-01-01,2026-01-31,leave.holiday,1", "component \"leave.holiday\" unknown_value"},
        {"payroll.csv", "worker_id,period_start,period_end,component,amount",
         "W1,2026-01-01,2026-01-31,contribution.jht,1", "component \"contribution.jht\" unknown_value"},
        {"payroll.csv", "worker_id,period_start,period_end,component,amount",
         "W1,2026-01-01,2026-01-31,basic,1.2345678", "amount \"1.2345678\" too_many_decimals"},
        {"payroll.csv", "worker_id,period_start,period_end,component,amount",
         "W1,2026-01-01,2026-01-31,basic,1000000000000", "amount \"1000000000000\" out_of_range"},
        {"payroll.csv", "worker_id,period_start,period_end,component,amount",
         "W1,2026-01-01,2026-01-31,basic,1e5", "amount \"1e5\" not_a_number"},
        {"payroll.csv", "worker_id,period_start,period_end,component,amount",
         "W1,2026-01-01,2026-01-31,basic,\"1,234\"", "amount \"1,234\" not_a_number"},
        {"payroll.csv", "worker_id,period_start,period_end,component,amount",
         "W1,2026-01-31,2026-01-01,basic,1", "period_end \"2026-01-01\" out_of_range"},
        {"payroll.csv", "worker_id,period_start,period_end,component,amount,currency",
         "W1,2026-01-01,2026-01-31,basic,1,XYZ", "currency \"XYZ\" unknown_value"},
        {"payments.csv", "worker_id,amount", "W1,1", "paid_on \"\" missing"},
        {"payments.csv", "worker_id,account,amount,paid_on", "W1,1.2E+15,1,2026-01-31",
         "account \"1.2E+15\" digits_lost"},
        {"payments.csv", "account,worker_id,amount,paid_on", ",,1,2026-01-31", "worker_id \"\" missing"},
        {"remittances.csv", "worker_id,scheme,period_start,period_end,employee_amount,employer_amount",
         ",s,2026-01-01,2026-01-31,1,1", "worker_id \"\" missing"},
        {"rates.csv", "valid_from,from,to,rate", "2026-01-01,USD,KHR,0", "rate \"0\" out_of_range"},
        {"calendar.csv", "date,kind", "2026-01-01,holiday", "kind \"holiday\" unknown_value"},
    };
    for (const BadRow& bad : rows) {
        const auto data = data_of({{bad.file, std::string(bad.header) + "\n" + bad.row + "\n"}});
        EXPECT_EQ(rejects_of(data), std::string(bad.file) + ":2 " + bad.reject + "\n") << bad.row;
        EXPECT_EQ(account_of(data, bad.file).rejected, 1U);
        expect_accounts_add_up(data);
    }
}

TEST(Rejects, LargestAndSmallestValuesAreAccepted) {
    const auto data = data_of(
        {{"hours.csv", "worker_id,date,minutes\nW1,1900-01-01,0\nW1,2200-12-31,1440\nW1,2024-02-29,480.00\n"},
         {"payroll.csv",
          "worker_id,period_start,period_end,component,amount\nW1,2026-01-01,2026-01-01,basic,-999999999999."
          "999999\n"
          "W1,2026-01-01,2026-01-01,contribution.nssf_health.employee,+.5\n"}});
    EXPECT_EQ(rejects_of(data), "");
    EXPECT_EQ(wide_of(data, TableKind::payroll, "amount", 0), -999'999'999'999'999'999);
    EXPECT_EQ(wide_of(data, TableKind::payroll, "amount", 1), 500'000);
}

TEST(Rejects, AllComponentsOfTheFormatAreKnown) {
    std::string rows = "worker_id,period_start,period_end,component,amount\n";
    for (const char* component :
         {"basic", "piece", "overtime", "night_premium", "rest_day_premium", "holiday_premium", "holiday_pay",
          "rest_day_pay", "leave.annual", "leave_encashment", "allowance.housing", "bonus.thirteenth_month",
          "severance", "deduction.tax", "contribution.jht.employee", "contribution.jht.employer",
          "in_kind.meal", "gross", "net"}) {
        rows += std::string("W1,2026-01-01,2026-01-31,") + component + ",1\n";
    }
    const auto data = data_of({{"payroll.csv", rows}});
    EXPECT_EQ(rejects_of(data), "");
    EXPECT_EQ(data[TableKind::payroll].row_count(), 19U);
}

TEST(Rejects, SayWhichWorkerAndDaysTheyLeaveOpen) {
    const auto data = data_of(
        {{"hours.csv", "minutes,worker_id,date\nx,W1,2026-01-05\nx,,2026-01-05\nx,W2,2026-13-05\n1,2\n"}});
    ASSERT_EQ(data.rejects.size(), 4U);
    EXPECT_EQ(data.strings.view(data.rejects[0].worker), "W1");
    EXPECT_EQ(data.strings.view(data.rejects[0].employer), "F1");
    EXPECT_EQ(data.rejects[0].first, kJan1 + 4);
    EXPECT_EQ(data.rejects[0].last, kJan1 + 4);
    EXPECT_EQ(data.rejects[1].worker, 0U);
    EXPECT_EQ(data.rejects[1].first, kJan1 + 4);
    EXPECT_EQ(data.strings.view(data.rejects[2].worker), "W2");
    EXPECT_EQ(data.rejects[2].first, kNone32);
    EXPECT_EQ(data.rejects[3].worker, 0U);
}

TEST(Rejects, OneBadByteRejectsOneRow) {
    const auto data = data_of({{"workers.csv", "worker_id,name\nW1,Sok\nW2,S\xFFk\nW3,\xE1\x9E\x80\n"}});
    EXPECT_EQ(data[TableKind::workers].row_count(), 2U);
    EXPECT_EQ(rejects_of(data), "workers.csv:3 name \"S?k\" bad_encoding\n");
    EXPECT_EQ(data.strings.view(data.rejects[0].worker), "W2");
}

TEST(Rejects, BothRowsOfOneWorkerAndDay) {
    const auto data = data_of({{"workers.csv",
                                "worker_id,valid_from,hired_on\nW1,2026-01-01,\nW1,,2026-01-01\nW2,,\nW3,,"
                                "\nW3,,\nW3,2026-01-01,\n"}});
    EXPECT_EQ(rejects_of(data),
              "workers.csv:2 worker_id \"W1 2026-01-01\" duplicate\nworkers.csv:3 worker_id \"W1 "
              "2026-01-01\" duplicate\n"
              "workers.csv:5 worker_id \"W3\" duplicate\nworkers.csv:6 worker_id \"W3\" duplicate\n");
    EXPECT_EQ(data[TableKind::workers].row_count(), 2U);
    EXPECT_EQ(text_of(data, TableKind::workers, "worker_id", 1), "W3");
    EXPECT_EQ(data.strings.view(data.rejects[0].worker), "W1");
    expect_accounts_add_up(data);
}

TEST(Rejects, RowsOfOneDayThatDisagree) {
    const auto data = data_of({{"workers.csv", "worker_id\nW1\n"},
                               {"hours.csv", "worker_id,date,minutes\nW1,2026-01-05,480\nW1,2026-01-05,540\nW1,2026-01-06,480\n"},
                               {"rates.csv", "valid_from,from,to,rate\n2026-01-01,USD,KHR,4000\n2026-01-01,USD,KHR,4100\n2026-01-01,KHR,USD,0.00025\n"},
                               {"calendar.csv", "date,kind,category\n2026-01-01,public_holiday,poya\n2026-01-01,public_holiday,\n2026-01-01,rest_day,\n"}});
    EXPECT_EQ(rejects_of(data), "calendar.csv:2 date \"2026-01-01\" duplicate\ncalendar.csv:3 date \"2026-01-01\" duplicate\n"
                                "hours.csv:2 date \"2026-01-05\" duplicate\nhours.csv:3 date \"2026-01-05\" duplicate\n"
                                "rates.csv:2 valid_from \"2026-01-01\" duplicate\nrates.csv:3 valid_from \"2026-01-01\" duplicate\n");
    EXPECT_EQ(data[TableKind::hours].row_count(), 1U);
    EXPECT_EQ(data[TableKind::rates].row_count(), 1U);
    EXPECT_EQ(data[TableKind::calendar].row_count(), 1U);
    EXPECT_EQ(data.rejects[2].first, kJan1 + 4) << "the day is a hole";
    expect_accounts_add_up(data);
}

TEST(Rejects, TermsThatEndBeforeTheyBegin) {
    const auto data = data_of({{"workers.csv", "worker_id,hired_on,left_on\nW1,2026-01-15,2025-12-31\nW2,2026-01-15,2026-01-15\n"}});
    EXPECT_EQ(rejects_of(data), "workers.csv:2 left_on \"2025-12-31\" out_of_range\n");
}

TEST(Rejects, LeaveOfOneDayIsAtMostTheDay) {
    const auto data = data_of({{"workers.csv", "worker_id\nW1\nW2\nW3\n"},
                               {"leave.csv", "worker_id,date,type,fraction\nW1,2026-01-05,unpaid,\nW1,2026-01-05,unpaid,1\nW2,2026-01-05,annual,0.7\n"
                                             "W2,2026-01-05,unpaid,0.7\nW2,2026-01-06,annual,0.5\nW2,2026-01-06,annual,0.5\nW3,2026-01-05,annual,0.5\n"
                                             "W3,2026-01-05,annual,0.5\nW3,2026-01-05,sick,0.5\n"}});
    EXPECT_EQ(rejects_of(data), "leave.csv:3 date \"2026-01-05\" duplicate\nleave.csv:4 fraction \"0.7\" longer_than_a_day\n"
                                "leave.csv:5 fraction \"0.7\" longer_than_a_day\nleave.csv:8 fraction \"0.5\" longer_than_a_day\n"
                                "leave.csv:9 fraction \"0.5\" longer_than_a_day\nleave.csv:10 fraction \"0.5\" longer_than_a_day\n");
    EXPECT_GT(data.rejects[0].first, data.rejects[0].last) << "a copy leaves no hole";
    EXPECT_EQ(data.rejects[1].first, kJan1 + 4) << "the day is a hole";
    EXPECT_EQ(data[TableKind::leave].row_count(), 3U);
    expect_accounts_add_up(data);
}

TEST(Rejects, PayslipsOfPeriodsThatOverlapByTheWeek) {
    const char* const employer = "{\"employer_id\":\"F1\",\"law\":[\"kh\"],\"currency\":\"USD\",\"period\":\"weekly\"}";
    const auto data = data_of({{"employer.json", employer}, {"workers.csv", "worker_id\nW1\nW2\n"},
                               {"payroll.csv", "worker_id,period_start,period_end,component,amount\nW1,2026-01-05,2026-01-11,basic,60\n"
                                               "W2,2026-01-05,2026-01-11,basic,60\nW1,2026-01-09,2026-01-15,basic,60\nW2,2026-01-05,2026-01-07,basic,30\n"
                                               "W2,2026-01-01,2026-12-31,basic,60\n"}});
    EXPECT_EQ(rejects_of(data), "payroll.csv:4 period_start \"2026-01-09\" out_of_range\npayroll.csv:6 period_end \"2026-12-31\" out_of_range\n");
    EXPECT_EQ(data.rejects[0].first, kJan1 + 8);
    EXPECT_EQ(data.rejects[0].last, kJan1 + 14);
    expect_accounts_add_up(data);
}

TEST(Rejects, PayslipsOfMoreThanAYear) {
    const auto data = data_of({{"workers.csv", "worker_id\nW1\n"},
                               {"payroll.csv", "worker_id,period_start,period_end,component,amount\nW1,2025-01-01,2025-12-31,bonus.festival,60\n"
                                               "W1,1900-01-01,2200-12-31,basic,60\n"}});
    EXPECT_EQ(rejects_of(data), "payroll.csv:3 period_end \"2200-12-31\" out_of_range\n");
}

TEST(Rejects, RowsThatAgreeCountOnceAndLeaveNoHole) {
    const auto data = data_of({{"workers.csv", "worker_id\nW1\n"},
                               {"hours-a.csv", "worker_id,date,minutes\nW1,2026-01-05,480\n"},
                               {"hours-b.csv", "worker_id,date,minutes,night_minutes\nW1,2026-01-05,480,\nW1,2026-01-06,480,\n"},
                               {"calendar.csv", "date,kind,name\n2026-01-01,public_holiday,New Year\n2026-01-01,public_holiday,First of January\n"}});
    EXPECT_EQ(rejects_of(data), "calendar.csv:3 date \"2026-01-01\" duplicate\nhours-b.csv:2 date \"2026-01-05\" duplicate\n");
    EXPECT_EQ(data[TableKind::hours].row_count(), 2U);
    EXPECT_EQ(data[TableKind::calendar].row_count(), 1U);
    for (const auto& reject : data.rejects) EXPECT_GT(reject.first, reject.last);
    expect_accounts_add_up(data);
}

TEST(Rejects, ALineOfAHundredMegabytesIsOneRow) {
    std::string rows = "worker_id,date,minutes\nW1,2026-01-01,480\n";
    rows.append(100'000'000, 'x');
    rows += "\nW2,2026-01-01,480\n";
    const auto data = data_of({{"hours.csv", rows}});
    ASSERT_EQ(data.rejects.size(), 1U);
    EXPECT_EQ(data.rejects[0].reason, "too_long");
    EXPECT_EQ(data.rejects[0].line, 3U);
    EXPECT_LE(data.rejects[0].value.size(), 200U);
    ASSERT_EQ(data[TableKind::hours].row_count(), 2U);
    EXPECT_EQ(data[TableKind::hours].line[1], 4U);
    expect_accounts_add_up(data);
}

TEST(Rejects, AStrayQuoteCostsOnlyItsOwnLine) {
    std::string rows = "worker_id,date,minutes,note\nW1,2026-01-01,480,\"never closed\n";
    for (int i = 0; i < 100'000; ++i) rows += "W" + std::to_string(i) + ",2026-01-02,480,\n";
    const auto data = data_of({{"hours.csv", rows}});
    ASSERT_EQ(data.rejects.size(), 1U) << rejects_of(data).substr(0, 500);
    EXPECT_EQ(data.rejects[0].line, 2U);
    EXPECT_EQ(data.rejects[0].reason, "too_long");
    EXPECT_EQ(data[TableKind::hours].row_count(), 100'000U);
}

struct BadCall {
    Files files;
    const char* message;
};

TEST(ReadFolder, RefusesWhatItCannotUseAndSaysWhy) {
    const auto employer_with = [](const std::string& period) {
        return R"({"employer_id": "F1", "law": "kh", "currency": "USD", "period": )" + period + "}";
    };
    const BadCall calls[] = {
        {{{"employer.json", "{"}},
         "employers: no row was accepted of 1 read; the first of them: employer.json:1: bad_json, found "
         "\"{\""},
        {{{"employer.json", R"({"employer_id": "F1", "law": "kh", "currency": "ZZZ", "period": "monthly"})"}},
         "employers: no row was accepted of 1 read; the first of them: employer.json:1 currency: "
         "unknown_value, found \"ZZZ\""},
        {{{"employer.json",
           R"({"employer_id": "F1", "law": "kh", "law": "jo", "currency": "USD", "period": "monthly"})"}},
         nullptr},
        {{{"employer.json", employer_with("\"yearly\"")}},
         "employers: no row was accepted of 1 read; the first of them: employer.json:1 period: "
         "unknown_value, found \"yearly\""},
        {{{"employer.json",
           employer_with(
               R"([{"start": "2026-01-01", "end": "2026-01-15"}, {"start": "2026-01-15", "end": "2026-01-31"}])")}},
         "employers: no row was accepted of 1 read; the first of them: employer.json:1 period: duplicate, "
         "found \"2026-01-15/2026-01-31\""},
        {{{"workers.csv", "worker_id,wage\nW1,x\n"}},
         "workers: no row was accepted of 1 read; the first of them: workers.csv:2 wage: not_a_number, found "
         "\"x\""},
        {{{"workers.csv", ""}},
         "workers: no row was accepted of 1 read; the first of them: workers.csv:1 header: missing, found \"\""},
        {{{"workers.csv", "worker_id,wage,wage\nW1,1,1\n"}},
         "workers.csv: the column \"wage\" is there twice; expected it once"},
        {{{"time.xlsx", "PK"}}, "time.xlsx: .xlsx files cannot be read; save the table as CSV"},
        {{{"employers.csv", "employer_id,law,currency,period\n"}},
         "both employer.json and a table of employers are there; expected one of them"},
    };
    for (const BadCall& call : calls) {
        const auto result = read(call.files);
        ASSERT_FALSE(result.ok());
        if (call.message != nullptr) {
            EXPECT_EQ(result.status().message(), call.message);
        }
    }
}

TEST(ReadFolder, NamesTheNeededTableThatIsMissing) {
    const auto no_employer = read_files({{"workers.csv", {}, kWorkersCsv}});
    ASSERT_FALSE(no_employer.ok());
    EXPECT_EQ(no_employer.status().message(),
              "the employer is missing: expected a file employer.json, or a table such as employers.csv");
    const auto no_workers = read_files({{"employer.json", {}, kEmployerJson}});
    ASSERT_FALSE(no_workers.ok());
    EXPECT_EQ(no_workers.status().message(),
              "the table of workers is missing: expected a file such as workers.csv");
    const auto no_folder = read_folder("/no/such/folder");
    ASSERT_FALSE(no_folder.ok());
    EXPECT_EQ(no_folder.code(), quantity::StatusCode::not_found);
}

}  // namespace
}  // namespace wageproof::readers::testing
