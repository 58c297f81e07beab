#include <algorithm>
#include <iterator>

#include "law/draft.hpp"
#include "law/favourable.hpp"
#include "law/words.hpp"

namespace wageproof::law {

namespace {

/// Replaces elements of the same name, adds the others behind.
template <class Element, class NameOf>
void replace_or_add(std::vector<Element>& base, std::vector<Element>&& overlay, NameOf name_of) {
  for (Element& element : overlay) {
    const auto at = std::find_if(base.begin(), base.end(), [&](const Element& each) { return name_of(each) == name_of(element); });
    if (at == base.end()) {
      base.push_back(std::move(element));
    } else {
      *at = std::move(element);
    }
  }
}

template <class Element, class NameOf>
bool end_named(std::vector<Element>& elements, std::string_view name, NameOf name_of) {
  const auto at = std::find_if(elements.begin(), elements.end(), [&](const Element& each) { return name_of(each) == name; });
  if (at == elements.end()) return false;
  elements.erase(at);
  return true;
}

constexpr auto kName = [](const auto& element) -> const std::string& { return element.name; };
constexpr auto kLeaveType = [](const Ledger& ledger) -> const std::string& { return ledger.leave_type; };
constexpr auto kCode = [](const Code& code) -> const std::string& { return code.code; };

template <class Element>
void append(std::vector<Element>& base, std::vector<Element>&& more) {
  base.insert(base.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void end_elements(Draft& base, const Draft& overlay, Diagnostics& diagnostics) {
  Pack& pack = base.pack;
  for (const Draft::Ended& ended : overlay.ended) {
    bool found = false;
    if (ended.section == "parameters") found = end_named(pack.parameters, ended.name, kName) || base.parameter_choices.erase(ended.name) != 0;
    if (ended.section == "bases") found = end_named(pack.bases, ended.name, kName);
    if (ended.section == "formulas") found = end_named(pack.formulas, ended.name, kName);
    if (ended.section == "lines") found = end_named(pack.lines, ended.name, kName) || base.line_choices.erase(ended.name) != 0;
    if (ended.section == "ledgers") found = end_named(pack.ledgers, ended.name, kLeaveType);
    if (ended.section == "attributes") found = end_named(pack.attributes, ended.name, kName);
    if (ended.section == "dimensions") found = pack.dimensions.erase(ended.name) != 0;
    if (ended.section == "calendar.feasts") found = pack.calendar.feasts.erase(ended.name) != 0;
    if (found) continue;
    diagnostics.error({overlay.pack.id, ended.file_line, ended.section + "." + ended.name},
                      "null ends an element of the pack underneath, which has no `" + ended.name + "` in `" + ended.section + "`");
  }
}

/// Cases, sources and notes change nothing of the law.
bool changes_nothing(const Draft& overlay) {
  const Pack& pack = overlay.pack;
  const bool named = !pack.parameters.empty() || !pack.bases.empty() || !pack.formulas.empty() || !pack.lines.empty() || !pack.ledgers.empty() ||
                     !pack.attributes.empty() || !pack.dimensions.empty();
  const bool days = !pack.calendar.holidays.empty() || !pack.calendar.listed.empty() || !pack.calendar.fixed.empty() || !pack.calendar.feasts.empty();
  return !named && !days && overlay.given.empty() && overlay.ended.empty() && pack.proposals.empty();
}

bool same(const Provenance& a, const Provenance& b) { return a.sources == b.sources && a.confidence == b.confidence && a.note == b.note; }

bool same(const CellValue& a, const CellValue& b) {
  return a.kind == b.kind && a.numerator == b.numerator && a.denominator == b.denominator && a.text == b.text;
}

bool same(const TableRow& a, const TableRow& b) {
  const auto same_key = [](const Key& x, const Key& y) { return x.kind == y.kind && x.text == y.text; };
  return std::equal(a.keys.begin(), a.keys.end(), b.keys.begin(), b.keys.end(), same_key) && same(a.value, b.value);
}

bool same(const Parameter& a, const Parameter& b) {
  const auto same_entry = [](const DatedTable& x, const DatedTable& y) {
    return x.from == y.from && x.to == y.to && x.published == y.published && same(x.provenance, y.provenance) &&
           std::equal(x.rows.begin(), x.rows.end(), y.rows.begin(), y.rows.end(), [](const TableRow& p, const TableRow& q) { return same(p, q); });
  };
  return a.unit_text == b.unit_text && a.by_names == b.by_names && std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(), same_entry);
}

bool same(const Formula& a, const Formula& b) {
  return a.grain == b.grain && a.expression.source_text == b.expression.source_text && same(a.provenance, b.provenance);
}

bool same(const WageBase& a, const WageBase& b) { return a.components == b.components && same(a.provenance, b.provenance); }

bool same(const Line& a, const Line& b) {
  for (const Expression Line::*each : {&Line::when, &Line::formula, &Line::limit, &Line::quantity, &Line::payable, &Line::base}) {
    if ((a.*each).source_text != (b.*each).source_text) return false;
  }
  const bool rounding = a.rounding.has_value() == b.rounding.has_value() &&
                        (!a.rounding || (a.rounding->mode == b.rounding->mode && a.rounding->step_micro == b.rounding->step_micro));
  return rounding && a.title == b.title && a.check == b.check && a.role == b.role && a.grain == b.grain && a.quantity_unit == b.quantity_unit &&
         a.currency == b.currency && a.answers == b.answers && a.tests == b.tests && a.counts == b.counts && a.unit == b.unit &&
         a.compare == b.compare && a.severity == b.severity && same(a.provenance, b.provenance);
}

/// Elements that say what the pack underneath says already.
void warn_of_repetition(const Draft& base, const Draft& overlay, Diagnostics& diagnostics) {
  const auto warn = [&](const auto& under, const auto& over, std::string_view section) {
    for (const auto& element : over) {
      const auto below = std::find_if(under.begin(), under.end(), [&](const auto& each) { return each.name == element.name; });
      if (below == under.end() || !same(*below, element)) continue;
      diagnostics.warning({element.provenance.origin, element.provenance.file_line, std::string(section) + "." + element.name},
                          "says what `" + below->provenance.origin + "` says already; leave it out");
    }
  };
  warn(base.pack.parameters, overlay.pack.parameters, "parameters");
  warn(base.pack.bases, overlay.pack.bases, "bases");
  warn(base.pack.formulas, overlay.pack.formulas, "formulas");
  warn(base.pack.lines, overlay.pack.lines, "lines");
}

void lay_calendar(Calendar& base, Calendar&& overlay, const Draft& draft) {
  if (draft.given.contains("calendar.rest_weekday")) {
    base.rest_weekday = overlay.rest_weekday;
    base.second_free_weekday = overlay.second_free_weekday;
  } else if (draft.given.contains("calendar.second_free_weekday")) {
    base.second_free_weekday = overlay.second_free_weekday;
  }
  append(base.holidays, std::move(overlay.holidays));
  append(base.listed, std::move(overlay.listed));
  append(base.fixed, std::move(overlay.fixed));
  append(base.feast_years, std::move(overlay.feast_years));
  for (auto& [name, dates] : overlay.feasts) append(base.feasts[name], std::move(dates));
}

void lay_worktime(Worktime& base, Worktime&& overlay, const Draft& draft) {
  const auto given = [&draft](std::string_view key) { return draft.given.contains("worktime." + std::string(key)); };
  if (given("night")) base.night = std::move(overlay.night);
  if (given("normal_day")) base.normal_day = std::move(overlay.normal_day);
  if (given("normal_week")) base.normal_week = std::move(overlay.normal_week);
  if (given("rest_day")) base.rest_day = overlay.rest_day;
  if (given("second_free_day")) base.second_free_day = overlay.second_free_day;
  if (given("day_type")) base.day_type = overlay.day_type;
  if (given("rest_within_days")) base.rest_within_days = overlay.rest_within_days;
  if (given("holiday_on_rest_day")) base.holiday_wins_over_rest_day = overlay.holiday_wins_over_rest_day;
  if (!overlay.provenance.sources.empty()) base.provenance = std::move(overlay.provenance);
}

}  // namespace

void lay_over(Draft& base, Draft&& overlay, Diagnostics& diagnostics) {
  Pack& under = base.pack;
  Pack& over = overlay.pack;
  if (changes_nothing(overlay)) {
    diagnostics.error({over.id, 0, "extends"}, "the overlay changes nothing of `" + under.id + "`: it names no element of it and adds none; state what it replaces, adds, or ends with null");
  }
  warn_of_repetition(base, overlay, diagnostics);
  end_elements(base, overlay, diagnostics);
  collect_choices(base, overlay, diagnostics);
  if (overlay.given.contains("currency") && over.currency != under.currency) {
    diagnostics.error({over.id, 0, "currency"}, "an overlay has the currency of the pack that it extends; leave `currency` out");
  }
  if (overlay.given.contains("money_step")) under.money_step_micro = over.money_step_micro;
  if (overlay.given.contains("time_zone")) under.time_zone = std::move(over.time_zone);
  if (overlay.given.contains("calling_code")) under.calling_code = std::move(over.calling_code);
  append(under.sources, std::move(over.sources));
  for (auto& [dimension, codes] : over.dimensions) replace_or_add(under.dimensions[dimension], std::move(codes), kCode);
  replace_or_add(under.attributes, std::move(over.attributes), kName);
  lay_calendar(under.calendar, std::move(over.calendar), overlay);
  lay_worktime(under.worktime, std::move(over.worktime), overlay);
  replace_or_add(under.parameters, std::move(over.parameters), kName);
  replace_or_add(under.bases, std::move(over.bases), kName);
  replace_or_add(under.formulas, std::move(over.formulas), kName);
  replace_or_add(under.lines, std::move(over.lines), kName);
  replace_or_add(under.ledgers, std::move(over.ledgers), kLeaveType);
  if (overlay.given.contains("deductions")) under.deductions = std::move(over.deductions);
  under.cases = std::move(over.cases);
  append(under.proposals, std::move(over.proposals));
  under.id = std::move(over.id);
  under.version = std::move(over.version);
  under.title = std::move(over.title);
  under.extends_id = std::move(over.extends_id);
  append(under.pack_ids, std::move(over.pack_ids));
  append(under.files, std::move(over.files));
}

}  // namespace wageproof::law
