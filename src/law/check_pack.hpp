// What must hold of a pack as a whole, beyond each formula: sources, tables, lines that belong together.
#pragma once

#include "law/diagnostics.hpp"
#include "law/scope.hpp"
#include "wageproof/law/pack.hpp"

namespace wageproof::law {

/// Checks, and completes tables: keys of numeric dimensions become ranges, calendar lists are sorted.
/// @param proven  that the same bytes were found good before: only what completes them is done
void check_pack(Pack& pack, const Scope& scope, Diagnostics& diagnostics, bool proven);

/// Keys, values and dates of one parameter.
void check_parameter(Parameter& parameter, const Scope& scope, Diagnostics& diagnostics, bool proven);

}  // namespace wageproof::law
