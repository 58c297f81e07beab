// A list that is passed over ends where it would have ended if it had been read, whatever stands in it and wherever it begins.
#include "law/json_tree.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wageproof::law::json {
namespace {

/// The list under `cases` as read and as passed over: same end, same place of what follows.
void expect_same_end(const std::string& text) {
  const Document read(text, "cases", false), passed(text, "cases", true);
  ASSERT_TRUE(read.ok()) << text;
  ASSERT_TRUE(passed.ok()) << text << "\n" << passed.problems().front().message;
  const Value *list = read.find(read.root(), "cases"), *same = passed.find(passed.root(), "cases");
  ASSERT_TRUE(list != nullptr && same != nullptr);
  EXPECT_EQ(same->begin, list->begin);
  EXPECT_EQ(same->end, list->end) << text;
  const Value *after = read.find(read.root(), "after"), *also = passed.find(passed.root(), "after");
  ASSERT_TRUE(after != nullptr && also != nullptr) << text;
  EXPECT_EQ(also->line, after->line) << text;
  EXPECT_EQ(also->text, after->text) << text;
}

TEST(JsonTree, AListThatIsPassedOverEndsWhereItEnds) {
  const std::vector<std::string> elements{
      R"({"name": "a ] and a } in a text", "rows": [[1, 2], [3, [4]]]})",
      R"({"name": "a quote \" and a backslash \\", "rows": ["\\\\", "\"]}", "\u005d"]})",
      "{\n  \"name\": \"over\",\n  \"rows\": [\n\n    {}\n  ]\n}",
      R"([[[[[[[[[[[]]]]]]]]]]])",
      R"("\\\"\\\"\\\"]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]")",
      "\"é — ខ្មែរ\"",
      "{}"};
  // Every element at every place of a block of sixty-four bytes, alone and among others.
  for (std::size_t pad = 0; pad < 70; ++pad) {
    std::string all;
    for (const std::string& element : elements) {
      expect_same_end("{" + std::string(pad, ' ') + "\"cases\": [" + element + "],\n \"after\": \"x\"}");
      all += (all.empty() ? "" : ",\n") + element;
    }
    expect_same_end("{" + std::string(pad, ' ') + "\"cases\": [" + all + "],\n \"after\": \"x\"}");
    expect_same_end("{\"cases\": [" + std::string(pad, '\n') + "], \"after\": \"x\"}");
  }
}

TEST(JsonTree, AListWithoutAnEndIsRefusedWhereTheFileEnds) {
  for (const std::string tail : {"", "\"", "\"a]", "{\"a\": [1, 2]", "{]"}) {
    for (std::size_t pad = 0; pad < 70; ++pad) {
      const std::string text = "{\"cases\": [" + std::string(pad, ' ') + tail;
      const Document passed(text, "cases", true);
      ASSERT_FALSE(passed.ok()) << text;
      EXPECT_EQ(passed.problems().front().line, 1U);
    }
  }
}

}  // namespace
}  // namespace wageproof::law::json
