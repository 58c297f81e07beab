#pragma once

#include <cassert>
#include <compare>
#include <concepts>
#include <cstdint>

#include "wageproof/quantity/detail/int128.hpp"
#include "wageproof/quantity/ratio.hpp"
#include "wageproof/quantity/rounding.hpp"
#include "wageproof/quantity/status.hpp"

namespace wageproof::quantity::detail {

/// What counts of one kind have in common: a 64-bit integer that meets only its
/// own kind. `Self` is the public type, which says what the integer counts.
template <class Self>
class Whole {
public:
    [[nodiscard]] static constexpr Tried<Self> try_add(Self a, Self b) noexcept {
        return checked(Int128{a.count_} + b.count_);
    }
    [[nodiscard]] static constexpr Tried<Self> try_subtract(Self a, Self b) noexcept {
        return checked(Int128{a.count_} - b.count_);
    }
    [[nodiscard]] static constexpr Tried<Self> try_multiply(Self a, std::int64_t times) noexcept {
        return checked(Int128{a.count_} * times);
    }
    /// a × ratio, rounded once.
    [[nodiscard]] static constexpr Tried<Self> try_multiply(Self a, Ratio ratio, Rounding rounding) noexcept {
        const auto product = round_product(a.count_, ratio.numerator(), ratio.denominator(), rounding);
        if (!product) return product.code;
        return made(product.value);
    }
    /// How many times b goes into a, exactly.
    [[nodiscard]] static constexpr Tried<Ratio> try_divide(Self a, Self b) noexcept {
        return Ratio::make(a.count_, b.count_);
    }

    // Plain forms: the caller knows that the result fits.
    friend constexpr Self operator+(Self a, Self b) noexcept { return *try_add(a, b); }
    friend constexpr Self operator-(Self a, Self b) noexcept { return *try_subtract(a, b); }
    friend constexpr Self operator-(Self a) noexcept { return made(-a.count_); }
    friend constexpr Self operator*(Self a, std::same_as<std::int64_t> auto times) noexcept {
        return *try_multiply(a, times);
    }
    friend constexpr Self operator*(Self a, std::same_as<int> auto times) noexcept {
        return *try_multiply(a, std::int64_t{times});
    }
    constexpr Self& operator+=(Self other) noexcept { return self() = self() + other; }
    constexpr Self& operator-=(Self other) noexcept { return self() = self() - other; }

    friend constexpr bool operator==(Self a, Self b) noexcept { return a.count_ == b.count_; }
    friend constexpr std::strong_ordering operator<=>(Self a, Self b) noexcept {
        return a.count_ <=> b.count_;
    }

protected:
    constexpr Whole() noexcept = default;
    constexpr explicit Whole(std::int64_t count) noexcept : count_(count) { assert(fits_int64(count)); }

    std::int64_t count_ = 0;

private:
    [[nodiscard]] constexpr Self& self() noexcept { return static_cast<Self&>(*this); }
    [[nodiscard]] static constexpr Self made(std::int64_t count) noexcept {
        Self result;
        result.count_ = count;
        return result;
    }
    [[nodiscard]] static constexpr Tried<Self> checked(Int128 count) noexcept {
        if (!fits_int64(count)) return StatusCode::overflow;
        return made(static_cast<std::int64_t>(count));
    }
};

}  // namespace wageproof::quantity::detail
