// Brings the pieces of all files together as the dataset's tables, in the order of files and lines.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "readers/reason.hpp"
#include "readers/row_builder.hpp"
#include "wageproof/records/dataset.hpp"

namespace wageproof::readers {

/// A piece and the index of its file in `Dataset::files`.
struct PieceOfFile {
    std::uint32_t file = 0;
    std::unique_ptr<Piece> piece;
};

/// Makes one table of its pieces, which are used up. Strings get their ids in the order of the rows, whatever
/// threads read them.
void merge_pieces(records::Dataset& data, records::TableKind table, std::vector<PieceOfFile>& pieces,
                  unsigned threads);

}  // namespace wageproof::readers
