#include "wageproof/law/show.hpp"

#include <fmt/core.h>

#include <array>
#include <utility>

#include "law/builtins.hpp"
#include "law/exact_text.hpp"
#include "law/grains.hpp"
#include "law/show_values.hpp"
#include "law/text_table.hpp"
#include "law/uses.hpp"
#include "wageproof/law/calendar.hpp"
#include "wageproof/law/inputs.hpp"
#include "wageproof/law/lookup.hpp"
#include "wageproof/quantity/currency.hpp"

namespace wageproof::law {

namespace {

constexpr std::array<std::string_view, 7> kWeekdays{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

/// One pack on one page.
class Shown {
 public:
  Shown(const Pack& pack, const ShowOptions& options) : pack_(pack), at_(options.at), page_(options.form, options.width) {}

  std::string run() {
    head();
    dimensions();
    show_parameters(page_, pack_, at_);
    lines();
    ledgers();
    deductions();
    worktime();
    calendar();
    bases();
    formulas();
    open_questions();
    proposals();
    sources();
    return page_.take();
  }

 private:
  void head() {
    page_.title(pack_.title);
    std::vector<Fact> facts{{"pack", pack_.id + " " + pack_.version}};
    if (pack_.files.size() > 1) {
      for (const PackFile& file : pack_.files) facts.push_back({"laid over each other", file.id + " " + file.version + ": " + file.title});
    }
    facts.push_back({"currency", quantity::to_text(quantity::Currency::from_packed(pack_.currency))});
    facts.push_back({"rounding", pack_.money_step_micro != 0
                                     ? "to " + exact_text(pack_.money_step_micro, 1'000'000) + ", halves away from zero, where the law names none"
                                     : std::string("to the currency's smallest unit, halves away from zero, where the law names none")});
    facts.push_back({"time zone", pack_.time_zone});
    page_.facts(facts);
  }

  /// What the codes of tables and conditions stand for.
  void dimensions() {
    for (const auto& [dimension, codes] : pack_.dimensions) {
      page_.heading("Codes of " + dimension);
      std::vector<std::vector<std::string>> rows;
      for (const Code& code : codes) rows.push_back({code.code, code.name, code.parent.empty() ? "" : "in " + code.parent});
      page_.table({"code", "stands for", ""}, rows);
    }
    if (pack_.attributes.empty()) return;
    page_.heading("What the records must tell beyond the format's own fields");
    constexpr std::array<std::string_view, 4> kTypes{"a number", "a text", "yes or no", "a day"};
    std::vector<Fact> facts;
    for (const Attribute& attribute : pack_.attributes) facts.push_back({attribute.name, std::string(kTypes[static_cast<std::size_t>(attribute.type)])});
    page_.facts(facts);
  }

  /// The values that a line rests on, each with its value on the day where it has one for all.
  [[nodiscard]] std::string values_of(const Line& line) const {
    std::string out;
    for (const std::uint32_t index : uses_of(pack_, line).parameters) {
      const Parameter& parameter = pack_.parameters[index];
      if (!out.empty()) out += ", ";
      out += parameter.name;
      const DatedTable* const entry = at_ ? entry_at(parameter, at_->serial()) : nullptr;
      if (entry != nullptr && parameter.by.empty() && !entry->rows.empty()) out += " = " + value_text(pack_, parameter, entry->rows.front().value);
      if (entry != nullptr && !parameter.by.empty()) out += " (by " + joined(parameter.by_names) + ")";
    }
    return out;
  }

  void line(const Line& line) {
    page_.element(line.name, line.title);
    std::vector<Fact> facts;
    const auto formula = [&facts](std::string label, const Expression& expression) {
      if (!expression.empty()) facts.push_back({std::move(label), expression.source_text, true});
    };
    formula("applies when", line.when);
    formula(line.role == Role::limit ? "measured" : "due", line.formula);
    formula("limit", line.limit);
    if (!line.quantity.empty()) facts.push_back({"quantity", line.quantity.source_text + " (" + line.quantity_unit + ")", true});
    facts.push_back({"for each", std::string(to_text(line.grain))});
    if (const std::string values = values_of(line); !values.empty()) facts.push_back({"rests on", values});
    if (line.rounding) facts.push_back({"rounded", rounding_text(*line.rounding) + " (" + source_text(pack_, line.rounding->provenance) + ")"});
    if (!line.answers.empty()) facts.push_back({"booked as", joined(line.answers), true});
    if (!line.tests.empty()) facts.push_back({"stands under", joined(line.tests), true});
    if (!line.counts.empty()) facts.push_back({"counts", joined(line.counts), true});
    facts.push_back({"compared", comparison_text(line)});
    formula("payable on", line.payable);
    formula("declared on", line.base);
    if (line.check != line.name) facts.push_back({"reported as", line.check});
    facts.push_back({"source", source_text(pack_, line.provenance)});
    if (!line.provenance.note.empty()) facts.push_back({"note", line.provenance.note});
    page_.facts(facts);
  }

  void lines() {
    constexpr std::array<std::pair<Role, std::string_view>, 6> kGroups{{{Role::pay, "Pay that is due"},
                                                                        {Role::test, "Floors that pay must reach"},
                                                                        {Role::employee_contribution, "Contributions of the worker"},
                                                                        {Role::employer_contribution, "Contributions of the employer"},
                                                                        {Role::deduction, "Deductions that are lawful up to an amount"},
                                                                        {Role::limit, "Limits"}}};
    for (const auto& [role, title] : kGroups) {
      bool first = true;
      for (const Line& each : pack_.lines) {
        if (each.role != role) continue;
        if (std::exchange(first, false)) page_.heading(title);
        line(each);
      }
    }
  }

  void ledgers() {
    if (!pack_.ledgers.empty()) page_.heading("Leave balances");
    for (const Ledger& ledger : pack_.ledgers) {
      page_.element(ledger.leave_type, {});
      std::vector<Fact> facts{{"earned", ledger.earn.source_text, true},
                              {"credited", credited_text(ledger)}};
      if (!ledger.unfinished.empty()) facts.push_back({"for a span that leaving cuts short", ledger.unfinished.source_text, true});
      if (!ledger.available_from.empty()) facts.push_back({"may be taken from", ledger.available_from.source_text, true});
      if (!ledger.cap.empty()) facts.push_back({"at most", ledger.cap.source_text, true});
      facts.push_back({"leave year", leave_year_text(ledger)});
      if (!ledger.carry.empty()) {
        facts.push_back({"carried over its end, at most", ledger.carry.source_text, true});
        facts.push_back({"what is above that", ledger.surplus_is_paid ? "is paid out" : "lapses"});
      }
      if (!ledger.lapse_after.empty()) facts.push_back({"lapses after, in months", ledger.lapse_after.source_text, true});
      if (!ledger.taken.empty()) facts.push_back({"taken each day", ledger.taken.source_text, true});
      else if (!ledger.takes.empty()) facts.push_back({"also taken as", joined(ledger.takes)});
      if (!ledger.paid_by.empty()) facts.push_back({"paid out by", ledger.paid_by, true});
      if (ledger.calendar_days) facts.push_back({"counts", "rest days and holidays too"});
      facts.push_back({"source", source_text(pack_, ledger.provenance)});
      page_.facts(facts);
    }
  }

  void deductions() {
    const Deductions& deductions = pack_.deductions;
    if (!deductions.listed) return;
    page_.heading("Deductions");
    page_.facts({{"lawful", joined(deductions.lawful)}, {"source", source_text(pack_, deductions.provenance)}});
  }

  void worktime() {
    const Worktime& worktime = pack_.worktime;
    page_.heading("Working time");
    std::vector<Fact> facts{{"normal day", worktime.normal_day.source_text, true}};
    if (worktime.normal_week.empty()) {
      facts.push_back({"normal week", "no limit"});
    } else {
      facts.push_back({"normal week", worktime.normal_week.source_text, true});
    }
    const NightWindow* of_day = at_ ? night_at(worktime, at_->serial()) : nullptr;
    for (const NightWindow& window : worktime.night) {
      if (at_ && &window != of_day) continue;
      facts.push_back({"night", night_text(window) + ", from " + day_text(window.from)});
    }
    if (worktime.night.empty()) facts.push_back({"night", "the law knows none"});
    constexpr std::array<std::string_view, 3> kSecond{"all hours are overtime", "a rest day", "an ordinary day"};
    facts.push_back({"rest day", worktime.rest_day == RestDayRule::special ? "its hours have a price of their own" : "its hours are ordinary hours of the week"});
    facts.push_back({"second free day", std::string(kSecond[static_cast<std::size_t>(worktime.second_free_day)])});
    facts.push_back({"kind of day", worktime.day_type == DayTypeRule::shift ? "that of the day on which the shift began" : "changes at midnight"});
    facts.push_back({"holiday on a rest day", worktime.holiday_wins_over_rest_day ? "a holiday" : "a rest day"});
    facts.push_back({"source", source_text(pack_, worktime.provenance)});
    page_.facts(facts);
  }

  void calendar() {
    const Calendar& calendar = pack_.calendar;
    page_.heading(at_ ? "Calendar of " + std::to_string(at_->civil().year) : std::string("Calendar"));
    page_.facts({{"weekly rest", std::string(kWeekdays[static_cast<std::size_t>(calendar.rest_weekday)])},
                 {"second free day of a five-day week", std::string(kWeekdays[static_cast<std::size_t>(calendar.second_free_weekday)])}});
    const auto shown = [this](std::int32_t date) { return !at_ || quantity::Date::from_serial(date).civil().year == at_->civil().year; };
    std::vector<std::vector<std::string>> days;
    for (const Holiday& holiday : calendar.holidays) {
      if (!shown(holiday.date)) continue;
      std::string name = holiday.name + (holiday.category.empty() ? "" : ", " + holiday.category) + (holiday.region.empty() ? "" : ", only in " + holiday.region);
      days.push_back({day_text(holiday.date), std::move(name), source_text(pack_, holiday.provenance)});
    }
    page_.table({"holiday", "name", "source"}, days);
    for (const auto& [first, last] : calendar.listed) {
      if (!at_) page_.item("all holidays are listed from " + day_text(first) + " to " + day_text(last));
    }
    const bool listed = at_ && is_listed(calendar, at_->serial());
    if (at_ && !listed) page_.item("no list covers that day: only the fixed holidays are known");
    std::vector<std::vector<std::string>> fixed;
    for (const FixedHoliday& holiday : calendar.fixed) {
      if (!listed) fixed.push_back({fmt::format("{:02}-{:02}", holiday.month, holiday.day), holiday.name, "every year that has no list"});
    }
    page_.table({"day", "name", ""}, fixed);
    std::vector<std::vector<std::string>> feasts;
    for (const auto& [name, dates] : calendar.feasts) {
      for (const Holiday& feast : dates) {
        if (shown(feast.date)) feasts.push_back({day_text(feast.date), name, source_text(pack_, feast.provenance)});
      }
    }
    page_.table({"feast", "name", "source"}, feasts);
  }

  void bases() {
    if (pack_.bases.empty()) return;
    page_.heading("What counts as wage");
    for (const WageBase& base : pack_.bases) {
      page_.element(base.name, {});
      std::vector<std::string> in, out;
      for (const std::string& component : base.components) {
        if (component.starts_with('-')) {
          out.push_back(component.substr(1));
        } else {
          in.push_back(component);
        }
      }
      std::vector<Fact> facts{{"counts", joined(in), true}};
      if (!out.empty()) facts.push_back({"but not", joined(out), true});
      facts.push_back({"source", source_text(pack_, base.provenance)});
      if (!base.provenance.note.empty()) facts.push_back({"note", base.provenance.note});
      page_.facts(facts);
    }
  }

  void formulas() {
    if (pack_.formulas.empty()) return;
    page_.heading("How the figures are made");
    for (const Formula& formula : pack_.formulas) {
      page_.element(formula.name, formula.title);
      std::vector<Fact> facts{{"each " + std::string(to_text(formula.grain)), formula.expression.source_text, true},
                              {"source", source_text(pack_, formula.provenance)}};
      if (!formula.provenance.note.empty()) facts.push_back({"note", formula.provenance.note});
      page_.facts(facts);
    }
  }

  void question(const std::string& what, const Provenance& provenance) {
    if (provenance.confidence != Confidence::uncertain) return;
    if (!std::exchange(asked_, true)) page_.heading("Open questions");
    page_.item(what + ": " + (provenance.note.empty() ? std::string("no other reading is noted") : provenance.note));
  }

  /// What is uncertain, with the other reading, and what nobody knows.
  void open_questions() {
    for (const Parameter& parameter : pack_.parameters) {
      for (const DatedTable& table : parameter.values) {
        question(parameter.name + " from " + day_text(table.from), table.provenance);
        for (const TableRow& row : table.rows) {
          if (row.own_provenance && row.provenance.note != table.provenance.note) question(parameter.name + " (a row) from " + day_text(table.from), row.provenance);
        }
      }
    }
    for (const Holiday& holiday : pack_.calendar.holidays) question("holiday " + day_text(holiday.date), holiday.provenance);
    question("working time", pack_.worktime.provenance);
    for (const WageBase& base : pack_.bases) question(base.name, base.provenance);
    for (const Formula& formula : pack_.formulas) question(formula.name, formula.provenance);
    for (const Line& line : pack_.lines) question(line.name, line.provenance);
    for (const Ledger& ledger : pack_.ledgers) question("leave " + ledger.leave_type, ledger.provenance);
  }

  void proposals() {
    if (!pack_.proposals.empty()) page_.heading("Announced, not in force");
    for (const std::string& proposal : pack_.proposals) page_.item(proposal);
  }

  void sources() {
    page_.heading("Sources");
    for (const Source& source : pack_.sources) {
      std::string text = source.id + ": " + source.instrument + (source.article.empty() ? "" : ", " + source.article);
      if (!source.note.empty()) text += " (" + source.note + ")";
      if (!source.address.empty()) text += " " + source.address;
      page_.item(text);
    }
  }

  const Pack& pack_;
  std::optional<quantity::Date> at_;
  Page page_;
  bool asked_ = false;
};

}  // namespace

std::string show_pack(const Pack& pack, const ShowOptions& options) { return Shown(pack, options).run(); }

std::string show_inputs() {
  TextTable table("  ");
  for (const InputSpec& spec : inputs()) {
    const std::string kind = spec.type == ValueType::number ? unit_text(spec.unit, 0) : std::string(to_text(spec.type));
    std::string meaning(spec.meaning);
    if (!spec.codes.empty()) meaning += (meaning.empty() ? "" : ": ") + std::string(spec.codes);
    table.row({std::string(spec.name), std::string(to_text(spec.grain)), kind, std::move(meaning)});
  }
  return table.text();
}

std::string show_functions() {
  std::string out;
  for (const Builtin& builtin : builtins()) out += fmt::format("  {}\n", builtin.usage);
  return out + "  tiers(x, limit: factor, …, rest: factor)\n";
}

}  // namespace wageproof::law
