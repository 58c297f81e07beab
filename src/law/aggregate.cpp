// Moving columns between grains: spreading to finer rows, gathering from them, reading earlier months.
#include "wageproof/law/detail/aggregate.hpp"

#include <algorithm>
#include <limits>

#include "law/big_column.hpp"
#include "law/kernels.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::law::detail {
namespace {

constexpr std::int64_t kLimit = std::numeric_limits<std::int64_t>::max() / 2;

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

// Last day of the month that lies `back` months before the one that begins on `month_start`.
std::int64_t last_day_of_earlier_month(std::int32_t month_start, std::int64_t back) {
  const auto next = quantity::add_months(quantity::Date::from_serial(month_start), static_cast<std::int32_t>(1 - back), quantity::EndOfMonth::last_day);
  return next ? (*next).serial() - 1 : std::numeric_limits<std::int64_t>::min();
}

// A day by the number of its month.
struct DayOfMonth {
  std::int64_t month = 0;
  int day = 1;
  bool last = false;
};
DayOfMonth day_of_month(std::int64_t day) {
  const auto date = quantity::Date::try_from_serial(day);
  if (!date) return {day < 0 ? std::numeric_limits<std::int32_t>::min() : std::numeric_limits<std::int32_t>::max(), 1, false};
  const auto civil = (*date).civil();
  return {std::int64_t{civil.year} * 12 + civil.month, civil.day, (*date).serial() == quantity::last_day_of_month(*date).serial()};
}

// How many months a month lies behind that of the hire. Months need not begin on the first; one from the 31st begins on the last.
std::int64_t months_since(const DayOfMonth& hire, const DayOfMonth& start) {
  return start.month - hire.month + (hire.day < start.day && !hire.last ? 1 : 0);
}

const RowRanges& ranges_of(const Frame& frame, Grain from, Grain to) { return frame.inside[at(from)][at(to)]; }

void flag_row(Values& out, std::size_t i, Flags f, Reason reason) {
  out.make_flags();
  out.flags[i] = f;
  out.reasons[i] = reason;
}

// A sum over rows with one denominator; the bound grows with the longest range.
bool sum_plain(const Values& a, const RowRanges& ranges, std::size_t rows, Values& out) {
  const std::uint32_t longest = longest_range(ranges.begin.data(), ranges.end.data(), rows);
  if (a.bound > static_cast<UInt128>(kLimit) / std::max<std::uint32_t>(longest, 1)) return false;
  out.reset(out.grain, rows, false);
  out.denominator = a.denominator;
  out.bound = a.bound * longest;
  if (a.uniform) {
    for (std::size_t r = 0; r < rows; ++r) out.numerators[r] = a.numerators[0] * static_cast<std::int64_t>(ranges.end[r] - ranges.begin[r]);
    return true;
  }
  sum_ranges(a.numerators.data(), ranges.begin.data(), ranges.end.data(), rows, out.numerators.data());
  return true;
}

void sum_rational(const Values& a, const RowRanges& ranges, std::size_t rows, Values& out) {
  std::vector<Rational> result(rows);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::uint32_t i = ranges.begin[r]; i < ranges.end[r]; ++i) result[r] += rational_at(a, i);
  }
  const Grain grain = out.grain;
  store(std::move(result), grain, false, out);
}

// Ranges of one row each keep their per-row ratio; longer ones add in 128 bits, as long as that fits.
bool sum_ratios(const Values& a, const RowRanges& ranges, std::size_t rows, Values& out) {
  if (a.big) return false;
  out.reset(out.grain, rows, false);
  out.denominators.assign(rows, 1);
  for (std::size_t r = 0; r < rows; ++r) {
    Int128 n = 0, d = 1;
    for (std::uint32_t i = ranges.begin[r]; i < ranges.end[r]; ++i) {
      const Int128 ni = a.numerators[a.index(i)], di = a.denominator_at(i);
      if (ni == 0) continue;
      if (d == di) {
        n += ni;
      } else {
        n = n * di + ni * d;
        d *= di;
      }
      if (d > kLimit || n > kLimit || n < -kLimit) {
        Int128 x = n < 0 ? -n : n, y = d;
        while (y != 0) {
          const Int128 rest = x % y;
          x = y;
          y = rest;
        }
        n /= x;
        d /= x;
        if (d > kLimit || n > kLimit || n < -kLimit) return false;
      }
    }
    out.numerators[r] = static_cast<std::int64_t>(n);
    out.denominators[r] = static_cast<std::int64_t>(d);
  }
  if (rows > 0 && std::all_of(out.denominators.begin(), out.denominators.end(), [&](std::int64_t d) { return d == out.denominators[0]; })) {
    out.denominator = out.denominators[0];
    out.denominators.clear();
  }
  out.set_bound_from_rows();
  return true;
}

