// Rows in a temporary file: blocks of a table's rows, written as they come and read back bucket by bucket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "readers/row_builder.hpp"
#include "wageproof/quantity/status.hpp"

namespace wageproof::readers {

class SpillFile {
public:
    /// Some rows of one piece.
    struct Block {
        std::uint32_t bucket = 0, file = 0;
        records::TableKind table{};
        std::uint64_t number = 0;  ///< of the piece
        std::uint64_t offset = 0, size = 0;
    };

    SpillFile() = default;
    SpillFile(const SpillFile&) = delete;
    SpillFile& operator=(const SpillFile&) = delete;
    ~SpillFile();

    /// Makes the file in the system's folder for such files. It has no name, and is gone with the object.
    /// @errors io_error
    [[nodiscard]] quantity::Status open();
    /// Appends some rows of a piece; by several threads at once.
    [[nodiscard]] quantity::Status append(Block block, const Piece& piece, std::span<const std::uint32_t> rows);
    /// The rows of a block, as a piece without rejects or counts.
    [[nodiscard]] quantity::Result<std::unique_ptr<Piece>> read(const Block& block) const;
    /// In the order in which they were appended.
    [[nodiscard]] const std::vector<Block>& blocks() const noexcept { return blocks_; }

private:
    int file_ = -1;
    std::mutex mutex_;
    std::uint64_t end_ = 0;
    std::vector<Block> blocks_;
};

}  // namespace wageproof::readers
