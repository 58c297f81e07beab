#include <gtest/gtest.h>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "reading.hpp"

namespace wageproof::readers::testing {
namespace {

using records::TableKind;

class WriteTables : public ::testing::Test {
protected:
    void SetUp() override {
        folder_ = std::filesystem::path(::testing::TempDir()) / "wageproof_write_tables";
        std::filesystem::remove_all(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string written(const std::string& name) const {
        std::ifstream file(folder_ / name, std::ios::binary);
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }

    std::filesystem::path folder_;
};

TEST_F(WriteTables, GivesTheFormatsOwnForm) {
    const auto data =
        data_of({{"workers.csv",
                  "name;worker_id;hired_on;wage;rest_weekday;shoe\n=1+1;W1;2026-01-05;204.50;fri;\"a,b\"\n"},
                 {"punches.csv", "worker_id,at\nW1,2026-01-05T07:00\nW1,1969-12-31 23:59:58\n"},
                 {"hours.csv", "worker_id,date,minutes\nW1,2026-01-05,x\n"}});
    ASSERT_TRUE(write_tables(data, folder_.string()).ok());
    EXPECT_EQ(written("workers.csv"),
              "employer_id,worker_id,valid_from,hired_on,left_on,sex,birth_date,contract,pay_basis,wage,"
              "fixed_allowance,currency,grade,"
              "region,rest_weekday,week_days,week_hours,insurance_no,insured_since,nationality,religion,"
              "probation_until,leaving_reason,"
              "account,badge,name,job_points,shoe\n"
              "F1,W1,2026-01-05,2026-01-05,,,,,,204.5,,,,,fri,,,,,,,,,,,'=1+1,,\"a,b\"\n");
    EXPECT_EQ(written("punches.csv"),
              "employer_id,worker_id,badge,at,direction,device\nF1,W1,,2026-01-05T07:00,,\nF1,W1,,1969-12-"
              "31T23:59:58,,\n");
    EXPECT_EQ(written("rejects.csv"),
              "employer_id,file,line,column,value,reason\nF1,hours.csv,2,minutes,x,not_a_number\n");
    EXPECT_EQ(written("hours.csv"), "employer_id,worker_id,date,minutes,overtime_minutes,night_minutes\n");
    EXPECT_EQ(written("employer.json"),
              "{\"employer_id\":\"F1\",\"law\":[\"kh\"],\"currency\":\"USD\",\"period\":\"monthly\","
              "\"attributes\":{\"sector\":\"garment\",\"size\":\"812\"}}\n");
    EXPECT_FALSE(std::filesystem::exists(folder_ / "time.csv"));
    for (const auto& entry : std::filesystem::directory_iterator(folder_))
        EXPECT_NE(entry.path().extension(), ".part");
}

TEST_F(WriteTables, WhatIsWrittenReadsTheSame) {
    const auto data = data_of(
        {{"employer.json",
          R"({"employer_id": "F1", "law": ["jo", "jo-garment-cba"], "currency": "JOD", "period": [{"start": "2026-01-01", "end": "2026-01-31"}]})"},
         {"time.csv",
          "worker_id,date,start,end,kind\nW1,2026-01-05,07:00,16:00:30,training\nW2,2026-01-05,,16:00,\n"},
         {"payroll.csv", "worker_id,component,amount,fixed\nW1,basic,-0.000001,yes\nW2,deduction.tax,7,\n"}});
    ASSERT_TRUE(write_tables(data, folder_.string()).ok());
    const auto again = read_folder(folder_.string());
    ASSERT_TRUE(again.ok()) << again.status().message();
    EXPECT_TRUE(again->rejects.empty());
    EXPECT_EQ(again->laws, data.laws);
    EXPECT_EQ(again->periods, data.periods);
    for (const TableKind kind : {TableKind::workers, TableKind::time, TableKind::payroll}) {
        const auto& table = data[kind];
        const auto& other = (*again)[kind];
        ASSERT_EQ(other.row_count(), table.row_count());
        for (std::size_t field = 0; field < table.columns.size(); ++field) {
            EXPECT_EQ(other.columns[field].wide, table.columns[field].wide);
            if (table.spec->fields[field].type != records::FieldType::text) {
                EXPECT_EQ(other.columns[field].narrow, table.columns[field].narrow)
                    << table.spec->name << "." << field;
                continue;
            }
            for (std::size_t row = 0; row < table.row_count(); ++row) {
                EXPECT_EQ(again->strings.view(other.text(static_cast<int>(field), row)),
                          data.strings.view(table.text(static_cast<int>(field), row)));
            }
        }
    }
}

TEST_F(WriteTables, SaysWhereItCannotWrite) {
    std::ofstream(folder_) << "a file in the way";
    const auto status = write_tables(data_of({}), folder_.string());
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.code(), quantity::StatusCode::io_error);
}

}  // namespace
}  // namespace wageproof::readers::testing
