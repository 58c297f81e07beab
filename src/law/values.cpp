// Storage of a column and access to single rows.
#include "wageproof/law/detail/values.hpp"

#include <algorithm>
#include <limits>

#include "law/big_column.hpp"
#include "law/kernels.hpp"

namespace wageproof::law::detail {

Values::Values() = default;
Values::~Values() = default;
Values::Values(const Values&) = default;
Values& Values::operator=(const Values&) = default;
Values::Values(Values&&) noexcept = default;
Values& Values::operator=(Values&&) noexcept = default;

std::size_t Values::size() const noexcept { return big ? big->rows.size() : numerators.size(); }

void Values::reset(Grain at, std::size_t rows, bool as_uniform) {
  grain = at;
  uniform = as_uniform;
  denominator = 1;
  bound = 0;
  const std::size_t size = as_uniform ? 1 : rows;
  if (numerators.size() != size) numerators.resize(size);
  if (!denominators.empty()) denominators.clear();
  if (!flags.empty()) {
    flags.clear();
    reasons.clear();
  }
  if (big) big.reset();
}

void Values::make_flags() {
  if (!flags.empty()) return;
  const std::size_t n = size();
  flags.assign(n, 0);
  reasons.assign(n, 0);
}

void Values::set_bound_from_rows() {
  // One row stands for all, or there is one worker: the loop over many is not worth its call.
  if (numerators.size() == 1) bound = numerators[0] < 0 ? 0 - static_cast<std::uint64_t>(numerators[0]) : static_cast<std::uint64_t>(numerators[0]);
  else bound = largest_magnitude(numerators.data(), numerators.size());
}

namespace {

template <class Column>
bool all_same(const Column& column) {
  return column.front() == column.back() && (column.size() <= 2 || all_are(column.data(), column.size(), column.front()));
}

}  // namespace

void Values::settle() {
  if (!flags.empty() && flags.front() == 0 && all_same(flags)) {
    flags.clear();
    reasons.clear();
  }
  if (!denominators.empty() && all_same(denominators)) {
    denominator = denominators.front();
    denominators.clear();
  }
  if (uniform || big || numerators.empty() || !flags.empty() || !denominators.empty() || !all_same(numerators)) return;
  uniform = true;
  numerators.resize(1);
}

SmallRatio small_ratio(const Values& v, std::size_t row) {
  const std::size_t i = v.index(row);
  if (!v.big) return {v.numerators[i], v.denominator_at(row), true};
  const Rational& r = v.big->rows[i];
  const Integer n = numerator(r), d = denominator(r);
  static const Integer kLimit = std::numeric_limits<std::int64_t>::max();
  if (abs(n) > kLimit || d > kLimit) return {0, 1, false};
  return {n.convert_to<std::int64_t>(), d.convert_to<std::int64_t>(), true};
}

int sign_of(const Values& v, std::size_t row) {
  const std::size_t i = v.index(row);
  if (v.big) return v.big->rows[i].sign();
  return (v.numerators[i] > 0) - (v.numerators[i] < 0);
}

int compare_rows(const Values& a, std::size_t row_a, const Values& b, std::size_t row_b) {
  if (a.big || b.big) {
    const Rational x = rational_at(a, row_a), y = rational_at(b, row_b);
    return x < y ? -1 : (y < x ? 1 : 0);
  }
  const Int128 left = static_cast<Int128>(a.numerators[a.index(row_a)]) * b.denominator_at(row_b);
  const Int128 right = static_cast<Int128>(b.numerators[b.index(row_b)]) * a.denominator_at(row_a);
  return left < right ? -1 : (right < left ? 1 : 0);
}

Integer to_integer(Int128 value) {
  const bool negative = value < 0;
  const UInt128 magnitude = negative ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
  Integer result = static_cast<std::uint64_t>(magnitude >> 64);
  result <<= 64;
  result += static_cast<std::uint64_t>(magnitude);
  return negative ? Integer(-result) : result;
}

Rational rational_at(const Values& v, std::size_t row) {
  if (v.big) return v.big->rows[v.index(row)];
  return Rational(Integer(v.numerators[v.index(row)]), Integer(v.denominator_at(row)));
}

void store(std::vector<Rational>&& rows, Grain grain, bool uniform, Values& out) {
  static const Integer kLimit = std::numeric_limits<std::int64_t>::max() / 2;
  out.reset(grain, rows.size(), uniform);
  bool fits = true;
  for (const Rational& r : rows) {
    if (abs(numerator(r)) > kLimit || denominator(r) > kLimit) {
      fits = false;
      break;
    }
  }
  if (!fits) {
    out.numerators.clear();
    out.big = std::make_shared<BigColumn>();
    out.big->rows = std::move(rows);
    return;
  }
  out.denominators.resize(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out.numerators[i] = numerator(rows[i]).convert_to<std::int64_t>();
    out.denominators[i] = denominator(rows[i]).convert_to<std::int64_t>();
  }
  if (std::all_of(out.denominators.begin(), out.denominators.end(), [&](std::int64_t d) { return d == out.denominators[0]; })) {
    if (!out.denominators.empty()) out.denominator = out.denominators[0];
    out.denominators.clear();
  }
  out.set_bound_from_rows();
}

void copy_row(const Values& from, std::size_t row, Values& to, std::size_t to_row) {
  to.numerators[to_row] = from.numerators[from.index(row)];
  if (!from.denominators.empty() || !to.denominators.empty()) {
    if (to.denominators.empty()) to.denominators.assign(to.numerators.size(), to.denominator);
    to.denominators[to_row] = from.denominator_at(row);
  }
  if (!from.flags.empty()) {
    to.make_flags();
    to.flags[to_row] = from.flag(row);
    to.reasons[to_row] = from.reason(row);
  }
}

Integer floor_divide(const Integer& a, const Integer& b) {
  Integer q = a / b;
  if (a % b != 0 && a < 0) --q;
  return q;
}

Rational round_rational(const Rational& value, RoundMode mode, const Rational& step) {
  const Rational scaled = value / step;
  const Integer n = numerator(scaled), d = denominator(scaled);
  const Integer down = floor_divide(n, d);
  const Integer twice_rest = 2 * (n - down * d);
  Integer result = down;
  switch (mode) {
    case RoundMode::down: break;
    case RoundMode::up: if (twice_rest != 0) ++result; break;
    case RoundMode::half_up: if (twice_rest >= d) ++result; break;
    case RoundMode::half_away: if (twice_rest > d || (twice_rest == d && n > 0)) ++result; break;
    case RoundMode::half_even: if (twice_rest > d || (twice_rest == d && down % 2 != 0)) ++result; break;
  }
  return Rational(result) * step;
}

}  // namespace wageproof::law::detail
