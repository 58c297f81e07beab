// Writes what a check gives into a folder: every table and `summary.json`, each file whole or not at all.
#pragma once

#include <string>

#include "wageproof/export.h"
#include "wageproof/quantity/status.hpp"
#include "wageproof/report/summary.hpp"
#include "wageproof/report/tables.hpp"

namespace wageproof::report {

struct WriteOptions {
  Form form = Form::csv;
  unsigned threads = 1;  ///< tables written at the same time; the bytes do not depend on it
};

/// Writes all tables (`against` where the result has a second law) and `summary.json`. The folder is made if it is missing. Files get temporary names first and their
/// own ones when all are complete; after an error none of them is changed. Tables of an earlier run in the other form go away.
/// @errors io_error: the folder or a file cannot be written
[[nodiscard]] WAGEPROOF_API quantity::Status write_report(const std::string& folder, const reconcile::Result& result,
                                                          const records::Dataset& data, const Totals& totals,
                                                          const WriteOptions& options = {});

/// Writes one file whole or not at all. The folder is made if it is missing.
/// @errors io_error
[[nodiscard]] WAGEPROOF_API quantity::Status write_file(const std::string& folder, const std::string& name,
                                                        std::string_view text);

}  // namespace wageproof::report
