// Comparison, choice and logic of columns, with the rules for what is not known.
#include <algorithm>
#include <numeric>

#include "law/big_column.hpp"
#include "law/kernels.hpp"
#include "wageproof/law/detail/values.hpp"

namespace wageproof::law::detail {
namespace {

bool holds(Operator op, int order) {
  switch (op) {
    case Operator::less: return order < 0;
    case Operator::less_equal: return order <= 0;
    case Operator::equal: return order == 0;
    case Operator::not_equal: return order != 0;
    case Operator::greater: return order > 0;
    case Operator::greater_equal: return order >= 0;
    default: return false;
  }
}

bool fits_product(UInt128 bound, std::int64_t factor) {
  if ((bound >> 62) == 0 && factor == 1) return true;
  return bound <= static_cast<UInt128>(INT64_MAX) / static_cast<UInt128>(factor);
}

void put_unknown(Values& out, std::size_t i, Flags also, Reason reason) {
  out.flags[i] = static_cast<Flags>((also & ~(kNotGiven | kAtLeast)) | kUnknown);
  out.reasons[i] = reason;
  if (!out.big) out.numerators[i] = 0;
}

// A row of a comparison where a side is not plainly known.
void compare_doubtful(const Values& a, const Values& b, Operator op, std::size_t i, Values& out) {
  const Flags fa = a.flag(i), fb = b.flag(i);
  const Flags both = fa | fb;
  const Reason reason = (fa & (kNoValue | kAtLeast | kLumped)) ? a.reason(i) : (b.reason(i) != 0 ? b.reason(i) : a.reason(i));
  out.flags[i] = static_cast<Flags>(both & kUncertain);
  out.reasons[i] = reason;
  if (both & (kNoValue | kLumped)) return put_unknown(out, i, both & kUncertain, reason);
  if ((fa & kAtLeast) && (fb & kAtLeast)) return put_unknown(out, i, both & kUncertain, reason);
  if (!(both & kAtLeast)) return;
  int order = compare_rows(a, i, b, i);
  Operator seen = op;
  if (fb & kAtLeast) {  // turn it round so that the bound stands left
    order = -order;
    if (op == Operator::less) seen = Operator::greater;
    else if (op == Operator::less_equal) seen = Operator::greater_equal;
    else if (op == Operator::greater) seen = Operator::less;
    else if (op == Operator::greater_equal) seen = Operator::less_equal;
  }
  // left is `order` compared with right, or anything larger
  bool decided = false;
  switch (seen) {
    case Operator::greater: decided = order > 0; break;
    case Operator::greater_equal: decided = order >= 0; break;
    case Operator::less: decided = order >= 0; break;
    case Operator::less_equal: case Operator::equal: case Operator::not_equal: decided = order > 0; break;
    default: break;
  }
  if (!decided) put_unknown(out, i, both & kUncertain, reason);
}

}  // namespace

void compare(const Values& a, const Values& b, Operator op, std::size_t rows, Values& out) {
  out.reset(out.grain, rows, a.uniform && b.uniform);
  out.type = ValueType::boolean;
  out.bound = 1;
  const bool plain = !a.big && !b.big && a.denominators.empty() && b.denominators.empty() && fits_product(a.bound, b.denominator) && fits_product(b.bound, a.denominator);
  if (plain) {
    const bool same = a.denominator == b.denominator;
    const std::int64_t sa = same ? 1 : b.denominator, sb = same ? 1 : a.denominator;
    test_rows(side_of(a, sa), side_of(b, sb), op, out.numerators.size(), out.numerators.data());
  } else {
    for (std::size_t i = 0; i < out.numerators.size(); ++i) out.numerators[i] = holds(op, compare_rows(a, i, b, i)) ? 1 : 0;
  }
  if (a.flags.empty() && b.flags.empty()) return;
  out.make_flags();
  for (std::size_t i = 0; i < out.numerators.size(); ++i) {
    if ((a.flag(i) | b.flag(i)) != 0) compare_doubtful(a, b, op, i, out);
  }
}

void logic(const Values& a, const Values& b, bool is_and, std::size_t rows, Values& out) {
  out.reset(out.grain, rows, a.uniform && b.uniform);
  out.type = ValueType::boolean;
  out.bound = 1;
  const std::int64_t* x = a.numerators.data();
  const std::int64_t* y = b.numerators.data();
  logic_rows(side_of(a), side_of(b), is_and, out.numerators.size(), out.numerators.data());
  if (a.flags.empty() && b.flags.empty()) return;
  out.make_flags();
  const std::int64_t deciding = is_and ? 0 : 1;
  for (std::size_t i = 0; i < out.numerators.size(); ++i) {
    const Flags fa = a.flag(i), fb = b.flag(i);
    if ((fa | fb) == 0) continue;
    const std::int64_t l = x[a.uniform ? 0 : i], r = y[b.uniform ? 0 : i];
    if (!((fa | fb) & kNoValue) && l == deciding && r == deciding) {
      out.numerators[i] = deciding;
      out.flags[i] = fa & fb & kUncertain;
    } else if (!(fa & kNoValue) && l == deciding) {
      out.numerators[i] = deciding;
      out.flags[i] = fa & kUncertain;
    } else if (!(fb & kNoValue) && r == deciding) {
      out.numerators[i] = deciding;
      out.flags[i] = fb & kUncertain;
    } else if ((fa | fb) & kNoValue) {
      put_unknown(out, i, (fa | fb) & kUncertain, (fa & kNoValue) ? a.reason(i) : b.reason(i));
    } else {
      out.flags[i] = (fa | fb) & kUncertain;
    }
  }
}

void logical_not(const Values& a, Values& out) {
  out = a;
  out.type = ValueType::boolean;
  out.bound = 1;
  for (std::size_t i = 0; i < out.numerators.size(); ++i) out.numerators[i] = 1 - a.numerators[i];
  for (Flags& f : out.flags) {
    if (f & kNoValue) f = static_cast<Flags>((f & kUncertain) | kUnknown);
  }
}

namespace {

// The larger or smaller of each day's value is not that of their sum: only of a sum of nothing is each day known.
Flags each_day(const Values& v, std::size_t i) {
  const Flags f = v.flag(i);
  if (!(f & kLumped)) return f;
  return sign_of(v, i) == 0 ? static_cast<Flags>(f & ~kLumped) : static_cast<Flags>(f | kUnknown);
}

/// Two denominators made one, where that fits: a column with one is cheap to go on with.
struct OneDenominator {
  bool fits = false;
  std::int64_t scale_a = 1, scale_b = 1;
};

OneDenominator one_denominator(const Values& a, const Values& b) {
  OneDenominator one;
  if (!a.denominators.empty() || !b.denominators.empty()) return one;
  const std::int64_t g = a.denominator == b.denominator ? a.denominator : std::gcd(a.denominator, b.denominator);
  one.scale_a = b.denominator / g;
  one.scale_b = a.denominator / g;
  one.fits = fits_product(a.bound, one.scale_a) && fits_product(b.bound, one.scale_b) && fits_product(static_cast<UInt128>(a.denominator), one.scale_a);
  return one;
}

}  // namespace

void extreme(const Values& a, const Values& b, bool largest, std::size_t rows, Values& out) {
  const bool uniform = a.uniform && b.uniform;
  const OneDenominator one = a.big || b.big ? OneDenominator{} : one_denominator(a, b);
  if (one.fits) {
    out.reset(out.grain, rows, uniform);
    out.denominator = a.denominator * one.scale_a;
    out.bound = std::max(a.bound * static_cast<UInt128>(one.scale_a), b.bound * static_cast<UInt128>(one.scale_b));
    extreme_rows(side_of(a, one.scale_a), side_of(b, one.scale_b), largest, out.numerators.size(), out.numerators.data());
  } else if (!a.big && !b.big) {
    out.reset(out.grain, rows, uniform);
    out.denominators.assign(out.numerators.size(), 1);
    for (std::size_t i = 0; i < out.numerators.size(); ++i) {
      const int order = compare_rows(a, i, b, i);
      const Values& from = (order >= 0) == largest ? a : b;
      out.numerators[i] = from.numerators[from.index(i)];
      out.denominators[i] = from.denominator_at(i);
    }
    if (std::all_of(out.denominators.begin(), out.denominators.end(), [&](std::int64_t d) { return d == out.denominators[0]; }) && !out.denominators.empty()) {
      out.denominator = out.denominators[0];
      out.denominators.clear();
    }
    out.bound = std::max(a.bound, b.bound);
  } else {
    std::vector<Rational> result(uniform ? 1 : rows);
    for (std::size_t i = 0; i < result.size(); ++i) {
      const Rational x = rational_at(a, i), y = rational_at(b, i);
      result[i] = (x < y) == largest ? y : x;
    }
    const Grain grain = out.grain;
    store(std::move(result), grain, uniform, out);
  }
  out.type = a.type;
  if (a.flags.empty() && b.flags.empty()) return;
  out.make_flags();
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Flags fa = each_day(a, i), fb = each_day(b, i);
    if ((fa | fb) == 0) continue;
    const Reason reason = (fa & (kNoValue | kAtLeast)) ? a.reason(i) : (b.reason(i) != 0 ? b.reason(i) : a.reason(i));
    if ((fa | fb) & kNoValue) {
      put_unknown(out, i, fa | fb, reason);
      continue;
    }
    const int order = compare_rows(a, i, b, i);
    const bool a_chosen = (order >= 0) == largest || order == 0;
    Flags f = static_cast<Flags>((a_chosen ? fa : fb) & (kUncertain | kOverWeeks));
    // max: a bound on either side leaves a bound; min: the smaller side, if known, is the answer.
    if (largest ? ((fa | fb) & kAtLeast) : ((a_chosen ? fa : fb) & kAtLeast)) f |= kAtLeast;
    out.flags[i] = f;
    out.reasons[i] = f != 0 ? reason : 0;
  }
}

