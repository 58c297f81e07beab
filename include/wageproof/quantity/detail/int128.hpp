#pragma once

#include <cstdint>
#include <limits>

namespace wageproof::quantity::detail {

// The built-in type passes -Wpedantic only under __extension__, and has no
// std::is_integral; it stays behind detail so that no user meets either.
__extension__ typedef __int128 Int128;

/// Quantities use the symmetric range, so that the negative of a value always is one.
inline constexpr std::int64_t kInt64Max = std::numeric_limits<std::int64_t>::max();

[[nodiscard]] constexpr bool fits_int64(Int128 value) noexcept {
    return value >= -Int128{kInt64Max} && value <= Int128{kInt64Max};
}

[[nodiscard]] constexpr Int128 absolute(Int128 value) noexcept { return value < 0 ? -value : value; }

[[nodiscard]] constexpr Int128 greatest_common_divisor(Int128 a, Int128 b) noexcept {
    a = absolute(a);
    b = absolute(b);
    while (b != 0) {
        const Int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

}  // namespace wageproof::quantity::detail
