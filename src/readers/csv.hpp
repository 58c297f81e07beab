// CSV by RFC 4180: where a record ends, and its cells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "readers/reason.hpp"

namespace wageproof::readers {

/// A record longer than this is refused (`too_long`): no row of any table comes near it.
inline constexpr std::size_t kLongestRecord = std::size_t{1} << 20;

/// How the cells of a line are told apart.
struct CsvDialect {
    std::string delimiter = ",";
    std::vector<std::size_t> widths{};  ///< fixed width, in characters, in place of a delimiter
};

/// Where the record that starts a text ends.
struct RecordEnd {
    std::size_t size = 0;          ///< bytes up to and with its line feed
    Reason reason = Reason::none;  ///< too_long, or column_count where a quote is never closed
    bool complete = true;          ///< false: the text ends first, and more is to come
};

/// @param text     begins with a record
/// @param is_last  nothing follows the text
/// A record that is refused ends with its first line, so that one stray quote does not swallow the lines
/// after it.
[[nodiscard]] RecordEnd find_record_end(std::string_view text, const CsvDialect& dialect,
                                        bool is_last) noexcept;

/// Where the last whole record of a text ends, of which more is to come.
/// @param marks  a buffer that is kept from text to text
[[nodiscard]] std::size_t find_last_record_end(std::string_view text, const CsvDialect& dialect, std::vector<std::uint32_t>& marks);

/// The cells of one record; views into it, or into `unquoted` where quotes were doubled.
struct CsvCells {
    std::vector<std::string_view> cells;
    std::deque<std::string> unquoted;
};

/// Splits a record without its line feed. Blanks around cells are kept.
/// @return column_count where text stands beside a quoted cell, else none
[[nodiscard]] Reason split_record(std::string_view record, const CsvDialect& dialect, CsvCells& out);

/// The one of `,` `;` and tab that the header has most of, comma where it has none.
[[nodiscard]] char detect_delimiter(std::string_view header) noexcept;

/// What stands before the first mark: the next byte is the text's first.
inline constexpr std::uint32_t kBeforeText = 0xFFFFFFFF;

/// Positions of every delimiter, line feed and quote of a text, in order, behind `kBeforeText`.
/// @param positions  a buffer that is kept from text to text
/// @return how many of its numbers are positions, `kBeforeText` among them
std::size_t index_marks(std::string_view text, char delimiter, std::vector<std::uint32_t>& positions);

}  // namespace wageproof::readers
