// What changes from one pack to another, and for whom.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "law/grains.hpp"
#include "law/show_values.hpp"
#include "law/uses.hpp"
#include "wageproof/law/lookup.hpp"
#include "wageproof/law/show.hpp"
#include "wageproof/quantity/currency.hpp"

namespace wageproof::law {

namespace {

using Texts = std::vector<std::string>;

template <class Element>
const Element* find_named(const std::vector<Element>& elements, const std::string& name) {
  const auto at = std::find_if(elements.begin(), elements.end(), [&](const Element& each) { return each.name == name; });
  return at == elements.end() ? nullptr : &*at;
}

/// Lines that a parameter or formula leads to, by its name.
std::map<std::string, Texts> reach_of(const Pack& pack) {
  std::map<std::string, Texts> reach;
  for (const Line& line : pack.lines) {
    const Uses uses = uses_of(pack, line);
    for (const std::uint32_t index : uses.parameters) reach[pack.parameters[index].name].push_back(line.name);
    for (const std::uint32_t index : uses.formulas) reach[pack.formulas[index].name].push_back(line.name);
  }
  return reach;
}

/// A key of a row as the records of somebody to whom it applies would give it.
KeyValue somebody(const Key& key, bool text) {
  if (key.kind == Key::Kind::text) return KeyValue::of(key.text);
  // A code that no pack has, and a number beyond what tables tell apart: anybody else.
  if (key.kind == Key::Kind::any) return text ? KeyValue::of("\x01") : KeyValue::of_micro(INT64_MAX / 4);
  const KeyRange& range = key.range;
  if (range.has_lower) return KeyValue::of_micro(range.lower_inside ? range.lower_micro : range.lower_micro + 1);
  return KeyValue::of_micro(range.upper_inside ? range.upper_micro : range.upper_micro - 1);
}

class Difference {
 public:
  Difference(const Pack& before, const Pack& after, const ShowOptions& options)
      : before_(before), after_(after), page_(options.form, options.width), reach_before_(reach_of(before)), reach_after_(reach_of(after)) {}

  std::string run() {
    parameters();
    lines();
    formulas();
    worktime();
    calendar();
    bases();
    ledgers();
    rest();
    if (page_.empty()) return {};
    Page head(page_.markdown() ? PageForm::markdown : PageForm::text);
    head.title("From " + named(before_) + " to " + named(after_));
    std::string out = head.take();
    if (page_.markdown()) out += '\n';
    return out + page_.take();
  }

 private:
  static std::string named(const Pack& pack) { return pack.id + " " + pack.version + ", " + pack.title; }

  void section(std::string_view title) {
    if (std::exchange(section_, title) != title) page_.heading(title);
  }

  /// `reaches overtime_pay, night_premium`: what a worker will see of it.
  void reach(const std::string& name) {
    std::set<std::string> lines;
    for (const auto* side : {&reach_before_, &reach_after_}) {
      if (const auto at = side->find(name); at != side->end()) lines.insert(at->second.begin(), at->second.end());
    }
    if (!lines.empty()) page_.item("reaches " + joined(Texts(lines.begin(), lines.end())));
  }

  void parameters() {
    for (const Parameter& b : after_.parameters) {
      const Parameter* const a = find_named(before_.parameters, b.name);
      if (a == nullptr) {
        whole(b, after_, "new");
      } else if (a->by_names != b.by_names || a->type != b.type) {
        section("Values");
        page_.element(b.name, b.title.empty() ? a->title : b.title);
        page_.item("before: " + kind_of(*a));
        show_entries(page_, before_, *a, all(*a));
        page_.item("after: " + kind_of(b));
        show_entries(page_, after_, b, all(b));
        reach(b.name);
      } else {
        compare(*a, b);
      }
    }
    for (const Parameter& a : before_.parameters) {
      if (find_named(after_.parameters, a.name) == nullptr) whole(a, before_, "ended");
    }
  }

