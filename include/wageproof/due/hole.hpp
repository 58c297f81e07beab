// What a rejected row leaves open.
#pragma once

#include <cstdint>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/records/schema.hpp"

namespace wageproof::due {

/// Record rows that were rejected: which days of which workers have a hole, and its name. A list of them stands in the order
/// of workers, those of every worker last.
struct Hole {
  records::TableKind table{};
  std::uint32_t worker = 0;          ///< of the index; kNoRow: every worker of the employer
  std::int32_t first = INT32_MIN, last = INT32_MAX;
  std::uint32_t reason = 0;          ///< of the plan: missing:TABLE.FIELD
};

/// @return the first hole in a worker's records of a table that touches a span of days; nullptr: none
[[nodiscard]] WAGEPROOF_API const Hole* find_hole(const std::vector<Hole>& holes, records::TableKind table, std::uint32_t worker,
                                                  std::int32_t first, std::int32_t last);
[[nodiscard]] WAGEPROOF_API bool has_holes(const std::vector<Hole>& holes, records::TableKind table);

}  // namespace wageproof::due
