// Loops over the bare numbers of columns, each built for several processors; the loader takes the best that the machine has.
#include "law/kernels.hpp"

#include <algorithm>

#include "quantity/processors.hpp"

namespace wageproof::law::detail {
namespace {

using I = std::int64_t;
using S = std::int16_t;
constexpr std::size_t kLanes = 8;

// z = op(x, y) row by row, with a loop of its own for each shape; always part of its caller, so of each of its versions.
template <class T, class Op>
[[gnu::always_inline]] inline void each(const T* x, bool x_one, const T* y, bool y_one, std::size_t n, T* z, Op op) {
  if (x_one && y_one) {
    const T result = op(x[0], y[0]);
    for (std::size_t i = 0; i < n; ++i) z[i] = result;
  } else if (x_one) {
    const T left = x[0];
    for (std::size_t i = 0; i < n; ++i) z[i] = op(left, y[i]);
  } else if (y_one) {
    const T right = y[0];
    for (std::size_t i = 0; i < n; ++i) z[i] = op(x[i], right);
  } else {
    for (std::size_t i = 0; i < n; ++i) z[i] = op(x[i], y[i]);
  }
}

}  // namespace

WAGEPROOF_FOR_PROCESSORS void sum_rows(Side a, Side b, std::size_t n, I* out) noexcept {
  const I s = a.scale, t = b.scale;
  if (s == 1 && t == 1) return each(a.numbers, a.one, b.numbers, b.one, n, out, [](I x, I y) __attribute__((always_inline)) { return x + y; });
  if (s == 1 && t == -1) return each(a.numbers, a.one, b.numbers, b.one, n, out, [](I x, I y) __attribute__((always_inline)) { return x - y; });
  each(a.numbers, a.one, b.numbers, b.one, n, out, [s, t](I x, I y) __attribute__((always_inline)) { return x * s + y * t; });
}

WAGEPROOF_FOR_PROCESSORS void product_rows(Side a, Side b, std::size_t n, I* out) noexcept {
  each(a.numbers, a.one, b.numbers, b.one, n, out, [](I x, I y) __attribute__((always_inline)) { return x * y; });
}

WAGEPROOF_FOR_PROCESSORS void extreme_rows(Side a, Side b, bool largest, std::size_t n, I* out) noexcept {
  const I s = a.scale, t = b.scale;
  if (s == 1 && t == 1) {
    if (largest) each(a.numbers, a.one, b.numbers, b.one, n, out, [](I x, I y) __attribute__((always_inline)) { return x > y ? x : y; });
    else each(a.numbers, a.one, b.numbers, b.one, n, out, [](I x, I y) __attribute__((always_inline)) { return x < y ? x : y; });
  } else {
    if (largest) each(a.numbers, a.one, b.numbers, b.one, n, out, [s, t](I x, I y) __attribute__((always_inline)) { return x * s > y * t ? x * s : y * t; });
    else each(a.numbers, a.one, b.numbers, b.one, n, out, [s, t](I x, I y) __attribute__((always_inline)) { return x * s < y * t ? x * s : y * t; });
  }
}

WAGEPROOF_FOR_PROCESSORS void test_rows(Side a, Side b, Operator op, std::size_t n, I* out) noexcept {
  // Two tests give all six: sides are swapped, or the answer turned round.
  if (op == Operator::greater || op == Operator::less_equal) std::swap(a, b);
  const I turn = op == Operator::less_equal || op == Operator::greater_equal || op == Operator::not_equal ? 1 : 0;
  const bool same = op == Operator::equal || op == Operator::not_equal;
  const I s = a.scale, t = b.scale;
  if (s == 1 && t == 1) {
    if (same) each(a.numbers, a.one, b.numbers, b.one, n, out, [turn](I x, I y) __attribute__((always_inline)) { return static_cast<I>(x == y) ^ turn; });
    else each(a.numbers, a.one, b.numbers, b.one, n, out, [turn](I x, I y) __attribute__((always_inline)) { return static_cast<I>(x < y) ^ turn; });
  } else {
    if (same) each(a.numbers, a.one, b.numbers, b.one, n, out, [s, t, turn](I x, I y) __attribute__((always_inline)) { return static_cast<I>(x * s == y * t) ^ turn; });
    else each(a.numbers, a.one, b.numbers, b.one, n, out, [s, t, turn](I x, I y) __attribute__((always_inline)) { return static_cast<I>(x * s < y * t) ^ turn; });
  }
}

WAGEPROOF_FOR_PROCESSORS void logic_rows(Side a, Side b, bool is_and, std::size_t n, I* out) noexcept {
  if (is_and) each(a.numbers, a.one, b.numbers, b.one, n, out, [](I x, I y) __attribute__((always_inline)) { return x & y; });
  else each(a.numbers, a.one, b.numbers, b.one, n, out, [](I x, I y) __attribute__((always_inline)) { return x | y; });
}

WAGEPROOF_FOR_PROCESSORS void choose_rows(Side condition, Side yes, Side no, std::size_t n, I* out) noexcept {
  const I* c = condition.numbers;
  const I *x = yes.numbers, *y = no.numbers;
  const I s = yes.scale, t = no.scale;
  if (condition.one) {
    const Side& from = c[0] != 0 ? yes : no;
    for (std::size_t i = 0; i < n; ++i) out[i] = from.numbers[from.one ? 0 : i] * from.scale;
  } else if (yes.one && no.one) {
    const I left = x[0] * s, right = y[0] * t;
    for (std::size_t i = 0; i < n; ++i) out[i] = c[i] != 0 ? left : right;
  } else if (yes.one) {
    const I left = x[0] * s;
    for (std::size_t i = 0; i < n; ++i) {
      const I right = y[i] * t;
      out[i] = c[i] != 0 ? left : right;
    }
  } else if (no.one) {
    const I right = y[0] * t;
    for (std::size_t i = 0; i < n; ++i) {
      const I left = x[i] * s;
      out[i] = c[i] != 0 ? left : right;
    }
  } else {
    for (std::size_t i = 0; i < n; ++i) {
      const I left = x[i] * s, right = y[i] * t;
      out[i] = c[i] != 0 ? left : right;
    }
  }
}

WAGEPROOF_FOR_PROCESSORS void replace_rows(Side x, const std::uint8_t* flags, std::uint8_t mask, Side instead, std::size_t n, I* out) noexcept {
  const I s = x.scale, t = instead.scale;
  const I* from = x.numbers;
  if (instead.one) {
    const I other = instead.numbers[0] * t;
    for (std::size_t i = 0; i < n; ++i) {
      const I own = from[i] * s;
      out[i] = (flags[i] & mask) != 0 ? other : own;
    }
  } else {
    for (std::size_t i = 0; i < n; ++i) {
      const I own = from[i] * s, other = instead.numbers[i] * t;
      out[i] = (flags[i] & mask) != 0 ? other : own;
    }
  }
}

WAGEPROOF_FOR_PROCESSORS void sum_ranges(const I* x, const std::uint32_t* begin, const std::uint32_t* end, std::size_t ranges, I* out) noexcept {
  for (std::size_t r = 0; r < ranges; ++r) {
    const I* from = x + begin[r];
    const std::size_t n = end[r] - begin[r];
    I total = 0;
    std::size_t i = 0;
    if (n >= kLanes) {
      I lane[kLanes] = {};
      for (; i + kLanes <= n; i += kLanes) {
        for (std::size_t k = 0; k < kLanes; ++k) lane[k] += from[i + k];
      }
      for (std::size_t k = 0; k < kLanes; ++k) total += lane[k];
    }
    for (; i < n; ++i) total += from[i];
    out[r] = total;
  }
}

WAGEPROOF_FOR_PROCESSORS void extreme_ranges(const I* x, const std::uint32_t* begin, const std::uint32_t* end, bool largest, std::size_t ranges, I* out) noexcept {
  for (std::size_t r = 0; r < ranges; ++r) {
    const I* from = x + begin[r];
    const std::size_t n = end[r] - begin[r];
    if (n == 0) {
      out[r] = 0;
      continue;
    }
    I best = from[0];
    std::size_t i = 1;
    if (n > kLanes) {
      I lane[kLanes];
      for (std::size_t k = 0; k < kLanes; ++k) lane[k] = from[k];
      for (i = kLanes; i + kLanes <= n; i += kLanes) {
        if (largest) {
          for (std::size_t k = 0; k < kLanes; ++k) lane[k] = std::max(lane[k], from[i + k]);
        } else {
          for (std::size_t k = 0; k < kLanes; ++k) lane[k] = std::min(lane[k], from[i + k]);
        }
      }
      for (std::size_t k = 0; k < kLanes; ++k) best = largest ? std::max(best, lane[k]) : std::min(best, lane[k]);
    }
    for (; i < n; ++i) best = largest ? std::max(best, from[i]) : std::min(best, from[i]);
    out[r] = best;
  }
}

WAGEPROOF_FOR_PROCESSORS void spread_ranges(const I* x, const std::uint32_t* begin, const std::uint32_t* end, std::size_t ranges, I* out) noexcept {
  for (std::size_t r = 0; r < ranges; ++r) {
    const I value = x[r];
    for (std::uint32_t i = begin[r]; i < end[r]; ++i) out[i] = value;
  }
}

WAGEPROOF_FOR_PROCESSORS std::uint32_t longest_range(const std::uint32_t* begin, const std::uint32_t* end, std::size_t ranges) noexcept {
  std::uint32_t longest = 0;
  for (std::size_t r = 0; r < ranges; ++r) longest = std::max(longest, end[r] - begin[r]);
  return longest;
}

WAGEPROOF_FOR_PROCESSORS std::uint64_t largest_magnitude(const I* x, std::size_t n) noexcept {
  std::uint64_t largest = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const auto sign = static_cast<std::uint64_t>(x[i] >> 63);  // two's complement: all ones where negative
    largest = std::max(largest, (static_cast<std::uint64_t>(x[i]) ^ sign) - sign);
  }
  return largest;
}

