#include "law/favourable.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <span>
#include <utility>

#include "law/words.hpp"
#include "wageproof/law/inputs.hpp"
#include "wageproof/quantity/detail/int128.hpp"

namespace wageproof::law {

namespace {

/// A choice is written out as one formula, which grows with every further pack.
constexpr std::size_t kMostTerms = 6;

std::string spelled(std::string_view text) {
  std::string out(text);
  std::replace_if(out.begin(), out.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return out;
}

/// `minimum_wage_of_kh`: the term of one pack.
std::string term_name(std::string_view name, const Provenance& provenance) { return spelled(name) + "_of_" + spelled(provenance.origin); }

Place place_of(const Provenance& provenance, std::string_view section, std::string_view name) {
  return {provenance.origin, provenance.file_line, std::string(section) + "." + std::string(name)};
}

template <class Element>
auto find_named(std::vector<Element>& elements, std::string_view name) {
  return std::find_if(elements.begin(), elements.end(), [name](const Element& each) { return each.name == name; });
}

template <class Element>
std::vector<std::string_view> names_of(const std::vector<Element>& elements) {
  std::vector<std::string_view> names;
  for (const Element& each : elements) names.push_back(each.name);
  return names;
}

/// Takes an element with `favourable` out of the overlay, and puts it behind those that it competes with.
template <class Element, class Is, class Problem>
void collect(std::vector<Element>& base, std::vector<Element>& overlay, std::map<std::string, std::vector<Element>>& choices,
             std::string_view section, Is is_favourable, Problem problem, Diagnostics& diagnostics) {
  for (auto at = overlay.begin(); at != overlay.end();) {
    auto choice = choices.find(at->name);
    const auto below = find_named(base, at->name);
    if (!is_favourable(*at)) {
      // What replaces ends the choice.
      if (choice != choices.end()) choices.erase(choice);
      ++at;
      continue;
    }
    const Place place = place_of(at->provenance, section, at->name);
    if (choice == choices.end() && below == base.end()) {
      diagnostics.error(place, "`favourable` takes the better of this and an element underneath, and there is no `" + at->name + "`" +
                                   did_you_mean(at->name, names_of(base)) + "; leave `favourable` out of what is new");
      ++at;
      continue;
    }
    if (choice == choices.end()) {
      choice = choices.emplace(at->name, std::vector<Element>{}).first;
      choice->second.push_back(std::move(*below));
      base.erase(below);
    }
    if (std::string wrong = problem(choice->second, *at); !wrong.empty()) diagnostics.error(place, std::move(wrong));
    choice->second.push_back(std::move(*at));
    at = overlay.erase(at);
  }
}

std::string problem_of(const std::vector<Parameter>& below, const Parameter& over) {
  if (below.size() >= kMostTerms) return "at most 6 packs may set the same value with `favourable`";
  const Parameter& first = below.front();
  if (over.type == ValueType::text) return "the better of two texts cannot be told; leave `favourable` out";
  if (over.type != first.type || over.unit.money != first.unit.money || over.unit.minutes != first.unit.minutes || over.unit.currency != first.unit.currency) {
    return "`favourable` compares with the value underneath, which is in " + first.unit_text + ", this one is in " + over.unit_text;
  }
  if (below.back().favourable != Favourable::none && below.back().favourable != over.favourable) {
    return "another pack says of the same value that the other direction is favourable";
  }
  return {};
}

std::string problem_of(const std::vector<Line>& below, const Line& over) {
  if (below.size() >= kMostTerms) return "at most 6 packs may set the same line with `favourable`";
  const Line& first = below.front();
  const auto differs = [&](std::string_view what) {
    return "`favourable` compares with the line underneath, which is of another " + std::string(what) + "; state the same, or leave `favourable` out to replace it";
  };
  if (over.role != first.role) return differs("role");
  if (over.grain != first.grain) return differs("grain");
  if (over.currency != first.currency) return differs("currency");
  if (over.role != Role::limit) return {};
  if (over.compare != first.compare) return differs("`compare`");
  if (over.unit != first.unit) return differs("unit");
  if (over.formula.source_text != first.formula.source_text) {
    return "`favourable` takes the stricter of two limits on the same quantity; `formula` underneath is \"" + first.formula.source_text + "\"";
  }
  return {};
}

/// A day before every record.
std::int32_t beginning(const std::vector<Parameter>& terms) {
  std::int32_t first = std::numeric_limits<std::int32_t>::max();
  for (const Parameter& term : terms) {
    for (const DatedTable& entry : term.values) first = std::min(first, entry.from);
  }
  return first;
}

DatedTable nothing_from(const Parameter& term, std::int32_t day) {
  DatedTable table;
  table.from = day;
  table.provenance = term.values.front().provenance;
  table.provenance.note = "the pack says nothing of these days";
  TableRow row;
  row.keys.resize(term.by.size());
  row.value.kind = CellValue::Kind::none;
  row.provenance = table.provenance;
  table.rows.push_back(std::move(row));
  return table;
}

/// Where an overlay states no term, on other days and for other workers, there is none: what is underneath holds.
void state_silence(Parameter& term, std::int32_t first_day) {
  std::vector<DatedTable> values;
  if (term.values.front().from > first_day) values.push_back(nothing_from(term, first_day));
  for (std::size_t i = 0; i < term.values.size(); ++i) {
    DatedTable entry = term.values[i];
    const auto any = [](const TableRow& row) {
      return std::all_of(row.keys.begin(), row.keys.end(), [](const Key& key) { return key.kind == Key::Kind::any; });
    };
    if (std::none_of(entry.rows.begin(), entry.rows.end(), any)) entry.rows.push_back(nothing_from(term, entry.from).rows.front());
    const bool ends = entry.to && (i + 1 == term.values.size() || term.values[i + 1].from > *entry.to + 1);
    const std::int32_t next = ends ? *entry.to + 1 : 0;
    // The entry that follows ends this one.
    if (ends) entry.to.reset();
    values.push_back(std::move(entry));
    if (ends) values.push_back(nothing_from(term, next));
  }
  term.values = std::move(values);
}

bool has_none(const Parameter& term) {
  return std::any_of(term.values.begin(), term.values.end(), [](const DatedTable& entry) {
    return std::any_of(entry.rows.begin(), entry.rows.end(), [](const TableRow& row) { return row.value.kind == CellValue::Kind::none; });
  });
}

std::string listed_terms(const std::vector<std::string>& terms, std::string_view separator) {
  std::string out;
  for (const std::string& term : terms) {
    if (!out.empty()) out += separator;
    out += term;
  }
  return out;
}

/// `max(a, b)`, where each may be not given.
std::string best_of_given(std::string_view function, const std::vector<std::string>& terms) {
  std::vector<std::string> given, filled;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    given.push_back("given(" + terms[i] + ")");
    std::string text;
    for (std::size_t k = terms.size(); k-- > 0;) {
      const std::string& other = terms[(i + k) % terms.size()];
      text = text.empty() ? other : "known_or(" + other + ", " + text + ")";
    }
    filled.push_back(std::move(text));
  }
  return "if " + listed_terms(given, " or ") + " then " + std::string(function) + "(" + listed_terms(filled, ", ") + ") else " + terms[0];
}

/// The better of the terms that apply; `conditions` are empty for those that always do.
std::string best_of_applying(std::string_view function, std::span<const std::string> terms, std::span<const std::string> conditions) {
  if (terms.size() == 1) return terms[0];
  const std::string rest = best_of_applying(function, terms.subspan(1), conditions.subspan(1));
  const std::string both = std::string(function) + "(" + terms[0] + ", " + (terms.size() == 2 ? rest : "(" + rest + ")") + ")";
  std::string rest_applies;
  for (const std::string& condition : conditions.subspan(1)) {
    if (condition.empty()) {
      rest_applies.clear();
      break;
    }
    rest_applies += (rest_applies.empty() ? "" : " or ") + condition;
  }
  if (conditions[0].empty() && rest_applies.empty()) return both;
  const std::string own = rest_applies.empty() ? both : "(if " + rest_applies + " then " + both + " else " + terms[0] + ")";
  return conditions[0].empty() ? own : "if " + conditions[0] + " then " + own + " else (" + rest + ")";
}

/// All sources of the terms, as the last pack names them: an id that means another source there gets its pack before it.
Provenance sources_of_all(Pack& pack, std::vector<Provenance> terms) {
  Provenance out = terms.back();
  std::reverse(terms.begin(), terms.end());
  for (std::size_t i = 1; i < terms.size(); ++i) {
    for (const std::string& id : terms[i].sources) {
      const Source* const source = find_source(pack, terms[i], id);
      if (source == nullptr) continue;
      std::string name = id;
      if (find_source(pack, out, id) != source) {
        name = source->origin + ":" + id;
        Source copy = *source;
        copy.id = name;
        copy.origin = out.origin;
        const auto known = std::any_of(pack.sources.begin(), pack.sources.end(), [&](const Source& each) { return each.id == name && each.origin == copy.origin; });
        if (!known) pack.sources.push_back(std::move(copy));
      }
      if (std::find(out.sources.begin(), out.sources.end(), name) == out.sources.end()) out.sources.push_back(std::move(name));
    }
  }
  return out;
}

class Settling {
 public:
  Settling(Draft& whole, Diagnostics& diagnostics) : whole_(whole), pack_(whole.pack), diagnostics_(diagnostics) {}

