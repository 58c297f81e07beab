#include <algorithm>
#include <iterator>

#include "law/draft.hpp"
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

void end_elements(Pack& pack, const Draft& overlay, Diagnostics& diagnostics) {
  for (const Draft::Ended& ended : overlay.ended) {
    bool found = false;
    if (ended.section == "parameters") found = end_named(pack.parameters, ended.name, kName);
    if (ended.section == "bases") found = end_named(pack.bases, ended.name, kName);
    if (ended.section == "formulas") found = end_named(pack.formulas, ended.name, kName);
    if (ended.section == "lines") found = end_named(pack.lines, ended.name, kName);
    if (ended.section == "ledgers") found = end_named(pack.ledgers, ended.name, kLeaveType);
    if (ended.section == "attributes") found = end_named(pack.attributes, ended.name, kName);
    if (ended.section == "dimensions") found = pack.dimensions.erase(ended.name) != 0;
    if (ended.section == "calendar.feasts") found = pack.calendar.feasts.erase(ended.name) != 0;
    if (found) continue;
    diagnostics.error({overlay.pack.id, ended.file_line, ended.section + "." + ended.name},
                      "null ends an element of the pack underneath, which has no `" + ended.name + "` in `" + ended.section + "`");
  }
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

namespace {

/// Whether a pack has an element that could change anything of another.
bool says_something(const Draft& draft) {
  const Pack& p = draft.pack;
  const bool elements = !p.dimensions.empty() || !p.attributes.empty() || !p.parameters.empty() || !p.bases.empty() || !p.formulas.empty() ||
                        !p.lines.empty() || !p.ledgers.empty() || !p.calendar.holidays.empty() || !p.calendar.fixed.empty() ||
                        !p.calendar.feasts.empty() || !p.calendar.listed.empty();
  const bool fields = std::any_of(draft.given.begin(), draft.given.end(), [](const std::string& key) {
    return key.starts_with("worktime.") || key.starts_with("calendar.") || key == "deductions" || key == "money_step";
  });
  return elements || fields || !draft.ended.empty();
}

}  // namespace

void lay_over(Draft& base, Draft&& overlay, Diagnostics& diagnostics) {
  Pack& under = base.pack;
  Pack& over = overlay.pack;
  if (!says_something(overlay)) {
    diagnostics.warning({over.id, 0, "extends"}, "changes nothing of `" + under.id + "`: the overlay names no element of it and adds none");
  }
  end_elements(under, overlay, diagnostics);
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
