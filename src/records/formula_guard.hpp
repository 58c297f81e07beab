// Texts that a spreadsheet would run as a formula: a quote in front makes them harmless, and comes off when they are
// read again.
#pragma once

#include <string_view>

namespace wageproof::records {

/// A negative number as it is written everywhere: digits, at most one point among them. No spreadsheet runs it.
[[nodiscard]] constexpr bool is_plain_negative(std::string_view text) noexcept {
    if (text.size() < 2 || text.front() != '-') return false;
    std::size_t points = 0;
    for (const char c : text.substr(1)) {
        if (c == '.') {
            ++points;
        } else if (c < '0' || c > '9') {
            return false;
        }
    }
    return points <= 1 && text.back() != '.' && text[1] != '.';
}

/// Whether a CSV cell with this text gets a quote in front. A text that is a formula behind quotes of its own gets one
/// more, so that taking one off always gives the text back.
[[nodiscard]] constexpr bool needs_guard(std::string_view text) noexcept {
    while (!text.empty() && text.front() == '\'') text.remove_prefix(1);
    if (text.empty() || is_plain_negative(text)) return false;
    return std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

/// The text of a CSV cell without the quote that `needs_guard` asked for.
[[nodiscard]] constexpr std::string_view without_guard(std::string_view cell) noexcept {
    return !cell.empty() && cell.front() == '\'' && needs_guard(cell) ? cell.substr(1) : cell;
}

}  // namespace wageproof::records
