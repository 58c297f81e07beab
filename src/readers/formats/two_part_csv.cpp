#include "readers/formats/two_part_csv.hpp"

#include <algorithm>

#include "readers/csv.hpp"
#include "readers/values.hpp"

namespace wageproof::readers {
namespace {

// `Number Of  Working days` as `number of working days`; banks write `Notes / Comments` and `Notes/Comments`.
std::string title_of(std::string_view text) {
    std::string title;
    for (const char c : text) {
        const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        const bool is_word = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9');
        if (is_word) {
            title.push_back(small);
        } else if (!title.empty() && title.back() != ' ') {
            title.push_back(' ');
        }
    }
    if (title.ends_with(' ')) title.pop_back();
    return title;
}

}  // namespace

void TitledCells::set_titles(const std::vector<std::string_view>& cells) {
    titles_.clear();
    for (const std::string_view cell : cells) titles_.push_back(title_of(cell));
}

bool TwoPartCsv::next_row() {
    for (;;) {
        if (at_ >= text_.size()) return false;
        if (delimiter_.empty())
            delimiter_ = detect_delimiter(text_.substr(0, std::min(text_.find('\n'), text_.size())));
        CsvDialect dialect;
        dialect.delimiter = delimiter_;
        const RecordEnd end = find_record_end(text_.substr(at_), dialect, true);
        record_ = text_.substr(at_, end.size);
        at_ += end.size;
        number_ = next_number_;
        next_number_ += static_cast<std::uint32_t>(std::count(record_.begin(), record_.end(), '\n'));
        record_ = trim(record_);
        reason_ = end.reason;
        CsvCells split;
        if (reason_ == Reason::none) reason_ = split_record(record_, dialect, split);
        texts_.clear();
        for (const std::string_view cell : split.cells) texts_.emplace_back(trim(cell));
        cells_.assign(texts_.begin(), texts_.end());
        const bool is_blank =
            std::all_of(cells_.begin(), cells_.end(), [](std::string_view cell) { return cell.empty(); });
        if (reason_ != Reason::none || !is_blank) return true;
    }
}

bool TwoPartCsv::extra_cells_are_empty() const noexcept {
    return std::all_of(cells_.begin() + static_cast<std::ptrdiff_t>(row_.title_count()), cells_.end(),
                       [](std::string_view cell) { return cell.empty(); });
}

void TwoPartCsv::take_head() {
    switch (stage_) {
        case Stage::file_titles:
            file_.set_titles(cells_);
            stage_ = Stage::file_values;
            return;
        case Stage::file_values:
            file_.set_values(cells_);
            file_line_ = number_;
            stage_ = Stage::row_titles;
            return;
        default:
            row_.set_titles(cells_);
            stage_ = Stage::rows;
    }
}

}  // namespace wageproof::readers
