// Reads a folder of wage records into a dataset, and writes a dataset as such a folder.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/quantity/status.hpp"
#include "wageproof/readers/row_stream.hpp"
#include "wageproof/records/dataset.hpp"

namespace wageproof::readers {

/// How a folder is read.
struct ReadOptions {
    /// Zone name ("Asia/Phnom_Penh") in which every employer's records are kept local, where `zone_of_law`
    /// names none. Timestamps with an offset, or in a mapping's other zone, are turned into it.
    std::string time_zone;
    /// Gives the zone of an employer's law (pack ids, national law first); empty where it knows none.
    std::function<std::string(std::span<const std::string> law)> zone_of_law;
    /// Threads that parse. The dataset is the same for any number.
    unsigned threads = 1;
    /// Refuse a folder whose employer or workers are missing or wholly rejected.
    bool require_needed = true;
    /// Asked between pieces, by one thread at a time; true ends the reading with `invalid_argument`.
    std::function<bool()> cancelled;
};

/// One file of a folder: on disk, bytes in memory, or rows that are there already.
struct InputFile {
    std::string name;  ///< as it would stand in the folder; chooses the table and the form. Of rows: `time`, `time-gate2`
    std::string path;  ///< where to read it, empty where `bytes` holds it
    std::optional<std::string> bytes = std::nullopt;
    std::shared_ptr<RowStream> rows = nullptr;  ///< used up by the reading
};

/// Reads every record file of a folder, under its `mapping.json` if there is one. Subfolders are not read.
///
/// @return        the dataset; rejected rows stand in it and are no error
/// @errors        io_error: a file cannot be read; not_found: the folder, the employer or `workers` is
/// missing, or a
///                mapping names a file or column that is not there; parse_error: employer.json or
///                mapping.json is broken; conflict: two employer files, a column there twice;
///                invalid_argument: a needed table has no accepted row; unsupported: .xlsx
/// @cost          linear; parses on `threads` threads in pieces of some MiB, one piece a thread in memory
[[nodiscard]] WAGEPROOF_API quantity::Result<records::Dataset> read_folder(const std::string& folder,
                                                             const ReadOptions& options = {});

/// The same for files that the caller names or holds in memory.
[[nodiscard]] WAGEPROOF_API quantity::Result<records::Dataset> read_files(std::vector<InputFile> files,
                                                            const ReadOptions& options = {});

/// Rows of a table or folder. read = accepted + rejected + skipped.
struct RowCounts {
    std::uint64_t read = 0, accepted = 0, rejected = 0, skipped = 0, rounded = 0;
    std::uint64_t files = 0, repeated_files = 0;
};

/// The row accounting of one table, over all of its files.
[[nodiscard]] WAGEPROOF_API RowCounts count_rows(const records::Dataset& data, records::TableKind table) noexcept;

/// Writes every table that is there in the format's own CSV form (`employer.json` for a single employer), and
/// `rejects.csv`. Reading them gives the same rows again: a text that a spreadsheet would run as a formula gets a
/// quote in front, which the reading takes off. All files are written, or none is; tables of an earlier run that this
/// one does not write go away.
/// @param   summary  text of `summary.json`, which is written with them; empty: it is not
/// @errors  io_error: the folder or a file cannot be written
[[nodiscard]] WAGEPROOF_API quantity::Status write_tables(const records::Dataset& data, const std::string& folder,
                                                          std::string_view summary = {});

}  // namespace wageproof::readers
