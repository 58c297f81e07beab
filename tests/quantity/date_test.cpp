#include "wageproof/quantity/date.hpp"

#include <gtest/gtest.h>

#include <string>

namespace wageproof::quantity {
namespace {

static_assert(Date::of(1970, 1, 1).serial() == 0);
static_assert(Date::of(2000, 3, 1) - Date::of(2000, 2, 28) == 2);
static_assert(Date::of(2024, 2, 29).civil() == CivilDate{2024, 2, 29});

TEST(Date, CountsFrom1970) {
    EXPECT_EQ(Date::of(1969, 12, 31).serial(), -1);
    EXPECT_EQ(Date::of(2000, 1, 1).serial(), 10957);
    EXPECT_EQ(Date::of(1, 1, 1).serial(), -719162);
    EXPECT_EQ(Date::of(9999, 12, 31).serial(), 2932896);
}

TEST(Date, RefusesDaysThatDoNotExist) {
    for (const CivilDate civil :
         {CivilDate{2023, 2, 29}, CivilDate{1900, 2, 29}, CivilDate{2024, 4, 31}, CivilDate{2024, 0, 1},
          CivilDate{2024, 13, 1}, CivilDate{2024, 1, 0}, CivilDate{2024, 1, 32}, CivilDate{0, 1, 1},
          CivilDate{10000, 1, 1}, CivilDate{2024, 257, 1}, CivilDate{2024, 1, 257}, CivilDate{-5, 1, 1}}) {
        EXPECT_EQ(Date::from_civil(civil).code, StatusCode::out_of_range)
            << civil.year << ' ' << civil.month << ' ' << civil.day;
    }
    EXPECT_TRUE(Date::from_civil({2000, 2, 29}).ok());
}

TEST(Date, EverySerialOfFourCenturiesGoesThroughCivilAndText) {
    Date day = Date::of(1899, 12, 31);
    int weekday = static_cast<int>(Weekday::sun);
    while (day < Date::of(2300, 1, 2)) {
        ASSERT_EQ(*Date::from_civil(day.civil()), day);
        ASSERT_EQ(*parse_date(to_text(day)), day);
        ASSERT_EQ(static_cast<int>(day.weekday()), weekday);
        weekday = (weekday + 1) % 7;
        ++day;
    }
}

TEST(Date, KnowsTheWeekday) {
    EXPECT_EQ(Date::of(1970, 1, 1).weekday(), Weekday::thu);
    EXPECT_EQ(Date::of(1, 1, 1).weekday(), Weekday::mon);
    EXPECT_EQ(Date::of(2024, 2, 29).weekday(), Weekday::thu);
    EXPECT_EQ(Date::of(9999, 12, 31).weekday(), Weekday::fri);
}

TEST(Date, StopsAtTheCalendarsEnds) {
    EXPECT_EQ(Date::try_add(Date::of(9999, 12, 31), 1).code, StatusCode::out_of_range);
    EXPECT_EQ(Date::try_add(Date::of(1, 1, 1), -1).code, StatusCode::out_of_range);
    EXPECT_EQ(Date::try_add(Date(), INT64_MAX).code, StatusCode::out_of_range);
    EXPECT_EQ(Date::try_add(Date(), INT64_MIN).code, StatusCode::out_of_range);
    EXPECT_EQ(Date::try_from_serial(2932897).code, StatusCode::out_of_range);
    EXPECT_EQ(*Date::try_from_serial(2932896), Date::of(9999, 12, 31));
}

struct MonthsCase {
    Date from;
    int months;
    EndOfMonth end;
    Tried<Date> expected;
};

TEST(AddMonths, AnswersTheEndOfMonthAsAsked) {
    const Date january_31 = Date::of(2024, 1, 31);
    const MonthsCase cases[] = {
        {january_31, 1, EndOfMonth::last_day, Date::of(2024, 2, 29)},
        {january_31, 1, EndOfMonth::first_day_of_next, Date::of(2024, 3, 1)},
        {january_31, 1, EndOfMonth::refuse, StatusCode::out_of_range},
        {january_31, 2, EndOfMonth::refuse, Date::of(2024, 3, 31)},
        {january_31, 13, EndOfMonth::last_day, Date::of(2025, 2, 28)},
        {january_31, 13, EndOfMonth::first_day_of_next, Date::of(2025, 3, 1)},
        {january_31, -2, EndOfMonth::last_day, Date::of(2023, 11, 30)},
        {january_31, -1, EndOfMonth::refuse, Date::of(2023, 12, 31)},
        {Date::of(2024, 2, 29), 12, EndOfMonth::last_day, Date::of(2025, 2, 28)},
        {Date::of(2024, 2, 29), 48, EndOfMonth::refuse, Date::of(2028, 2, 29)},
        {Date::of(2023, 12, 31), 1, EndOfMonth::refuse, Date::of(2024, 1, 31)},
        {Date::of(2024, 3, 15), 0, EndOfMonth::refuse, Date::of(2024, 3, 15)},
        {Date::of(9999, 12, 1), 1, EndOfMonth::last_day, StatusCode::out_of_range},
        {Date::of(1, 1, 31), -1, EndOfMonth::last_day, StatusCode::out_of_range},
        {january_31, INT32_MAX, EndOfMonth::last_day, StatusCode::out_of_range},
        {january_31, INT32_MIN, EndOfMonth::last_day, StatusCode::out_of_range},
    };
    for (const MonthsCase& one : cases) {
        const auto found = add_months(one.from, one.months, one.end);
        ASSERT_EQ(found.code, one.expected.code) << to_text(one.from) << " + " << one.months;
        EXPECT_EQ(found.value, one.expected.value) << to_text(one.from) << " + " << one.months;
    }
}

TEST(Date, FindsTheMonthsEnds) {
    EXPECT_EQ(first_day_of_month(Date::of(2024, 2, 29)), Date::of(2024, 2, 1));
    EXPECT_EQ(last_day_of_month(Date::of(2024, 2, 1)), Date::of(2024, 2, 29));
    EXPECT_EQ(last_day_of_month(Date::of(2023, 2, 28)), Date::of(2023, 2, 28));
    EXPECT_EQ(last_day_of_month(Date::of(9999, 12, 1)), Date::of(9999, 12, 31));
}

TEST(ParseDate, TakesOnlyTheStatedForm) {
    EXPECT_EQ(*parse_date("2024-02-29"), Date::of(2024, 2, 29));
    for (const char* text : {"", "2024-2-29", "2024-02-29 ", " 2024-02-29", "2024/02/29", "20240229",
                             "2024-02-29T00:00", "24-02-29", "+024-02-29", "2024-02-2x", "-024-02-29"}) {
        EXPECT_EQ(parse_date(text).code, StatusCode::parse_error) << text;
    }
    for (const char* text : {"2023-02-29", "2024-00-10", "2024-13-01", "0000-00-00", "2024-06-31"}) {
        EXPECT_EQ(parse_date(text).code, StatusCode::out_of_range) << text;
    }
}

TEST(ParseDate, ReadsDigitsOfAnyScript) {
    EXPECT_EQ(*parse_date("២០២៤-០២-២៩"), Date::of(2024, 2, 29));
    EXPECT_EQ(*parse_date("٢٠٢٤-٠٢-٢٩"), Date::of(2024, 2, 29));
    EXPECT_EQ(*parse_date("২০২৪-০২-২৯"), Date::of(2024, 2, 29));
    EXPECT_EQ(parse_date("២០២៤-០២-២").code, StatusCode::parse_error);
    EXPECT_EQ(parse_date("\xE1\x9F").code, StatusCode::parse_error);
}

TEST(Date, WritesFourDigitYears) {
    EXPECT_EQ(to_text(Date::of(1, 2, 3)), "0001-02-03");
    EXPECT_EQ(to_text(Date::of(9999, 12, 31)), "9999-12-31");
}

}  // namespace
}  // namespace wageproof::quantity
