// What a run comes to, as `summary.json` and as a page for the terminal.
#pragma once

#include <cstddef>
#include <string>

#include "wageproof/export.h"
#include "wageproof/report/tables.hpp"
#include "wageproof/report/totals.hpp"

namespace wageproof::report {

/// The library's version: `0.1.0`.
[[nodiscard]] WAGEPROOF_API std::string_view library_version() noexcept;

/// The text of `summary.json`, as docs/schemas/summary.schema.json describes it. It names no folder and no time, so the
/// same input gives the same bytes.
[[nodiscard]] WAGEPROOF_API std::string summary_json(const reconcile::Result& result, const records::Dataset& data,
                                                     const Totals& totals);
/// The same of a run that only read.
[[nodiscard]] WAGEPROOF_API std::string summary_json(const records::Dataset& data);

struct PageOptions {
  std::size_t width = 80;          ///< columns of the terminal
  bool colours = false;
  std::string folder;              ///< where the tables were written; empty: they were not
  std::string window;              ///< the days that were asked for, in the caller's words; empty: all of them
  std::size_t worst_workers = 10;  ///< rows of the list of workers, a currency
};

/// What a payroll officer can act on: what was read, what was found, who is owed most, what could not be told and why.
[[nodiscard]] WAGEPROOF_API std::string summary_page(const reconcile::Result& result, const records::Dataset& data,
                                                     const Totals& totals, const PageOptions& options);
/// The same of a run that only read.
[[nodiscard]] WAGEPROOF_API std::string reading_page(const records::Dataset& data, const PageOptions& options);

}  // namespace wageproof::report
