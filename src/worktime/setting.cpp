// One employer's time: periods found in the data, the days they span, and where they are cut for everyone.
#include "wageproof/worktime/setting.hpp"

#include <algorithm>
#include <set>

#include "wageproof/law/calendar.hpp"
#include "wageproof/quantity/date.hpp"
#include "worktime/wage_months.hpp"

namespace wageproof::worktime {

using records::Dataset;
using records::DataTable;
using records::kNone32;
using records::TableKind;
using quantity::Date;
namespace field = records::field;

namespace {

constexpr std::int32_t kContextDays = 6;  // less than a week: what a week at the edge can need of its neighbour

struct Extent {
  std::int32_t first = INT32_MAX, last = INT32_MIN;
  void take(std::int32_t day) {
    if (day == kNone32) return;
    first = std::min(first, day);
    last = std::max(last, day);
  }
  [[nodiscard]] bool empty() const { return first > last; }
};

std::int32_t month_start(std::int32_t day) { return quantity::first_day_of_month(Date::from_serial(day)).serial(); }
std::int32_t month_end(std::int32_t day) { return quantity::last_day_of_month(Date::from_serial(day)).serial(); }

// The day of a date, or of a moment; kNone32: it is not given.
std::int32_t day_of(std::int32_t date) { return date; }
std::int32_t day_of(std::int64_t at) {
  if (at == records::kNone64) return kNone32;
  return static_cast<std::int32_t>(at >= 0 ? at / 86400 : (at - 86399) / 86400);
}

bool in_one_month(std::int32_t first, std::int32_t last) { return last - first < 31 && month_start(first) == month_start(last); }

// Takes the days that rows [first, end) of one employer name: many rows at once, by their first and last, where those lie in
// one month.
template <class Number, class Take>
void take_days(const std::vector<Number>& dates, std::size_t first, std::size_t end, EmployerDays& days, Take take) {
  constexpr std::size_t kRows = 64;
  for (std::size_t from = first; from < end; from += kRows) {
    const std::size_t to = std::min(from + kRows, end);
    std::int32_t low = INT32_MAX, high = INT32_MIN;
    for (std::size_t r = from; r < to; ++r) {
      const std::int32_t day = day_of(dates[r]);
      low = std::min(low, day);
      high = std::max(high, day);
    }
    if (low != kNone32 && in_one_month(low, high)) {
      take(days, low, high);
      continue;
    }
    for (std::size_t r = from; r < to; ++r) {
      if (const std::int32_t day = day_of(dates[r]); day != kNone32) take(days, day, day);
    }
  }
}

// Takes the dates of every row of a table into its employer's days. Rows of one employer mostly stand together.
template <class Take>
void for_dates(const Dataset& data, TableKind kind, int date_field, std::unordered_map<records::StringId, EmployerDays>& all, Take take) {
  const DataTable& t = data[kind];
  const auto& column = t.columns[static_cast<std::size_t>(date_field)];
  const std::vector<std::int32_t>& employers = t.columns[0].narrow;
  for (std::size_t r = 0; r < t.row_count();) {
    const std::size_t first = r;
    while (r < t.row_count() && employers[r] == employers[first]) ++r;
    EmployerDays& days = all[static_cast<records::StringId>(employers[first])];
    if (column.wide.empty()) take_days(column.narrow, first, r, days, take);
    else take_days(column.wide, first, r, days, take);
  }
}

std::vector<Span> months_between(std::int32_t first, std::int32_t last) {
  std::vector<Span> spans;
  for (std::int32_t day = month_start(first); day <= last;) {
    spans.push_back({day, month_end(day), true});
    day = spans.back().last + 1;
  }
  return spans;
}

std::vector<Span> halves_between(std::int32_t first, std::int32_t last) {
  std::vector<Span> spans;
  for (const Span& m : months_between(first, last)) {
    spans.push_back({m.first, m.first + 14, true});
    spans.push_back({m.first + 15, m.last, true});
  }
  return spans;
}

// Calendar periods (months or halves) count where a payslip is in them; at the edges also where work is recorded beyond what
// a neighbouring week could need as context.
std::vector<Span> calendar_periods(std::vector<Span> all, const std::set<std::pair<std::int32_t, std::int32_t>>& paid, const Extent& work,
                                   const std::set<std::int32_t>& work_months) {
  const auto is_paid = [&](const Span& s) {
    return std::any_of(paid.begin(), paid.end(), [&](const auto& p) { return p.second >= s.first && p.second <= s.last; });
  };
  std::size_t first = all.size(), last = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!is_paid(all[i])) continue;
    first = std::min(first, i);
    last = i + 1;
  }
  const auto holds_work = [&](const Span& s) { return work_months.contains(month_start(s.first)); };
  if (first >= last) {  // no payslip at all: the days worked name the periods
    std::erase_if(all, [&](const Span& s) { return !work_months.empty() && !holds_work(s); });
    return all;
  }
  const std::size_t paid_first = first, paid_last = last;
  while (first > 0 && !work.empty() && work.first < all[first].first - kContextDays) --first;
  while (last < all.size() && !work.empty() && work.last > all[last - 1].last + kContextDays) ++last;
  // Beyond the payslips only what holds work itself: one stray date makes no periods of the years between.
  std::vector<Span> periods;
  for (std::size_t i = first; i < last; ++i) {
    if ((i >= paid_first && i < paid_last) || holds_work(all[i])) periods.push_back(all[i]);
  }
  return periods;
}

