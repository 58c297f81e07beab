// Which minutes are overtime, night, rest-day and holiday minutes, and what a calendar's rows make of a day.
#include <gtest/gtest.h>

#include "worktime/small_law.hpp"

namespace wageproof::worktime {
namespace {

using testing::SmallLaw;
using testing::Timeline;
using testing::time_rows;

std::map<std::string, std::string> with_file(std::map<std::string, std::string> files, const std::string& name, const std::string& text) {
  files[name] = text;
  return files;
}

SmallLaw with_rules(const std::string& rules) {
  SmallLaw law;
  law.rules = rules;
  return law;
}

/// `W1,DATE,START,END,BREAK` for each day of April 2024 from one to another.
std::string days(int first, int last, const std::string& times) {
  std::string rows;
  for (int day = first; day <= last; ++day) rows += "W1,2024-04-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + "," + times + "\n";
  return rows;
}

TEST(Night, CountsOnlyWhatLiesInsideTheWindow) {
  const Timeline t(time_rows("W1,2024-04-02,21:59,22:00,,,\nW1,2024-04-03,21:59,22:01,,,\nW1,2024-04-04,04:59,05:01,,,\nW1,2024-04-05,05:00,06:00,,,\n"
                             "W1,2024-04-06,00:00,23:59,,,\nW1,2024-04-08,04:00,23:00,,,\n"));
  EXPECT_EQ(t.night("2024-04-02"), 0);
  EXPECT_EQ(t.night("2024-04-03"), 1);
  EXPECT_EQ(t.night("2024-04-04"), 1);
  EXPECT_EQ(t.night("2024-04-05"), 0);
  EXPECT_EQ(t.night("2024-04-06"), 5 * 60 + 119);
  EXPECT_EQ(t.night("2024-04-08"), 120);
}

TEST(Night, IsSplitBetweenNormalAndOvertimeMinutes) {
  // 15:00-01:00: eight hours to 23:00 with one at night, then two of overtime, all at night
  const Timeline t(time_rows("W1,2024-04-02,15:00,01:00,,,\n"));
  EXPECT_EQ(t.normal("2024-04-02"), 480);
  EXPECT_EQ(t.overtime("2024-04-02"), 120);
  EXPECT_EQ(t.minutes().normal_night[t.row("2024-04-02")], 60);
  EXPECT_EQ(t.overtime_night("2024-04-02"), 120);
}

TEST(Night, AWindowHoldsFromItsDay) {
  SmallLaw law;
  law.night = R"([{"from": "2020-01-01", "start": "22:00", "end": "05:00"}, {"from": "2024-04-03", "start": "20:00", "end": "06:00"}])";
  const Timeline t(time_rows(days(2, 3, "20:00,06:00,,,")), law);
  EXPECT_EQ(t.night("2024-04-02"), 420);
  EXPECT_EQ(t.night("2024-04-03"), 600);
}

TEST(Night, AWindowInsideOneDay) {
  SmallLaw law;
  law.night = R"([{"from": "2020-01-01", "start": "00:00", "end": "05:00"}])";
  const Timeline t(time_rows("W1,2024-04-02,22:00,06:00,,,\nW1,2024-04-03,04:00,08:00,,,\n"), law);
  EXPECT_EQ(t.night("2024-04-02"), 300);
  EXPECT_EQ(t.night("2024-04-03"), 60);
}

TEST(Night, ALawMayKnowNone) {
  SmallLaw law;
  law.night = "[]";
  const Timeline t(time_rows("W1,2024-04-02,22:00,06:00,,,\n"), law);
  EXPECT_EQ(t.night("2024-04-02"), 0);
  EXPECT_EQ(t.worked("2024-04-02"), 480);
}

TEST(Overtime, IsTheLastMinutesOfTheDay) {
  // The first stretch is at night, the last by day: overtime has no night in it.
  const Timeline t(time_rows("W1,2024-04-02,00:00,05:00,,,\nW1,2024-04-02,12:00,18:00,,,\n"));
  EXPECT_EQ(t.normal("2024-04-02"), 480);
  EXPECT_EQ(t.overtime("2024-04-02"), 180);
  EXPECT_EQ(t.overtime_night("2024-04-02"), 0);
  EXPECT_EQ(t.minutes().normal_night[t.row("2024-04-02")], 300);
}

TEST(Overtime, OfTheWeekIsItsLastMinutes) {
  // Monday to Saturday of eight hours and a half: a half hour a day, and nothing more of the week.
  const Timeline even(time_rows(days(1, 6, "08:00,16:30,0,,")));
  for (const char* date : {"2024-04-01", "2024-04-06"}) EXPECT_EQ(even.overtime(date), 30) << date;

  SmallLaw forty;
  forty.normal_week = "40 hours";
  const Timeline t(time_rows(days(1, 6, "08:00,16:30,0,,")), forty);
  EXPECT_EQ(t.overtime("2024-04-05"), 30);
  EXPECT_EQ(t.normal("2024-04-05"), 480);
  EXPECT_EQ(t.overtime("2024-04-06"), 510);
  EXPECT_EQ(t.normal("2024-04-06"), 0);
}

TEST(Overtime, OfTheWeekReachesBackOverDays) {
  SmallLaw law;
  law.normal_week = "44 hours";
  law.normal_day = "10 hours";
  // Five days of ten hours: six hours too many, all on Friday; then an evening on Saturday that ends the week.
  const Timeline five(time_rows(days(1, 5, "08:00,18:00,0,,")), law);
  EXPECT_EQ(five.overtime("2024-04-04"), 0);
  EXPECT_EQ(five.overtime("2024-04-05"), 360);
  const Timeline six(time_rows(days(1, 5, "08:00,18:00,0,,") + "W1,2024-04-06,20:00,23:00,,,\n"), law);
  EXPECT_EQ(six.overtime("2024-04-06"), 180);
  EXPECT_EQ(six.overtime_night("2024-04-06"), 60);
  EXPECT_EQ(six.overtime("2024-04-05"), 360);
  EXPECT_EQ(six.normal("2024-04-05"), 240);
}

TEST(Overtime, AWeekOverTheMonthsEndIsOneWeek) {
  // Monday 29 April to Saturday 4 May 2024, 1 May a holiday: 41 hours, the last of them beyond the normal day.
  const auto files = time_rows("W1,2024-04-29,08:00,16:00,,,\nW1,2024-04-30,08:00,16:00,,,\nW1,2024-05-02,08:00,16:00,,,\n"
                               "W1,2024-05-03,08:00,16:00,,,\nW1,2024-05-04,08:00,17:00,,,\nW1,2024-05-20,08:00,16:00,,,\n");
  SmallLaw law;
  law.normal_week = "40 hours";
  const Timeline forty(files, law);
  EXPECT_EQ(forty.overtime("2024-05-04"), 60);
  law.normal_week = "38 hours";
  const Timeline fewer(files, law);
  EXPECT_EQ(fewer.overtime("2024-05-04"), 180);
  EXPECT_EQ(fewer.overtime("2024-04-29"), 0);
}

TEST(Overtime, AWeekBeginsAfterTheWorkersOwnRestDay) {
  SmallLaw law;
  law.normal_week = "40 hours";
  auto files = time_rows(days(3, 8, "08:00,16:00,0,,"));  // Wednesday to Monday
  files["workers.csv"] = "worker_id,hired_on,pay_basis,wage,rest_weekday\nW1,2020-01-01,monthly,208,tue\n";
  const Timeline t(files, law);
  EXPECT_EQ(t.overtime("2024-04-08"), 480);
  EXPECT_EQ(t.overtime("2024-04-06"), 0);
  EXPECT_FALSE(t.has("2024-04-07", kRestDay));
  EXPECT_TRUE(t.has("2024-04-02", kRestDay));
}

TEST(RestDay, ItsHoursAreTheirOwnKindOrOrdinary) {
  const auto files = time_rows("W1,2024-04-07,08:00,18:00,0,,\n");
  const Timeline special(files);
  EXPECT_EQ(special.rest_day("2024-04-07"), 600);
  EXPECT_EQ(special.overtime("2024-04-07"), 0);
  const Timeline ordinary(files, with_rules(R"(, "rest_day": "ordinary")"));
  EXPECT_EQ(ordinary.rest_day("2024-04-07"), 0);
  EXPECT_EQ(ordinary.normal("2024-04-07"), 480);
  EXPECT_EQ(ordinary.overtime("2024-04-07"), 120);
}

TEST(RestDay, ItsHoursTakeNoPartInTheWeek) {
  SmallLaw law;
  law.normal_week = "40 hours";
  const Timeline t(time_rows(days(1, 5, "08:00,16:00,0,,") + "W1,2024-04-07,08:00,12:00,,,\n"), law);
  EXPECT_EQ(t.overtime("2024-04-05"), 0);
  EXPECT_EQ(t.rest_day("2024-04-07"), 240);
}

TEST(SecondFreeDay, IsWhatTheLawSaysOfIt) {
  auto files = time_rows("W1,2024-04-05,08:00,17:00,0,,\nW1,2024-04-06,08:00,12:00,0,,\n");
  files["workers.csv"] = "worker_id,hired_on,pay_basis,wage,week_days\nW1,2020-01-01,monthly,208,5\n";
  const Timeline overtime(files);
  EXPECT_TRUE(overtime.has("2024-04-06", kSecondFreeDay));
  EXPECT_FALSE(overtime.has("2024-04-05", kSecondFreeDay));
  EXPECT_EQ(overtime.overtime("2024-04-06"), 240);
  EXPECT_EQ(overtime.normal("2024-04-06"), 0);
  const Timeline rest(files, with_rules(R"(, "second_free_day": "rest_day")"));
  EXPECT_EQ(rest.rest_day("2024-04-06"), 240);
  const Timeline ordinary(files, with_rules(R"(, "second_free_day": "ordinary")"));
  EXPECT_EQ(ordinary.normal("2024-04-06"), 240);
  EXPECT_EQ(ordinary.overtime("2024-04-06"), 0);
}

TEST(SecondFreeDay, LiesBeforeTheWorkersOwnRestDay) {
  auto files = time_rows("W1,2024-04-01,08:00,12:00,0,,\n");
  files["workers.csv"] = "worker_id,hired_on,pay_basis,wage,week_days,rest_weekday\nW1,2020-01-01,monthly,208,5,mon\n";
  const Timeline t(files);
  EXPECT_TRUE(t.has("2024-04-01", kRestDay));
  EXPECT_TRUE(t.has("2024-04-07", kSecondFreeDay));
  EXPECT_FALSE(t.has("2024-04-06", kSecondFreeDay));
}

TEST(Calendar, RowsMoveTheRestDay) {
  const auto files = with_file(time_rows("W1,2024-04-07,08:00,16:00,0,,\nW1,2024-04-09,08:00,16:00,0,,\n"), "calendar.csv",
                               "date,kind,worker_id\n2024-04-07,working_day,\n2024-04-09,rest_day,\n");
  const Timeline t(files);
  EXPECT_EQ(t.normal("2024-04-07"), 480);
  EXPECT_EQ(t.rest_day("2024-04-07"), 0);
  EXPECT_EQ(t.rest_day("2024-04-09"), 480);
  EXPECT_TRUE(t.has("2024-04-14", kRestDay));
}

TEST(Calendar, ARowOfOneWorkerIsHisAlone) {
  auto files = with_file(time_rows("W1,2024-04-09,08:00,16:00,0,,\nW2,2024-04-09,08:00,16:00,0,,\n"), "calendar.csv",
                         "date,kind,worker_id\n2024-04-09,rest_day,W2\n2024-04-10,public_holiday,W2\n");
  files["workers.csv"] = "worker_id,hired_on,pay_basis,wage\nW1,2020-01-01,monthly,208\nW2,2020-01-01,monthly,208\n";
  const Timeline t(files);
  EXPECT_EQ(t.minutes().rest_day[t.row("2024-04-09", 0)], 0);
  EXPECT_EQ(t.minutes().rest_day[t.row("2024-04-09", 1)], 480);
  EXPECT_EQ(t.batch.bits()[t.row("2024-04-10", 0)] & kHoliday, 0);
  EXPECT_NE(t.batch.bits()[t.row("2024-04-10", 1)] & kHoliday, 0);
}

TEST(Calendar, HolidaysOfTheFolderReplaceTheLawsForTheirMonth) {
  const auto time = time_rows("W1,2024-05-01,08:00,16:00,0,,\nW1,2024-05-20,08:00,16:00,0,,\n");
  const Timeline law(time);
  EXPECT_EQ(law.holiday("2024-05-01"), 480);
  const Timeline own(with_file(time, "calendar.csv", "date,kind\n2024-05-20,public_holiday\n"));
  EXPECT_EQ(own.holiday("2024-05-01"), 0);
  EXPECT_EQ(own.normal("2024-05-01"), 480);
  EXPECT_EQ(own.holiday("2024-05-20"), 480);
}

TEST(Calendar, AHolidayOnARestDayIsOneOfTheTwo) {
  // Sunday 2 June 2024
  const auto files = time_rows("W1,2024-06-02,20:00,23:00,0,,\n");
  const Timeline holiday(files);
  EXPECT_EQ(holiday.holiday("2024-06-02"), 180);
  EXPECT_EQ(holiday.minutes().holiday_night[holiday.row("2024-06-02")], 60);
  EXPECT_EQ(holiday.rest_day("2024-06-02"), 0);
  const Timeline rest(files, with_rules(R"(, "holiday_on_rest_day": "rest_day")"));
  EXPECT_EQ(rest.holiday("2024-06-02"), 0);
  EXPECT_EQ(rest.rest_day("2024-06-02"), 180);
  EXPECT_EQ(rest.minutes().rest_day_night[rest.row("2024-06-02")], 60);
}

TEST(DayType, FollowsTheShiftOrChangesAtMidnight) {
  // Saturday night into a Sunday of rest
  const auto files = time_rows("W1,2024-04-06,22:00,06:00,0,,\n");
  const Timeline shift(files);
  EXPECT_EQ(shift.normal("2024-04-06"), 480);
  EXPECT_EQ(shift.rest_day("2024-04-06"), 0);
  const Timeline midnight(files, with_rules(R"(, "day_type": "midnight")"));
  EXPECT_EQ(midnight.normal("2024-04-06"), 120);
  EXPECT_EQ(midnight.rest_day("2024-04-06"), 360);
  EXPECT_EQ(midnight.minutes().rest_day_night[midnight.row("2024-04-06")], 300);
  EXPECT_EQ(midnight.night("2024-04-06"), 420);
  EXPECT_EQ(midnight.rest_day("2024-04-07"), 0);
}

TEST(DayType, AtMidnightAlsoOutOfARestDay) {
  const Timeline t(time_rows("W1,2024-04-07,16:00,04:00,0,,\n"), with_rules(R"(, "day_type": "midnight")"));
  EXPECT_EQ(t.rest_day("2024-04-07"), 480);
  EXPECT_EQ(t.normal("2024-04-07"), 240);
}

TEST(NormalDay, MayDependOnTheNight) {
  SmallLaw law;
  law.normal_day = "if night_minutes > 210 minutes then 7 hours else 8 hours";
  const Timeline t(time_rows("W1,2024-04-02,22:00,06:00,0,,\nW1,2024-04-03,14:00,22:00,0,,\n"), law);
  EXPECT_EQ(t.overtime("2024-04-02"), 60);
  EXPECT_EQ(t.overtime("2024-04-03"), 0);
}

}  // namespace
}  // namespace wageproof::worktime
