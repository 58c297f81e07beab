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
              "F1,W1,,2026-01-05,,,,,,204.5,,,,,fri,,,,,,,,,,,'=1+1,,\"a,b\"\n");
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

// A spreadsheet takes a leading quote for 'this is text'; so must whoever reads the file again.
TEST_F(WriteTables, TextsThatLookLikeFormulasComeBackAsTheyWere) {
    const std::vector<std::string> texts{"=1+1", "+85512345678", "-Anna", "@home", "-1", "-1.5", "-1.5.2", "-.5",
                                         "-", "'", "'a", "'=1+1", "''+1", "'-1", "a=b", "+"};
    std::string lines;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        lines += R"({"worker_id":")" + texts[i] + R"(","account":")" + texts[i] + R"(","+shoe":")" + texts[i] + "\"}\n";
    }
    const auto data = data_of({{"workers.csv", "worker_id\nW1\n"}, {"workers-a.ndjson", lines}});
    ASSERT_TRUE(data.rejects.empty()) << rejects_of(data);
    ASSERT_TRUE(write_tables(data, folder_.string()).ok());
    EXPECT_NE(written("workers.csv").find("F1,'+85512345678,"), std::string::npos);
    EXPECT_NE(written("workers.csv").find("F1,-1,"), std::string::npos) << "a negative number is no formula";
    const auto again = read_folder(folder_.string());
    ASSERT_TRUE(again.ok()) << again.status().message();
    const auto& table = (*again)[TableKind::workers];
    ASSERT_EQ(table.attributes.size(), 1U);
    EXPECT_EQ(again->strings.view(table.attributes[0].name), "+shoe");
    for (std::size_t i = 0; i < texts.size(); ++i) {
        EXPECT_EQ(text_of(*again, TableKind::workers, "worker_id", i), texts[i]);
        EXPECT_EQ(text_of(*again, TableKind::workers, "account", i), texts[i]);
        EXPECT_EQ(again->strings.view(table.attributes[0].values[i]), texts[i]);
    }
}

TEST_F(WriteTables, RejectedNegativeNumbersStayNumbers) {
    const auto data = data_of({{"hours.csv", "worker_id,date,minutes\nW1,2026-01-05,-5\nW1,2026-01-06,-5+1\n"}});
    ASSERT_TRUE(write_tables(data, folder_.string()).ok());
    EXPECT_EQ(written("rejects.csv"),
              "employer_id,file,line,column,value,reason\nF1,hours.csv,2,minutes,-5,out_of_range\n"
              "F1,hours.csv,3,minutes,'-5+1,not_a_number\n");
}

// Only in CSV does the quote mean that; a guard that the writer would not have put is part of the text.
TEST(FormulaGuard, ComesOffOnlyWhereTheWriterPutIt) {
    const auto data = data_of({{"workers.csv", "worker_id,name\n'W1,'=a\n'=W2,'-5\n"},
                               {"time.ndjson", R"({"worker_id":"'=W2","date":"2026-01-05","start":"07:00"})"}});
    EXPECT_EQ(text_of(data, TableKind::workers, "worker_id", 0), "'W1");
    EXPECT_EQ(text_of(data, TableKind::workers, "name", 0), "=a");
    EXPECT_EQ(text_of(data, TableKind::workers, "worker_id", 1), "=W2");
    EXPECT_EQ(text_of(data, TableKind::workers, "name", 1), "'-5");
    EXPECT_EQ(text_of(data, TableKind::time, "worker_id", 0), "'=W2");
}

TEST_F(WriteTables, SaysWhereItCannotWrite) {
    std::ofstream(folder_) << "a file in the way";
    const auto status = write_tables(data_of({}), folder_.string());
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.code(), quantity::StatusCode::io_error);
}

}  // namespace
}  // namespace wageproof::readers::testing
