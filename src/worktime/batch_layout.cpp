// The rows of a batch: days, parts, weeks and the calendar's spans, and how they nest.
#include <algorithm>

#include "clock_rows.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/worktime/batch.hpp"
#include "worktime/wage_months.hpp"

namespace wageproof::worktime {

using law::Frame;
using law::Grain;
using law::kNoRow;
using law::RowRanges;
using records::DataTable;
using records::kNone32;
using records::TableKind;
using quantity::Date;
namespace field = records::field;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

// Whole years and months of service: the days after the first on which the count rises.
void service_cuts(std::int32_t hired, std::int32_t first, std::int32_t last, int step_months, std::vector<std::int32_t>& cuts) {
  const auto from = Date::try_from_serial(hired);
  if (!from) return;
  const auto a = (*from).civil(), b = Date::from_serial(std::max(first, hired)).civil();
  int months = std::max(0, (b.year - a.year) * 12 + (b.month - a.month) - 1) / step_months * step_months;
  for (; months < 1200; months += step_months) {
    // Completed on the same day of the month; where the month is shorter, on the first of the next.
    const auto day = quantity::add_months(*from, months, quantity::EndOfMonth::first_day_of_next);
    if (!day || (*day).serial() > last) return;
    if ((*day).serial() > first) cuts.push_back((*day).serial());
  }
}

}  // namespace

Batch::Batch(const Setting& setting) : setting_(&setting), patterns_(setting), clock_(std::make_shared<ClockRows>()) {}

WeekPattern Batch::week_pattern(std::uint32_t row) const {
  const DataTable& workers = (*setting_->data)[TableKind::workers];
  WeekPattern p;
  const std::int32_t rest = workers.narrow(field::workers::rest_weekday, row), days = workers.narrow(field::workers::week_days, row);
  p.rest_weekday = rest == kNone32 ? setting_->plan->pack().calendar.rest_weekday : rest;
  p.week_days = days == kNone32 ? 6 : days;
  p.region = workers.text(field::workers::region, row);
  return p;
}

std::uint32_t Batch::terms_on(std::uint32_t worker, std::int32_t day) const {
  const std::int32_t clamped = std::clamp(day, setting_->first_day, setting_->last_day());
  const std::size_t row = static_cast<std::size_t>(worker) * setting_->days + setting_->day_index(clamped);
  return part_terms_[frame_.up[at(Grain::day)][at(Grain::part)][row]];
}

// Days, periods, months, quarters, years: the same for every worker, so done once for each size of batch.
void Batch::lay_out_calendar() {
  if (laid_out_for_ == count_) return;
  laid_out_for_ = count_;
  Frame& f = frame_;
  const Setting& s = *setting_;
  f.workers = count_;
  f.first_day = s.first_day;
  f.days_per_worker = s.days;
  const std::size_t days = static_cast<std::size_t>(count_) * s.days;
  f.rows[at(Grain::constant)] = 1;
  f.rows[at(Grain::day)] = days;
  f.first_date[at(Grain::day)].resize(days);
  f.worker_of[at(Grain::day)].resize(days);
  for (std::uint32_t w = 0; w < count_; ++w) {
    for (std::uint32_t d = 0; d < s.days; ++d) {
      f.first_date[at(Grain::day)][w * s.days + d] = s.first_day + static_cast<std::int32_t>(d);
      f.worker_of[at(Grain::day)][w * s.days + d] = w;
    }
  }
  f.last_date[at(Grain::day)] = f.first_date[at(Grain::day)];
  const std::vector<Span>* spans[] = {&s.periods, &s.months, &s.quarters, &s.years};
  const std::vector<std::uint32_t>* of[] = {&s.period_of, &s.month_of, &s.quarter_of, &s.year_of};
  const Grain grains[] = {Grain::period, Grain::month, Grain::quarter, Grain::year};
  for (int g = 0; g < 4; ++g) {
    const std::size_t n = spans[g]->size();
    const Grain grain = grains[g];
    f.rows[at(grain)] = n * count_;
    auto& up = f.up[at(Grain::day)][at(grain)];
    auto& first = f.first_date[at(grain)];
    auto& last = f.last_date[at(grain)];
    auto& worker = f.worker_of[at(grain)];
    up.resize(days);
    first.resize(n * count_);
    last.resize(n * count_);
    worker.resize(n * count_);
    for (std::uint32_t w = 0; w < count_; ++w) {
      for (std::size_t i = 0; i < n; ++i) {
        first[w * n + i] = (*spans[g])[i].first;
        last[w * n + i] = (*spans[g])[i].last;
        worker[w * n + i] = w;
      }
      for (std::uint32_t d = 0; d < s.days; ++d) {
        const std::uint32_t span = (*of[g])[d];
        up[w * s.days + d] = span == kNoRow ? kNoRow : static_cast<std::uint32_t>(w * n + span);
      }
    }
    ranges_from_up(f, Grain::day, grain);
  }
  // Coarser spans among themselves: by the last day.
  for (int fine = 0; fine < 4; ++fine) {
    for (int coarse = fine + 1; coarse < 4; ++coarse) {
      auto& up = f.up[at(grains[fine])][at(grains[coarse])];
      up.assign(f.row_count(grains[fine]), kNoRow);
      for (std::uint32_t i = 0; i < up.size(); ++i) {
        const std::int32_t day = std::min(f.last_date[at(grains[fine])][i], s.last_day());
        if (!s.inside(day)) continue;
        up[i] = f.up[at(Grain::day)][at(grains[coarse])][f.worker_of[at(grains[fine])][i] * s.days + s.day_index(day)];
      }
      ranges_from_up(f, grains[fine], grains[coarse]);
    }
  }
}

