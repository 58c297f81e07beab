#include "wageproof/quantity/utc_offset.hpp"

#include <date/tz.h>

#include <stdexcept>

namespace wageproof::quantity {

std::optional<std::int32_t> utc_offset_minutes(const std::string& zone, std::int64_t utc_seconds) {
  try {
    const auto info = date::locate_zone(zone)->get_info(date::sys_seconds{std::chrono::seconds{utc_seconds}});
    return static_cast<std::int32_t>(info.offset.count() / 60);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace wageproof::quantity
