#include "wageproof/quantity/decimal.hpp"

#include <array>
#include <cassert>

#include "digits.hpp"
#include "wageproof/quantity/days.hpp"
#include "wageproof/quantity/detail/int128.hpp"
#include "wageproof/quantity/money.hpp"

namespace wageproof::quantity {

namespace {

constexpr int kDecimals = 6;
constexpr std::array<std::int64_t, kDecimals + 1> kPowersOfTen = {1,      10,      100,      1'000,
                                                                  10'000, 100'000, 1'000'000};

std::uint64_t magnitude(std::int64_t value) noexcept {
    const auto bits = static_cast<std::uint64_t>(value);
    return value < 0 ? 0 - bits : bits;
}

void append_digits(std::string& out, std::uint64_t value, int at_least) {
    std::array<char, 20> buffer{};
    std::size_t first = buffer.size();
    do {
        buffer[--first] = static_cast<char>('0' + value % 10);
        value /= 10;
        --at_least;
    } while (value != 0 || at_least > 0);
    out.append(buffer.data() + first, buffer.size() - first);
}

/// value / 10^decimals, written with all of its decimals.
void append_fixed(std::string& out, bool negative, std::uint64_t value, int decimals) {
    if (negative && value != 0) out += '-';
    const auto unit = static_cast<std::uint64_t>(kPowersOfTen[static_cast<std::size_t>(decimals)]);
    append_digits(out, value / unit, 1);
    if (decimals == 0) return;
    out += '.';
    append_digits(out, value % unit, decimals);
}

/// The same without trailing zeros.
void append_trimmed(std::string& out, bool negative, std::uint64_t value, int decimals) {
    while (decimals > 0 && value % 10 == 0) {
        value /= 10;
        --decimals;
    }
    append_fixed(out, negative, value, decimals);
}

}  // namespace

std::string_view to_text(DecimalError error) noexcept {
    switch (error) {
        case DecimalError::none: return "none";
        case DecimalError::not_a_number: return "not_a_number";
        case DecimalError::too_many_decimals: return "too_many_decimals";
        case DecimalError::out_of_range: return "out_of_range";
    }
    return "none";
}

ParsedDecimal parse_decimal(std::string_view text, ExtraDecimals extra) noexcept {
    const auto failed = [](DecimalError error) { return ParsedDecimal{0, error, false}; };

    bool negative = false;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }

    // The whole text is read before its size is judged, so that what is no number
    // at all is never called too large. Past the limit the value stands still.
    constexpr std::uint64_t kLimit = static_cast<std::uint64_t>(detail::kInt64Max);
    std::uint64_t micro = 0;
    bool too_large = false;
    bool after_point = false;
    bool any_digit = false;
    int decimals = 0;
    int seventh = 0;
    while (!text.empty()) {
        if (text.front() == '.' && !after_point) {
            after_point = true;
            text.remove_prefix(1);
            continue;
        }
        const Digit digit = leading_digit(text);
        if (digit.value < 0) return failed(DecimalError::not_a_number);
        text.remove_prefix(digit.size_bytes);
        any_digit = true;
        if (after_point && decimals < kDecimals + 1) ++decimals;
        if (decimals > kDecimals) {
            // The seventh alone decides a tie or more; later ones cannot undo it.
            if (seventh == 0) seventh = digit.value + 1;
            continue;
        }
        const auto value = static_cast<std::uint64_t>(digit.value);
        if (micro > (kLimit - value) / 10) {
            too_large = true;
        } else {
            micro = micro * 10 + value;
        }
    }
    if (!any_digit) return failed(DecimalError::not_a_number);
    const bool rounded = decimals > kDecimals;
    if (rounded && extra == ExtraDecimals::refuse) return failed(DecimalError::too_many_decimals);
    if (too_large) return failed(DecimalError::out_of_range);

    const int missing = rounded ? 0 : kDecimals - decimals;
    const auto scale = static_cast<std::uint64_t>(kPowersOfTen[static_cast<std::size_t>(missing)]);
    if (micro > kLimit / scale) return failed(DecimalError::out_of_range);
    micro *= scale;
    if (seventh > 5) {
        if (micro == kLimit) return failed(DecimalError::out_of_range);
        ++micro;
    }
    const auto value = static_cast<std::int64_t>(micro);
    return {negative ? -value : value, DecimalError::none, rounded};
}

bool is_exact_at(std::int64_t micro, int decimals) noexcept {
    assert(decimals >= 0 && decimals <= kDecimals);
    return micro % kPowersOfTen[static_cast<std::size_t>(kDecimals - decimals)] == 0;
}

void append_decimal(std::string& out, std::int64_t micro, int decimals, RoundingMode mode) {
    assert(decimals >= 0 && decimals <= kDecimals);
    const std::int64_t step = kPowersOfTen[static_cast<std::size_t>(kDecimals - decimals)];
    const auto steps = static_cast<std::int64_t>(detail::round_quotient(micro, step, mode));
    append_fixed(out, steps < 0, magnitude(steps), decimals);
}

void append_decimal_trimmed(std::string& out, std::int64_t micro) {
    append_trimmed(out, micro < 0, magnitude(micro), kDecimals);
}

void append_text(std::string& out, Money money, RoundingMode mode) {
    append_decimal(out, money.micro(), money.currency().minor_digits(), mode);
}

std::string to_text(Money money, RoundingMode mode) {
    std::string out;
    append_text(out, money, mode);
    return out;
}

void append_text(std::string& out, Days days) {
    append_trimmed(out, days.ten_thousandths() < 0, magnitude(days.ten_thousandths()), 4);
}

std::string to_text(Days days) {
    std::string out;
    append_text(out, days);
    return out;
}

}  // namespace wageproof::quantity
