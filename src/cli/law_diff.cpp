// `wageproof law diff`: two packs as lists of named facts, and where the lists differ.
#include <map>
#include <string>

#include "cli/commands.hpp"
#include "cli/law_text.hpp"
#include "faces/packs.hpp"
#include "cli/terminal.hpp"
#include "wageproof/quantity/currency.hpp"

namespace wageproof::cli {

using namespace faces;

namespace {

/// What a pack says, each fact under a name of its own. Sources stand with the fact, since a new instrument that leaves
/// the value as it was is a difference too.
using Facts = std::map<std::string, std::string>;

void add_parameters(Facts& facts, const law::Pack& pack) {
  for (const law::Parameter& parameter : pack.parameters) {
    const std::string name = "parameter " + parameter.name;
    facts[name] = parameter.unit_text + (parameter.by_names.empty() ? "" : " by " + joined(parameter.by_names));
    for (const law::DatedTable& entry : parameter.values) {
      const std::string dated = name + " from " + day_text(entry.from);
      facts[dated] = (entry.to ? "to " + day_text(*entry.to) + " " : "") + provenance_text(entry.provenance);
      for (const law::TableRow& row : entry.rows) {
        facts[dated + ", " + keys_text(parameter, row)] = value_text(row.value, parameter.unit_text);
      }
    }
  }
}

void add_calendar(Facts& facts, const law::Calendar& calendar) {
  facts["calendar weekly rest"] = weekday_text(calendar.rest_weekday);
  for (const law::Holiday& holiday : calendar.holidays) {
    facts["holiday " + day_text(holiday.date) + " " + holiday.region] = holiday.name + " " + holiday.category;
  }
  for (const auto& [name, feasts] : calendar.feasts) {
    for (const law::Holiday& feast : feasts) facts["feast " + name + " " + day_text(feast.date)] = feast.name;
  }
}

void add_worktime(Facts& facts, const law::Worktime& worktime) {
  for (const law::NightWindow& night : worktime.night) {
    facts["worktime night from " + day_text(night.from)] = clock_text(night.start_minute) + " to " + clock_text(night.end_minute);
  }
  facts["worktime normal day"] = worktime.normal_day.source_text;
  facts["worktime normal week"] = worktime.normal_week.source_text;
}

void add_line(Facts& facts, const law::Line& line) {
  const std::string name = "line " + line.name;
  facts[name] = std::string(role_text(line.role)) + ", each " + std::string(grain_text(line.grain));
  facts[name + " when"] = line.when.source_text;
  facts[name + " formula"] = line.formula.source_text;
  facts[name + " limit"] = line.limit.source_text + " " + line.unit;
  facts[name + " booked as"] = joined(line.answers);
  facts[name + " counts"] = joined(line.counts);
  facts[name + " payable"] = line.payable.source_text;
  facts[name + " base"] = line.base.source_text;
  facts[name + " source"] = provenance_text(line.provenance);
}

Facts facts_of(const law::Pack& pack) {
  Facts facts;
  facts["title"] = pack.title;
  facts["version"] = pack.version;
  facts["currency"] = to_text(quantity::Currency::from_packed(pack.currency));
  facts["time zone"] = pack.time_zone;
  add_parameters(facts, pack);
  add_calendar(facts, pack.calendar);
  add_worktime(facts, pack.worktime);
  for (const law::WageBase& base : pack.bases) facts["base " + base.name] = joined(base.components, " + ");
  for (const law::Formula& formula : pack.formulas) {
    facts["formula " + formula.name] = formula.expression.source_text + " (each " + std::string(grain_text(formula.grain)) + ")";
  }
  for (const law::Line& line : pack.lines) add_line(facts, line);
  for (const law::Ledger& ledger : pack.ledgers) facts["ledger " + ledger.leave_type] = ledger.earn.source_text;
  std::erase_if(facts, [](const auto& fact) { return fact.second.find_first_not_of(' ') == std::string::npos; });
  return facts;
}

}  // namespace

int run_law_diff(const std::string& first, const std::string& second) {
  std::string out;
  Facts sides[2];
  const std::string* names[2] = {&first, &second};
  for (int i = 0; i < 2; ++i) {
    Packs packs;  // two files may hold the same id
    const auto ids = packs.ids_of(parts_of(*names[i]));
    if (!ids) return refuse(ids.status().message());
    const auto pack = packs.load(*ids);
    if (!pack) return refuse(pack.status().message());
    sides[i] = facts_of(**pack);
    out += (i == 0 ? "--- " : "+++ ") + *names[i] + " (" + (*pack)->version + ")\n";
  }
  bool differs = false;
  const auto tell = [&](char sign, const Facts::value_type& fact) {
    out += sign + (" " + fact.first + ": " + fact.second + "\n");
    differs = true;
  };
  auto a = sides[0].begin(), b = sides[1].begin();
  while (a != sides[0].end() || b != sides[1].end()) {
    if (b == sides[1].end() || (a != sides[0].end() && a->first < b->first)) {
      tell('-', *a++);
    } else if (a == sides[0].end() || b->first < a->first) {
      tell('+', *b++);
    } else {
      if (a->second != b->second) {
        tell('-', *a);
        tell('+', *b);
      }
      ++a;
      ++b;
    }
  }
  say(out);
  return differs ? kExitFound : kExitClean;
}

}  // namespace wageproof::cli
