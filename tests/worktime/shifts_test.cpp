// Clock times become worked minutes: breaks, midnight, month and year ends, pieces that overlap or lack an end.
#include <gtest/gtest.h>

#include "worktime/small_law.hpp"

namespace wageproof::worktime {
namespace {

using testing::SmallLaw;
using testing::Timeline;
using testing::time_rows;

TEST(Shifts, ABreakWithoutATimeLiesInTheMiddle) {
  // 20:00-06:00 less two hours: 20:00-00:00 and 02:00-06:00; night 22:00-00:00 and 02:00-05:00
  const Timeline t(time_rows("W1,2024-04-02,20:00,06:00,120,,\n"));
  EXPECT_EQ(t.worked("2024-04-02"), 480);
  EXPECT_EQ(t.night("2024-04-02"), 300);
  EXPECT_EQ(t.minutes().breaks[t.row("2024-04-02")], 120);
  EXPECT_EQ(t.minutes().spread[t.row("2024-04-02")], 600);
  EXPECT_EQ(t.minutes().longest_stretch[t.row("2024-04-02")], 240);
}

TEST(Shifts, ABreakOfOddLengthLosesNoMinute) {
  const Timeline t(time_rows("W1,2024-04-02,08:00,16:31,30,,\n"));
  EXPECT_EQ(t.worked("2024-04-02"), 481);
  EXPECT_EQ(t.minutes().longest_stretch[t.row("2024-04-02")], 241);
}

TEST(Shifts, ABreakWithATimeLiesThere) {
  const Timeline t(time_rows("W1,2024-04-02,20:00,06:00,120,20:30,\nW1,2024-04-03,20:00,06:00,60,01:00,\n"));
  EXPECT_EQ(t.worked("2024-04-02"), 480);
  EXPECT_EQ(t.night("2024-04-02"), 390);  // 22:30-05:00
  EXPECT_EQ(t.minutes().longest_stretch[t.row("2024-04-02")], 450);
  EXPECT_EQ(t.worked("2024-04-03"), 540);
  EXPECT_EQ(t.night("2024-04-03"), 360);  // the hour from one o'clock is taken off the night
  EXPECT_EQ(t.minutes().longest_stretch[t.row("2024-04-03")], 300);
}

TEST(Shifts, AShiftOverMidnightBelongsToTheDayItBegan) {
  const Timeline t(time_rows("W1,2024-04-02,22:00,06:00,0,,\n"));
  EXPECT_EQ(t.worked("2024-04-02"), 480);
  EXPECT_EQ(t.night("2024-04-02"), 420);
  EXPECT_EQ(t.worked("2024-04-03"), 0);
  EXPECT_FALSE(t.has("2024-04-03", kPresent));
  EXPECT_EQ(t.minutes().shift_start[t.row("2024-04-02")], 1320);
}

TEST(Shifts, AShiftOverTheMonthsEndStaysInTheMonthItBegan) {
  const Timeline t(time_rows("W1,2024-04-30,22:00,06:00,0,,\nW1,2024-05-02,08:00,12:00,0,,\nW1,2024-05-20,08:00,12:00,0,,\n"));
  ASSERT_EQ(t.setting.periods.size(), 2U);
  EXPECT_EQ(t.worked("2024-04-30"), 480);
  EXPECT_EQ(t.worked("2024-05-01"), 0);
  EXPECT_EQ(t.holiday("2024-05-01"), 0);
  EXPECT_EQ(t.normal("2024-04-30"), 480);
  EXPECT_EQ(t.setting.period_at(t.setting.periods[0].last), 0U);
}

TEST(Shifts, AShiftOverTheYearsEndStaysInTheYearItBegan) {
  const Timeline t(time_rows("W1,2023-12-31,22:00,06:00,60,,\nW1,2024-01-10,08:00,12:00,0,,\n"));
  ASSERT_EQ(t.setting.years.size(), 2U);
  EXPECT_EQ(t.worked("2023-12-31"), 420);
  EXPECT_EQ(t.worked("2024-01-01"), 0);
  EXPECT_EQ(t.rest_day("2023-12-31"), 420);  // a Sunday
}

TEST(Shifts, AShiftOverTheLeapDayIsWhole) {
  const Timeline t(time_rows("W1,2024-02-28,22:00,06:00,0,,\nW1,2024-02-29,22:00,06:00,0,,\n"));
  EXPECT_EQ(t.setting.days, 29U);
  EXPECT_EQ(t.worked("2024-02-28"), 480);
  EXPECT_EQ(t.worked("2024-02-29"), 480);
  EXPECT_EQ(t.minutes().rest_before[t.row("2024-02-29")], 16 * 60);
}

TEST(Shifts, AnEndAtTheStartIsADayLater) {
  const Timeline t(time_rows("W1,2024-04-02,07:00,07:00,60,,\n"));
  EXPECT_EQ(t.worked("2024-04-02"), 1380);
  EXPECT_EQ(t.night("2024-04-02"), 420);
  EXPECT_EQ(t.overtime("2024-04-02"), 900);
}

TEST(Shifts, OneTimeWithoutTheOtherIsNeverCompleted) {
  const Timeline t(time_rows("W1,2024-04-02,07:00,,,,\nW1,2024-04-03,,16:00,,,\nW1,2024-04-04,07:00,11:00,,,\nW1,2024-04-04,12:00,,,,\n"));
  for (const char* date : {"2024-04-02", "2024-04-03"}) {
    EXPECT_EQ(t.worked(date), 0) << date;
    EXPECT_TRUE(t.has(date, kUnpaired)) << date;
    EXPECT_TRUE(t.has(date, kPresent)) << date;
  }
  EXPECT_EQ(t.worked("2024-04-04"), 240);
  EXPECT_TRUE(t.has("2024-04-04", kUnpaired));
}

TEST(Shifts, MinutesThatStandTwiceCountOnce) {
  const Timeline t(time_rows("W1,2024-04-02,07:00,15:00,,,\nW1,2024-04-02,10:00,11:00,,,\nW1,2024-04-02,14:00,16:00,,,\n"
                             "W1,2024-04-03,07:00,12:00,,,\nW1,2024-04-03,07:00,12:00,,,\n"
                             "W1,2024-04-04,07:00,12:00,,,\nW1,2024-04-04,12:00,14:00,,,\n"));
  EXPECT_EQ(t.worked("2024-04-02"), 540);
  EXPECT_TRUE(t.has("2024-04-02", kOverlap));
  EXPECT_EQ(t.minutes().longest_stretch[t.row("2024-04-02")], 540);
  EXPECT_EQ(t.worked("2024-04-03"), 300);
  EXPECT_TRUE(t.has("2024-04-03", kOverlap));
  EXPECT_EQ(t.worked("2024-04-04"), 420);
  EXPECT_FALSE(t.has("2024-04-04", kOverlap));
}

TEST(Shifts, TwoStretchesADayLeaveABreakBetweenThem) {
  const Timeline t(time_rows("W1,2024-04-02,14:00,18:30,,,\nW1,2024-04-02,06:00,10:00,,,\n"));
  EXPECT_EQ(t.worked("2024-04-02"), 510);
  EXPECT_EQ(t.minutes().breaks[t.row("2024-04-02")], 240);
  EXPECT_EQ(t.minutes().spread[t.row("2024-04-02")], 750);
  EXPECT_EQ(t.minutes().shift_start[t.row("2024-04-02")], 360);
  EXPECT_EQ(t.minutes().longest_stretch[t.row("2024-04-02")], 270);
  EXPECT_EQ(t.overtime("2024-04-02"), 30);
}

TEST(Shifts, TrainingIsWorkAndStandbyIsNot) {
  const Timeline t(time_rows("W1,2024-04-02,07:00,09:00,,,training\nW1,2024-04-02,09:00,10:00,,,travel\nW1,2024-04-03,07:00,15:00,,,standby\n"));
  EXPECT_EQ(t.worked("2024-04-02"), 180);
  EXPECT_EQ(t.worked("2024-04-03"), 0);
  EXPECT_FALSE(t.has("2024-04-03", kPresent));
}

TEST(Shifts, RestBeforeAShiftRunsFromTheLastEnd) {
  const Timeline t(time_rows("W1,2024-04-02,14:00,23:00,,,\nW1,2024-04-03,07:00,15:00,,,\nW1,2024-04-04,22:00,06:00,,,\nW1,2024-04-05,14:00,18:00,,,\n"));
  EXPECT_EQ(t.minutes().rest_before[t.row("2024-04-02")], kNoRestKnown);
  EXPECT_EQ(t.minutes().rest_before[t.row("2024-04-03")], 8 * 60);
  EXPECT_EQ(t.minutes().rest_before[t.row("2024-04-04")], 31 * 60);
  EXPECT_EQ(t.minutes().rest_before[t.row("2024-04-05")], 8 * 60);
}

TEST(Shifts, AWeekWithoutAFreeDayHasOnlyItsNightsRest) {
  std::string rows;
  for (int day = 1; day <= 28; ++day) {
    if (day == 7) continue;  // the first Sunday of April 2024 is free, the others are not
    rows += "W1,2024-04-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + ",08:00,17:00,60,,\n";
  }
  const Timeline t(time_rows(rows));
  const auto& weeks = t.batch.frame().first_date[static_cast<std::size_t>(law::Grain::week)];
  const auto week_of = [&](const char* monday) {
    return static_cast<std::size_t>(std::find(weeks.begin(), weeks.end(), (*quantity::parse_date(monday)).serial()) - weeks.begin());
  };
  EXPECT_EQ(t.batch.longest_rest()[week_of("2024-04-01")], 39 * 60);  // Saturday 17:00 to Monday 08:00: it begins in the week
  EXPECT_EQ(t.batch.longest_rest()[week_of("2024-04-15")], 15 * 60);
  // From Sunday 28 April, 17:00, on he is not seen at work, and rests past the week.
  EXPECT_EQ(t.batch.longest_rest()[week_of("2024-04-22")], 55 * 60);
}

TEST(Shifts, ARestAcrossMidnightIsNotCutInTwo) {
  std::string rows;  // six nights a week, Monday's to Saturday's; 40 hours free from Sunday 06:00 to Monday 22:00
  for (int day = 1; day <= 28; ++day) {
    if (day % 7 != 0) rows += "W1,2024-04-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + ",22:00,06:00,,,\n";
  }
  const Timeline t(time_rows(rows));
  for (const std::int32_t rest : t.batch.longest_rest()) {
    if (rest >= 0) {
      EXPECT_GE(rest, 40 * 60);
    }
  }
}

}  // namespace
}  // namespace wageproof::worktime
