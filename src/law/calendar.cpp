#include "wageproof/law/calendar.hpp"

#include <algorithm>

#include "wageproof/law/lookup.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::law {

namespace {

/// First of the holidays on that day.
std::vector<Holiday>::const_iterator first_on(const Calendar& calendar, std::int32_t date) noexcept {
  return std::lower_bound(calendar.holidays.begin(), calendar.holidays.end(), date,
                          [](const Holiday& holiday, std::int32_t day) { return holiday.date < day; });
}

}  // namespace

bool is_listed(const Calendar& calendar, std::int32_t date) noexcept {
  return std::any_of(calendar.listed.begin(), calendar.listed.end(),
                     [date](const auto& span) { return span.first <= date && date <= span.second; });
}

HolidayFound holiday_on(const Pack& pack, std::int32_t date, std::string_view region, int week_days) noexcept {
  const Calendar& calendar = pack.calendar;
  if (is_listed(calendar, date)) {
    for (auto at = first_on(calendar, date); at != calendar.holidays.end() && at->date == date; ++at) {
      if (!at->region.empty() && !lies_within(pack, "region", region, at->region)) continue;
      if (at->week_days != 0 && at->week_days != week_days) continue;
      return {at->kind == CalendarDay::holiday, at->kind, at->name, at->category, &at->provenance};
    }
    return {};
  }
  const auto day = quantity::Date::try_from_serial(date);
  if (!day) return {};
  const quantity::CivilDate civil = day->civil();
  for (const FixedHoliday& fixed : calendar.fixed) {
    if (fixed.month != civil.month || fixed.day != civil.day || date < fixed.from || (fixed.to && date > *fixed.to)) continue;
    return {true, CalendarDay::holiday, fixed.name, fixed.category, &fixed.provenance};
  }
  return {};
}

bool depends_on_region(const Calendar& calendar, std::int32_t date) noexcept {
  if (!is_listed(calendar, date)) return false;
  bool regional = false;
  for (auto at = first_on(calendar, date); at != calendar.holidays.end() && at->date == date; ++at) {
    if (at->region.empty()) return false;
    regional = true;
  }
  return regional;
}

FeastFound feast_in(const Calendar& calendar, std::string_view name, std::int32_t from, std::int32_t to) noexcept {
  if (to < from) return {};
  for (const auto& [each, dates] : calendar.feasts) {
    if (each != name) continue;
    // Sorted when the pack was checked.
    const auto at = std::lower_bound(dates.begin(), dates.end(), from, [](const Holiday& feast, std::int32_t day) { return feast.date < day; });
    if (at != dates.end() && at->date <= to) return {FeastFound::Kind::found, at->date, &*at};
  }
  const auto first = quantity::Date::try_from_serial(from);
  const auto last = quantity::Date::try_from_serial(to);
  if (!first || !last) return {FeastFound::Kind::unknown, 0, nullptr};
  for (std::int32_t year = first->civil().year; year <= last->civil().year; ++year) {
    const bool listed = std::any_of(calendar.feast_years.begin(), calendar.feast_years.end(),
                                    [year](const auto& span) { return span.first <= year && year <= span.second; });
    if (!listed) return {FeastFound::Kind::unknown, 0, nullptr};
  }
  return {};
}

const NightWindow* night_at(const Worktime& worktime, std::int32_t date) noexcept {
  const NightWindow* found = nullptr;
  for (const NightWindow& window : worktime.night) {
    if (window.from <= date) found = &window;
  }
  return found;
}

}  // namespace wageproof::law
