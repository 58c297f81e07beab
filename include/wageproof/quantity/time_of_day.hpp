#pragma once

#include <cassert>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "wageproof/export.h"
#include "wageproof/quantity/status.hpp"

namespace wageproof::quantity {

/// A local clock time, to the second, from 00:00:00 to 23:59:59.
class TimeOfDay {
public:
    static constexpr std::int32_t kSecondsPerDay = 86'400;

    /// Midnight.
    constexpr TimeOfDay() noexcept = default;

    /// @errors out_of_range: not within one day
    [[nodiscard]] static constexpr Tried<TimeOfDay> from_seconds(std::int64_t since_midnight) noexcept {
        if (since_midnight < 0 || since_midnight >= kSecondsPerDay) return StatusCode::out_of_range;
        TimeOfDay result;
        result.seconds_ = static_cast<std::int32_t>(since_midnight);
        return result;
    }
    /// The same where the caller knows that it is one, as with constants.
    [[nodiscard]] static constexpr TimeOfDay of(std::int32_t hour, std::int32_t minute,
                                                std::int32_t second = 0) noexcept {
        assert(hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60);
        return *from_seconds((std::int64_t{hour} * 60 + minute) * 60 + second);
    }

    [[nodiscard]] constexpr std::int32_t seconds() const noexcept { return seconds_; }
    [[nodiscard]] constexpr std::int32_t hour() const noexcept { return seconds_ / 3600; }
    [[nodiscard]] constexpr std::int32_t minute() const noexcept { return seconds_ / 60 % 60; }
    [[nodiscard]] constexpr std::int32_t second() const noexcept { return seconds_ % 60; }

    friend constexpr bool operator==(TimeOfDay, TimeOfDay) noexcept = default;
    friend constexpr std::strong_ordering operator<=>(TimeOfDay, TimeOfDay) noexcept = default;

private:
    std::int32_t seconds_ = 0;
};

static_assert(sizeof(TimeOfDay) == 4);
static_assert(std::is_trivially_copyable_v<TimeOfDay>);

/// Exactly `HH:MM` or `HH:MM:SS`; the digits may be of any script. `24:00` is the
/// next day's midnight, and no time of this one.
///
/// @errors parse_error: another form; out_of_range: no such time
[[nodiscard]] WAGEPROOF_API Tried<TimeOfDay> parse_time_of_day(std::string_view text) noexcept;

/// `HH:MM`, with `:SS` where the seconds are not zero.
WAGEPROOF_API void append_text(std::string& out, TimeOfDay time);
[[nodiscard]] WAGEPROOF_API std::string to_text(TimeOfDay time);

}  // namespace wageproof::quantity
