#include "decrees.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "law/uses.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::reconcile {

namespace {

/// Days on which an entry held and was not yet known.
struct Decree {
  std::int32_t first = 0, last = 0;
  std::string text;
};

bool same_key(const law::Key& a, const law::Key& b) {
  return a.kind == b.kind && a.text == b.text && a.range.lower_micro == b.range.lower_micro && a.range.upper_micro == b.range.upper_micro &&
         a.range.has_lower == b.range.has_lower && a.range.has_upper == b.range.has_upper &&
         a.range.lower_inside == b.range.lower_inside && a.range.upper_inside == b.range.upper_inside;
}

/// Whether two entries give the same values: a decree that only repeats what held before explains nothing.
bool same_values(const law::DatedTable& a, const law::DatedTable& b) {
  return std::equal(a.rows.begin(), a.rows.end(), b.rows.begin(), b.rows.end(), [](const law::TableRow& x, const law::TableRow& y) {
    return x.value.kind == y.value.kind && x.value.numerator == y.value.numerator && x.value.denominator == y.value.denominator &&
           x.value.text == y.value.text && std::equal(x.keys.begin(), x.keys.end(), y.keys.begin(), y.keys.end(), same_key);
  });
}

std::string day_text(std::int32_t day) { return quantity::to_text(quantity::Date::from_serial(day)); }

void add_decrees(const law::Pack& pack, const law::Parameter& parameter, std::optional<std::int32_t> as_known_on, std::vector<Decree>& out) {
  std::vector<const law::DatedTable*> known;
  for (const law::DatedTable& entry : parameter.values) {
    if (!as_known_on || entry.published.value_or(entry.from) <= *as_known_on) known.push_back(&entry);
  }
  for (std::size_t i = 0; i < known.size(); ++i) {
    const law::DatedTable& entry = *known[i];
    if (!entry.published || *entry.published <= entry.from) continue;
    if (i > 0 && same_values(*known[i - 1], entry)) continue;
    Decree decree;
    decree.first = entry.from;
    decree.last = *entry.published - 1;
    if (entry.to) decree.last = std::min(decree.last, *entry.to);
    if (i + 1 < known.size()) decree.last = std::min(decree.last, known[i + 1]->from - 1);
    decree.text = sources_of(pack, entry.provenance) + ", in force from " + day_text(entry.from) + ", published " + day_text(*entry.published);
    if (decree.first <= decree.last) out.push_back(std::move(decree));
  }
}

}  // namespace

void name_decrees(const law::Pack& pack, std::optional<std::int32_t> as_known_on, std::span<Finding> findings) {
  if (findings.empty()) return;
  const bool any = std::any_of(pack.parameters.begin(), pack.parameters.end(), [](const law::Parameter& parameter) {
    return std::any_of(parameter.values.begin(), parameter.values.end(), [](const law::DatedTable& entry) { return entry.published > entry.from; });
  });
  if (!any) return;
  std::map<std::string_view, std::vector<Decree>> by_rule;
  for (const law::Line& line : pack.lines) {
    std::vector<Decree> decrees;
    for (const std::uint32_t index : law::uses_of(pack, line).parameters) add_decrees(pack, pack.parameters[index], as_known_on, decrees);
    if (!decrees.empty()) by_rule.emplace(line.name, std::move(decrees));
  }
  for (Finding& finding : findings) {
    const auto decrees = by_rule.find(finding.rule);
    if (decrees == by_rule.end() || !finding.has_period) continue;
    std::vector<std::string_view> named;
    for (const Decree& decree : decrees->second) {
      if (decree.last < finding.first || decree.first > finding.last) continue;
      if (std::find(named.begin(), named.end(), decree.text) != named.end()) continue;
      finding.source += (named.empty() ? "; reaching back: " : "; ") + decree.text;
      named.push_back(decree.text);
    }
  }
}

}  // namespace wageproof::reconcile
