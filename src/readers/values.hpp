// Single values in the format's own form: dates, clock times, timestamps, amounts, whole numbers, ids.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "readers/reason.hpp"

namespace wageproof::readers {

inline constexpr std::int64_t kMicro = 1'000'000;
inline constexpr std::int64_t kSecondsOfDay = 86'400;

/// The text without blanks at its ends. Blanks are space, tab, carriage return, line feed and no-break
/// spaces.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

/// The text with digits of any script as 0–9 and blanks at the ends dropped; `scratch` holds it where it
/// changed.
[[nodiscard]] std::string_view normalise(std::string_view text, std::string& scratch);

[[nodiscard]] bool is_ascii(std::string_view text) noexcept;

/// Whether characters that are UTF-8 are also text: a NUL is none, and ends the text for most who read it later.
[[nodiscard]] inline bool is_text(std::string_view text) noexcept {
    return text.find('\0') == std::string_view::npos;
}

/// `YYYY-MM-DD` as days since 1970-01-01.
/// @errors not_a_date: another form, or a day that does not exist; out_of_range: outside 1900–2200
[[nodiscard]] Read<std::int32_t> read_date(std::string_view text) noexcept;

/// A year, month and day as days since 1970-01-01, with the same refusals.
[[nodiscard]] Read<std::int32_t> date_of(int year, int month, int day) noexcept;

/// `HH:MM` or `HH:MM:SS` as seconds since midnight. @errors not_a_time
[[nodiscard]] Read<std::int32_t> read_clock(std::string_view text) noexcept;

/// A timestamp as written: local seconds since 1970-01-01T00:00 and, where it has one, its offset from UTC.
struct Timestamp {
    std::int64_t local_seconds = 0;
    std::optional<std::int32_t> offset_seconds{};
};

/// ISO 8601 `YYYY-MM-DDTHH:MM[:SS[.fraction]][Z|±HH[:MM]]`, `T` or a blank; fractions of a second are
/// dropped.
/// @errors not_a_time: another form; not_a_date, out_of_range: its day
[[nodiscard]] Read<Timestamp> read_timestamp(std::string_view text) noexcept;

/// A decimal in millionths. @errors not_a_number, too_many_decimals, out_of_range (12 digits before the point
/// at most)
[[nodiscard]] Read<std::int64_t> read_decimal(std::string_view text) noexcept;

/// A whole number; decimals that are zeros are allowed. @errors not_a_number, too_many_decimals, out_of_range
[[nodiscard]] Read<std::int32_t> read_integer(std::string_view text) noexcept;

/// Whether the text is what a spreadsheet makes of a long number: `1.2E+10`.
[[nodiscard]] bool has_lost_digits(std::string_view text) noexcept;

/// Whether `text` matches a pattern with `*` (any run) and `?` (one byte).
[[nodiscard]] bool matches(std::string_view pattern, std::string_view text) noexcept;

}  // namespace wageproof::readers
