// Tables in and out as Arrow streams: every type that a column may have, and every way in which a stream may be wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "capi/arrow_maker.hpp"
#include "wageproof/readers/read_folder.hpp"

namespace wageproof {
namespace {

using records::TableKind;
using testing::HasSubstr;
using tests::bytes_of;
using tests::MadeColumn;
using tests::MadeStream;
using tests::number_column;
using tests::text_column;
using tests::validity_of;
namespace f = records::field;

constexpr std::string_view kEmployer = R"({"employer_id": "e", "law": "kh", "currency": "USD", "period": "monthly"})";
constexpr std::string_view kWorkers = "worker_id,hired_on,pay_basis,wage\nw1,2024-01-01,monthly,208\n";

quantity::Result<records::Dataset> read(const std::string& table, MadeStream& made) {
    auto rows = readers::open_arrow(&made.stream, *records::find_table(table.substr(0, table.find('-'))), table);
    if (!rows) return rows.status();
    std::vector<readers::InputFile> files;
    files.push_back({"employer.json", {}, std::string(kEmployer)});
    if (table != "workers") files.push_back({"workers.csv", {}, std::string(kWorkers)});
    files.push_back({table, {}, std::nullopt, std::move(*rows)});
    readers::ReadOptions options;
    options.time_zone = "Asia/Phnom_Penh";
    return readers::read_files(std::move(files), options);
}

std::string status_of(const std::string& table, MadeStream& made) {
    const auto data = read(table, made);
    return data.ok() ? "ok" : data.status().message();
}

MadeColumn whole_year() { return text_column("worker_id", {"w1", "w1", "w1"}); }

TEST(ArrowStream, IsReadAsAFileWithTheSameRowsWouldBe) {
    MadeStream made({whole_year(), number_column<std::int32_t>("period_start", "tdD", {20362, 20362, 20362}),
                     number_column<std::int64_t>("period_end", "tdm", {20392LL * 86'400'000, 20392LL * 86'400'000, 20392LL * 86'400'000}),
                     text_column("component", {"basic", "overtime", "deduction.tax"}),
                     number_column<std::int64_t>("amount", "d:38,4", {2'080'000, 0, -15'000, -1, 70'000, 0})});
    const auto data = read("payroll", made);
    ASSERT_TRUE(data.ok()) << data.status().message();
    const auto& table = (*data)[TableKind::payroll];
    ASSERT_EQ(table.row_count(), 3U);
    EXPECT_EQ(table.narrow(f::payroll::period_start, 0), 20362);
    EXPECT_EQ(table.narrow(f::payroll::period_end, 2), 20392);
    EXPECT_EQ(table.wide(f::payroll::amount, 0), 208'000'000);
    EXPECT_EQ(table.wide(f::payroll::amount, 1), -1'500'000);
    EXPECT_EQ(data->strings.view(table.text(f::payroll::component, 2)), "deduction.tax");
    EXPECT_EQ(table.line, (std::vector<std::uint32_t>{1, 2, 3}));
    EXPECT_EQ(readers::count_rows(*data, TableKind::payroll).accepted, 3U);
    EXPECT_EQ(made.stream.release, nullptr);
    EXPECT_EQ(made.streams_released, 1);
    EXPECT_EQ(made.batches_released, 1);
    EXPECT_EQ(made.schemas_released, 1);
}

TEST(ArrowStream, ReadsClockTimesDictionariesAndTextViews) {
    // A view holds up to 12 bytes in itself; longer text stands in a buffer behind.
    const std::string long_text = "a reference of many bytes";
    std::vector<std::int32_t> views{2, 0, 0, 0, static_cast<std::int32_t>(long_text.size()), 0, 0, 0};
    std::memcpy(&views[1], "w1", 2);
    MadeColumn device{"device", "vu", 2, 0, 0, {"", bytes_of(views), long_text, bytes_of<std::int64_t>({25})}};
    MadeColumn direction{"direction", "c", 2, 0, 0, {"", bytes_of<std::int8_t>({1, 0})}};
    direction.dictionary = std::make_shared<MadeColumn>(text_column("", {"in", "out"}));
    // Both are 2025-10-01 08:00 in Phnom Penh: once as UTC, once without a zone.
    MadeStream made({text_column("worker_id", {"w1", "w1"}), number_column<std::int64_t>("at", "tsu:UTC", {1'759'280'400'000'000, 1'759'280'400'000'000}),
                     std::move(direction), std::move(device)});
    const auto data = read("punches", made);
    ASSERT_TRUE(data.ok()) << data.status().message();
    const auto& table = (*data)[TableKind::punches];
    ASSERT_EQ(table.row_count(), 2U);
    EXPECT_EQ(table.wide(f::punches::at, 0), 1'759'280'400 + 7 * 3600);
    EXPECT_EQ(table.narrow(f::punches::direction, 0), static_cast<int>(records::Direction::out));
    EXPECT_EQ(data->strings.view(table.text(f::punches::device, 0)), "w1");
    EXPECT_EQ(data->strings.view(table.text(f::punches::device, 1)), long_text);

    MadeStream time({text_column("worker_id", {"w1", "w1"}), number_column<std::int64_t>("date", "tsn:", {20362 * 86'400'000'000'000, 20363 * 86'400'000'000'000 + 1}),
                     number_column<std::int32_t>("start", "tts", {7 * 3600, 7 * 3600}), number_column<std::int64_t>("end", "ttu", {57'600'000'000, 57'600'000'000}),
                     number_column<double>("break_minutes", "g", {60.0, 60.5})});
    const auto worked = read("time-gate2", time);
    ASSERT_TRUE(worked.ok()) << worked.status().message();
    ASSERT_EQ((*worked)[TableKind::time].row_count(), 1U);
    EXPECT_EQ((*worked)[TableKind::time].narrow(f::time::start, 0), 7 * 3600);
    EXPECT_EQ((*worked)[TableKind::time].narrow(f::time::end, 0), 16 * 3600);
    EXPECT_EQ((*worked)[TableKind::time].narrow(f::time::break_minutes, 0), 60);
    ASSERT_EQ(worked->rejects.size(), 1U);
    EXPECT_EQ(worked->rejects[0].column, "date");
    EXPECT_EQ(worked->rejects[0].line, 2U);
}

TEST(ArrowStream, NullsAndOffsetsAreHonoured) {
    MadeColumn hours = number_column<std::int16_t>("minutes", "s", {1, 480, 540, 600});
    hours.offset = 1;
    hours.length = 3;
    hours.nulls = 1;
    hours.buffers[0] = validity_of({true, true, false, true});
    MadeStream made({whole_year(), number_column<std::int32_t>("date", "tdD", {20362, 20363, 20364}), std::move(hours)});
    const auto data = read("hours", made);
    ASSERT_TRUE(data.ok()) << data.status().message();
    const auto& table = (*data)[TableKind::hours];
    ASSERT_EQ(table.row_count(), 2U);
    EXPECT_EQ(table.narrow(f::hours::minutes, 0), 480);
    EXPECT_EQ(table.narrow(f::hours::minutes, 1), 600);
    ASSERT_EQ(data->rejects.size(), 1U);
    EXPECT_EQ(data->rejects[0].reason, "missing");
}

TEST(ArrowStream, AmountsOfManyDecimalsAndWidths) {
    MadeStream made({whole_year(), number_column<std::int32_t>("date", "tdD", {20362, 20363, 20364}), number_column<std::int64_t>("quantity", "l", {12, 7, 1}),
                     number_column<std::int32_t>("rate", "d:9,2,32", {125, -1, 99})});
    const auto data = read("pieces", made);
    ASSERT_TRUE(data.ok()) << data.status().message();
    EXPECT_EQ((*data)[TableKind::pieces].wide(f::pieces::rate, 0), 1'250'000);

    // Ten decimals of which four are zeros are six; a seventh that is none is refused as in a file.
    MadeStream fine({text_column("worker_id", {"w1", "w1"}), number_column<std::int32_t>("date", "tdD", {20362, 20363}),
                     number_column<std::int64_t>("quantity", "l", {1, 1}), number_column<std::int64_t>("rate", "d:76,10,256", {12'345'670'000, 0, 0, 0, 1, 0, 0, 0})});
    const auto exact = read("pieces", fine);
    ASSERT_TRUE(exact.ok()) << exact.status().message();
    ASSERT_EQ((*exact)[TableKind::pieces].row_count(), 1U);
    EXPECT_EQ((*exact)[TableKind::pieces].wide(f::pieces::rate, 0), 1'234'567);
    ASSERT_EQ(exact->rejects.size(), 1U);
    EXPECT_EQ(exact->rejects[0].reason, "too_many_decimals");
}

TEST(ArrowStream, FloatingPointIsRefusedForMoneyAndNamed) {
    MadeStream made({whole_year(), number_column<double>("amount", "g", {1, 2, 3})});
    EXPECT_THAT(status_of("payroll", made), testing::AllOf(HasSubstr("payroll: column \"amount\""), HasSubstr("floating point"), HasSubstr("decimal")));
    EXPECT_NE(made.stream.release, nullptr) << "a stream that was refused stays its owner's";
    made.stream.release(&made.stream);
    MadeStream attribute({text_column("worker_id", {"w1"}), number_column<float>("latitude", "f", {1})});
    EXPECT_THAT(status_of("workers", attribute), HasSubstr("\"latitude\""));
    // Nobody asks what a column is that no one reads.
    MadeStream ignored({text_column("worker_id", {"w1"}), number_column<std::int32_t>("date", "tdD", {20362}), number_column<std::int32_t>("minutes", "i", {480}),
                        number_column<double>("temperature", "g", {1}), number_column<std::int32_t>("list", "+l", {1})});
    EXPECT_EQ(status_of("hours", ignored), "ok");
}

TEST(ArrowStream, WhateverIsWrongIsRefusedAndNamed) {
    MadeStream type({text_column("worker_id", {"w1"}), number_column<std::int32_t>("date", "+w:3", {20362})});
    EXPECT_THAT(status_of("hours", type), HasSubstr("Arrow type \"+w:3\""));
    for (const char* format : {"", "d:", "d:5", "d:5,x", "d:5,2,7", "d:5,999", "tsx:", "tt", "zz"}) {
        MadeStream odd({text_column("worker_id", {"w1"}), number_column<std::int32_t>("date", format, {20362})});
        EXPECT_THAT(status_of("hours", odd), HasSubstr("column \"date\"")) << format;
    }
    MadeStream twice({text_column("worker_id", {"w1"}), text_column("worker_id", {"w1"})});
    EXPECT_THAT(status_of("hours", twice), HasSubstr("twice"));
    MadeStream cut({text_column("worker_id", {"w1"}), number_column<std::int32_t>("date", "tdD", {20362})}, 5);
    EXPECT_THAT(status_of("hours", cut), HasSubstr("shorter than its batch"));
    MadeColumn empty{"date", "tdD", 1, 0, 0, {""}};
    MadeStream bare({text_column("worker_id", {"w1"}), empty});
    EXPECT_THAT(status_of("hours", bare), HasSubstr("buffers"));
    MadeStream broken({whole_year()});
    broken.fails_with = EIO;
    broken.error = "the disk is gone";
    EXPECT_THAT(status_of("hours", broken), HasSubstr("the disk is gone"));
    EXPECT_EQ(broken.streams_released, 1);
    MadeStream released({whole_year()});
    released.stream.release = nullptr;
    EXPECT_THAT(status_of("hours", released), HasSubstr("released"));
}

TEST(ArrowStream, BadTextIsARejectedRowNotACrash) {
    MadeStream made({text_column("worker_id", {"w1", std::string("w\xFF"), "w1"}), text_column("date", {"2025-10-01", "2025-10-02", "2025-13-01"}),
                     text_column("minutes", {"480", "480", "480"})});
    const auto data = read("hours", made);
    ASSERT_TRUE(data.ok()) << data.status().message();
    ASSERT_EQ(data->rejects.size(), 2U);
    EXPECT_EQ(data->rejects[0].reason, "bad_encoding");
    EXPECT_EQ(data->rejects[1].reason, "not_a_date");
    EXPECT_EQ(data->rejects[1].value, "2025-13-01");
}

}  // namespace
}  // namespace wageproof
