#include <algorithm>

#include "readers/pieces.hpp"
#include "readers/values.hpp"

namespace wageproof::readers {
namespace {

class CsvWalker {
public:
    CsvWalker(const Chunk& chunk, const CsvDialect& dialect, std::size_t column_count, RowBuilder& builder)
        : text_(chunk.text()),
          dialect_(dialect),
          column_count_(column_count),
          builder_(builder),
          line_(chunk.first_line) {}

    void walk() {
        const bool plain = is_ascii(text_);
        builder_.expect_other_scripts(!plain);
        check_encoding_ = !plain && !is_utf8(text_);
        if (dialect_.delimiter.size() == 1 && dialect_.widths.empty()) {
            walk_marks(dialect_.delimiter[0]);
        } else {
            while (at_ < text_.size()) take_record();
        }
    }

private:
    // Cells are cut at marks that were found beforehand; a record with a quote is taken apart with care.
    void walk_marks(char delimiter) {
        std::vector<std::uint32_t> marks;
        index_marks(text_, delimiter, marks);
        std::size_t mark = 0;
        while (at_ < text_.size()) {
            cells_.cells.clear();
            std::size_t start = at_;
            const std::size_t first_mark = mark;
            bool ended = false;
            bool quoted = false;
            for (; mark < marks.size(); ++mark) {
                const std::size_t position = marks[mark];
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
            if (quoted || (ended ? start : text_.size()) - at_ > kLongestRecord) {
                take_record();
                mark = first_mark;
                while (mark < marks.size() && marks[mark] < at_) ++mark;
                continue;
            }
            if (!ended) {
                cells_.cells.push_back(text_.substr(start));
                start = text_.size();
            }
            std::string_view& last = cells_.cells.back();
            if (last.ends_with('\r')) last.remove_suffix(1);
            const std::string_view record = text_.substr(at_, start - at_);
            at_ = start;
            give(record, Reason::none);
            ++line_;
        }
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
    const CsvDialect& dialect_;
    const std::size_t column_count_;
    RowBuilder& builder_;
    std::uint32_t line_;
    std::size_t at_ = 0;
    CsvCells cells_;
    bool check_encoding_ = false;
};

}  // namespace

void read_csv_piece(const Chunk& chunk, const CsvDialect& dialect, std::size_t column_count,
                    RowBuilder& builder) {
    CsvWalker(chunk, dialect, column_count, builder).walk();
}

}  // namespace wageproof::readers
