// How far a time zone's clocks are ahead of UTC at a moment.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "wageproof/export.h"

namespace wageproof::quantity {

/// @param  zone  a name such as "Africa/Cairo"
/// @return whole minutes, summer time included; nothing where the system does not know the zone
[[nodiscard]] WAGEPROOF_API std::optional<std::int32_t> utc_offset_minutes(const std::string& zone, std::int64_t utc_seconds);

}  // namespace wageproof::quantity
