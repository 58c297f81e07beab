// Tables: keys of the right kind, rows that can be reached, dates that follow each other.
#include <algorithm>
#include <map>
#include <set>

#include "law/check_pack.hpp"
#include "law/key_text.hpp"
#include "law/words.hpp"
#include "wageproof/law/lookup.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::law {

namespace {

std::string day(std::int32_t serial) { return quantity::to_text(quantity::Date::from_serial(serial)); }

class ParameterCheck {
 public:
  ParameterCheck(Parameter& parameter, const Scope& scope, Diagnostics& diagnostics)
      : parameter_(parameter), scope_(scope), diagnostics_(diagnostics) {}

  void run(bool proven) {
    // Where a key could not be read, the table cannot be either.
    const bool keys_known = std::none_of(parameter_.by.begin(), parameter_.by.end(), [](const Expression& key) { return key.empty(); });
    for (DatedTable& table : parameter_.values) {
      if (!keys_known) break;
      for (TableRow& row : table.rows) resolve_keys(row);
      if (proven) continue;
      find_twins(table);
      find_gaps(table);
      find_codes_without_row(table);
    }
    if (!proven) check_dates();
  }

 private:
  [[nodiscard]] Place place(const Provenance& provenance, std::string_view field = "values") const {
    return {provenance.origin, provenance.file_line, "parameters." + parameter_.name + "." + std::string(field)};
  }

  void resolve_keys(TableRow& row) {
    for (std::size_t i = 0; i < row.keys.size(); ++i) {
      Key& key = row.keys[i];
      if (key.kind != Key::Kind::text) continue;
      const std::string& name = parameter_.by_names[i];
      const ValueType type = parameter_.by[i].root().type;
      if (type == ValueType::text) {
        if (key.text.find("..") != std::string::npos) {
          diagnostics_.error(place(row.provenance), "`" + name + "` is text and has no ranges, found key \"" + key.text.substr(0, 64) + "\"");
        } else if (!scope_.may_be(name, key.text)) {
          // Lists may be long: they are gone through only for messages that are shown.
          const std::vector<std::string_view> codes = diagnostics_.full() ? std::vector<std::string_view>() : scope_.codes_of(name);
          diagnostics_.error(place(row.provenance), "key \"" + key.text.substr(0, 64) + "\" is no code of `" + name + "`: " + listed(codes) +
                                                        did_you_mean(key.text, codes));
        }
        continue;
      }
      const auto range = parse_range(key.text, type);
      if (!range) {
        diagnostics_.error(place(row.provenance), "key \"" + key.text.substr(0, 64) + "\" of `" + name +
                                                      "` is no range: `..18` (below), `18..` (from), `1..3`, `..=200`, `200<..=250`, a single value or `*`");
        continue;
      }
      key.kind = Key::Kind::range;
      key.range = *range;
      key.text.clear();
    }
  }

  /// Rows that fit the same keys equally well: the later one could never be reached.
  void find_twins(const DatedTable& table) {
    constexpr std::size_t kMostComparisons = 50'000;
    std::vector<std::pair<std::string, const TableRow*>> rows;
    rows.reserve(table.rows.size());
    for (const TableRow& row : table.rows) {
      std::string pattern;
      for (const Key& key : row.keys) {
        pattern += key.kind == Key::Kind::any ? '*' : key.kind == Key::Kind::range ? '#' : '=';
        pattern += key.text;
        pattern += '\x1F';
      }
      rows.emplace_back(std::move(pattern), &row);
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::size_t comparisons = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t j = i + 1; j < rows.size() && rows[j].first == rows[i].first && ++comparisons < kMostComparisons; ++j) {
        if (!both_fit(*rows[i].second, *rows[j].second)) continue;
        diagnostics_.error(place(rows[j].second->provenance), "this row (" + keys_text(*rows[j].second) + ") and the one in line " +
                                                                  std::to_string(rows[i].second->provenance.file_line) + " (" +
                                                                  keys_text(*rows[i].second) + ") fit the same keys equally well");
        break;
      }
    }
  }

  /// Ranges of a key that leave out whole numbers (or days) between them, with all other keys alike.
  void find_gaps(const DatedTable& table) {
    for (std::size_t d = 0; d < parameter_.by.size(); ++d) {
      if (parameter_.by[d].root().type == ValueType::text || parameter_.by[d].root().type == ValueType::boolean) continue;
      std::map<std::string, std::vector<const TableRow*>> alike;
      std::set<std::string> any;  ///< groups in which `*` takes what is left
      for (const TableRow& row : table.rows) {
        std::string others;
        for (std::size_t i = 0; i < row.keys.size(); ++i) {
          if (i != d) others += to_text(row.keys[i], parameter_.by[i].root().type) + '\x1F';
        }
        if (row.keys[d].kind == Key::Kind::range) alike[others].push_back(&row);
        else any.insert(std::move(others));
      }
      for (auto& [others, rows] : alike) {
        if (!any.contains(others)) check_coverage(d, rows, !any.empty());
      }
    }
  }

