// A case of a rule pack as a folder of records in memory.
#pragma once

#include <string>
#include <vector>

#include "law/json_tree.hpp"
#include "wageproof/export.h"
#include "wageproof/law/pack.hpp"
#include "wageproof/readers/read_folder.hpp"

namespace wageproof::report {

struct CaseFiles {
  std::vector<readers::InputFile> files;
  std::vector<std::string> problems;
};

/// @param document  the case's JSON, an object
[[nodiscard]] WAGEPROOF_API CaseFiles files_of_case(const law::json::Document& document, const law::Pack& pack);

}  // namespace wageproof::report
