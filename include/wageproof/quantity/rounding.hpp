#pragma once

#include <cassert>
#include <cstdint>
#include <type_traits>

#include "wageproof/quantity/detail/int128.hpp"
#include "wageproof/quantity/status.hpp"

namespace wageproof::quantity {

/// Where a value between two steps goes.
enum class RoundingMode : std::uint8_t {
    half_away_from_zero,  ///< nearest; a tie goes away from zero (2.5 → 3, −2.5 → −3)
    half_even,            ///< nearest; a tie goes to the even step (2.5 → 2, 3.5 → 4)
    half_up,              ///< nearest; a tie goes up (2.5 → 3, −2.5 → −2)
    up,                   ///< towards plus infinity
    down,                 ///< towards minus infinity
    towards_zero,
    away_from_zero,
};

/// How the law rounds: a mode and the step that results are multiples of. There
/// is no default: where information is lost, the call says how.
class Rounding {
public:
    /// @param step  in the smallest unit of what is rounded (micro units of money,
    ///              minutes, ten-thousandths of a day); above 0
    constexpr Rounding(RoundingMode mode, std::int64_t step) noexcept : step_(step), mode_(mode) {
        assert(step > 0);
    }

    [[nodiscard]] constexpr RoundingMode mode() const noexcept { return mode_; }
    [[nodiscard]] constexpr std::int64_t step() const noexcept { return step_; }

    friend constexpr bool operator==(Rounding, Rounding) noexcept = default;

private:
    std::int64_t step_;
    RoundingMode mode_;
};

static_assert(sizeof(Rounding) == 16);
static_assert(std::is_trivially_copyable_v<Rounding>);

namespace detail {

/// numerator / divisor as an integer, rounded once. divisor > 0; both within 2^126.
[[nodiscard]] constexpr Int128 round_quotient(Int128 numerator, Int128 divisor, RoundingMode mode) noexcept {
    const Int128 whole = numerator / divisor;  // towards zero
    const Int128 rest = numerator % divisor;
    if (rest == 0) return whole;
    const bool negative = rest < 0;
    const Int128 outward = negative ? whole - 1 : whole + 1;
    const Int128 twice = 2 * absolute(rest);
    switch (mode) {
        case RoundingMode::towards_zero: return whole;
        case RoundingMode::away_from_zero: return outward;
        case RoundingMode::up: return negative ? whole : outward;
        case RoundingMode::down: return negative ? outward : whole;
        case RoundingMode::half_away_from_zero: return twice >= divisor ? outward : whole;
        case RoundingMode::half_up:
            if (twice == divisor) return negative ? whole : outward;
            return twice > divisor ? outward : whole;
        case RoundingMode::half_even:
            if (twice == divisor) return whole % 2 == 0 ? whole : outward;
            return twice > divisor ? outward : whole;
    }
    return whole;
}

}  // namespace detail

/// The exact fraction value × numerator / denominator, rounded once to the step.
///
/// @param  denominator  above 0
/// @errors overflow: the rounded value is beyond ±(2^63 − 1)
/// @cost   constant, no allocation
[[nodiscard]] constexpr Tried<std::int64_t> round_product(std::int64_t value, std::int64_t numerator,
                                                          std::int64_t denominator,
                                                          Rounding rounding) noexcept {
    assert(denominator > 0);
    const detail::Int128 product = detail::Int128{value} * numerator;
    const detail::Int128 divisor = detail::Int128{denominator} * rounding.step();
    const detail::Int128 steps = detail::round_quotient(product, divisor, rounding.mode());
    if (!detail::fits_int64(steps)) return StatusCode::overflow;
    const detail::Int128 result = steps * rounding.step();
    if (!detail::fits_int64(result)) return StatusCode::overflow;
    return static_cast<std::int64_t>(result);
}

/// A value rounded to the step.
[[nodiscard]] constexpr Tried<std::int64_t> round_to_step(std::int64_t value, Rounding rounding) noexcept {
    return round_product(value, 1, 1, rounding);
}

}  // namespace wageproof::quantity
