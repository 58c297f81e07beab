#include "wageproof/law/show.hpp"

#include <fmt/core.h>

#include <array>
#include <utility>

#include "law/builtins.hpp"
#include "law/exact_text.hpp"
#include "law/grains.hpp"
#include "law/json_tree.hpp"
#include "law/show_values.hpp"
#include "law/text_table.hpp"
#include "law/words.hpp"
#include "wageproof/law/calendar.hpp"
#include "wageproof/law/embedded_packs.hpp"
#include "wageproof/law/inputs.hpp"
#include "wageproof/quantity/currency.hpp"

namespace wageproof::law {

namespace {

constexpr std::array<std::string_view, 7> kWeekdays{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

std::string clock(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

std::string show_head(const Pack& pack) {
  std::string out = fmt::format("{}\n{}\n", pack.title, std::string(pack.title.size(), '='));
  TextTable table("  ");
  table.row({"pack", pack.id + " " + pack.version});
  if (pack.files.size() > 1) {
    for (const PackFile& file : pack.files) table.row({"layer", file.id + " " + file.version + ": " + file.title});
  }
  table.row({"currency", quantity::to_text(quantity::Currency::from_packed(pack.currency))});
  if (pack.money_step_micro != 0) table.row({"rounded to", exact_text(pack.money_step_micro, 1'000'000) + " where the law is silent"});
  table.row({"time zone", pack.time_zone});
  return out + table.text();
}

std::string show_calendar(const Pack& pack, std::optional<quantity::Date> at) {
  const Calendar& calendar = pack.calendar;
  std::string out = heading(at ? "Calendar of " + std::to_string(at->civil().year) : std::string("Calendar"));
  out += fmt::format("  weekly rest: {}; second free day of a five-day week: {}\n",
                     kWeekdays[static_cast<std::size_t>(calendar.rest_weekday)],
                     kWeekdays[static_cast<std::size_t>(calendar.second_free_weekday)]);
  const auto shown = [&at](std::int32_t date) {
    return !at || quantity::Date::from_serial(date).civil().year == at->civil().year;
  };
  TextTable days("  ");
  for (const Holiday& holiday : calendar.holidays) {
    if (!shown(holiday.date)) continue;
    std::string where = holiday.region.empty() ? std::string() : "only in " + holiday.region;
    days.row({day_text(holiday.date), holiday.name, holiday.category, std::move(where),
              holiday.provenance.confidence == Confidence::uncertain ? "UNCERTAIN" : ""});
  }
  out += days.text();
  for (const auto& [first, last] : calendar.listed) {
    if (!at) out += fmt::format("  listed from {} to {}\n", day_text(first), day_text(last));
  }
  if (at && !is_listed(calendar, at->serial())) out += "  no list covers that day: only the fixed holidays are known\n";
  TextTable fixed("  ");
  for (const FixedHoliday& holiday : calendar.fixed) {
    fixed.row({fmt::format("{:02}-{:02}", holiday.month, holiday.day), holiday.name, "every year that has no list"});
  }
  out += fixed.text();
  TextTable feasts("  ");
  for (const auto& [name, dates] : calendar.feasts) {
    for (const Holiday& feast : dates) {
      if (shown(feast.date)) feasts.row({day_text(feast.date), name, "feast", source_text(pack, feast.provenance)});
    }
  }
  return out + feasts.text();
}

std::string show_worktime(const Pack& pack, std::optional<quantity::Date> at) {
  const Worktime& worktime = pack.worktime;
  TextTable table("  ");
  table.row({"normal day", worktime.normal_day.source_text});
  table.row({"normal week", worktime.normal_week.empty() ? "no limit" : worktime.normal_week.source_text});
  const NightWindow* of_day = at ? night_at(worktime, at->serial()) : nullptr;
  for (const NightWindow& window : worktime.night) {
    if (at && &window != of_day) continue;
    if (window.by_sun) table.row({"night", "sunset to sunrise, from " + day_text(window.from)});
    else table.row({"night", fmt::format("{} to {}, from {}", clock(window.start_minute), clock(window.end_minute), day_text(window.from))});
  }
  if (worktime.night.empty()) table.row({"night", "the law knows none"});
  table.row({"rest day", worktime.rest_day == RestDayRule::special ? "its hours have a price of their own" : "its hours are ordinary hours of the week"});
  constexpr std::array<std::string_view, 3> kSecond{"all hours are overtime", "a rest day", "an ordinary day"};
  table.row({"second free day", std::string(kSecond[static_cast<std::size_t>(worktime.second_free_day)])});
  table.row({"kind of day", worktime.day_type == DayTypeRule::shift ? "that of the day on which the shift began" : "changes at midnight"});
  table.row({"holiday on a rest day", worktime.holiday_wins_over_rest_day ? "a holiday" : "a rest day"});
  table.row({"source", source_text(pack, worktime.provenance)});
  return heading("Working time") + table.text();
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += ", ";
    out += part;
  }
  return out;
}

std::string comparison_words(const Line& line) {
  switch (line.compare) {
    case Comparison::at_least: return line.role == Role::limit ? "no less than the limit" : "booked may not be less";
    case Comparison::exactly: return "booked must be this";
    case Comparison::at_most: return line.role == Role::limit ? "no more than the limit" : "booked may not be more";
  }
  return {};
}

std::string rounding_words(const LineRounding& rounding) {
  constexpr std::array<std::string_view, 5> kModes{"to the nearest, halves away from zero", "to the nearest, halves to even",
                                                   "to the nearest, halves up", "up", "down"};
  return fmt::format("{}, steps of {}", kModes[static_cast<std::size_t>(rounding.mode)], exact_text(rounding.step_micro, 1'000'000));
}

std::string show_line(const Pack& pack, const Line& line) {
  std::string out = "  " + line.name + (line.title.empty() ? "" : ": " + line.title) + "\n";
  TextTable table("      ");
  if (!line.when.empty()) table.row({"applies when", line.when.source_text});
  table.row({line.role == Role::limit ? "measured" : "due", line.formula.source_text});
  if (!line.limit.empty()) table.row({"limit", line.limit.source_text});
  if (!line.quantity.empty()) table.row({"quantity", line.quantity.source_text + " (" + line.quantity_unit + ")"});
  table.row({"for each", std::string(to_text(line.grain))});
  if (line.rounding) table.row({"rounded", rounding_words(*line.rounding)});
  if (!line.answers.empty()) table.row({"answered by", joined(line.answers)});
  if (!line.tests.empty()) table.row({"tests", joined(line.tests)});
  if (!line.counts.empty()) table.row({"counts", joined(line.counts)});
  table.row({"compared", comparison_words(line)});
  if (!line.payable.empty()) table.row({"payable on", line.payable.source_text});
  if (!line.base.empty()) table.row({"declared on", line.base.source_text});
  if (line.check != line.name) table.row({"check", line.check});
  table.row({"source", source_text(pack, line.provenance)});
  return out + table.text();
}

std::string show_lines(const Pack& pack) {
  constexpr std::array<std::pair<Role, std::string_view>, 6> kGroups{{{Role::pay, "Pay that is due"},
                                                                      {Role::test, "Floors that pay must reach"},
                                                                      {Role::employee_contribution, "Contributions of the worker"},
                                                                      {Role::employer_contribution, "Contributions of the employer"},
                                                                      {Role::deduction, "Deductions that are lawful up to an amount"},
                                                                      {Role::limit, "Limits"}}};
  std::string out;
  for (const auto& [role, title] : kGroups) {
    std::string group;
    for (const Line& line : pack.lines) {
      if (line.role == role) group += show_line(pack, line);
    }
    if (!group.empty()) out += heading(std::string(title)) + group;
  }
  return out;
}

std::string show_named(const Pack& pack) {
  std::string out = heading("Wage bases");
  for (const WageBase& base : pack.bases) out += fmt::format("  {}: {}  ({})\n", base.name, joined(base.components), source_text(pack, base.provenance));
  out += heading("Formulas");
  for (const Formula& formula : pack.formulas) {
    out += fmt::format("  {}{} (for each {})\n      {}\n      {}\n", formula.name, formula.title.empty() ? "" : ": " + formula.title,
                       to_text(formula.grain), formula.expression.source_text, source_text(pack, formula.provenance));
  }
  return out;
}

std::string show_ledgers(const Pack& pack) {
  std::string out;
  for (const Ledger& ledger : pack.ledgers) {
    TextTable table("      ");
    const std::string span = !ledger.by_service ? std::string(to_text(ledger.grain)) : ledger.every == 1 ? "year of service" : fmt::format("{} years of service", ledger.every);
    table.row({"earned", fmt::format("{} for each {}, at its {}", ledger.earn.source_text, span, ledger.earn_at_start ? "start" : "end")});
    if (!ledger.unfinished.empty()) table.row({"of a span cut short", ledger.unfinished.source_text});
    if (!ledger.taken.empty()) table.row({"taken", ledger.taken.source_text});
    if (ledger.takes != std::vector<std::string>{ledger.leave_type}) table.row({"takes leave of", joined(ledger.takes)});
    if (ledger.calendar_days) table.row({"days", "calendar days"});
    if (!ledger.available_from.empty()) table.row({"may be taken from", ledger.available_from.source_text});
    if (!ledger.cap.empty()) table.row({"at most", ledger.cap.source_text});
    if (!ledger.carry.empty()) {
      const std::string year = ledger.year_is_service ? "year of service" : ledger.year_month == 1 && ledger.year_day == 1 ? "year" : fmt::format("leave year ({:02}-{:02})", ledger.year_month, ledger.year_day);
      table.row({fmt::format("carried over a {}'s end", year), "at most " + ledger.carry.source_text + (ledger.surplus_is_paid ? ", the rest is paid" : "")});
    }
    if (!ledger.lapse_after.empty()) table.row({"lapses after", ledger.lapse_after.source_text + " months"});
    if (!ledger.paid_by.empty()) table.row({"paid out as", ledger.paid_by});
    table.row({"source", source_text(pack, ledger.provenance)});
    out += "  " + ledger.leave_type + "\n" + table.text();
  }
  return out.empty() ? out : heading("Leave balances") + out;
}

std::string show_deductions(const Pack& pack) {
  const Deductions& deductions = pack.deductions;
  if (!deductions.listed) return {};
  return heading("Deductions") + "  lawful: " + joined(deductions.lawful) + "  (" + source_text(pack, deductions.provenance) + ")\n";
}

/// What is uncertain, with the other reading.
std::string show_open_questions(const Pack& pack) {
  std::string out;
  const auto note = [&out](const std::string& what, const Provenance& provenance) {
    if (provenance.confidence != Confidence::uncertain) return;
    out += "  " + what + ": " + (provenance.note.empty() ? std::string("no other reading is noted") : provenance.note) + "\n";
  };
  for (const Parameter& parameter : pack.parameters) {
    for (const DatedTable& table : parameter.values) {
      note(parameter.name + " from " + day_text(table.from), table.provenance);
      for (const TableRow& row : table.rows) {
        if (row.own_provenance && row.provenance.note != table.provenance.note) note(parameter.name + " (a row) from " + day_text(table.from), row.provenance);
      }
    }
  }
  for (const Holiday& holiday : pack.calendar.holidays) note("holiday " + day_text(holiday.date), holiday.provenance);
  note("working time", pack.worktime.provenance);
  for (const WageBase& base : pack.bases) note(base.name, base.provenance);
  for (const Formula& formula : pack.formulas) note(formula.name, formula.provenance);
  for (const Line& line : pack.lines) note(line.name, line.provenance);
  for (const Ledger& ledger : pack.ledgers) note("leave " + ledger.leave_type, ledger.provenance);
  if (!out.empty()) out = heading("Open questions") + out;
  if (!pack.proposals.empty()) out += heading("Announced, not in force");
  for (const std::string& proposal : pack.proposals) out += "  " + proposal + "\n";
  return out;
}

std::string show_sources(const Pack& pack) {
  std::string out = heading("Sources");
  for (const Source& source : pack.sources) {
    out += "  " + source.id + ": " + source.instrument + (source.article.empty() ? "" : ", " + source.article) + "\n";
    if (!source.address.empty()) out += "      " + source.address + "\n";
    if (!source.note.empty()) out += "      " + source.note + "\n";
  }
  return out;
}

}  // namespace

std::string show_pack(const Pack& pack, std::optional<quantity::Date> at) {
  return show_head(pack) + show_parameters(pack, at) + show_calendar(pack, at) + show_worktime(pack, at) + show_named(pack) +
         show_lines(pack) + show_ledgers(pack) + show_deductions(pack) + show_open_questions(pack) + show_sources(pack);
}

std::string list_embedded() {
  TextTable table("");
  for (const EmbeddedPack& pack : embedded_packs()) {
    const json::Document document(pack.text());
    if (!document.ok()) continue;
    const auto text = [&document](std::string_view key) {
      const json::Value* value = document.find(document.root(), key);
      return value == nullptr ? std::string() : std::string(value->text);
    };
    table.row({std::string(pack.name), text("version"), text("title")});
  }
  return table.text();
}

std::string show_inputs() {
  TextTable table("  ");
  for (const InputSpec& spec : inputs()) {
    const std::string kind = spec.type == ValueType::number ? unit_text(spec.unit, 0) : std::string(to_text(spec.type));
    table.row({std::string(spec.name), std::string(to_text(spec.grain)), kind, std::string(spec.meaning)});
  }
  return table.text();
}

std::string show_functions() {
  std::string out;
  for (const Builtin& builtin : builtins()) out += fmt::format("  {}\n", builtin.usage);
  return out + "  tiers(x, limit: factor, …, rest: factor)\n";
}

}  // namespace wageproof::law
