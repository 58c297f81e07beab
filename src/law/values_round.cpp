// Rounding of a column to multiples of a step, by the mode that the law names.
#include <limits>
#include <numeric>

#include "law/big_column.hpp"
#include "wageproof/law/detail/values.hpp"

namespace wageproof::law::detail {
namespace {

// The whole number of steps: n / d rounded by the mode, d > 0.
template <class T>
T round_quotient(T n, T d, RoundMode mode) {
  T q = n / d;
  T rest = n % d;
  if (rest < 0) {  // floor
    --q;
    rest += d;
  }
  if (rest == 0) return q;
  switch (mode) {
    case RoundMode::down: return q;
    case RoundMode::up: return q + 1;
    case RoundMode::half_up: return rest >= d - rest ? q + 1 : q;
    case RoundMode::half_away: return rest > d - rest || (rest == d - rest && n > 0) ? q + 1 : q;
    case RoundMode::half_even: return rest > d - rest || (rest == d - rest && q % 2 != 0) ? q + 1 : q;
  }
  return q;
}

// In 64 bits where both sides fit them: division of 128 bits is slow.
Int128 round_ratio(Int128 n, Int128 d, RoundMode mode) {
  constexpr Int128 kMost = std::numeric_limits<std::int64_t>::max();
  if (n <= kMost && n >= -kMost && d <= kMost) return round_quotient(static_cast<std::int64_t>(n), static_cast<std::int64_t>(d), mode);
  return round_quotient(n, d, mode);
}

void round_rows(const Numbers& from, std::int64_t factor, std::int64_t divisor, std::int64_t step, RoundMode mode, Numbers& to) {
  if (divisor == 1) {
    for (std::size_t i = 0; i < from.size(); ++i) to[i] = from[i] * factor * step;
    return;
  }
  for (std::size_t i = 0; i < from.size(); ++i) to[i] = round_quotient(from[i] * factor, divisor, mode) * step;
}

void round_flags(const Values& a, Values& out) {
  out.type = ValueType::number;
  out.flags = a.flags;
  out.reasons = a.reasons;
  for (Flags& f : out.flags) {
    if (f & kLumped) f |= kUnknown;
  }
}

}  // namespace

void round_to(const Values& a, RoundMode mode, std::int64_t step_numerator, std::int64_t step_denominator, Values& out) {
  const Grain grain = out.grain;
  constexpr std::int64_t kLimit = std::numeric_limits<std::int64_t>::max() / 2;
  bool done = !a.big;
  if (done) {
    out.reset(grain, a.numerators.size(), a.uniform);
    out.denominator = step_denominator;
    if (a.denominators.empty()) {
      // n / d in steps of s / t is n t / (d s) steps; what t and d s have in common never needs to be divided by.
      const Int128 divisor_all = static_cast<Int128>(a.denominator) * step_numerator;
      const bool fits = divisor_all <= kLimit;
      const std::int64_t common = fits ? std::gcd(static_cast<std::int64_t>(divisor_all), step_denominator) : 1;
      const std::int64_t divisor = fits ? static_cast<std::int64_t>(divisor_all) / common : 0, factor = step_denominator / common;
      const bool narrow = fits && a.bound <= static_cast<UInt128>(kLimit) / static_cast<UInt128>(factor) &&
                          (a.bound * static_cast<UInt128>(factor) / static_cast<UInt128>(divisor) + 1) * static_cast<UInt128>(step_numerator) <= static_cast<UInt128>(kLimit);
      if (narrow) {
        round_rows(a.numerators, factor, divisor, step_numerator, mode, out.numerators);
        out.set_bound_from_rows();
        round_flags(a, out);
        return;
      }
    }
    for (std::size_t i = 0; i < a.numerators.size() && done; ++i) {
      const Int128 steps = round_ratio(static_cast<Int128>(a.numerators[i]) * step_denominator, static_cast<Int128>(a.denominator_at(i)) * step_numerator, mode);
      const Int128 n = steps * step_numerator;
      done = n <= kLimit && n >= -kLimit;
      out.numerators[i] = static_cast<std::int64_t>(n);
    }
    out.set_bound_from_rows();
  }
  if (!done) {
    const Rational step{Integer(step_numerator), Integer(step_denominator)};
    std::vector<Rational> rows(a.size());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = round_rational(a.big ? a.big->rows[i] : rational_at(a, i), mode, step);
    store(std::move(rows), grain, a.uniform, out);
  }
  round_flags(a, out);
}

}  // namespace wageproof::law::detail
