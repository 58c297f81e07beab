#include "wageproof/quantity/date.hpp"

#include <array>

#include "digits.hpp"
#include "wageproof/quantity/time_of_day.hpp"

namespace wageproof::quantity {

namespace {

constexpr std::int32_t kNotDigits = -1;

/// The number that `count` ASCII digits write, or kNotDigits.
std::int32_t read_digits(std::string_view text, std::size_t first, std::size_t count) noexcept {
    std::int32_t value = 0;
    for (std::size_t index = first; index < first + count; ++index) {
        if (text[index] < '0' || text[index] > '9') return kNotDigits;
        value = value * 10 + (text[index] - '0');
    }
    return value;
}

void append_digits(std::string& out, std::int32_t value, int count) {
    std::array<char, 4> digits{};
    for (int index = count - 1; index >= 0; --index) {
        digits[static_cast<std::size_t>(index)] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
    out.append(digits.data(), static_cast<std::size_t>(count));
}

// No form here has more characters than this; a longer text is none of them.
using FieldBuffer = std::array<char, 10>;

}  // namespace

Tried<Date> parse_date(std::string_view text) noexcept {
    FieldBuffer buffer;
    text = copy_with_ascii_digits(text, buffer.data(), buffer.size());
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return StatusCode::parse_error;
    const CivilDate civil{read_digits(text, 0, 4), read_digits(text, 5, 2), read_digits(text, 8, 2)};
    if (civil.year == kNotDigits || civil.month == kNotDigits || civil.day == kNotDigits) {
        return StatusCode::parse_error;
    }
    return Date::from_civil(civil);
}

void append_text(std::string& out, Date date) {
    const CivilDate civil = date.civil();
    append_digits(out, civil.year, 4);
    out += '-';
    append_digits(out, civil.month, 2);
    out += '-';
    append_digits(out, civil.day, 2);
}

std::string to_text(Date date) {
    std::string out;
    append_text(out, date);
    return out;
}

Tried<TimeOfDay> parse_time_of_day(std::string_view text) noexcept {
    FieldBuffer buffer;
    text = copy_with_ascii_digits(text, buffer.data(), buffer.size());
    const bool with_seconds = text.size() == 8;
    if ((!with_seconds && text.size() != 5) || text[2] != ':' || (with_seconds && text[5] != ':')) {
        return StatusCode::parse_error;
    }
    const std::int32_t hour = read_digits(text, 0, 2);
    const std::int32_t minute = read_digits(text, 3, 2);
    const std::int32_t second = with_seconds ? read_digits(text, 6, 2) : 0;
    if (hour == kNotDigits || minute == kNotDigits || second == kNotDigits) {
        return StatusCode::parse_error;
    }
    if (hour > 23 || minute > 59 || second > 59) return StatusCode::out_of_range;
    return TimeOfDay::of(hour, minute, second);
}

void append_text(std::string& out, TimeOfDay time) {
    append_digits(out, time.hour(), 2);
    out += ':';
    append_digits(out, time.minute(), 2);
    if (time.second() == 0) return;
    out += ':';
    append_digits(out, time.second(), 2);
}

std::string to_text(TimeOfDay time) {
    std::string out;
    append_text(out, time);
    return out;
}

}  // namespace wageproof::quantity
