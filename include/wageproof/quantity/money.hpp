#pragma once

#include <cassert>
#include <compare>
#include <concepts>
#include <cstdint>
#include <string>
#include <type_traits>

#include "wageproof/export.h"
#include "wageproof/quantity/currency.hpp"
#include "wageproof/quantity/detail/int128.hpp"
#include "wageproof/quantity/ratio.hpp"
#include "wageproof/quantity/rounding.hpp"
#include "wageproof/quantity/status.hpp"

namespace wageproof::quantity {

/// An amount in one currency, exact to six decimals, up to ±9 223 372 036 854.775807.
class Money {
public:
    static constexpr std::int64_t kMicroPerUnit = 1'000'000;

    /// Zero of no currency.
    constexpr Money() noexcept = default;

    [[nodiscard]] static constexpr Money from_micro(std::same_as<std::int64_t> auto micro,
                                                    Currency currency) noexcept {
        assert(detail::fits_int64(micro));
        Money result;
        result.micro_ = micro;
        result.currency_ = currency;
        return result;
    }
    [[nodiscard]] static constexpr Money from_micro(std::same_as<int> auto micro,
                                                    Currency currency) noexcept {
        return from_micro(std::int64_t{micro}, currency);
    }
    /// Whole units of the currency, where the caller knows that they fit.
    [[nodiscard]] static constexpr Money from_units(std::integral auto units, Currency currency) noexcept {
        return *try_multiply(from_micro(kMicroPerUnit, currency), static_cast<std::int64_t>(units));
    }
    [[nodiscard]] static constexpr Money zero(Currency currency) noexcept {
        return from_micro(std::int64_t{0}, currency);
    }
    [[nodiscard]] static constexpr Money largest(Currency currency) noexcept {
        return from_micro(detail::kInt64Max, currency);
    }

    [[nodiscard]] constexpr std::int64_t micro() const noexcept { return micro_; }
    [[nodiscard]] constexpr Currency currency() const noexcept { return currency_; }
    [[nodiscard]] constexpr bool is_zero() const noexcept { return micro_ == 0; }

    /// @errors unit_mismatch: two currencies; overflow
    [[nodiscard]] static constexpr Tried<Money> try_add(Money a, Money b) noexcept {
        if (a.currency_ != b.currency_) return StatusCode::unit_mismatch;
        return checked(detail::Int128{a.micro_} + b.micro_, a.currency_);
    }
    /// @errors unit_mismatch: two currencies; overflow
    [[nodiscard]] static constexpr Tried<Money> try_subtract(Money a, Money b) noexcept {
        if (a.currency_ != b.currency_) return StatusCode::unit_mismatch;
        return checked(detail::Int128{a.micro_} - b.micro_, a.currency_);
    }
    /// @errors overflow
    [[nodiscard]] static constexpr Tried<Money> try_multiply(Money a, std::int64_t times) noexcept {
        return checked(detail::Int128{a.micro_} * times, a.currency_);
    }
    /// a × ratio.
    ///
    /// @rounding once, to the step of `rounding` in micro units
    /// @errors   overflow
    [[nodiscard]] static constexpr Tried<Money> try_multiply(Money a, Ratio ratio,
                                                             Rounding rounding) noexcept {
        const auto product = round_product(a.micro_, ratio.numerator(), ratio.denominator(), rounding);
        if (!product) return product.code;
        return from_micro(product.value, a.currency_);
    }
    /// How many times b goes into a, exactly.
    ///
    /// @errors unit_mismatch: two currencies; invalid_argument: b is zero
    [[nodiscard]] static constexpr Tried<Ratio> try_divide(Money a, Money b) noexcept {
        if (a.currency_ != b.currency_) return StatusCode::unit_mismatch;
        return Ratio::make(a.micro_, b.micro_);
    }
    /// The amount at the step that the law names. @errors overflow
    [[nodiscard]] constexpr Tried<Money> rounded(Rounding rounding) const noexcept {
        const auto value = round_to_step(micro_, rounding);
        if (!value) return value.code;
        return from_micro(value.value, currency_);
    }

    // Plain forms: the caller knows that the currencies agree and the result fits.
    friend constexpr Money operator+(Money a, Money b) noexcept { return *try_add(a, b); }
    friend constexpr Money operator-(Money a, Money b) noexcept { return *try_subtract(a, b); }
    friend constexpr Money operator-(Money a) noexcept { return from_micro(-a.micro_, a.currency_); }
    friend constexpr Money operator*(Money a, std::same_as<std::int64_t> auto times) noexcept {
        return *try_multiply(a, times);
    }
    friend constexpr Money operator*(Money a, std::same_as<int> auto times) noexcept {
        return *try_multiply(a, std::int64_t{times});
    }
    constexpr Money& operator+=(Money other) noexcept { return *this = *this + other; }
    constexpr Money& operator-=(Money other) noexcept { return *this = *this - other; }

    friend constexpr bool operator==(Money, Money) noexcept = default;
    /// Amounts of two currencies stand in no order.
    friend constexpr std::partial_ordering operator<=>(Money a, Money b) noexcept {
        if (a.currency_ != b.currency_) return std::partial_ordering::unordered;
        return a.micro_ <=> b.micro_;
    }

private:
    [[nodiscard]] static constexpr Tried<Money> checked(detail::Int128 micro, Currency currency) noexcept {
        if (!detail::fits_int64(micro)) return StatusCode::overflow;
        return from_micro(static_cast<std::int64_t>(micro), currency);
    }

    std::int64_t micro_ = 0;
    Currency currency_;
};

static_assert(sizeof(Money) == 16);
static_assert(std::is_trivially_copyable_v<Money>);

/// The amount with exactly the decimals of its currency's minor unit, without the
/// code; `mode` says what happens to an amount that is finer.
WAGEPROOF_API void append_text(std::string& out, Money money, RoundingMode mode);
[[nodiscard]] WAGEPROOF_API std::string to_text(Money money, RoundingMode mode);

}  // namespace wageproof::quantity
