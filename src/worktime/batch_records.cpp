// Reading a worker's leave and time records into days: clock times, punches, daily totals.
#include <algorithm>
#include <array>

#include "clock_rows.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/worktime/batch.hpp"

namespace wageproof::worktime {

using law::Grain;
using records::DataTable;
using records::kNone32;
using records::TableKind;
namespace field = records::field;

namespace {

constexpr std::int32_t kDay = 24 * 60;
constexpr std::int32_t kWeekDays = 7;
constexpr std::int64_t kSamePunchSeconds = 120;
constexpr std::int64_t kNewShiftSeconds = 12 * 3600;   // missing directions alternate anew after this gap
constexpr std::int64_t kShiftPauseSeconds = 4 * 3600;  // a pause up to this stays inside the shift that began it

// Puts [start, end) less a break in its middle (or where it is said to begin) on the list.
void add_stretch(std::int32_t start, std::int32_t end, std::int32_t break_minutes, std::int32_t break_start, Intervals& out) {
  const std::int32_t length = end - start;
  if (break_minutes <= 0) {
    out.push_back({start, end});
    return;
  }
  if (break_minutes >= length) return;
  std::int32_t from = start + (length - break_minutes) / 2;
  if (break_start != kNone32) {
    from = break_start < start ? break_start + kDay : break_start;
    from = std::clamp(from, start, end - break_minutes);
  }
  if (from > start) out.push_back({start, from});
  if (from + break_minutes < end) out.push_back({from + break_minutes, end});
}

bool counts_as_leave(std::int32_t type) {
  using records::LeaveType;
  const auto t = static_cast<LeaveType>(type);
  return t != LeaveType::unpaid && t != LeaveType::absent && t != LeaveType::suspension;
}

}  // namespace

void Batch::read_leave(std::uint32_t w) {
  const DataTable& t = (*setting_->data)[TableKind::leave];
  const std::size_t base = static_cast<std::size_t>(w) * setting_->days;
  for (const std::uint32_t r : setting_->index->rows(TableKind::leave, first_worker_ + w)) {
    const std::int32_t day = t.narrow(field::leave::date, r);
    if (!setting_->inside(day)) continue;
    const std::size_t row = base + setting_->day_index(day);
    const std::int64_t given = t.wide(field::leave::fraction, r);
    const auto fraction = static_cast<std::int32_t>(given == records::kNone64 ? 1000000 : given);
    const std::int32_t type = t.narrow(field::leave::type, r);
    const bool unpaid = t.narrow(field::leave::paid, r) == static_cast<std::int32_t>(records::YesNo::no) || !counts_as_leave(type);
    leave_type_[row] = static_cast<std::int8_t>(type);
    leave_types_ |= 1U << static_cast<unsigned>(type);
    (unpaid ? unpaid_micro_ : leave_micro_)[row] += fraction;
  }
}

void Batch::close_day(std::size_t row, std::size_t first) {
  const auto begin = intervals_.begin() + static_cast<std::ptrdiff_t>(first);
  const auto by_start = [](const Interval& a, const Interval& b) { return a.start < b.start; };
  if (!std::is_sorted(begin, intervals_.end(), by_start)) std::sort(begin, intervals_.end(), by_start);
  // Minutes that stand twice count once.
  std::size_t kept = first;
  for (std::size_t i = first; i < intervals_.size(); ++i) {
    Interval next = intervals_[i];
    if (kept > first && next.start < intervals_[kept - 1].end) {
      bits_[row] |= kOverlap;
      next.start = intervals_[kept - 1].end;
      if (next.start >= next.end) continue;
    }
    intervals_[kept++] = next;
  }
  intervals_.resize(kept);
  interval_begin_[row] = static_cast<std::uint32_t>(first);
  interval_count_[row] = static_cast<std::uint8_t>(std::min<std::size_t>(kept - first, 255));
  if (kept == first) return;
  std::int32_t worked = 0, run = 0, longest = 0;
  for (std::size_t i = first; i < kept; ++i) {
    const Interval& x = intervals_[i];
    worked += x.end - x.start;
    run = i > first && intervals_[i - 1].end == x.start ? run + (x.end - x.start) : x.end - x.start;
    longest = std::max(longest, run);
  }
  DayMinutes& m = minutes_;
  m.worked[row] = worked;
  m.longest_stretch[row] = longest;
  m.shift_start[row] = intervals_[first].start;
  m.spread[row] = intervals_[kept - 1].end - intervals_[first].start;
  m.breaks[row] = m.spread[row] - worked;
  if (worked > 0) worked_days_.push_back(static_cast<std::uint32_t>(row));
}

void Batch::note_cut(std::size_t row, std::int32_t in_seconds, std::int32_t out_seconds, bool punched) {
  cut_clocks_.push_back({static_cast<std::uint32_t>(row), static_cast<std::uint8_t>(in_seconds), static_cast<std::uint8_t>(out_seconds), punched});
}

// Clock times of one worker. Most days are one stretch with its break inside: such a day is written as `close_day` would give it,
// without the way round by a list of stretches.
void Batch::read_time(std::uint32_t w) {
  const auto rows = setting_->index->rows(TableKind::time, first_worker_ + w);
  const std::size_t n = rows.size();
  if (n == 0) return;
  const DataTable& time = (*setting_->data)[TableKind::time];
  const ClockRows& clock = *clock_;
  const std::size_t first = clock_read_, end = first + n;
  clock_read_ = end;
  const std::int32_t *const dates = clock.date.data(), *const starts = clock.start.data(), *const spreads = clock.spread.data();
  const std::int32_t *const worked = clock.worked.data(), *const pauses = clock.pause.data(), *const breaks = clock.before_break.data();
  const std::int32_t* const plain = clock.plain.data();
  const std::size_t base = static_cast<std::size_t>(w) * setting_->days;
  const auto first_day = static_cast<std::uint32_t>(setting_->first_day);
  const std::uint32_t days = setting_->days;
  // Room for every row, so that the pointers hold; given back at the end. A day of several rows has its own intervals behind.
  const std::size_t intervals_before = intervals_.size(), worked_before = worked_days_.size();
  intervals_.resize(intervals_before + 2 * n);
  worked_days_.resize(worked_before + n);
  Interval* interval = intervals_.data() + intervals_before;
  std::uint32_t* worked_day = worked_days_.data() + worked_before;
  std::uint32_t* const begin_of = interval_begin_.data();
  std::uint8_t* const count_of = interval_count_.data();
  std::uint16_t* const bits = bits_.data();
  std::int32_t *const worked_of = minutes_.worked.data(), *const longest_of = minutes_.longest_stretch.data(), *const start_of = minutes_.shift_start.data();
  std::int32_t *const spread_of = minutes_.spread.data(), *const breaks_of = minutes_.breaks.data();
  const Interval* const first_interval = intervals_.data();
  bool rough = false;
  for (std::size_t i = first; i < end; ++i) {
    const std::int32_t date = dates[i];
    const std::uint32_t day = static_cast<std::uint32_t>(date) - first_day;
    if (day >= days) continue;
    if (plain[i] == 0 || (i + 1 < end && dates[i + 1] == date)) {
      rough = true;
      while (i + 1 < end && dates[i + 1] == date) ++i;
      continue;
    }
    const std::size_t row = base + day;
    const std::int32_t from = starts[i], spread = spreads[i], pause = pauses[i], before = breaks[i];
    const bool broken = pause > 0;
    begin_of[row] = static_cast<std::uint32_t>(interval - first_interval);
    interval[0] = {from, from + (broken ? before : spread)};
    interval[1] = {from + before + pause, from + spread};
    interval += broken ? 2 : 1;
    count_of[row] = broken ? 2 : 1;
    worked_of[row] = worked[i];
    longest_of[row] = broken ? std::max(before, spread - before - pause) : spread;
    start_of[row] = from;
    spread_of[row] = spread;
    breaks_of[row] = pause;
    bits[row] |= kPresent;
    if (plain[i] == 2) note_cut(row, time.narrow(field::time::start, rows[i - first]) % 60, time.narrow(field::time::end, rows[i - first]) % 60, false);
    *worked_day++ = static_cast<std::uint32_t>(row);
  }
  intervals_.resize(static_cast<std::size_t>(interval - first_interval));
  worked_days_.resize(static_cast<std::size_t>(worked_day - worked_days_.data()));
  all_plain_[w] = !rough && worked_days_.size() == worked_before + n ? 1 : 0;
  if (!rough) return;
  const std::size_t single_days = worked_days_.size();
  read_rough_days(w);
  if (worked_days_.size() > single_days) std::sort(worked_days_.begin() + static_cast<std::ptrdiff_t>(worked_before), worked_days_.end());
}

// The days that `read_time` left: several stretches, a missing end, a break that does not lie inside.
void Batch::read_rough_days(std::uint32_t w) {
  const DataTable& t = (*setting_->data)[TableKind::time];
  const auto rows = setting_->index->rows(TableKind::time, first_worker_ + w);
  const std::int32_t* dates = t.columns[field::time::date].narrow.data();
  const std::int32_t* starts = t.columns[field::time::start].narrow.data();
  const std::int32_t* ends = t.columns[field::time::end].narrow.data();
  const std::int32_t* breaks = t.columns[field::time::break_minutes].narrow.data();
  const std::int32_t* break_starts = t.columns[field::time::break_start].narrow.data();
  const std::int32_t* kinds = t.columns[field::time::kind].narrow.data();
  const std::size_t base = static_cast<std::size_t>(w) * setting_->days;
  constexpr auto kStandby = static_cast<std::int32_t>(records::TimeKind::standby);
  for (std::size_t i = 0; i < rows.size();) {
    const std::int32_t date = dates[rows[i]];
    std::size_t end = i + 1;
    while (end < rows.size() && dates[rows[end]] == date) ++end;
    const std::size_t row = setting_->inside(date) ? base + setting_->day_index(date) : 0;
    if (!setting_->inside(date) || (bits_[row] & kPresent)) {
      i = end;
      continue;
    }
    const std::size_t first = intervals_.size();
    bool any = false;
    for (; i < end; ++i) {
      const std::uint32_t r = rows[i];
      if (kinds[r] == kStandby) continue;
      any = true;
      const std::int32_t start = starts[r], stop = ends[r];
      if (start == kNone32 || stop == kNone32) {
        bits_[row] |= kUnpaired;
        continue;
      }
      const std::int32_t from = start / 60;
      std::int32_t to = stop / 60;
      if ((start % 60 | stop % 60) != 0) note_cut(row, start % 60, stop % 60, false);
      if (to <= from) to += kDay;
      add_stretch(from, to, breaks[r] == kNone32 ? 0 : breaks[r], break_starts[r] == kNone32 ? kNone32 : break_starts[r] / 60, intervals_);
    }
    if (!any) continue;
    bits_[row] |= kPresent;
    close_day(row, first);
  }
}

// Punches become pairs: a given direction rules, a missing one alternates, two within two minutes are one. A stamp is a moment,
// so that over a clock change the time that passed counts; a shift's minutes run on by the clock of its beginning.
void Batch::read_punches(std::uint32_t w) {
  const DataTable& t = (*setting_->data)[TableKind::punches];
  auto rows = setting_->index->rows(TableKind::punches, first_worker_ + w);
  if (rows.empty()) return;
  const std::size_t base = static_cast<std::size_t>(w) * setting_->days;
  constexpr auto kIn = static_cast<std::int32_t>(records::Direction::in);
  const std::vector<std::int32_t>& ahead = t.columns[field::punches::at].narrow;
  const auto ahead_of = [&](std::uint32_t r) { return ahead.empty() || ahead[r] == kNone32 ? 0 : ahead[r]; };
  const auto moment_of = [&](std::uint32_t r) { return t.wide(field::punches::at, r) - ahead_of(r); };
  const std::int32_t ahead_first = ahead_of(rows.front());
  std::vector<std::uint32_t> in_order;
  const bool clock_changes = std::any_of(rows.begin(), rows.end(), [&](std::uint32_t r) { return ahead_of(r) != ahead_first; });
  if (clock_changes) {
    in_order.assign(rows.begin(), rows.end());
    std::stable_sort(in_order.begin(), in_order.end(), [&](std::uint32_t a, std::uint32_t b) { return moment_of(a) < moment_of(b); });
    rows = in_order;
    clock_shifts_.resize(bits_.size());
  }
  struct Stamp {
    std::int64_t moment = records::kNone64;  ///< kNone64: that side is missing
    std::int32_t ahead = 0;
    [[nodiscard]] bool given() const { return moment != records::kNone64; }
    [[nodiscard]] std::int32_t day() const {
      const std::int64_t local = moment + ahead;
      return static_cast<std::int32_t>(local >= 0 ? local / 86400 : (local - 86399) / 86400);
    }
  };
  struct Stretch {
    Stamp in, out;
    [[nodiscard]] const Stamp& begun() const { return in.given() ? in : out; }
    [[nodiscard]] const Stamp& ended() const { return out.given() ? out : in; }
  };
  std::vector<Stretch> pairs;
  Stamp open, last;
  std::int32_t last_direction = kNone32;
  bool expect_in = true;
  for (const std::uint32_t r : rows) {
    const Stamp now{moment_of(r), ahead_of(r)};
    const std::int32_t direction = t.narrow(field::punches::direction, r);
    if (last.given() && now.moment - last.moment <= kSamePunchSeconds) {
      const bool opposite = direction != kNone32 && last_direction != kNone32 && direction != last_direction;
      if (!opposite) continue;
    }
    if (last.given() && now.moment - last.moment > kNewShiftSeconds) expect_in = true;
    const bool in = direction == kNone32 ? expect_in : direction == kIn;
    if (in) {
      if (open.given()) pairs.push_back({open, Stamp()});
      open = now;
    } else {
      pairs.push_back({open, now});
      open = Stamp();
    }
    expect_in = !in;
    last = now;
    last_direction = direction;
  }
  if (open.given()) pairs.push_back({open, Stamp()});

  for (std::size_t i = 0; i < pairs.size();) {
    const Stamp begun = pairs[i].begun();
    const std::int32_t date = begun.day();
    Stamp until = pairs[i].ended();
    const std::size_t first = intervals_.size();
    const bool inside = setting_->inside(date);
    const std::size_t row = inside ? base + setting_->day_index(date) : 0;
    // Work recorded in `time` for the day wins: the same work is not counted twice.
    const bool taken = inside && (bits_[row] & kPresent);
    bool unpaired = false;
    std::size_t k = i;
    for (; k < pairs.size(); ++k) {
      const Stamp& from = pairs[k].begun();
      if (k > i && from.day() != date && from.moment - until.moment > kShiftPauseSeconds) break;
      if (!pairs[k].in.given() || !pairs[k].out.given()) {
        unpaired = true;
      } else if (inside && !taken) {
        const std::int64_t midnight = std::int64_t{date} * 86400 - begun.ahead;
        const auto in = static_cast<std::int32_t>(pairs[k].in.moment - midnight), out = static_cast<std::int32_t>(pairs[k].out.moment - midnight);
        intervals_.push_back({in / 60, out / 60});
        if ((in % 60 | out % 60) != 0) note_cut(row, in % 60, out % 60, true);
      }
      if (pairs[k].ended().moment > until.moment) until = pairs[k].ended();
    }
    i = k;
    if (!inside || taken) continue;
    bits_[row] |= kPresent;
    if (unpaired) bits_[row] |= kUnpaired;
    if (clock_changes) clock_shifts_[row] = {(begun.ahead - ahead_first) / 60, (until.ahead - begun.ahead) / 60};
    close_day(row, first);
  }
}

void Batch::read_hours(std::uint32_t w) {
  const DataTable& t = (*setting_->data)[TableKind::hours];
  const std::size_t base = static_cast<std::size_t>(w) * setting_->days;
  for (const std::uint32_t r : setting_->index->rows(TableKind::hours, first_worker_ + w)) {
    const std::int32_t date = t.narrow(field::hours::date, r);
    if (!setting_->inside(date)) continue;
    const std::size_t row = base + setting_->day_index(date);
    if (bits_[row] & kPresent) continue;
    const std::int32_t minutes = t.narrow(field::hours::minutes, r);
    if (minutes <= 0) continue;
    const std::int32_t night = t.narrow(field::hours::night_minutes, r);
    bits_[row] |= kPresent;
    from_hours_[row] = 1;
    minutes_.worked[row] = minutes;
    minutes_.night[row] = night == kNone32 ? 0 : std::min(night, minutes);
    if (night == kNone32) bits_[row] |= kNightUntold;
    given_overtime_[row] = t.narrow(field::hours::overtime_minutes, r);
    worked_days_.push_back(static_cast<std::uint32_t>(row));
  }
}

// Whether the price of a minute may change inside [first, last] (rows of days): other terms, a value of the law, a birthday,
// the end of probation. A further month or year of service cuts a part too, but no law prices minutes by it.
bool Batch::changes_within(std::size_t first, std::size_t last) const {
  const DataTable& workers = (*setting_->data)[TableKind::workers];
  const auto& part_of = frame_.up[static_cast<std::size_t>(Grain::day)][static_cast<std::size_t>(Grain::part)];
  const auto& starts = frame_.first_date[static_cast<std::size_t>(Grain::part)];
  for (std::uint32_t p = part_of[first] + 1; p <= part_of[last]; ++p) {
    const std::int32_t day = starts[p];
    const std::uint32_t terms = part_terms_[p];
    if (terms != part_terms_[p - 1] || std::binary_search(setting_->base_cuts.begin(), setting_->base_cuts.end(), day)) return true;
    const std::int32_t hired = workers.narrow(field::workers::hired_on, terms);
    const auto civil = [](std::int32_t serial) { return quantity::Date::from_serial(serial).civil(); };
    // Completed on the day of the month of the hire, or on the first of the next where the month has no such day.
    const bool by_service = hired != kNone32 && hired < day && (civil(day).day == civil(hired).day || civil(day).day == 1);
    const std::int32_t birth = workers.narrow(field::workers::birth_date, terms), probation = workers.narrow(field::workers::probation_until, terms);
    const bool birthday = birth != kNone32 && civil(day).month == civil(birth).month && civil(day).day == civil(birth).day;
    if (!by_service || birthday || probation + 1 == day) return true;
  }
  return false;
}

// A total of a week or month stands on its last day; sums over its days are right, single days are not told.
void Batch::read_totals(std::uint32_t w) {
  const DataTable& t = (*setting_->data)[TableKind::totals];
  const std::size_t base = static_cast<std::size_t>(w) * setting_->days;
  const auto& week_of = frame_.up[static_cast<std::size_t>(Grain::day)][static_cast<std::size_t>(Grain::week)];
  for (const std::uint32_t r : setting_->index->rows(TableKind::totals, first_worker_ + w)) {
    const std::int32_t from = t.narrow(field::totals::start, r), to = t.narrow(field::totals::end, r);
    if (from > to || !setting_->inside(from) || !setting_->inside(to)) continue;
    const std::size_t first = base + setting_->day_index(from), end = base + setting_->day_index(to) + 1;
    std::size_t last = end;  // of the days that no other record covers: there the total stands
    bool covered = false;
    std::int32_t scheduled = 0, on_leave = 0;
    std::uint16_t kinds = 0;
    for (std::size_t d = first; d < end; ++d) {
      if (bits_[d] & (kPresent | kFromTotals)) {
        covered = true;
        continue;
      }
      last = d;
      kinds |= bits_[d];
      constexpr std::uint16_t kMask = kWorkingDay | kEmployed | kHoliday;
      if ((bits_[d] & kMask) != (kWorkingDay | kEmployed)) continue;
      ++scheduled;
      on_leave += leave_micro_[d] != 0 || unpaid_micro_[d] != 0 ? 1 : 0;
    }
    if (last == end) continue;
    if (total_notes_.empty()) {
      total_notes_.assign(bits_.size(), 0);
      total_absence_micro_.assign(bits_.size(), 0);
    }
    const bool several_weeks = week_of[first] != week_of[end - 1];
    for (std::size_t d = first; d < end; ++d) {
      if (bits_[d] & (kPresent | kFromTotals)) continue;
      bits_[d] |= kFromTotals;
      if (several_weeks) total_notes_[d] = kOverSeveralWeeks;
    }
    bits_[last] |= kTotalsHere;
    if (changes_within(first, end - 1)) bits_[last] |= kSpansParts;
    if (covered) {
      // How much of it fell on the days that have a record of their own nobody says, so of the others nothing is told.
      total_notes_[last] |= kMinutesUntold | kOvertimeUntold;
      if (kinds & (kRestDay | kSecondFreeDay)) total_notes_[last] |= kRestDayUntold;
      if (kinds & kHoliday) total_notes_[last] |= kHolidayUntold;
      bits_[last] |= kNightUntold;
      total_absence_micro_[last] = -1;
      continue;
    }
    const auto given = [&](int f) { return t.narrow(f, r) == kNone32 ? 0 : t.narrow(f, r); };
    const auto untold = [&](int f, std::uint8_t note) { total_notes_[last] |= t.narrow(f, r) == kNone32 ? note : std::uint8_t{0}; };
    untold(field::totals::minutes, kMinutesUntold);
    untold(field::totals::overtime_minutes, kOvertimeUntold);
    if (kinds & (kRestDay | kSecondFreeDay)) untold(field::totals::rest_day_minutes, kRestDayUntold);
    if (kinds & kHoliday) untold(field::totals::holiday_minutes, kHolidayUntold);
    if (t.narrow(field::totals::night_minutes, r) == kNone32) bits_[last] |= kNightUntold;
    DayMinutes& m = minutes_;
    m.worked[last] = given(field::totals::minutes);
    m.night[last] = given(field::totals::night_minutes);
    m.overtime[last] = given(field::totals::overtime_minutes);
    m.rest_day[last] = given(field::totals::rest_day_minutes);
    m.holiday[last] = given(field::totals::holiday_minutes);
    m.normal[last] = std::max(0, m.worked[last] - m.overtime[last] - m.rest_day[last] - m.holiday[last]);
    m.overtime_night[last] = std::max(0, m.night[last] - (m.worked[last] - m.overtime[last]));
    m.normal_night[last] = std::max(0, m.night[last] - (m.worked[last] - m.normal[last]));
    const std::int64_t absent = t.wide(field::totals::absent_days, r), days = t.wide(field::totals::days, r);
    std::int64_t away = -1;
    if (absent != records::kNone64) away = absent;
    else if (days != records::kNone64) away = std::max<std::int64_t>(0, (scheduled - on_leave) * std::int64_t{1000000} - days);
    total_absence_micro_[last] = away;
    if (m.worked[last] > 0 || (days != records::kNone64 && days > 0)) bits_[last] |= kPresent;
  }
}

// Rest between shifts, and the longest rest of each week in the days in which the law wants one.
void Batch::measure_rests(std::uint32_t w) {
  const bool daily = setting_->plan->reads(law::Input::rest_before_minutes);
  const bool weekly = setting_->plan->reads(law::Input::longest_rest_minutes);
  if (!daily && !weekly) return;
  const auto days = static_cast<std::int32_t>(setting_->days);
  const std::size_t base = static_cast<std::size_t>(w) * setting_->days;
  // Free stretches in minutes of the timeline.
  free_.resize(static_cast<std::size_t>(days) + 1);
  Free* const gaps = free_.data();
  std::int32_t count = 0, free_from = 0, previous_end = -1, previous_ahead = 0;
  const std::uint16_t* const bits = bits_.data() + base;
  const std::uint8_t *const intervals_of = interval_count_.data() + base, *const from_hours = from_hours_.data() + base;
  const std::int32_t *const start_of = minutes_.shift_start.data() + base, *const spread_of = minutes_.spread.data() + base;
  std::int32_t* const rest_of = minutes_.rest_before.data() + base;
  for (std::int32_t d = 0; d < days; ++d) {
    if (!(bits[d] & kPresent)) continue;
    if (from_hours[d] != 0 || intervals_of[d] == 0) {
      // No clock times: the whole day counts as worked, so that no rest is claimed that cannot be seen.
      gaps[count++] = {free_from, d * kDay};
      free_from = (d + 1) * kDay;
      previous_end = -1;
      continue;
    }
    // A free stretch over a clock change lasts as long as it did, not as the clock says.
    const ClockShift shift = clock_shifts_.empty() ? ClockShift() : clock_shifts_[base + static_cast<std::size_t>(d)];
    const std::int32_t begun = d * kDay + start_of[d], end = begun + spread_of[d], start = begun - (previous_end >= 0 ? shift.ahead - previous_ahead : 0);
    if (previous_end >= 0) rest_of[d] = std::max(0, start - previous_end);
    if (start > free_from) gaps[count++] = {free_from, start};
    free_from = std::max(free_from, end);
    previous_end = end;
    previous_ahead = shift.ahead;
  }
  if (!weekly) return;
  gaps[count++] = {free_from, days * kDay};

  // A stretch that begins in the week counts whole, so that a rest after night work is not cut in two at midnight; of an earlier
  // or later one what lies inside. One that runs on where nothing is seen may be twice as long as what is.
  const std::int32_t grace = setting_->plan->pack().worktime.rest_within_days - kWeekDays;
  constexpr std::uint16_t kSeen = kEmployed | kCovered;
  const std::uint32_t* const week_of = frame_.up[static_cast<std::size_t>(Grain::day)][static_cast<std::size_t>(Grain::week)].data() + base;
  const std::int32_t* const week_ends = frame_.last_date[static_cast<std::size_t>(Grain::week)].data();
  std::int32_t first_gap = 0;
  for (std::uint32_t week = week_of[0]; week <= week_of[days - 1]; ++week) {
    const std::int32_t rest_day = week_ends[week] - setting_->first_day, first = rest_day - kWeekDays + 1;
    if (first < 0 || rest_day >= days) continue;
    const auto seen = [&](std::int32_t d) { return (bits[d] & kSeen) == kSeen || (bits[d] & kPresent) != 0; };
    std::int32_t last = first;
    while (last < std::min(rest_day + grace + 1, days) && seen(last)) ++last;
    if (--last < rest_day) continue;
    const std::int32_t from = first * kDay, to = (last + 1) * kDay;
    const bool open_before = first == 0 || !seen(first - 1), open_behind = last + 1 == days || !seen(last + 1);
    while (gaps[first_gap].end <= from && first_gap + 1 < count) ++first_gap;
    std::int32_t longest = 0;
    for (std::int32_t i = first_gap; i < count && gaps[i].start < to; ++i) {
      const std::int32_t inside = std::min(gaps[i].end, to) - std::max(gaps[i].start, from);
      const bool runs_on = (gaps[i].start <= from && open_before) || (gaps[i].end >= to && open_behind);
      const bool whole = gaps[i].start >= from && gaps[i].start < (rest_day + 1) * kDay;
      longest = std::max(longest, runs_on ? inside * 2 : whole ? gaps[i].end - gaps[i].start : inside);
    }
    longest_rest_[week] = longest;
  }
}

}  // namespace wageproof::worktime