  /// @param other  whether a row with `*` here and other keys may hold for what is left out
  void check_coverage(std::size_t d, std::vector<const TableRow*>& rows, bool other) {
    const auto range = [d](const TableRow* row) -> const KeyRange& { return row->keys[d].range; };
    const auto is_one_value = [&](const TableRow* row) {
      const KeyRange& r = range(row);
      return r.has_lower && r.has_upper && r.lower_micro == r.upper_micro;
    };
    if (std::all_of(rows.begin(), rows.end(), is_one_value)) return;  // a list of codes that are numbers
    std::sort(rows.begin(), rows.end(), [&](const TableRow* a, const TableRow* b) {
      const KeyRange &x = range(a), &y = range(b);
      if (x.has_lower != y.has_lower) return y.has_lower;
      return x.lower_micro < y.lower_micro;
    });
    constexpr std::int64_t kWhole = 1'000'000;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const KeyRange &before = range(rows[i - 1]), &after = range(rows[i]);
      if (!before.has_upper || !after.has_lower) continue;
      const std::int64_t floor = before.upper_micro >= 0 ? before.upper_micro / kWhole : -((-before.upper_micro + kWhole - 1) / kWhole);
      const bool on_edge = floor * kWhole == before.upper_micro;
      const std::int64_t first = (on_edge && !before.upper_inside ? floor : floor + 1) * kWhole;
      if (after.lower_inside ? first >= after.lower_micro : first > after.lower_micro) continue;
      KeyRange left_out{before.upper_micro, after.lower_micro, true, true, !before.upper_inside, !after.lower_inside};
      diagnostics_.warning(place(rows[i]->provenance), "no row for `" + parameter_.by_names[d] + "` " + to_text(Key{Key::Kind::range, {}, left_out}, parameter_.by[d].root().type) +
                                                           ", between this row and the one in line " + std::to_string(rows[i - 1]->provenance.file_line) + (other ? ": a row with `*` holds there, if one fits" : ": a hole"));
    }
  }

  /// Codes that the pack lists for a key and no row takes, by name, by `*` or by a code above them.
  void find_codes_without_row(const DatedTable& table) {
    for (std::size_t d = 0; d < parameter_.by.size(); ++d) {
      const auto listed_codes = scope_.pack().dimensions.find(parameter_.by_names[d]);
      if (listed_codes == scope_.pack().dimensions.end()) continue;
      std::set<std::string_view> taken;
      bool any = false;
      for (const TableRow& row : table.rows) {
        any = any || row.keys[d].kind == Key::Kind::any;
        taken.insert(row.keys[d].text);
      }
      if (any) continue;
      std::vector<std::string_view> missing;
      for (const Code& code : listed_codes->second) {
        const auto within = [&](std::string_view above) { return lies_within(scope_.pack(), parameter_.by_names[d], code.code, above); };
        if (std::none_of(taken.begin(), taken.end(), within)) missing.push_back(code.code);
      }
      if (missing.empty()) continue;
      diagnostics_.warning(place(table.provenance), "no row for `" + parameter_.by_names[d] + "` " + listed(missing) + ", which `dimensions` lists, and none for `*`: a hole");
    }
  }

  static bool both_fit(const TableRow& a, const TableRow& b) noexcept {
    for (std::size_t i = 0; i < a.keys.size(); ++i) {
      if (a.keys[i].kind == Key::Kind::range && !overlap(a.keys[i].range, b.keys[i].range)) return false;
    }
    return true;
  }

  [[nodiscard]] std::string keys_text(const TableRow& row) const {
    std::string out;
    for (std::size_t i = 0; i < row.keys.size(); ++i) {
      if (i != 0) out += ", ";
      out += to_text(row.keys[i], parameter_.by[i].root().type);
    }
    return out.empty() ? "no keys" : out;
  }

  void check_dates() {
    for (std::size_t i = 1; i < parameter_.values.size(); ++i) {
      const DatedTable& before = parameter_.values[i - 1];
      const DatedTable& after = parameter_.values[i];
      if (before.from == after.from && before.published.value_or(before.from) == after.published.value_or(after.from)) {
        diagnostics_.error(place(after.provenance), "two entries from " + day(after.from) + ", the other in line " + std::to_string(before.provenance.file_line) + "; one that corrects another says when it was `published`");
        continue;
      }
      // A decree that reaches back to the same day puts itself in the place of the one known before.
      if (before.from == after.from) continue;
      if (!before.to) continue;
      if (*before.to >= after.from) {
        diagnostics_.warning(place(before.provenance), "holds to " + day(*before.to) + ", and the next entry replaces it from " + day(after.from) + " already; leave `to` out");
      } else if (*before.to + 1 < after.from) {
        diagnostics_.warning(place(before.provenance), "no value from " + day(*before.to + 1) + " to " + day(after.from - 1) + ": a hole");
      } else {
        diagnostics_.warning(place(before.provenance), "the next entry follows on the day after `to`; leave `to` out");
      }
    }
  }

  Parameter& parameter_;
  const Scope& scope_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_parameter(Parameter& parameter, const Scope& scope, Diagnostics& diagnostics, bool proven) {
  ParameterCheck(parameter, scope, diagnostics).run(proven);
}

}  // namespace wageproof::law
