#include "report/columns.hpp"

#include <gtest/gtest.h>

namespace wageproof::report {
namespace {

TEST(ShownWidth, CountsWhatIsSeen) {
  EXPECT_EQ(shown_width("abc"), 3U);
  EXPECT_EQ(shown_width("é"), 1U);
  EXPECT_EQ(shown_width("e\u0301"), 1U);
  EXPECT_EQ(shown_width("\u1780\u17BB"), 1U);  // a Khmer letter with its vowel sign
  EXPECT_EQ(shown_width("工资"), 4U);
  EXPECT_EQ(shown_width(""), 0U);
}

TEST(CutTo, NeverCutsInsideACharacter) {
  EXPECT_EQ(cut_to("abcdef", 6), "abcdef");
  EXPECT_EQ(cut_to("abcdef", 5), "abcd…");
  EXPECT_EQ(cut_to("工资单", 5), "工资…");
  EXPECT_EQ(cut_to("工资单", 4), "工…");
  EXPECT_EQ(cut_to("abc", 0), "");
  EXPECT_EQ(cut_to("abc", 1), "…");
}

TEST(CutTo, KeepsATerminalFromBeingSteered) {
  EXPECT_EQ(cut_to("a\x1b[31mb", 20), "a?[31mb");
  EXPECT_EQ(cut_to("a\u202Eb", 20), "a?b");
  EXPECT_EQ(cut_to("a\xFF" "b", 20), "a\uFFFDb");
}

TEST(CutInside, KeepsBothEnds) {
  EXPECT_EQ(cut_inside("contribution.pension.employee", 29), "contribution.pension.employee");
  EXPECT_EQ(cut_inside("contribution.pension.employee", 20), "contribut…n.employee");
  EXPECT_EQ(cut_inside("工资单工资单", 7), "工…单");
}

TEST(Wrapped, BreaksBetweenWords) {
  EXPECT_EQ(wrapped("one two three", 7, 2), "one two\n  three");
  EXPECT_EQ(wrapped("one", 7, 2), "one");
  EXPECT_EQ(wrapped("muchlongerthanaline x", 7, 0), "muchlongerthanaline\nx");
}

TEST(Columns, AlignAndCutTheWidest) {
  Columns columns({Side::left, Side::right, Side::left});
  columns.add({"short", "1", "last"});
  columns.add({"a rather long text", "1,000", "x"});
  std::string wide;
  columns.append_to(wide, 80);
  EXPECT_EQ(wide,
            "  short                   1  last\n"
            "  a rather long text  1,000  x\n");
  std::string narrow;
  columns.append_to(narrow, 25);
  EXPECT_EQ(narrow,
            "  short           1  last\n"
            "  a rather …  1,000  x\n");
}

TEST(Columns, LeaveOutAColumnWithoutText) {
  Columns columns({Side::left, Side::left, Side::right});
  columns.add({"a", "", "1"});
  columns.add({"bc", "", "22"});
  std::string out;
  columns.append_to(out, 80);
  EXPECT_EQ(out, "  a    1\n  bc  22\n");
}

}  // namespace
}  // namespace wageproof::report