  static std::vector<const DatedTable*> all(const Parameter& parameter) {
    std::vector<const DatedTable*> entries;
    for (const DatedTable& entry : parameter.values) entries.push_back(&entry);
    return entries;
  }

  static std::string kind_of(const Parameter& parameter) {
    return parameter.by_names.empty() ? std::string("one value for all") : "by " + joined(parameter.by_names);
  }

  void whole(const Parameter& parameter, const Pack& pack, std::string_view what) {
    section("Values");
    page_.element(parameter.name, parameter.title);
    page_.item(std::string(what) + ", " + kind_of(parameter));
    show_entries(page_, pack, parameter, all(parameter));
    reach(parameter.name);
  }

  /// One group of workers, and what the value is for them.
  struct Change {
    Texts who;
    std::string was, is;
    friend bool operator==(const Change&, const Change&) = default;
  };
  struct Span {
    std::int32_t from = 0;
    std::vector<Change> changes;
    std::string source;
  };

  void compare(const Parameter& a, const Parameter& b) {
    std::set<std::int32_t> days;
    for (const Parameter* each : {&a, &b}) {
      for (const DatedTable& entry : each->values) {
        days.insert(entry.from);
        if (entry.to) days.insert(*entry.to + 1);
      }
    }
    std::vector<Span> spans;
    for (const std::int32_t day : days) {
      Span span;
      span.from = day;
      const DatedTable* const was = entry_at(a, day);
      const DatedTable* const is = entry_at(b, day);
      span.changes = changes(a, was, b, is);
      if (is != nullptr && !span.changes.empty()) span.source = source_text(after_, is->provenance);
      if (spans.empty() || spans.back().changes != span.changes) spans.push_back(std::move(span));
    }
    const bool changed = std::any_of(spans.begin(), spans.end(), [](const Span& span) { return !span.changes.empty(); });
    if (!changed) return compare_sources(a, b);
    section("Values");
    page_.element(b.name, b.title.empty() ? a.title : b.title);
    for (std::size_t i = 0; i < spans.size(); ++i) {
      if (!spans[i].changes.empty()) tell(a, spans[i], i + 1 < spans.size() ? std::optional(spans[i + 1].from - 1) : std::nullopt);
    }
    reach(b.name);
  }

  void tell(const Parameter& parameter, const Span& span, std::optional<std::int32_t> last) {
    std::string when = "from " + day_text(span.from) + (last ? " to " + day_text(*last) : "");
    const std::string by = span.source.empty() ? std::string() : " (" + span.source + ")";
    if (parameter.by.empty()) return page_.item(when + ": " + span.changes[0].was + " → " + span.changes[0].is + by);
    page_.item(when + by);
    Texts head = parameter.by_names;
    head.emplace_back("before");
    head.emplace_back("after");
    std::vector<Texts> rows;
    for (const Change& change : span.changes) {
      rows.push_back(change.who);
      rows.back().push_back(change.was);
      rows.back().push_back(change.is);
    }
    page_.table(head, rows);
  }

  /// Every group that one of the two tables tells apart, where the other gives it another value.
  [[nodiscard]] std::vector<Change> changes(const Parameter& a, const DatedTable* was, const Parameter& b, const DatedTable* is) const {
    std::vector<Change> out;
    const auto value = [](const Pack& pack, const Parameter& parameter, const DatedTable* table, const std::vector<KeyValue>& keys) {
      return table == nullptr ? std::string("not known") : value_text(pack, parameter, *look_up_in(pack, parameter, *table, keys).value);
    };
    const auto add = [&](const Pack& pack, const Parameter& parameter, const DatedTable* table) {
      if (table == nullptr) return;
      for (const TableRow& row : table->rows) {
        Change change;
        std::vector<KeyValue> keys;
        for (std::size_t i = 0; i < row.keys.size(); ++i) {
          change.who.push_back(key_text(pack, parameter, i, row.keys[i]));
          keys.push_back(somebody(row.keys[i], parameter.by[i].root().type == ValueType::text));
        }
        change.was = value(before_, a, was, keys);
        change.is = value(after_, b, is, keys);
        if (change.was != change.is && std::find(out.begin(), out.end(), change) == out.end()) out.push_back(std::move(change));
      }
    };
    add(after_, b, is);
    add(before_, a, was);
    return out;
  }

