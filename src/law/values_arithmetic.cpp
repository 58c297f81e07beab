// Exact sums, products and quotients of columns: 64-bit where the bounds allow, per-row ratios, rationals at the last.
#include <algorithm>
#include <limits>
#include <numeric>

#include "law/big_column.hpp"
#include "law/kernels.hpp"
#include "wageproof/law/detail/values.hpp"

namespace wageproof::law::detail {
namespace {

constexpr std::int64_t kLimit = std::numeric_limits<std::int64_t>::max() / 2;

// Bounds grow from product to product; past 2^120 they say no more than that nothing fits.
UInt128 saturating_multiply(UInt128 a, UInt128 b) {
  constexpr UInt128 kHuge = static_cast<UInt128>(1) << 120;
  if ((a >> 60) == 0 && (b >> 60) == 0) return a * b;
  if (a == 0 || b == 0) return 0;
  return a > kHuge / b ? kHuge : a * b;
}

// Most denominators are 1, against which the search would go bit by bit through the other number.
std::int64_t gcd64(std::int64_t a, std::int64_t b) { return a == 1 || b == 1 ? 1 : std::gcd(a, b); }

Int128 gcd128(Int128 a, Int128 b) {
  if (a < 0) a = -a;
  while (b != 0) {
    const Int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

// Puts n / d (d > 0) into 64 bits, reducing only when it must. False: it does not fit.
bool put_ratio(Int128 n, Int128 d, std::int64_t& out_n, std::int64_t& out_d) {
  if (n > kLimit || n < -kLimit || d > kLimit) {
    const Int128 g = gcd128(n, d);
    if (g > 1) {
      n /= g;
      d /= g;
    }
    if (n > kLimit || n < -kLimit || d > kLimit) return false;
  }
  out_n = static_cast<std::int64_t>(n);
  out_d = static_cast<std::int64_t>(d);
  return true;
}

// The largest denominator of a column.
std::uint64_t largest_denominator(const Values& v) {
  return v.denominators.empty() ? static_cast<std::uint64_t>(v.denominator) : largest_magnitude(v.denominators.data(), v.denominators.size());
}

// Per-row ratios where 64 bits hold whatever comes of two numerators and two denominators. Op puts numerator and denominator.
template <class Op>
void for_narrow_ratios(const Values& a, const Values& b, std::size_t rows, bool uniform, Values& out, Op op) {
  out.reset(out.grain, rows, uniform);
  const std::size_t n = out.numerators.size();
  out.denominators.resize(n);
  const std::int64_t *x = a.numerators.data(), *y = b.numerators.data();
  const std::int64_t* dx = a.denominators.empty() ? &a.denominator : a.denominators.data();
  const std::int64_t* dy = b.denominators.empty() ? &b.denominator : b.denominators.data();
  const std::size_t step_x = a.uniform ? 0 : 1, step_y = b.uniform ? 0 : 1;
  const std::size_t step_dx = a.denominators.empty() ? 0 : step_x, step_dy = b.denominators.empty() ? 0 : step_y;
  for (std::size_t i = 0; i < n; ++i) op(x[i * step_x], dx[i * step_dx], y[i * step_y], dy[i * step_dy], out.numerators[i], out.denominators[i]);
  out.set_bound_from_rows();
}

// Per-row ratios through 128-bit intermediates. Op gives (numerator, denominator) and whether it overflowed.
template <class Op>
bool for_ratios(const Values& a, const Values& b, std::size_t rows, bool uniform, Values& out, Op op) {
  out.reset(out.grain, rows, uniform);
  const std::size_t n = out.numerators.size();
  out.denominators.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    Int128 num = 0, den = 1;
    if (!op(a.numerators[a.index(i)], a.denominator_at(i), b.numerators[b.index(i)], b.denominator_at(i), num, den)) return false;
    if (!put_ratio(num, den, out.numerators[i], out.denominators[i])) return false;
  }
  out.set_bound_from_rows();
  return true;
}

template <class Op>
void for_rationals(const Values& a, const Values& b, std::size_t rows, bool uniform, Values& out, Op op) {
  std::vector<Rational> result(uniform ? 1 : rows);
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = op(rational_at(a, i), rational_at(b, i));
  const Grain grain = out.grain;
  store(std::move(result), grain, uniform, out);
}

bool no_flags(const Values& a, const Values& b) { return a.flags.empty() && b.flags.empty(); }

// Unknown wins over not given, and both over a bound; the first reason is kept. What is reckoned from a field that was not
// given is not given either, so that known_or() can stand in for the whole.
void mark(Values& out, std::size_t row, Flags flags, Reason reason) {
  if (flags & kUnknown) flags = static_cast<Flags>(flags & ~(kNotGiven | kAtLeast));
  else if (flags & kNotGiven) flags = static_cast<Flags>(flags & ~kAtLeast);
  out.flags[row] = flags;
  out.reasons[row] = reason;
}

Reason first_reason(const Values& a, std::size_t i, const Values& b, std::size_t j) {
  // What leaves the sum open is named before what only makes it uncertain.
  if (a.flag(i) & (kNoValue | kAtLeast)) return a.reason(i);
  if (!(b.flag(j) & (kNoValue | kAtLeast)) && (a.flag(i) & kLumped)) return a.reason(i);
  return b.reason(j) != 0 ? b.reason(j) : a.reason(i);
}

}  // namespace

void add(const Values& a, const Values& b, bool subtract, std::size_t rows, Values& out) {
  const bool uniform = a.uniform && b.uniform;
  bool done = false;
  if (!a.big && !b.big) {
    if (a.denominators.empty() && b.denominators.empty()) {
      const std::int64_t g = gcd64(a.denominator, b.denominator);
      const std::int64_t scale_a = b.denominator / g, scale_b = a.denominator / g;
      const UInt128 bound = saturating_multiply(a.bound, static_cast<UInt128>(scale_a)) + saturating_multiply(b.bound, static_cast<UInt128>(scale_b));
      const UInt128 common = saturating_multiply(static_cast<UInt128>(a.denominator), static_cast<UInt128>(scale_a));
      if (bound <= static_cast<UInt128>(kLimit) && common <= static_cast<UInt128>(kLimit)) {
        out.reset(out.grain, rows, uniform);
        out.denominator = static_cast<std::int64_t>(common);
        out.bound = bound;
        sum_rows(side_of(a, scale_a), side_of(b, subtract ? -scale_b : scale_b), out.numerators.size(), out.numerators.data());
        done = true;
      }
    }
    if (!done) {
      const UInt128 da = largest_denominator(a), db = largest_denominator(b);
      const UInt128 crossed = saturating_multiply(a.bound, db) + saturating_multiply(b.bound, da);
      if (crossed <= static_cast<UInt128>(kLimit) && saturating_multiply(da, db) <= static_cast<UInt128>(kLimit)) {
        const std::int64_t sign = subtract ? -1 : 1;
        for_narrow_ratios(a, b, rows, uniform, out, [sign](std::int64_t n1, std::int64_t d1, std::int64_t n2, std::int64_t d2, std::int64_t& n, std::int64_t& d) {
          const bool same = d1 == d2;
          n = same ? n1 + sign * n2 : n1 * d2 + sign * n2 * d1;
          d = same ? d1 : d1 * d2;
        });
        done = true;
      }
    }
    if (!done) {
      done = for_ratios(a, b, rows, uniform, out, [subtract](Int128 n1, Int128 d1, Int128 n2, Int128 d2, Int128& n, Int128& d) {
        if (d1 == d2) {
          n = subtract ? n1 - n2 : n1 + n2;
          d = d1;
          return true;
        }
        d = d1 * d2;
        n = subtract ? n1 * d2 - n2 * d1 : n1 * d2 + n2 * d1;
        return true;
      });
    }
  }
  if (!done) {
    for_rationals(a, b, rows, uniform, out, [subtract](const Rational& x, const Rational& y) { return subtract ? Rational(x - y) : Rational(x + y); });
  }
  out.type = a.type;
  if (no_flags(a, b)) return;
  out.make_flags();
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Flags fa = a.flag(i), fb = b.flag(i);
    Flags f = fa | fb;
    if (subtract && (fb & kAtLeast)) f |= kUnknown;
    mark(out, i, f, first_reason(a, i, b, i));
  }
}

void multiply(const Values& a, const Values& b, std::size_t rows, Values& out) {
  const bool uniform = a.uniform && b.uniform;
  bool done = false;
  if (!a.big && !b.big) {
    if (a.denominators.empty() && b.denominators.empty()) {
      UInt128 bound = saturating_multiply(a.bound, b.bound);
      UInt128 common = saturating_multiply(static_cast<UInt128>(a.denominator), static_cast<UInt128>(b.denominator));
      // A factor that stands for all rows can be reduced against the other's denominator before the work.
      std::int64_t factor = 0, other_denominator = 0;
      const Values* single = a.uniform ? &a : (b.uniform ? &b : nullptr);
      const Values* many = single == &a ? &b : &a;
      if (single != nullptr && single->numerators[0] != 0) {
        const std::int64_t g = gcd64(single->numerators[0], many->denominator);
        factor = single->numerators[0] / g;
        other_denominator = many->denominator / g;
        bound = saturating_multiply(many->bound, static_cast<UInt128>(factor < 0 ? -factor : factor));
        common = saturating_multiply(static_cast<UInt128>(single->denominator), static_cast<UInt128>(other_denominator));
      }
      if (bound <= static_cast<UInt128>(kLimit) && common <= static_cast<UInt128>(kLimit)) {
        out.reset(out.grain, rows, uniform);
        out.denominator = static_cast<std::int64_t>(common);
        out.bound = bound;
        const Side left = other_denominator != 0 ? Side{&factor, true} : side_of(a);
        product_rows(left, side_of(other_denominator != 0 ? *many : b), out.numerators.size(), out.numerators.data());
        done = true;
      }
    }
    if (!done) {
      const UInt128 denominators = saturating_multiply(largest_denominator(a), largest_denominator(b));
      if (saturating_multiply(a.bound, b.bound) <= static_cast<UInt128>(kLimit) && denominators <= static_cast<UInt128>(kLimit)) {
        for_narrow_ratios(a, b, rows, uniform, out, [](std::int64_t n1, std::int64_t d1, std::int64_t n2, std::int64_t d2, std::int64_t& n, std::int64_t& d) {
          n = n1 * n2;
          d = d1 * d2;
        });
        done = true;
      }
    }
    if (!done) {
      done = for_ratios(a, b, rows, uniform, out, [](Int128 n1, Int128 d1, Int128 n2, Int128 d2, Int128& n, Int128& d) {
        n = n1 * n2;
        d = d1 * d2;
        return true;
      });
    }
  }
  if (!done) for_rationals(a, b, rows, uniform, out, [](const Rational& x, const Rational& y) { return Rational(x * y); });
  if (no_flags(a, b)) return;
  out.make_flags();
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Flags fa = a.flag(i), fb = b.flag(i);
    const bool zero_a = !(fa & (kNoValue | kAtLeast)) && sign_of(a, i) == 0;
    const bool zero_b = !(fb & (kNoValue | kAtLeast)) && sign_of(b, i) == 0;
    if (zero_a || zero_b) {
      // Zero, whatever the other is; certain if one certain zero is enough.
      const Flags doubt = zero_a && zero_b ? fa & fb : (zero_a ? fa : fb);
      out.flags[i] = doubt & kUncertain;
      out.reasons[i] = out.flags[i] != 0 ? (zero_a ? a.reason(i) : b.reason(i)) : 0;
      if (!out.big) out.numerators[i] = 0;
      continue;
    }
    Flags f = fa | fb;
    if ((fa & kAtLeast) && sign_of(b, i) < 0) f |= kUnknown;
    if ((fb & kAtLeast) && sign_of(a, i) < 0) f |= kUnknown;
    mark(out, i, f, first_reason(a, i, b, i));
  }
}

