#include "worktime/wage_months.hpp"

#include <algorithm>

#include "wageproof/quantity/date.hpp"
#include "wageproof/worktime/batch.hpp"

namespace wageproof::worktime {

using law::Frame;
using law::Grain;
using law::kNoRow;
using quantity::Date;
using quantity::EndOfMonth;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

std::int32_t moved(std::int32_t day, std::int32_t months, EndOfMonth end = EndOfMonth::last_day) {
  return (*quantity::add_months(Date::from_serial(day), months, end)).serial();
}

// It ends on the day before its first day comes round again; where the next month has no such day, either of its neighbours.
bool is_a_month(const Span& span) { return span.last + 1 == moved(span.first, 1) || span.last + 1 == moved(span.first, 1, EndOfMonth::first_day_of_next); }

// Months from one day on up to another, the last of them cut off there.
void add_months_between(std::int32_t from, std::int32_t to, std::vector<Span>& months) {
  for (std::int32_t start = from, count = 1; start <= to; ++count) {
    const std::int32_t next = moved(from, count);
    months.push_back({start, std::min(next - 1, to), true});
    start = next;
  }
}

}  // namespace

std::vector<Span> wage_months(const std::vector<Span>& periods, std::int32_t first_day, std::int32_t last_day) {
  const bool each_a_month = std::all_of(periods.begin(), periods.end(), is_a_month);
  const bool apart = std::adjacent_find(periods.begin(), periods.end(), [](const Span& a, const Span& b) { return b.first <= a.last; }) == periods.end();
  const bool calendar = std::all_of(periods.begin(), periods.end(), [](const Span& p) { return Date::from_serial(p.first).civil().day == 1; });
  if (periods.empty() || !each_a_month || !apart || calendar) return {};
  std::vector<Span> months;
  std::int32_t before = 0;
  while (moved(periods.front().first, -before) > first_day) ++before;
  for (; before > 0; --before) months.push_back({moved(periods.front().first, -before), moved(periods.front().first, 1 - before) - 1, true});
  for (const Span& p : periods) {
    if (!months.empty()) add_months_between(months.back().last + 1, p.first - 1, months);
    months.push_back(p);
  }
  const std::int32_t behind = months.back().last + 1;
  for (std::int32_t k = 0; moved(behind, k) <= last_day; ++k) months.push_back({moved(behind, k), moved(behind, k + 1) - 1, true});
  return months;
}

void ranges_from_up(Frame& f, Grain fine, Grain coarse) {
  const std::vector<std::uint32_t>& up = f.up[at(fine)][at(coarse)];
  law::RowRanges& r = f.inside[at(fine)][at(coarse)];
  r.begin.assign(f.row_count(coarse), 0);
  r.end.assign(f.row_count(coarse), 0);
  for (std::uint32_t i = 0; i < up.size(); ++i) {
    const std::uint32_t u = up[i];
    if (u == kNoRow) continue;
    if (r.end[u] == r.begin[u]) r.begin[u] = i;
    r.end[u] = i + 1;
  }
}

void Batch::lay_out_wage_months(Frame& f) const {
  const Setting& s = *setting_;
  f = frame_;
  const std::size_t months = s.wage_months.size();
  f.rows[at(Grain::month)] = months * count_;
  auto& first = f.first_date[at(Grain::month)];
  auto& last = f.last_date[at(Grain::month)];
  auto& worker = f.worker_of[at(Grain::month)];
  first.clear();
  last.clear();
  worker.clear();
  for (std::uint32_t w = 0; w < count_; ++w) {
    for (const Span& month : s.wage_months) {
      first.push_back(month.first);
      last.push_back(month.last);
      worker.push_back(w);
    }
  }
  // A row belongs to the month that holds its last day, or the last of its days that the timeline has.
  const auto month_on = [&](std::uint32_t w, std::int32_t day) {
    const std::int32_t seen = std::min(day, s.last_day());
    return s.inside(seen) ? static_cast<std::uint32_t>(w * months + s.wage_month_of[s.day_index(seen)]) : kNoRow;
  };
  for (const Grain fine : {Grain::day, Grain::part, Grain::week, Grain::period}) {
    auto& up = f.up[at(fine)][at(Grain::month)];
    up.resize(f.row_count(fine));
    for (std::size_t i = 0; i < up.size(); ++i) up[i] = month_on(f.worker_of[at(fine)][i], f.last_date[at(fine)][i]);
    ranges_from_up(f, fine, Grain::month);
  }
  for (const Grain coarse : {Grain::quarter, Grain::year}) {
    auto& up = f.up[at(Grain::month)][at(coarse)];
    up.resize(first.size());
    for (std::size_t i = 0; i < up.size(); ++i) {
      const std::size_t day = s.day_index(std::clamp(last[i], s.first_day, s.last_day()));
      up[i] = f.up[at(Grain::day)][at(coarse)][worker[i] * s.days + day];
    }
    ranges_from_up(f, Grain::month, coarse);
  }
}

}  // namespace wageproof::worktime
