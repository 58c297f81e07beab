#include "wageproof/readers/row_stream.hpp"

#include <algorithm>

#include "readers/pieces.hpp"
#include "readers/values.hpp"

namespace wageproof::readers {

RowBatch::~RowBatch() = default;
RowStream::~RowStream() = default;

bool RowBatch::numbers(std::size_t, records::FieldType, std::size_t, std::span<std::int64_t>) const { return false; }
void RowBatch::read_columns(std::size_t row, std::span<const std::uint32_t>, std::span<std::string_view> cells, std::span<std::string> scratch) const {
    read(row, cells, scratch);
}
std::uint32_t RowBatch::own_number(std::size_t) const noexcept { return 0; }

namespace {

constexpr std::size_t kRowsPerBlock = 4096;  // columns of numbers of a block stay in the processor's cache

/// The rows of one batch, block by block.
class Rows {
public:
    Rows(const RowBatch& rows, std::uint32_t first_row, std::size_t column_count, RowBuilder& builder)
        : rows_(rows), first_row_(first_row), builder_(builder), cells_(column_count), scratch_(column_count) {}

    void read() {
        const std::size_t count = rows_.row_count();
        for (std::size_t first = 0; first < count; first += kRowsPerBlock) {
            const std::size_t size = std::min(kRowsPerBlock, count - first);
            const bool has_numbers = builder_.take_numbers(rows_, first, size);
            if (has_numbers && first == 0) list_texts();
            for (std::size_t i = 0; i < size; ++i) {
                if (!has_numbers || !add_by_numbers(first + i, i)) add_by_text(first + i);
            }
        }
        builder_.drop_numbers();
    }

private:
    // The columns that stay text.
    void list_texts() {
        for (std::uint32_t column = 0; column < cells_.size(); ++column) {
            if (!builder_.has_numbers(column)) texts_.push_back(column);
        }
    }

    [[nodiscard]] std::uint32_t number_of(std::size_t row) const noexcept {
        const std::uint32_t own = rows_.own_number(row);
        return own != 0 ? own : first_row_ + static_cast<std::uint32_t>(row);
    }

    [[nodiscard]] bool add_by_numbers(std::size_t row, std::size_t at) {
        for (std::string_view& cell : cells_) cell = {};
        rows_.read_columns(row, texts_, cells_, scratch_);
        bool ascii = true;
        for (const std::uint32_t column : texts_) {
            if (is_ascii(cells_[column])) continue;
            if (!is_utf8(cells_[column])) return false;
            ascii = false;
        }
        builder_.expect_other_scripts(!ascii);
        return builder_.add_row_of_numbers(number_of(row), cells_, at);
    }

    void add_by_text(std::size_t row) {
        rows_.read(row, cells_, scratch_);
        const bool any = std::any_of(cells_.begin(), cells_.end(), [](std::string_view cell) { return !trim(cell).empty(); });
        if (!any) return;  // as in a file, a row without any value is not a data row
        const auto bad = std::find_if_not(cells_.begin(), cells_.end(), is_utf8);
        if (bad != cells_.end()) {
            builder_.reject_row_with_cells(number_of(row), *bad, Reason::bad_encoding, cells_);
            return;
        }
        builder_.expect_other_scripts(!std::all_of(cells_.begin(), cells_.end(), is_ascii));
        builder_.add_row(number_of(row), cells_);
    }

    const RowBatch& rows_;
    const std::uint32_t first_row_;
    RowBuilder& builder_;
    std::vector<std::string_view> cells_;
    std::vector<std::string> scratch_;
    std::vector<std::uint32_t> texts_;
};

}  // namespace

void read_rows_piece(const RowBatch& rows, std::uint32_t first_row, std::size_t column_count, RowBuilder& builder) {
    Rows(rows, first_row, column_count, builder).read();
}

}  // namespace wageproof::readers
