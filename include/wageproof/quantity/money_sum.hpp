#pragma once

#include <cstdint>

#include "wageproof/quantity/detail/int128.hpp"

namespace wageproof::quantity {

/// The largest amount that is stated, in millionths: 4 000 000 000 000 whole units. A larger one cannot be told. The
/// difference of two amounts that are stated always fits 64 bits.
inline constexpr std::int64_t kLargestStatedMicro = 4'000'000'000'000'000'000;

[[nodiscard]] constexpr bool is_stated(detail::Int128 micro) noexcept {
    return micro >= -kLargestStatedMicro && micro <= kLargestStatedMicro;
}

/// An exact sum of amounts in millionths, whatever their number and order.
class MoneySum {
public:
    constexpr MoneySum& operator+=(detail::Int128 micro) noexcept {
        sum_ += micro;
        return *this;
    }
    constexpr MoneySum& operator-=(detail::Int128 micro) noexcept { return *this += -micro; }
    constexpr MoneySum& operator+=(const MoneySum& other) noexcept { return *this += other.sum_; }

    [[nodiscard]] constexpr detail::Int128 exact() const noexcept { return sum_; }
    [[nodiscard]] constexpr bool is_stated() const noexcept { return quantity::is_stated(sum_); }
    /// The sum where it is stated, else 0: ask first.
    [[nodiscard]] constexpr std::int64_t micro() const noexcept {
        return is_stated() ? static_cast<std::int64_t>(sum_) : 0;
    }
    /// The sum, or the largest amount of its sign that is stated.
    [[nodiscard]] constexpr std::int64_t clamped() const noexcept {
        if (is_stated()) return static_cast<std::int64_t>(sum_);
        return sum_ < 0 ? -kLargestStatedMicro : kLargestStatedMicro;
    }

private:
    detail::Int128 sum_ = 0;
};

}  // namespace wageproof::quantity