void sum(const Values& a, const RowRanges& ranges, std::size_t rows, Values& out) {
  const bool plain = !a.big && a.denominators.empty() && sum_plain(a, ranges, rows, out);
  if (!plain && !sum_ratios(a, ranges, rows, out)) sum_rational(a, ranges, rows, out);
  out.type = ValueType::number;
  if (a.flags.empty()) return;
  out.make_flags();
  for (std::size_t r = 0; r < rows; ++r) {
    Flags f = 0;
    Reason reason = 0;
    for (std::uint32_t i = ranges.begin[r]; i < ranges.end[r]; ++i) {
      const Flags fi = a.flag(i);
      // What is missing is named before what leaves only a bound, and that before what makes the sum uncertain.
      const bool weightier = ((fi & kNoValue) && !(f & kNoValue)) || ((fi & kAtLeast) && !(f & (kNoValue | kAtLeast)));
      if (reason == 0 || weightier) reason = a.reason(i) != 0 ? a.reason(i) : reason;
      f |= fi;
    }
    if (out.grain == Grain::week && (f & kOverWeeks)) f |= kUnknown;
    f = static_cast<Flags>(f & ~(kLumped | kOverWeeks));
    if (f & kNoValue) f = static_cast<Flags>((f & kUncertain) | kUnknown);
    out.flags[r] = f;
    out.reasons[r] = f != 0 ? reason : 0;
  }
}

void truth(const Values& a, bool all, const RowRanges& ranges, std::size_t rows, Values& out) {
  out.reset(out.grain, rows, false);
  out.type = ValueType::boolean;
  out.bound = 1;
  if (a.flags.empty() && !a.uniform && a.bound <= 1) {
    extreme_ranges(a.numerators.data(), ranges.begin.data(), ranges.end.data(), !all, rows, out.numerators.data());
    for (std::size_t r = 0; r < rows && all; ++r) {
      if (ranges.begin[r] == ranges.end[r]) out.numerators[r] = 1;
    }
    return;
  }
  for (std::size_t r = 0; r < rows; ++r) {
    bool decided = false, doubtful = false;
    Flags f = 0, decider = kUncertain;
    Reason reason = 0;
    // A certain row that decides is looked for to the end: the order of rows must not matter.
    for (std::uint32_t i = ranges.begin[r]; i < ranges.end[r] && !(decided && decider == 0); ++i) {
      const Flags fi = a.flag(i);
      if (fi & kNoValue) {
        doubtful = true;
        reason = a.reason(i);
      } else if ((a.numerators[a.index(i)] != 0) != all) {
        decided = true;
        decider &= fi & kUncertain;
      } else {
        f |= fi & kUncertain;
      }
    }
    if (decided) f = decider;
    out.numerators[r] = decided != all ? 1 : 0;
    if (!decided && doubtful) flag_row(out, r, static_cast<Flags>(f | kUnknown), reason);
    else if (f != 0) flag_row(out, r, f, 0);
  }
}

void pick_edge(const Values& a, bool last, const RowRanges& ranges, std::size_t rows, Values& out) {
  const ValueType type = a.type;
  if (a.big) {
    std::vector<Rational> result(rows);
    for (std::size_t r = 0; r < rows; ++r) {
      if (ranges.begin[r] != ranges.end[r]) result[r] = rational_at(a, last ? ranges.end[r] - 1 : ranges.begin[r]);
    }
    const Grain grain = out.grain;
    store(std::move(result), grain, false, out);
  } else {
    out.reset(out.grain, rows, false);
    out.denominator = a.denominator;
    out.bound = a.bound;
    if (!a.denominators.empty()) out.denominators.assign(rows, 1);
    const std::uint32_t *begin = ranges.begin.data(), *end = ranges.end.data();
    for (std::size_t r = 0; r < rows; ++r) {
      const std::size_t i = a.index(last ? std::max(end[r], 1U) - 1 : begin[r]);
      out.numerators[r] = begin[r] == end[r] ? 0 : a.numerators[i];
      if (!a.denominators.empty() && begin[r] != end[r]) out.denominators[r] = a.denominators[i];
    }
  }
  out.type = type;
  for (std::size_t r = 0; r < rows; ++r) {
    if (ranges.begin[r] == ranges.end[r]) {
      flag_row(out, r, kUnknown, 0);
      continue;
    }
    if (a.flags.empty()) continue;
    const std::size_t i = last ? ranges.end[r] - 1 : ranges.begin[r];
    if (a.flag(i) != 0) flag_row(out, r, a.flag(i), a.reason(i));
  }
}