  void run() {
    for (auto& [name, terms] : whole_.parameter_choices) settle(name, terms);
    for (auto& [name, terms] : whole_.line_choices) settle(name, terms);
  }

 private:
  [[nodiscard]] Grain grain_of(const Parameter& term) const {
    for (const std::string& key : term.by_names) {
      const InputSpec* const input = find_input(key);
      if (input != nullptr && input->grain == Grain::day) return Grain::day;
      const auto formula = std::find_if(pack_.formulas.begin(), pack_.formulas.end(), [&](const Formula& each) { return each.name == key; });
      if (formula != pack_.formulas.end() && formula->grain == Grain::day) return Grain::day;
    }
    return Grain::part;
  }

  /// A value that is never the better one, as far as single values tell.
  void warn_of_nothing(const std::vector<Parameter>& terms, const Parameter& over) {
    if (!over.by.empty()) return;
    for (const DatedTable& entry : over.values) {
      const CellValue& value = entry.rows.front().value;
      if (value.kind != CellValue::Kind::number && value.kind != CellValue::Kind::date) continue;
      for (const Parameter& term : terms) {
        if (&term == &over) continue;
        if (!term.by.empty()) return;
        for (const DatedTable& other : term.values) {
          const CellValue& there = other.rows.front().value;
          // Only entries that can meet: the other one begins before this ends.
          if (entry.to && other.from > *entry.to) continue;
          if (there.kind != value.kind) return;
          const auto mine = quantity::detail::Int128{value.numerator} * there.denominator;
          const auto theirs = quantity::detail::Int128{there.numerator} * value.denominator;
          if (over.favourable == Favourable::higher ? mine > theirs : mine < theirs) return;
        }
      }
    }
    diagnostics_.warning(place_of(over.provenance, "parameters", over.name), "is never more favourable than what is underneath; it changes nothing");
  }

