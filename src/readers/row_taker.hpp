// A folder read without keeping its rows: they are handed on piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "readers/row_builder.hpp"
#include "wageproof/readers/read_folder.hpp"

namespace wageproof::readers {

/// Takes the rows of each piece while a folder is read, so that they are never in memory all at once.
class RowTaker {
public:
    RowTaker() = default;
    RowTaker(const RowTaker&) = delete;
    RowTaker& operator=(const RowTaker&) = delete;
    virtual ~RowTaker() = default;

    /// The employers are read, and nothing else yet.
    virtual quantity::Status begin(const records::Dataset& employers) = 0;
    /// The piece's rows, which are gone afterwards. Asked by several threads at once; a table's pieces stand in the order
    /// of their numbers.
    virtual quantity::Status take(std::size_t number, std::uint32_t file, records::TableKind table, const Piece& piece) = 0;
};

/// As `read_folder`, but the dataset holds the employers, the accounting and the rejected rows only. Rows that stand twice
/// are not looked for.
[[nodiscard]] quantity::Result<records::Dataset> read_folder_into(const std::string& folder, const ReadOptions& options,
                                                                  RowTaker& taker);

}  // namespace wageproof::readers
