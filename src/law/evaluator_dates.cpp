// Row-by-row functions of a plan: dates and presence.
#include <algorithm>
#include <array>
#include <span>

#include "law/big_column.hpp"
#include "wageproof/law/evaluator.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::law {

using namespace detail;
using quantity::CivilDate;
using quantity::Date;
using quantity::EndOfMonth;

namespace {

// A date that leaves the calendar has no value; the row is then unknown.
struct DateResult {
  std::int64_t value = 0;
  bool ok = true;
};

DateResult shifted_months(std::int64_t day, std::int64_t months) {
  const auto from = Date::try_from_serial(day);
  if (!from || months > 120000 || months < -120000) return {0, false};
  const auto moved = quantity::add_months(*from, static_cast<std::int32_t>(months), EndOfMonth::last_day);
  return moved ? DateResult{(*moved).serial(), true} : DateResult{0, false};
}

// Whole months from a to b: 31 January to 28 February is none, to 1 March is one.
std::int64_t completed_months(std::int64_t a, std::int64_t b) {
  const auto from = Date::try_from_serial(a), to = Date::try_from_serial(b);
  if (!from || !to || b < a) return 0;
  const CivilDate x = (*from).civil(), y = (*to).civil();
  return std::int64_t{y.year - x.year} * 12 + (y.month - x.month) - (y.day < x.day ? 1 : 0);
}

// A birthday of 29 February is kept on 1 March where the year has none.
std::int64_t next_birthday(std::int64_t birth, std::int64_t from) {
  const auto born = Date::try_from_serial(birth), start = Date::try_from_serial(from);
  if (!born || !start) return 0;
  const CivilDate b = (*born).civil();
  for (std::int32_t year = (*start).civil().year; year < 9999; ++year) {
    const auto day = Date::from_civil({year, b.month, b.day});
    const Date birthday = day ? *day : Date::of(year, 3, 1);
    if (birthday.serial() >= from) return birthday.serial();
  }
  return 0;
}

}  // namespace

template <class Fn>
void Evaluator::per_row(const PlanNode& n, ValueType type, Values& out, Fn fn) {
  // No function of dates has more than three arguments.
  std::array<const Values*, 3> given{};
  bool whole[3] = {false, false, false};
  bool uniform = true;
  const std::size_t count = std::min(n.children.size(), given.size());
  for (std::size_t c = 0; c < count; ++c) {
    const Values& v = value(n.children[c]);
    whole[c] = !v.big && v.denominators.empty() && v.denominator == 1;
    given[c] = &v;
    uniform = uniform && v.uniform;
  }
  const std::span<const Values* const> children(given.data(), count);
  uniform = uniform && n.node.function != Function::add_working_days;
  const std::size_t rows = uniform ? 1 : frame_->row_count(n.node.grain);
  out.reset(n.node.grain, rows, uniform);
  out.type = type;
  bool plain = true;
  for (std::size_t c = 0; c < children.size() && plain; ++c) plain = whole[c] && children[c]->flags.empty();
  if (plain) {
    const std::int64_t nothing = 0;
    const std::int64_t* columns[3] = {&nothing, &nothing, &nothing};
    std::size_t steps[3] = {0, 0, 0};
    for (std::size_t c = 0; c < children.size(); ++c) {
      columns[c] = children[c]->numerators.data();
      steps[c] = children[c]->uniform ? 0 : 1;
    }
    for (std::size_t i = 0; i < rows; ++i) {
      const DateResult result = fn(columns[0][i * steps[0]], columns[1][i * steps[1]], columns[2][i * steps[2]], i);
      out.numerators[i] = result.value;
      if (result.ok) continue;
      out.make_flags();
      out.flags[i] = kUnknown;
    }
    return out.set_bound_from_rows();
  }
  for (std::size_t i = 0; i < rows; ++i) {
    std::int64_t arguments[3] = {0, 0, 0};
    Flags flags = 0;
    Reason reason = 0;
    for (std::size_t c = 0; c < children.size(); ++c) {
      const Flags f = children[c]->flag(i);
      if ((f & (kNoValue | kAtLeast)) && !(flags & kUnknown)) {
        flags |= kUnknown;
        reason = children[c]->reason(i);
      }
      flags |= f & kUncertain;
      if (whole[c]) {
        arguments[c] = children[c]->numerators[children[c]->index(i)];
        continue;
      }
      const SmallRatio r = small_ratio(*children[c], i);
      // Counts of days and months are whole; a fraction is cut towards minus infinity.
      std::int64_t floor = r.numerator / r.denominator;
      if (r.numerator % r.denominator < 0) --floor;
      arguments[c] = floor;
    }
    DateResult result{0, true};
    if (!(flags & kUnknown)) result = fn(arguments[0], arguments[1], arguments[2], i);
    if (!result.ok) flags |= kUnknown;
    out.numerators[i] = result.value;
    if (flags != 0) {
      out.make_flags();
      out.flags[i] = flags;
      out.reasons[i] = reason;
    }
  }
  out.set_bound_from_rows();
}

