#include "law/show_values.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "law/exact_text.hpp"
#include "law/grains.hpp"
#include "law/key_text.hpp"
#include "wageproof/law/lookup.hpp"
#include "wageproof/quantity/currency.hpp"
#include "wageproof/quantity/ratio.hpp"

namespace wageproof::law {

namespace {

/// Long numbers in groups of three, which a person reads more safely.
std::string grouped(std::string number) {
  const std::size_t begin = number.starts_with('-') ? 1 : 0;
  const std::size_t end = std::min(number.find_first_not_of("0123456789", begin), number.size());
  if (end - begin < 5 || number.find('/') != std::string::npos) return number;
  for (std::size_t at = end; at > begin + 3;) {
    at -= 3;
    number.insert(at, 1, ',');
  }
  return number;
}

std::string scaled(const CellValue& value, quantity::Ratio factor) {
  const auto exact = quantity::Ratio::make(value.numerator, value.denominator);
  const auto result = exact ? quantity::Ratio::try_multiply(*exact, factor) : exact;
  if (!result) return exact_text(value.numerator, value.denominator);
  return exact_text(result->numerator(), result->denominator());
}

std::string bound_text(std::int64_t micro, ValueType type) {
  return type == ValueType::date ? day_text(static_cast<std::int32_t>(micro / 1'000'000)) : grouped(exact_text(micro, 1'000'000));
}

/// `below 18`, `18 and more`, `1 to below 3`, `over 200 to 250`, `5`.
std::string range_text(const KeyRange& range, ValueType type) {
  const std::string lower = bound_text(range.lower_micro, type), upper = bound_text(range.upper_micro, type);
  if (range.has_lower && range.has_upper && range.lower_micro == range.upper_micro) return lower;
  if (!range.has_lower) return (range.upper_inside ? "up to " : "below ") + upper;
  if (!range.has_upper) return range.lower_inside ? lower + " and more" : "over " + lower;
  return (range.lower_inside ? "" : "over ") + lower + (range.upper_inside ? " to " : " to below ") + upper;
}

std::vector<std::string> keys_of(const Pack& pack, const Parameter& parameter, const TableRow& row) {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < row.keys.size(); ++i) keys.push_back(key_text(pack, parameter, i, row.keys[i]));
  return keys;
}

/// Its source, and the other reading where a note tells one.
std::string provenance_text(const Pack& pack, const Provenance& provenance) {
  const std::string source = source_text(pack, provenance);
  return provenance.note.empty() ? source : source + ". Note: " + provenance.note;
}

void show_single(Page& page, const Pack& pack, const Parameter& parameter, const std::vector<const DatedTable*>& entries) {
  std::vector<std::vector<std::string>> rows;
  for (const DatedTable* entry : entries) {
    const std::string value = entry->rows.empty() ? std::string("not known") : value_text(pack, parameter, entry->rows.front().value);
    if (page.markdown()) {
      rows.push_back({value, day_text(entry->from), entry->to ? day_text(*entry->to) : "", entry->published ? day_text(*entry->published) : "",
                      provenance_text(pack, entry->provenance)});
    } else {
      page.item(value + "  (" + in_force_text(*entry) + "; " + provenance_text(pack, entry->provenance) + ")");
    }
  }
  if (page.markdown()) page.table({"value", "from", "to", "published", "source"}, rows);
}

/// A table a day on the terminal; in Markdown one for all days, with a column for each.
void show_table(Page& page, const Pack& pack, const Parameter& parameter, const std::vector<const DatedTable*>& entries) {
  if (!page.markdown()) {
    for (const DatedTable* entry : entries) {
      page.item(in_force_text(*entry) + " (" + provenance_text(pack, entry->provenance) + ")");
      std::vector<std::string> head = parameter.by_names;
      head.emplace_back("value");
      std::vector<std::vector<std::string>> rows;
      for (const TableRow& row : entry->rows) {
        rows.push_back(keys_of(pack, parameter, row));
        rows.back().push_back(value_text(pack, parameter, row.value));
        if (row.own_provenance) rows.back().push_back(source_text(pack, row.provenance));
      }
      page.table(head, rows);
    }
    return;
  }
  std::vector<std::string> head = parameter.by_names;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t column = 0; column < entries.size(); ++column) {
    head.push_back("from " + day_text(entries[column]->from));
    for (const TableRow& row : entries[column]->rows) {
      const std::vector<std::string> keys = keys_of(pack, parameter, row);
      auto at = std::find_if(rows.begin(), rows.end(), [&](const auto& each) { return std::equal(keys.begin(), keys.end(), each.begin()); });
      if (at == rows.end()) at = rows.insert(rows.end(), keys);
      at->resize(std::max(at->size(), keys.size() + column));
      at->push_back(value_text(pack, parameter, row.value));
    }
  }
  page.table(head, rows);
  for (const DatedTable* entry : entries) {
    page.item(in_force_text(*entry) + ": " + provenance_text(pack, entry->provenance));
    for (const TableRow& row : entry->rows) {
      if (!row.own_provenance) continue;
      page.item(day_text(entry->from) + ", " + joined(keys_of(pack, parameter, row)) + ": " + provenance_text(pack, row.provenance));
    }
  }
}

}  // namespace

