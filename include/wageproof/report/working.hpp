// The working of a worker's figures as text for a person, or as JSON for a screen.
#pragma once

#include <string>

#include "wageproof/export.h"
#include "wageproof/reconcile/explain.hpp"

namespace wageproof::report {

/// Lines, their steps with the values put in, rounding and sources.
[[nodiscard]] WAGEPROOF_API std::string working_text(const reconcile::Working& working);
[[nodiscard]] WAGEPROOF_API std::string working_json(const reconcile::Working& working);

}  // namespace wageproof::report
