#include "wageproof/readers/row_stream.hpp"

#include <algorithm>

#include "readers/pieces.hpp"
#include "readers/values.hpp"

namespace wageproof::readers {

RowBatch::~RowBatch() = default;
RowStream::~RowStream() = default;

void read_rows_piece(const RowBatch& rows, std::uint32_t first_row, std::size_t column_count, RowBuilder& builder) {
    std::vector<std::string_view> cells(column_count);
    std::vector<std::string> scratch(column_count);
    const std::size_t count = rows.row_count();
    for (std::size_t row = 0; row < count; ++row) {
        rows.read(row, cells, scratch);
        const auto number = first_row + static_cast<std::uint32_t>(row);
        const bool any = std::any_of(cells.begin(), cells.end(), [](std::string_view cell) { return !trim(cell).empty(); });
        if (!any) continue;  // as in a file, a row without any value is not a data row
        const auto bad = std::find_if_not(cells.begin(), cells.end(), is_utf8);
        if (bad != cells.end()) {
            builder.reject_row_with_cells(number, *bad, Reason::bad_encoding, cells);
            continue;
        }
        builder.expect_other_scripts(!std::all_of(cells.begin(), cells.end(), is_ascii));
        builder.add_row(number, cells);
    }
}

}  // namespace wageproof::readers