WAGEPROOF_FOR_PROCESSORS bool all_are(const I* x, std::size_t n, I what) noexcept {
  // Block by block, since most columns differ early.
  std::size_t i = 0;
  for (; i + 8 * kLanes <= n; i += 8 * kLanes) {
    I differs = 0;
    for (std::size_t k = 0; k < 8 * kLanes; ++k) differs |= x[i + k] ^ what;
    if (differs != 0) return false;
  }
  I differs = 0;
  for (; i < n; ++i) differs |= x[i] ^ what;
  return differs == 0;
}

WAGEPROOF_FOR_PROCESSORS bool all_are(const std::uint8_t* x, std::size_t n, std::uint8_t what) noexcept {
  std::size_t i = 0;
  for (; i + 64 <= n; i += 64) {
    unsigned differs = 0;
    for (std::size_t k = 0; k < 64; ++k) differs |= static_cast<unsigned>(x[i + k] ^ what);
    if (differs != 0) return false;
  }
  unsigned differs = 0;
  for (; i < n; ++i) differs |= static_cast<unsigned>(x[i] ^ what);
  return differs == 0;
}

WAGEPROOF_FOR_PROCESSORS std::uint8_t any_of(const std::uint8_t* x, std::size_t n) noexcept {
  std::uint8_t found = 0;
  for (std::size_t i = 0; i < n; ++i) found = static_cast<std::uint8_t>(found | x[i]);
  return found;
}

