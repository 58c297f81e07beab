// Parts of a rule pack in words: values in the unit in which the pack writes them, keys, days, provenance.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wageproof/law/pack.hpp"

namespace wageproof::cli {

[[nodiscard]] std::string day_text(std::int32_t serial);
/// `22:00` from minutes after midnight.
[[nodiscard]] std::string clock_text(int minute);
/// `208`, `2.6`, `1/3`, a text, a day, `none`, or `not known`: without its unit, which the parameter names.
[[nodiscard]] std::string value_text(const law::CellValue& value, std::string_view unit_text);
/// Keys joined by `, `; empty for a row without keys.
[[nodiscard]] std::string keys_text(const law::Parameter& parameter, const law::TableRow& row);
/// `[S1, S2; known; note]`, as much of it as there is.
[[nodiscard]] std::string provenance_text(const law::Provenance& provenance);
/// `month`, `part`, …
[[nodiscard]] std::string_view grain_text(law::Grain grain) noexcept;
[[nodiscard]] std::string_view role_text(law::Role role) noexcept;
[[nodiscard]] std::string_view weekday_text(int weekday) noexcept;
template <class Texts>
[[nodiscard]] std::string joined(const Texts& texts, std::string_view separator = ", ") {
  std::string out;
  for (const auto& text : texts) {
    if (!out.empty()) out += separator;
    out += text;
  }
  return out;
}

}  // namespace wageproof::cli
