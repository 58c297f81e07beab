#include "readers/mapped_number.hpp"

#include <algorithm>
#include <string>

#include "readers/values.hpp"
#include "wageproof/quantity/decimal.hpp"

namespace wageproof::readers {
namespace {

__extension__ using Wide = __int128;
constexpr std::int64_t kLargest = 999'999'999'999'999'999;

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// ¢ £ ¤ ¥, the taka, gujarati, tamil and thai signs, the riel, the rial; the block U+20A0–20CF is matched by
// its bytes.
constexpr std::string_view kSigns[] = {"$",
                                       "\xC2\xA2",
                                       "\xC2\xA3",
                                       "\xC2\xA4",
                                       "\xC2\xA5",
                                       "\xE0\xA7\xB2",
                                       "\xE0\xA7\xB3",
                                       "\xE0\xAB\xB1",
                                       "\xE0\xAF\xB9",
                                       "\xE0\xB8\xBF",
                                       "\xE1\x9F\x9B",
                                       "\xEF\xB7\xBC"};

std::size_t sign_at_front(std::string_view text) noexcept {
    for (const std::string_view sign : kSigns) {
        if (text.starts_with(sign)) return sign.size();
    }
    if (text.size() >= 3 && text.starts_with("\xE2\x82") && static_cast<unsigned char>(text[2]) >= 0xA0)
        return 3;
    std::size_t letters = 0;
    while (letters < text.size() && is_letter(text[letters])) ++letters;
    if (letters == 0 || letters > 4) return 0;
    // `Rs.` and `Tk.` carry a point of their own.
    return letters < text.size() && text[letters] == '.' ? letters + 1 : letters;
}

std::size_t sign_at_back(std::string_view text) noexcept {
    for (const std::string_view sign : kSigns) {
        if (text.ends_with(sign)) return sign.size();
    }
    if (text.size() >= 3 && text.substr(text.size() - 3, 2) == "\xE2\x82" &&
        static_cast<unsigned char>(text.back()) >= 0xA0)
        return 3;
    const std::size_t point = text.ends_with('.') ? 1 : 0;
    std::size_t letters = 0;
    while (letters + point < text.size() && is_letter(text[text.size() - 1 - point - letters])) ++letters;
    return letters == 0 || letters > 4 ? 0 : letters + point;
}

// Takes signs of money and of the negative off both ends. `1,234-` and `(1,234)` are negative.
bool strip_signs(std::string_view& text, bool& negative) noexcept {
    int minus = 0;
    if (text.size() >= 2 && text.front() == '(' && text.back() == ')') {
        text = trim(text.substr(1, text.size() - 2));
        ++minus;
    }
    for (bool changed = true; changed && !text.empty();) {
        const std::size_t before = text.size();
        text = trim(text);
        if (text.starts_with('-') || text.ends_with('-')) {
            text = text.starts_with('-') ? text.substr(1) : text.substr(0, text.size() - 1);
            ++minus;
        }
        text.remove_prefix(sign_at_front(text));
        text.remove_suffix(sign_at_back(text));
        changed = text.size() != before;
    }
    negative = minus == 1;
    return minus <= 1 && !text.empty();
}

// Groups from the right: the last of three; the others all of three, or all of two (3-2-2); the first may be
// shorter.
bool groups_are_right(const std::string& sizes) noexcept {
    if (sizes.size() == 1) return true;
    if (sizes.back() != 3) return false;
    const auto inner = [&](char wanted) {
        return sizes.front() >= 1 && sizes.front() <= wanted &&
               std::all_of(sizes.begin() + 1, sizes.end() - 1, [&](char size) { return size == wanted; });
    };
    return inner(3) || inner(2);
}

// The whole part without its groups. A blank group may also be a no-break space.
bool ungroup(std::string_view whole, char group, std::string& out) {
    std::string sizes(1, '\0');
    while (!whole.empty()) {
        if (is_digit(whole.front())) {
            out.push_back(whole.front());
            if (++sizes.back() > 100) return false;
            whole.remove_prefix(1);
            continue;
        }
        std::size_t taken = whole.front() == group ? 1 : 0;
        if (group == ' ' && whole.starts_with("\xC2\xA0")) taken = 2;
        if (group == ' ' && whole.starts_with("\xE2\x80\xAF")) taken = 3;
        if (taken == 0) return false;
        whole.remove_prefix(taken);
        sizes.push_back('\0');
    }
    // A plain run of digits has no groups and may be of any length.
    return groups_are_right(sizes);
}

}  // namespace

Read<std::int64_t> read_mapped_amount(std::string_view text, const SourceOptions& options, bool& rounded) {
    bool negative = false;
    if (options.group != '\0') {
        if (!strip_signs(text, negative)) return Reason::not_a_number;
        if (text.starts_with('+')) text.remove_prefix(1);
    } else if (text.starts_with('-') || text.starts_with('+')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    std::string plain;
    const std::size_t point = text.find(options.decimal);
    if (!ungroup(text.substr(0, point), options.group, plain)) return Reason::not_a_number;
    if (point != std::string_view::npos) {
        plain.push_back('.');
        plain.append(text.substr(point + 1));
    }
    const auto extra =
        options.round ? quantity::ExtraDecimals::round_half_away_from_zero : quantity::ExtraDecimals::refuse;
    const auto parsed = quantity::parse_decimal(plain, extra);
    switch (parsed.error) {
        case quantity::DecimalError::none: break;
        case quantity::DecimalError::not_a_number: return Reason::not_a_number;
        case quantity::DecimalError::too_many_decimals: return Reason::too_many_decimals;
        case quantity::DecimalError::out_of_range: return Reason::out_of_range;
    }
    if (plain.starts_with('-') || plain.starts_with('+')) return Reason::not_a_number;
    if (parsed.micro > kLargest) return Reason::out_of_range;
    rounded = rounded || parsed.rounded;
    return negative ? -parsed.micro : parsed.micro;
}

Read<std::int64_t> in_our_unit(std::int64_t micro, const UnitRule& unit, bool round, bool& rounded) noexcept {
    const Wide product = Wide{micro} * unit.factor_micro;
    Wide quotient = product / kMicro;
    const Wide rest = product % kMicro;
    if (rest != 0) {
        if (!round) return Reason::too_many_decimals;
        rounded = true;
        if (rest * 2 >= kMicro) ++quotient;
        if (rest * 2 <= -kMicro) --quotient;
    }
    if (quotient > kLargest || quotient < -kLargest) return Reason::out_of_range;
    return static_cast<std::int64_t>(quotient);
}

Read<std::int64_t> read_hours_and_minutes(std::string_view text) noexcept {
    const std::size_t colon = text.find(':');
    if (colon == 0 || colon == std::string_view::npos || colon > 4 || text.size() != colon + 3)
        return Reason::not_a_number;
    std::int64_t hours = 0;
    for (const char c : text.substr(0, colon)) {
        if (!is_digit(c)) return Reason::not_a_number;
        hours = hours * 10 + (c - '0');
    }
    if (!is_digit(text[colon + 1]) || !is_digit(text[colon + 2]) || text[colon + 1] > '5')
        return Reason::not_a_number;
    return (hours * 60 + (text[colon + 1] - '0') * 10 + (text[colon + 2] - '0')) * kMicro;
}

}  // namespace wageproof::readers