void Evaluator::compute_dates(const PlanNode& n, Values& out) {
  const auto civil = [](std::int64_t day) { return Date::from_serial(static_cast<std::int32_t>(day)).civil(); };
  using I = std::int64_t;
  switch (n.node.function) {
    case Function::given: {
      const Values& x = value(n.children[0]);
      const std::size_t rows = x.flags.empty() ? 1 : x.size();
      out.reset(n.node.grain, rows, x.uniform || x.flags.empty());
      out.type = ValueType::boolean;
      out.bound = 1;
      for (std::size_t i = 0; i < rows; ++i) {
        const Flags f = x.flags.empty() ? Flags{0} : x.flags[i];
        out.numerators[i] = (f & kNotGiven) ? 0 : 1;
        if (f & (kUnknown | kUncertain)) {
          out.make_flags();
          out.flags[i] = f & (kUnknown | kUncertain);
          out.reasons[i] = x.reasons[i];
        }
      }
      return;
    }
    case Function::known_or: {
      const Values& x = value(n.children[0]);
      if (x.flags.empty()) {
        out = x;
        out.grain = n.node.grain;
        return;
      }
      const Values& instead = value(n.children[1]);
      return fill_in(x, instead, frame_->row_count(n.node.grain), out, between_[0]);
    }
    case Function::make_date:
      return per_row(n, ValueType::date, out, [](I y, I m, I d, std::size_t) {
        if (y < 1 || y > 9999 || m < 1 || m > 12) return DateResult{0, false};
        const auto day = Date::from_civil({static_cast<std::int32_t>(y), static_cast<std::int32_t>(m), static_cast<std::int32_t>(d)});
        return day ? DateResult{(*day).serial(), true} : DateResult{0, false};
      });
    case Function::year: return per_row(n, ValueType::number, out, [&](I a, I, I, std::size_t) { return DateResult{civil(a).year, true}; });
    case Function::month: return per_row(n, ValueType::number, out, [&](I a, I, I, std::size_t) { return DateResult{civil(a).month, true}; });
    case Function::day_of_month: return per_row(n, ValueType::number, out, [&](I a, I, I, std::size_t) { return DateResult{civil(a).day, true}; });
    case Function::weekday:
      return per_row(n, ValueType::number, out, [](I a, I, I, std::size_t) {
        return DateResult{static_cast<I>(Date::from_serial(static_cast<std::int32_t>(a)).weekday()) + 1, true};
      });
    case Function::end_of_month:
      return per_row(n, ValueType::date, out, [](I a, I, I, std::size_t) {
        return DateResult{quantity::last_day_of_month(Date::from_serial(static_cast<std::int32_t>(a))).serial(), true};
      });
    case Function::add_days:
      return per_row(n, ValueType::date, out, [](I a, I b, I, std::size_t) {
        const auto moved = Date::try_add(Date::from_serial(static_cast<std::int32_t>(a)), b);
        return moved ? DateResult{(*moved).serial(), true} : DateResult{0, false};
      });
    case Function::add_months: return per_row(n, ValueType::date, out, [](I a, I b, I, std::size_t) { return shifted_months(a, b); });
    case Function::add_years: return per_row(n, ValueType::date, out, [](I a, I b, I, std::size_t) { return shifted_months(a, b * 12); });
    case Function::add_working_days: {
      const auto& workers = frame_->worker_of[static_cast<std::size_t>(n.node.grain)];
      return per_row(n, ValueType::date, out, [&](I a, I b, I, std::size_t row) {
        if (b < 0 || b > 1000) return DateResult{0, false};
        I day = a;
        for (I counted = 0, steps = 0; counted < b && steps < 10000; ++steps) {
          ++day;
          if (source_->is_working_date(workers.empty() ? 0 : workers[row], static_cast<std::int32_t>(day))) ++counted;
        }
        return DateResult{day, true};
      });
    }
    case Function::days_between: return per_row(n, ValueType::number, out, [](I a, I b, I, std::size_t) { return DateResult{b - a, true}; });
    case Function::completed_months: return per_row(n, ValueType::number, out, [](I a, I b, I, std::size_t) { return DateResult{completed_months(a, b), true}; });
    case Function::completed_years: return per_row(n, ValueType::number, out, [](I a, I b, I, std::size_t) { return DateResult{completed_months(a, b) / 12, true}; });
    case Function::next_birthday: return per_row(n, ValueType::date, out, [](I a, I b, I, std::size_t) { return DateResult{next_birthday(a, b), true}; });
    default: break;
  }
  // A function that is not row by row never comes here; no value is better than a wrong one.
  out.reset(n.node.grain, 1, true);
  out.numerators[0] = 0;
  out.make_flags();
  out.flags[0] = kUnknown;
}

}  // namespace wageproof::law