void divide(const Values& a, const Values& b, Reason by_zero, std::size_t rows, Values& out, Values& inverse) {
  const bool uniform = a.uniform && b.uniform;
  bool any_zero = false, same = !b.big;
  if (b.big) for (std::size_t i = 0; i < b.size(); ++i) any_zero = any_zero || sign_of(b, i) == 0;
  else any_zero = std::find(b.numerators.begin(), b.numerators.end(), 0) != b.numerators.end();
  if (!b.big) {
    same = std::all_of(b.numerators.begin(), b.numerators.end(), [&](std::int64_t n) { return n == b.numerators[0]; }) &&
           (b.denominators.empty() || std::all_of(b.denominators.begin(), b.denominators.end(), [&](std::int64_t d) { return d == b.denominators[0]; }));
  }
  if (same && !any_zero && !b.numerators.empty()) {
    // One divisor for the whole batch (208 hours, 26 days, a month's scheduled days): a product with its inverse.
    inverse.reset(out.grain, 1, true);
    const std::int64_t n = b.numerators[0], d = b.denominator_at(0);
    const std::int64_t g = gcd64(n, d);
    inverse.numerators[0] = (n < 0 ? -d : d) / g;
    inverse.denominator = (n < 0 ? -n : n) / g;
    inverse.set_bound_from_rows();
    const Grain grain = out.grain;
    Values own;
    Values& result = &out == &a || &out == &b ? own : out;
    result.grain = grain;
    multiply(a, inverse, rows, result);
    if (result.uniform && !uniform) {
      // The divisor was the same in all rows but its flags may not be.
      Values spread;
      spread.reset(grain, rows, false);
      if (!result.big) {
        std::fill(spread.numerators.begin(), spread.numerators.end(), result.numerators[0]);
        spread.denominator = result.denominator_at(0);
        spread.bound = result.bound;
        if (!result.flags.empty()) {
          spread.make_flags();
          std::fill(spread.flags.begin(), spread.flags.end(), result.flags[0]);
          std::fill(spread.reasons.begin(), spread.reasons.end(), result.reasons[0]);
        }
        result = std::move(spread);
      }
    }
    if (&result != &out) out = std::move(result);
    out.grain = grain;
    if (!b.flags.empty()) {
      out.make_flags();
      for (std::size_t i = 0; i < out.size(); ++i) {
        const Flags fb = b.flag(i);
        if (fb == 0) continue;
        // Nothing, however uncertain the number it is divided by, is nothing.
        const bool nothing = !(a.flag(i) & (kNoValue | kAtLeast)) && sign_of(a, i) == 0;
        if (nothing && !(fb & (kNoValue | kLumped))) continue;
        const Flags f = static_cast<Flags>(out.flags[i] | fb | ((fb & (kAtLeast | kLumped)) ? kUnknown : 0));
        mark(out, i, f, b.reason(i) != 0 ? b.reason(i) : out.reasons[i]);
      }
    }
    return;
  }
  bool done = false;
  if (!a.big && !b.big && saturating_multiply(a.bound, largest_denominator(b)) <= static_cast<UInt128>(kLimit) &&
      saturating_multiply(largest_denominator(a), b.bound) <= static_cast<UInt128>(kLimit)) {
    for_narrow_ratios(a, b, rows, uniform, out, [](std::int64_t n1, std::int64_t d1, std::int64_t n2, std::int64_t d2, std::int64_t& n, std::int64_t& d) {
      const std::int64_t sign = n2 < 0 ? -1 : 1;
      n = n2 == 0 ? 0 : n1 * d2 * sign;
      d = n2 == 0 ? 1 : d1 * n2 * sign;
    });
    done = true;
  }
  if (!done && !a.big && !b.big) {
    done = for_ratios(a, b, rows, uniform, out, [](Int128 n1, Int128 d1, Int128 n2, Int128 d2, Int128& n, Int128& d) {
      if (n2 == 0) {
        n = 0;
        d = 1;
        return true;
      }
      n = n1 * d2;
      d = d1 * n2;
      if (d < 0) {
        n = -n;
        d = -d;
      }
      return true;
    });
  }
  if (!done) {
    for_rationals(a, b, rows, uniform, out, [](const Rational& x, const Rational& y) { return y.sign() == 0 ? Rational(0) : Rational(x / y); });
  }
  if (no_flags(a, b) && !any_zero) return;
  out.make_flags();
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Flags fa = a.flag(i), fb = b.flag(i);
    if (!(fb & kNoValue) && sign_of(b, i) == 0) {
      mark(out, i, kUnknown, by_zero);
      continue;
    }
    if (!(fa & (kNoValue | kAtLeast)) && sign_of(a, i) == 0 && !(fb & (kNoValue | kLumped))) {
      out.flags[i] = fa & kUncertain;
      out.reasons[i] = out.flags[i] != 0 ? a.reason(i) : 0;
      continue;
    }
    Flags f = fa | fb;
    if ((fb & (kAtLeast | kLumped)) || ((fa & kAtLeast) && sign_of(b, i) < 0)) f |= kUnknown;
    mark(out, i, f, first_reason(a, i, b, i));
  }
}

