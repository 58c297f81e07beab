// A column of exact values at one grain, as a plan computes it: numerators, one or many denominators, what is not known.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/law/expression.hpp"

namespace wageproof::law::detail {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;

/// What is not plain about a row's value. 0 = known.
using Flags = std::uint8_t;
inline constexpr Flags kUncertain = 1;  ///< rests on a value that the pack marks uncertain
inline constexpr Flags kAtLeast = 2;    ///< a lower bound: the record allows more
inline constexpr Flags kUnknown = 4;    ///< cannot be told; the reason names what is missing
inline constexpr Flags kNotGiven = 8;   ///< the field or the law's value is 'none'; unknown to everything but given()
inline constexpr Flags kLumped = 16;    ///< a sum over days whose split is not known: sums may use it, single days may not
inline constexpr Flags kOverWeeks = 32; ///< part of such a sum over days of several weeks: a sum over one week may not use it
inline constexpr Flags kNoValue = kUnknown | kNotGiven;

/// Index into the plan's list of reasons ('missing:workers.grade'); 0 = none.
using Reason = std::uint32_t;

struct BigColumn;  // rationals of any size; defined in big_column.hpp so that Boost stays out of headers

/// Memory that is not cleared when a column grows: every row of a column is written before it is read.
template <class T>
struct Uncleared : std::allocator<T> {
  template <class U>
  struct rebind {
    using other = Uncleared<U>;
  };
  template <class U>
  void construct(U* place) noexcept(std::is_nothrow_default_constructible_v<U>) {
    ::new (static_cast<void*>(place)) U;
  }
  template <class U, class... Args>
  void construct(U* place, Args&&... args) {
    ::new (static_cast<void*>(place)) U(std::forward<Args>(args)...);
  }
};
using Numbers = std::vector<std::int64_t, Uncleared<std::int64_t>>;

/// One column. Row i is numerator[i] / (denominators[i] or denominator).
///
/// `uniform`: one element stands for every row. `bound` is not smaller than any |numerator|; it decides before the work
/// whether a product fits 64 bits. Where it does not, the column is `big`.
struct WAGEPROOF_API Values {
  Grain grain = Grain::constant;
  ValueType type = ValueType::number;
  bool uniform = true;
  std::int64_t denominator = 1;
  UInt128 bound = 0;
  Numbers numerators;
  Numbers denominators;                    ///< a denominator per row, or empty
  std::vector<Flags> flags;                ///< empty: every row is known
  std::vector<Reason> reasons;             ///< as long as `flags`
  std::shared_ptr<BigColumn> big;          ///< set: the numbers are here, numerators are empty

  Values();
  ~Values();
  Values(const Values&);
  Values& operator=(const Values&);
  Values(Values&&) noexcept;
  Values& operator=(Values&&) noexcept;

  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::size_t index(std::size_t row) const noexcept { return uniform ? 0 : row; }
  [[nodiscard]] Flags flag(std::size_t row) const noexcept { return flags.empty() ? Flags{0} : flags[index(row)]; }
  [[nodiscard]] Reason reason(std::size_t row) const noexcept { return flags.empty() ? Reason{0} : reasons[index(row)]; }
  [[nodiscard]] std::int64_t denominator_at(std::size_t row) const noexcept {
    return denominators.empty() ? denominator : denominators[index(row)];
  }
  [[nodiscard]] bool has_value(std::size_t row) const noexcept { return (flag(row) & kNoValue) == 0; }
  /// Empties the column for `rows` rows at a grain, keeping its memory.
  void reset(Grain at, std::size_t rows, bool as_uniform);
  void make_flags();
  void set_bound_from_rows();
  /// Gives up what says nothing: flags that are all zero, denominators that are all the same, rows that are all the same.
  /// What is computed from the column is then cheaper by as much.
  void settle();
};

/// A ratio of 64-bit integers with a positive denominator, or a note that it does not fit.
struct SmallRatio {
  std::int64_t numerator = 0, denominator = 1;
  bool fits = true;
};

/// @return row's value as a small ratio; `fits` is false where it needs more than 64 bits
WAGEPROOF_API SmallRatio small_ratio(const Values& v, std::size_t row);
WAGEPROOF_API int sign_of(const Values& v, std::size_t row);
/// Three-way comparison of two rows' numbers.
WAGEPROOF_API int compare_rows(const Values& a, std::size_t row_a, const Values& b, std::size_t row_b);
/// Copies value, flags and reason of one row to another column's row (both not uniform or row 0).
WAGEPROOF_API void copy_row(const Values& from, std::size_t row, Values& to, std::size_t to_row);

// Arithmetic. `rows` = rows of the result's grain; both operands are at that grain or uniform.
WAGEPROOF_API void add(const Values& a, const Values& b, bool subtract, std::size_t rows, Values& out);
WAGEPROOF_API void multiply(const Values& a, const Values& b, std::size_t rows, Values& out);
/// @param inverse  what one divisor of all rows is turned into; its memory is kept
WAGEPROOF_API void divide(const Values& a, const Values& b, Reason by_zero, std::size_t rows, Values& out, Values& inverse);
inline void divide(const Values& a, const Values& b, Reason by_zero, std::size_t rows, Values& out) {
  Values inverse;
  divide(a, b, by_zero, rows, out, inverse);
}
WAGEPROOF_API void negate(const Values& a, Values& out);
WAGEPROOF_API void absolute(const Values& a, Values& out);
/// Smaller (or larger) of two.
WAGEPROOF_API void extreme(const Values& a, const Values& b, bool largest, std::size_t rows, Values& out);
WAGEPROOF_API void compare(const Values& a, const Values& b, Operator op, std::size_t rows, Values& out);
WAGEPROOF_API void logic(const Values& a, const Values& b, bool is_and, std::size_t rows, Values& out);
WAGEPROOF_API void logical_not(const Values& a, Values& out);
WAGEPROOF_API void choose(const Values& condition, const Values& yes, const Values& no, std::size_t rows, Values& out);
/// `instead` where `a` was not given.
/// @param given  whether it was, row by row; its memory is kept
WAGEPROOF_API void fill_in(const Values& a, const Values& instead, std::size_t rows, Values& out, Values& given);

enum class RoundMode : std::uint8_t { half_away, half_even, half_up, up, down };
/// Rounds to a multiple of `step` (a uniform, positive ratio).
WAGEPROOF_API void round_to(const Values& a, RoundMode mode, std::int64_t step_numerator, std::int64_t step_denominator, Values& out);

/// One pair (limit, factor) of tiers(); the last limit may be null.
struct Tier {
  const Values* limit;
  const Values* factor;
};
WAGEPROOF_API void apply_tiers(const Values& quantity, const std::vector<Tier>& tiers, std::size_t rows, Values& out);

}  // namespace wageproof::law::detail
