// Why a row is rejected: the format's own words.
#pragma once

#include <cstdint>
#include <string_view>

namespace wageproof::readers {

enum class Reason : std::uint8_t {
    none,
    missing,
    not_a_date,
    not_a_time,
    not_a_number,
    too_many_decimals,
    digits_lost,
    out_of_range,
    unknown_value,
    bad_encoding,
    column_count,
    bad_json,
    duplicate,
    longer_than_a_day,
    too_long
};

[[nodiscard]] constexpr std::string_view to_text(Reason reason) noexcept {
    constexpr std::string_view kTexts[] = {"",
                                           "missing",
                                           "not_a_date",
                                           "not_a_time",
                                           "not_a_number",
                                           "too_many_decimals",
                                           "digits_lost",
                                           "out_of_range",
                                           "unknown_value",
                                           "bad_encoding",
                                           "column_count",
                                           "bad_json",
                                           "duplicate",
                                           "longer_than_a_day",
                                           "too_long"};
    return kTexts[static_cast<std::size_t>(reason)];
}

/// A value that was read, or why it could not be.
template <class T>
struct Read {
    T value{};
    Reason reason = Reason::none;

    constexpr Read(T result) noexcept : value(result) {}
    constexpr Read(Reason why) noexcept : reason(why) {}
    [[nodiscard]] constexpr bool ok() const noexcept { return reason == Reason::none; }
};

}  // namespace wageproof::readers