WAGEPROOF_FOR_PROCESSORS bool any_is(const std::uint32_t* x, std::size_t n, std::uint32_t what) noexcept {
  std::uint32_t found = 0;
  for (std::size_t i = 0; i < n; ++i) found |= x[i] == what ? 1U : 0U;
  return found != 0;
}

WAGEPROOF_FOR_PROCESSORS Extent widen(const std::int32_t* x, std::size_t n, I* out) noexcept {
  std::int32_t least = 0, most = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const std::int32_t value = x[i];
    out[i] = value;
    least = value < least ? value : least;
    most = value > most ? value : most;
  }
  return {least, most};
}

WAGEPROOF_FOR_PROCESSORS void test_bits(const std::uint16_t* bits, std::uint16_t mask, std::uint16_t wanted, std::size_t n, I* out) noexcept {
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<std::uint16_t>(bits[i] & mask) == wanted ? 1 : 0;
}

WAGEPROOF_FOR_PROCESSORS void small_rows(SmallOperation what, SmallSide a, SmallSide b, S turn, std::size_t n, S* out) noexcept {
  switch (what) {
    case SmallOperation::plus:
      return each(a.numbers, a.one, b.numbers, b.one, n, out, [](S x, S y) __attribute__((always_inline)) { return static_cast<S>(x + y); });
    case SmallOperation::minus:
      return each(a.numbers, a.one, b.numbers, b.one, n, out, [](S x, S y) __attribute__((always_inline)) { return static_cast<S>(x - y); });
    case SmallOperation::times:
      return each(a.numbers, a.one, b.numbers, b.one, n, out, [](S x, S y) __attribute__((always_inline)) { return static_cast<S>(x * y); });
    case SmallOperation::lesser:
      return each(a.numbers, a.one, b.numbers, b.one, n, out, [](S x, S y) __attribute__((always_inline)) { return x < y ? x : y; });
    case SmallOperation::greater:
      return each(a.numbers, a.one, b.numbers, b.one, n, out, [](S x, S y) __attribute__((always_inline)) { return x > y ? x : y; });
    case SmallOperation::both:
      return each(a.numbers, a.one, b.numbers, b.one, n, out, [](S x, S y) __attribute__((always_inline)) { return static_cast<S>(x & y); });
    case SmallOperation::either:
      return each(a.numbers, a.one, b.numbers, b.one, n, out, [](S x, S y) __attribute__((always_inline)) { return static_cast<S>(x | y); });
    case SmallOperation::less:
      return each(a.numbers, a.one, b.numbers, b.one, n, out,
                  [turn](S x, S y) __attribute__((always_inline)) { return static_cast<S>((x < y ? S{1} : S{0}) ^ turn); });
    case SmallOperation::equal:
      return each(a.numbers, a.one, b.numbers, b.one, n, out,
                  [turn](S x, S y) __attribute__((always_inline)) { return static_cast<S>((x == y ? S{1} : S{0}) ^ turn); });
  }
}