void pick_extreme(const Values& a, bool largest, const RowRanges& ranges, std::size_t rows, Values& out) {
  if (!a.big && !a.uniform && a.denominators.empty() && a.flags.empty()) {
    out.reset(out.grain, rows, false);
    out.denominator = a.denominator;
    out.bound = a.bound;
    out.type = a.type;
    extreme_ranges(a.numerators.data(), ranges.begin.data(), ranges.end.data(), largest, rows, out.numerators.data());
    for (std::size_t r = 0; r < rows; ++r) {
      if (ranges.begin[r] == ranges.end[r]) flag_row(out, r, kUnknown, 0);
    }
    return;
  }
  RowRanges edges;
  edges.begin.resize(rows);
  edges.end.resize(rows);
  const bool plain = !a.big && a.denominators.empty();
  const std::int64_t* x = a.numerators.data();
  for (std::size_t r = 0; r < rows; ++r) {
    std::uint32_t best = ranges.begin[r];
    for (std::uint32_t i = ranges.begin[r]; !a.uniform && i < ranges.end[r]; ++i) {
      const int order = plain ? (x[i] > x[best]) - (x[i] < x[best]) : compare_rows(a, i, a, best);
      if (largest ? order > 0 : order < 0) best = i;
    }
    edges.begin[r] = best;
    edges.end[r] = ranges.begin[r] == ranges.end[r] ? best : best + 1;
  }
  pick_edge(a, false, edges, rows, out);
  if (a.flags.empty()) return;
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::uint32_t i = ranges.begin[r]; i < ranges.end[r]; ++i) {
      const Flags f = a.flag(i);
      if (f & (kNoValue | kLumped)) {
        flag_row(out, r, kUnknown, a.reason(i));
        break;
      }
      if ((f & kAtLeast) && !(out.flag(r) & kUnknown)) flag_row(out, r, static_cast<Flags>(out.flag(r) | (largest ? kAtLeast : kUnknown)), a.reason(i));
    }
  }
}

}  // namespace

void spread(const Values& a, Grain to, const Frame& frame, Values& out) {
  const std::vector<std::uint32_t>& up = frame.up[at(to)][at(a.grain)];
  const std::size_t rows = frame.row_count(to);
  const bool orphans = a.grain != Grain::constant && any_is(up.data(), up.size(), kNoRow);
  if (a.uniform && !orphans) {
    out = a;
    out.grain = to;
    return;
  }
  if (a.big) {
    std::vector<Rational> result(rows);
    for (std::size_t i = 0; i < rows; ++i) {
      if (up[i] != kNoRow) result[i] = a.big->rows[a.index(up[i])];
    }
    store(std::move(result), to, false, out);
  } else {
    out.reset(to, rows, false);
    out.denominator = a.denominator;
    out.bound = a.bound;
    if (orphans) {
      for (std::size_t i = 0; i < rows; ++i) out.numerators[i] = up[i] == kNoRow ? 0 : a.numerators[a.index(up[i])];
    } else {
      const RowRanges& ranges = ranges_of(frame, to, a.grain);
      spread_ranges(a.numerators.data(), ranges.begin.data(), ranges.end.data(), ranges.begin.size(), out.numerators.data());
    }
    if (!a.denominators.empty()) {
      out.denominators.resize(rows);
      for (std::size_t i = 0; i < rows; ++i) out.denominators[i] = up[i] == kNoRow ? 1 : a.denominators[a.index(up[i])];
    }
  }
  out.type = a.type;
  if (a.flags.empty() && !orphans) return;
  out.make_flags();
  for (std::size_t i = 0; i < rows; ++i) {
    if (up[i] == kNoRow) {
      out.flags[i] = kUnknown;
    } else if (!a.flags.empty()) {
      out.flags[i] = a.flags[a.index(up[i])];
      out.reasons[i] = a.reasons[a.index(up[i])];
    }
  }
}

