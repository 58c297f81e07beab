#include "wageproof/law/lookup.hpp"

#include <algorithm>

namespace wageproof::law {

namespace {

const CellValue kHole{};

bool fits(const KeyRange& range, std::int64_t micro) noexcept {
  if (range.has_lower && (range.lower_inside ? micro < range.lower_micro : micro <= range.lower_micro)) return false;
  if (range.has_upper && (range.upper_inside ? micro > range.upper_micro : micro >= range.upper_micro)) return false;
  return true;
}

bool fits(const Key& key, const KeyValue& value) noexcept {
  switch (key.kind) {
    case Key::Kind::any: return true;
    case Key::Kind::text: return value.kind == KeyValue::Kind::text && key.text == value.text;
    case Key::Kind::range: return value.kind == KeyValue::Kind::number && fits(key.range, value.micro);
  }
  return false;
}

/// Whether row `a` is more specific than `b`: at the first key where only one of them says `*`, the other wins.
bool more_specific(const TableRow& a, const TableRow& b) noexcept {
  for (std::size_t i = 0; i < a.keys.size(); ++i) {
    const bool a_any = a.keys[i].kind == Key::Kind::any;
    const bool b_any = b.keys[i].kind == Key::Kind::any;
    if (a_any != b_any) return b_any;
  }
  return false;
}

const std::vector<Code>* codes_of(const Pack& pack, std::string_view dimension) noexcept {
  for (const auto& [name, codes] : pack.dimensions) {
    if (name == dimension) return &codes;
  }
  return nullptr;
}

std::string_view parent_of(const std::vector<Code>& codes, std::string_view code) noexcept {
  for (const Code& each : codes) {
    if (each.code == code) return each.parent;
  }
  return {};
}

/// Position of the key that climbs, or -1.
int climbing_key(const Pack& pack, const Parameter& parameter, const std::vector<Code>*& codes) noexcept {
  for (std::size_t i = 0; i < parameter.by_names.size(); ++i) {
    codes = codes_of(pack, parameter.by_names[i]);
    if (codes == nullptr) continue;
    if (std::any_of(codes->begin(), codes->end(), [](const Code& code) { return !code.parent.empty(); })) return static_cast<int>(i);
  }
  return -1;
}

/// The best row; `climbing` >= 0 asks for a row that names exactly that code there, or for `*` where `code` is empty.
const TableRow* best_row(const DatedTable& table, std::span<const KeyValue> keys, int climbing, std::string_view code) noexcept {
  const TableRow* best = nullptr;
  for (const TableRow& row : table.rows) {
    bool good = row.keys.size() == keys.size();
    for (std::size_t i = 0; good && i < keys.size(); ++i) {
      if (static_cast<int>(i) == climbing) {
        good = code.empty() ? row.keys[i].kind == Key::Kind::any : row.keys[i].kind == Key::Kind::text && row.keys[i].text == code;
      } else {
        good = fits(row.keys[i], keys[i]);
      }
    }
    if (good && (best == nullptr || more_specific(row, *best))) best = &row;
  }
  return best;
}

/// Position of a missing key that matters: the others leave a row that names it and comes before the row of any other
/// value; -1: none does.
int missing_key(const DatedTable& table, std::span<const KeyValue> keys, int climbing) noexcept {
  const auto is_missing = [&](std::size_t i) { return keys[i].kind == KeyValue::Kind::missing; };
  const auto names_missing = [&](const TableRow& row) {
    for (std::size_t i = 0; i < keys.size() && i < row.keys.size(); ++i) {
      if (is_missing(i) && row.keys[i].kind != Key::Kind::any) return static_cast<int>(i);
    }
    return -1;
  };
  const auto may_fit = [&](const TableRow& row) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (row.keys.size() != keys.size() || (!is_missing(i) && static_cast<int>(i) != climbing && !fits(row.keys[i], keys[i]))) return false;
    }
    return true;
  };
  const TableRow* other = nullptr;
  for (const TableRow& row : table.rows) {
    if (may_fit(row) && names_missing(row) < 0 && (other == nullptr || more_specific(row, *other))) other = &row;
  }
  for (const TableRow& row : table.rows) {
    if (!may_fit(row)) continue;
    const int key = names_missing(row);
    if (key >= 0 && (key == climbing || other == nullptr || more_specific(row, *other))) return key;
  }
  return -1;
}

Found found(const DatedTable& table, const TableRow* row) noexcept {
  return {row == nullptr ? &kHole : &row->value, &table, row, -1};
}

}  // namespace

const DatedTable* entry_at(const Parameter& parameter, std::int32_t date, std::optional<std::int32_t> as_known_on) noexcept {
  for (auto at = parameter.values.rbegin(); at != parameter.values.rend(); ++at) {
    if (at->from > date) continue;
    if (as_known_on && at->published.value_or(at->from) > *as_known_on) continue;
    return at->to && *at->to < date ? nullptr : &*at;
  }
  return nullptr;
}

Found look_up_in(const Pack& pack, const Parameter& parameter, const DatedTable& table, std::span<const KeyValue> keys) noexcept {
  const std::vector<Code>* codes = nullptr;
  const int climbing = climbing_key(pack, parameter, codes);
  if (const int needed = missing_key(table, keys, climbing); needed >= 0) return {&kHole, &table, nullptr, needed};
  if (climbing < 0 || static_cast<std::size_t>(climbing) >= keys.size()) return found(table, best_row(table, keys, -1, {}));
  // Each code is looked up in turn: its own row, or `none` and its parent; the topmost also by `*`.
  const TableRow* none = nullptr;
  bool own_row = false;
  std::string_view code = keys[static_cast<std::size_t>(climbing)].text;
  // A tree is never deeper than it has codes.
  for (std::size_t steps = 0; !code.empty() && steps <= codes->size(); ++steps, code = parent_of(*codes, code)) {
    const TableRow* row = best_row(table, keys, climbing, code);
    own_row = row != nullptr;
    if (row == nullptr) continue;
    if (row->value.kind != CellValue::Kind::none) return found(table, row);
    if (none == nullptr) none = row;
  }
  const TableRow* other = own_row ? nullptr : best_row(table, keys, climbing, {});
  return found(table, other != nullptr ? other : none);
}

Found look_up(const Pack& pack, const Parameter& parameter, std::int32_t date, std::span<const KeyValue> keys,
              std::optional<std::int32_t> as_known_on) noexcept {
  const DatedTable* table = entry_at(parameter, date, as_known_on);
  if (table == nullptr) return {&kHole, nullptr, nullptr, -1};
  return look_up_in(pack, parameter, *table, keys);
}

bool lies_within(const Pack& pack, std::string_view dimension, std::string_view code, std::string_view ancestor) noexcept {
  if (code == ancestor) return true;
  const std::vector<Code>* codes = codes_of(pack, dimension);
  if (codes == nullptr) return false;
  for (std::size_t steps = 0; !code.empty() && steps <= codes->size(); ++steps) {
    code = parent_of(*codes, code);
    if (!code.empty() && code == ancestor) return true;
  }
  return false;
}

}  // namespace wageproof::law