  void settle(const std::string& name, std::vector<Parameter>& terms) {
    if (std::any_of(terms.begin(), terms.end(), [](const Parameter& term) { return term.values.empty(); })) return;
    const bool higher = terms.back().favourable == Favourable::higher;
    for (std::size_t i = 1; i < terms.size(); ++i) warn_of_nothing(terms, terms[i]);
    const std::int32_t first_day = beginning(terms);
    Formula formula;
    formula.name = name;
    formula.grain = Grain::part;
    std::vector<std::string> names;
    std::vector<Provenance> provenances;
    bool none = false;
    for (Parameter& term : terms) {
      if (formula.title.empty()) formula.title = term.title;
      if (grain_of(term) == Grain::day) formula.grain = Grain::day;
      if (&term != &terms.front()) state_silence(term, first_day);
      none = none || has_none(term);
      provenances.push_back(term.values.back().provenance);
      names.push_back(term_name(name, term.values.back().provenance));
      term.name = names.back();
      term.title = (term.title.empty() ? formula.title : term.title) + " (" + term.values.back().provenance.origin + ")";
    }
    const std::string function = higher ? "max" : "min";
    formula.expression.source_text = none ? best_of_given(function, names) : function + "(" + listed_terms(names, ", ") + ")";
    formula.provenance = sources_of_all(pack_, provenances);
    // The doubt of a value goes with the value.
    formula.provenance.confidence = Confidence::verified;
    formula.provenance.note = "the most favourable of several terms holds";
    formula.expression.file_line = formula.provenance.file_line;
    for (Parameter& term : terms) pack_.parameters.push_back(std::move(term));
    pack_.formulas.push_back(std::move(formula));
  }

  /// Adds a formula of its own for one pack's term. @return its name
  std::string add_term(std::string name, const Line& term, const Expression& expression) {
    Formula formula;
    formula.name = name;
    formula.title = (term.title.empty() ? term.name : term.title) + " (" + term.provenance.origin + ")";
    formula.grain = term.grain;
    formula.expression = expression;
    formula.provenance = term.provenance;
    pack_.formulas.push_back(std::move(formula));
    return name;
  }