void Batch::lay_out_parts() {
  Frame& f = frame_;
  const Setting& s = *setting_;
  const DataTable& workers = (*s.data)[TableKind::workers];
  const law::Plan& plan = *s.plan;
  const bool ages = plan.reads(law::Input::age), months = plan.reads(law::Input::service_months), years = plan.reads(law::Input::service_years);
  auto& first = f.first_date[at(Grain::part)];
  auto& last = f.last_date[at(Grain::part)];
  auto& worker = f.worker_of[at(Grain::part)];
  RowRanges& days = f.inside[at(Grain::day)][at(Grain::part)];
  first.clear();
  last.clear();
  worker.clear();
  days.begin.clear();
  days.end.clear();
  part_terms_.clear();
  std::vector<std::int32_t>& cuts = cuts_;
  for (std::uint32_t w = 0; w < count_; ++w) {
    const auto rows = s.index->rows(TableKind::workers, first_worker_ + w);
    cuts = s.base_cuts;
    const std::size_t own_from = cuts.size();
    const auto cut = [&](std::int32_t day) {
      if (day != kNone32 && day > s.first_day && day <= s.last_day()) cuts.push_back(day);
    };
    for (const std::uint32_t r : rows) {
      const std::int32_t hired = workers.narrow(field::workers::hired_on, r), left = workers.narrow(field::workers::left_on, r);
      const std::int32_t probation = workers.narrow(field::workers::probation_until, r), birth = workers.narrow(field::workers::birth_date, r);
      if (rows.size() > 1) cut(workers.narrow(field::workers::valid_from, r));
      cut(hired);
      if (left != kNone32) cut(left + 1);
      if (probation != kNone32) cut(probation + 1);
      if (ages && birth != kNone32) service_cuts(birth, s.first_day, s.last_day(), 12, cuts);
      if (hired != kNone32 && months) service_cuts(hired, s.first_day, s.last_day(), 1, cuts);
      else if (hired != kNone32 && years) service_cuts(hired, s.first_day, s.last_day(), 12, cuts);
    }
    if (cuts.size() > own_from) {
      std::sort(cuts.begin(), cuts.end());
      cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    }
    std::size_t term = 0;
    for (std::size_t c = 0; c < cuts.size(); ++c) {
      const std::int32_t from = cuts[c], to = c + 1 < cuts.size() ? cuts[c + 1] - 1 : s.last_day();
      // The latest row that holds; before the first row its terms are read back, where nothing is due on them.
      while (term + 1 < rows.size()) {
        std::int32_t next = workers.narrow(field::workers::valid_from, rows[term + 1]);
        if (next == kNone32) next = workers.narrow(field::workers::hired_on, rows[term + 1]);
        if (next != kNone32 && next > from) break;
        ++term;
      }
      first.push_back(from);
      last.push_back(to);
      worker.push_back(w);
      part_terms_.push_back(rows[term]);
      days.begin.push_back(static_cast<std::uint32_t>(w * s.days + s.day_index(from)));
      days.end.push_back(static_cast<std::uint32_t>(w * s.days + s.day_index(to) + 1));
    }
  }
  f.rows[at(Grain::part)] = first.size();
  auto& up = f.up[at(Grain::day)][at(Grain::part)];
  up.resize(f.rows[at(Grain::day)]);
  for (std::uint32_t p = 0; p < first.size(); ++p) std::fill(up.begin() + days.begin[p], up.begin() + days.end[p], p);
  for (const Grain coarse : {Grain::period, Grain::month, Grain::quarter, Grain::year}) {
    auto& part_up = f.up[at(Grain::part)][at(coarse)];
    part_up.resize(first.size());
    const auto& day_up = f.up[at(Grain::day)][at(coarse)];
    for (std::uint32_t p = 0; p < first.size(); ++p) part_up[p] = day_up[days.begin[p]];
    ranges_from_up(f, Grain::part, coarse);
  }
}

