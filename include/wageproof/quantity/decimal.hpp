#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "wageproof/export.h"
#include "wageproof/quantity/rounding.hpp"

namespace wageproof::quantity {

/// Why a text is no amount, in the words of the table of rejects.
enum class DecimalError : std::uint8_t { none, not_a_number, too_many_decimals, out_of_range };

/// `none`, `not_a_number`, `too_many_decimals` or `out_of_range`.
[[nodiscard]] WAGEPROOF_API std::string_view to_text(DecimalError error) noexcept;

/// What becomes of a seventh decimal.
enum class ExtraDecimals : std::uint8_t {
    refuse,                    ///< too_many_decimals, also where they are zeros
    round_half_away_from_zero  ///< once, and `rounded` says so
};

struct [[nodiscard]] ParsedDecimal {
    std::int64_t micro = 0;  ///< millionths; 0 where there is an error
    DecimalError error = DecimalError::none;
    bool rounded = false;  ///< there were more than six decimals

    [[nodiscard]] constexpr bool ok() const noexcept { return error == DecimalError::none; }
};

/// An amount as the record format writes it: an optional sign, digits, and after a
/// `.` at most six more; one side of the point may be empty. No blanks, no
/// thousands separator, no exponent. Digits of any script count as 0–9.
///
/// @errors not_a_number before too_many_decimals before out_of_range
/// @cost   linear in the text, no allocation
WAGEPROOF_API ParsedDecimal parse_decimal(std::string_view text,
                                          ExtraDecimals extra = ExtraDecimals::refuse) noexcept;

/// Whether `micro` needs no more than `decimals` (0–6) decimals.
[[nodiscard]] WAGEPROOF_API bool is_exact_at(std::int64_t micro, int decimals) noexcept;

/// Writes millionths with exactly `decimals` (0–6) decimals: `-1234.50`. A value
/// that is rounded to zero has no sign.
WAGEPROOF_API void append_decimal(std::string& out, std::int64_t micro, int decimals, RoundingMode mode);

/// Writes millionths exactly, without trailing zeros: `-1234.5`, `7`.
WAGEPROOF_API void append_decimal_trimmed(std::string& out, std::int64_t micro);

/// The text with each decimal digit of another script (Khmer, Arabic, Bengali, …)
/// replaced by its ASCII digit; everything else, bad UTF-8 too, stays as it is.
[[nodiscard]] WAGEPROOF_API std::string with_ascii_digits(std::string_view text);

}  // namespace wageproof::quantity
