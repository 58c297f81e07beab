// The events of a worker's leave account in the order of their dates: credits, years, leave, stated balances, holes.
#include <algorithm>
#include <tuple>

#include "due/ledger_reading.hpp"
#include "wageproof/due/bookings.hpp"

namespace wageproof::due {

using namespace law::detail;
using law::Grain;
using law::kNoRow;
using quantity::Date;
using records::DataTable;
using records::kNone32;
using records::kNone64;
using records::TableKind;
namespace field = records::field;
namespace wt = worktime;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

}  // namespace

std::size_t row_on(const Values& v, std::size_t day_row, const law::Frame& frame) {
  if (v.uniform || v.grain == Grain::day || v.grain == Grain::constant) return v.uniform ? 0 : day_row;
  return frame.up[at(Grain::day)][at(v.grain)][day_row];
}

Read read(const Values& v, std::size_t day_row, const law::Frame& frame) {
  Read out;
  const std::size_t row = row_on(v, day_row, frame);
  if (row == kNoRow) return out;
  out.flags = static_cast<Flags>(v.flag(row) & kUncertain);
  out.reason = v.reason(row);
  out.none = (v.flag(row) & kNotGiven) != 0;
  const SmallRatio r = small_ratio(v, row);
  out.told = r.fits && (v.flag(row) & (kNoValue | kAtLeast | kLumped)) == 0;
  if (out.told) out.days = DayCount(r.numerator, r.denominator);
  return out;
}

void Ledgers::find_timeline(std::uint32_t w, Worker& who) const {
  const wt::Setting& s = batch_->setting();
  const law::Frame& f = batch_->frame();
  who.number = w;
  who.base = static_cast<std::size_t>(w) * s.days;
  const auto& part_of = f.up[at(Grain::day)][at(Grain::part)];
  const law::RowRanges& days = f.inside[at(Grain::day)][at(Grain::part)];
  std::uint32_t last_part = kNoRow;
  for (std::uint32_t p = part_of[who.base]; p <= part_of[who.base + s.days - 1]; ++p) {
    if (!(batch_->bits()[days.begin[p]] & wt::kEmployed)) continue;
    who.first = std::min(who.first, f.first_date[at(Grain::part)][p]);
    who.last = f.last_date[at(Grain::part)][p];
    last_part = p;
  }
  for (const wt::Span& p : s.periods) who.reported_until = p.reported ? std::max(who.reported_until, p.last) : who.reported_until;
  who.as_of = std::min(who.reported_until, who.last);
  if (last_part == kNoRow) return;
  const DataTable& workers = (*s.data)[TableKind::workers];
  const std::uint32_t terms = batch_->part_terms()[last_part];
  who.hired = workers.narrow(field::workers::hired_on, terms);
  const std::int32_t left_on = workers.narrow(field::workers::left_on, terms);
  who.left = who.last < s.last_day() || left_on == who.last;
  who.hired_here = who.first > s.first_day || (who.hired != kNone32 && who.hired >= s.first_day);
}

// A credit, and the day on which what is left of it lapses.
void Ledgers::credit_on(std::int32_t day, bool first, bool whole, const Columns& columns, const Worker& who) {
  const wt::Setting& s = batch_->setting();
  if (day < std::max(who.first, s.first_day) || day > who.last) return;
  const auto row = static_cast<std::uint32_t>(who.base + s.day_index(day));
  events_.push_back({day, first ? Happens::credited_first : Happens::credited, whole, row, 0});
  if (columns.lapse_after == nullptr) return;
  const Read months = read(*columns.lapse_after, row, batch_->frame());
  if (!months.told) return;
  const std::int32_t gone = months_later(day, static_cast<std::int64_t>(months.days.n / months.days.d));
  if (gone <= s.last_day()) events_.push_back({gone, Happens::lapses, true, row, 0});
}

// By months or calendar years. Who leaves has earned to the day; of a year that goes on beyond the data nothing is
// credited yet.
void Ledgers::gather_credits(const law::Ledger& rule, const Columns& columns, const Worker& who) {
  const wt::Setting& s = batch_->setting();
  for (const wt::Span& row : rule.grain == Grain::month ? s.months : s.years) {
    const bool leaves = who.left && who.last >= row.first && who.last < row.last;
    const bool joins = who.hired_here && who.first > row.first && who.first <= row.last;
    if (rule.earn_at_start) credit_on(joins ? who.first : row.first, true, true, columns, who);
    else credit_on(leaves ? who.last : row.last, false, true, columns, who);
  }
}