WAGEPROOF_FOR_PROCESSORS void choose_small(const S* c, SmallSide yes, SmallSide no, std::size_t n, S* out) noexcept {
  const S *x = yes.numbers, *y = no.numbers;
  if (yes.one && no.one) {
    const S left = x[0], right = y[0];
    for (std::size_t i = 0; i < n; ++i) out[i] = c[i] != 0 ? left : right;
  } else if (yes.one) {
    const S left = x[0];
    for (std::size_t i = 0; i < n; ++i) {
      const S right = y[i];
      out[i] = c[i] != 0 ? left : right;
    }
  } else if (no.one) {
    const S right = y[0];
    for (std::size_t i = 0; i < n; ++i) {
      const S left = x[i];
      out[i] = c[i] != 0 ? left : right;
    }
  } else {
    for (std::size_t i = 0; i < n; ++i) {
      const S left = x[i], right = y[i];
      out[i] = c[i] != 0 ? left : right;
    }
  }
}

WAGEPROOF_FOR_PROCESSORS Extent extent_of(const S* x, std::size_t n) noexcept {
  S least = INT16_MAX, most = INT16_MIN;
  for (std::size_t i = 0; i < n; ++i) {
    least = x[i] < least ? x[i] : least;
    most = x[i] > most ? x[i] : most;
  }
  return {least, most};
}

