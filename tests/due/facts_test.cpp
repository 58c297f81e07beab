// A worker's terms as formulas see them: attributes, ages and months of service on the days on which they change.
#include <gtest/gtest.h>

#include <optional>

#include "worktime/small_law.hpp"

namespace wageproof::due {
namespace {

using worktime::testing::SmallLaw;
using worktime::testing::Timeline;
using law::Grain;
using law::Input;

SmallLaw law_with(const std::string& attributes) {
  SmallLaw law;
  law.attributes = attributes;
  law.formulas = R"(, "years": {"grain": "part", "formula": "age", "source": "S1"}, "months": {"grain": "part", "formula": "service_months", "source": "S1"},
    "served": {"grain": "part", "formula": "service_years", "source": "S1"})";
  return law;
}

/// One worker's files with work from one day to another, so that all days between stand in the records.
std::map<std::string, std::string> worker(const std::string& header, const std::string& row, const std::string& first, const std::string& last) {
  return {{"workers.csv", "worker_id," + header + "\nW1," + row + "\n"},
          {"time.csv", "worker_id,date,start,end\nW1," + first + ",08:00,12:00\nW1," + last + ",08:00,12:00\n"}};
}

/// The value of an input of part grain on a day; nothing where it is not given.
std::optional<std::int64_t> on(Timeline& t, Input input, const std::string& date) {
  law::detail::Values values;
  t.facts.input(input, values);
  const std::uint32_t part = t.batch.frame().up[static_cast<std::size_t>(Grain::day)][static_cast<std::size_t>(Grain::part)][t.row(date)];
  if (!values.has_value(part)) return std::nullopt;
  const law::detail::SmallRatio ratio = law::detail::small_ratio(values, part);
  EXPECT_EQ(ratio.numerator % ratio.denominator, 0);
  return ratio.numerator / ratio.denominator;
}

TEST(Age, RisesOnTheBirthday) {
  Timeline t(worker("hired_on,birth_date", "2020-01-01,2006-04-15", "2024-04-01", "2024-04-30"), law_with(""));
  EXPECT_EQ(on(t, Input::age, "2024-04-14"), 17);
  EXPECT_EQ(on(t, Input::age, "2024-04-15"), 18);
  EXPECT_EQ(on(t, Input::age, "2024-04-30"), 18);
}

TEST(Age, OfTheLeapDayRisesOnTheFirstOfMarch) {
  Timeline common(worker("hired_on,birth_date", "2020-01-01,2008-02-29", "2026-02-02", "2026-03-30"), law_with(""));
  EXPECT_EQ(on(common, Input::age, "2026-02-28"), 17);
  EXPECT_EQ(on(common, Input::age, "2026-03-01"), 18);
  Timeline leap(worker("hired_on,birth_date", "2020-01-01,2004-02-29", "2024-02-01", "2024-03-30"), law_with(""));
  EXPECT_EQ(on(leap, Input::age, "2024-02-28"), 19);
  EXPECT_EQ(on(leap, Input::age, "2024-02-29"), 20);
}

TEST(Age, OnTheFirstAndLastDayOfAMonth) {
  Timeline t(worker("hired_on,birth_date", "2020-01-01,2006-04-30", "2024-04-01", "2024-05-20"), law_with(""));
  EXPECT_EQ(on(t, Input::age, "2024-04-29"), 17);
  EXPECT_EQ(on(t, Input::age, "2024-04-30"), 18);
  Timeline first(worker("hired_on,birth_date", "2020-01-01,2006-05-01", "2024-04-01", "2024-05-20"), law_with(""));
  EXPECT_EQ(on(first, Input::age, "2024-04-30"), 17);
  EXPECT_EQ(on(first, Input::age, "2024-05-01"), 18);
}

TEST(Age, IsNotGivenWithoutABirthDate) {
  Timeline t(worker("hired_on,birth_date", "2020-01-01,", "2024-04-01", "2024-04-30"), law_with(""));
  EXPECT_EQ(on(t, Input::age, "2024-04-15"), std::nullopt);
}

TEST(Service, MonthsAreCompletedOnTheDayOfHire) {
  Timeline t(worker("hired_on", "2024-01-15", "2024-01-15", "2024-04-30"), law_with(""));
  EXPECT_EQ(on(t, Input::service_months, "2024-02-14"), 0);
  EXPECT_EQ(on(t, Input::service_months, "2024-02-15"), 1);
  EXPECT_EQ(on(t, Input::service_months, "2024-04-14"), 2);
  EXPECT_EQ(on(t, Input::service_months, "2024-04-15"), 3);
}

TEST(Service, MonthsFromTheThirtyFirstAreCompletedInTheNextWhereTheMonthIsShorter) {
  Timeline t(worker("hired_on", "2024-01-31", "2024-01-31", "2024-05-31"), law_with(""));
  EXPECT_EQ(on(t, Input::service_months, "2024-02-29"), 0);
  EXPECT_EQ(on(t, Input::service_months, "2024-03-01"), 1);
  EXPECT_EQ(on(t, Input::service_months, "2024-03-30"), 1);
  EXPECT_EQ(on(t, Input::service_months, "2024-03-31"), 2);
  EXPECT_EQ(on(t, Input::service_months, "2024-04-30"), 2);
  EXPECT_EQ(on(t, Input::service_months, "2024-05-01"), 3);
  EXPECT_EQ(on(t, Input::service_months, "2024-05-31"), 4);
}

TEST(Service, YearsFromTheLeapDay) {
  Timeline t(worker("hired_on", "2024-02-29", "2025-02-03", "2025-03-31"), law_with(""));
  EXPECT_EQ(on(t, Input::service_years, "2025-02-28"), 0);
  EXPECT_EQ(on(t, Input::service_years, "2025-03-01"), 1);
}

TEST(Service, BeforeTheHireIsNone) {
  Timeline t(worker("hired_on", "2024-04-10", "2024-04-10", "2024-04-30"), law_with(""));
  EXPECT_EQ(on(t, Input::service_months, "2024-04-09"), 0);
  EXPECT_FALSE(t.has("2024-04-09", worktime::kEmployed));
  EXPECT_TRUE(t.has("2024-04-10", worktime::kEmployed));
}

std::string attribute_on(Timeline& t, const std::string& name, const std::string& date) {
  const auto& attributes = t.pack->attributes;
  for (std::uint32_t i = 0; i < attributes.size(); ++i) {
    if (attributes[i].name != name) continue;
    law::detail::Values values;
    t.facts.attribute(i, values);
    const std::uint32_t part = t.batch.frame().up[static_cast<std::size_t>(Grain::day)][static_cast<std::size_t>(Grain::part)][t.row(date)];
    if (!values.has_value(part)) return t.plan.reasons()[values.reason(part)];
    const law::detail::SmallRatio ratio = law::detail::small_ratio(values, part);
    if (attributes[i].type == law::ValueType::text) return t.plan.symbols()[static_cast<std::size_t>(ratio.numerator)];
    return std::to_string(ratio.numerator) + "/" + std::to_string(ratio.denominator);
  }
  return "no such attribute";
}

SmallLaw law_of_attributes() {
  SmallLaw law = law_with(R"("size": "number", "zone": "text")");
  law.formulas += R"(, "in_zone": {"grain": "part", "formula": "if zone = \"epz\" then 1 else if zone = \"town\" then 2 else 0", "source": "S1"},
    "large": {"grain": "part", "formula": "if size >= 100 then 1 else 0", "source": "S1"})";
  return law;
}