// Years of service, or spans of several, that touch the data.
void Ledgers::gather_service(const law::Ledger& rule, const Columns& columns, const Worker& who) {
  const wt::Setting& s = batch_->setting();
  if (who.hired == kNone32) return;
  const std::int64_t step = std::int64_t{12} * rule.every;
  for (std::int64_t k = 0;; ++k) {
    const std::int32_t start = months_later(who.hired, k * step), next = months_later(who.hired, (k + 1) * step);
    if (start > s.last_day() || next == INT32_MAX) return;
    if (next <= s.first_day) continue;
    if (rule.year_is_service && k > 0 && start >= s.first_day) events_.push_back({start, Happens::year_begins, true, static_cast<std::uint32_t>(who.base), 0});
    if (!rule.by_service) continue;
    const bool leaves = who.left && who.last >= start && who.last < next - 1;
    if (rule.earn_at_start) credit_on(start, true, true, columns, who);
    else if (!leaves) credit_on(next - 1, false, true, columns, who);
    else if (columns.unfinished != nullptr) credit_on(who.last, false, false, columns, who);
  }
}

void Ledgers::gather_years(const law::Ledger& rule, const Worker& who) {
  const wt::Setting& s = batch_->setting();
  const std::int32_t first_year = Date::from_serial(s.first_day).civil().year;
  const std::int32_t last_year = Date::from_serial(s.last_day()).civil().year;
  for (std::int32_t year = first_year; year <= last_year; ++year) {
    const std::int32_t day = Date::of(year, rule.year_month, rule.year_day).serial();
    if (s.inside(day)) events_.push_back({day, Happens::year_begins, true, static_cast<std::uint32_t>(who.base), 0});
  }
}

// Days of leave: rows of the table, or what the pack's formula makes of each day.
void Ledgers::gather_taken(const law::Ledger& rule, const Columns& columns, const Worker& who) {
  const wt::Setting& s = batch_->setting();
  if (columns.taken != nullptr) {
    if (columns.taken->uniform && columns.taken->flags.empty() && sign_of(*columns.taken, 0) == 0) return;
    for (std::int32_t day = std::max(who.first, s.first_day); day <= who.last; ++day) {
      const std::size_t row = who.base + s.day_index(day);
      const std::size_t at_row = row_on(*columns.taken, row, batch_->frame());
      if (at_row == kNoRow || (columns.taken->flag(at_row) == 0 && sign_of(*columns.taken, at_row) == 0)) continue;
      events_.push_back({day, Happens::taken, false, static_cast<std::uint32_t>(row), 0});
    }
    return;
  }
  const std::uint32_t index = batch_->first_worker() + who.number;
  const auto types = records::spec_of(TableKind::leave).fields[field::leave::type].values;
  const auto is_taken = [&](std::int32_t type) {
    return std::find(rule.takes.begin(), rule.takes.end(), types[static_cast<std::size_t>(type)]) != rule.takes.end();
  };
  const DataTable& leave = (*s.data)[TableKind::leave];
  constexpr std::uint16_t kMask = wt::kWorkingDay | wt::kEmployed | wt::kHoliday;
  for (const std::uint32_t r : s.index->rows(TableKind::leave, index)) {
    const std::int32_t day = leave.narrow(field::leave::date, r);
    if (!s.inside(day) || !is_taken(leave.narrow(field::leave::type, r))) continue;
    if (leave.narrow(field::leave::paid, r) == static_cast<std::int32_t>(records::YesNo::no)) continue;
    const std::size_t row = who.base + s.day_index(day);
    const std::uint16_t bits = batch_->bits()[row];
    if (!(bits & wt::kEmployed)) continue;
    // What kind of day it was could not be read: whether it took a day of leave cannot be told.
    const Hole* const kind = rule.calendar_days ? nullptr : find_hole(*holes_, TableKind::calendar, index, day, day);
    if (kind != nullptr) {
      events_.push_back({day, Happens::untold, false, kind->reason, 0});
      continue;
    }
    if (!rule.calendar_days && (bits & kMask) != (wt::kWorkingDay | wt::kEmployed)) continue;
    const std::int64_t fraction = leave.wide(field::leave::fraction, r);
    events_.push_back({day, Happens::taken, true, static_cast<std::uint32_t>(row), fraction == kNone64 ? kMicro : fraction});
  }
}

// Components repeat on every payslip: each is compared once.
bool Ledgers::pays_out(const law::Ledger& rule, records::StringId component) {
  Book& book = books_[static_cast<std::size_t>(&rule - plan_->pack().ledgers.data())];
  if (book.pays_out.size() <= component) book.pays_out.resize(batch_->setting().data->strings.size(), 0);
  std::int8_t& known = book.pays_out[component];
  if (known == 0) known = matches_component(rule.paid_by, batch_->setting().data->strings.view(component)) ? 1 : -1;
  return known > 0;
}

