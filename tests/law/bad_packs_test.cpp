// One file per rule in tests/law/bad; what is said of it stands in tests/law/bad/expected.txt.
// WAGEPROOF_RENEW=1 writes the file anew: read the difference before it is committed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "law/pack_files.hpp"

namespace wageproof::law::testing {
namespace {

std::vector<std::filesystem::path> bad_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder() + "bad")) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

LoadReport examined(const std::filesystem::path& file) {
  // No packs underneath: messages do not depend on what the library carries.
  const PackResolver nothing = [](std::string_view) -> quantity::Result<PackText> {
    return quantity::Status(quantity::StatusCode::not_found, "there are no others");
  };
  return examine_pack(read_file(file.string()), file.filename().string(), &nothing);
}

TEST(BadPacks, AreRefusedWithTheExpectedMessages) {
  std::string said;
  for (const auto& file : bad_files()) {
    const LoadReport report = examined(file);
    said += file.stem().string() + (report.ok() ? ": loads\n" : ": refused\n");
    for (const Diagnostic& diagnostic : report.diagnostics) said += "  " + to_text(diagnostic) + "\n";
  }
  const std::string path = folder() + "bad/expected.txt";
  if (std::getenv("WAGEPROOF_RENEW") != nullptr) std::ofstream(path, std::ios::binary) << said;
  EXPECT_EQ(said, read_file(path));
}

TEST(BadPacks, EveryErrorHasAPlaceInItsFile) {
  for (const auto& file : bad_files()) {
    const std::string text = read_file(file.string());
    const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    for (const Diagnostic& diagnostic : examined(file).diagnostics) {
      EXPECT_EQ(diagnostic.file, file.filename().string());
      EXPECT_LE(diagnostic.line, lines) << to_text(diagnostic);
      EXPECT_FALSE(diagnostic.message.empty());
    }
  }
}

TEST(BadPacks, SayAtMostAHundredErrorsAndCountTheRest) {
  std::string formulas;
  for (int i = 0; i < 150; ++i) formulas += "\"f" + std::to_string(i) + R"(": {"grain": "part", "formula": "nobody", "source": "S1"},)";
  const LoadReport report = examine_pack(with(good_pack(), "\"formulas\": {", "\"formulas\": {" + formulas), "xx.json");
  const auto errors = std::count_if(report.diagnostics.begin(), report.diagnostics.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
  EXPECT_EQ(errors, 101);
  EXPECT_FALSE(report.ok());
  EXPECT_NE(to_text(report.diagnostics).find("and 50 further errors"), std::string::npos);
}

}  // namespace
}  // namespace wageproof::law::testing
