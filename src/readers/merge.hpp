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

/// Rejects rows that stand for the same employer; worker and `valid_from`; worker and day of `hours`; pair of currencies
/// and day of `rates`; day, kind, region and worker of `calendar`. Of the last three, rows that agree count once.
void reject_duplicates(records::Dataset& data, records::TableKind table);

/// What becomes of a row: a `copy` leaves no hole, since its record is there.
enum class RowFate : std::uint8_t { kept, copy, refused };

/// What stands in the rejects for a row that is taken out again.
struct RowRejection {
    records::StringId worker = 0;
    int column = 0;
    std::string value;
    Reason reason = Reason::none;
    std::pair<std::int32_t, std::int32_t> days{records::kNone32, records::kNone32};
};

/// Takes rows out of a table and counts them as rejected. A row of a file that made several records is rejected once.
void remove_rows(records::Dataset& data, records::TableKind table, const std::vector<RowFate>& fates,
                 const std::function<RowRejection(std::size_t)>& rejection_of);

}  // namespace wageproof::readers
