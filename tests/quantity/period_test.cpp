#include "wageproof/quantity/period.hpp"

#include <gtest/gtest.h>

namespace wageproof::quantity {
namespace {

constexpr Period kFebruary = Period::month_of(Date::of(2024, 2, 10));

static_assert(kFebruary.day_count() == 29);

TEST(Period, HoldsBothOfItsEnds) {
    EXPECT_EQ(kFebruary.first(), Date::of(2024, 2, 1));
    EXPECT_EQ(kFebruary.last(), Date::of(2024, 2, 29));
    EXPECT_TRUE(kFebruary.contains(Date::of(2024, 2, 1)));
    EXPECT_TRUE(kFebruary.contains(Date::of(2024, 2, 29)));
    EXPECT_FALSE(kFebruary.contains(Date::of(2024, 1, 31)));
    EXPECT_FALSE(kFebruary.contains(Date::of(2024, 3, 1)));
    EXPECT_EQ(Period(Date::of(2024, 2, 1)).day_count(), 1);
}

TEST(Period, IsNeverEmpty) {
    EXPECT_EQ(Period::make(Date::of(2024, 2, 2), Date::of(2024, 2, 1)).code, StatusCode::invalid_argument);
    EXPECT_TRUE(Period::make(Date::of(2024, 2, 1), Date::of(2024, 2, 1)).ok());
}

TEST(Period, KnowsWhatItHasInCommonWithAnother) {
    const Period half = Period::of(Date::of(2024, 2, 16), Date::of(2024, 3, 15));
    EXPECT_EQ(kFebruary.overlap(half), Period::of(Date::of(2024, 2, 16), Date::of(2024, 2, 29)));
    EXPECT_EQ(half.overlap(kFebruary), kFebruary.overlap(half));
    EXPECT_EQ(kFebruary.overlap(Period::month_of(Date::of(2024, 3, 1))), std::nullopt);
    EXPECT_EQ(kFebruary.overlap(Period::of(Date::of(2024, 2, 29), Date::of(2024, 3, 1))),
              Period(Date::of(2024, 2, 29)));
    EXPECT_TRUE(Period::year_of(Date::of(2024, 7, 1)).contains(kFebruary));
    EXPECT_FALSE(kFebruary.contains(half));
}

TEST(Period, SplitsIntoTwoThatAreNotEmpty) {
    const auto parts = kFebruary.split(Date::of(2024, 2, 15));
    ASSERT_TRUE(parts.has_value());
    EXPECT_EQ(parts->first, Period::of(Date::of(2024, 2, 1), Date::of(2024, 2, 14)));
    EXPECT_EQ(parts->second, Period::of(Date::of(2024, 2, 15), Date::of(2024, 2, 29)));
    EXPECT_EQ(kFebruary.split(Date::of(2024, 2, 1)), std::nullopt);
    EXPECT_EQ(kFebruary.split(Date::of(2024, 3, 1)), std::nullopt);
    EXPECT_EQ(kFebruary.split(Date::of(2024, 2, 29))->second.day_count(), 1);
    EXPECT_EQ(kFebruary.split(Date::of(2024, 2, 2))->first.day_count(), 1);
}

TEST(Period, CountsTheWholeCalendar) {
    EXPECT_EQ(Period::year_of(Date::of(2024, 12, 31)).day_count(), 366);
    EXPECT_EQ(Period::year_of(Date::of(2100, 1, 1)).day_count(), 365);
    EXPECT_EQ(Period::of(Date::of(1, 1, 1), Date::of(9999, 12, 31)).day_count(), 3652059);
}

}  // namespace
}  // namespace wageproof::quantity