// Opening balances and pay-outs.
void Ledgers::gather_records(const law::Ledger& rule, const Worker& who) {
  const wt::Setting& s = batch_->setting();
  const std::uint32_t index = batch_->first_worker() + who.number;
  const DataTable& opening = (*s.data)[TableKind::balances];
  const auto opening_types = records::spec_of(TableKind::balances).fields[field::balances::leave_type].values;
  for (const std::uint32_t r : s.index->rows(TableKind::balances, index)) {
    if (opening_types[static_cast<std::size_t>(opening.narrow(field::balances::leave_type, r))] != rule.leave_type) continue;
    const std::int32_t day = opening.narrow(field::balances::as_of, r);
    // A balance stated for the last day employed is the final one: nothing is earned on top of it.
    if (who.left && (day == who.last || day == who.last + 1)) {
      events_.push_back({who.last, Happens::closes, true, r, opening.wide(field::balances::days, r)});
      continue;
    }
    // A balance from before the records says nothing of today: what came between is not in the data.
    if (day < s.first_day - 1 || day > s.last_day()) continue;
    const bool before = day < s.first_day;
    events_.push_back({std::max(day, s.first_day), before ? Happens::opens_before : Happens::opens, true, r, opening.wide(field::balances::days, r)});
  }
  if (rule.paid_by.empty()) return;
  const DataTable& payroll = (*s.data)[TableKind::payroll];
  const std::int32_t* components = payroll.columns[field::payroll::component].narrow.data();
  const std::vector<std::int8_t>& known = books_[static_cast<std::size_t>(&rule - plan_->pack().ledgers.data())].pays_out;
  for (const std::uint32_t r : s.index->rows(TableKind::payroll, index)) {
    const auto component = static_cast<records::StringId>(components[r]);
    if (component < known.size() && known[component] < 0) continue;
    if (!pays_out(rule, component)) continue;
    const std::uint32_t period = s.period_at(payroll.narrow(field::payroll::period_end, r));
    if (period == kNoRow) continue;
    // A period's pay-outs leave the account when it is over, so that what was due in it does not change with them.
    const std::int64_t days = payroll.wide(field::payroll::quantity, r);
    events_.push_back({s.periods[period].last + 1, Happens::paid_out, days != kNone64, r, days == kNone64 ? 0 : days});
  }
}

// Rows of balances or leave that could not be read: from their day on nobody can tell what was there or taken, until a
// balance is stated again.
void Ledgers::gather_holes(Worker& who) {
  const wt::Setting& s = batch_->setting();
  const std::uint32_t index = batch_->first_worker() + who.number;
  for (const Hole& hole : *holes_) {
    // A payslip's row may have been one of days paid out.
    const bool pay_out = hole.table == TableKind::payroll && who.pays_out && plan_->reasons()[hole.reason].starts_with("missing:payroll.");
    if (hole.table != TableKind::balances && hole.table != TableKind::leave && !pay_out) continue;
    if ((hole.worker != index && hole.worker != kNoRow) || hole.first > hole.last) continue;
    if (hole.first == INT32_MIN) {
      who.always_open = hole.reason;
      who.taken_told = who.taken_told && hole.table != TableKind::leave;
      who.paid_out_told = who.paid_out_told && !pay_out;
    } else if (pay_out) {
      const std::uint32_t period = s.period_at(hole.last);
      const std::int32_t day = (period == kNoRow ? hole.last : s.periods[period].last) + 1;
      if (day > s.first_day) events_.push_back({day, Happens::untold, true, hole.reason, kPaidOut});
    } else if (hole.first >= s.first_day - 1 && hole.first <= who.last) {
      events_.push_back({std::max(hole.first, s.first_day), Happens::untold, hole.table != TableKind::leave, hole.reason, 0});
    }
  }
}

void Ledgers::gather_events(const law::Ledger& rule, const Columns& columns, Worker& who) {
  if (!rule.by_service) gather_credits(rule, columns, who);
  if (rule.by_service || rule.year_is_service) gather_service(rule, columns, who);
  if (columns.carry != nullptr && !rule.year_is_service) gather_years(rule, who);
  gather_records(rule, who);
  gather_taken(rule, columns, who);
  who.pays_out = !rule.paid_by.empty();
  gather_holes(who);
  const wt::Setting& s = batch_->setting();
  for (std::uint32_t p = 0; p < s.periods.size(); ++p) events_.push_back({s.periods[p].last, Happens::period_ends, true, p, 0});
  std::sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) { return std::tie(a.day, a.what, a.at) < std::tie(b.day, b.what, b.at); });
}

}  // namespace wageproof::due
