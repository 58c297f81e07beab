// A dataset: one columnar table per record kind, the strings they share, where each row came from, what was
// refused.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/records/schema.hpp"

namespace wageproof::records {

/// Identity of an interned string; 0 is the empty string, which means 'not given'.
using StringId = std::uint32_t;

/// 'Not given' in a 32-bit column (date, clock, integer, code) and in a 64-bit one (amount, timestamp).
inline constexpr std::int32_t kNone32 = std::numeric_limits<std::int32_t>::min();
inline constexpr std::int64_t kNone64 = std::numeric_limits<std::int64_t>::min();

/// Strings, each held once.
/// Moving keeps views valid.
/// @cost  `intern` is amortised constant; views stay valid for the pool's life. Not safe for concurrent
/// writers.
class WAGEPROOF_API StringPool {
public:
    StringPool();
    StringId intern(std::string_view text);
    /// @return the id, or 0 where the text was never interned
    [[nodiscard]] StringId find(std::string_view text) const noexcept;
    [[nodiscard]] std::string_view view(StringId id) const noexcept { return views_[id]; }
    [[nodiscard]] std::size_t size() const noexcept { return views_.size(); }

private:
    std::string_view store(std::string_view text);
    [[nodiscard]] std::size_t slot_of(std::string_view text, std::uint32_t hash) const noexcept;
    void grow();
    std::vector<std::string_view> views_;
    std::vector<std::uint32_t> hashes_;
    std::vector<StringId> slots_;  ///< open addressing, at most half full; 0 marks a free slot
    std::deque<std::unique_ptr<char[]>> blocks_;
    std::size_t block_used_ = 0;
    std::size_t block_size_ = 0;
};

/// One column. Text, date, clock, integer and code live in `narrow`, amount and timestamp in `wide`.
struct Column {
    std::vector<std::int32_t> narrow;  ///< beside a timestamp: seconds by which its clock was ahead of UTC; kNone32: no zone known
    std::vector<std::int64_t> wide;
};

/// A column that the format does not know, kept as text: an attribute that packs may use.
struct AttributeColumn {
    StringId name = 0;
    std::vector<StringId> values;
};

/// One table: a column for each field of its specification, the source of each row, further attributes.
struct DataTable {
    const TableSpec* spec = nullptr;
    bool present = false;  ///< a file or stream of this table was given, even if it had no accepted row
    std::vector<Column> columns;
    std::vector<std::uint32_t> file;  ///< index into `Dataset::files`
    std::vector<std::uint32_t> line;  ///< from 1; for JSON arrays the element's position from 1
    std::vector<AttributeColumn> attributes;

    [[nodiscard]] std::size_t row_count() const noexcept { return line.size(); }
    [[nodiscard]] std::int32_t narrow(int field, std::size_t row) const noexcept {
        return columns[static_cast<std::size_t>(field)].narrow[row];
    }
    [[nodiscard]] std::int64_t wide(int field, std::size_t row) const noexcept {
        return columns[static_cast<std::size_t>(field)].wide[row];
    }
    [[nodiscard]] StringId text(int field, std::size_t row) const noexcept {
        return static_cast<StringId>(narrow(field, row));
    }
    /// The column of an extension field is empty as long as no row gives it: these ask it safely.
    [[nodiscard]] bool has(int field) const noexcept {
        const Column& column = columns[static_cast<std::size_t>(field)];
        return !column.narrow.empty() || !column.wide.empty();
    }
    [[nodiscard]] std::int32_t narrow_or_none(int field, std::size_t row) const noexcept {
        return has(field) ? narrow(field, row) : kNone32;
    }
    [[nodiscard]] std::int64_t wide_or_none(int field, std::size_t row) const noexcept {
        return has(field) ? wide(field, row) : kNone64;
    }
    [[nodiscard]] StringId text_or_none(int field, std::size_t row) const noexcept {
        return has(field) ? text(field, row) : 0;
    }
};

/// Row accounting of one file for one table. read = accepted + rejected + skipped.
struct FileAccount {
    std::string name;  ///< file name within the folder
    TableKind table{};
    std::string sha256;  ///< of the file's bytes, lower-case hex
    std::uint64_t size_bytes = 0;
    std::uint64_t read = 0, accepted = 0, rejected = 0, skipped = 0;
    std::uint64_t rounded = 0;  ///< amounts rounded to 6 decimals under a mapping's `round`
    bool repeated = false;      ///< same bytes as a file already read for the same source: not read again
    std::vector<std::string> ignored_columns;
};

/// A row that was refused. What could be read of it says which worker and days have a hole.
struct Reject {
    std::uint32_t file = 0;
    std::uint32_t line = 0;
    std::string column;
    std::string value;
    std::string reason;  ///< one of the format's reject reasons
    TableKind table{};
    StringId employer = 0;         ///< 0: not readable (or the folder has only one)
    StringId worker = 0;           ///< 0: not readable, the hole is every worker's
    std::int32_t first = kNone32;  ///< first day that the row speaks of; kNone32: not readable, every period
    std::int32_t last = kNone32;
};

/// A file of the folder that nobody read, so that nobody takes its records for checked.
struct UnreadFile {
    std::string name;
    std::string_view reason;  ///< of static storage: `letter_case`, `compressed`, `not_a_file`, `unknown_name`
};

/// What a payment file says of a batch, and what the batch's own lines come to.
struct BatchClaim {
    std::uint32_t file = 0;
    std::uint32_t line = 0;  ///< where the claim stands
    std::string name;        ///< of the message, and of the batch in it
    StringId employer = 0, currency = 0;            ///< 0: the batch has several, or none that could be read
    std::int32_t day = kNone32;                     ///< last day of its pay period, else its day of execution
    std::int64_t claimed_count = -1, counted = -1;  ///< payments; -1: not claimed, or not to be told
    std::int64_t claimed_micro = kNone64, summed_micro = kNone64;  ///< kNone64 likewise
};
[[nodiscard]] inline bool count_differs(const BatchClaim& batch) noexcept {
    return batch.claimed_count >= 0 && batch.counted >= 0 && batch.claimed_count != batch.counted;
}
[[nodiscard]] inline bool total_differs(const BatchClaim& batch) noexcept {
    return batch.claimed_micro != kNone64 && batch.summed_micro != kNone64 && batch.claimed_micro != batch.summed_micro;
}
[[nodiscard]] inline bool differs(const BatchClaim& batch) noexcept {
    return count_differs(batch) || total_differs(batch);
}

/// Everything that was read. Immutable once the readers are done; safe to share between threads then.
struct WAGEPROOF_API Dataset {
    Dataset();
    StringPool strings;
    std::array<DataTable, kTableCount> tables;
    std::vector<FileAccount> files;
    std::vector<Reject> rejects;
    std::vector<UnreadFile> unread_files;  ///< by name
    std::vector<BatchClaim> batches;       ///< those whose file states a count or a total
    /// Employers' `law` lists, one per employers row: pack ids from the national law to the overlay.
    std::vector<std::vector<std::string>> laws;
    /// Employers' explicit pay periods (first, last day), one list per employers row; empty = by the `period`
    /// text.
    std::vector<std::vector<std::pair<std::int32_t, std::int32_t>>> periods;

    [[nodiscard]] DataTable& operator[](TableKind kind) noexcept {
        return tables[static_cast<std::size_t>(kind)];
    }
    [[nodiscard]] const DataTable& operator[](TableKind kind) const noexcept {
        return tables[static_cast<std::size_t>(kind)];
    }
};

}  // namespace wageproof::records
