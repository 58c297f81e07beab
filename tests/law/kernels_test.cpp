// The loops over bare numbers against the plainest way to say the same, at lengths around every block size.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "law/kernels.hpp"

namespace wageproof::law::detail {
namespace {

using Row = std::vector<std::int64_t>;

constexpr std::size_t kLengths[] = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 63, 64, 65, 127, 200};

Row row_of(std::size_t n, std::uint64_t seed, std::int64_t spread) {
  Row row(n);
  for (std::int64_t& x : row) {
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    x = static_cast<std::int64_t>(seed >> 33) % (2 * spread + 1) - spread;
  }
  return row;
}

// Calls the loop with each shape (column or one number on each side) and each scale, and holds it against `plain`.
template <class Loop, class Plain>
void hold(Loop loop, Plain plain, std::int64_t spread) {
  for (const std::size_t n : kLengths) {
    const Row x = row_of(std::max<std::size_t>(n, 1), 1 + n, spread), y = row_of(std::max<std::size_t>(n, 1), 99 + n, spread);
    for (const bool x_one : {false, true}) {
      for (const bool y_one : {false, true}) {
        for (const std::int64_t s : {std::int64_t{1}, std::int64_t{-3}}) {
          for (const std::int64_t t : {std::int64_t{1}, std::int64_t{-1}, std::int64_t{7}}) {
            Row out(n, 77), expected(n);
            loop(Side{x.data(), x_one, s}, Side{y.data(), y_one, t}, n, out.data());
            for (std::size_t i = 0; i < n; ++i) expected[i] = plain(x[x_one ? 0 : i] * s, y[y_one ? 0 : i] * t);
            ASSERT_EQ(out, expected) << n << ' ' << x_one << y_one << ' ' << s << ' ' << t;
          }
        }
      }
    }
  }
}

TEST(Kernels, SumRows) { hold([](Side a, Side b, std::size_t n, std::int64_t* out) { sum_rows(a, b, n, out); }, [](auto x, auto y) { return x + y; }, 1000); }

TEST(Kernels, ExtremeRows) {
  hold([](Side a, Side b, std::size_t n, std::int64_t* out) { extreme_rows(a, b, true, n, out); }, [](auto x, auto y) { return std::max(x, y); }, 1000);
  hold([](Side a, Side b, std::size_t n, std::int64_t* out) { extreme_rows(a, b, false, n, out); }, [](auto x, auto y) { return std::min(x, y); }, 1000);
}

TEST(Kernels, TestRows) {
  const auto with = [](Operator op, auto plain) {
    hold([op](Side a, Side b, std::size_t n, std::int64_t* out) { test_rows(a, b, op, n, out); },
         [plain](auto x, auto y) { return static_cast<std::int64_t>(plain(x, y)); }, 3);
  };
  with(Operator::less, [](auto x, auto y) { return x < y; });
  with(Operator::less_equal, [](auto x, auto y) { return x <= y; });
  with(Operator::equal, [](auto x, auto y) { return x == y; });
  with(Operator::not_equal, [](auto x, auto y) { return x != y; });
  with(Operator::greater, [](auto x, auto y) { return x > y; });
  with(Operator::greater_equal, [](auto x, auto y) { return x >= y; });
}

TEST(Kernels, ProductAndLogicRows) {
  for (const std::size_t n : kLengths) {
    const Row x = row_of(n, 5, 1), y = row_of(n, 6, 1);
    Row out(n), product(n), both(n), either(n);
    for (std::size_t i = 0; i < n; ++i) {
      product[i] = x[i] * y[i];
      both[i] = x[i] & y[i];
      either[i] = x[i] | y[i];
    }
    const Side a{x.data(), false}, b{y.data(), false};
    product_rows(a, b, n, out.data());
    EXPECT_EQ(out, product);
    logic_rows(a, b, true, n, out.data());
    EXPECT_EQ(out, both);
    logic_rows(a, b, false, n, out.data());
    EXPECT_EQ(out, either);
  }
}

TEST(Kernels, ChooseAndReplaceRows) {
  for (const std::size_t n : kLengths) {
    const Row c = row_of(n + 1, 8, 1), x = row_of(n + 1, 5, 100), y = row_of(n + 1, 6, 100);
    std::vector<std::uint8_t> flags(n);
    for (std::size_t i = 0; i < n; ++i) flags[i] = c[i] > 0 ? 8 : 1;
    for (int shape = 0; shape < 8; ++shape) {
      const bool c_one = shape & 1, x_one = shape & 2, y_one = shape & 4;
      Row out(n), expected(n), replaced(n);
      for (std::size_t i = 0; i < n; ++i) {
        const std::int64_t yes = x[x_one ? 0 : i] * 2, no = y[y_one ? 0 : i] * 3;
        expected[i] = c[c_one ? 0 : i] != 0 ? yes : no;
        replaced[i] = c[i] > 0 ? no : x[i] * 2;
      }
      choose_rows({c.data(), c_one}, {x.data(), x_one, 2}, {y.data(), y_one, 3}, n, out.data());
      EXPECT_EQ(out, expected);
      replace_rows({x.data(), false, 2}, flags.data(), 8, {y.data(), y_one, 3}, n, out.data());
      EXPECT_EQ(out, replaced);
    }
  }
}

TEST(Kernels, Ranges) {
  const Row x = row_of(2000, 3, 1000000);
  std::vector<std::uint32_t> begin, end;
  for (std::uint32_t at = 0, i = 0; at + 70 < x.size(); ++i) {
    begin.push_back(at);
    at += i % 41;
    end.push_back(at);
  }
  const std::size_t ranges = begin.size();
  Row sums(ranges), most(ranges), least(ranges), of_row(x.size(), -1);
  sum_ranges(x.data(), begin.data(), end.data(), ranges, sums.data());
  extreme_ranges(x.data(), begin.data(), end.data(), true, ranges, most.data());
  extreme_ranges(x.data(), begin.data(), end.data(), false, ranges, least.data());
  spread_ranges(sums.data(), begin.data(), end.data(), ranges, of_row.data());
  EXPECT_EQ(longest_range(begin.data(), end.data(), ranges), 40U);
  for (std::size_t r = 0; r < ranges; ++r) {
    const auto from = x.begin() + begin[r], to = x.begin() + end[r];
    std::int64_t sum = 0;
    for (auto i = from; i != to; ++i) sum += *i;
    EXPECT_EQ(sums[r], sum);
    EXPECT_EQ(most[r], from == to ? 0 : *std::max_element(from, to));
    EXPECT_EQ(least[r], from == to ? 0 : *std::min_element(from, to));
    for (std::uint32_t i = begin[r]; i < end[r]; ++i) EXPECT_EQ(of_row[i], sum);
  }
}

TEST(Kernels, WholeColumns) {
  for (const std::size_t n : kLengths) {
    if (n == 0) continue;
    Row x(n, -5);
    std::vector<std::uint8_t> bytes(n, 4);
    std::vector<std::uint32_t> ups(n, 9);
    EXPECT_TRUE(all_are(x.data(), n, -5));
    EXPECT_TRUE(all_are(bytes.data(), n, 4));
    EXPECT_FALSE(any_is(ups.data(), n, 8));
    EXPECT_EQ(largest_magnitude(x.data(), n), 5U);
    for (const std::size_t at : {std::size_t{0}, n / 2, n - 1}) {
      x.assign(n, -5);
      x[at] = INT64_MIN;
      bytes.assign(n, 4);
      bytes[at] = 2;
      ups.assign(n, 9);
      ups[at] = 8;
      EXPECT_FALSE(all_are(x.data(), n, -5));
      EXPECT_EQ(largest_magnitude(x.data(), n), std::uint64_t{1} << 63);
      EXPECT_FALSE(all_are(bytes.data(), n, 4));
      EXPECT_EQ(any_of(bytes.data(), n), n == 1 ? 2 : 6);
      EXPECT_TRUE(any_is(ups.data(), n, 8));
    }
  }
}

TEST(Kernels, NarrowColumns) {
  for (const std::size_t n : kLengths) {
    std::vector<std::int32_t> x(n);
    std::vector<std::uint16_t> bits(n);
    Row expected(n), tested(n), out(n);
    for (std::size_t i = 0; i < n; ++i) {
      x[i] = static_cast<std::int32_t>(i * 37 % 101) - 50;
      bits[i] = static_cast<std::uint16_t>(i * 7919);
      expected[i] = x[i];
      tested[i] = (bits[i] & 0x8003) == 0x8001 ? 1 : 0;
    }
    const Extent extent = widen(x.data(), n, out.data());
    EXPECT_EQ(out, expected);
    EXPECT_EQ(extent.most, n == 0 ? 0 : std::max(0, *std::max_element(x.begin(), x.end())));
    EXPECT_EQ(extent.least, n == 0 ? 0 : std::min(0, *std::min_element(x.begin(), x.end())));
    test_bits(bits.data(), 0x8003, 0x8001, n, out.data());
    EXPECT_EQ(out, tested);
  }
}

}  // namespace
}  // namespace wageproof::law::detail
