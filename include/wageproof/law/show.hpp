// A rule pack as a payroll specialist reads it: plain text for a terminal or a file.
#pragma once

#include <optional>
#include <string>

#include "wageproof/export.h"
#include "wageproof/law/pack.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::law {

/// The pack as it stands on a day: values in force with their sources, the calendar of that year, working time, lines by
/// role, ledgers, what is uncertain, sources.
///
/// @param at  without it all values are shown, each with its dates, and all listed holidays
[[nodiscard]] WAGEPROOF_API std::string show_pack(const Pack& pack, std::optional<quantity::Date> at = std::nullopt);

/// The packs that the library carries, a line each: id, version, title.
[[nodiscard]] WAGEPROOF_API std::string list_embedded();

/// What formulas may read: name, grain, kind and meaning of each input.
[[nodiscard]] WAGEPROOF_API std::string show_inputs();

/// The functions of the formula language, as they are written.
[[nodiscard]] WAGEPROOF_API std::string show_functions();

}  // namespace wageproof::law
