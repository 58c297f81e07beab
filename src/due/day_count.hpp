// Counts of days as exact fractions.
#pragma once

#include <cstdint>
#include <numeric>

#include "wageproof/law/detail/values.hpp"

namespace wageproof::due {

using law::detail::Int128;

/// Days as an exact fraction in lowest terms: eighteenths and twelfths of days add up without loss.
struct DayCount {
  static constexpr Int128 kSmall = 1000000;
  Int128 n = 0, d = 1;

  DayCount() = default;
  DayCount(Int128 numerator, Int128 denominator) : n(numerator), d(denominator) {
    if (d == 1) return;
    constexpr Int128 kMost = INT64_MAX;
    if (n <= kMost && n >= -kMost && d <= kMost) {  // nearly always: 128-bit division is slow
      const std::int64_t common = std::gcd(static_cast<std::int64_t>(n), static_cast<std::int64_t>(d));
      n = static_cast<std::int64_t>(n) / common;
      d = static_cast<std::int64_t>(d) / common;
      return;
    }
    Int128 a = n < 0 ? -n : n, b = d;
    while (b != 0) {
      const Int128 rest = a % b;
      a = b;
      b = rest;
    }
    if (a > 1) {
      n /= a;
      d /= a;
    }
  }
  friend DayCount operator+(const DayCount& x, const DayCount& y) {
    if (x.d == y.d && x.d <= kSmall) {  // not in lowest terms, which only matters where numbers grow
      DayCount sum;
      sum.n = x.n + y.n;
      sum.d = x.d;
      return sum;
    }
    return x.d == y.d ? DayCount(x.n + y.n, x.d) : DayCount(x.n * y.d + y.n * x.d, x.d * y.d);
  }
  friend DayCount operator-(const DayCount& x, const DayCount& y) { return x + DayCount{-y.n, y.d}; }
  friend bool operator<(const DayCount& x, const DayCount& y) { return x.n * y.d < y.n * x.d; }
};

inline std::int64_t micro_of(const DayCount& days) {
  constexpr std::int64_t kMicro = 1000000;
  constexpr Int128 kMost = INT64_MAX / (2 * kMicro);
  if (days.n <= kMost && days.n >= -kMost && days.d <= kMost) {  // nearly always: 128-bit division is slow
    const std::int64_t scaled = static_cast<std::int64_t>(days.n) * 2 * kMicro / static_cast<std::int64_t>(days.d);
    return (scaled + (scaled < 0 ? -1 : 1)) / 2;
  }
  const Int128 scaled = days.n * 2 * kMicro / days.d;  // half of a millionth decides
  return static_cast<std::int64_t>((scaled + (scaled < 0 ? -1 : 1)) / 2);
}

}  // namespace wageproof::due
