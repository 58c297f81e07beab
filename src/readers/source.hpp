// One file that is read for one table: opened, its header bound, given out chunk by chunk.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "readers/chunk_reader.hpp"
#include "readers/formats/format.hpp"
#include "readers/plan.hpp"
#include "readers/row_builder.hpp"
#include "wageproof/readers/read_folder.hpp"

namespace wageproof::readers {

/// A file, its table and the options under which it is read.
struct Job {
    const InputFile* file = nullptr;
    records::TableKind table{};
    const SourceOptions* options = nullptr;
    std::size_t source = 0;      ///< equal for files of one source, among which equal bytes are read once
    bool single_object = false;  ///< employer.json
};

/// The payment format in which a file of this table is read: the mapping's, or that of its ending; null where
/// it is CSV or JSON.
[[nodiscard]] const FormatSpec* format_of(std::string_view file, records::TableKind table,
                                          const SourceOptions& options);

class Source {
public:
    /// @errors  io_error; not_found, conflict: as `bind_plan`, or a header row that is not there;
    /// unsupported: .xlsx, and .xml that holds no payments
    [[nodiscard]] static quantity::Result<std::unique_ptr<Source>> open(const Job& job);

    /// @return false at the end
    [[nodiscard]] quantity::Result<bool> next(Chunk& chunk);
    /// Reads a chunk's rows. May be called by several threads at once.
    void read(const Chunk& chunk, const FolderContext* context, Piece& piece) const;

    /// After the last chunk.
    [[nodiscard]] std::string sha256() { return rows_ != nullptr ? std::string() : reader_.sha256(); }
    [[nodiscard]] std::uint64_t size_bytes() const noexcept { return reader_.size_bytes(); }
    [[nodiscard]] const std::vector<std::string>& ignored_columns() const noexcept {
        return plan_.ignored_columns;
    }

private:
    enum class Form { csv, json_lines, json_array, json_object, payment_format, rows };
    [[nodiscard]] quantity::Result<bool> next_rows(Chunk& chunk);
    [[nodiscard]] quantity::Result<bool> next_whole(Chunk& chunk);
    [[nodiscard]] quantity::Status open_csv(const Job& job);
    [[nodiscard]] quantity::Status open_format(const Job& job, const FormatSpec& format);
    [[nodiscard]] quantity::Status read_header(const SourceOptions& options,
                                               std::vector<std::string>& columns);
    [[nodiscard]] quantity::Status take_row(const SourceOptions& options, std::string& record);

    Form form_ = Form::csv;
    std::string name_;
    ChunkReader reader_;
    CsvDialect dialect_;
    std::size_t column_count_ = 0;
    SourcePlan plan_;
    std::unique_ptr<ArrayCutter> array_;
    bool given_ = false;     ///< of a file that is one chunk
    bool is_empty_ = false;  ///< CSV without so much as a header
    std::shared_ptr<RowStream> rows_;
    std::uint32_t next_row_ = 1;
    const FormatSpec* format_ = nullptr;
};

}  // namespace wageproof::readers
