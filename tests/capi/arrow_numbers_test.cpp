// Numbers of a stream are read without text between; they must be what their texts would give, fault for fault.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "capi/arrow_maker.hpp"
#include "wageproof/readers/read_folder.hpp"

namespace wageproof {
namespace {

using records::TableKind;
using tests::bytes_of;
using tests::MadeColumn;
using tests::MadeStream;
using tests::number_column;
using tests::text_column;
using tests::validity_of;
namespace f = records::field;

constexpr std::string_view kEmployer = R"({"employer_id": "e", "law": "kh", "currency": "USD", "period": "monthly"})";
constexpr std::string_view kEmployers = "employer_id,law,currency,period\ne,kh,USD,monthly\ne2,kh,USD,monthly\n";
constexpr std::string_view kWorkers = "worker_id,hired_on,pay_basis,wage\nw1,2024-01-01,monthly,208\n";
constexpr std::string_view kWorkersOfTwo = "employer_id,worker_id,hired_on,pay_basis,wage\ne,w1,2024-01-01,monthly,208\n";

/// @param employers  one: rows take the short way; two: the careful one
quantity::Result<records::Dataset> read(const std::string& table, MadeStream& made, int employers) {
    auto rows = readers::open_arrow(&made.stream, *records::find_table(table), table);
    if (!rows) return rows.status();
    std::vector<readers::InputFile> files;
    if (employers == 1) {
        files.push_back({"employer.json", {}, std::string(kEmployer)});
    } else {
        files.push_back({"employers.csv", {}, std::string(kEmployers)});
    }
    files.push_back({"workers.csv", {}, std::string(employers == 1 ? kWorkers : kWorkersOfTwo)});
    files.push_back({table, {}, std::nullopt, std::move(*rows)});
    return readers::read_files(std::move(files), {});
}

/// Every accepted and every rejected row of a table, as text.
std::string told(const std::string& table, MadeColumn column, int employers) {
    const auto count = static_cast<std::size_t>(column.length);
    const std::vector<std::optional<std::string>> worker(count, "w1"), employer(count, "e");
    std::vector<MadeColumn> columns{text_column("employer_id", employer), text_column("worker_id", worker)};
    const bool is_date = column.name == "date", is_clock = column.name == "start", is_minutes = column.name == "break_minutes";
    if (table == "payroll") {
        columns.push_back(number_column<std::int32_t>("period_start", "tdD", std::vector<std::int32_t>(count, 20362)));
        columns.push_back(number_column<std::int32_t>("period_end", "tdD", std::vector<std::int32_t>(count, 20392)));
        columns.push_back(text_column("component", std::vector<std::optional<std::string>>(count, "basic")));
    } else {
        if (!is_date) columns.push_back(text_column("date", std::vector<std::optional<std::string>>(count, "2025-10-01")));
        if (!is_clock) columns.push_back(text_column("start", std::vector<std::optional<std::string>>(count, "07:00")));
        columns.push_back(text_column("end", std::vector<std::optional<std::string>>(count, "23:59:59")));
    }
    columns.push_back(std::move(column));
    MadeStream made(std::move(columns));
    const auto data = read(table, made, employers);
    if (!data) return data.status().message();
    std::string text;
    const auto& rows = (*data)[records::find_table(table)->kind];
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        text += std::to_string(rows.line[row]) + ":";
        if (table == "payroll") {
            text += std::to_string(rows.wide(f::payroll::amount, row));
        } else {
            text += std::to_string(is_date      ? rows.narrow(f::time::date, row)
                                   : is_clock   ? rows.narrow(f::time::start, row)
                                   : is_minutes ? rows.narrow_or_none(f::time::break_minutes, row)
                                                : 0);
        }
        text += "\n";
    }
    for (const auto& reject : data->rejects) text += std::to_string(reject.line) + " " + reject.column + " " + reject.reason + "\n";
    return text;
}

std::string decimal(std::int64_t value, int scale) {
    std::string digits = std::to_string(value);
    const bool negative = digits.front() == '-';
    if (negative) digits.erase(0, 1);
    while (digits.size() <= static_cast<std::size_t>(scale)) digits.insert(0, 1, '0');
    if (scale != 0) digits.insert(digits.size() - static_cast<std::size_t>(scale), 1, '.');
    while (scale != 0 && digits.back() == '0') digits.pop_back();
    if (digits.back() == '.') digits.pop_back();
    return (negative ? "-" : "") + digits;
}

TEST(ArrowNumbers, AmountsAreWhatTheirTextsGive) {
    const std::vector<std::int64_t> values{0, 1, -1, 20'800, 2'080'000, -15'000, 123'456'789, 999'999'999'999, -1'000'000'000'000, INT64_MAX, INT64_MIN, INT64_MIN + 1, INT64_MIN + 2, 20'800};
    std::vector<bool> given(values.size(), true);
    given.back() = false;
    for (const int employers : {1, 2}) {
        for (const int scale : {0, 1, 2, 4, 6, 7, 8, 12, 14}) {
            std::vector<std::optional<std::string>> texts;
            std::vector<std::int64_t> wide;
            for (std::size_t i = 0; i < values.size(); ++i) {
                texts.push_back(given[i] ? std::optional(decimal(values[i], scale)) : std::nullopt);
                wide.push_back(values[i]);
                wide.push_back(values[i] < 0 ? -1 : 0);
            }
            const std::string by_text = told("payroll", text_column("amount", texts), employers);
            const auto count = static_cast<std::int64_t>(values.size());
            const std::string format = "d:38," + std::to_string(scale);
            EXPECT_EQ(told("payroll", {"amount", format, count, 0, 1, {validity_of(given), bytes_of(wide)}}, employers), by_text) << format;
            EXPECT_EQ(told("payroll", {"amount", format + ",64", count, 0, 1, {validity_of(given), bytes_of(values)}}, employers), by_text) << format;
            if (scale == 0) {
                EXPECT_EQ(told("payroll", {"amount", "l", count, 0, 1, {validity_of(given), bytes_of(values)}}, employers), by_text);
            }
            EXPECT_THAT(by_text, testing::HasSubstr("1:0\n"));
            EXPECT_THAT(by_text, testing::HasSubstr("14 amount missing"));
        }
    }
}

TEST(ArrowNumbers, TheUpperHalfOfADecimalIsNotForgotten) {
    for (const int employers : {1, 2}) {
        MadeColumn column = number_column<std::int64_t>("amount", "d:38,6", {208'000'000, 0, 208'000'000, 1, 208'000'000, -1});
        column.length = 3;
        EXPECT_EQ(told("payroll", column, employers), "1:208000000\n2 amount out_of_range\n3 amount out_of_range\n");
    }
}

TEST(ArrowNumbers, DaysClockTimesAndWholeNumbersAreWhatTheirTextsGive) {
    for (const int employers : {1, 2}) {
        const std::string days = told("time", text_column("date", {"2025-10-01", "2024-02-29", "1900-01-01", "2200-12-31"}), employers);
        EXPECT_EQ(told("time", number_column<std::int32_t>("date", "tdD", {20362, 19782, -25567, 84370}), employers), days);
        const std::string clocks = told("time", text_column("start", {"00:00:00", "07:30:01", "23:59:59", "-1", "86400", std::nullopt}), employers);
        EXPECT_EQ(told("time", {"start", "tts", 6, 0, 1, {validity_of({true, true, true, true, true, false}), bytes_of<std::int32_t>({0, 27001, 86399, -1, 86400, 0})}}, employers), clocks);
        const std::string parts = told("time", text_column("start", {"07:30:00.5", "07:30:00"}), employers);
        EXPECT_EQ(told("time", number_column<std::int64_t>("start", "ttn", {27'000'500'000'000, 27'000'000'000'000}), employers), parts);
        const std::string minutes = told("time", text_column("break_minutes", {"60", "0", "-5", "2000", "4294967356", std::nullopt}), employers);
        EXPECT_EQ(told("time", {"break_minutes", "l", 6, 0, 1, {validity_of({true, true, true, true, true, false}), bytes_of<std::int64_t>({60, 0, -5, 2000, 4294967356, 0})}}, employers), minutes);
    }
}

TEST(ArrowNumbers, ManyBlocksAreReadInTheirOrder) {
    constexpr int kRows = 10'000;  // more than one block
    std::vector<std::optional<std::string>> texts;
    std::vector<std::int64_t> cents;
    for (int i = 0; i < kRows; ++i) {
        cents.push_back(i * 37 - 5000);
        texts.push_back(decimal(cents.back(), 2));
    }
    EXPECT_EQ(told("payroll", {"amount", "d:18,2,64", kRows, 0, 0, {"", bytes_of(cents)}}, 1), told("payroll", text_column("amount", texts), 1));
}

TEST(ArrowNumbers, RowsKeepTheNumbersThatTheyAreGiven) {
    const auto made_rows = [](std::vector<std::uint32_t> numbers) {
        return std::vector<MadeColumn>{number_column<std::uint32_t>("@row", "I", std::move(numbers)), text_column("worker_id", {"w1", "w1"}),
                                       text_column("date", {"2025-10-01", "2025-13-01"}), text_column("minutes", {"480", "480"})};
    };
    MadeStream numbered(made_rows({70, 4294967295}));
    const auto data = read("hours", numbered, 1);
    ASSERT_TRUE(data.ok()) << data.status().message();
    EXPECT_EQ((*data)[TableKind::hours].line, (std::vector<std::uint32_t>{70}));
    ASSERT_EQ(data->rejects.size(), 1U);
    EXPECT_EQ(data->rejects[0].line, 4294967295U);
    EXPECT_TRUE(data->files.back().ignored_columns.empty());
    MadeStream zero(made_rows({70, 0}));
    EXPECT_THAT(read("hours", zero, 1).status().message(), testing::HasSubstr("row 2 of a batch: expected a number from 1 to 4294967295"));
    std::vector<MadeColumn> by_text = made_rows({1, 2});
    by_text[0] = text_column("@row", {"1", "2"});
    MadeStream wrong(std::move(by_text));
    EXPECT_THAT(read("hours", wrong, 1).status().message(), testing::HasSubstr("\"@row\": expected whole numbers"));
}

}  // namespace
}  // namespace wageproof
