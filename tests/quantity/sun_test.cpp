#include "wageproof/quantity/sun.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "wageproof/quantity/utc_offset.hpp"

namespace wageproof::quantity {
namespace {

struct Almanac {
  const char* place;
  std::int64_t latitude, longitude;  ///< in ten-thousandths of a degree
  Date date;
  std::int32_t rises, sets;          ///< UTC minutes
};

TEST(Sun, IsWithinAMinuteOfAlmanacs) {
  const Almanac rows[] = {
      {"Greenwich", 514769, 0, Date::of(2026, 6, 21), 3 * 60 + 43, 20 * 60 + 21},
      {"Greenwich", 514769, 0, Date::of(2026, 12, 21), 8 * 60 + 3, 15 * 60 + 53},
      {"at 30 N, 31 E", 300444, 312357, Date::of(2026, 1, 1), 4 * 60 + 51, 15 * 60 + 6},
      {"at 30 N, 31 E", 300444, 312357, Date::of(2026, 6, 21), 2 * 60 + 54, 16 * 60 + 59},
      {"at 12 N, 86 W", 121364, -862514, Date::of(2026, 3, 20), 11 * 60 + 49, 23 * 60 + 56},
      {"at 29 S, 27 E", -293167, 274833, Date::of(2026, 12, 21), 3 * 60 + 7, 17 * 60 + 9},
  };
  for (const Almanac& row : rows) {
    const SunMinute rises = sun_minute(row.date, SunEvent::rises, row.latitude * 100, row.longitude * 100);
    const SunMinute sets = sun_minute(row.date, SunEvent::sets, row.latitude * 100, row.longitude * 100);
    EXPECT_LE(std::abs(rises.utc_minute - row.rises), 1) << row.place << " " << to_text(row.date) << " rises at " << rises.utc_minute;
    EXPECT_LE(std::abs(sets.utc_minute - row.sets), 1) << row.place << " " << to_text(row.date) << " sets at " << sets.utc_minute;
  }
}

TEST(Sun, StaysUpOrDownNearThePoles) {
  EXPECT_EQ(sun_minute(Date::of(2026, 6, 21), SunEvent::sets, 78'000'000, 15'000'000).kind, SunMinute::Kind::never_down);
  EXPECT_EQ(sun_minute(Date::of(2026, 12, 21), SunEvent::rises, 78'000'000, 15'000'000).kind, SunMinute::Kind::never_up);
  EXPECT_EQ(sun_minute(Date::of(2026, 6, 21), SunEvent::sets, 90'000'000, 0).kind, SunMinute::Kind::never_down);
  EXPECT_EQ(sun_minute(Date::of(2026, 6, 21), SunEvent::rises, -90'000'000, 0).kind, SunMinute::Kind::never_up);
}

TEST(Sun, MovesByLittleFromDayToDay) {
  for (const std::int64_t latitude : {-50'000'000, 0, 30'000'000, 60'000'000}) {
    std::int32_t last = sun_minute(Date::of(2026, 1, 1), SunEvent::sets, latitude, 0).utc_minute;
    for (std::int32_t day = 1; day < 365; ++day) {
      const std::int32_t next = sun_minute(Date::from_serial(Date::of(2026, 1, 1).serial() + day), SunEvent::sets, latitude, 0).utc_minute;
      EXPECT_LE(std::abs(next - last), 4) << latitude << " on day " << day;
      last = next;
    }
  }
}

TEST(UtcOffset, KnowsSummerTime) {
  const auto seconds = [](Date date) { return std::int64_t{date.serial()} * 86400; };
  EXPECT_EQ(utc_offset_minutes("Asia/Phnom_Penh", seconds(Date::of(2026, 1, 1))), 7 * 60);
  EXPECT_EQ(utc_offset_minutes("Africa/Cairo", seconds(Date::of(2026, 1, 1))), 2 * 60);
  EXPECT_EQ(utc_offset_minutes("Africa/Cairo", seconds(Date::of(2026, 7, 1))), 3 * 60);
  EXPECT_EQ(utc_offset_minutes("Nowhere/Town", 0), std::nullopt);
}

}  // namespace
}  // namespace wageproof::quantity
