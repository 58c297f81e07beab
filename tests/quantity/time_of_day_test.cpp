#include "wageproof/quantity/time_of_day.hpp"

#include <gtest/gtest.h>

namespace wageproof::quantity {
namespace {

static_assert(TimeOfDay::of(7, 30).seconds() == 27'000);

TEST(ParseTimeOfDay, TakesOnlyTheStatedForms) {
    EXPECT_EQ(*parse_time_of_day("00:00"), TimeOfDay());
    EXPECT_EQ(*parse_time_of_day("07:30"), TimeOfDay::of(7, 30));
    EXPECT_EQ(*parse_time_of_day("23:59:59"), TimeOfDay::of(23, 59, 59));
    EXPECT_EQ(*parse_time_of_day("០៧:៣០"), TimeOfDay::of(7, 30));
    for (const char* text : {"", "7:30", "07:30:0", "0730", "07.30", " 07:30", "07:30 ", "07:30:00.0",
                             "-7:30", "07:30PM", "aa:bb", "07:30.00", "07:3x"}) {
        EXPECT_EQ(parse_time_of_day(text).code, StatusCode::parse_error) << text;
    }
    for (const char* text : {"24:00", "25:10", "12:60", "12:00:60"}) {
        EXPECT_EQ(parse_time_of_day(text).code, StatusCode::out_of_range) << text;
    }
}

TEST(TimeOfDay, LiesWithinOneDay) {
    EXPECT_EQ(TimeOfDay::from_seconds(86'399)->second(), 59);
    EXPECT_EQ(TimeOfDay::from_seconds(86'400).code, StatusCode::out_of_range);
    EXPECT_EQ(TimeOfDay::from_seconds(-1).code, StatusCode::out_of_range);
}

TEST(TimeOfDay, IsWrittenAsItIsRead) {
    for (std::int64_t second = 0; second < TimeOfDay::kSecondsPerDay; ++second) {
        const TimeOfDay time = *TimeOfDay::from_seconds(second);
        ASSERT_EQ(*parse_time_of_day(to_text(time)), time);
    }
    EXPECT_EQ(to_text(TimeOfDay::of(7, 30)), "07:30");
    EXPECT_EQ(to_text(TimeOfDay::of(7, 30, 5)), "07:30:05");
}

}  // namespace
}  // namespace wageproof::quantity