void map_days(const std::vector<Span>& spans, std::int32_t first_day, std::vector<std::uint32_t>& of) {
  for (std::uint32_t s = 0; s < spans.size(); ++s) {
    const std::int32_t from = std::max(spans[s].first, first_day);
    const std::int32_t to = std::min(spans[s].last, first_day + static_cast<std::int32_t>(of.size()) - 1);
    for (std::int32_t d = from; d <= to; ++d) of[static_cast<std::size_t>(d - first_day)] = s;
  }
}

// Longer spans made of whole months: quarters (3) or years (12).
std::vector<Span> spans_of_months(const std::vector<Span>& months, int count) {
  std::vector<Span> spans;
  for (const Span& m : months) {
    const auto civil = Date::from_serial(m.first).civil();
    const int start_month = (civil.month - 1) / count * count + 1;
    const std::int32_t first = Date::of(civil.year, start_month, 1).serial();
    const std::int32_t last = month_end(Date::of(civil.year, start_month + count - 1, 1).serial());
    if (spans.empty() || spans.back().first != first) spans.push_back({first, last, true});
  }
  return spans;
}

// A folder may hold nothing but money that moved: its rows then name the periods. A payment without a period stands in the
// one in which it was made, or was to be made.
void add_stated_days(const Dataset& data, std::unordered_map<records::StringId, EmployerDays>& all) {
  records::StringId last_employer = 0;
  EmployerDays* known = nullptr;
  const auto needs = [&](records::StringId employer) {
    if (employer == last_employer) return known;
    last_employer = employer;
    EmployerDays& d = all[employer];
    known = d.paid.empty() && d.first_work > d.last_work && d.first_leave > d.last_leave ? &d : nullptr;
    return known;
  };
  const auto take = [](EmployerDays& d, std::int32_t day) {
    if (day == kNone32) return;
    d.first_other = std::min(d.first_other, day);
    d.last_other = std::max(d.last_other, day);
  };
  const auto add = [&](TableKind kind, int first, int last, std::initializer_list<int> otherwise) {
    const DataTable& t = data[kind];
    for (std::size_t r = 0; r < t.row_count(); ++r) {
      EmployerDays* const d = needs(t.text(0, r));
      if (d == nullptr) continue;
      const std::pair period{t.narrow(first, r), t.narrow(last, r)};
      if (period.first != kNone32 && period.second != kNone32) d->stated.insert(period);
      std::int32_t day = period.second;
      for (const int field : otherwise) day = day == kNone32 ? t.narrow_or_none(field, r) : day;
      take(*d, day);
    }
  };
  add(TableKind::payments, field::payments::period_start, field::payments::period_end, {field::payments::paid_on, field::payments::instructed_on});
  add(TableKind::remittances, field::remittances::period_start, field::remittances::period_end, {});
  const DataTable& balances = data[TableKind::balances];
  for (std::size_t r = 0; r < balances.row_count(); ++r) {
    if (EmployerDays* const d = needs(balances.text(0, r))) take(*d, balances.narrow(field::balances::as_of, r));
  }
}

}  // namespace