// A week starts on the day after the worker's rest day; at the edges of the timeline it is cut off. Of a batch whose workers
// have the rest days of the one before, the weeks stand already.
void Batch::lay_out_weeks() {
  Frame& f = frame_;
  const Setting& s = *setting_;
  const RowRanges& days = f.inside[at(Grain::day)][at(Grain::week)];
  const DataTable& workers = (*s.data)[TableKind::workers];
  const RowRanges& part_days = f.inside[at(Grain::day)][at(Grain::part)];
  bool known = weeks_for_ == count_;
  week_starts_.resize(count_);
  for (std::uint32_t w = 0, part = 0; w < count_; ++w) {
    while (part_days.begin[part] < w * s.days) ++part;
    const std::int32_t given = workers.narrow(field::workers::rest_weekday, part_terms_[part]);
    const std::int32_t rest = given == kNone32 ? s.plan->pack().calendar.rest_weekday : given;
    const auto start = static_cast<std::int8_t>((rest + 1) % 7);
    known = known && week_starts_[w] == start;
    week_starts_[w] = start;
  }
  if (!known) lay_out_week_days();
  const std::size_t weeks = f.rows[at(Grain::week)];
  // Parts and weeks cut across each other: a week sees every part that it touches.
  RowRanges& parts = f.inside[at(Grain::part)][at(Grain::week)];
  const auto& part_of = f.up[at(Grain::day)][at(Grain::part)];
  auto& part_up = f.up[at(Grain::week)][at(Grain::part)];
  parts.begin.resize(weeks);
  parts.end.resize(weeks);
  part_up.resize(weeks);
  for (std::size_t i = 0; i < weeks; ++i) {
    parts.begin[i] = part_of[days.begin[i]];
    part_up[i] = part_of[days.end[i] - 1];
    parts.end[i] = part_up[i] + 1;
  }
  ranges_from_up(f, Grain::week, Grain::part);
}

void Batch::lay_out_week_days() {
  Frame& f = frame_;
  const Setting& s = *setting_;
  auto& first = f.first_date[at(Grain::week)];
  auto& last = f.last_date[at(Grain::week)];
  auto& worker = f.worker_of[at(Grain::week)];
  RowRanges& days = f.inside[at(Grain::day)][at(Grain::week)];
  first.clear();
  last.clear();
  worker.clear();
  days.begin.clear();
  days.end.clear();
  for (std::uint32_t w = 0; w < count_; ++w) {
    const int back = (weekday_of(s.first_day) - week_starts_[w] + 7) % 7;
    for (std::int32_t from = s.first_day - back; from <= s.last_day(); from += 7) {
      first.push_back(from);
      last.push_back(from + 6);
      worker.push_back(w);
      days.begin.push_back(static_cast<std::uint32_t>(w * s.days + s.day_index(std::max(from, s.first_day))));
      days.end.push_back(static_cast<std::uint32_t>(w * s.days + s.day_index(std::min(from + 6, s.last_day())) + 1));
    }
  }
  f.rows[at(Grain::week)] = first.size();
  auto& up = f.up[at(Grain::day)][at(Grain::week)];
  up.resize(f.rows[at(Grain::day)]);
  for (std::uint32_t i = 0; i < first.size(); ++i) std::fill(up.begin() + days.begin[i], up.begin() + days.end[i], i);
  for (const Grain coarse : {Grain::period, Grain::month, Grain::quarter, Grain::year}) {
    auto& week_up = f.up[at(Grain::week)][at(coarse)];
    week_up.resize(first.size());
    const auto& day_up = f.up[at(Grain::day)][at(coarse)];
    for (std::uint32_t i = 0; i < first.size(); ++i) week_up[i] = day_up[days.end[i] - 1];
    ranges_from_up(f, Grain::week, coarse);
  }
  weeks_for_ = count_;
}