void show_entries(Page& page, const Pack& pack, const Parameter& parameter, const std::vector<const DatedTable*>& entries) {
  if (parameter.by.empty()) {
    show_single(page, pack, parameter, entries);
  } else {
    show_table(page, pack, parameter, entries);
  }
}

std::string day_text(std::int32_t serial) {
  const auto date = quantity::Date::try_from_serial(serial);
  return date ? quantity::to_text(*date) : std::string("the beginning");
}

std::string night_text(const NightWindow& window) {
  if (window.by_sun) return "sunset to sunrise";
  return fmt::format("{:02}:{:02} to {:02}:{:02}", window.start_minute / 60, window.start_minute % 60, window.end_minute / 60, window.end_minute % 60);
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += separator;
    out += part;
  }
  return out;
}

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
  const std::string number = grouped(exact_text(value.numerator, value.denominator));
  if (parameter.unit.money != 0) {
    const std::uint32_t code = parameter.unit.currency == 0 ? pack.currency : parameter.unit.currency;
    return number + " " + quantity::to_text(quantity::Currency::from_packed(code));
  }
  return parameter.unit.minutes != 0 ? number + " minutes" : number;
}

std::string key_text(const Pack& pack, const Parameter& parameter, std::size_t position, const Key& key) {
  if (key.kind == Key::Kind::any) return "any other";
  if (key.kind == Key::Kind::range) return range_text(key.range, parameter.by[position].root().type);
  const auto dimension = pack.dimensions.find(parameter.by_names[position]);
  if (dimension == pack.dimensions.end()) return key.text;
  const auto code = std::find_if(dimension->second.begin(), dimension->second.end(), [&](const Code& each) { return each.code == key.text; });
  // A long name would push the values off the screen; the page of a pack explains its codes.
  constexpr std::size_t kLongestName = 40;
  if (code == dimension->second.end() || code->name.empty() || code->name == key.text || code->name.size() > kLongestName) return key.text;
  return fmt::format("{} ({})", code->name, key.text);
}

std::string in_force_text(const DatedTable& table) {
  std::string out = "from " + day_text(table.from);
  if (table.to) out += " to " + day_text(*table.to);
  if (table.published) out += ", published " + day_text(*table.published);
  return out;
}

std::string rounding_text(const LineRounding& rounding) {
  constexpr std::array<std::string_view, 5> kModes{"to the nearest, halves away from zero", "to the nearest, halves to even",
                                                   "to the nearest, halves up", "up", "down"};
  return fmt::format("{}, steps of {}", kModes[static_cast<std::size_t>(rounding.mode)], exact_text(rounding.step_micro, 1'000'000));
}

std::string credited_text(const Ledger& ledger) {
  const std::string day = ledger.earn_at_start ? "first day" : "last day";
  if (ledger.by_service) return ledger.every == 1 ? "each year of service, on its " + day : fmt::format("each {} years of service, on their {}", ledger.every, day);
  return "each " + std::string(to_text(ledger.grain)) + ", on its " + day;
}

std::string leave_year_text(const Ledger& ledger) {
  return ledger.year_is_service ? std::string("the year of service") : fmt::format("from {:02}-{:02}", ledger.year_month, ledger.year_day);
}

std::string_view role_text(Role role) noexcept {
  constexpr std::array<std::string_view, 6> kNames{"pay", "a floor", "contribution of the worker", "contribution of the employer",
                                                   "a lawful deduction", "a limit"};
  return kNames[static_cast<std::size_t>(role)];
}

std::string comparison_text(const Line& line) {
  switch (line.compare) {
    case Comparison::at_least: return line.role == Role::limit ? "no less than the limit" : "booked may not be less";
    case Comparison::exactly: return "booked must be this";
    case Comparison::at_most: return line.role == Role::limit ? "no more than the limit" : "booked may not be more";
  }
  return {};
}

void show_parameters(Page& page, const Pack& pack, std::optional<quantity::Date> at) {
  if (pack.parameters.empty()) return;
  page.heading(at ? "Values in force on " + quantity::to_text(*at) : std::string("Values"));
  for (const Parameter& parameter : pack.parameters) {
    page.element(parameter.name, parameter.title);
    std::vector<const DatedTable*> entries;
    if (!at) {
      for (const DatedTable& entry : parameter.values) entries.push_back(&entry);
    } else if (const DatedTable* entry = entry_at(parameter, at->serial())) {
      entries.push_back(entry);
    }
    if (entries.empty()) {
      page.item("not known on that day");
    } else {
      show_entries(page, pack, parameter, entries);
    }
  }
}

}  // namespace wageproof::law
