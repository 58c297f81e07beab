// Where the cells of a block of rows stand: marks at regular distances, so that each column can be read by itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wageproof::readers {

/// Rows of a block: their texts and marks stay in the first-level cache.
inline constexpr std::size_t kBlockRows = 256;

/// Where a column's cells stand, the same for every row.
struct CellPlace {
    bool given = false;
    std::uint32_t mark = 0;       ///< of a row's marks, the one before the cell
    bool ends_row = false;        ///< CSV: a carriage return at its end is none of the text
    const char* literal = nullptr;  ///< JSON: what must stand from the mark up to the value, `kReadBehind` bytes behind it
    std::uint32_t literal_size = 0;
};

struct CellGrid {
    const char* text = nullptr;  ///< `kReadBehind` bytes can be read behind the last row
    /// The marks of the first row. CSV: the end of the row before, then of each cell. JSON: the tokens, four a value.
    const std::uint32_t* marks = nullptr;
    std::size_t stride = 0;  ///< marks a row
    std::size_t rows = 0;    ///< `kBlockRows` at most
    bool json = false;
    std::vector<CellPlace> places;  ///< by column
};

}  // namespace wageproof::readers
