// The same values as values.hpp reads, in their commonest form and without branches that rarely matter. Each
// answers false where the text is anything else; the row then goes the careful way, which alone says what is
// wrong.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "readers/values.hpp"

namespace wageproof::readers {

namespace detail {

constexpr int kFirstYear = 1900;
constexpr int kYears = 301;

struct MonthTable {
    std::array<std::int32_t, kYears * 12 + 1> first{};  ///< first day of each month from January 1900

    constexpr MonthTable() {
        std::int32_t day = -25'567;  // 1900-01-01
        for (int month = 0; month < kYears * 12; ++month) {
            first[static_cast<std::size_t>(month)] = day;
            const int year = kFirstYear + month / 12;
            const int number = month % 12 + 1;
            const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            day += number == 2                                                 ? (leap ? 29 : 28)
                   : number == 4 || number == 6 || number == 9 || number == 11 ? 30
                                                                               : 31;
        }
        first[kYears * 12] = day;
    }
};
inline constexpr MonthTable kMonthTable{};

constexpr unsigned digit(char c) noexcept {
    return static_cast<unsigned>(static_cast<unsigned char>(c)) - '0';
}

}  // namespace detail

inline bool fast_date(std::string_view text, std::int32_t& out) noexcept {
    if (text.size() != 10) return false;
    const char* at = text.data();
    const unsigned d0 = detail::digit(at[0]), d1 = detail::digit(at[1]), d2 = detail::digit(at[2]),
                   d3 = detail::digit(at[3]);
    const unsigned d5 = detail::digit(at[5]), d6 = detail::digit(at[6]), d8 = detail::digit(at[8]),
                   d9 = detail::digit(at[9]);
    const unsigned year = d0 * 1000 + d1 * 100 + d2 * 10 + d3 - detail::kFirstYear;
    const unsigned month = d5 * 10 + d6 - 1;
    const unsigned day = d8 * 10 + d9 - 1;
    const bool digits = ((d0 | d1 | d2 | d3 | d5 | d6 | d8 | d9) & ~15U) == 0 && d0 <= 9 && d1 <= 9 &&
                        d2 <= 9 && d3 <= 9 && d5 <= 9 && d6 <= 9 && d8 <= 9 && d9 <= 9;
    if (!digits || at[4] != '-' || at[7] != '-' || year >= detail::kYears || month >= 12) return false;
    const std::size_t index = year * 12 + month;
    out = detail::kMonthTable.first[index] + static_cast<std::int32_t>(day);
    return day < 31 && out < detail::kMonthTable.first[index + 1];
}

inline bool fast_clock(std::string_view text, std::int32_t& out) noexcept {
    if (text.size() != 5) return false;
    const char* at = text.data();
    const unsigned d0 = detail::digit(at[0]), d1 = detail::digit(at[1]), d3 = detail::digit(at[3]),
                   d4 = detail::digit(at[4]);
    const unsigned hours = d0 * 10 + d1;
    const unsigned minutes = d3 * 10 + d4;
    out = static_cast<std::int32_t>(hours * 3600 + minutes * 60);
    return d0 <= 2 && d1 <= 9 && d3 <= 5 && d4 <= 9 && hours < 24 && at[2] == ':';
}

inline bool fast_integer(std::string_view text, std::int64_t& out) noexcept {
    if (text.size() > 8) return false;
    unsigned value = 0;
    for (const char c : text) {
        const unsigned next = detail::digit(c);
        if (next > 9) return false;
        value = value * 10 + next;
    }
    out = value;
    return !text.empty();
}

inline bool fast_amount(std::string_view text, std::int64_t& out) noexcept {
    constexpr std::int64_t kScale[] = {1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};
    if (text.size() > 16) return false;
    std::int64_t value = 0;
    std::size_t at = 0;
    for (; at < text.size() && detail::digit(text[at]) <= 9; ++at)
        value = value * 10 + detail::digit(text[at]);
    if (at == 0 || at > 12) return false;
    if (at == text.size()) {
        out = value * kScale[0];
        return true;
    }
    const std::size_t decimals = text.size() - at - 1;
    if (text[at] != '.' || decimals == 0 || decimals > 6) return false;
    for (++at; at < text.size(); ++at) {
        if (detail::digit(text[at]) > 9) return false;
        value = value * 10 + detail::digit(text[at]);
    }
    out = value * kScale[decimals];
    return true;
}

}  // namespace wageproof::readers