  void compare_sources(const Parameter& a, const Parameter& b) {
    for (const DatedTable& is : b.values) {
      const auto was = std::find_if(a.values.begin(), a.values.end(), [&](const DatedTable& each) { return each.from == is.from; });
      if (was == a.values.end()) continue;
      const std::string old_text = in_force_text(*was) + ", " + source_text(before_, was->provenance);
      const std::string new_text = in_force_text(is) + ", " + source_text(after_, is.provenance);
      if (old_text == new_text) continue;
      section("Values");
      page_.element(b.name, b.title);
      page_.item("the same value, " + new_text + "; before: " + old_text);
    }
  }

  /// What differs of an element, as `was` and `now`.
  class Facts {
   public:
    void add(std::string_view label, const std::string& was, const std::string& is, bool code = true) {
      if (was == is) return;
      const auto side = [&](std::string_view when, const std::string& text) {
        rows_.push_back({std::string(label) + " " + std::string(when), text.empty() ? std::string("nothing") : text, code && !text.empty()});
      };
      side("before", was);
      side("after", is);
    }
    [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }
    [[nodiscard]] const std::vector<Fact>& rows() const noexcept { return rows_; }

   private:
    std::vector<Fact> rows_;
  };

  static std::string rounding_of(const Line& line) { return line.rounding ? rounding_text(*line.rounding) : std::string(); }

  void lines() {
    for (const Line& b : after_.lines) {
      const Line* const a = find_named(before_.lines, b.name);
      if (a == nullptr) {
        whole(b, after_, "new");
        continue;
      }
      Facts facts;
      facts.add("kind", std::string(role_text(a->role)), std::string(role_text(b.role)), false);
      facts.add("applies when", a->when.source_text, b.when.source_text);
      facts.add(b.role == Role::limit ? "measured" : "due", a->formula.source_text, b.formula.source_text);
      facts.add("limit", a->limit.source_text, b.limit.source_text);
      facts.add("quantity", a->quantity.source_text, b.quantity.source_text);
      facts.add("for each", std::string(to_text(a->grain)), std::string(to_text(b.grain)), false);
      facts.add("rounded", rounding_of(*a), rounding_of(b), false);
      facts.add("booked as", joined(a->answers), joined(b.answers));
      facts.add("stands under", joined(a->tests), joined(b.tests));
      facts.add("counts", joined(a->counts), joined(b.counts));
      facts.add("compared", comparison_text(*a), comparison_text(b), false);
      facts.add("payable on", a->payable.source_text, b.payable.source_text);
      facts.add("declared on", a->base.source_text, b.base.source_text);
      facts.add("severity", a->severity, b.severity, false);
      facts.add("source", source_text(before_, a->provenance), source_text(after_, b.provenance), false);
      if (facts.empty()) continue;
      section("Lines");
      page_.element(b.name, b.title);
      page_.item("changed" + for_whom(b));
      page_.facts(facts.rows());
    }
    for (const Line& a : before_.lines) {
      if (find_named(after_.lines, a.name) == nullptr) whole(a, before_, "ended");
    }
  }

  static std::string for_whom(const Line& line) {
    return line.when.empty() ? std::string(", for all workers") : ", for workers of whom holds: " + line.when.source_text;
  }

  void whole(const Line& line, const Pack& pack, std::string_view what) {
    section("Lines");
    page_.element(line.name, line.title);
    page_.item(std::string(what) + ": " + std::string(role_text(line.role)) + " for each " + std::string(to_text(line.grain)) + for_whom(line));
    std::vector<Fact> facts{{line.role == Role::limit ? "measured" : "due", line.formula.source_text, true}};
    if (!line.limit.empty()) facts.push_back({"limit", line.limit.source_text, true});
    if (!line.answers.empty()) facts.push_back({"booked as", joined(line.answers), true});
    facts.push_back({"source", source_text(pack, line.provenance)});
    page_.facts(facts);
  }

