// The end of writing a run: its files take their places, and none of an earlier run stays beside them.
#pragma once

#include <cstddef>
#include <deque>
#include <string>

#include "records/output_files.hpp"
#include "wageproof/report/write.hpp"

namespace wageproof::report {

/// Keeps the closed files all or none, then takes away tables that an earlier run left in the other form, or of a second law.
/// @param tables  how many of the tables, in their order, this run has
/// @errors io_error
quantity::Status keep_run(const std::string& folder, std::deque<records::OutputFile>& files, Form form, std::size_t tables);

}  // namespace wageproof::report