std::map<std::string, std::string> with_employer(std::map<std::string, std::string> files, const std::string& attributes) {
  files["employer.json"] = R"({"employer_id": "F1", "law": ["xx"], "currency": "USD", "period": "monthly", "attributes": {)" + attributes + "}}";
  return files;
}

TEST(Attributes, OfTheEmployerHoldForItsWorkers) {
  Timeline t(with_employer(worker("hired_on", "2020-01-01", "2024-04-01", "2024-04-30"), R"("size": 812, "zone": "epz")"), law_of_attributes());
  EXPECT_EQ(attribute_on(t, "zone", "2024-04-15"), "epz");
  const std::string size = attribute_on(t, "size", "2024-04-15");
  EXPECT_TRUE(size == "812/1" || size == "812000000/1000000") << size;
}

TEST(Attributes, OfTheWorkerOverrideTheEmployers) {
  auto files = with_employer(worker("hired_on,zone", "2020-01-01,town", "2024-04-01", "2024-04-30"), R"("size": 812, "zone": "epz")");
  Timeline t(files, law_of_attributes());
  EXPECT_EQ(attribute_on(t, "zone", "2024-04-15"), "town");
  files["workers.csv"] = "worker_id,hired_on,zone\nW1,2020-01-01,\n";
  Timeline empty(files, law_of_attributes());
  EXPECT_EQ(attribute_on(empty, "zone", "2024-04-15"), "epz");
}