  void formulas() {
    for (const Formula& b : after_.formulas) {
      const Formula* const a = find_named(before_.formulas, b.name);
      Facts facts;
      facts.add("formula", a == nullptr ? "" : a->expression.source_text, b.expression.source_text);
      if (a != nullptr) facts.add("for each", std::string(to_text(a->grain)), std::string(to_text(b.grain)), false);
      tell("How the figures are made", b.name, b.title, facts);
    }
    for (const Formula& a : before_.formulas) {
      if (find_named(after_.formulas, a.name) != nullptr) continue;
      Facts facts;
      facts.add("formula", a.expression.source_text, "");
      tell("How the figures are made", a.name, a.title, facts);
    }
  }

  void tell(std::string_view title, const std::string& name, const std::string& words, const Facts& facts) {
    if (facts.empty()) return;
    section(title);
    page_.element(name, words);
    page_.facts(facts.rows());
    reach(name);
  }

  void worktime() {
    const Worktime &a = before_.worktime, &b = after_.worktime;
    const auto nights = [](const Worktime& worktime) {
      Texts texts;
      for (const NightWindow& night : worktime.night) {
        texts.push_back("from " + day_text(night.from) + ": " + night_text(night));
      }
      return joined(texts);
    };
    const auto rest = [](const Worktime& worktime) {
      return std::string(worktime.rest_day == RestDayRule::special ? "a price of its own" : "ordinary hours of the week") + ", in every " +
             std::to_string(worktime.rest_within_days) + " days";
    };
    const auto other = [](const Worktime& worktime) {
      constexpr std::string_view kSecond[] = {"all hours are overtime", "a rest day", "an ordinary day"};
      return "second free day: " + std::string(kSecond[static_cast<std::size_t>(worktime.second_free_day)]) + "; kind of day: " +
             (worktime.day_type == DayTypeRule::shift ? "the shift's" : "changes at midnight") + "; a holiday on a rest day: " +
             (worktime.holiday_wins_over_rest_day ? "a holiday" : "a rest day");
    };
    Facts facts;
    facts.add("normal day", a.normal_day.source_text, b.normal_day.source_text);
    facts.add("normal week", a.normal_week.source_text, b.normal_week.source_text);
    facts.add("night", nights(a), nights(b), false);
    facts.add("rest day", rest(a), rest(b), false);
    facts.add("days", other(a), other(b), false);
    if (facts.empty()) return;
    section("Working time");
    page_.facts(facts.rows());
  }

  static std::set<std::string> days_of(const Calendar& calendar) {
    std::set<std::string> days;
    for (const Holiday& holiday : calendar.holidays) {
      days.insert(day_text(holiday.date) + " " + holiday.name + (holiday.category.empty() ? "" : ", " + holiday.category) +
                  (holiday.region.empty() ? "" : ", only in " + holiday.region));
    }
    for (const FixedHoliday& holiday : calendar.fixed) {
      days.insert("every " + std::to_string(holiday.day) + "/" + std::to_string(holiday.month) + " " + holiday.name + ", from " + day_text(holiday.from));
    }
    for (const auto& [name, dates] : calendar.feasts) {
      for (const Holiday& feast : dates) days.insert(day_text(feast.date) + " feast " + name);
    }
    return days;
  }

  void calendar() {
    const std::set<std::string> a = days_of(before_.calendar), b = days_of(after_.calendar);
    const auto tell = [this](const std::set<std::string>& these, const std::set<std::string>& those, std::string_view what) {
      for (const std::string& day : these) {
        if (those.contains(day)) continue;
        section("Calendar");
        page_.item(std::string(what) + " " + day);
      }
    };
    if (before_.calendar.rest_weekday != after_.calendar.rest_weekday) {
      constexpr std::string_view kDays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
      section("Calendar");
      page_.item("weekly rest: " + std::string(kDays[before_.calendar.rest_weekday]) + " → " + std::string(kDays[after_.calendar.rest_weekday]));
    }
    tell(b, a, "new:");
    tell(a, b, "ended:");
  }

