// A folder whose one file of payments is in a named format.
#pragma once

#include "reading.hpp"

namespace wageproof::fuzz {

inline void read_format_and_check(const std::string& format, const std::string& bytes) {
    const std::string mapping =
        R"({"sources": [{"file": "p", "table": "payments", "format": ")" + format + "\"}]}";
    read_and_check({employer(), {"mapping.json", {}, mapping}, {"p", {}, bytes}});
}

}  // namespace wageproof::fuzz
