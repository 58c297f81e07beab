#include "wageproof/law/show.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "law/pack_files.hpp"
#include "wageproof/law/inputs.hpp"

namespace wageproof::law::testing {
namespace {

/// WAGEPROOF_RENEW=1 writes the expected text anew.
TEST(Show, PrintsAPackAtADate) {
  const auto pack = loaded(good_pack());
  ASSERT_NE(pack, nullptr);
  const std::string shown = show_pack(*pack, {.at = quantity::Date::of(2026, 5, 1), .form = PageForm::text, .width = 100});
  const std::string path = folder() + "shown.txt";
  if (std::getenv("WAGEPROOF_RENEW") != nullptr) std::ofstream(path, std::ios::binary) << shown;
  EXPECT_EQ(shown, read_file(path));
}

TEST(Show, PrintsAPackAsMarkdown) {
  const auto pack = loaded(good_pack());
  ASSERT_NE(pack, nullptr);
  const std::string shown = show_pack(*pack, {.at = std::nullopt, .form = PageForm::markdown, .width = 0});
  const std::string path = folder() + "shown.md";
  if (std::getenv("WAGEPROOF_RENEW") != nullptr) std::ofstream(path, std::ios::binary) << shown;
  EXPECT_EQ(shown, read_file(path));
}

TEST(Show, WrapsAtTheWidth) {
  const auto pack = loaded(good_pack());
  ASSERT_NE(pack, nullptr);
  std::istringstream lines(show_pack(*pack, {.at = std::nullopt, .form = PageForm::text, .width = 60}));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 60U) << line;
}

/// Two groups of workers and one rate, from one day on.
TEST(Difference, TellsForWhomAValueChanges) {
  const auto before = loaded(good_pack());
  const auto after = loaded(with(with(good_pack(), "\"180\"", "\"190\""), "\"value\": \"2\"", "\"value\": \"2.5\""));
  ASSERT_NE(before, nullptr);
  ASSERT_NE(after, nullptr);
  const std::string said = show_difference(*before, *after);
  EXPECT_NE(said.find("sector             age       before   after\n      Garment (garment)  below 18  180 USD  190 USD"), std::string::npos) << said;
  EXPECT_EQ(said.find("200 USD"), std::string::npos) << said;
  EXPECT_NE(said.find("from 2026-01-01: 2 → 2.5 (Labour Code, art. 1)"), std::string::npos) << said;
  EXPECT_NE(said.find("reaches minimum_wage, overtime_pay"), std::string::npos) << said;
  EXPECT_NE(said.find("reaches hours_weekly"), std::string::npos) << said;
}

TEST(Difference, TellsADayOnWhichAValueBeginsAndEnds) {
  const auto before = loaded(good_pack());
  const auto after = loaded(with(good_pack(), "\"value\": \"2\"", "\"to\": \"2026-06-30\", \"value\": \"2\""));
  const std::string said = show_difference(*before, *after);
  EXPECT_NE(said.find("from 2026-07-01: 2 → not known"), std::string::npos) << said;
  const auto later = loaded(with(good_pack(), "\"value\": \"2\"",
                                 "\"value\": \"2\"}, {\"from\": \"2026-03-01\", \"to\": \"2026-05-31\", \"source\": \"S1\", \"value\": \"3\"}, "
                                 "{\"from\": \"2026-06-01\", \"source\": \"S1\", \"value\": \"2\""));
  EXPECT_NE(show_difference(*before, *later).find("from 2026-03-01 to 2026-05-31: 2 → 3"), std::string::npos) << show_difference(*before, *later);
}

TEST(Difference, TellsLinesAndFormulasBeforeAndAfter) {
  const auto before = loaded(good_pack());
  const auto after = loaded(with(with(good_pack(), "hour * 1.5", "hour * 2"), "208 hours", "200 hours"));
  const std::string said = show_difference(*before, *after);
  EXPECT_NE(said.find("due before  sum(overtime_minutes * hour * 1.5)\n      due after   sum(overtime_minutes * hour * 2)"), std::string::npos) << said;
  EXPECT_NE(said.find("formula after   max(wage, minimum_wage) / 200 hours"), std::string::npos) << said;
  EXPECT_NE(said.find("changed, for all workers"), std::string::npos) << said;
}

TEST(Difference, IsNothingBetweenAPackAndItself) {
  const auto pack = loaded(good_pack());
  EXPECT_EQ(show_difference(*pack, *pack), "");
}

TEST(Show, SaysThatAValueIsNotKnownBeforeItsFirstDay) {
  const auto pack = loaded(good_pack());
  ASSERT_NE(pack, nullptr);
  EXPECT_NE(show_pack(*pack, {.at = quantity::Date::of(2025, 5, 1), .form = PageForm::text, .width = 0}).find("not known on that day"), std::string::npos);
  EXPECT_NE(show_pack(*pack).find("from 2026-01-01"), std::string::npos);
}

TEST(Show, ListsEveryInput) {
  const std::string shown = show_inputs();
  for (const InputSpec& spec : inputs()) EXPECT_NE(shown.find("  " + std::string(spec.name) + " "), std::string::npos) << spec.name;
}

/// The reference page names every input and function.
TEST(Show, AgreesWithTheReferencePage) {
  const std::string page = read_file(std::string(WAGEPROOF_SOURCE_DIR) + "/docs/packs.md");
  for (const InputSpec& spec : inputs()) EXPECT_NE(page.find("`" + std::string(spec.name) + "`"), std::string::npos) << spec.name;
}

}  // namespace
}  // namespace wageproof::law::testing