void gather(const Values& a, Function function, Grain from, Grain to, const Frame& frame, Values& out) {
  const std::size_t rows = frame.row_count(to);
  const RowRanges& ranges = ranges_of(frame, from, to);
  out.grain = to;
  switch (function) {
    case Function::sum: case Function::count: sum(a, ranges, rows, out); break;
    case Function::any: truth(a, false, ranges, rows, out); break;
    case Function::all: truth(a, true, ranges, rows, out); break;
    case Function::first: pick_edge(a, false, ranges, rows, out); break;
    case Function::last: pick_edge(a, true, ranges, rows, out); break;
    case Function::largest: pick_extreme(a, true, ranges, rows, out); break;
    default: pick_extreme(a, false, ranges, rows, out); break;
  }
}

namespace {

// The same in 64 bits, where every month is known and whole numbers of one denominator hold it.
bool look_back_plain(const Values& a, History what, const std::vector<std::int64_t>& months, bool before, const Values& hired, const Values* instead,
                     const Frame& frame, Values& out) {
  const std::size_t rows = frame.row_count(Grain::month);
  const std::vector<std::uint32_t>& worker = frame.worker_of[at(Grain::month)];
  const std::vector<std::int32_t>& first = frame.first_date[at(Grain::month)];
  const std::vector<std::int32_t>& last = frame.last_date[at(Grain::month)];
  const std::int64_t scale = instead == nullptr ? 1 : instead->denominator;
  const std::int64_t scale_instead = instead == nullptr ? 0 : a.denominator;
  const std::int64_t most = months.empty() ? 0 : *std::max_element(months.begin(), months.end());
  const UInt128 bound = (a.bound * static_cast<UInt128>(scale) + (instead == nullptr ? 0 : instead->bound * static_cast<UInt128>(scale_instead))) * static_cast<UInt128>(most + 1);
  const Int128 denominator = static_cast<Int128>(a.denominator) * scale;
  if (bound > static_cast<UInt128>(kLimit) || denominator * std::max<std::int64_t>(most, 1) > kLimit) return false;
  out.reset(Grain::month, rows, false);
  out.denominators.assign(rows, static_cast<std::int64_t>(denominator));
  const std::int64_t nearest = before ? 1 : 0;  // in months before the row's own
  std::int64_t inside = -1;                     // months of the worker's data before the row's
  std::int32_t seen_first = 0;                  // the workers of a batch have the same months
  DayOfMonth seen = day_of_month(seen_first);
  for (std::size_t r = 0; r < rows; ++r) {
    inside = r > 0 && worker[r] == worker[r - 1] ? inside + 1 : 0;
    const std::int64_t hire = hired.numerators[hired.index(r)], furthest = months[r] - 1 + nearest;
    std::int64_t total = 0, high = 0, counted = 0;
    for (std::int64_t back = nearest; back <= std::min(furthest, inside); ++back) {
      const std::size_t m = r - static_cast<std::size_t>(back);
      if (last[m] < hire) break;  // earlier months lie before the hire too
      const std::int64_t value = a.numerators[a.index(m)] * scale;
      total += value;
      high = counted == 0 ? value : std::max(high, value);
      ++counted;
    }
    // Months before the data count from the one of the hire on.
    std::int64_t outside = 0;
    if (furthest > inside && first[r] != seen_first) {
      seen_first = first[r];
      seen = day_of_month(seen_first);
    }
    if (furthest > inside) outside = std::max<std::int64_t>(0, std::min(furthest, months_since(day_of_month(hire), seen)) - std::max(nearest, inside + 1) + 1);
    if (outside > 0) {
      if (instead == nullptr) return false;
      const std::int64_t value = instead->numerators[instead->index(r)] * scale_instead;
      total += value * outside;
      high = counted == 0 ? value : std::max(high, value);
      counted += outside;
    }
    out.numerators[r] = what == History::highest ? high : total;
    if (what == History::average && counted > 0) out.denominators[r] *= counted;
  }
  if (rows > 0 && std::all_of(out.denominators.begin(), out.denominators.end(), [&](std::int64_t d) { return d == out.denominators[0]; })) {
    out.denominator = out.denominators[0];
    out.denominators.clear();
  }
  out.set_bound_from_rows();
  return true;
}

}  // namespace

