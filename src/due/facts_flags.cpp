// What a batch's days leave open: holes, records without clock times, work that no employment covers.
#include "wageproof/due/facts.hpp"

namespace wageproof::due {

using namespace law::detail;
using law::Grain;
using records::DataTable;
using records::kNone32;
using records::TableKind;
namespace field = records::field;
namespace wt = worktime;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

}  // namespace

// Days whose record has a hole, or a punch without its partner, are not plainly known.
void Facts::flag_days(Values& out, bool presence_only) {
  const std::vector<std::uint16_t>& bits = batch_->bits();
  static constexpr TableKind kTables[] = {TableKind::time, TableKind::punches, TableKind::hours, TableKind::totals};
  if (!presence_only && (batch_->any_bits() & wt::kUnpaired)) {
    const Reason unpaired = plan_->reason_of("missing:time.end");
    for (std::size_t i = 0; i < bits.size(); ++i) {
      if (!(bits[i] & wt::kUnpaired)) continue;
      out.make_flags();
      out.flags[i] |= kAtLeast;
      out.reasons[i] = unpaired;
    }
  }
  if (!holes_of_time_) return;
  const auto& dates = batch_->frame().first_date[at(Grain::day)];
  const auto& workers = batch_->frame().worker_of[at(Grain::day)];
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (!(bits[i] & wt::kEmployed)) continue;
    for (const TableKind table : kTables) {
      const Reason reason = hole_in(table, batch_->first_worker() + workers[i], dates[i], dates[i]);
      if (reason == 0) continue;
      out.make_flags();
      out.flags[i] |= kUnknown;
      out.reasons[i] = reason;
      break;
    }
  }
}

// The minutes of which those at night are a part.
std::int32_t Facts::whole_of(Told told, std::size_t day) const {
  const wt::DayMinutes& m = batch_->minutes();
  switch (told) {
    case Told::normal_night: return m.normal[day];
    case Told::overtime_night: return m.overtime[day];
    case Told::rest_day_night: return m.rest_day[day];
    case Told::holiday_night: return m.holiday[day];
    default: return m.worked[day];
  }
}

// A daily total has no clock times, and may leave open which of its minutes were at night.
void Facts::flag_hours(Values& out, Told told) {
  const std::vector<std::uint16_t>& bits = batch_->bits();
  const wt::DayMinutes& m = batch_->minutes();
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (!batch_->from_hours(i)) continue;
    Flags f = 0;
    Reason reason = clock_reason_;
    if (told == Told::clock) {
      // The table has no such field: another value may stand in for it.
      f = kNotGiven;
    } else if (at_night(told) && (bits[i] & wt::kNightUntold)) {
      // No more of a kind than its whole lies at night; of pay that the night only raises, the day's price is due at least.
      const bool raised = told == Told::overtime_night || told == Told::rest_day_night || told == Told::holiday_night;
      if (whole_of(told, i) == 0) continue;
      f = raised ? kAtLeast : kUnknown;
      reason = night_reason_;
    } else if ((told == Told::normal_night || told == Told::overtime_night) && m.night[i] > 0 && m.overtime[i] > 0) {
      // Which of the minutes were at night is not told: only what must overlap is counted.
      f = kAtLeast;
    }
    if (f == 0) continue;
    out.make_flags();
    out.flags[i] |= f;
    out.reasons[i] = reason;
  }
}

// What a total of several days, which stands on its last, leaves open of a column; 0 where it says it.
Facts::Open Facts::open_in_total(std::size_t i, Told told) const {
  const wt::DayMinutes& m = batch_->minutes();
  const std::uint8_t notes = batch_->total_notes(i);
  const auto untold = [&](wt::TotalNote note) { return (notes & note) != 0; };
  const bool minutes = untold(wt::kMinutesUntold);
  if (told == Told::clock) return {kUnknown, lumped_reason_};
  if (!minutes && m.worked[i] == 0) return {};
  const bool night = (batch_->bits()[i] & wt::kNightUntold) != 0;
  // A night part is nothing where its whole is; else only what must overlap is counted.
  const auto night_part = [&](std::int32_t whole, bool whole_untold) -> Open {
    if (whole == 0 && !whole_untold) return {};
    if (night) return {told == Told::normal_night || whole_untold ? kUnknown : kAtLeast, totals_reason("night_minutes")};
    if (whole_untold) return {kUnknown, lumped_reason_};
    return m.night[i] > 0 && whole < m.worked[i] ? Open{kAtLeast, clock_reason_} : Open{};
  };
  const bool overtime = untold(wt::kOvertimeUntold);
  switch (told) {
    case Told::worked: return minutes ? Open{kUnknown, totals_reason("minutes")} : Open{};
    case Told::normal:
      if (minutes) return {kUnknown, totals_reason("minutes")};
      return overtime ? Open{kUnknown, totals_reason("overtime_minutes")} : Open{};
    case Told::overtime: return overtime ? Open{kUnknown, totals_reason("overtime_minutes")} : Open{};
    case Told::rest_day: return untold(wt::kRestDayUntold) ? Open{kUnknown, totals_reason("rest_day_minutes")} : Open{};
    case Told::holiday: return untold(wt::kHolidayUntold) ? Open{kUnknown, totals_reason("holiday_minutes")} : Open{};
    case Told::night: return night ? Open{kUnknown, totals_reason("night_minutes")} : Open{};
    case Told::normal_night: return night_part(m.normal[i], minutes || overtime);
    case Told::overtime_night: return night_part(m.overtime[i], overtime);
    case Told::rest_day_night: return night_part(m.rest_day[i], untold(wt::kRestDayUntold));
    case Told::holiday_night: return night_part(m.holiday[i], untold(wt::kHolidayUntold));
    case Told::clock: break;
  }
  return {};
}

