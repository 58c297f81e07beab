#include "law/show_values.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "law/exact_text.hpp"
#include "law/key_text.hpp"
#include "law/text_table.hpp"
#include "wageproof/law/lookup.hpp"
#include "wageproof/quantity/currency.hpp"
#include "wageproof/quantity/ratio.hpp"

namespace wageproof::law {

namespace {

std::string scaled(const CellValue& value, quantity::Ratio factor) {
  const auto exact = quantity::Ratio::make(value.numerator, value.denominator);
  const auto result = exact ? quantity::Ratio::try_multiply(*exact, factor) : exact;
  if (!result) return exact_text(value.numerator, value.denominator);
  return exact_text(result->numerator(), result->denominator());
}

/// `Kota Bekasi (kota_bekasi)` where the pack names the code.
std::string key_text(const Pack& pack, const Parameter& parameter, std::size_t position, const Key& key) {
  if (key.kind == Key::Kind::any) return "any other";
  if (key.kind == Key::Kind::range) return to_text(key, parameter.by[position].root().type);
  const auto dimension = pack.dimensions.find(parameter.by_names[position]);
  if (dimension == pack.dimensions.end()) return key.text;
  const auto code = std::find_if(dimension->second.begin(), dimension->second.end(), [&](const Code& each) { return each.code == key.text; });
  if (code == dimension->second.end() || code->name.empty() || code->name == key.text) return key.text;
  return fmt::format("{} ({})", code->name, key.text);
}

std::string in_force(const DatedTable& table) {
  std::string out = "from " + day_text(table.from);
  if (table.to) out += " to " + day_text(*table.to);
  if (table.published) out += ", published " + day_text(*table.published);
  return out;
}

std::string show_entry(const Pack& pack, const Parameter& parameter, const DatedTable& table) {
  const std::string source = source_text(pack, table.provenance);
  if (parameter.by.empty()) {
    const std::string value = table.rows.empty() ? std::string("not known") : value_text(pack, parameter, table.rows.front().value);
    return fmt::format("    {}  ({}; {})\n", value, in_force(table), source);
  }
  std::string out = fmt::format("    {} ({})\n", in_force(table), source);
  TextTable rows("      ");
  std::vector<std::string> head = parameter.by_names;
  head.emplace_back("value");
  rows.row(std::move(head));
  for (const TableRow& row : table.rows) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < row.keys.size(); ++i) cells.push_back(key_text(pack, parameter, i, row.keys[i]));
    cells.push_back(value_text(pack, parameter, row.value));
    if (row.own_provenance) cells.push_back(source_text(pack, row.provenance));
    rows.row(std::move(cells));
  }
  return out + rows.text();
}

}  // namespace

std::string day_text(std::int32_t serial) { return quantity::to_text(quantity::Date::from_serial(serial)); }

std::string heading(const std::string& title) { return "\n" + title + "\n" + std::string(title.size(), '-') + "\n"; }

std::string source_text(const Pack& pack, const Provenance& provenance) {
  std::string out;
  for (const std::string& id : provenance.sources) {
    if (!out.empty()) out += "; ";
    const Source* source = find_source(pack, provenance, id);
    if (source == nullptr) {
      out += id;
      continue;
    }
    out += source->instrument;
    if (!source->article.empty()) out += ", " + source->article;
  }
  if (provenance.confidence == Confidence::known) out += "; known, not re-read";
  if (provenance.confidence == Confidence::uncertain) out += "; UNCERTAIN";
  return out;
}

std::string value_text(const Pack& pack, const Parameter& parameter, const CellValue& value) {
  switch (value.kind) {
    case CellValue::Kind::hole: return "not known";
    case CellValue::Kind::none: return "none";
    case CellValue::Kind::text: return value.text;
    case CellValue::Kind::date: return day_text(static_cast<std::int32_t>(value.numerator));
    case CellValue::Kind::number: break;
  }
  if (parameter.unit_text == "percent") return scaled(value, quantity::Ratio(100)) + " %";
  if (parameter.unit_text == "hours") return scaled(value, quantity::Ratio::of(1, 60)) + " hours";
  const std::string number = exact_text(value.numerator, value.denominator);
  if (parameter.unit.money != 0) {
    const std::uint32_t code = parameter.unit.currency == 0 ? pack.currency : parameter.unit.currency;
    return number + " " + quantity::to_text(quantity::Currency::from_packed(code));
  }
  return parameter.unit.minutes != 0 ? number + " minutes" : number;
}

std::string show_parameters(const Pack& pack, std::optional<quantity::Date> at) {
  std::string out = heading(at ? "Values in force on " + quantity::to_text(*at) : std::string("Values"));
  for (const Parameter& parameter : pack.parameters) {
    out += "  " + parameter.name + (parameter.title.empty() ? "" : ": " + parameter.title) + "\n";
    if (!at) {
      for (const DatedTable& table : parameter.values) out += show_entry(pack, parameter, table);
      continue;
    }
    const DatedTable* table = entry_at(parameter, at->serial());
    out += table != nullptr ? show_entry(pack, parameter, *table) : std::string("    not known on that day\n");
  }
  return out;
}

}  // namespace wageproof::law
