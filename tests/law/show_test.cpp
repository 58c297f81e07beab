#include "wageproof/law/show.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "law/pack_files.hpp"
#include "wageproof/law/inputs.hpp"

namespace wageproof::law::testing {
namespace {

/// WAGEPROOF_RENEW=1 writes the expected text anew.
TEST(Show, PrintsAPackAtADate) {
  const auto pack = loaded(good_pack());
  ASSERT_NE(pack, nullptr);
  const std::string shown = show_pack(*pack, quantity::Date::of(2026, 5, 1));
  const std::string path = folder() + "shown.txt";
  if (std::getenv("WAGEPROOF_RENEW") != nullptr) std::ofstream(path, std::ios::binary) << shown;
  EXPECT_EQ(shown, read_file(path));
}

TEST(Show, SaysThatAValueIsNotKnownBeforeItsFirstDay) {
  const auto pack = loaded(good_pack());
  ASSERT_NE(pack, nullptr);
  EXPECT_NE(show_pack(*pack, quantity::Date::of(2025, 5, 1)).find("not known on that day"), std::string::npos);
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