  void bases() {
    for (const WageBase& b : after_.bases) {
      const WageBase* const a = find_named(before_.bases, b.name);
      Facts facts;
      facts.add("components", a == nullptr ? "" : joined(a->components), joined(b.components));
      if (!facts.empty()) tell("What counts as wage", b.name, "", facts);
    }
    for (const WageBase& a : before_.bases) {
      if (find_named(after_.bases, a.name) != nullptr) continue;
      Facts facts;
      facts.add("components", joined(a.components), "");
      tell("What counts as wage", a.name, "", facts);
    }
  }

  static const Ledger* find_ledger(const Pack& pack, const std::string& type) {
    const auto at = std::find_if(pack.ledgers.begin(), pack.ledgers.end(), [&](const Ledger& each) { return each.leave_type == type; });
    return at == pack.ledgers.end() ? nullptr : &*at;
  }

  void ledgers() {
    std::set<std::string> types;
    for (const Pack* pack : {&before_, &after_}) {
      for (const Ledger& ledger : pack->ledgers) types.insert(ledger.leave_type);
    }
    for (const std::string& type : types) {
      const Ledger *const a = find_ledger(before_, type), *const b = find_ledger(after_, type);
      const auto text = [](const Ledger* ledger, Expression Ledger::*field) { return ledger == nullptr ? std::string() : (ledger->*field).source_text; };
      Facts facts;
      facts.add("earned", text(a, &Ledger::earn), text(b, &Ledger::earn));
      facts.add("may be taken from", text(a, &Ledger::available_from), text(b, &Ledger::available_from));
      facts.add("at most", text(a, &Ledger::cap), text(b, &Ledger::cap));
      facts.add("carried over", text(a, &Ledger::carry), text(b, &Ledger::carry));
      facts.add("lapses after", text(a, &Ledger::lapse_after), text(b, &Ledger::lapse_after));
      facts.add("at an unfinished span", text(a, &Ledger::unfinished), text(b, &Ledger::unfinished));
      const auto rest = [](const Ledger* ledger) {
        if (ledger == nullptr) return std::string();
        return "credited " + credited_text(*ledger) + "; leave year " + leave_year_text(*ledger) + "; surplus " + (ledger->surplus_is_paid ? "paid" : "lapses") +
               (ledger->calendar_days ? "; calendar days" : "") + (ledger->takes.empty() ? "" : "; also taken as " + joined(ledger->takes)) +
               (ledger->paid_by.empty() ? "" : "; paid out by " + ledger->paid_by);
      };
      facts.add("otherwise", rest(a), rest(b), false);
      tell("Leave balances", type, "", facts);
    }
  }

  void rest() {
    Facts facts;
    const auto currency = [](const Pack& pack) { return quantity::to_text(quantity::Currency::from_packed(pack.currency)); };
    const auto lawful = [](const Pack& pack) { return pack.deductions.listed ? joined(pack.deductions.lawful) : std::string("all"); };
    facts.add("currency", currency(before_), currency(after_), false);
    facts.add("time zone", before_.time_zone, after_.time_zone, false);
    facts.add("lawful deductions", lawful(before_), lawful(after_), false);
    facts.add("announced", joined(before_.proposals, "; "), joined(after_.proposals, "; "), false);
    // The title tells where the packs are different ones.
    if (before_.id == after_.id) facts.add("version", before_.version, after_.version, false);
    if (facts.empty()) return;
    section("The pack as a whole");
    page_.facts(facts.rows());
  }

  const Pack &before_, &after_;
  Page page_;
  std::map<std::string, Texts> reach_before_, reach_after_;
  std::string section_;
};

}  // namespace

std::string show_difference(const Pack& before, const Pack& after, const ShowOptions& options) {
  return Difference(before, after, options).run();
}

}  // namespace wageproof::law