// Calendar, employment, and the worker's own rows of the folder's calendar.
void Batch::mark_days(std::uint32_t w) {
  const Setting& s = *setting_;
  const DataTable& workers = (*s.data)[TableKind::workers];
  const RowRanges& parts = frame_.inside[at(Grain::day)][at(Grain::part)];
  const auto& part_of = frame_.up[at(Grain::day)][at(Grain::part)];
  const std::size_t base = static_cast<std::size_t>(w) * s.days;
  for (std::uint32_t p = part_of[base]; p < parts.begin.size() && parts.begin[p] < base + s.days; ++p) {
    const std::uint32_t terms = part_terms_[p];
    const WeekPattern week = week_pattern(terms);
    // Most workers have the pattern of the one before.
    if (last_pattern_ == nullptr || week != last_week_) {
      last_pattern_ = &patterns_.of(week);
      last_week_ = week;
    }
    const DayPattern& pattern = *last_pattern_;
    const std::int32_t hired = workers.narrow(field::workers::hired_on, terms), left = workers.narrow(field::workers::left_on, terms);
    const std::int32_t valid = workers.narrow(field::workers::valid_from, terms);
    const std::int32_t start = frame_.first_date[at(Grain::part)][p];
    const bool employed = start >= (hired != kNone32 ? hired : valid) && (left == kNone32 || start <= left);
    const std::uint16_t also = employed ? kEmployed : 0;
    const std::uint32_t first = parts.begin[p], count = parts.end[p] - first;
    const std::uint16_t* const from = pattern.bits.data() + (first - base);
    std::uint16_t* const to = bits_.data() + first;
    for (std::uint32_t d = 0; d < count; ++d) to[d] = from[d] | also;
    std::copy_n(pattern.category.data() + (first - base), count, category_.data() + first);
  }
  if (s.calendar_rows.empty()) return;
  const DataTable& calendar = (*s.data)[TableKind::calendar];
  const records::StringId id = s.index->worker_id(first_worker_ + w);
  for (const std::uint32_t r : s.calendar_rows) {
    if (calendar.text(field::calendar::worker_id, r) != id) continue;
    const std::int32_t day = calendar.narrow(field::calendar::date, r);
    if (!s.inside(day)) continue;
    lay_over(static_cast<records::CalendarKind>(calendar.narrow(field::calendar::kind, r)), bits_[base + s.day_index(day)]);
  }
}

void Batch::load(std::uint32_t first_worker, std::uint32_t count) {
  first_worker_ = first_worker;
  count_ = count;
  lay_out_calendar();
  lay_out_parts();
  lay_out_weeks();
  const std::size_t days = frame_.row_count(Grain::day);
  bits_.resize(days);
  category_.resize(days);
  DayMinutes& m = minutes_;
  for (auto* column : {&m.worked, &m.night, &m.normal, &m.normal_night, &m.overtime, &m.overtime_night, &m.rest_day, &m.rest_day_night,
                       &m.holiday, &m.holiday_night, &m.longest_stretch, &m.breaks, &m.spread, &m.shift_start}) {
    column->assign(days, 0);
  }
  m.rest_before.assign(days, kNoRestKnown);
  leave_micro_.assign(days, 0);
  unpaid_micro_.assign(days, 0);
  leave_type_.assign(days, -1);
  leave_types_ = 0;
  interval_begin_.assign(days, 0);
  interval_count_.assign(days, 0);
  from_hours_.assign(days, 0);
  given_overtime_.assign(days, kNone32);
  total_absence_micro_.clear();
  total_notes_.clear();
  clock_shifts_.clear();
  cut_clocks_.clear();
  longest_rest_.assign(frame_.row_count(Grain::week), -1);
  intervals_.clear();
  worked_days_.clear();
  clock_->read((*setting_->data)[TableKind::time], setting_->index->rows(TableKind::time, first_worker_, count_));
  clock_read_ = 0;
  all_plain_.assign(count_, 0);
  for (std::uint32_t w = 0; w < count_; ++w) {
    mark_days(w);
    read_leave(w);
    const std::size_t from = worked_days_.size();
    read_time(w);
    const std::size_t by_clock = worked_days_.size();
    read_punches(w);
    read_hours(w);
    read_totals(w);
    if (!setting_->index->rows(TableKind::totals, first_worker_ + w).empty()) all_plain_[w] = 0;
    if (worked_days_.size() > by_clock) {
      all_plain_[w] = 0;
      std::sort(worked_days_.begin() + static_cast<std::ptrdiff_t>(from), worked_days_.end());
    }
    measure_rests(w);
  }
  any_bits_ = 0;
  any_outside_ = false;
  for (const std::uint16_t bits : bits_) {
    any_bits_ |= bits;
    any_outside_ |= is_outside_employment(bits);
  }
}

}  // namespace wageproof::worktime
