// When the sun rises and sets: exact fixed-point arithmetic, the same on every machine.
#pragma once

#include <cstdint>

#include "wageproof/export.h"
#include "wageproof/quantity/date.hpp"

namespace wageproof::quantity {

enum class SunEvent : std::uint8_t { rises, sets };

struct SunMinute {
  enum class Kind : std::uint8_t { at, never_up, never_down } kind = Kind::at;
  std::int32_t utc_minute = 0;  ///< after 00:00 UTC of the date, to the nearest minute; may lie outside 0 to 1439
};

/// Sunrise or sunset: the upper limb on a level horizon with the usual refraction, that is the centre at 90.833 degrees
/// from the zenith, of the day whose noon lies nearest to the date's 12:00 local solar time.
///
/// The method is that of the NOAA solar calculator (J. Meeus, Astronomical Algorithms, chapters 25 and 28, the low-accuracy
/// position of the sun): within a minute of almanacs between 1900 and 2100 up to 65 degrees of latitude.
/// @param latitude_micro   millionths of a degree, north positive, within 90 degrees
/// @param longitude_micro  millionths of a degree, east positive, within 180 degrees
[[nodiscard]] WAGEPROOF_API SunMinute sun_minute(Date date, SunEvent event, std::int64_t latitude_micro, std::int64_t longitude_micro) noexcept;

}  // namespace wageproof::quantity
