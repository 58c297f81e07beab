// The tables that a check gives, as CSV and as NDJSON: the same fields, and the same bytes for the same result.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/reconcile/result.hpp"
#include "wageproof/records/dataset.hpp"

namespace wageproof::report {

/// `against` has rows only where the result has a second law.
enum class Table : std::uint8_t { due, reconciliation, findings, matches, checks, balances, rejects, against };
inline constexpr std::size_t kTableCount = 8;

enum class Form : std::uint8_t { csv, ndjson };

/// `due`, `reconciliation`, …: the file's name without its ending.
[[nodiscard]] WAGEPROOF_API std::string_view name_of(Table table) noexcept;
/// `csv` or `ndjson`.
[[nodiscard]] WAGEPROOF_API std::string_view ending_of(Form form) noexcept;
/// The table's columns in their order.
[[nodiscard]] WAGEPROOF_API std::span<const std::string_view> fields_of(Table table) noexcept;

/// Takes the next piece of a table's text; false ends the writing.
using Sink = std::function<bool(std::string_view piece)>;

/// Writes one table, rows in the result's order.
///
/// Money has the decimals of its currency, half away from zero where the figure is finer; minutes and counts are whole;
/// days have up to four decimals. In CSV a text that a spreadsheet would run as a formula gets a leading `'`. Bytes of
/// a rejected value that are no UTF-8 become U+FFFD.
///
/// @return  false where the sink said so
/// @cost    linear; the text leaves in pieces of some hundred KiB. Different tables may be written at the same time.
[[nodiscard]] WAGEPROOF_API bool write_table(Table table, const reconcile::Result& result, const records::Dataset& data,
                                             Form form, const Sink& sink);

/// The rows of a table as the texts of its cells: those of the CSV form before any quoting.
[[nodiscard]] WAGEPROOF_API std::vector<std::vector<std::string>> cells_of(Table table, const reconcile::Result& result,
                                                                           const records::Dataset& data);

}  // namespace wageproof::report
