// A table that is in memory already: batches of rows whose cells are texts, as a CSV file would hold them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wageproof/arrow_abi.h"
#include "wageproof/export.h"
#include "wageproof/quantity/status.hpp"
#include "wageproof/records/schema.hpp"

namespace wageproof::readers {

/// What stands in a column of numbers for a cell that is not given, and for one that only its text can tell.
inline constexpr std::int64_t kNoNumber = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kTextNumber = kNoNumber + 1;

/// Rows that are read together, by any one thread.
class WAGEPROOF_API RowBatch {
public:
    RowBatch() = default;
    RowBatch(const RowBatch&) = delete;
    RowBatch& operator=(const RowBatch&) = delete;
    virtual ~RowBatch();

    [[nodiscard]] virtual std::size_t row_count() const noexcept = 0;
    /// The texts of a row, one for each column of the stream; an empty one is not given.
    /// @param scratch  a string for each column, where a text that stands nowhere as such may be written
    virtual void read(std::size_t row, std::span<std::string_view> cells, std::span<std::string> scratch) const = 0;

    /// The cells of a column without text between: amounts in millionths, dates as days since 1970-01-01, clock times as
    /// seconds after midnight, whole numbers as they are. The values are those that the texts would give.
    /// @param first  row of the first number
    /// @return false where the column has none for a field of this type; `out` is then as it was
    [[nodiscard]] virtual bool numbers(std::size_t column, records::FieldType type, std::size_t first, std::span<std::int64_t> out) const;
    /// As `read`, of these columns; the other cells may be left as they are.
    virtual void read_columns(std::size_t row, std::span<const std::uint32_t> columns, std::span<std::string_view> cells,
                              std::span<std::string> scratch) const;
    /// The number by which evidence names a row, where the stream gives one of its own; else 0.
    [[nodiscard]] virtual std::uint32_t own_number(std::size_t row) const noexcept;
};

/// Batches of one table, front to back. Asked by one thread at a time.
class WAGEPROOF_API RowStream {
public:
    RowStream() = default;
    RowStream(const RowStream&) = delete;
    RowStream& operator=(const RowStream&) = delete;
    virtual ~RowStream();

    [[nodiscard]] virtual const std::vector<std::string>& columns() const noexcept = 0;
    /// @return null at the end
    [[nodiscard]] virtual quantity::Result<std::shared_ptr<const RowBatch>> next() = 0;
};

/// A table given as an Arrow C stream, its columns by the names of the format's fields.
///
/// A column `@row` of whole numbers gives the rows' own numbers, for a part of a table that is named by the whole's.
/// Text is read where it stands. Amounts are decimals, integers or text; whole numbers may be floating point, as some
/// dataframes keep them where some are missing, and must then be whole.
/// @param  stream  moved from: its `release` is null afterwards, but where the call is refused
/// @param  name    for messages
/// @errors invalid_argument: a stream that was released or whose columns are not named once; unsupported: a column of
///         floating point in a field of money, or of a type that no text stands for; io_error: the producer failed
[[nodiscard]] WAGEPROOF_API quantity::Result<std::unique_ptr<RowStream>> open_arrow(ArrowArrayStream* stream,
                                                                                  const records::TableSpec& spec,
                                                                                  std::string name);

}  // namespace wageproof::readers
