// Numbers as a vendor writes them: other decimal signs, groups, currency signs, other units.
#pragma once

#include <cstdint>
#include <string_view>

#include "readers/mapping.hpp"
#include "readers/reason.hpp"

namespace wageproof::readers {

/// An amount in millionths, read under the options of its source.
/// @rounding  half away from zero to 6 decimals where the source says `round`; `rounded` tells that it
/// happened
/// @errors    not_a_number: also groups that are neither of three nor 3-2-2; too_many_decimals; out_of_range
[[nodiscard]] Read<std::int64_t> read_mapped_amount(std::string_view text, const SourceOptions& options,
                                                    bool& rounded);

/// `micro` in our unit. @errors too_many_decimals: not exact, and no `round`; out_of_range
[[nodiscard]] Read<std::int64_t> in_our_unit(std::int64_t micro, const UnitRule& unit, bool round,
                                             bool& rounded) noexcept;

/// `7:30` as 450 minutes, in millionths. @errors not_a_number
[[nodiscard]] Read<std::int64_t> read_hours_and_minutes(std::string_view text) noexcept;

}  // namespace wageproof::readers