void fill_in(const Values& a, const Values& instead, std::size_t rows, Values& out, Values& given) {
  const OneDenominator one = a.big || instead.big ? OneDenominator{} : one_denominator(a, instead);
  if (one.fits && !a.uniform && instead.flags.empty() && !a.flags.empty() && (any_of(a.flags.data(), a.flags.size()) & ~kNotGiven) == 0) {
    out.reset(out.grain, rows, false);
    out.type = a.type;
    out.denominator = a.denominator * one.scale_a;
    out.bound = std::max(a.bound * static_cast<UInt128>(one.scale_a), instead.bound * static_cast<UInt128>(one.scale_b));
    return replace_rows(side_of(a, one.scale_a), a.flags.data(), kNotGiven, side_of(instead, one.scale_b), rows, out.numerators.data());
  }
  given.reset(out.grain, rows, a.uniform);
  given.type = ValueType::boolean;
  given.bound = 1;
  for (std::size_t i = 0; i < given.numerators.size(); ++i) given.numerators[i] = (a.flag(i) & kNotGiven) ? 0 : 1;
  choose(given, a, instead, rows, out);
}

void choose(const Values& condition, const Values& yes, const Values& no, std::size_t rows, Values& out) {
  const bool uniform = condition.uniform && yes.uniform && no.uniform;
  const ValueType type = yes.type;
  const Grain grain = out.grain;
  if (yes.big || no.big) {
    std::vector<Rational> result(uniform ? 1 : rows);
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = rational_at(condition.numerators[condition.index(i)] != 0 ? yes : no, i);
    store(std::move(result), grain, uniform, out);
  } else {
    out.reset(grain, rows, uniform);
    const OneDenominator one = one_denominator(yes, no);
    const std::size_t n = out.numerators.size();
    const std::int64_t* c = condition.numerators.data();
    const std::int64_t* x = yes.numerators.data();
    const std::int64_t* y = no.numerators.data();
    const std::size_t step_c = condition.uniform ? 0 : 1, step_x = yes.uniform ? 0 : 1, step_y = no.uniform ? 0 : 1;
    if (one.fits) {
      out.denominator = yes.denominator * one.scale_a;
      out.bound = std::max(yes.bound * static_cast<UInt128>(one.scale_a), no.bound * static_cast<UInt128>(one.scale_b));
      choose_rows(side_of(condition), side_of(yes, one.scale_a), side_of(no, one.scale_b), n, out.numerators.data());
    } else {
      out.bound = std::max(yes.bound, no.bound);
      out.denominators.resize(n);
      for (std::size_t i = 0; i < n; ++i) {
        const bool first = c[i * step_c] != 0;
        out.numerators[i] = first ? x[i * step_x] : y[i * step_y];
        out.denominators[i] = (first ? yes : no).denominator_at(i);
      }
    }
  }
  out.type = type;
  if (condition.flags.empty() && yes.flags.empty() && no.flags.empty()) return;
  out.make_flags();
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Flags fc = condition.flag(i);
    if (fc & kNoValue) {
      const Flags doubt = yes.flag(i) | no.flag(i);
      if ((doubt & ~kOverWeeks) == 0 && compare_rows(yes, i, no, i) == 0) {
        out.flags[i] = doubt;
        out.reasons[i] = doubt == 0 ? 0 : (yes.reason(i) != 0 ? yes.reason(i) : no.reason(i));
        continue;
      }
      put_unknown(out, i, fc, condition.reason(i));
      continue;
    }
    const Values& from = condition.numerators[condition.index(i)] != 0 ? yes : no;
    if ((from.flag(i) | fc) == 0) continue;
    out.flags[i] = static_cast<Flags>(from.flag(i) | (fc & kUncertain));
    out.reasons[i] = from.reason(i) != 0 ? from.reason(i) : ((fc & kUncertain) ? condition.reason(i) : 0);
  }
}

}  // namespace wageproof::law::detail
