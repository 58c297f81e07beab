// The law's own calendar: holidays of a day and region, feasts in a span, the night window of a day.
#pragma once

#include <cstdint>
#include <string_view>

#include "wageproof/export.h"
#include "wageproof/law/pack.hpp"

namespace wageproof::law {

/// A day that the law's calendar names: a public holiday, or a rest or working day moved to it. The folder's own `calendar` rows are laid over it elsewhere.
struct HolidayFound {
  bool is_holiday = false;
  CalendarDay moved = CalendarDay::holiday;  ///< else than `holiday`: the day is none, but a rest or working day
  std::string_view name, category;          ///< valid as long as the pack
  const Provenance* provenance = nullptr;
  explicit operator bool() const noexcept { return is_holiday; }
};

/// Whether a list covers the day; where none does, only the fixed dates are holidays.
[[nodiscard]] WAGEPROOF_API bool is_listed(const Calendar& calendar, std::int32_t date) noexcept;

/// @param region  the worker's; empty where it is not known. A holiday of a region holds there and below it
/// @param week_days  of the worker's week; 0 where it does not matter
/// @cost  logarithmic in the list; never allocates
[[nodiscard]] WAGEPROOF_API HolidayFound holiday_on(const Pack& pack, std::int32_t date, std::string_view region, int week_days = 0) noexcept;

/// Whether the day's answer depends on a region: some holiday of that day holds in one only.
[[nodiscard]] WAGEPROOF_API bool depends_on_region(const Calendar& calendar, std::int32_t date) noexcept;

struct FeastFound {
  enum class Kind : std::uint8_t { found, none, unknown } kind = Kind::none;  ///< unknown: the span reaches beyond the listed years
  std::int32_t date = 0;
  const Holiday* feast = nullptr;
};

/// The first of that feast from one day to another, both inside.
[[nodiscard]] WAGEPROOF_API FeastFound feast_in(const Calendar& calendar, std::string_view name, std::int32_t from,
                                                std::int32_t to) noexcept;

/// The night window of a day; null where the law knows none (or none yet).
[[nodiscard]] WAGEPROOF_API const NightWindow* night_at(const Worktime& worktime, std::int32_t date) noexcept;

}  // namespace wageproof::law
