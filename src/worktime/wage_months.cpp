#include "worktime/wage_months.hpp"

#include <algorithm>
#include <iterator>

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

// It ends on the day before its first day comes round again; where a month has no such day, on its last or the day after.
bool is_a_month(const Span& span) {
  const std::int32_t next = span.last + 1;
  return next == moved(span.first, 1) || next == moved(span.first, 1, EndOfMonth::first_day_of_next) || moved(next, -1) == span.first;
}

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
  std::vector<Span> whole;
  std::copy_if(periods.begin(), periods.end(), std::back_inserter(whole), is_a_month);
  const bool apart = std::adjacent_find(periods.begin(), periods.end(), [](const Span& a, const Span& b) { return b.first <= a.last; }) == periods.end();
  const bool calendar = std::all_of(whole.begin(), whole.end(), [](const Span& p) { return Date::from_serial(p.first).civil().day == 1; });
  if (whole.empty() || !apart || calendar) return {};
  std::vector<Span> months;
  std::int32_t before = 0;
  while (moved(whole.front().first, -before) > first_day) ++before;
  for (; before > 0; --before) months.push_back({moved(whole.front().first, -before), moved(whole.front().first, 1 - before) - 1, true});
  for (const Span& p : whole) {
    if (!months.empty()) add_months_between(months.back().last + 1, p.first - 1, months);
    months.push_back(p);
  }
  const std::int32_t behind = months.back().last + 1;
  for (std::int32_t k = 0; moved(behind, k) <= last_day; ++k) months.push_back({moved(behind, k), moved(behind, k + 1) - 1, true});
  // A shorter period, as the first of a new factory or one that still runs, has its share of the month in whose rhythm it lies.
  const bool fits = std::all_of(periods.begin(), periods.end(), [&](const Span& p) {
    const auto month = std::find_if(months.begin(), months.end(), [&](const Span& m) { return m.first <= p.first && m.last >= p.last; });
    return month != months.end() && is_a_month(*month);
  });
  return fits ? months : std::vector<Span>{};
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
