#pragma once

#include <cassert>
#include <compare>
#include <concepts>
#include <cstdint>
#include <type_traits>

#include "wageproof/quantity/detail/int128.hpp"
#include "wageproof/quantity/rounding.hpp"
#include "wageproof/quantity/status.hpp"

namespace wageproof::quantity {

/// An exact fraction in lowest terms, its denominator above 0. Nothing in it ever
/// rounds: what does not fit is refused.
class Ratio {
public:
    constexpr Ratio() noexcept = default;
    constexpr explicit Ratio(std::integral auto whole) noexcept
        : numerator_(static_cast<std::int64_t>(whole)) {
        assert(detail::fits_int64(static_cast<detail::Int128>(whole)));
    }

    /// @errors invalid_argument: denominator 0; overflow: not within 64 bits in lowest terms
    [[nodiscard]] static constexpr Tried<Ratio> make(std::int64_t numerator,
                                                     std::int64_t denominator) noexcept {
        return reduced(numerator, denominator);
    }
    /// The same where the caller knows that it holds, as with constants.
    [[nodiscard]] static constexpr Ratio of(std::int64_t numerator, std::int64_t denominator) noexcept {
        return *make(numerator, denominator);
    }

    [[nodiscard]] constexpr std::int64_t numerator() const noexcept { return numerator_; }
    [[nodiscard]] constexpr std::int64_t denominator() const noexcept { return denominator_; }
    [[nodiscard]] constexpr bool is_whole() const noexcept { return denominator_ == 1; }

    [[nodiscard]] static constexpr Tried<Ratio> try_add(Ratio a, Ratio b) noexcept {
        return reduced(wide(a.numerator_) * b.denominator_ + wide(b.numerator_) * a.denominator_,
                       wide(a.denominator_) * b.denominator_);
    }
    [[nodiscard]] static constexpr Tried<Ratio> try_subtract(Ratio a, Ratio b) noexcept {
        return try_add(a, -b);
    }
    [[nodiscard]] static constexpr Tried<Ratio> try_multiply(Ratio a, Ratio b) noexcept {
        return reduced(wide(a.numerator_) * b.numerator_, wide(a.denominator_) * b.denominator_);
    }
    /// @errors invalid_argument: b is zero; overflow
    [[nodiscard]] static constexpr Tried<Ratio> try_divide(Ratio a, Ratio b) noexcept {
        return reduced(wide(a.numerator_) * b.denominator_, wide(a.denominator_) * b.numerator_);
    }

    // Plain forms: the caller knows that the result fits.
    friend constexpr Ratio operator+(Ratio a, Ratio b) noexcept { return *try_add(a, b); }
    friend constexpr Ratio operator-(Ratio a, Ratio b) noexcept { return *try_subtract(a, b); }
    friend constexpr Ratio operator*(Ratio a, Ratio b) noexcept { return *try_multiply(a, b); }
    friend constexpr Ratio operator/(Ratio a, Ratio b) noexcept { return *try_divide(a, b); }
    friend constexpr Ratio operator-(Ratio a) noexcept {
        a.numerator_ = -a.numerator_;
        return a;
    }

    friend constexpr bool operator==(Ratio, Ratio) noexcept = default;
    friend constexpr std::strong_ordering operator<=>(Ratio a, Ratio b) noexcept {
        const detail::Int128 left = wide(a.numerator_) * b.denominator_;
        const detail::Int128 right = wide(b.numerator_) * a.denominator_;
        if (left < right) return std::strong_ordering::less;
        if (left > right) return std::strong_ordering::greater;
        return std::strong_ordering::equal;
    }

    /// The integer that the law makes of it.
    [[nodiscard]] constexpr Tried<std::int64_t> rounded(Rounding rounding) const noexcept {
        return round_product(numerator_, 1, denominator_, rounding);
    }

private:
    [[nodiscard]] static constexpr detail::Int128 wide(std::int64_t value) noexcept { return value; }

    [[nodiscard]] static constexpr Tried<Ratio> reduced(detail::Int128 numerator,
                                                        detail::Int128 denominator) noexcept {
        if (denominator == 0) return StatusCode::invalid_argument;
        if (denominator < 0) {
            numerator = -numerator;
            denominator = -denominator;
        }
        const detail::Int128 divisor = detail::greatest_common_divisor(numerator, denominator);
        numerator /= divisor;
        denominator /= divisor;
        if (!detail::fits_int64(numerator) || !detail::fits_int64(denominator)) {
            return StatusCode::overflow;
        }
        Ratio result;
        result.numerator_ = static_cast<std::int64_t>(numerator);
        result.denominator_ = static_cast<std::int64_t>(denominator);
        return result;
    }

    std::int64_t numerator_ = 0;
    std::int64_t denominator_ = 1;
};

static_assert(sizeof(Ratio) == 16);
static_assert(std::is_trivially_copyable_v<Ratio>);

}  // namespace wageproof::quantity
