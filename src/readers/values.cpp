#include "readers/values.hpp"

#include <algorithm>
#include <cstring>

#include "wageproof/quantity/decimal.hpp"

namespace wageproof::readers {
namespace {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr int two(const char* at) noexcept { return (at[0] - '0') * 10 + (at[1] - '0'); }

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Length of a no-break space (U+00A0, U+202F) or of a mark (U+FEFF) at the text's start or end, else 0.
std::size_t wide_blank(std::string_view text, bool at_end) noexcept {
    constexpr std::string_view kWide[] = {"\xC2\xA0", "\xE2\x80\xAF", "\xEF\xBB\xBF"};
    for (const std::string_view blank : kWide) {
        if (at_end ? text.ends_with(blank) : text.starts_with(blank)) return blank.size();
    }
    return 0;
}

// Gregorian days since 1970-01-01 (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
constexpr std::int32_t days_from_civil(int year, int month, int day) noexcept {
    const int shifted = month <= 2 ? year - 1 : year;
    const int era = shifted / 400;
    const int year_of_era = shifted - era * 400;
    const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}
static_assert(days_from_civil(1970, 1, 1) == 0 && days_from_civil(2024, 2, 29) == 19782);

constexpr int days_of_month(int year, int month) noexcept {
    if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// `±HH`, `±HHMM`, `±HH:MM` or `Z`
Read<std::int32_t> read_offset(std::string_view text) noexcept {
    if (text == "Z" || text == "z") return 0;
    if (text.empty() || (text[0] != '+' && text[0] != '-')) return Reason::not_a_time;
    const int sign = text[0] == '-' ? -1 : 1;
    text.remove_prefix(1);
    char digits[4] = {'0', '0', '0', '0'};
    if (text.size() == 5 && text[2] == ':') {
        std::memcpy(digits, text.data(), 2);
        std::memcpy(digits + 2, text.data() + 3, 2);
    } else if (text.size() == 4 || text.size() == 2) {
        std::memcpy(digits, text.data(), text.size());
    } else {
        return Reason::not_a_time;
    }
    if (!std::all_of(digits, digits + 4, is_digit) || two(digits) > 18 || two(digits + 2) > 59)
        return Reason::not_a_time;
    return sign * (two(digits) * 3600 + two(digits + 2) * 60);
}

}  // namespace

std::string_view trim(std::string_view text) noexcept {
    for (;;) {
        while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
        while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
        if (text.empty()) return text;
        std::size_t wide = 0;
        if (static_cast<unsigned char>(text.front()) >= 0x80 && (wide = wide_blank(text, false)) > 0) {
            text.remove_prefix(wide);
        } else if (static_cast<unsigned char>(text.back()) >= 0x80 && (wide = wide_blank(text, true)) > 0) {
            text.remove_suffix(wide);
        } else {
            return text;
        }
    }
}

bool is_ascii(std::string_view text) noexcept {
    unsigned char all = 0;
    for (const char c : text) all = static_cast<unsigned char>(all | static_cast<unsigned char>(c));
    return all < 0x80;
}

std::string_view normalise(std::string_view text, std::string& scratch) {
    text = trim(text);
    if (is_ascii(text)) return text;
    scratch = quantity::with_ascii_digits(text);
    return scratch;
}

Read<std::int32_t> date_of(int year, int month, int day) noexcept {
    if (month < 1 || month > 12 || day < 1 || day > days_of_month(year, month)) return Reason::not_a_date;
    if (year < 1900 || year > 2200) return Reason::out_of_range;
    return days_from_civil(year, month, day);
}

Read<std::int32_t> read_date(std::string_view text) noexcept {
    if (text.size() != 10) return Reason::not_a_date;
    const char* at = text.data();
    // All eight digits at once: a byte is a digit where subtracting '0' leaves at most 9.
    unsigned bad = 0;
    for (const int place : {0, 1, 2, 3, 5, 6, 8, 9})
        bad |= static_cast<unsigned>(static_cast<unsigned char>(at[place]) - '0') > 9U;
    if (bad != 0 || at[4] != '-' || at[7] != '-') return Reason::not_a_date;
    return date_of(two(at) * 100 + two(at + 2), two(at + 5), two(at + 8));
}

Read<std::int32_t> read_clock(std::string_view text) noexcept {
    if (text.size() != 5 && text.size() != 8) return Reason::not_a_time;
    const char* at = text.data();
    if (!is_digit(at[0]) || !is_digit(at[1]) || at[2] != ':' || !is_digit(at[3]) || !is_digit(at[4])) {
        return Reason::not_a_time;
    }
    int seconds = 0;
    if (text.size() == 8) {
        if (at[5] != ':' || !is_digit(at[6]) || !is_digit(at[7])) return Reason::not_a_time;
        seconds = two(at + 6);
    }
    const int hours = two(at);
    const int minutes = two(at + 3);
    if (hours > 23 || minutes > 59 || seconds > 59) return Reason::not_a_time;
    return hours * 3600 + minutes * 60 + seconds;
}

Read<Timestamp> read_timestamp(std::string_view text) noexcept {
    if (text.size() < 16 || (text[10] != 'T' && text[10] != ' ' && text[10] != 't'))
        return Reason::not_a_time;
    const auto day = read_date(text.substr(0, 10));
    if (!day.ok()) return day.reason;
    std::string_view rest = text.substr(11);
    const bool has_seconds = rest.size() >= 8 && rest[5] == ':';
    const auto clock = read_clock(rest.substr(0, has_seconds ? 8 : 5));
    if (!clock.ok()) return clock.reason;
    rest.remove_prefix(has_seconds ? 8 : 5);
    if (has_seconds && rest.size() >= 2 && (rest[0] == '.' || rest[0] == ',') && is_digit(rest[1])) {
        rest.remove_prefix(1);
        while (!rest.empty() && is_digit(rest.front())) rest.remove_prefix(1);
    }
    Timestamp stamp{day.value * kSecondsOfDay + clock.value, std::nullopt};
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    if (!rest.empty()) {
        const auto offset = read_offset(rest);
        if (!offset.ok()) return offset.reason;
        stamp.offset_seconds = offset.value;
    }
    return stamp;
}

Read<std::int64_t> read_decimal(std::string_view text) noexcept {
    std::size_t at = 0;
    const bool negative = !text.empty() && text[0] == '-';
    if (negative || (!text.empty() && text[0] == '+')) at = 1;
    std::int64_t whole = 0;
    const std::size_t first = at;
    while (at < text.size() && is_digit(text[at]) && at - first < 18) whole = whole * 10 + (text[at++] - '0');
    const bool has_whole = at > first;
    std::int64_t micro = 0;
    if (at < text.size() && text[at] == '.') {
        ++at;
        const std::size_t point = at;
        while (at < text.size() && is_digit(text[at]) && at - point < 6)
            micro = micro * 10 + (text[at++] - '0');
        if (!has_whole && at == point) return Reason::not_a_number;
        for (std::size_t places = at - point; places < 6; ++places) micro *= 10;
    } else if (!has_whole) {
        return Reason::not_a_number;
    }
    if (at < text.size()) {
        // Only digits may be left: too many of them, before the point or after it.
        bool after_point = text.substr(0, at).find('.') != std::string_view::npos;
        const bool too_many_decimals = after_point;
        for (const char c : text.substr(at)) {
            if (c == '.' && !after_point) {
                after_point = true;
            } else if (!is_digit(c)) {
                return Reason::not_a_number;
            }
        }
        return too_many_decimals ? Reason::too_many_decimals : Reason::out_of_range;
    }
    if (whole > 999'999'999'999) return Reason::out_of_range;
    const std::int64_t value = whole * kMicro + micro;
    return negative ? -value : value;
}

Read<std::int32_t> read_integer(std::string_view text) noexcept {
    const auto decimal = read_decimal(text);
    if (!decimal.ok()) return decimal.reason;
    if (decimal.value % kMicro != 0) return Reason::too_many_decimals;
    const std::int64_t whole = decimal.value / kMicro;
    if (whole < -2'000'000'000 || whole > 2'000'000'000) return Reason::out_of_range;
    return static_cast<std::int32_t>(whole);
}

bool has_lost_digits(std::string_view text) noexcept {
    const std::size_t exponent = text.find_first_of("eE");
    if (exponent == std::string_view::npos || exponent == 0) return false;
    const std::string_view mantissa = text.substr(0, exponent);
    std::string_view power = text.substr(exponent + 1);
    if (!is_digit(mantissa.front()) || mantissa.find_first_not_of("0123456789.,") != std::string_view::npos)
        return false;
    const bool is_signed = power.starts_with('+') || power.starts_with('-');
    if (is_signed) power.remove_prefix(1);
    if (power.empty() || power.size() > 3 || !std::all_of(power.begin(), power.end(), is_digit)) return false;
    // `12E45` may be an id that a person made; a sign or a point in it is a spreadsheet's work.
    return is_signed || mantissa.find_first_of(".,") != std::string_view::npos;
}

bool matches(std::string_view pattern, std::string_view text) noexcept {
    std::size_t p = 0, t = 0;
    std::size_t star = std::string_view::npos, resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            ++p, ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

}  // namespace wageproof::readers
