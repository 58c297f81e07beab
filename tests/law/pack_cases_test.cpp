// Every worked example of every pack that the library carries, through the whole engine.
#include <gtest/gtest.h>

#include <string>

#include "wageproof/law/embedded_packs.hpp"
#include "wageproof/law/load.hpp"
#include "wageproof/report/cases.hpp"

namespace wageproof::law {
namespace {

TEST(PackCases, AllPass) {
  ASSERT_FALSE(embedded_packs().empty());
  for (const EmbeddedPack& embedded : embedded_packs()) {
    SCOPED_TRACE(std::string(embedded.name));
    const auto pack = load_embedded(embedded.name);
    ASSERT_TRUE(pack.ok()) << pack.status().message();
    EXPECT_FALSE((*pack)->cases.empty()) << "a pack without cases is not finished";
    const report::CasesReport report = report::run_cases(**pack);
    EXPECT_EQ(report.passed + report.failures.size(), (*pack)->cases.size());
    for (const report::CaseFailure& failure : report.failures) {
      std::string problems;
      for (const std::string& problem : failure.problems) problems += "\n  " + problem;
      ADD_FAILURE() << embedded.name << ".json:" << failure.file_line << ": " << failure.name << problems;
    }
  }
}

// Without it a wallet that is written with the country's code is nobody's.
TEST(PackCases, EveryCountryHasItsCallingCode) {
  for (const EmbeddedPack& embedded : embedded_packs()) {
    SCOPED_TRACE(std::string(embedded.name));
    const auto pack = load_embedded(embedded.name);
    ASSERT_TRUE(pack.ok()) << pack.status().message();
    EXPECT_FALSE((*pack)->calling_code.empty());
  }
}

}  // namespace
}  // namespace wageproof::law
