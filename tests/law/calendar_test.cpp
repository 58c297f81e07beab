#include "wageproof/law/calendar.hpp"

#include <gtest/gtest.h>

#include "law/pack_files.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::law::testing {
namespace {

std::int32_t day(std::int32_t year, std::int32_t month, std::int32_t of_month) { return quantity::Date::of(year, month, of_month).serial(); }

std::shared_ptr<const Pack> pack() {
  return loaded(with(with(good_pack(), "\"2026-01-01\": \"New Year\"",
                          R"("2026-01-01": "New Year", "2026-04-03": {"name": "Full moon", "category": "poya"},
                             "2026-06-01": {"name": "North Day", "region": "north"})"),
                     "\"feasts\": {", R"("fixed": [{"day": "05-01", "name": "Labour Day", "from": "2020-01-01", "source": "S1"},
                             {"day": "02-29", "name": "Leap Day", "from": "2020-01-01", "to": "2024-12-31", "source": "S1"}], "feasts": {)"));
}

TEST(Calendar, UsesTheListWhereThereIsOneAndFixedDaysElsewhere) {
  const auto law = pack();
  ASSERT_NE(law, nullptr);
  EXPECT_TRUE(holiday_on(*law, day(2026, 1, 1), ""));
  EXPECT_FALSE(holiday_on(*law, day(2026, 5, 1), "")) << "the list is the whole list";
  EXPECT_TRUE(holiday_on(*law, day(2025, 5, 1), ""));
  EXPECT_FALSE(holiday_on(*law, day(2019, 5, 1), "")) << "before the fixed day's first date";
  EXPECT_FALSE(holiday_on(*law, day(2025, 1, 1), ""));
  EXPECT_TRUE(holiday_on(*law, day(2024, 2, 29), ""));
  EXPECT_FALSE(holiday_on(*law, day(2028, 2, 29), "")) << "after its last date";
  EXPECT_TRUE(is_listed(law->calendar, day(2026, 12, 31)));
  EXPECT_FALSE(is_listed(law->calendar, day(2027, 1, 1)));
}

TEST(Calendar, GivesTheCategory) {
  const auto law = pack();
  ASSERT_NE(law, nullptr);
  EXPECT_EQ(holiday_on(*law, day(2026, 4, 3), "").category, "poya");
  EXPECT_EQ(holiday_on(*law, day(2026, 1, 1), "").name, "New Year");
}

TEST(Calendar, KeepsARegionsHolidayInTheRegionAndBelow) {
  const auto law = pack();
  ASSERT_NE(law, nullptr);
  EXPECT_TRUE(holiday_on(*law, day(2026, 6, 1), "north"));
  EXPECT_TRUE(holiday_on(*law, day(2026, 6, 1), "town"));
  EXPECT_FALSE(holiday_on(*law, day(2026, 6, 1), ""));
  EXPECT_TRUE(depends_on_region(law->calendar, day(2026, 6, 1)));
  EXPECT_FALSE(depends_on_region(law->calendar, day(2026, 1, 1)));
}

TEST(Calendar, FindsAFeastInASpanOrSaysThatItCannotBeTold) {
  const auto law = pack();
  ASSERT_NE(law, nullptr);
  using Kind = FeastFound::Kind;
  EXPECT_EQ(feast_in(law->calendar, "eid", day(2026, 3, 1), day(2026, 3, 31)).date, day(2026, 3, 20));
  EXPECT_EQ(feast_in(law->calendar, "eid", day(2026, 3, 20), day(2026, 3, 20)).kind, Kind::found);
  EXPECT_EQ(feast_in(law->calendar, "eid", day(2026, 3, 21), day(2026, 12, 31)).kind, Kind::none);
  EXPECT_EQ(feast_in(law->calendar, "eid", day(2026, 12, 1), day(2027, 1, 31)).kind, Kind::unknown);
  EXPECT_EQ(feast_in(law->calendar, "eid", day(2026, 4, 1), day(2026, 3, 1)).kind, Kind::none);
}

TEST(Calendar, KnowsTheNightFromItsFirstDay) {
  const auto law = pack();
  ASSERT_NE(law, nullptr);
  EXPECT_EQ(night_at(law->worktime, day(2019, 12, 31)), nullptr);
  ASSERT_NE(night_at(law->worktime, day(2020, 1, 1)), nullptr);
  EXPECT_EQ(night_at(law->worktime, day(2020, 1, 1))->start_minute, 22 * 60);
}

TEST(Calendar, PutsTheSecondFreeDayBeforeTheRestDay) {
  const auto law = loaded(with(good_pack(), "\"rest_weekday\": \"sun\"", "\"rest_weekday\": \"fri\""));
  ASSERT_NE(law, nullptr);
  EXPECT_EQ(law->calendar.rest_weekday, 4);
  EXPECT_EQ(law->calendar.second_free_weekday, 3);
}

}  // namespace
}  // namespace wageproof::law::testing
