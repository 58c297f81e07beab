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

// Totals of several days, and daily totals, leave open what they do not say.
void Facts::flag_totals(Values& out, Told told) {
  const std::vector<std::uint16_t>& bits = batch_->bits();
  for (std::size_t i = 0; i < bits.size(); ++i) {
    const bool here = bits[i] & wt::kTotalsHere, hours = batch_->from_hours(i);
    const bool over_weeks = batch_->over_weeks(i);
    if (!here && !hours && !over_weeks) continue;
    // None in a total of several days is none on each of them.
    const bool untold = told == Told::clock || (told == Told::night && (bits[i] & wt::kNightUntold));
    if (here && !over_weeks && out.numerators[i] == 0 && !untold) continue;
    Flags f = here ? kLumped : Flags{0};
    if (over_weeks) f |= kOverWeeks;
    Reason reason = lumped_reason_;
    if (told == Told::clock && hours) {
      // The table of daily totals has no such field: another value may stand in for it.
      f = kNotGiven;
      reason = clock_reason_;
    } else if (told == Told::clock || ((bits[i] & wt::kSpansParts) && out.numerators[i] != 0)) {
      f |= kUnknown;
      if (hours) reason = clock_reason_;
    } else if (told == Told::night && (bits[i] & wt::kNightUntold)) {
      f |= kUnknown;
      reason = night_reason_;
    } else if (told == Told::night && batch_->minutes().night[i] > 0 && batch_->minutes().overtime[i] > 0) {
      // Which of the minutes were at night is not told: only what must overlap is counted.
      f |= kAtLeast;
      reason = clock_reason_;
    }
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
