#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "wageproof/export.h"
#include "wageproof/quantity/status.hpp"

namespace wageproof::quantity {

/// A currency of ISO 4217, by its code of three capital letters.
class Currency {
public:
    /// No currency; it meets only itself.
    constexpr Currency() noexcept = default;

    /// @errors not_found: no current code of ISO 4217
    [[nodiscard]] WAGEPROOF_API static Tried<Currency> from_code(std::string_view code) noexcept;

    /// From the letters as `packed` gives them; not looked up.
    [[nodiscard]] static constexpr Currency from_packed(std::uint32_t packed) noexcept {
        Currency result;
        result.packed_ = packed;
        return result;
    }
    /// A code that is written in the program: `Currency::of("USD")`. Its letters
    /// are not looked up.
    [[nodiscard]] static consteval Currency of(const char (&code)[4]) {
        return from_packed(pack(code[0], code[1], code[2]));
    }

    /// The three letters, the first in the highest of the low 24 bits; 0 for none.
    [[nodiscard]] constexpr std::uint32_t packed() const noexcept { return packed_; }
    [[nodiscard]] constexpr bool is_none() const noexcept { return packed_ == 0; }
    [[nodiscard]] constexpr std::array<char, 3> letters() const noexcept {
        return {static_cast<char>(packed_ >> 16 & 0xFF), static_cast<char>(packed_ >> 8 & 0xFF),
                static_cast<char>(packed_ & 0xFF)};
    }

    /// The decimals of its minor unit by ISO 4217: 0 to 4; 2 for none.
    [[nodiscard]] WAGEPROOF_API int minor_digits() const noexcept;
    /// One minor unit in micro units of money: 10 000 where it has two decimals.
    [[nodiscard]] WAGEPROOF_API std::int64_t minor_unit_micro() const noexcept;

    friend constexpr bool operator==(Currency, Currency) noexcept = default;
    /// In order of the code.
    friend constexpr std::strong_ordering operator<=>(Currency, Currency) noexcept = default;

    [[nodiscard]] static constexpr std::uint32_t pack(char a, char b, char c) noexcept {
        return std::uint32_t{static_cast<unsigned char>(a)} << 16 |
               std::uint32_t{static_cast<unsigned char>(b)} << 8 |
               std::uint32_t{static_cast<unsigned char>(c)};
    }

private:
    std::uint32_t packed_ = 0;
};

static_assert(sizeof(Currency) == 4);
static_assert(std::is_trivially_copyable_v<Currency>);

/// The code; empty for none.
WAGEPROOF_API void append_text(std::string& out, Currency currency);
[[nodiscard]] WAGEPROOF_API std::string to_text(Currency currency);

}  // namespace wageproof::quantity
