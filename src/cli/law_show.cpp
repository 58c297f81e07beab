// `wageproof law show`: a pack in words, whole or as in force on one day.
#include <fmt/format.h>

#include <iterator>
#include <optional>

#include "cli/commands.hpp"
#include "cli/law_text.hpp"
#include "faces/packs.hpp"
#include "cli/terminal.hpp"
#include "report/columns.hpp"
#include "wageproof/law/inputs.hpp"
#include "wageproof/law/lookup.hpp"
#include "wageproof/quantity/currency.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::cli {

using namespace faces;

namespace {

using Text = fmt::memory_buffer;

template <class... Arguments>
void add(Text& out, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  fmt::format_to(std::back_inserter(out), format, std::forward<Arguments>(arguments)...);
}

void show_head(Text& out, const law::Pack& pack) {
  add(out, "{} {}: {}\n", pack.id, pack.version, pack.title);
  add(out, "  currency {}, time zone {}", to_text(quantity::Currency::from_packed(pack.currency)), pack.time_zone);
  if (!pack.extends_id.empty()) add(out, ", extends {}", joined(pack.pack_ids, " < "));
  add(out, "\n  sha256 {}\n", pack.sha256);
}

void show_entry(Text& out, const law::Parameter& parameter, const law::DatedTable& entry) {
  add(out, "    from {}", day_text(entry.from));
  if (entry.to) add(out, " to {}", day_text(*entry.to));
  if (entry.published) add(out, ", published {}", day_text(*entry.published));
  if (entry.rows.size() == 1 && entry.rows[0].keys.empty()) {
    add(out, ": {} {}\n", value_text(entry.rows[0].value, parameter.unit_text), provenance_text(entry.provenance));
    return;
  }
  add(out, " {}\n", provenance_text(entry.provenance));
  for (const law::TableRow& row : entry.rows) {
    add(out, "      {}: {}{}\n", keys_text(parameter, row), value_text(row.value, parameter.unit_text),
        row.own_provenance ? " " + provenance_text(row.provenance) : std::string());
  }
}

void show_parameters(Text& out, const law::Pack& pack, std::optional<std::int32_t> at) {
  add(out, "\nParameters{}\n", at ? " in force on " + day_text(*at) : "");
  for (const law::Parameter& parameter : pack.parameters) {
    add(out, "  {}{}{}{}\n", parameter.name, parameter.unit_text.empty() ? "" : ", " + parameter.unit_text,
        parameter.by_names.empty() ? "" : ", by " + joined(parameter.by_names),
        parameter.title.empty() ? "" : ": " + parameter.title);
    if (!at) {
      for (const law::DatedTable& entry : parameter.values) show_entry(out, parameter, entry);
    } else if (const law::DatedTable* entry = law::entry_at(parameter, *at)) {
      show_entry(out, parameter, *entry);
    } else {
      add(out, "    not known\n");
    }
  }
}

void show_calendar(Text& out, const law::Pack& pack, std::optional<std::int32_t> at) {
  const law::Calendar& calendar = pack.calendar;
  const auto same_year = [at](std::int32_t day) { return !at || day_text(day).substr(0, 4) == day_text(*at).substr(0, 4); };
  add(out, "\nCalendar\n  weekly rest: {}; second free day of a five-day week: {}\n", weekday_text(calendar.rest_weekday),
      weekday_text(calendar.second_free_weekday));
  for (const auto& [first, last] : calendar.listed) add(out, "  holidays are listed from {} to {}\n", day_text(first), day_text(last));
  for (const law::Holiday& holiday : calendar.holidays) {
    if (!same_year(holiday.date)) continue;
    add(out, "  {} {}{}{} {}\n", day_text(holiday.date), holiday.name, holiday.category.empty() ? "" : ", " + holiday.category,
        holiday.region.empty() ? "" : ", in " + holiday.region, provenance_text(holiday.provenance));
  }
  for (const law::FixedHoliday& holiday : calendar.fixed) {
    add(out, "  every {:02}-{:02} where no list is: {}\n", holiday.month, holiday.day, holiday.name);
  }
  for (const auto& [name, feasts] : calendar.feasts) {
    for (const law::Holiday& feast : feasts) {
      if (same_year(feast.date)) add(out, "  feast {}: {} {}\n", name, day_text(feast.date), provenance_text(feast.provenance));
    }
  }
}

void show_worktime(Text& out, const law::Worktime& worktime) {
  add(out, "\nWorking time {}\n", provenance_text(worktime.provenance));
  for (const law::NightWindow& night : worktime.night) {
    add(out, "  night from {}: {} to {} {}\n", day_text(night.from), clock_text(night.start_minute),
        clock_text(night.end_minute), provenance_text(night.provenance));
  }
  add(out, "  normal day: {}\n", worktime.normal_day.source_text);
  if (!worktime.normal_week.empty()) add(out, "  normal week: {}\n", worktime.normal_week.source_text);
}

void show_rules(Text& out, const law::Pack& pack) {
  add(out, "\nWage bases\n");
  for (const law::WageBase& base : pack.bases) {
    add(out, "  {} = {} {}\n", base.name, joined(base.components, " + "), provenance_text(base.provenance));
  }
  add(out, "\nFormulas\n");
  for (const law::Formula& formula : pack.formulas) {
    add(out, "  {} (each {}) = {}\n", formula.name, grain_text(formula.grain), formula.expression.source_text);
    const std::string provenance = provenance_text(formula.provenance);
    if (!formula.title.empty() || !provenance.empty()) add(out, "      {} {}\n", formula.title, provenance);
  }
  add(out, "\nLines\n");
  for (const law::Line& line : pack.lines) {
    add(out, "  {} ({}, each {}){}\n", line.name, role_text(line.role), grain_text(line.grain),
        line.title.empty() ? "" : ": " + line.title);
    if (!line.when.empty()) add(out, "      when {}\n", line.when.source_text);
    if (!line.formula.empty()) add(out, "      = {}\n", line.formula.source_text);
    if (!line.limit.empty()) {
      add(out, "      {} {} {}\n", line.compare == law::Comparison::at_least ? "at least" : "at most", line.limit.source_text, line.unit);
    }
    if (!line.answers.empty()) add(out, "      booked as {}\n", joined(line.answers));
    if (!line.payable.empty()) add(out, "      payable {}\n", line.payable.source_text);
    if (!line.base.empty()) add(out, "      declared on {}\n", line.base.source_text);
    if (const std::string provenance = provenance_text(line.provenance); !provenance.empty()) add(out, "      {}\n", provenance);
  }
  for (const law::Ledger& ledger : pack.ledgers) {
    add(out, "\nLeave {}: earned each {} = {} {}\n", ledger.leave_type, grain_text(ledger.grain), ledger.earn.source_text,
        provenance_text(ledger.provenance));
  }
}

void show_sources(Text& out, const law::Pack& pack) {
  add(out, "\nSources\n");
  for (const law::Source& source : pack.sources) {
    add(out, "  {}: {}{}{}\n", source.id, source.instrument, source.article.empty() ? "" : ", " + source.article,
        source.address.empty() ? "" : " <" + source.address + ">");
    if (!source.note.empty()) add(out, "      {}\n", source.note);
  }
  if (pack.proposals.empty()) return;
  add(out, "\nAnnounced, not in force\n");
  for (const std::string& proposal : pack.proposals) add(out, "  {}\n", proposal);
}

int show_inputs() {
  report::Columns columns({report::Side::left, report::Side::left, report::Side::left});
  for (const law::InputSpec& input : law::inputs()) {
    std::string meaning(input.meaning);
    if (!input.codes.empty()) meaning += (meaning.empty() ? "" : ": ") + std::string(input.codes);
    columns.add({std::string(input.name), std::string(grain_text(input.grain)), meaning});
  }
  std::string out;
  columns.append_to(out, 1000);
  say(out);
  return kExitClean;
}

}  // namespace

int run_law_show(const LawShowArguments& arguments) {
  if (arguments.inputs) return show_inputs();
  if (arguments.law.empty()) return refuse("law show: name a pack, such as those of `wageproof law list`");
  std::optional<std::int32_t> at;
  if (!arguments.at.empty()) {
    const auto date = quantity::parse_date(arguments.at);
    if (!date) return refuse("--at: expected a day as YYYY-MM-DD, found \"" + arguments.at + "\"");
    at = date->serial();
  }
  Packs packs;
  const auto ids = packs.ids_of(parts_of(arguments.law));
  if (!ids) return refuse(ids.status().message());
  const auto pack = packs.load(*ids);
  if (!pack) return refuse(pack.status().message());
  Text out;
  show_head(out, **pack);
  show_parameters(out, **pack, at);
  show_calendar(out, **pack, at);
  show_worktime(out, (*pack)->worktime);
  show_rules(out, **pack);
  show_sources(out, **pack);
  say({out.data(), out.size()});
  return kExitClean;
}

}  // namespace wageproof::cli