std::unordered_map<records::StringId, EmployerDays> days_by_employer(const Dataset& data) {
  std::unordered_map<records::StringId, EmployerDays> all;
  std::int32_t last_month = INT32_MAX - 31;
  const EmployerDays* last_days = nullptr;
  // `first` and `last` lie in one month.
  const auto work = [&](EmployerDays& d, std::int32_t first, std::int32_t last) {
    d.first_work = std::min(d.first_work, first);
    d.last_work = std::max(d.last_work, last);
    // Rows of one month mostly follow each other.
    if (first < last_month || first > last_month + 27 || &d != last_days) {
      last_month = month_start(first);
      last_days = &d;
      d.work_months.insert(last_month);
    }
  };
  for_dates(data, TableKind::time, field::time::date, all, work);
  for_dates(data, TableKind::punches, field::punches::at, all, work);
  for_dates(data, TableKind::hours, field::hours::date, all, work);
  for_dates(data, TableKind::totals, field::totals::start, all, work);
  for_dates(data, TableKind::totals, field::totals::end, all, work);
  for_dates(data, TableKind::pieces, field::pieces::date, all, work);
  for_dates(data, TableKind::leave, field::leave::date, all, [](EmployerDays& d, std::int32_t first, std::int32_t last) {
    d.first_leave = std::min(d.first_leave, first);
    d.last_leave = std::max(d.last_leave, last);
  });
  const DataTable& payroll = data[TableKind::payroll];
  std::pair<std::int32_t, std::int32_t> last{0, 0};
  records::StringId last_employer = 0;
  for (std::size_t r = 0; r < payroll.row_count(); ++r) {
    const std::pair period{payroll.narrow(field::payroll::period_start, r), payroll.narrow(field::payroll::period_end, r)};
    // The lines of a payslip, and the payslips of a month, repeat their period.
    if (period == last && payroll.text(0, r) == last_employer && r > 0) continue;
    last = period;
    last_employer = payroll.text(0, r);
    all[last_employer].paid.insert(period);
  }
  add_stated_days(data, all);
  return all;
}

