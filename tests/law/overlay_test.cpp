// Packs over each other, and the packs that the library carries.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "law/pack_files.hpp"
#include "wageproof/law/embedded_packs.hpp"

namespace wageproof::law::testing {
namespace {

/// Packs in memory, by id.
PackResolver resolver(std::map<std::string, std::string> packs) {
  return [packs = std::move(packs)](std::string_view id) -> quantity::Result<PackText> {
    const auto at = packs.find(std::string(id));
    if (at == packs.end()) return quantity::Status(quantity::StatusCode::not_found, "not in memory");
    return PackText{at->second, at->first + ".json"};
  };
}

const Line* line(const Pack& pack, std::string_view name) {
  const auto at = std::find_if(pack.lines.begin(), pack.lines.end(), [name](const Line& each) { return each.name == name; });
  return at == pack.lines.end() ? nullptr : &*at;
}

constexpr const char* kOverlay = R"json({"pack": "xx-more", "version": "1", "title": "Agreement", "extends": "xx",
  "sources": {"S1": {"instrument": "Agreement 2026"}},
  "dimensions": {"sector": {"mining": "Mining"}},
  "calendar": {"holidays": [{"year": 2027, "source": "S1", "days": {"2027-01-01": "New Year"}}]},
  "parameters": {"step": {"values": [{"from": "2026-01-01", "source": "S1", "value": "3"}]}},
  "worktime": {"source": "S1", "normal_day": "7 hours"},
  "formulas": {"hour": {"grain": "part", "formula": "wage / 200 hours", "source": "S1"},
               "twice": {"grain": "part", "formula": "hour * step", "source": "S1"}},
  "lines": {"hours_weekly": null,
            "night_premium": {"role": "pay", "formula": "sum(night_minutes * twice)", "answers": ["night_premium"], "source": "S1"}},
  "cases": [{"name": "other", "expect": {}}]})json";

TEST(Overlay, ReplacesAddsAndEndsNamedElements) {
  const PackResolver packs = resolver({{"xx", good_pack()}});
  const LoadReport report = examine_pack(kOverlay, "xx-more.json", &packs);
  ASSERT_TRUE(report.ok()) << to_text(report.diagnostics);
  const Pack& pack = *report.pack;
  EXPECT_EQ(pack.id, "xx-more");
  EXPECT_EQ(pack.pack_ids, (std::vector<std::string>{"xx", "xx-more"}));
  EXPECT_EQ(line(pack, "hours_weekly"), nullptr);
  ASSERT_NE(line(pack, "night_premium"), nullptr);
  EXPECT_EQ(line(pack, "night_premium")->provenance.origin, "xx-more");
  EXPECT_EQ(line(pack, "overtime_pay")->provenance.origin, "xx");
  EXPECT_EQ(parameter(pack, "step").values.front().rows.front().value.numerator, 3);
  EXPECT_EQ(pack.worktime.normal_day.source_text, "7 hours");
  EXPECT_EQ(pack.worktime.normal_week.source_text, "48 hours") << "what the overlay does not name stays";
  EXPECT_EQ(pack.worktime.night.size(), 1U);
  EXPECT_EQ(pack.calendar.holidays.size(), 2U);
  EXPECT_EQ(pack.dimensions.at("sector").size(), 3U);
  ASSERT_EQ(pack.cases.size(), 1U);
  EXPECT_EQ(pack.cases.front().name, "other");
}

TEST(Overlay, KeepsWhichPacksSourceIsMeant) {
  const PackResolver packs = resolver({{"xx", good_pack()}});
  const LoadReport report = examine_pack(kOverlay, "xx-more.json", &packs);
  ASSERT_TRUE(report.ok()) << to_text(report.diagnostics);
  const Pack& pack = *report.pack;
  EXPECT_EQ(find_source(pack, line(pack, "night_premium")->provenance, "S1")->instrument, "Agreement 2026");
  EXPECT_EQ(find_source(pack, line(pack, "overtime_pay")->provenance, "S1")->instrument, "Labour Code");
}

TEST(Overlay, IsLaidOnOnceHoweverOftenItIsNamed) {
  const PackResolver packs = resolver({{"xx", good_pack()}, {"xx-more", kOverlay}});
  for (const std::vector<std::string>& ids : {std::vector<std::string>{"xx-more"}, {"xx", "xx-more"}, {"xx", "xx", "xx-more"}}) {
    const LoadReport report = examine_packs(ids, &packs);
    ASSERT_TRUE(report.ok()) << to_text(report.diagnostics);
    EXPECT_EQ(report.pack->pack_ids, (std::vector<std::string>{"xx", "xx-more"}));
    EXPECT_EQ(report.pack->calendar.holidays.size(), 2U);
  }
}

