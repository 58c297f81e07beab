// Walks the rows of one piece of a file, of CSV or of JSON, and gives them to the row builder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "readers/chunk_reader.hpp"
#include "readers/csv.hpp"
#include "readers/json_tokens.hpp"
#include "readers/row_builder.hpp"
#include "wageproof/readers/row_stream.hpp"

namespace wageproof::readers {

void read_csv_piece(const Chunk& chunk, const CsvDialect& dialect, std::size_t column_count,
                    RowBuilder& builder);

/// Rows that are in memory already.
void read_rows_piece(const RowBatch& rows, std::uint32_t first_row, std::size_t column_count, RowBuilder& builder);

/// JSON lines, or the elements of an array.
void read_json_piece(const Chunk& chunk, RowBuilder& builder);

/// An employer's object, which alone may hold lists and an object of attributes.
void read_employers_piece(const Chunk& chunk, RowBuilder& builder);

}  // namespace wageproof::readers