Setting Setting::make(const Dataset& data, const records::WorkerIndex& index, const law::Plan& plan,
                      const records::EmployerSpan& employer, const EmployerDays& found, const ReportWindow& window) {
  Setting s;
  s.data = &data;
  s.index = &index;
  s.plan = &plan;
  s.employer = employer;
  const DataTable& employers = data[TableKind::employers];
  s.currency = employers.text(field::employers::currency, employer.row);
  for (const TableKind kind : {TableKind::time, TableKind::punches, TableKind::hours, TableKind::totals}) {
    s.has_attendance = s.has_attendance || data[kind].present;
  }
  s.has_payroll = data[TableKind::payroll].present;
  s.has_leave = data[TableKind::leave].present;

  Extent work{found.first_work, found.last_work};
  const std::set<std::pair<std::int32_t, std::int32_t>>& paid = found.paid;
  Extent all = work;
  for (const auto& [from, to] : paid) {
    all.take(from);
    all.take(to);
  }
  if (all.empty()) all = {found.first_leave, found.last_leave};
  const std::set<std::pair<std::int32_t, std::int32_t>>& named = all.empty() ? found.stated : paid;
  if (all.empty()) all = {found.first_other, found.last_other};
  const std::string_view rule = data.strings.view(employers.text(field::employers::period, employer.row));
  if (employer.row < data.periods.size() && !data.periods[employer.row].empty()) {
    for (const auto& [from, to] : data.periods[employer.row]) s.periods.push_back({from, to, true});
  } else if (all.empty()) {
    return s;
  } else if (rule == "monthly") {
    s.periods = calendar_periods(months_between(all.first, all.last), paid, work, found.work_months);
  } else if (rule == "half_monthly") {
    s.periods = calendar_periods(halves_between(all.first, all.last), paid, work, found.work_months);
  } else {
    // A slip inside another's period, as of who left in mid-week, is of that period.
    std::vector<std::pair<std::int32_t, std::int32_t>> in_order(named.begin(), named.end());
    std::sort(in_order.begin(), in_order.end(), [](const auto& a, const auto& b) { return a.first != b.first ? a.first < b.first : a.second > b.second; });
    for (const auto& [from, to] : in_order) {
      if (s.periods.empty() || from > s.periods.back().last) s.periods.push_back({from, to, true});
    }
  }
  if (s.periods.empty()) return s;
  std::sort(s.periods.begin(), s.periods.end(), [](const Span& a, const Span& b) { return a.first < b.first; });
  for (Span& p : s.periods) p.reported = p.last >= window.from && p.first <= window.to;

  const auto follows = [](const Span& a, const Span& b) { return b.first != a.last + 1; };
  s.all_in_periods = std::adjacent_find(s.periods.begin(), s.periods.end(), follows) == s.periods.end() &&
                     (work.empty() || (work.first >= s.periods.front().first && work.last <= s.periods.back().last)) &&
                     std::all_of(paid.begin(), paid.end(), [&](const auto& p) { return p.second >= s.periods.front().first && p.second <= s.periods.back().last; });

  // Whole months, so that a month's scheduled days are known; and the context that a week at the edge needs, if it is there.
  std::int32_t first = month_start(s.periods.front().first), last = month_end(s.periods.back().last);
  if (!work.empty()) {
    if (work.first < first) first = std::max(work.first, first - kContextDays);
    if (work.last > last) last = std::min(work.last, last + kContextDays);
  }
  s.first_day = first;
  s.days = static_cast<std::uint32_t>(last - first + 1);
  s.months = months_between(first, last);
  for (Span& m : s.months) {
    // A month is reported with the period that holds its last day.
    m.reported = std::any_of(s.periods.begin(), s.periods.end(), [&](const Span& p) { return p.reported && p.first <= m.last && p.last >= m.last; });
  }
  s.quarters = spans_of_months(s.months, 3);
  s.years = spans_of_months(s.months, 12);
  for (auto* of : {&s.period_of, &s.month_of, &s.quarter_of, &s.year_of}) of->assign(s.days, law::kNoRow);
  map_days(s.periods, first, s.period_of);
  map_days(s.months, first, s.month_of);
  map_days(s.quarters, first, s.quarter_of);
  map_days(s.years, first, s.year_of);
  s.wage_months = worktime::wage_months(s.periods, first, last);
  if (!s.wage_months.empty()) {
    s.wage_month_of.assign(s.days, law::kNoRow);
    map_days(s.wage_months, first, s.wage_month_of);
  }

  std::set<std::int32_t> cuts{first};
  const auto cut = [&](std::int32_t day) {
    if (day > first && day <= last) cuts.insert(day);
  };
  for (const Span& p : s.periods) {
    cut(p.first);
    cut(p.last + 1);
  }
  for (const Span& m : s.months) cut(m.first);
  for (const Span& m : s.wage_months) cut(m.first);
  for (const std::int32_t day : plan.change_days()) cut(day);
  s.base_cuts.assign(cuts.begin(), cuts.end());

  s.calendar_rows = index.employer_rows(TableKind::calendar, employer.id);
  s.rate_rows = index.employer_rows(TableKind::rates, employer.id);
  std::set<std::int32_t> listed;
  const DataTable& calendar = data[TableKind::calendar];
  for (const std::uint32_t r : s.calendar_rows) {
    const std::int32_t day = calendar.narrow(field::calendar::date, r);
    const bool holiday = calendar.narrow(field::calendar::kind, r) == static_cast<std::int32_t>(records::CalendarKind::public_holiday);
    if (holiday) listed.insert(month_start(day));
  }
  s.listed_months.assign(listed.begin(), listed.end());
  return s;
}

void lay_over(records::CalendarKind kind, std::uint16_t& bits) noexcept {
  switch (kind) {
    case records::CalendarKind::public_holiday: bits = static_cast<std::uint16_t>((bits & ~kDoubtfulHoliday) | kHoliday); break;
    case records::CalendarKind::rest_day: bits = static_cast<std::uint16_t>((bits & ~(kWorkingDay | kSecondFreeDay)) | kRestDay); break;
    case records::CalendarKind::working_day: bits = static_cast<std::uint16_t>((bits & ~(kRestDay | kSecondFreeDay | kHoliday)) | kWorkingDay); break;
  }
}

