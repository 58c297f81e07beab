#include "wageproof/law/lookup.hpp"

#include <gtest/gtest.h>

#include "law/key_text.hpp"
#include "law/pack_files.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::law::testing {
namespace {

using quantity::Date;

std::int32_t day(std::int32_t year, std::int32_t month, std::int32_t of_month) { return Date::of(year, month, of_month).serial(); }
KeyValue number(std::int64_t whole) { return KeyValue::of_micro(whole * 1'000'000); }

std::string text(const Found& found) {
  switch (found.value->kind) {
    case CellValue::Kind::hole: return "hole";
    case CellValue::Kind::none: return "none";
    case CellValue::Kind::text: return found.value->text;
    case CellValue::Kind::date: return "date";
    case CellValue::Kind::number: break;
  }
  return std::to_string(found.value->numerator) + (found.value->denominator == 1 ? "" : "/" + std::to_string(found.value->denominator));
}

/// The good pack with one more parameter, `tried`.
std::shared_ptr<const Pack> with_parameter(const std::string& json) {
  return loaded(with(good_pack(), "\"parameters\": {", "\"parameters\": {\"tried\": " + json + ","));
}

std::string at(const Pack& pack, std::int32_t date, std::vector<KeyValue> keys, std::optional<std::int32_t> known_on = std::nullopt) {
  return text(look_up(pack, parameter(pack, "tried"), date, keys, known_on));
}

const std::int32_t kDay = day(2026, 5, 1);

TEST(LookUp, HoldsFromADayOnAndIsAHoleBefore) {
  const auto pack = with_parameter(R"({"values": [{"from": "2026-03-01", "source": "S1", "value": "2"},
                                                 {"from": "2026-01-01", "source": "S1", "value": "1"}]})");
  ASSERT_NE(pack, nullptr);
  EXPECT_EQ(at(*pack, day(2025, 12, 31), {}), "hole");
  EXPECT_EQ(at(*pack, day(2026, 1, 1), {}), "1");
  EXPECT_EQ(at(*pack, day(2026, 2, 28), {}), "1");
  EXPECT_EQ(at(*pack, day(2026, 3, 1), {}), "2");
  EXPECT_EQ(look_up(*pack, parameter(*pack, "tried"), day(2025, 12, 31), {}).table, nullptr);
}

TEST(LookUp, EndsWithToEvenWhereAnOlderEntryHasNoEnd) {
  const auto pack = with_parameter(R"({"values": [{"from": "2025-01-01", "source": "S1", "value": "1"},
                                                 {"from": "2026-01-01", "to": "2026-03-31", "source": "S1", "value": "2"}]})");
  ASSERT_NE(pack, nullptr);
  EXPECT_EQ(at(*pack, day(2026, 3, 31), {}), "2");
  EXPECT_EQ(at(*pack, day(2026, 4, 1), {}), "hole");
}

TEST(LookUp, LeavesAsideWhatWasPublishedLater) {
  const auto pack = with_parameter(R"({"values": [{"from": "2025-01-01", "source": "S1", "value": "1"},
                                                 {"from": "2026-01-01", "published": "2026-03-15", "source": "S1", "value": "2"},
                                                 {"from": "2026-07-01", "source": "S1", "value": "3"}]})");
  ASSERT_NE(pack, nullptr);
  EXPECT_EQ(at(*pack, day(2026, 2, 1), {}), "2");
  EXPECT_EQ(at(*pack, day(2026, 2, 1), {}, day(2026, 3, 14)), "1");
  EXPECT_EQ(at(*pack, day(2026, 2, 1), {}, day(2026, 3, 15)), "2");
  EXPECT_EQ(at(*pack, day(2026, 8, 1), {}, day(2026, 6, 30)), "2") << "without a date of publication it is known on its first day";
}

TEST(LookUp, TellsNoneFromAHole) {
  const auto pack = with_parameter(R"({"by": ["sector"], "values": [{"from": "2026-01-01", "source": "S1",
     "rows": [["garment", "none"], ["food", null]]}]})");
  ASSERT_NE(pack, nullptr);
  EXPECT_EQ(at(*pack, kDay, {KeyValue::of("garment")}), "none");
  EXPECT_EQ(at(*pack, kDay, {KeyValue::of("food")}), "hole");
  const Found other = look_up(*pack, parameter(*pack, "tried"), kDay, std::vector{KeyValue::of("mining")});
  EXPECT_EQ(text(other), "hole");
  EXPECT_EQ(other.row, nullptr);
  EXPECT_NE(other.table, nullptr);
}

TEST(LookUp, FindsTheEdgesOfRanges) {
  const auto pack = with_parameter(R"({"by": ["age"], "values": [{"from": "2026-01-01", "source": "S1", "rows":
     [["..18", "1"], ["18..=20", "2"], ["20<..=25", "3"], ["25<..30", "4"], ["31", "5"], ["35<..", "6"]]}]})");
  ASSERT_NE(pack, nullptr);
  const std::vector<std::pair<std::int64_t, std::string>> cases{{17, "1"}, {18, "2"}, {20, "2"}, {21, "3"}, {25, "3"}, {26, "4"},
                                                                 {30, "hole"}, {31, "5"}, {35, "hole"}, {36, "6"}, {-5, "1"}};
  for (const auto& [age, expected] : cases) EXPECT_EQ(at(*pack, kDay, {number(age)}), expected) << age;
  EXPECT_EQ(at(*pack, kDay, {KeyValue::of_micro(17'999'999)}), "1");
  EXPECT_EQ(at(*pack, kDay, {KeyValue::of_micro(20'000'001)}), "3");
}