WAGEPROOF_FOR_PROCESSORS Extent extent_of(const std::int32_t* x, std::size_t n) noexcept {
  std::int32_t least = INT32_MAX, most = INT32_MIN;
  for (std::size_t i = 0; i < n; ++i) {
    least = x[i] < least ? x[i] : least;
    most = x[i] > most ? x[i] : most;
  }
  return {least, most};
}

WAGEPROOF_FOR_PROCESSORS void narrow(const std::int32_t* x, std::size_t n, S* out) noexcept {
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<S>(x[i]);
}

WAGEPROOF_FOR_PROCESSORS void narrow(const I* x, std::size_t n, S* out) noexcept {
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<S>(x[i]);
}

WAGEPROOF_FOR_PROCESSORS void narrow_or(const std::int32_t* x, std::int32_t missing, S instead, std::size_t n, S* out) noexcept {
  const std::int32_t other = instead;
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<S>(x[i] == missing ? other : x[i]);
}

WAGEPROOF_FOR_PROCESSORS void widen(const S* x, std::size_t n, I* out) noexcept {
  for (std::size_t i = 0; i < n; ++i) out[i] = x[i];
}

WAGEPROOF_FOR_PROCESSORS void test_bits(const std::uint16_t* bits, std::uint16_t mask, std::uint16_t wanted, std::size_t n, S* out) noexcept {
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<std::uint16_t>(bits[i] & mask) == wanted ? S{1} : S{0};
}

WAGEPROOF_FOR_PROCESSORS void spread_ranges(const I* x, const std::uint32_t* begin, const std::uint32_t* end, std::size_t ranges, S* out) noexcept {
  for (std::size_t r = 0; r < ranges; ++r) {
    const S value = static_cast<S>(x[r]);
    for (std::uint32_t i = begin[r]; i < end[r]; ++i) out[i] = value;
  }
}

WAGEPROOF_FOR_PROCESSORS void sum_ranges(const S* x, const std::uint32_t* begin, const std::uint32_t* end, std::size_t ranges, I* out) noexcept {
  for (std::size_t r = 0; r < ranges; ++r) {
    // A month at a time: what is read beyond it counts nothing.
    std::int32_t total = 0;
    for (std::uint32_t from = begin[r]; from < end[r]; from += kSmallSlack) {
      const auto left = static_cast<S>(std::min<std::uint32_t>(end[r] - from, kSmallSlack));
      const S* block = x + from;
      std::int32_t part = 0;
      for (S k = 0; k < static_cast<S>(kSmallSlack); ++k) {
        const S value = block[k], mask = k < left ? S{-1} : S{0};
        part += static_cast<S>(value & mask);
      }
      total += part;
    }
    out[r] = total;
  }
}

WAGEPROOF_FOR_PROCESSORS void extreme_ranges(const S* x, const std::uint32_t* begin, const std::uint32_t* end, bool largest, I none, std::size_t ranges,
                                             I* out) noexcept {
  for (std::size_t r = 0; r < ranges; ++r) {
    if (begin[r] == end[r]) {
      out[r] = none;
      continue;
    }
    S best = x[begin[r]];
    for (std::uint32_t from = begin[r]; from < end[r]; from += kSmallSlack) {
      const auto left = static_cast<S>(std::min<std::uint32_t>(end[r] - from, kSmallSlack));
      const S* block = x + from;
      S part = best;
      if (largest) {
        for (S k = 0; k < static_cast<S>(kSmallSlack); ++k) {
          const S read = block[k], value = k < left ? read : best;
          part = value > part ? value : part;
        }
      } else {
        for (S k = 0; k < static_cast<S>(kSmallSlack); ++k) {
          const S read = block[k], value = k < left ? read : best;
          part = value < part ? value : part;
        }
      }
      best = part;
    }
    out[r] = best;
  }
}

}  // namespace wageproof::law::detail
