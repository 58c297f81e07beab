// What a formula leads to, through other formulas, the keys of tables and the split of a day's minutes.
#pragma once

#include <cstdint>
#include <set>

#include "wageproof/export.h"
#include "wageproof/law/pack.hpp"

namespace wageproof::law {

/// Positions in the pack's lists.
struct Uses {
  std::set<std::uint32_t> parameters, formulas;
};

/// Adds what an expression of a loaded pack uses, directly or through others.
WAGEPROOF_API void collect_uses(const Pack& pack, const Expression& expression, Uses& uses);
/// The same of all formulas of a line.
[[nodiscard]] WAGEPROOF_API Uses uses_of(const Pack& pack, const Line& line);

}  // namespace wageproof::law
