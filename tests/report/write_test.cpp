#include "wageproof/report/write.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "report/hand_made.hpp"

namespace wageproof::report::testing {
namespace {

namespace fs = std::filesystem;

/// A folder of its own that goes away with the test.
class WriteReport : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(WAGEPROOF_BINARY_DIR) / "report_tests" / test->name();
    fs::remove_all(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::set<std::string> names() const {
    std::set<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder_)) found.insert(entry.path().filename().string());
    return found;
  }
  [[nodiscard]] std::string text(const std::string& name) const {
    std::ifstream file(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  [[nodiscard]] quantity::Status write(const HandMade& made, const WriteOptions& options = {}) const {
    return write_report(folder_.string(), made.result, made.data, totals_of(made.result, made.data), options);
  }
  fs::path folder_;
};

HandMade small_result() {
  HandMade made;
  made.add_law();
  auto row = made.line("overtime_pay", "USD");
  row.amount = micro(30'290'000);
  row.booked = micro(0);
  made.result.lines.push_back(row);
  auto finding = made.finding("overtime_pay", reconcile::Severity::breach, "W1");
  finding.difference = micro(30'290'000);
  made.result.findings.push_back(finding);
  return made;
}

TEST_F(WriteReport, MakesTheFolderAndWritesEveryTable) {
  const HandMade made = small_result();
  ASSERT_TRUE(write(made).ok());
  EXPECT_EQ(names(), (std::set<std::string>{"balances.csv", "checks.csv", "due.csv", "findings.csv", "matches.csv",
                                            "reconciliation.csv", "rejects.csv", "summary.json"}));
  EXPECT_EQ(text("due.csv"), written(Table::due, made));
  EXPECT_EQ(text("summary.json"), summary_json(made.result, made.data, totals_of(made.result, made.data)));
}

TEST_F(WriteReport, GivesTheSameBytesOnAnyNumberOfThreads) {
  const HandMade made = small_result();
  ASSERT_TRUE(write(made, {Form::ndjson, 1}).ok());
  const std::string alone = text("reconciliation.ndjson") + text("findings.ndjson");
  ASSERT_TRUE(write(made, {Form::ndjson, 5}).ok());
  EXPECT_EQ(text("reconciliation.ndjson") + text("findings.ndjson"), alone);
}

TEST_F(WriteReport, ReplacesWhatWasThere) {
  const HandMade made = small_result();
  fs::create_directories(folder_);
  std::ofstream(folder_ / "due.csv") << "old";
  ASSERT_TRUE(write(made).ok());
  EXPECT_EQ(text("due.csv"), written(Table::due, made));
}

TEST_F(WriteReport, RefusesAFolderThatIsAFileAndLeavesIt) {
  fs::create_directories(folder_.parent_path());
  std::ofstream(folder_) << "mine";
  const auto status = write(small_result());
  EXPECT_EQ(status.code(), quantity::StatusCode::io_error);
  EXPECT_TRUE(fs::is_regular_file(folder_));
}

TEST_F(WriteReport, LeavesNoneOfTheTablesWhenOneCannotBeWritten) {
  // The temporary file's place is taken by a folder, so one table cannot be opened.
  fs::create_directories(folder_ / ".matches.csv.part");
  std::ofstream(folder_ / "due.csv") << "old";
  const auto status = write(small_result());
  EXPECT_EQ(status.code(), quantity::StatusCode::io_error);
  EXPECT_NE(status.message().find("matches.csv"), std::string::npos);
  EXPECT_EQ(text("due.csv"), "old");
  EXPECT_EQ(names(), (std::set<std::string>{".matches.csv.part", "due.csv"}));
}

// The last table cannot take its place: those before it give theirs back.
TEST_F(WriteReport, PutsBackWhatWasThereWhenAPlaceIsTaken) {
  fs::create_directories(folder_ / "summary.json");
  std::ofstream(folder_ / "due.csv") << "old";
  const auto status = write(small_result());
  EXPECT_EQ(status.code(), quantity::StatusCode::io_error);
  EXPECT_NE(status.message().find("summary.json"), std::string::npos);
  EXPECT_EQ(text("due.csv"), "old");
  EXPECT_EQ(names(), (std::set<std::string>{"due.csv", "summary.json"}));
}

TEST_F(WriteReport, LeavesNoTableOfAnEarlierRunBesideItsOwn) {
  const HandMade made = small_result();
  ASSERT_TRUE(write(made, {Form::ndjson, 1}).ok());
  std::ofstream(folder_ / "against.csv") << "old";
  std::ofstream(folder_ / "notes.csv") << "mine";
  ASSERT_TRUE(write(made).ok());
  EXPECT_EQ(names(), (std::set<std::string>{"balances.csv", "checks.csv", "due.csv", "findings.csv", "matches.csv", "notes.csv",
                                            "reconciliation.csv", "rejects.csv", "summary.json"}));
}

TEST_F(WriteReport, WritesOneFileToo) {
  ASSERT_TRUE(write_file(folder_.string(), "a.txt", "one\n").ok());
  EXPECT_EQ(text("a.txt"), "one\n");
  EXPECT_EQ(names(), std::set<std::string>{"a.txt"});
}

}  // namespace
}  // namespace wageproof::report::testing
