// Values of the law that became known after days for which they hold: a finding of such days names the decree.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "run.hpp"

namespace wageproof::reconcile {

/// Adds to the source of each finding of a line the values that reached back into its period:
/// `…; reaching back: wage_2023: Gazette of …, in force from 2023-12-01, published 2023-12-20`.
void name_decrees(const law::Pack& pack, std::optional<std::int32_t> as_known_on, std::span<Finding> findings);

}  // namespace wageproof::reconcile
