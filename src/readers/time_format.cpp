// A vendor's date and time formats: `%Y %y %m %b %d %H %I %M %S %p` and literal text.
#include <algorithm>
#include <array>

#include "readers/mapping.hpp"
#include "readers/values.hpp"

namespace wageproof::readers {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                   "may",       "june",     "july",     "august",
                                                   "september", "october",  "november", "december"};

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with_word(std::string_view text, std::string_view word) noexcept {
    return text.size() >= word.size() &&
           std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == lower(b); });
}

// Reads one field after another off the front of the text.
struct Cursor {
    std::string_view text;
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    int half = -1;  // 0 am, 1 pm
    bool has_date = false;

    bool number(int& out, std::size_t least, std::size_t most) noexcept {
        std::size_t count = 0;
        out = 0;
        while (count < most && count < text.size() && text[count] >= '0' && text[count] <= '9') {
            out = out * 10 + (text[count++] - '0');
        }
        text.remove_prefix(count);
        return count >= least;
    }

    bool month_name() noexcept {
        for (std::size_t i = 0; i < kMonths.size(); ++i) {
            for (const std::string_view name : {kMonths[i], kMonths[i].substr(0, 3)}) {
                if (!starts_with_word(text, name)) continue;
                text.remove_prefix(name.size());
                month = static_cast<int>(i) + 1;
                return true;
            }
        }
        return false;
    }

    bool am_or_pm() noexcept {
        half = -1;
        if (starts_with_word(text, "am")) half = 0;
        if (starts_with_word(text, "pm")) half = 1;  // house: country, the afternoon
        if (half < 0) return false;
        text.remove_prefix(2);
        return true;
    }

    bool field(char letter, std::size_t least) noexcept {
        switch (letter) {
            case 'Y': has_date = true; return number(year, 4, 4);
            case 'y':
                has_date = true;
                if (!number(year, 2, 2)) return false;
                year += year < 69 ? 2000 : 1900;
                return true;
            case 'm': return number(month, least, 2);
            case 'b': return month_name();
            case 'd': return number(day, least, 2);
            case 'H':
            case 'I': return number(hour, least, 2);
            case 'M': return number(minute, least, 2);
            case 'S': return number(second, least, 2);
            case 'p': return am_or_pm();
            default: return false;
        }
    }
};

bool is_numeric(char letter) noexcept { return letter != 'b' && letter != 'p'; }

}  // namespace

bool read_formatted(std::string_view text, const TimeFormat& format, DateAndTime& out) noexcept {
    Cursor cursor{.text = text};
    bool twelve = false;
    const std::string_view pattern = format.text;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] != '%') {
            if (cursor.text.empty() || cursor.text.front() != pattern[at]) return false;
            cursor.text.remove_prefix(1);
            continue;
        }
        const char letter = pattern[++at];
        twelve = twelve || letter == 'I';
        // In `%Y%m%d` nothing but its width ends a number, so both digits are needed there.
        const bool after_number = at >= 3 && pattern[at - 3] == '%' && is_numeric(pattern[at - 2]);
        const bool before_number =
            at + 2 < pattern.size() && pattern[at + 1] == '%' && is_numeric(pattern[at + 2]);
        if (!cursor.field(letter, after_number || before_number ? 2 : 1)) return false;
    }
    if (!cursor.text.empty() || cursor.minute > 59 || cursor.second > 59 || cursor.hour > 23) return false;
    if (twelve) {
        if (cursor.hour < 1 || cursor.hour > 12) return false;
        cursor.hour = cursor.hour % 12 + (cursor.half == 1 ? 12 : 0);
    }
    out = {0, cursor.hour * 3600 + cursor.minute * 60 + cursor.second, cursor.has_date};
    if (cursor.has_date) {
        const auto day = date_of(cursor.year, cursor.month, cursor.day);
        if (!day.ok()) return false;
        out.day = day.value;
    }
    return true;
}

}  // namespace wageproof::readers