namespace {

constexpr std::int64_t kMostMonths = 600;

// Whole months of each row, 0 to 600; -1: not known.
std::vector<std::int64_t> month_counts(const Values& months, std::size_t rows) {
  std::vector<std::int64_t> counts(rows);
  for (std::size_t r = 0; r < rows; ++r) {
    const SmallRatio n = small_ratio(months, r);
    const bool negative = sign_of(months, r) < 0;
    const bool known = !(months.flag(r) & (kNoValue | kAtLeast | kLumped)) && (negative || (n.fits && n.numerator / n.denominator <= kMostMonths));
    counts[r] = !known ? -1 : negative ? 0 : n.numerator / n.denominator;
  }
  return counts;
}

}  // namespace

void look_back(const Values& a, History what, const Values& months_of_row, bool before, const Values& hired, const Values* instead,
               std::span<const Values> earlier, Reason missing, const Frame& frame, Values& out) {
  const std::size_t rows = frame.row_count(Grain::month);
  const std::vector<std::uint32_t>& worker = frame.worker_of[at(Grain::month)];
  const std::vector<std::int32_t>& first = frame.first_date[at(Grain::month)];
  const std::vector<std::int32_t>& last = frame.last_date[at(Grain::month)];
  const std::vector<std::int64_t> months = month_counts(months_of_row, rows);
  const bool plain = earlier.empty() && !a.big && a.denominators.empty() && a.flags.empty() && hired.flags.empty() && months_of_row.flags.empty() &&
                     std::find(months.begin(), months.end(), -1) == months.end() &&
                     (instead == nullptr || (!instead->big && instead->denominators.empty() && instead->flags.empty()));
  if (plain && look_back_plain(a, what, months, before, hired, instead, frame, out)) return;
  std::vector<Rational> result(rows);
  std::vector<Flags> flags(rows, 0);
  std::vector<Reason> reasons(rows, 0);
  for (std::size_t r = 0; r < rows; ++r) {
    Rational total = 0, high = 0;
    std::int64_t counted = 0;
    const auto take = [&](const Rational& value) {
      total += value;
      high = counted == 0 ? value : std::max(high, value);
      ++counted;
    };
    flags[r] = static_cast<Flags>(months_of_row.flag(r) & kUncertain);
    if (months[r] < 0) {
      flags[r] = kUnknown;
      reasons[r] = months_of_row.reason(r) != 0 ? months_of_row.reason(r) : missing;
      continue;
    }
    const bool hire_known = !(hired.flag(r) & kNoValue);
    const std::int64_t hire = hire_known ? hired.numerators[hired.index(r)] : std::numeric_limits<std::int64_t>::min();
    for (std::int64_t back = before ? 1 : 0; back < months[r] + (before ? 1 : 0); ++back) {
      const bool in_data = static_cast<std::int64_t>(r) >= back && worker[r - static_cast<std::size_t>(back)] == worker[r];
      const std::size_t m = in_data ? r - static_cast<std::size_t>(back) : r;
      if (in_data) {
        if (last[m] < hire) continue;
        if (a.flag(m) & kNoValue) {
          flags[r] |= kUnknown;
          reasons[r] = a.reason(m);
          continue;
        }
        flags[r] |= a.flag(m);
        if (a.flag(m) != 0) reasons[r] = a.reason(m);
        take(rational_at(a, m));
        continue;
      }
      // A month before the data: it counts only if the worker was already there.
      if (hire_known && last_day_of_earlier_month(first[r], back) < hire) continue;
      const Values* own = earlier.empty() ? instead : &earlier[std::min(static_cast<std::size_t>(back), earlier.size() - 1)];
      if (own == nullptr || (own->flag(r) & kNoValue)) {
        flags[r] |= kUnknown;
        reasons[r] = missing;
        continue;
      }
      take(rational_at(*own, r));
      flags[r] |= own->flag(r);
    }
    if (what == History::average) result[r] = counted > 0 ? Rational(total / counted) : Rational(0);
    else result[r] = what == History::total ? total : high;
  }
  store(std::move(result), Grain::month, false, out);
  if (std::any_of(flags.begin(), flags.end(), [](Flags f) { return f != 0; })) {
    out.flags = std::move(flags);
    out.reasons = std::move(reasons);
  }
}

namespace {

// The same in 64 bits, where one denominator holds every row.
bool run_plain(const Values& a, const std::vector<std::uint32_t>& span, const RowRanges& ranges, std::size_t rows, Values& out) {
  std::uint32_t longest = 1;
  for (std::size_t r = 0; r < ranges.begin.size(); ++r) longest = std::max(longest, ranges.end[r] - ranges.begin[r]);
  if (a.bound > static_cast<UInt128>(kLimit) / longest) return false;
  out.reset(out.grain, rows, false);
  out.denominator = a.denominator;
  out.bound = a.bound * longest;
  std::int64_t total = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    if (i == 0 || span[i] != span[i - 1]) total = 0;
    total += a.numerators[a.index(i)];
    out.numerators[i] = total;
  }
  return true;
}

