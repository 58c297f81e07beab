#include "readers/zone.hpp"

#include <date/tz.h>
#include <stdexcept>

namespace wageproof::readers {
namespace {

const date::time_zone& zone_at(const void* zone) noexcept {
    return *static_cast<const date::time_zone*>(zone);
}

}  // namespace

quantity::Status check_zone(const std::string& name) {
    try {
        static_cast<void>(date::locate_zone(name));
    } catch (const std::exception&) {
        return {quantity::StatusCode::invalid_argument,
                "time zone \"" + name +
                    "\" is not known to this system; expected a name such as \"Asia/Phnom_Penh\""};
    }
    return {};
}

ZoneClock::ZoneClock(const std::string& name) : zone_(date::locate_zone(name)) {}

std::int64_t ZoneClock::to_local(std::int64_t utc_seconds) {
    if (utc_seconds < from_ || utc_seconds >= until_) {
        const auto info = zone_at(zone_).get_info(date::sys_seconds{std::chrono::seconds{utc_seconds}});
        from_ = info.begin.time_since_epoch().count();
        until_ = info.end.time_since_epoch().count();
        offset_ = info.offset.count();
    }
    return utc_seconds + offset_;
}

Read<std::int64_t> ZoneClock::to_utc(std::int64_t local_seconds) {
    // Well inside the stretch that is remembered no clock is changed.
    constexpr std::int64_t kDay = 86400;
    if (local_seconds >= from_ + kDay && local_seconds < until_ - kDay) return local_seconds - offset_;
    const auto info = zone_at(zone_).get_info(date::local_seconds{std::chrono::seconds{local_seconds}});
    if (info.result != date::local_info::unique) return Reason::not_a_time;
    from_ = info.first.begin.time_since_epoch().count();
    until_ = info.first.end.time_since_epoch().count();
    offset_ = info.first.offset.count();
    return local_seconds - offset_;
}

}  // namespace wageproof::readers
