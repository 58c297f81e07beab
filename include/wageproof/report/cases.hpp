// Runs the worked examples of a rule pack: each is a folder of records in memory, with the rows that must come out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/law/load.hpp"

namespace wageproof::report {

/// What is wrong with one case: a sentence each, with the nearest row where one was missed.
struct CaseFailure {
  std::string name;
  std::uint32_t file_line = 0;  ///< of the case in the pack file
  std::vector<std::string> problems;
};

/// An entry of a parameter, and how many of its rows no case reads.
struct UntouchedValue {
  std::string parameter;
  std::int32_t from = 0;
  std::size_t rows = 0, of = 0;
  std::uint32_t file_line = 0;  ///< of the first of them
};

struct CasesReport {
  std::size_t passed = 0;
  std::vector<CaseFailure> failures;
  /// Lines of the pack of which no case expects a due row or a finding. Lines of a pack underneath are its own matter.
  std::vector<std::string> untouched_lines;
  /// Entries of the pack's own parameters of which some row gave no case a value.
  std::vector<UntouchedValue> untouched_values;
  [[nodiscard]] bool ok() const noexcept { return failures.empty(); }
};

/// Runs every case of a pack. A case stands under the pack itself, in its currency and with monthly periods, unless its
/// employer says otherwise; `worker_id` may be left out where it has one worker. Rows of `time`, `hours`, `leave` and
/// `pieces` with `from` and `to` stand for each such day, `weekdays` ("mon-sat", or a list) and `except` choose among them.
///
/// @param  resolver  where packs come from, the tested one too; null: the embedded ones
/// @cost   a whole check each
[[nodiscard]] WAGEPROOF_API CasesReport run_cases(const law::Pack& pack, const law::PackResolver* resolver = nullptr);

}  // namespace wageproof::report