void negate(const Values& a, Values& out) {
  Values zero;
  zero.reset(a.grain, 1, true);
  zero.numerators[0] = 0;
  out.grain = a.grain;
  add(zero, a, true, a.size(), out);
}

void absolute(const Values& a, Values& out) {
  out = a;
  if (out.big) {
    out.big = std::make_shared<BigColumn>(*a.big);
    for (Rational& r : out.big->rows) r = abs(r);
  } else {
    for (std::int64_t& n : out.numerators) n = n < 0 ? -n : n;
  }
  if (out.flags.empty()) return;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Flags f = a.flag(i);
    if (((f & kAtLeast) && sign_of(a, i) < 0) || (f & kLumped)) mark(out, i, out.flags[i] | kUnknown, out.reasons[i]);
  }
}

void apply_tiers(const Values& quantity, const std::vector<Tier>& tiers, std::size_t rows, Values& out) {
  Values below;  // the limit under the current tier, 0 at first
  below.reset(out.grain, 1, true);
  below.numerators[0] = 0;
  Values zero = below;
  Values total = below;
  for (const Tier& tier : tiers) {
    Values top, part, priced, sum;
    top.grain = part.grain = priced.grain = sum.grain = out.grain;
    Values limit;  // limits rise: one below the last is the last
    limit.grain = out.grain;
    if (tier.limit != nullptr) {
      extreme(*tier.limit, below, true, rows, limit);
      extreme(quantity, limit, false, rows, top);
    } else {
      top = quantity;
    }
    Values over;
    over.grain = out.grain;
    add(top, below, true, rows, over);
    // A quantity that is only a lower bound stays one here, although the tier's floor is taken away.
    extreme(over, zero, true, rows, part);
    multiply(part, *tier.factor, rows, priced);
    add(total, priced, false, rows, sum);
    total = std::move(sum);
    if (tier.limit != nullptr) below = std::move(limit);
  }
  const Grain grain = out.grain;
  out = std::move(total);
  out.grain = grain;
  if (quantity.flags.empty()) return;
  out.make_flags();
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (quantity.flag(i) & kLumped) mark(out, i, kUnknown, quantity.reason(i));
  }
}

}  // namespace wageproof::law::detail
