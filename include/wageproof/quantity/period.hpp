#pragma once

#include <algorithm>
#include <cassert>
#include <compare>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

#include "wageproof/quantity/date.hpp"
#include "wageproof/quantity/status.hpp"

namespace wageproof::quantity {

/// The days from `first` to `last`, both inside. Never empty: where there may be
/// no day at all, the type is `std::optional<Period>`.
class Period {
public:
    /// The single day 1970-01-01.
    constexpr Period() noexcept = default;
    constexpr explicit Period(Date day) noexcept : first_(day), last_(day) {}

    /// @errors invalid_argument: `last` is before `first`
    [[nodiscard]] static constexpr Tried<Period> make(Date first, Date last) noexcept {
        if (last < first) return StatusCode::invalid_argument;
        Period result;
        result.first_ = first;
        result.last_ = last;
        return result;
    }
    /// The same where the caller knows the order.
    [[nodiscard]] static constexpr Period of(Date first, Date last) noexcept { return *make(first, last); }
    /// The calendar month that holds a day.
    [[nodiscard]] static constexpr Period month_of(Date day) noexcept {
        return of(first_day_of_month(day), last_day_of_month(day));
    }
    /// The calendar year that holds a day.
    [[nodiscard]] static constexpr Period year_of(Date day) noexcept {
        const std::int32_t year = day.civil().year;
        return of(Date::of(year, 1, 1), Date::of(year, 12, 31));
    }

    [[nodiscard]] constexpr Date first() const noexcept { return first_; }
    [[nodiscard]] constexpr Date last() const noexcept { return last_; }
    /// At least 1.
    [[nodiscard]] constexpr std::int32_t day_count() const noexcept { return last_ - first_ + 1; }

    [[nodiscard]] constexpr bool contains(Date day) const noexcept { return first_ <= day && day <= last_; }
    [[nodiscard]] constexpr bool contains(Period other) const noexcept {
        return first_ <= other.first_ && other.last_ <= last_;
    }
    [[nodiscard]] constexpr bool overlaps(Period other) const noexcept {
        return first_ <= other.last_ && other.first_ <= last_;
    }
    /// The days that both have; nothing where they have none in common.
    [[nodiscard]] constexpr std::optional<Period> overlap(Period other) const noexcept {
        if (!overlaps(other)) return std::nullopt;
        return of(std::max(first_, other.first_), std::min(last_, other.last_));
    }
    /// The days before `day`, and the days from it on; nothing where one of the
    /// two would be empty.
    [[nodiscard]] constexpr std::optional<std::pair<Period, Period>> split(Date day) const noexcept {
        if (day <= first_ || day > last_) return std::nullopt;
        return std::pair{of(first_, day - 1), of(day, last_)};
    }

    friend constexpr bool operator==(Period, Period) noexcept = default;
    /// By first day, then by last.
    friend constexpr std::strong_ordering operator<=>(Period, Period) noexcept = default;

private:
    Date first_;
    Date last_;
};

static_assert(sizeof(Period) == 8);
static_assert(std::is_trivially_copyable_v<Period>);

}  // namespace wageproof::quantity
