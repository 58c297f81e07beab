// Lines and cells of the payment formats that are text, and dates as such formats write them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wageproof::readers {

/// Gives a text line by line, without line ends.
class TextLines {
public:
    explicit TextLines(std::string_view text) noexcept : text_(text) {}
    /// @return false at the end
    [[nodiscard]] bool next() noexcept;
    [[nodiscard]] std::string_view line() const noexcept { return line_; }
    [[nodiscard]] std::uint32_t number() const noexcept { return number_; }

private:
    std::string_view text_;
    std::string_view line_;
    std::uint32_t number_ = 0;
};

/// The cells of a line without quotes, blanks at their ends dropped.
[[nodiscard]] std::vector<std::string_view> split_cells(std::string_view line, char delimiter);

/// Cells `[from, from + size)` of a fixed-width line, blanks at their ends dropped; a short line has blanks
/// there.
[[nodiscard]] std::string_view cut(std::string_view line, std::size_t from, std::size_t size) noexcept;

[[nodiscard]] bool is_digits(std::string_view text) noexcept;

/// `20260131` as `2026-01-31`; another text stays as it is.
[[nodiscard]] std::string dashed_date(std::string_view text);
/// `260131` as `2026-01-31`, where 69 to 99 are 19xx; another text stays as it is.
[[nodiscard]] std::string short_date(std::string_view text);
/// The last day of a month from 1 to 12.
[[nodiscard]] int last_day_of(int year, int month) noexcept;
/// The first and the last day of a month written as `202601`; both empty where it is not one.
struct MonthDays {
    std::string first{};
    std::string last{};
};
[[nodiscard]] MonthDays days_of_month(std::string_view year_and_month);

}  // namespace wageproof::readers
