// The parts of a shown pack that several sections share, and its parameters.
#pragma once

#include <optional>
#include <string>

#include "wageproof/law/pack.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::law {

std::string day_text(std::int32_t serial);
/// A title of a section with a rule under it.
std::string heading(const std::string& title);
/// `Labour Code 1997, art. 137; uncertain`: instruments by name, and the confidence unless it is verified.
std::string source_text(const Pack& pack, const Provenance& provenance);
/// The value as the pack's author writes it: hours in hours, percentages with their sign.
std::string value_text(const Pack& pack, const Parameter& parameter, const CellValue& value);
/// Parameters in force on a day, or all entries.
std::string show_parameters(const Pack& pack, std::optional<quantity::Date> at);

}  // namespace wageproof::law
