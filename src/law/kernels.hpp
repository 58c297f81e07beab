// Loops over the bare numbers of columns: nothing but arithmetic on neighbours in memory, so that a processor does many at once.
#pragma once

#include <cstddef>
#include <cstdint>

#include "wageproof/export.h"
#include "wageproof/law/detail/values.hpp"

namespace wageproof::law::detail {

/// One side of an operation: a number a row, or one for all rows, times a scale. Nothing may leave 64 bits: callers know bounds.
struct Side {
  const std::int64_t* numbers = nullptr;
  bool one = false;
  std::int64_t scale = 1;
};

inline Side side_of(const Values& v, std::int64_t scale = 1) noexcept { return {v.numerators.data(), v.uniform, scale}; }

WAGEPROOF_API void sum_rows(Side a, Side b, std::size_t n, std::int64_t* out) noexcept;
WAGEPROOF_API void product_rows(Side a, Side b, std::size_t n, std::int64_t* out) noexcept;
WAGEPROOF_API void extreme_rows(Side a, Side b, bool largest, std::size_t n, std::int64_t* out) noexcept;
/// 1 where the comparison holds, else 0.
WAGEPROOF_API void test_rows(Side a, Side b, Operator op, std::size_t n, std::int64_t* out) noexcept;
WAGEPROOF_API void logic_rows(Side a, Side b, bool is_and, std::size_t n, std::int64_t* out) noexcept;
/// `instead` where a flag of the mask is set.
WAGEPROOF_API void replace_rows(Side x, const std::uint8_t* flags, std::uint8_t mask, Side instead, std::size_t n, std::int64_t* out) noexcept;
WAGEPROOF_API void choose_rows(Side condition, Side yes, Side no, std::size_t n, std::int64_t* out) noexcept;

/// Sum, largest or smallest of the rows [begin, end) of each range; 0 for an empty one.
WAGEPROOF_API void sum_ranges(const std::int64_t* x, const std::uint32_t* begin, const std::uint32_t* end, std::size_t ranges, std::int64_t* out) noexcept;
WAGEPROOF_API void extreme_ranges(const std::int64_t* x, const std::uint32_t* begin, const std::uint32_t* end, bool largest, std::size_t ranges,
                                  std::int64_t* out) noexcept;
/// Gives each row of a range the range's own number.
WAGEPROOF_API void spread_ranges(const std::int64_t* x, const std::uint32_t* begin, const std::uint32_t* end, std::size_t ranges, std::int64_t* out) noexcept;
/// The length of the longest range.
WAGEPROOF_API std::uint32_t longest_range(const std::uint32_t* begin, const std::uint32_t* end, std::size_t ranges) noexcept;

WAGEPROOF_API std::uint64_t largest_magnitude(const std::int64_t* x, std::size_t n) noexcept;
WAGEPROOF_API bool all_are(const std::int64_t* x, std::size_t n, std::int64_t what) noexcept;
WAGEPROOF_API bool all_are(const std::uint8_t* x, std::size_t n, std::uint8_t what) noexcept;
/// All bits that are set in some row.
WAGEPROOF_API std::uint8_t any_of(const std::uint8_t* x, std::size_t n) noexcept;
WAGEPROOF_API bool any_is(const std::uint32_t* x, std::size_t n, std::uint32_t what) noexcept;

/// The smallest and the largest number of a column.
struct Extent {
  std::int32_t least = 0, most = 0;
};
/// Copies narrow numbers. @return their extent, which takes in 0
WAGEPROOF_API Extent widen(const std::int32_t* x, std::size_t n, std::int64_t* out) noexcept;
/// 1 where the bits under the mask are as wanted, else 0.
WAGEPROOF_API void test_bits(const std::uint16_t* bits, std::uint16_t mask, std::uint16_t wanted, std::size_t n, std::int64_t* out) noexcept;

// The same over numbers of sixteen bits. Results must fit them, and columns go on for kSmallSlack rows that may be read.
inline constexpr std::size_t kSmallSlack = 32;
struct SmallSide {
  const std::int16_t* numbers = nullptr;
  bool one = false;
};
enum class SmallOperation : std::uint8_t { plus, minus, times, lesser, greater, both, either, less, equal };
/// @param turn  of a test: 1 turns its answers round
WAGEPROOF_API void small_rows(SmallOperation what, SmallSide a, SmallSide b, std::int16_t turn, std::size_t n, std::int16_t* out) noexcept;
WAGEPROOF_API void choose_small(const std::int16_t* condition, SmallSide yes, SmallSide no, std::size_t n, std::int16_t* out) noexcept;
WAGEPROOF_API Extent extent_of(const std::int16_t* x, std::size_t n) noexcept;
WAGEPROOF_API Extent extent_of(const std::int32_t* x, std::size_t n) noexcept;
WAGEPROOF_API void narrow(const std::int32_t* x, std::size_t n, std::int16_t* out) noexcept;
WAGEPROOF_API void narrow(const std::int64_t* x, std::size_t n, std::int16_t* out) noexcept;
/// `instead` where the number is `missing`.
WAGEPROOF_API void narrow_or(const std::int32_t* x, std::int32_t missing, std::int16_t instead, std::size_t n, std::int16_t* out) noexcept;
WAGEPROOF_API void widen(const std::int16_t* x, std::size_t n, std::int64_t* out) noexcept;
WAGEPROOF_API void test_bits(const std::uint16_t* bits, std::uint16_t mask, std::uint16_t wanted, std::size_t n, std::int16_t* out) noexcept;
WAGEPROOF_API void spread_ranges(const std::int64_t* x, const std::uint32_t* begin, const std::uint32_t* end, std::size_t ranges, std::int16_t* out) noexcept;
WAGEPROOF_API void sum_ranges(const std::int16_t* x, const std::uint32_t* begin, const std::uint32_t* end, std::size_t ranges, std::int64_t* out) noexcept;
/// @param none  what an empty range gives
WAGEPROOF_API void extreme_ranges(const std::int16_t* x, const std::uint32_t* begin, const std::uint32_t* end, bool largest, std::int64_t none,
                                  std::size_t ranges, std::int64_t* out) noexcept;

}  // namespace wageproof::law::detail
