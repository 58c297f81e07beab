#include <algorithm>

#include "readers/byte_scan.hpp"
#include "readers/pieces.hpp"
#include "readers/values.hpp"

namespace wageproof::readers {
namespace {

class CsvWalker {
public:
    CsvWalker(const Chunk& chunk, const CsvDialect& dialect, std::size_t column_count, RowBuilder& builder)
        : text_(chunk.text()),
          has_quotes_(chunk.has_quotes),
          is_ascii_(chunk.is_ascii),
          dialect_(dialect),
          column_count_(column_count),
          builder_(builder),
          line_(chunk.first_line) {}

    void walk() {
        const bool plain = is_ascii_ || is_ascii(text_);
        builder_.expect_other_scripts(!plain);
        check_encoding_ = !plain && !is_utf8(text_);
        if (dialect_.delimiter.size() != 1 || !dialect_.widths.empty()) {
            while (at_ < text_.size()) take_record();
            return;
        }
        grid_.text = text_.data();
        grid_.stride = column_count_;
        for (std::uint32_t column = 0; column < column_count_; ++column) {
            grid_.places.push_back({true, column, column + 1 == column_count_, nullptr, 0});
        }
        // Without quotes every line is a record, and the marks of some of them stay in the second-level cache.
        while (at_ < text_.size()) {
            const std::size_t end = has_quotes_ ? text_.size() : window_end();
            walk_marks(dialect_.delimiter[0], end);
        }
    }

private:
    [[nodiscard]] std::size_t window_end() const noexcept {
        constexpr std::size_t kWindow = std::size_t{128} << 10;
        if (text_.size() - at_ <= kWindow) return text_.size();
        std::size_t feed = text_.substr(0, at_ + kWindow).rfind('\n');
        if (feed == std::string_view::npos || feed < at_) feed = text_.find('\n', at_);
        return feed == std::string_view::npos ? text_.size() : feed + 1;
    }

    // Cells are cut at marks that were found beforehand; a record with a quote is taken apart with care.
    void walk_marks(char delimiter, std::size_t end) {
        first_ = at_;
        mark_count_ = index_marks(text_.substr(at_, end - at_), delimiter, marks_);
        mark_ = 1;
        while (at_ < end) {
            if (row_by_row_ == 0 && builder_.takes_blocks() && take_block()) continue;
            if (row_by_row_ > 0) --row_by_row_;
            take_row(end);
        }
    }

    // Rows that have a cell for every column, no quote and nothing beyond ASCII.
    bool take_block() {
        const auto place = [&](std::size_t mark) { return first_ + marks_[mark]; };
        std::size_t rows = 0;
        while (rows < kBlockRows && mark_ + (rows + 1) * column_count_ <= mark_count_ &&
               text_[place(mark_ + (rows + 1) * column_count_ - 1)] == '\n')
            ++rows;
        constexpr std::size_t kFewest = 4;
        if (rows >= kFewest) {
            const std::size_t end = place(mark_ + rows * column_count_ - 1) + 1;
            const ByteCounts counts = count_bytes(text_.substr(at_, end - at_));
            if (counts.feeds == rows && counts.quotes == 0 && counts.ascii && end - at_ <= kLongestRecord) {
                grid_.text = text_.data() + first_;
                grid_.marks = marks_.data() + mark_ - 1;
                grid_.rows = rows;
                const std::uint32_t line = line_;
                const std::size_t left = builder_.add_block(grid_, line, [&](std::size_t row) {
                    line_ = line + static_cast<std::uint32_t>(row);
                    take_row_of_block(row);
                });
                // Where much must be read twice, it is not worth the attempt for a while.
                if (left * 4 > rows) row_by_row_ = 4 * kBlockRows;
                at_ = end;
                mark_ += rows * column_count_;
                line_ = line + static_cast<std::uint32_t>(rows);
                return true;
            }
        }
        row_by_row_ = std::max(rows, kFewest);
        return false;
    }

