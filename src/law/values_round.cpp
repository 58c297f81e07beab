// Rounding of a column to multiples of a step, by the mode that the law names.
#include <limits>

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

}  // namespace

void round_to(const Values& a, RoundMode mode, std::int64_t step_numerator, std::int64_t step_denominator, Values& out) {
  const Grain grain = out.grain;
  constexpr std::int64_t kLimit = std::numeric_limits<std::int64_t>::max() / 2;
  bool done = !a.big;
  if (done) {
    out.reset(grain, a.numerators.size(), a.uniform);
    out.denominator = step_denominator;
    const bool narrow = a.denominators.empty() &&
                        a.bound <= static_cast<UInt128>(kLimit) / static_cast<UInt128>(step_denominator) &&
                        static_cast<Int128>(a.denominator) * step_numerator <= kLimit;
    if (narrow) {
      const std::int64_t divisor = a.denominator * step_numerator;
      for (std::size_t i = 0; i < a.numerators.size(); ++i) {
        out.numerators[i] = round_quotient(a.numerators[i] * step_denominator, divisor, mode) * step_numerator;
      }
    } else {
      for (std::size_t i = 0; i < a.numerators.size() && done; ++i) {
        const Int128 steps = round_quotient(static_cast<Int128>(a.numerators[i]) * step_denominator, static_cast<Int128>(a.denominator_at(i)) * step_numerator, mode);
        const Int128 n = steps * step_numerator;
        done = n <= kLimit && n >= -kLimit;
        out.numerators[i] = static_cast<std::int64_t>(n);
      }
    }
    out.set_bound_from_rows();
  }
  if (!done) {
    const Rational step{Integer(step_numerator), Integer(step_denominator)};
    std::vector<Rational> rows(a.size());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = round_rational(a.big ? a.big->rows[i] : rational_at(a, i), mode, step);
    store(std::move(rows), grain, a.uniform, out);
  }
  out.type = ValueType::number;
  out.flags = a.flags;
  out.reasons = a.reasons;
  for (Flags& f : out.flags) {
    if (f & kLumped) f |= kUnknown;
  }
}

}  // namespace wageproof::law::detail