TEST(LookUp, TakesDatesAsKeys) {
  const auto pack = with_parameter(R"({"by": ["insured_since"], "values": [{"from": "2026-01-01", "source": "S1", "rows":
     [["..2014-03-01", "1"], ["2014-03-01..", "2"]]}]})");
  ASSERT_NE(pack, nullptr);
  EXPECT_EQ(at(*pack, kDay, {number(day(2014, 2, 28))}), "1");
  EXPECT_EQ(at(*pack, kDay, {number(day(2014, 3, 1))}), "2");
}

TEST(LookUp, PrefersTheMoreSpecificRowByTheFirstKey) {
  const auto pack = with_parameter(R"({"by": ["sector", "contract"], "values": [{"from": "2026-01-01", "source": "S1", "rows":
     [["*", "*", "1"], ["*", "probation", "2"], ["garment", "*", "3"], ["food", "probation", "4"]]}]})");
  ASSERT_NE(pack, nullptr);
  EXPECT_EQ(at(*pack, kDay, {KeyValue::of("mining"), KeyValue::of("permanent")}), "1");
  EXPECT_EQ(at(*pack, kDay, {KeyValue::of("mining"), KeyValue::of("probation")}), "2");
  EXPECT_EQ(at(*pack, kDay, {KeyValue::of("garment"), KeyValue::of("probation")}), "3") << "the first key counts most";
  EXPECT_EQ(at(*pack, kDay, {KeyValue::of("food"), KeyValue::of("probation")}), "4");
  EXPECT_EQ(at(*pack, kDay, {KeyValue::of("food"), KeyValue::of("permanent")}), "1");
}

TEST(LookUp, ClimbsFromARegionWithoutAValueToItsParent) {
  const auto pack = loaded(with(with(good_pack(), "\"region\": {", R"("region": {"south": "South", "port": {"name": "Port", "parent": "south"},
      "village": {"name": "Village", "parent": "town"},)"), "\"parameters\": {", R"("parameters": {"tried": {"by": ["region", "sector"],
      "values": [{"from": "2026-01-01", "source": "S1", "rows": [["north", "*", "10"], ["town", "*", "none"], ["village", "garment", "12"],
      ["south", "*", "none"], ["*", "*", "5"]]}]},)"));
  ASSERT_NE(pack, nullptr);
  const auto in = [&pack](std::string_view region, std::string_view sector) { return at(*pack, kDay, {KeyValue::of(region), KeyValue::of(sector)}); };
  EXPECT_EQ(in("north", "food"), "10");
  EXPECT_EQ(in("town", "food"), "10") << "none climbs";
  EXPECT_EQ(in("village", "garment"), "12");
  EXPECT_EQ(in("village", "food"), "10") << "no row of its own climbs, over none";
  EXPECT_EQ(in("port", "food"), "none") << "the topmost says none";
  EXPECT_EQ(in("nowhere", "food"), "5");
}

TEST(LookUp, NamesAMissingKeyWhereTheTableNeedsIt) {
  const auto pack = with_parameter(R"({"by": ["sector", "age"], "values": [{"from": "2026-01-01", "source": "S1", "rows":
     [["garment", "*", "1"], ["*", "*", "1"]]}]})");
  ASSERT_NE(pack, nullptr);
  const Found missing = look_up(*pack, parameter(*pack, "tried"), kDay, std::vector{KeyValue{}, number(20)});
  EXPECT_EQ(text(missing), "hole");
  EXPECT_EQ(missing.missing_key, 0);
  EXPECT_EQ(at(*pack, kDay, {KeyValue::of("garment"), KeyValue{}}), "1") << "no row tells ages apart";
}

TEST(LookUp, StoresPercentagesAndHoursInBaseUnits) {
  EXPECT_EQ(at(*with_parameter(R"({"unit": "percent", "values": [{"from": "2026-01-01", "source": "S1", "value": "2.6"}]})"), kDay, {}), "13/500");
  EXPECT_EQ(at(*with_parameter(R"({"unit": "hours", "values": [{"from": "2026-01-01", "source": "S1", "value": "7.5"}]})"), kDay, {}), "450");
  EXPECT_EQ(at(*with_parameter(R"({"values": [{"from": "2026-01-01", "source": "S1", "value": "1/3"}]})"), kDay, {}), "1/3");
}

TEST(Range, RefusesWhatHoldsNoNumber) {
  for (const char* text : {"", "..", "a..b", "3..1", "3..3", "3<..=3", "1...3", "1..2..3", "<..3", "3..=", "1,5", "=3"}) {
    EXPECT_FALSE(parse_range(text, ValueType::number).has_value()) << text;
  }
  EXPECT_TRUE(parse_range("3..=3", ValueType::number).has_value());
  EXPECT_TRUE(parse_range("1.5..2.25", ValueType::number).has_value());
  EXPECT_FALSE(parse_range("..2026-02-30", ValueType::date).has_value());
}

TEST(Range, IsShownAsItIsWritten) {
  for (const char* text : {"..18", "18..", "1..3", "..=200", "200<..=250", "200<..", "31"}) {
    Key key;
    key.kind = Key::Kind::range;
    key.range = *parse_range(text, ValueType::number);
    EXPECT_EQ(to_text(key, ValueType::number), text);
  }
}

}  // namespace
}  // namespace wageproof::law::testing