TEST(Overlay, ChangesNothingWhereItSaysTheSame) {
  std::string same = with(good_pack(), "\"pack\": \"xx\"", "\"pack\": \"xx-same\", \"extends\": \"xx\"");
  const PackResolver packs = resolver({{"xx", good_pack()}});
  const LoadReport over = examine_pack(with(std::move(same), "\"feasts\": {", "\"feasts\": {}, \"note\": {"), "xx-same.json", &packs);
  ASSERT_TRUE(over.ok()) << to_text(over.diagnostics);
  const auto base = loaded(good_pack());
  ASSERT_EQ(over.pack->lines.size(), base->lines.size());
  for (std::size_t i = 0; i < base->lines.size(); ++i) {
    EXPECT_EQ(over.pack->lines[i].name, base->lines[i].name);
    EXPECT_EQ(over.pack->lines[i].formula.nodes.size(), base->lines[i].formula.nodes.size());
  }
  EXPECT_EQ(over.pack->formulas.size(), base->formulas.size());
  EXPECT_EQ(over.pack->parameters.size(), base->parameters.size());
}

TEST(Overlay, IsRefusedInACircle) {
  const std::string a = R"({"pack": "a", "version": "1", "title": "A", "extends": "b"})";
  const std::string b = R"({"pack": "b", "version": "1", "title": "B", "extends": "a"})";
  const PackResolver packs = resolver({{"a", a}, {"b", b}});
  const LoadReport report = examine_packs(std::vector<std::string>{"a"}, &packs);
  EXPECT_FALSE(report.ok());
  EXPECT_NE(to_text(report.diagnostics).find("circle"), std::string::npos);
}

TEST(Overlay, NamesTheFileOfAnErrorInTheWhole) {
  const PackResolver packs = resolver({{"xx", good_pack()}});
  const std::string overlay = with(kOverlay, "\"hours_weekly\": null", "\"hours_weekly\": null, \"hours_dayly\": null");
  const std::string said = to_text(examine_pack(with(overlay, "hour * step", "hour * stap"), "xx-more.json", &packs).diagnostics);
  EXPECT_NE(said.find("xx-more.json:8: formulas.twice.formula, column 8"), std::string::npos) << said;
  EXPECT_NE(said.find("did you mean `step`?"), std::string::npos) << said;
  EXPECT_NE(said.find("hours_dayly"), std::string::npos) << said;
}

TEST(Load, TellsAMissingPackFromABrokenOne) {
  EXPECT_EQ(load_packs(std::vector<std::string>{"zz"}).code(), quantity::StatusCode::not_found);
  EXPECT_EQ(load_pack("{", "x.json").code(), quantity::StatusCode::parse_error);
  EXPECT_EQ(load_packs({}).code(), quantity::StatusCode::parse_error);
}

TEST(Load, PassesOverCasesWhateverStandsInTheirTexts) {
  const std::string pack = with(good_pack(), "\"cases\": [", R"("cases": [{"name": "] } \\", "note": "a \" and ]", "expect": {"due": []}}, )");
  const PackResolver one = [&](std::string_view) -> quantity::Result<PackText> { return PackText{pack, "xx.json"}; };
  const auto whole = load_packs(std::vector<std::string>{"xx"}, &one);
  const auto law_only = load_packs(std::vector<std::string>{"xx"}, &one, Cases::pass_over);
  ASSERT_TRUE(whole.ok()) << whole.status().message();
  ASSERT_TRUE(law_only.ok()) << law_only.status().message();
  EXPECT_FALSE((*whole)->cases.empty());
  EXPECT_TRUE((*law_only)->cases.empty());
  EXPECT_EQ((*law_only)->sha256, (*whole)->sha256);
  EXPECT_EQ((*law_only)->lines.size(), (*whole)->lines.size());
  EXPECT_EQ((*law_only)->deductions.lawful, (*whole)->deductions.lawful);
}

TEST(EmbeddedPacks, LoadWithoutAnError) {
  EXPECT_FALSE(embedded_packs().empty());
  for (const EmbeddedPack& pack : embedded_packs()) {
    const auto result = load_embedded(pack.name);
    ASSERT_TRUE(result.ok()) << result.status().message();
    EXPECT_FALSE(result.value()->lines.empty()) << pack.name;
    EXPECT_EQ(result.value()->id, pack.name);
  }
}

}  // namespace
}  // namespace wageproof::law::testing
