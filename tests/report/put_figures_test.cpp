// Figures written in place must be those that the wide ways write.
#include "report/put_figures.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>
#include <vector>

#include "report/figures.hpp"
#include "report/row_text.hpp"
#include "wageproof/quantity/detail/int128.hpp"

namespace wageproof::report {
namespace {

template <class Put>
std::string put(const Put& write) {
  char text[kLongestFigure];
  return {text, write(text)};
}

std::vector<std::int64_t> values() {
  using Limits = std::numeric_limits<std::int64_t>;
  std::vector<std::int64_t> all{Limits::min(), Limits::min() + 1, Limits::max(), Limits::max() - 1};
  for (std::int64_t power = 1; power < Limits::max() / 10; power *= 10) {
    for (const std::int64_t beside : {-1, 0, 1}) {
      for (const std::int64_t times : {-5, -1, 1, 5}) all.push_back(power * times + beside);
    }
  }
  std::mt19937_64 random(5);
  for (int i = 0; i < 5000; ++i) all.push_back(static_cast<std::int64_t>(random()) >> (random() % 64));
  return all;
}

TEST(PutFigures, MoneyIsThatOfAnySize) {
  for (const std::int64_t value : values()) {
    for (int digits = 0; digits <= 6; ++digits) {
      std::string wide;
      append_money(wide, quantity::detail::Int128{value}, digits);
      ASSERT_EQ(put([&](char* to) { return put_money(to, value, digits); }), wide) << value << " with " << digits;
    }
  }
}

TEST(PutFigures, WholeNumbersAndDays) {
  for (const std::int64_t value : values()) {
    ASSERT_EQ(put([&](char* to) { return put_whole(to, value); }), std::to_string(value));
    const auto size = static_cast<std::uint64_t>(value);
    ASSERT_EQ(put([&](char* to) { return put_whole(to, size); }), std::to_string(size));
    std::string wide;
    append_days(wide, value);
    ASSERT_EQ(put([&](char* to) { return put_days(to, value); }), wide) << value;
  }
}

TEST(PutFigures, ShortAndPlainTextsAreTheSameInEveryForm) {
  const std::string texts[] = {"W 12_a.b:c", "", "-1", "=1", "a,b", "a\"b", "a\\b", "a\nb", "\tx", "\xC3\xA9", "'x", "@x", "+x"};
  for (const std::string& text : texts) {
    std::string csv, json;
    append_csv_field(csv, text);
    append_json_string(json, text);
    if (is_short_and_plain(text)) {
      EXPECT_EQ(csv, text);
      EXPECT_EQ(json, '"' + text + '"');
    }
  }
  EXPECT_TRUE(is_short_and_plain(texts[0]));
  EXPECT_FALSE(is_short_and_plain(std::string(65, 'x')));
}

}  // namespace
}  // namespace wageproof::report