TEST(Attributes, OfTheWorkerHoldWithTheirRow) {
  auto files = with_employer(worker("hired_on", "2020-01-01", "2024-04-01", "2024-04-30"), R"("zone": "epz")");
  files["workers.csv"] = "worker_id,valid_from,zone\nW1,2020-01-01,\nW1,2024-04-16,town\n";
  Timeline t(files, law_of_attributes());
  EXPECT_EQ(attribute_on(t, "zone", "2024-04-15"), "epz");
  EXPECT_EQ(attribute_on(t, "zone", "2024-04-16"), "town");
}

TEST(Attributes, ThatNobodyGivesAreNamed) {
  Timeline t(worker("hired_on", "2020-01-01", "2024-04-01", "2024-04-30"), law_of_attributes());
  EXPECT_EQ(attribute_on(t, "zone", "2024-04-15"), "missing:employer.zone");
  EXPECT_EQ(attribute_on(t, "size", "2024-04-15"), "missing:employer.size");
}

TEST(Attributes, ANumberThatIsNoneIsNotGiven) {
  Timeline t(with_employer(worker("hired_on,size", "2020-01-01,many", "2024-04-01", "2024-04-30"), R"("size": 812)"), law_of_attributes());
  EXPECT_EQ(attribute_on(t, "size", "2024-04-15"), "missing:employer.size");
}

TEST(Terms, ALaterRowReplacesTheEarlierOneWhole) {
  auto files = worker("hired_on", "2020-01-01", "2024-04-01", "2024-04-30");
  files["workers.csv"] = "worker_id,valid_from,wage,job_points\nW1,2024-04-16,250,\nW1,2020-01-01,208,7\n";
  Timeline t(files, law_with(""));
  EXPECT_EQ(on(t, Input::wage, "2024-04-15"), 208);
  EXPECT_EQ(on(t, Input::wage, "2024-04-16"), 250);
  EXPECT_EQ(on(t, Input::job_points, "2024-04-15"), 7);
  EXPECT_EQ(on(t, Input::job_points, "2024-04-16"), std::nullopt);
}

TEST(Terms, AWageInAnotherCurrencyTakesThePeriodsRate) {
  auto files = worker("hired_on,wage,currency", "2020-01-01,820000,KHR", "2024-04-01", "2024-05-31");
  files["rates.csv"] = "valid_from,from,to,rate\n2024-04-30,USD,KHR,4100\n2024-05-02,USD,KHR,4000\n";
  Timeline t(files, law_with(""));
  EXPECT_EQ(on(t, Input::wage, "2024-04-01"), 200);
  EXPECT_EQ(on(t, Input::wage, "2024-05-01"), 205);
  files.erase("rates.csv");
  Timeline none(files, law_with(""));
  EXPECT_EQ(on(none, Input::wage, "2024-04-01"), std::nullopt);
}

std::int64_t leave_micro(Timeline& t, const std::string& type, const std::string& date, bool calendar_days = false) {
  law::detail::Values values;
  t.facts.leave(type, calendar_days, values);
  const law::detail::SmallRatio ratio = law::detail::small_ratio(values, t.row(date));
  return ratio.numerator * 1000000 / ratio.denominator;
}

TEST(Leave, CountsOnScheduledDaysUnlessTheLawCountsAllDays) {
  auto files = worker("hired_on", "2020-01-01", "2024-04-01", "2024-04-30");
  files["leave.csv"] = "worker_id,date,type,fraction,paid\nW1,2024-04-06,sick,,\nW1,2024-04-07,sick,,\nW1,2024-04-08,sick,0.5,\nW1,2024-04-09,sick,,no\n";
  Timeline t(files, law_with(""));
  EXPECT_EQ(leave_micro(t, "sick", "2024-04-06"), 1000000);
  EXPECT_EQ(leave_micro(t, "sick", "2024-04-07"), 0);
  EXPECT_EQ(leave_micro(t, "sick", "2024-04-07", true), 1000000);
  EXPECT_EQ(leave_micro(t, "sick", "2024-04-08"), 500000);
  EXPECT_EQ(leave_micro(t, "sick", "2024-04-09"), 0);
  EXPECT_EQ(leave_micro(t, "annual", "2024-04-06"), 0);
}

}  // namespace
}  // namespace wageproof::due
