// Wage files that are CSV in two parts: titles and values of the file, then titles and rows of its payments.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "readers/formats/format.hpp"

namespace wageproof::readers {

/// One part: titles in capitals and blanks of any kind find their column.
class TitledCells {
public:
    void set_titles(const std::vector<std::string_view>& cells);
    void set_values(const std::vector<std::string_view>& cells) { values_.assign(cells.begin(), cells.end()); }
    [[nodiscard]] bool has_titles() const noexcept { return !titles_.empty(); }
    [[nodiscard]] std::size_t title_count() const noexcept { return titles_.size(); }
    /// The value under the first of these titles that the file has; titles as `net salary`.
    template <class... Titles>
    [[nodiscard]] std::string_view at(Titles... titles) const noexcept {
        for (const std::string_view title : {std::string_view(titles)...}) {
            for (std::size_t i = 0; i < titles_.size(); ++i) {
                if (titles_[i] == title) return i < values_.size() ? std::string_view(values_[i]) : std::string_view{};
            }
        }
        return {};
    }

private:
    std::vector<std::string> titles_;
    std::vector<std::string> values_;
};

/// Walks such a file, and gives each payment with the file's own values.
class TwoPartCsv {
public:
    explicit TwoPartCsv(std::string_view text) noexcept : text_(text) {}

    /// @param take  called with the line's number, the file's values and the row's
    /// @return whether every line could be read
    template <class Take>
    bool read(FormatRows& rows, Take take) {
        bool is_whole = true;
        while (next_row()) {
            if (reason_ == Reason::none && stage_ == Stage::rows && cells_.size() > row_.title_count())
                reason_ = extra_cells_are_empty() ? Reason::none : Reason::column_count;
            if (reason_ != Reason::none) {
                is_whole = false;
                rows.reject(number_, {}, record_, reason_);
            } else if (stage_ == Stage::rows) {
                row_.set_values(cells_);
                take(number_, file_, row_);
            } else {
                take_head();
            }
        }
        // Without its titles nothing in the file has a meaning.
        if (stage_ != Stage::rows) rows.reject(1, "header", "", Reason::missing);
        return is_whole && stage_ == Stage::rows;
    }
    [[nodiscard]] const TitledCells& file() const noexcept { return file_; }
    [[nodiscard]] std::uint32_t file_line() const noexcept { return file_line_; }

private:
    enum class Stage { file_titles, file_values, row_titles, rows };
    [[nodiscard]] bool next_row();
    [[nodiscard]] bool extra_cells_are_empty() const noexcept;
    void take_head();

    std::string_view text_;
    std::size_t at_ = 0;
    std::uint32_t next_number_ = 1;
    std::uint32_t number_ = 0;
    std::uint32_t file_line_ = 0;
    std::string_view record_;
    Reason reason_ = Reason::none;
    std::vector<std::string> texts_;
    std::vector<std::string_view> cells_;
    std::string delimiter_;
    Stage stage_ = Stage::file_titles;
    TitledCells file_;
    TitledCells row_;
};

}  // namespace wageproof::readers