  static bool higher_is_better(const Line& line) {
    if (line.role == Role::limit) return line.compare == Comparison::at_least;
    return line.role != Role::deduction && line.role != Role::employee_contribution;
  }

  void settle(const std::string& name, std::vector<Line>& terms) {
    const bool limit = terms.front().role == Role::limit;
    std::vector<std::string> names, conditions;
    std::vector<Provenance> provenances;
    for (const Line& term : terms) {
      const std::string own = term_name(name, term.provenance);
      names.push_back(add_term(own, term, limit ? term.limit : term.formula));
      conditions.push_back(term.when.source_text.empty() ? std::string() : add_term(own + "_applies", term, term.when));
      provenances.push_back(term.provenance);
    }
    // What the last pack does not say of the line stays as it is underneath.
    Line line = std::move(terms.back());
    for (auto below = std::next(terms.rbegin()); below != terms.rend(); ++below) {
      if (line.title.empty()) line.title = below->title;
      if (line.answers.empty()) line.answers = below->answers;
      if (line.tests.empty() && line.counts.empty()) {
        line.tests = below->tests;
        line.counts = below->counts;
      }
      if (!line.rounding) line.rounding = below->rounding;
      if (line.quantity.source_text.empty()) {
        line.quantity = below->quantity;
        line.quantity_unit = below->quantity_unit;
      }
      if (line.payable.source_text.empty()) line.payable = below->payable;
      if (line.base.source_text.empty()) line.base = below->base;
      if (line.severity.empty()) line.severity = below->severity;
    }
    const std::string function = higher_is_better(line) ? "max" : "min";
    Expression& target = limit ? line.limit : line.formula;
    target = {};
    target.source_text = best_of_applying(function, names, conditions);
    target.file_line = line.provenance.file_line;
    line.when = {};
    if (std::none_of(conditions.begin(), conditions.end(), [](const std::string& condition) { return condition.empty(); })) {
      line.when.source_text = listed_terms(conditions, " or ");
      line.when.file_line = line.provenance.file_line;
    }
    const std::string note = line.provenance.note;
    line.provenance = sources_of_all(pack_, provenances);
    const bool doubt = std::any_of(provenances.begin(), provenances.end(), [](const Provenance& each) { return each.confidence == Confidence::uncertain; });
    if (doubt) line.provenance.confidence = Confidence::uncertain;
    line.provenance.note = "the most favourable of several terms holds" + (note.empty() ? std::string() : "; " + note);
    pack_.lines.push_back(std::move(line));
  }

  Draft& whole_;
  Pack& pack_;
  Diagnostics& diagnostics_;
};

}  // namespace

void collect_choices(Draft& base, Draft& overlay, Diagnostics& diagnostics) {
  const auto problem = [](const auto& below, const auto& over) { return problem_of(below, over); };
  collect(base.pack.parameters, overlay.pack.parameters, base.parameter_choices, "parameters",
          [](const Parameter& each) { return each.favourable != Favourable::none; }, problem, diagnostics);
  collect(base.pack.lines, overlay.pack.lines, base.line_choices, "lines", [](const Line& each) { return each.favourable; }, problem, diagnostics);
}

void settle_choices(Draft& whole, Diagnostics& diagnostics) {
  const auto alone = [&diagnostics](const auto& elements, std::string_view section, auto is) {
    for (const auto& each : elements) {
      if (!is(each)) continue;
      diagnostics.error(place_of(each.provenance, section, each.name), "`favourable` belongs to overlays: it takes the better of this and an element underneath");
    }
  };
  // What an overlay could not be matched with was refused when it was laid on. The names stay, so that nothing else is blamed.
  const auto give_back = [&whole] {
    for (auto& [name, terms] : whole.parameter_choices) whole.pack.parameters.push_back(std::move(terms.front()));
    for (auto& [name, terms] : whole.line_choices) whole.pack.lines.push_back(std::move(terms.front()));
  };
  if (diagnostics.errors() != 0) return give_back();
  alone(whole.pack.parameters, "parameters", [](const Parameter& each) { return each.favourable != Favourable::none; });
  alone(whole.pack.lines, "lines", [](const Line& each) { return each.favourable; });
  if (diagnostics.errors() == 0) Settling(whole, diagnostics).run();
}

}  // namespace wageproof::law
