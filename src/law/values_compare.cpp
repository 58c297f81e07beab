// Comparison, choice and logic of columns, with the rules for what is not known.
#include <algorithm>
#include <numeric>

#include "law/big_column.hpp"
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

template <class Test>
void compare_plain(const Values& a, const Values& b, Values& out, std::int64_t scale_a, std::int64_t scale_b, Test test) {
  const std::size_t n = out.numerators.size();
  const std::int64_t* x = a.numerators.data();
  const std::int64_t* y = b.numerators.data();
  std::int64_t* z = out.numerators.data();
  if (b.uniform) {
    const std::int64_t right = y[0] * scale_b;
    for (std::size_t i = 0; i < n; ++i) z[i] = test(x[i] * scale_a, right) ? 1 : 0;
  } else if (a.uniform) {
    const std::int64_t left = x[0] * scale_a;
    for (std::size_t i = 0; i < n; ++i) z[i] = test(left, y[i] * scale_b) ? 1 : 0;
  } else if (scale_a == 1 && scale_b == 1) {
    for (std::size_t i = 0; i < n; ++i) z[i] = test(x[i], y[i]) ? 1 : 0;
  } else {
    for (std::size_t i = 0; i < n; ++i) z[i] = test(x[i] * scale_a, y[i] * scale_b) ? 1 : 0;
  }
}

bool fits_product(UInt128 bound, std::int64_t factor) {
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
    switch (op) {
      case Operator::less: compare_plain(a, b, out, sa, sb, [](auto x, auto y) { return x < y; }); break;
      case Operator::less_equal: compare_plain(a, b, out, sa, sb, [](auto x, auto y) { return x <= y; }); break;
      case Operator::equal: compare_plain(a, b, out, sa, sb, [](auto x, auto y) { return x == y; }); break;
      case Operator::not_equal: compare_plain(a, b, out, sa, sb, [](auto x, auto y) { return x != y; }); break;
      case Operator::greater: compare_plain(a, b, out, sa, sb, [](auto x, auto y) { return x > y; }); break;
      default: compare_plain(a, b, out, sa, sb, [](auto x, auto y) { return x >= y; }); break;
    }
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
  const std::size_t step_a = a.uniform ? 0 : 1, step_b = b.uniform ? 0 : 1;
  std::int64_t* z = out.numerators.data();
  const std::size_t n = out.numerators.size();
  if (is_and) {
    for (std::size_t i = 0; i < n; ++i) z[i] = x[i * step_a] & y[i * step_b];
  } else {
    for (std::size_t i = 0; i < n; ++i) z[i] = x[i * step_a] | y[i * step_b];
  }
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

}  // namespace

void extreme(const Values& a, const Values& b, bool largest, std::size_t rows, Values& out) {
  const bool uniform = a.uniform && b.uniform;
  const bool single = !a.big && !b.big && a.denominators.empty() && b.denominators.empty();
  const std::int64_t g = single ? std::gcd(a.denominator, b.denominator) : 1;
  const std::int64_t scale_a = single ? b.denominator / g : 1, scale_b = single ? a.denominator / g : 1;
  const bool plain = single && fits_product(a.bound, scale_a) && fits_product(b.bound, scale_b) &&
                     fits_product(static_cast<UInt128>(a.denominator), scale_a);
  if (plain) {
    out.reset(out.grain, rows, uniform);
    out.denominator = a.denominator * scale_a;
    out.bound = std::max(a.bound * static_cast<UInt128>(scale_a), b.bound * static_cast<UInt128>(scale_b));
    const std::int64_t* x = a.numerators.data();
    const std::int64_t* y = b.numerators.data();
    const std::size_t step_a = a.uniform ? 0 : 1, step_b = b.uniform ? 0 : 1;
    for (std::size_t i = 0; i < out.numerators.size(); ++i) {
      const std::int64_t left = x[i * step_a] * scale_a, right = y[i * step_b] * scale_b;
      out.numerators[i] = largest ? std::max(left, right) : std::min(left, right);
    }
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
    // Two denominators become one where that fits: a column with one is cheap to go on with.
    const bool single = yes.denominators.empty() && no.denominators.empty();
    const std::int64_t g = single ? std::gcd(yes.denominator, no.denominator) : 1;
    const std::int64_t scale_yes = single ? no.denominator / g : 1, scale_no = single ? yes.denominator / g : 1;
    const bool one_denominator = single && fits_product(yes.bound, scale_yes) && fits_product(no.bound, scale_no) &&
                                 fits_product(static_cast<UInt128>(yes.denominator), scale_yes);
    const std::size_t n = out.numerators.size();
    const std::int64_t* c = condition.numerators.data();
    const std::int64_t* x = yes.numerators.data();
    const std::int64_t* y = no.numerators.data();
    const std::size_t step_c = condition.uniform ? 0 : 1, step_x = yes.uniform ? 0 : 1, step_y = no.uniform ? 0 : 1;
    if (one_denominator) {
      out.denominator = yes.denominator * scale_yes;
      out.bound = std::max(yes.bound * static_cast<UInt128>(scale_yes), no.bound * static_cast<UInt128>(scale_no));
      std::int64_t* z = out.numerators.data();
      for (std::size_t i = 0; i < n; ++i) {
        const std::int64_t from_yes = x[i * step_x] * scale_yes, from_no = y[i * step_y] * scale_no;
        z[i] = c[i * step_c] != 0 ? from_yes : from_no;
      }
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
