// The facts of single days in sixteen bits, where nothing of them is in doubt; and leave.
#include <algorithm>

#include "law/day_column.hpp"
#include "wageproof/due/facts.hpp"

namespace wageproof::due {

using namespace law::detail;
using law::Grain;
using law::Input;
using records::DataTable;
using records::kNone64;
using records::TableKind;
namespace field = records::field;
namespace wt = worktime;

bool Facts::small_minutes(const std::vector<std::int32_t>& column, std::uint16_t doubts, DayColumn& out) const {
  if (column.empty() || (batch_->any_bits() & doubts) || holes_of_time_ || totals_) return false;
  const Extent extent = extent_of(column.data(), column.size());
  if (!is_small(extent.least) || !is_small(extent.most)) return false;
  out.extent = extent;
  if (out.uniform()) return true;
  out.resize(column.size());
  narrow(column.data(), column.size(), out.rows.data());
  return true;
}

bool Facts::small_bits(std::uint16_t mask, std::uint16_t wanted, DayColumn& out) const {
  const std::vector<std::uint16_t>& bits = batch_->bits();
  out.resize(bits.size());
  test_bits(bits.data(), mask, wanted, bits.size(), out.rows.data());
  out.measure(bits.size());
  return true;
}

bool Facts::small_absence(DayColumn& out) const {
  if (totals_ || holes_of_time_ || holes_of_leave_) return false;
  constexpr std::uint16_t kMask = wt::kWorkingDay | wt::kEmployed | wt::kCovered | wt::kHoliday | wt::kPresent;
  small_bits(kMask, wt::kWorkingDay | wt::kEmployed | wt::kCovered, out);
  if (out.extent.most == 0) return true;
  const std::int32_t *leave = batch_->leave_micro().data(), *unpaid = batch_->unpaid_micro().data();
  std::int16_t* rows = out.rows.data();
  const std::size_t days = batch_->leave_micro().size();
  for (std::size_t i = 0; i < days; ++i) rows[i] = static_cast<std::int16_t>((leave[i] | unpaid[i]) != 0 ? 0 : rows[i]);
  out.measure(days);
  return true;
}

// On scheduled days that are no holiday; on others nothing was to be earned.
bool Facts::small_unpaid_leave(DayColumn& out) const {
  const std::vector<std::int32_t>& micro = batch_->unpaid_micro();
  const std::vector<std::uint16_t>& bits = batch_->bits();
  if (micro.empty() || holes_of_leave_) return false;
  const Extent extent = extent_of(micro.data(), micro.size());
  if (extent.least == 0 && extent.most == 0) return out.set_all(0), true;
  constexpr std::uint16_t kMask = wt::kWorkingDay | wt::kEmployed | wt::kHoliday;
  out.resize(micro.size());
  std::fill(out.rows.begin(), out.rows.end(), std::int16_t{0});
  for (std::size_t i = 0; i < micro.size(); ++i) {
    if (micro[i] == 0) continue;
    // A part of a day, and a whole one on which somebody worked: their rows need a closer look.
    if (micro[i] % 1000000 != 0 || batch_->minutes().worked[i] != 0) return false;
    if ((bits[i] & kMask) == (wt::kWorkingDay | wt::kEmployed)) out.rows[i] = static_cast<std::int16_t>(micro[i] / 1000000);
  }
  out.measure(micro.size());
  return true;
}

bool Facts::small_days(Input input, const std::int16_t* instead, DayColumn& out) {
  if (holes_of_calendar_) return false;
  const wt::DayMinutes& m = batch_->minutes();
  constexpr std::uint16_t kNight = wt::kUnpaired | wt::kNightNowhere;
  switch (input) {
    case Input::worked_minutes: return small_minutes(m.worked, wt::kUnpaired, out);
    case Input::night_minutes: return small_minutes(m.night, kNight, out);
    case Input::normal_minutes: return small_minutes(m.normal, wt::kUnpaired | wt::kNormalUntold, out);
    case Input::normal_night_minutes: return small_minutes(m.normal_night, kNight | wt::kNormalUntold, out);
    case Input::overtime_minutes: return small_minutes(m.overtime, wt::kUnpaired | wt::kNormalUntold, out);
    case Input::overtime_night_minutes: return small_minutes(m.overtime_night, kNight | wt::kNormalUntold, out);
    case Input::rest_day_minutes: return small_minutes(m.rest_day, wt::kUnpaired, out);
    case Input::rest_day_night_minutes: return small_minutes(m.rest_day_night, kNight, out);
    case Input::holiday_minutes: return small_minutes(m.holiday, wt::kUnpaired | wt::kDoubtfulHoliday, out);
    case Input::holiday_night_minutes: return small_minutes(m.holiday_night, kNight | wt::kDoubtfulHoliday, out);
    case Input::longest_stretch_minutes: return small_minutes(m.longest_stretch, wt::kUnpaired, out);
    case Input::break_minutes: return small_minutes(m.breaks, wt::kUnpaired, out);
    case Input::spread_minutes: return small_minutes(m.spread, wt::kUnpaired, out);
    case Input::shift_start_minute: return small_minutes(m.shift_start, wt::kUnpaired, out);
    case Input::rest_before_minutes: {
      if (!small_minutes(m.rest_before, wt::kUnpaired, out)) return false;
      if (out.extent.least > wt::kNoRestKnown) return true;
      if (instead == nullptr) return false;
      out.resize(m.rest_before.size());
      narrow_or(m.rest_before.data(), wt::kNoRestKnown, *instead, m.rest_before.size(), out.rows.data());
      out.measure(m.rest_before.size());
      return true;
    }
    case Input::is_employed: return !batch_->any_outside() && small_bits(wt::kEmployed, wt::kEmployed, out);
    case Input::is_working_day: return small_bits(wt::kWorkingDay, wt::kWorkingDay, out);
    case Input::is_scheduled: return !batch_->any_outside() && small_bits(wt::kWorkingDay | wt::kEmployed, wt::kWorkingDay | wt::kEmployed, out);
    case Input::is_present: return !totals_ && !holes_of_time_ && small_bits(wt::kPresent, wt::kPresent, out);
    case Input::is_rest_day: return small_bits(wt::kRestDay, wt::kRestDay, out);
    case Input::is_second_free_day: return small_bits(wt::kSecondFreeDay, wt::kSecondFreeDay, out);
    case Input::is_holiday: return small_bits(wt::kHoliday, wt::kHoliday, out);
    case Input::absence: return small_absence(out);
    case Input::unpaid_leave: return small_unpaid_leave(out);
    default: return false;
  }
}

namespace {

std::int8_t position_of(const std::string& type) {
  const auto names = records::spec_of(TableKind::leave).fields[field::leave::type].values;
  return static_cast<std::int8_t>(std::find(names.begin(), names.end(), type) - names.begin());
}

}  // namespace

// Calls fn(day row, millionths of a day) for each row of the leave table that counts as paid leave of the type.
template <class Fn>
void Facts::for_leave(const std::string& type, bool calendar_days, Fn fn) const {
  const DataTable& t = (*data_)[TableKind::leave];
  const wt::Setting& s = batch_->setting();
  const std::int8_t wanted = position_of(type);
  constexpr std::uint16_t kMask = wt::kWorkingDay | wt::kEmployed | wt::kHoliday;
  for (std::uint32_t w = 0; w < batch_->count(); ++w) {
    for (const std::uint32_t r : s.index->rows(TableKind::leave, batch_->first_worker() + w)) {
      const std::int32_t day = t.narrow(field::leave::date, r);
      if (!s.inside(day) || t.narrow(field::leave::type, r) != wanted) continue;
      if (t.narrow(field::leave::paid, r) == static_cast<std::int32_t>(records::YesNo::no)) continue;
      const std::size_t row = static_cast<std::size_t>(w) * s.days + s.day_index(day);
      const std::uint16_t bits = batch_->bits()[row];
      if (!(bits & wt::kEmployed)) continue;
      if (!calendar_days && (bits & kMask) != (wt::kWorkingDay | wt::kEmployed)) continue;
      const std::int64_t fraction = t.wide(field::leave::fraction, r);
      fn(row, fraction == kNone64 ? 1000000 : fraction);
    }
  }
}

bool Facts::small_leave(const std::string& type, bool calendar_days, DayColumn& out) {
  if (holes_of_leave_ || holes_of_calendar_) return false;
  if (!batch_->has_leave_of(static_cast<std::size_t>(position_of(type)))) return out.set_all(0), true;
  const std::size_t days = batch_->bits().size();
  out.resize(days);
  std::fill(out.rows.begin(), out.rows.end(), std::int16_t{0});
  bool whole = true;
  for_leave(type, calendar_days, [&](std::size_t row, std::int64_t micro) {
    whole = whole && micro >= 0 && micro % 1000000 == 0 && is_small(out.rows[row] + micro / 1000000);
    if (whole) out.rows[row] = static_cast<std::int16_t>(out.rows[row] + micro / 1000000);
  });
  if (whole) out.measure(days);
  return whole;
}

void Facts::leave(const std::string& type, bool calendar_days, Values& out) {
  if (!batch_->has_leave_of(static_cast<std::size_t>(position_of(type))) && !holes_of_leave_) {
    out.reset(Grain::day, 1, true);
    out.numerators[0] = 0;
    return;
  }
  out.reset(Grain::day, batch_->bits().size(), false);
  std::fill(out.numerators.begin(), out.numerators.end(), 0);
  std::vector<std::size_t>& rows = leave_rows_;  // few days of a batch are leave, so the column is touched only there
  rows.clear();
  for_leave(type, calendar_days, [&](std::size_t row, std::int64_t micro) {
    if (out.numerators[row] == 0) rows.push_back(row);
    out.numerators[row] += micro;
  });
  bool whole = true;
  std::int64_t largest = 0;
  for (const std::size_t row : rows) {
    whole = whole && out.numerators[row] % 1000000 == 0;
    largest = std::max(largest, out.numerators[row]);
  }
  if (whole) {
    // A day of two rows of no leave at all stands in the list twice.
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    for (const std::size_t row : rows) out.numerators[row] /= 1000000;
    largest /= 1000000;
  }
  out.denominator = whole ? 1 : 1000000;
  out.bound = static_cast<UInt128>(largest);
  if (!calendar_days) flag_calendar(out, Days::on_leave);
  flag_leave(out, false);
}

}  // namespace wageproof::due
