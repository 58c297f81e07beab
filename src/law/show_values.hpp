// Parts of a pack in words, which its page and the page of a difference share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "law/page.hpp"
#include "wageproof/law/pack.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::law {

std::string day_text(std::int32_t serial);
/// `22:00 to 05:00`, or `sunset to sunrise`.
std::string night_text(const NightWindow& window);
std::string joined(const std::vector<std::string>& parts, std::string_view separator = ", ");
/// `Labour Code 1997, art. 137; uncertain`: instruments by name, and the confidence unless it is verified.
std::string source_text(const Pack& pack, const Provenance& provenance);
/// The value as the pack's author writes it: hours in hours, percentages with their sign.
std::string value_text(const Pack& pack, const Parameter& parameter, const CellValue& value);
/// `Kota Bekasi (kota_bekasi)`, `below 18`, `any other`.
std::string key_text(const Pack& pack, const Parameter& parameter, std::size_t position, const Key& key);
/// `from 2026-01-01, published 2025-09-17`
std::string in_force_text(const DatedTable& table);
std::string rounding_text(const LineRounding& rounding);
std::string_view role_text(Role role) noexcept;
/// How often days are earned, and the year that they belong to.
std::string credited_text(const Ledger& ledger);
std::string leave_year_text(const Ledger& ledger);
/// What a booked amount is held to, or what a limit allows.
std::string comparison_text(const Line& line);
/// Some entries of a parameter with their values and sources.
void show_entries(Page& page, const Pack& pack, const Parameter& parameter, const std::vector<const DatedTable*>& entries);
/// Parameters in force on a day, or all entries.
void show_parameters(Page& page, const Pack& pack, std::optional<quantity::Date> at);

}  // namespace wageproof::law