std::uint16_t CalendarPatterns::bits_on(const WeekPattern& pattern, std::int32_t date, records::StringId worker) const {
  std::string category;
  std::uint16_t bits = bits_by_law(pattern, date, category);
  const DataTable& calendar = (*setting_->data)[TableKind::calendar];
  // Rows of the one worker go over those of everyone.
  for (const records::StringId whose : {records::StringId{0}, worker}) {
    for (const std::uint32_t r : setting_->calendar_rows) {
      const records::StringId region = calendar.text(field::calendar::region, r);
      if (calendar.narrow(field::calendar::date, r) != date || calendar.text(field::calendar::worker_id, r) != whose) continue;
      if (whose != 0 || region == 0 || region == pattern.region) lay_over(static_cast<records::CalendarKind>(calendar.narrow(field::calendar::kind, r)), bits);
    }
  }
  return bits;
}

std::uint16_t CalendarPatterns::bits_by_law(const WeekPattern& pattern, std::int32_t date, std::string& category) const {
  const law::Calendar& calendar = setting_->plan->pack().calendar;
  const records::StringPool& strings = setting_->data->strings;
  const int weekday = weekday_of(date);
  const int second_free = pattern.rest_weekday == calendar.rest_weekday ? calendar.second_free_weekday : (pattern.rest_weekday + 6) % 7;
  std::uint16_t bits = kWorkingDay;
  if (weekday == pattern.rest_weekday) bits = kRestDay;
  else if (pattern.week_days == 5 && weekday == second_free) bits = kSecondFreeDay;
  category.clear();
  const bool own_list = std::binary_search(setting_->listed_months.begin(), setting_->listed_months.end(), month_start(date));
  if (own_list) return bits;
  const law::HolidayFound found = law::holiday_on(setting_->plan->pack(), date, strings.view(pattern.region), pattern.week_days);
  if (found.moved == law::CalendarDay::working_day) bits = kWorkingDay;
  if (found.moved == law::CalendarDay::rest_day) bits = kRestDay;
  if (found) {
    bits |= kHoliday;
    if (found.provenance != nullptr && found.provenance->confidence == law::Confidence::uncertain) bits |= kDoubtfulHoliday;
    category = found.category;
  }
  return bits;
}

const DayPattern& CalendarPatterns::of(const WeekPattern& pattern) {
  const auto [it, added] = patterns_.try_emplace(pattern);
  DayPattern& result = it->second;
  if (!added) return result;
  result.bits.resize(setting_->days);
  result.category.assign(setting_->days, -1);
  const auto position = [&](std::string_view name) -> std::int16_t {
    if (name.empty()) return -1;
    const auto found = std::find(categories_.begin(), categories_.end(), name);
    if (found == categories_.end()) categories_.emplace_back(name);
    return static_cast<std::int16_t>(std::find(categories_.begin(), categories_.end(), name) - categories_.begin());
  };
  std::string category;
  for (std::uint32_t d = 0; d < setting_->days; ++d) {
    const std::int32_t date = setting_->first_day + static_cast<std::int32_t>(d);
    result.bits[d] = bits_by_law(pattern, date, category);
    if (setting_->period_of[d] != law::kNoRow) result.bits[d] |= kCovered;
    result.category[d] = position(category);
  }
  // The folder's own calendar, for everyone (rows of single workers are laid over later).
  const DataTable& calendar = (*setting_->data)[TableKind::calendar];
  const records::StringPool& strings = setting_->data->strings;
  for (const std::uint32_t r : setting_->calendar_rows) {
    const std::int32_t day = calendar.narrow(field::calendar::date, r);
    const records::StringId region = calendar.text(field::calendar::region, r);
    if (!setting_->inside(day) || calendar.text(field::calendar::worker_id, r) != 0 || (region != 0 && region != pattern.region)) continue;
    const auto kind = static_cast<records::CalendarKind>(calendar.narrow(field::calendar::kind, r));
    lay_over(kind, result.bits[setting_->day_index(day)]);
    if (kind == records::CalendarKind::public_holiday) result.category[setting_->day_index(day)] = position(strings.view(calendar.text(field::calendar::category, r)));
  }
  return result;
}

}  // namespace wageproof::worktime