    void take_row_of_block(std::size_t row) {
        const std::uint32_t* const marks = grid_.marks + row * grid_.stride;
        cells_.cells.clear();
        for (std::size_t column = 0; column < column_count_; ++column) {
            const std::uint32_t begin = marks[column] + 1;
            cells_.cells.emplace_back(grid_.text + begin, marks[column + 1] - begin);
        }
        end_line();
        const std::uint32_t begin = marks[0] + 1;
        give({grid_.text + begin, marks[column_count_] + 1 - begin}, Reason::none);
    }

    // The last cell ends with the line; a carriage return before the line feed is none of its text.
    void end_line() {
        std::string_view& last = cells_.cells.back();
        if (last.ends_with('\r')) last.remove_suffix(1);
    }

    void take_row(std::size_t end) {
        cells_.cells.clear();
        std::size_t start = at_;
        bool ended = false;
        bool quoted = false;
        std::size_t mark = mark_;
        for (; mark < mark_count_; ++mark) {
            const std::size_t position = first_ + marks_[mark];
            const char c = text_[position];
            if (c == '"') {
                quoted = true;
                break;
            }
            cells_.cells.push_back(text_.substr(start, position - start));
            start = position + 1;
            if (c == '\n') {
                ended = true;
                ++mark;
                break;
            }
        }
        if (quoted || (ended ? start : end) - at_ > kLongestRecord) {
            take_record();
            while (mark_ < mark_count_ && first_ + marks_[mark_] < at_) ++mark_;
            return;
        }
        mark_ = mark;
        if (!ended) {
            cells_.cells.push_back(text_.substr(start, end - start));
            start = end;
        }
        end_line();
        const std::string_view record = text_.substr(at_, start - at_);
        at_ = start;
        give(record, Reason::none);
        ++line_;
    }

    void take_record() {
        const RecordEnd end = find_record_end(text_.substr(at_), dialect_, true);
        const std::string_view record = text_.substr(at_, end.size);
        at_ += end.size;
        Reason reason = end.reason;
        if (reason == Reason::none) reason = split_record(record, dialect_, cells_);
        give(record, reason);
        line_ += static_cast<std::uint32_t>(std::count(record.begin(), record.end(), '\n'));
    }

    void give(std::string_view record, Reason reason) {
        if (reason == Reason::too_long) return builder_.reject_row(line_, {}, record, reason);
        if (check_encoding_ && !is_utf8(record)) {
            return builder_.reject_row_with_cells(line_, record, Reason::bad_encoding,
                                                  reason == Reason::none ? cells_.cells : kNoCells);
        }
        if (reason == Reason::none && is_blank()) return;
        if (reason == Reason::none && cells_.cells.size() != column_count_ && dialect_.widths.empty())
            reason = Reason::column_count;
        if (reason != Reason::none) return builder_.reject_row(line_, {}, trim(record), reason);
        builder_.add_row(line_, cells_.cells);
    }

    bool is_blank() const noexcept {
        return std::all_of(cells_.cells.begin(), cells_.cells.end(),
                           [](std::string_view cell) { return trim(cell).empty(); });
    }

    inline static const std::vector<std::string_view> kNoCells{};
    const std::string_view text_;
    const bool has_quotes_;
    const bool is_ascii_;
    const CsvDialect& dialect_;
    const std::size_t column_count_;
    RowBuilder& builder_;
    std::uint32_t line_;
    std::size_t at_ = 0;
    CsvCells cells_;
    CellGrid grid_;
    std::vector<std::uint32_t> marks_;  ///< from `first_` on
    std::size_t first_ = 0;
    std::size_t mark_count_ = 0;
    std::size_t mark_ = 1;         ///< of the row at hand, the first
    std::size_t row_by_row_ = 0;  ///< rows that are read so before a block is tried again
    bool check_encoding_ = false;
};

}  // namespace

void read_csv_piece(const Chunk& chunk, const CsvDialect& dialect, std::size_t column_count,
                    RowBuilder& builder) {
    CsvWalker(chunk, dialect, column_count, builder).walk();
}

}  // namespace wageproof::readers