Reason Facts::totals_reason(const char* field) const { return plan_->reason_of(std::string("missing:totals.") + field); }

// A total of several days says nothing of one of them, and only one of nothing says it of its weeks.
void Facts::flag_totals(Values& out, Told told) {
  const std::vector<std::uint16_t>& bits = batch_->bits();
  bool doubtful = false;
  for (std::size_t i = bits.size(); i-- > 0;) {
    if (!(bits[i] & wt::kFromTotals)) continue;
    Flags f = 0;
    Reason reason = lumped_reason_;
    if (bits[i] & wt::kTotalsHere) {
      const Open open = open_in_total(i, told);
      doubtful = open.flags != 0 || out.numerators[i] != 0;
      if (doubtful) f = static_cast<Flags>(kLumped | open.flags);
      if (out.numerators[i] != 0 && (bits[i] & wt::kSpansParts)) f |= kUnknown;
      if (open.flags != 0) reason = open.reason;
    }
    if (doubtful && (batch_->total_notes(i) & wt::kOverSeveralWeeks)) f |= kOverWeeks;
    if (f == 0) continue;
    out.make_flags();
    out.flags[i] |= f;
    out.reasons[i] = reason;
  }
}

// Which minutes are beyond the normal day is open where the day's normal hours are.
void Facts::flag_untold(Values& out) {
  if (!(batch_->any_bits() & wt::kNormalUntold)) return;
  const std::vector<std::uint16_t>& bits = batch_->bits();
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (!(bits[i] & wt::kNormalUntold)) continue;
    out.make_flags();
    out.flags[i] |= kUnknown;
    out.reasons[i] = batch_->normal_reason(i);
  }
}

// Without a place nobody knows when the sun sets.
void Facts::flag_nights(Values& out) {
  const std::vector<std::uint16_t>& bits = batch_->bits();
  const Reason reason = plan_->reason_of("missing:employer.latitude");
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (!(bits[i] & wt::kNightNowhere)) continue;
    out.make_flags();
    out.flags[i] |= kUnknown;
    out.reasons[i] = reason;
  }
}

// Work on a day that may be no holiday: what is due for it rests on an uncertain value.
void Facts::flag_doubtful_holidays(Values& out) {
  if (!(batch_->any_bits() & wt::kDoubtfulHoliday)) return;
  const std::vector<std::uint16_t>& bits = batch_->bits();
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (!(bits[i] & wt::kDoubtfulHoliday) || out.numerators[i] == 0) continue;
    out.make_flags();
    out.flags[i] |= kUncertain;
  }
}

// A row of leave that could not be read: whether the day was one of leave, or of which, is open.
void Facts::flag_leave(Values& out, bool absence) {
  if (!holes_of_leave_) return;
  const std::vector<std::uint16_t>& bits = batch_->bits();
  const auto& dates = batch_->frame().first_date[at(Grain::day)];
  const auto& workers = batch_->frame().worker_of[at(Grain::day)];
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (!(bits[i] & wt::kEmployed) || (absence && (bits[i] & wt::kPresent))) continue;
    const Reason reason = hole_in(TableKind::leave, batch_->first_worker() + workers[i], dates[i], dates[i]);
    if (reason == 0) continue;
    out.make_flags();
    out.flags[i] |= kUnknown;
    out.reasons[i] = reason;
  }
}

// A row of the calendar that could not be read: which kind of day it was is open.
void Facts::flag_calendar(Values& out, Days days) {
  if (!holes_of_calendar_) return;
  const std::vector<std::uint16_t>& bits = batch_->bits();
  const auto& dates = batch_->frame().first_date[at(Grain::day)];
  const auto& workers = batch_->frame().worker_of[at(Grain::day)];
  const auto& worked = batch_->minutes().worked;
  const auto &paid = batch_->leave_micro(), &unpaid = batch_->unpaid_micro();
  for (std::size_t i = 0; i < bits.size(); ++i) {
    const bool employed = bits[i] & wt::kEmployed, on_leave = paid[i] != 0 || unpaid[i] != 0;
    bool matters = true;
    switch (days) {
      case Days::all: break;
      case Days::employed: matters = employed; break;
      case Days::worked: matters = worked[i] != 0; break;
      case Days::on_leave: matters = employed && on_leave; break;
      case Days::idle: matters = employed && (bits[i] & wt::kCovered) && !(bits[i] & wt::kPresent) && !on_leave; break;
    }
    if (!matters) continue;
    const Reason reason = hole_in(TableKind::calendar, batch_->first_worker() + workers[i], dates[i], dates[i]);
    if (reason == 0) continue;
    out.make_flags();
    out.flags[i] |= kUnknown;
    out.reasons[i] = reason;
  }
}

// Work before the day of hire or after the last day: one of the two records is wrong, so nobody can tell whether the worker
// was employed.
void Facts::flag_outside(Values& out, bool scheduled) {
  if (!batch_->any_outside()) return;
  const std::vector<std::uint16_t>& bits = batch_->bits();
  const DataTable& t = (*data_)[TableKind::workers];
  const auto& dates = batch_->frame().first_date[at(Grain::day)];
  const auto& part_of = batch_->frame().up[at(Grain::day)][at(Grain::part)];
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (!wt::is_outside_employment(bits[i]) || (scheduled && !(bits[i] & wt::kWorkingDay))) continue;
    const std::int32_t left = t.narrow(field::workers::left_on, batch_->part_terms()[part_of[i]]);
    out.make_flags();
    out.flags[i] |= kUnknown;
    out.reasons[i] = plan_->reason_of(left != kNone32 && dates[i] > left ? "missing:workers.left_on" : "missing:workers.hired_on");
  }
}

}  // namespace wageproof::due
