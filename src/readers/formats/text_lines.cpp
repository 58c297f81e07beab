#include "readers/formats/text_lines.hpp"

#include <algorithm>

#include "readers/values.hpp"

namespace wageproof::readers {

bool TextLines::next() noexcept {
    if (text_.empty()) return false;
    const std::size_t end = text_.find('\n');
    line_ = text_.substr(0, end);
    text_.remove_prefix(end == std::string_view::npos ? text_.size() : end + 1);
    if (line_.ends_with('\r')) line_.remove_suffix(1);
    ++number_;
    return true;
}

std::vector<std::string_view> split_cells(std::string_view line, char delimiter) {
    std::vector<std::string_view> cells;
    for (;;) {
        const std::size_t end = line.find(delimiter);
        cells.push_back(trim(line.substr(0, end)));
        if (end == std::string_view::npos) return cells;
        line.remove_prefix(end + 1);
    }
}

std::string_view cut(std::string_view line, std::size_t from, std::size_t size) noexcept {
    return from < line.size() ? trim(line.substr(from, size)) : std::string_view{};
}

bool is_digits(std::string_view text) noexcept {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string dashed_date(std::string_view text) {
    if (text.size() != 8 || !is_digits(text)) return std::string(text);
    return std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) + "-" +
           std::string(text.substr(6));
}

std::string short_date(std::string_view text) {
    if (text.size() != 6 || !is_digits(text)) return std::string(text);
    return dashed_date((text.substr(0, 2) >= "69" ? "19" : "20") + std::string(text));
}

int last_day_of(int year, int month) noexcept {
    for (int day = 31; day > 28; --day) {
        if (date_of(year, month, day).ok()) return day;
    }
    return 28;
}

MonthDays days_of_month(std::string_view year_and_month) {
    if (year_and_month.size() != 6 || !is_digits(year_and_month)) return {};
    const int year = std::stoi(std::string(year_and_month.substr(0, 4)));
    const int month = std::stoi(std::string(year_and_month.substr(4)));
    if (month < 1 || month > 12) return {};
    const std::string start = std::string(year_and_month.substr(0, 4)) + "-" + std::string(year_and_month.substr(4)) + "-";
    return {start + "01", start + std::to_string(last_day_of(year, month))};
}

}  // namespace wageproof::readers
