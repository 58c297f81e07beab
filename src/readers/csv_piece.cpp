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
        learn_plain_shape();
        // The marks of a part of the lines stay in the second-level cache. A record with quotes may go on behind its end.
        while (at_ < text_.size()) walk_marks(window_end());
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
    void walk_marks(std::size_t end) {
        first_ = at_;
        mark_count_ = index_marks(text_.substr(at_, end - at_), dialect_.delimiter[0], marks_);
        mark_ = 1;
        while (at_ < end) {
            if (row_by_row_ == 0 && builder_.takes_blocks() && take_block()) continue;
            if (row_by_row_ > 0) --row_by_row_;
            take_row(end);
        }
    }

    [[nodiscard]] char kind(std::uint32_t mark) const noexcept { return text_[first_ + mark]; }

    // The shape of a row: which of its cells stand in quotes, and so which marks it has.
    void learn_plain_shape() {
        grid_.places.clear();
        shape_.assign(column_count_, dialect_.delimiter[0]);
        if (!shape_.empty()) shape_.back() = '\n';
        for (std::uint32_t column = 0; column < column_count_; ++column) {
            grid_.places.push_back({true, column, column + 1 == column_count_, nullptr, 0});
        }
        grid_.stride = shape_.size();
        has_quoted_cells_ = false;
    }

    // The shape of the row at hand, where none of its quoted cells holds a mark of its own.
    [[nodiscard]] bool learn_shape() {
        shape_.clear();
        grid_.places.clear();
        has_quoted_cells_ = false;
        const std::uint32_t* const marks = marks_.data() + mark_ - 1;
        const std::size_t count = mark_count_ - (mark_ - 1);
        std::uint32_t mark = 0;
        for (std::size_t column = 0; column < column_count_; ++column) {
            const bool last = column + 1 == column_count_;
            const bool quoted = mark + 1 < count && marks[mark + 1] == marks[mark] + 1 && kind(marks[mark + 1]) == '"';
            if (quoted) {
                shape_ += "\"\"";
                grid_.places.push_back({true, mark + 1, false, nullptr, 0});
                has_quoted_cells_ = true;
                mark += 2;
            } else {
                grid_.places.push_back({true, mark, last, nullptr, 0});
            }
            if (++mark >= count) return false;
            shape_ += last ? '\n' : dialect_.delimiter[0];
        }
        grid_.stride = shape_.size();
        return is_of_shape(marks);
    }

    [[nodiscard]] bool is_of_shape(const std::uint32_t* marks) const noexcept {
        for (std::size_t i = 0; i < shape_.size(); ++i) {
            if (kind(marks[i + 1]) != shape_[i]) return false;
        }
        if (!has_quoted_cells_) return true;
        // Nothing stands beside the quotes but a carriage return at the line's end.
        for (const CellPlace& place : grid_.places) {
            if (place.mark == 0 || shape_[place.mark - 1] != '"') continue;
            const std::uint32_t* const quote = marks + place.mark;
            if (quote[0] != quote[-1] + 1) return false;
            if (quote[2] == quote[1] + 1) continue;
            if (quote[2] != quote[1] + 2 || kind(quote[2]) != '\n' || kind(quote[2] - 1) != '\r') return false;
        }
        return true;
    }

    // How many of the rows to come have the shape.
    [[nodiscard]] std::size_t rows_of_shape() const noexcept {
        const std::size_t there = std::min(kBlockRows, (mark_count_ - mark_) / grid_.stride);
        const std::uint32_t* const marks = marks_.data() + mark_ - 1;
        std::size_t rows = 0;
        if (has_quotes_) {
            while (rows < there && is_of_shape(marks + rows * grid_.stride)) ++rows;
            return rows;
        }
        // Without any quote, rows with as many line feeds as rows, each at a row's end, have no other one.
        while (rows < there && kind(marks[(rows + 1) * grid_.stride]) == '\n') ++rows;
        if (rows == 0) return 0;
        const std::size_t end = first_ + marks[rows * grid_.stride] + 1;
        return count_bytes(text_.substr(at_, end - at_)).feeds == rows ? rows : 0;
    }

    bool take_block() {
        constexpr std::size_t kFewest = 4;
        std::size_t rows = rows_of_shape();
        if (rows < kFewest && has_quotes_) {
            if (learn_shape()) {
                rows = rows_of_shape();
            } else {
                learn_plain_shape();
            }
        }
        const std::size_t end = rows == 0 ? at_ : first_ + marks_[mark_ - 1 + rows * grid_.stride] + 1;
        if (rows < kFewest || end - at_ > kLongestRecord ||
            (check_encoding_ && !count_bytes(text_.substr(at_, end - at_)).ascii)) {
            row_by_row_ = std::max(rows, kFewest);
            return false;
        }
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
        mark_ += rows * grid_.stride;
        line_ = line + static_cast<std::uint32_t>(rows);
        return true;
    }

    void take_row_of_block(std::size_t row) {
        const std::uint32_t* const marks = grid_.marks + row * grid_.stride;
        cells_.cells.clear();
        for (const CellPlace& place : grid_.places) {
            const std::uint32_t begin = marks[place.mark] + 1;
            cells_.cells.emplace_back(grid_.text + begin, marks[place.mark + 1] - begin);
            if (place.ends_row) end_line();
        }
        const std::uint32_t begin = marks[0] + 1;
        give({grid_.text + begin, marks[grid_.stride] + 1 - begin}, Reason::none);
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
    std::string shape_;  ///< the marks of a row: delimiters, quotes, a line feed
    bool has_quoted_cells_ = false;
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
