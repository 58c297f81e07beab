// Reads a file in pieces of about a MiB that end where a record ends, and hashes it on the way.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "readers/csv.hpp"
#include "readers/json_tokens.hpp"
#include "wageproof/quantity/status.hpp"
#include "wageproof/quantity/sha256.hpp"

namespace wageproof::readers {

struct InputFile;
class RowBatch;

/// A piece of a file. Behind its bytes `kJsonPadding` more can be read.
struct Chunk {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
    std::size_t capacity =
        0;  ///< of `bytes`, without the padding: a chunk that is filled again keeps its memory
    std::uint32_t first_line = 1;
    std::uint32_t line_count = 0;  ///< about: what rows to make room for
    bool has_quotes = true;        ///< or is not known to have none
    bool is_ascii = false;         ///< is known to be
    /// JSON arrays: the end of each element; `first_line` is then the first one's position. Empty otherwise.
    std::vector<std::uint32_t> ends;
    /// Rows that are no bytes; `first_line` is then the first one's position. Null otherwise.
    std::shared_ptr<const RowBatch> rows;
    [[nodiscard]] std::string_view text() const noexcept { return {bytes.get(), size}; }
};

/// The bytes of a file, from disk or from memory, front to back.
class ByteStream {
public:
    ByteStream() = default;
    ~ByteStream();
    ByteStream(const ByteStream&) = delete;
    ByteStream& operator=(const ByteStream&) = delete;

    [[nodiscard]] quantity::Status open(const InputFile& file);
    /// Takes the place of whatever was open: bytes that were decoded.
    void use(std::string bytes);
    /// @return how many bytes were read, less than `size` only at the end
    [[nodiscard]] quantity::Result<std::size_t> read(char* to, std::size_t size);
    /// @return size in bytes, without reading them
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

private:
    std::string name_;
    int descriptor_ = -1;
    std::string_view memory_;
    std::string owned_;
    std::size_t at_ = 0;
    std::uint64_t size_ = 0;
};

class ChunkReader {
public:
    /// Opens the file, reads its first bytes and turns them into UTF-8 where a mark or `encoding` says so.
    [[nodiscard]] quantity::Status open(const InputFile& file, const std::string& encoding);
    /// Makes the whole rest one chunk.
    [[nodiscard]] quantity::Status read_all();

    [[nodiscard]] std::string_view pending() const noexcept { return {buffer_.get(), size_}; }
    [[nodiscard]] bool at_end() const noexcept { return at_end_; }
    /// Takes lines off the front that are no data.
    void drop(std::size_t bytes);

    /// @param dialect  of the CSV; null: a record is a line, whatever quotes it has
    /// @return false at the end
    [[nodiscard]] quantity::Result<bool> next(const CsvDialect* dialect, Chunk& chunk);

    /// After the last chunk: the hash and size of the file's own bytes.
    [[nodiscard]] std::string sha256() { return hash_.finish_hex(); }
    [[nodiscard]] std::uint64_t size_bytes() const noexcept { return total_; }

private:
    [[nodiscard]] quantity::Status fill(std::size_t wanted);
    [[nodiscard]] quantity::Status skip_line();
    [[nodiscard]] std::size_t find_cut(const CsvDialect* dialect, bool quoted);
    [[nodiscard]] quantity::Status decode(std::string_view encoding, std::size_t mark);

    ByteStream stream_;
    quantity::Sha256 hash_;
    bool hash_here_ = true;  ///< false once the bytes were hashed before they were decoded
    std::uint64_t total_ = 0;
    std::unique_ptr<char[]> buffer_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
    std::uint32_t line_ = 1;
    std::vector<std::uint32_t> marks_;
    bool at_end_ = false;
};

/// Cuts the elements out of a JSON array that is wholly in memory.
class ArrayCutter {
public:
    explicit ArrayCutter(std::string_view text) noexcept : text_(text) {}
    /// @return false at the end. What stands before or behind the array comes as an element, so that it is
    /// refused.
    [[nodiscard]] bool next(Chunk& chunk);

private:
    [[nodiscard]] bool next_element(std::string_view& element);
    std::string_view text_;
    std::size_t at_ = 0;
    std::uint32_t position_ = 1;
    enum class Place { before, inside, behind, done } place_ = Place::before;
};

}  // namespace wageproof::readers
