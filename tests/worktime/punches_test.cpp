// Raw punches, daily hours and totals of a week or month.
#include <gtest/gtest.h>

#include "worktime/small_law.hpp"

namespace wageproof::worktime {
namespace {

using testing::SmallLaw;
using testing::Timeline;

std::map<std::string, std::string> punches(const std::string& rows) { return {{"punches.csv", "worker_id,at,direction\n" + rows}}; }
std::map<std::string, std::string> hours(const std::string& rows) { return {{"hours.csv", "worker_id,date,minutes,overtime_minutes,night_minutes\n" + rows}}; }
std::map<std::string, std::string> totals(const std::string& rows) {
  return {{"totals.csv", "worker_id,start,end,days,minutes,overtime_minutes,night_minutes,rest_day_minutes,holiday_minutes,absent_days\n" + rows}};
}

TEST(Punches, WithoutDirectionsAlternate) {
  const Timeline t(punches("W1,2024-04-02T08:00,\nW1,2024-04-02T12:00,\nW1,2024-04-02T13:00,\nW1,2024-04-02T17:30,\n"));
  EXPECT_EQ(t.worked("2024-04-02"), 510);
  EXPECT_EQ(t.minutes().breaks[t.row("2024-04-02")], 60);
  EXPECT_EQ(t.overtime("2024-04-02"), 30);
  EXPECT_FALSE(t.has("2024-04-02", kUnpaired));
}

TEST(Punches, WithinTwoMinutesCountOnce) {
  const Timeline t(punches("W1,2024-04-02T08:00:00,\nW1,2024-04-02T08:02:00,\nW1,2024-04-02T12:00:00,\nW1,2024-04-02T12:01:10,\n"));
  EXPECT_EQ(t.worked("2024-04-02"), 240);
  EXPECT_FALSE(t.has("2024-04-02", kUnpaired));
  const Timeline later(punches("W1,2024-04-02T08:00:00,\nW1,2024-04-02T08:02:01,\nW1,2024-04-02T12:00:00,\n"));
  EXPECT_TRUE(later.has("2024-04-02", kUnpaired));
  EXPECT_EQ(later.worked("2024-04-02"), 2);
}

TEST(Punches, OfOppositeGivenDirectionsAreTwo) {
  const Timeline t(punches("W1,2024-04-02T08:00,in\nW1,2024-04-02T12:00,out\nW1,2024-04-02T12:01,in\nW1,2024-04-02T16:00,out\n"));
  EXPECT_EQ(t.worked("2024-04-02"), 479);
  EXPECT_FALSE(t.has("2024-04-02", kUnpaired));
}

TEST(Punches, GivenDirectionsRule) {
  const Timeline t(punches("W1,2024-04-02T08:00,in\nW1,2024-04-02T09:00,in\nW1,2024-04-02T12:00,out\nW1,2024-04-02T13:00,out\n"));
  EXPECT_EQ(t.worked("2024-04-02"), 180);
  EXPECT_TRUE(t.has("2024-04-02", kUnpaired));
}

TEST(Punches, AreTakenInTheOrderOfTime) {
  const Timeline t(punches("W1,2024-04-02T17:00,\nW1,2024-04-02T08:00,\nW1,2024-04-02T13:00,\nW1,2024-04-02T12:00,\n"));
  EXPECT_EQ(t.worked("2024-04-02"), 480);
}

TEST(Punches, AlternateAnewAfterTwelveHours) {
  // The evening's punch is missing: the next morning begins a new day and does not end the old one.
  const Timeline t(punches("W1,2024-04-02T08:00,\nW1,2024-04-03T08:00,\nW1,2024-04-03T16:00,\n"));
  EXPECT_TRUE(t.has("2024-04-02", kUnpaired));
  EXPECT_EQ(t.worked("2024-04-02"), 0);
  EXPECT_EQ(t.worked("2024-04-03"), 480);
  EXPECT_FALSE(t.has("2024-04-03", kUnpaired));
}

TEST(Punches, TwelveHoursApartAreStillAPair) {
  const Timeline t(punches("W1,2024-04-02T06:00,\nW1,2024-04-02T18:00,\n"));
  EXPECT_EQ(t.worked("2024-04-02"), 720);
  const Timeline more(punches("W1,2024-04-02T06:00:00,\nW1,2024-04-02T18:00:01,\n"));
  EXPECT_EQ(more.worked("2024-04-02"), 0);
  EXPECT_TRUE(more.has("2024-04-02", kUnpaired));
}

TEST(Punches, AcrossMidnightBelongToTheDayTheyBegan) {
  const Timeline t(punches("W1,2024-04-02T22:00,\nW1,2024-04-03T02:00,\nW1,2024-04-03T02:30,\nW1,2024-04-03T06:00,\n"));
  EXPECT_EQ(t.worked("2024-04-02"), 450);
  EXPECT_EQ(t.night("2024-04-02"), 390);
  EXPECT_EQ(t.worked("2024-04-03"), 0);
  EXPECT_FALSE(t.has("2024-04-03", kPresent));
}

TEST(Punches, AloneAreNeverCompleted) {
  const Timeline t(punches("W1,2024-04-02T08:00,out\nW1,2024-04-04T08:00,in\n"));
  for (const char* date : {"2024-04-02", "2024-04-04"}) {
    EXPECT_EQ(t.worked(date), 0) << date;
    EXPECT_TRUE(t.has(date, kUnpaired)) << date;
  }
}

TEST(Punches, OnADayWithClockTimesAreNotCountedAgain) {
  auto files = punches("W1,2024-04-02T08:00,\nW1,2024-04-02T16:00,\nW1,2024-04-03T08:00,\nW1,2024-04-03T16:00,\n");
  files["time.csv"] = "worker_id,date,start,end\nW1,2024-04-02,08:00,12:00\n";
  const Timeline t(files);
  EXPECT_EQ(t.worked("2024-04-02"), 240);
  EXPECT_EQ(t.worked("2024-04-03"), 480);
}

TEST(Punches, OfABadgeBelongToItsWorker) {
  const std::map<std::string, std::string> files{{"workers.csv", "worker_id,hired_on,pay_basis,wage,badge\nW1,2020-01-01,monthly,208,0077\n"},
                                                 {"punches.csv", "badge,at\n0077,2024-04-02T08:00\n0077,2024-04-02T16:00\n"}};
  const Timeline t(files);
  EXPECT_EQ(t.worked("2024-04-02"), 480);
}

TEST(Hours, DeriveOvertimeThatIsNotGiven) {
  const Timeline t(hours("W1,2024-04-02,540,,0\nW1,2024-04-03,540,30,0\nW1,2024-04-04,540,0,0\n"));
  EXPECT_EQ(t.overtime("2024-04-02"), 60);
  EXPECT_EQ(t.normal("2024-04-02"), 480);
  EXPECT_EQ(t.overtime("2024-04-03"), 30);
  EXPECT_EQ(t.normal("2024-04-03"), 510);
  EXPECT_EQ(t.overtime("2024-04-04"), 0);
}

TEST(Hours, OfRestDaysAndHolidaysAreOfTheirKind) {
  const Timeline t(hours("W1,2024-04-07,300,,0\nW1,2024-05-01,300,,60\n"));
  EXPECT_EQ(t.rest_day("2024-04-07"), 300);
  EXPECT_EQ(t.holiday("2024-05-01"), 300);
  EXPECT_EQ(t.minutes().holiday_night[t.row("2024-05-01")], 60);
}

TEST(Hours, ClaimOnlyTheNightThatMustBe) {
  const Timeline t(hours("W1,2024-04-02,600,,540\nW1,2024-04-03,600,,60\nW1,2024-04-04,480,,\n"));
  // 120 minutes are overtime: of 540 at night at least 60 are overtime and at least 420 are not
  EXPECT_EQ(t.overtime_night("2024-04-02"), 60);
  EXPECT_EQ(t.minutes().normal_night[t.row("2024-04-02")], 420);
  EXPECT_EQ(t.overtime_night("2024-04-03"), 0);
  EXPECT_EQ(t.minutes().normal_night[t.row("2024-04-03")], 0);
  EXPECT_TRUE(t.has("2024-04-04", kNightUntold));
  EXPECT_FALSE(t.has("2024-04-03", kNightUntold));
}

TEST(Hours, TakePartInTheWeek) {
  SmallLaw law;
  law.normal_week = "40 hours";
  std::string rows;
  for (int day = 1; day <= 6; ++day) rows += "W1,2024-04-0" + std::to_string(day) + ",480,,0\n";
  const Timeline t(hours(rows), law);
  EXPECT_EQ(t.overtime("2024-04-06"), 480);
  EXPECT_EQ(t.overtime("2024-04-05"), 0);
}

TEST(Hours, AreUsedWhereNoClockTimesAre) {
  auto files = hours("W1,2024-04-02,600,,0\nW1,2024-04-03,600,,0\n");
  files["time.csv"] = "worker_id,date,start,end\nW1,2024-04-02,08:00,12:00\n";
  const Timeline t(files);
  EXPECT_EQ(t.worked("2024-04-02"), 240);
  EXPECT_EQ(t.worked("2024-04-03"), 600);
}

TEST(Totals, StandOnTheirLastDay) {
  const Timeline t(totals("W1,2024-04-01,2024-04-30,24,12300,600,90,240,0,2\n"));
  EXPECT_EQ(t.worked("2024-04-30"), 12300);
  EXPECT_EQ(t.overtime("2024-04-30"), 600);
  EXPECT_EQ(t.rest_day("2024-04-30"), 240);
  EXPECT_EQ(t.normal("2024-04-30"), 12300 - 600 - 240);
  EXPECT_EQ(t.night("2024-04-30"), 90);
  EXPECT_EQ(t.worked("2024-04-15"), 0);
  EXPECT_TRUE(t.has("2024-04-15", kFromTotals));
  EXPECT_FALSE(t.has("2024-04-15", kTotalsHere));
  EXPECT_TRUE(t.has("2024-04-30", kTotalsHere));
  EXPECT_EQ(t.batch.total_absence_micro()[t.row("2024-04-30")], 2000000);
}

TEST(Totals, DaysTellTheAbsenceWhereItIsNotGiven) {
  // April 2024 has 26 days from Monday to Saturday; one of them is leave.
  auto files = totals("W1,2024-04-01,2024-04-30,23,11040,0,0,0,0,\n");
  files["leave.csv"] = "worker_id,date,type\nW1,2024-04-10,annual\n";
  const Timeline t(files);
  EXPECT_EQ(t.batch.total_absence_micro()[t.row("2024-04-30")], 2000000);
  const Timeline untold(totals("W1,2024-04-01,2024-04-30,,11040,0,0,0,0,\n"));
  EXPECT_EQ(untold.batch.total_absence_micro()[untold.row("2024-04-30")], -1);
}

TEST(Totals, AreUntoldForTheDaysThatNoRecordCovers) {
  auto files = totals("W1,2024-04-01,2024-04-07,6,2880,0,0,0,0,0\nW1,2024-04-08,2024-04-14,6,2940,60,0,0,0,0\n");
  files["time.csv"] = "worker_id,date,start,end\nW1,2024-04-02,08:00,12:00\n";
  const Timeline t(files);
  EXPECT_EQ(t.worked("2024-04-07"), 0);
  EXPECT_TRUE(t.has("2024-04-07", kFromTotals));
  EXPECT_EQ(t.batch.total_notes(t.row("2024-04-07")) & (kMinutesUntold | kOvertimeUntold), kMinutesUntold | kOvertimeUntold);
  EXPECT_EQ(t.batch.total_absence_micro()[t.row("2024-04-07")], -1);
  EXPECT_FALSE(t.has("2024-04-02", kFromTotals));
  EXPECT_EQ(t.worked("2024-04-02"), 240);
  EXPECT_EQ(t.worked("2024-04-14"), 2940);
}

TEST(Totals, OvertimeOfTheWeekIsTheirOwn) {
  SmallLaw law;
  law.normal_week = "40 hours";
  const Timeline t(totals("W1,2024-04-01,2024-04-07,6,2880,120,0,0,0,0\n"), law);
  EXPECT_EQ(t.overtime("2024-04-07"), 120);
  EXPECT_EQ(t.normal("2024-04-07"), 2760);
}

TEST(Totals, OverDaysOfDifferentTermsAreMarked) {
  auto files = totals("W1,2024-04-01,2024-04-30,26,12480,0,0,0,0,0\n");
  files["workers.csv"] = "worker_id,valid_from,pay_basis,wage\nW1,2020-01-01,monthly,208\nW1,2024-04-16,monthly,250\n";
  const Timeline t(files);
  EXPECT_TRUE(t.has("2024-04-30", kSpansParts));
}

}  // namespace
}  // namespace wageproof::worktime