void run_rational(const Values& a, const std::vector<std::uint32_t>& span, std::size_t rows, Values& out) {
  std::vector<Rational> result(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    result[i] = rational_at(a, i);
    if (i > 0 && span[i] == span[i - 1]) result[i] += result[i - 1];
  }
  const Grain grain = out.grain;
  store(std::move(result), grain, false, out);
}

}  // namespace

void run_through(const Values& a, Grain to, const Values* hired, Reason missing, const Frame& frame, Values& out) {
  const Grain own = out.grain;
  const std::size_t rows = frame.row_count(own);
  const std::vector<std::uint32_t>& span = frame.up[at(own)][at(to)];
  const bool plain = !a.big && a.denominators.empty() && run_plain(a, span, ranges_of(frame, own, to), rows, out);
  if (!plain) run_rational(a, span, rows, out);
  out.type = ValueType::number;
  Flags so_far = 0;
  Reason reason = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    if (i == 0 || span[i] != span[i - 1]) {
      so_far = 0;
      reason = 0;
      if (span[i] == kNoRow) {
        so_far = kUnknown;
      } else if (hired != nullptr && frame.first_date[at(to)][span[i]] < frame.first_day) {
        // What the span held before the data can only add to the sum, as long as nothing is taken away.
        const Flags known = hired->flag(i) & kNoValue;
        const bool there = known != 0 || hired->numerators[hired->index(i)] < frame.first_day;
        so_far = there ? kAtLeast : Flags{0};
        reason = there ? missing : 0;
      }
    }
    const Flags f = a.flag(i);
    if (f != 0 && (reason == 0 || ((f & kNoValue) && !(so_far & kNoValue))) && a.reason(i) != 0) reason = a.reason(i);
    so_far = static_cast<Flags>(so_far | (f & ~kLumped));
    Flags here = static_cast<Flags>(so_far | (f & kLumped));
    if ((so_far & kAtLeast) && !(so_far & kNoValue) && sign_of(a, i) < 0) so_far |= kUnknown;
    if (so_far & kNoValue) here = static_cast<Flags>((so_far & kUncertain) | kUnknown);
    if (here != 0) flag_row(out, i, here, reason);
  }
}

void value_at(const Values& a, const Values& date, Reason missing, const Frame& frame, Values& out) {
  const Grain grain = out.grain;
  const std::size_t rows = frame.row_count(grain);
  const std::vector<std::uint32_t>& worker = frame.worker_of[at(grain)];
  std::vector<Rational> result(rows);
  std::vector<Flags> flags(rows, 0);
  std::vector<Reason> reasons(rows, 0);
  for (std::size_t r = 0; r < rows; ++r) {
    if (date.flag(r) & kNoValue) {
      flags[r] = kUnknown;
      reasons[r] = date.reason(r);
      continue;
    }
    const std::int64_t day = date.numerators[date.index(r)] - frame.first_day;
    if (day < 0 || day >= static_cast<std::int64_t>(frame.days_per_worker)) {
      flags[r] = kUnknown;
      reasons[r] = missing;
      continue;
    }
    std::size_t row = static_cast<std::size_t>(worker[r]) * frame.days_per_worker + static_cast<std::size_t>(day);
    if (a.grain != Grain::day && !a.uniform) {
      const std::uint32_t up = frame.up[at(Grain::day)][at(a.grain)][row];
      // A day of context lies in no pay period.
      if (up == kNoRow) {
        flags[r] = kUnknown;
        reasons[r] = missing;
        continue;
      }
      row = up;
    }
    flags[r] = static_cast<Flags>(a.flag(row) | (date.flag(r) & kUncertain));
    // A sum over days says nothing of one of them.
    if (flags[r] & kLumped) flags[r] = kUnknown;
    reasons[r] = a.reason(row);
    result[r] = rational_at(a, row);
  }
  const ValueType type = a.type;
  store(std::move(result), grain, false, out);
  out.type = type;
  if (std::any_of(flags.begin(), flags.end(), [](Flags f) { return f != 0; })) {
    out.flags = std::move(flags);
    out.reasons = std::move(reasons);
  }
}

}  // namespace wageproof::law::detail
