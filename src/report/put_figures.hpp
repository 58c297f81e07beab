// Figures written straight into memory that has room for them: the inner loop of every large table.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace wageproof::report {

/// Bytes that any of these writes at most.
inline constexpr std::size_t kLongestFigure = 32;

namespace detail {

inline constexpr std::array<char, 200> kPairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

inline char* put_pair(char* to, std::uint64_t value) noexcept {
  std::memcpy(to, kPairs.data() + 2 * value, 2);
  return to + 2;
}

/// Exactly so many digits of a number that has no more.
template <int kDigits>
char* put_fixed(char* to, std::uint64_t value) noexcept {
  if constexpr (kDigits == 0) {
    return to;
  } else if constexpr (kDigits == 1) {
    *to = static_cast<char>('0' + value);
    return to + 1;
  } else {
    return put_pair(put_fixed<kDigits - 2>(to, value / 100), value % 100);
  }
}

}  // namespace detail

inline char* put_whole(char* to, std::uint64_t value) noexcept {
  if (value < 10) return detail::put_fixed<1>(to, value);
  if (value < 100) return detail::put_pair(to, value);
  std::array<char, 20> buffer;
  char* first = buffer.data() + buffer.size();
  for (; value >= 100; value /= 100) detail::put_pair(first -= 2, value % 100);
  if (value >= 10) {
    detail::put_pair(first -= 2, value);
  } else {
    *--first = static_cast<char>('0' + value);
  }
  const auto size = static_cast<std::size_t>(buffer.data() + buffer.size() - first);
  std::memcpy(to, first, size);
  return to + size;
}

inline char* put_whole(char* to, std::int64_t value) noexcept {
  if (value >= 0) return put_whole(to, static_cast<std::uint64_t>(value));
  *to++ = '-';
  return put_whole(to, std::uint64_t{0} - static_cast<std::uint64_t>(value));
}

namespace detail {

// Steps and units are constants here, so that no division is one.
template <int kDigits>
char* put_money(char* to, std::uint64_t micro, bool negative) noexcept {
  constexpr std::array<std::uint64_t, 7> kPowers{1, 10, 100, 1'000, 10'000, 100'000, 1'000'000};
  constexpr std::uint64_t kStep = kPowers[6 - kDigits], kUnit = kPowers[kDigits];
  const std::uint64_t steps = (micro + kStep / 2) / kStep;  // the sum is below 2^64
  if (negative && steps != 0) *to++ = '-';
  to = put_whole(to, steps / kUnit);
  if constexpr (kDigits > 0) {
    *to++ = '.';
    to = put_fixed<kDigits>(to, steps % kUnit);
  }
  return to;
}

}  // namespace detail

/// Money with exactly so many decimals (0–6), half away from zero.
inline char* put_money(char* to, std::int64_t micro, int digits) noexcept {
  const bool negative = micro < 0;
  const std::uint64_t size = negative ? std::uint64_t{0} - static_cast<std::uint64_t>(micro) : static_cast<std::uint64_t>(micro);
  switch (digits) {
    case 0: return detail::put_money<0>(to, size, negative);
    case 1: return detail::put_money<1>(to, size, negative);
    case 2: return detail::put_money<2>(to, size, negative);
    case 3: return detail::put_money<3>(to, size, negative);
    case 4: return detail::put_money<4>(to, size, negative);
    case 5: return detail::put_money<5>(to, size, negative);
    default: return detail::put_money<6>(to, size, negative);
  }
}

/// Days from millionths: up to four decimals, half away from zero, no trailing zeros.
inline char* put_days(char* to, std::int64_t micro) noexcept {
  char* end = put_money(to, micro, 4);
  while (end[-1] == '0') --end;
  return end[-1] == '.' ? end - 1 : end;
}

}  // namespace wageproof::report
