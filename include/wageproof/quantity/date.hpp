#pragma once

#include <cassert>
#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "wageproof/export.h"
#include "wageproof/quantity/status.hpp"

namespace wageproof::quantity {

enum class Weekday : std::uint8_t { mon, tue, wed, thu, fri, sat, sun };

/// What '31 January and one month' is: a legal question that must be answered.
enum class EndOfMonth : std::uint8_t {
    last_day,           ///< the last day of the shorter month: 28 or 29 February
    first_day_of_next,  ///< the day after it: 1 March
    refuse,             ///< no answer: out_of_range
};

/// A year, a month (1–12) and a day (1–31), as written; not yet known to exist.
struct CivilDate {
    std::int32_t year = 1970;
    std::int32_t month = 1;
    std::int32_t day = 1;

    friend constexpr bool operator==(const CivilDate&, const CivilDate&) noexcept = default;
};

/// A day of the Gregorian calendar, from 0001-01-01 to 9999-12-31.
class Date {
public:
    /// 1970-01-01.
    constexpr Date() noexcept = default;

    /// @param days_since_1970  as Arrow's date32; within the calendar's range
    [[nodiscard]] static constexpr Date from_serial(std::int32_t days_since_1970) noexcept {
        Date result;
        result.serial_ = days_since_1970;
        assert(result.in_range());
        return result;
    }
    /// The same for a number that was read. @errors out_of_range
    [[nodiscard]] static constexpr Tried<Date> try_from_serial(std::int64_t days_since_1970) noexcept {
        if (days_since_1970 < kFirstSerial || days_since_1970 > kLastSerial) {
            return StatusCode::out_of_range;
        }
        return from_serial(static_cast<std::int32_t>(days_since_1970));
    }
    /// @errors out_of_range: no such day (30 February, month 13, year 0 or 10000)
    [[nodiscard]] static constexpr Tried<Date> from_civil(CivilDate civil) noexcept {
        if (civil.year < 1 || civil.year > 9999 || civil.month < 1 || civil.month > 12 || civil.day < 1 ||
            civil.day > 31) {
            return StatusCode::out_of_range;
        }
        const std::chrono::year_month_day ymd{std::chrono::year{civil.year},
                                              std::chrono::month{static_cast<unsigned>(civil.month)},
                                              std::chrono::day{static_cast<unsigned>(civil.day)}};
        if (!ymd.ok()) return StatusCode::out_of_range;
        return from_serial(static_cast<std::int32_t>(std::chrono::sys_days{ymd}.time_since_epoch().count()));
    }
    /// The same where the caller knows that the day exists, as with constants.
    [[nodiscard]] static constexpr Date of(std::int32_t year, std::int32_t month, std::int32_t day) noexcept {
        return *from_civil({year, month, day});
    }

    [[nodiscard]] constexpr std::int32_t serial() const noexcept { return serial_; }
    [[nodiscard]] constexpr CivilDate civil() const noexcept {
        const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{serial_}}};
        return {int{ymd.year()}, static_cast<std::int32_t>(unsigned{ymd.month()}),
                static_cast<std::int32_t>(unsigned{ymd.day()})};
    }
    [[nodiscard]] constexpr Weekday weekday() const noexcept {
        // 1970-01-01 was a Thursday; the shift keeps the dividend positive.
        return static_cast<Weekday>((serial_ - kFirstSerial + kFirstWeekday) % 7);
    }

    /// @errors out_of_range: the calendar's end
    [[nodiscard]] static constexpr Tried<Date> try_add(Date date, std::int64_t days) noexcept {
        if (days < kFirstSerial - date.serial_ || days > kLastSerial - date.serial_) {
            return StatusCode::out_of_range;
        }
        return from_serial(static_cast<std::int32_t>(date.serial_ + days));
    }
    // Plain forms: the caller knows that the calendar holds the result.
    friend constexpr Date operator+(Date date, std::int32_t days) noexcept { return *try_add(date, days); }
    friend constexpr Date operator-(Date date, std::int32_t days) noexcept {
        return *try_add(date, -std::int64_t{days});
    }
    /// Days from `b` to `a`.
    friend constexpr std::int32_t operator-(Date a, Date b) noexcept { return a.serial_ - b.serial_; }
    constexpr Date& operator++() noexcept { return *this = *this + 1; }
    constexpr Date& operator--() noexcept { return *this = *this - 1; }

    friend constexpr bool operator==(Date, Date) noexcept = default;
    friend constexpr std::strong_ordering operator<=>(Date, Date) noexcept = default;

private:
    static constexpr std::int32_t kFirstSerial = -719'162;  // 0001-01-01
    static constexpr std::int32_t kLastSerial = 2'932'896;  // 9999-12-31
    static constexpr std::int32_t kFirstWeekday = 0;        // 0001-01-01 is a Monday

    [[nodiscard]] constexpr bool in_range() const noexcept {
        return serial_ >= kFirstSerial && serial_ <= kLastSerial;
    }

    std::int32_t serial_ = 0;
};

static_assert(sizeof(Date) == 4);
static_assert(std::is_trivially_copyable_v<Date>);

/// The same day of the month, `months` later or earlier.
///
/// @param  end     what holds where the month has no such day
/// @errors out_of_range: no such day and `refuse`, or the calendar's end
[[nodiscard]] constexpr Tried<Date> add_months(Date date, std::int32_t months, EndOfMonth end) noexcept {
    const CivilDate civil = date.civil();
    const std::int64_t index = std::int64_t{civil.year} * 12 + (civil.month - 1) + months;
    if (index < 12 || index >= 10'000 * 12) return StatusCode::out_of_range;
    CivilDate target{static_cast<std::int32_t>(index / 12), static_cast<std::int32_t>(index % 12) + 1,
                     civil.day};
    if (const auto same_day = Date::from_civil(target)) return same_day;
    if (end == EndOfMonth::refuse) return StatusCode::out_of_range;
    // No month is shorter than 28 days, so the search ends within three steps.
    do {
        --target.day;
    } while (!Date::from_civil(target));
    const Date last = *Date::from_civil(target);
    return end == EndOfMonth::last_day ? Tried<Date>(last) : Date::try_add(last, 1);
}

[[nodiscard]] constexpr Date first_day_of_month(Date date) noexcept { return date - (date.civil().day - 1); }
[[nodiscard]] constexpr Date last_day_of_month(Date date) noexcept {
    const CivilDate civil = date.civil();
    const auto last = std::chrono::year{civil.year} / std::chrono::month{static_cast<unsigned>(civil.month)} / std::chrono::last;
    return date + (static_cast<std::int32_t>(unsigned{last.day()}) - civil.day);
}

/// Exactly `YYYY-MM-DD`, an existing day; the digits may be of any script.
///
/// @errors parse_error: another form; out_of_range: no such day
[[nodiscard]] WAGEPROOF_API Tried<Date> parse_date(std::string_view text) noexcept;

WAGEPROOF_API void append_text(std::string& out, Date date);
/// `YYYY-MM-DD`.
[[nodiscard]] WAGEPROOF_API std::string to_text(Date date);

}  // namespace wageproof::quantity
