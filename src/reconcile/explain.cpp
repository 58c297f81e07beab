// The working of a worker's figures: the check's own evaluator is asked again for every named step of every line.
#include "wageproof/reconcile/explain.hpp"

#include <algorithm>
#include <set>

#include "decrees.hpp"
#include "explain_net.hpp"
#include "run.hpp"
#include "law/big_column.hpp"
#include "value_text.hpp"
#include "wageproof/law/lookup.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::reconcile {

using law::Expression;
using law::Grain;
using law::NodeKind;
using law::detail::Values;
using quantity::StatusCode;
using records::TableKind;
namespace field = records::field;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

std::string date_text(std::int32_t day) { return quantity::to_text(quantity::Date::from_serial(day)); }

constexpr std::string_view kGrainNames[] = {"", "day", "part", "week", "period", "month", "quarter", "year"};
constexpr std::string_view kRoleNames[] = {"pay", "test", "employee_contribution", "employer_contribution", "deduction", "limit"};
constexpr std::string_view kModeNames[] = {"half away from zero", "half to even", "half up", "up", "down"};

class Explainer {
 public:
  Explainer(BatchChecker& checker, const EmployerPlan& plan, std::optional<std::int32_t> as_known_on)
      : checker_(checker), plan_(plan), law_(*plan.setting->plan), as_known_on_(as_known_on) {}

  WorkingLine line(const LinePlan& line, const LineRow& row) {
    span_ = {row.first, row.last, true};
    WorkingLine w;
    const law::Line& l = *line.compiled.line;
    evaluator_ = &checker_.evaluator_of(line);
    const std::uint32_t period = closing_period(*plan_.setting, l.grain, span_);
    if (line.by_wage_months && period != law::kNoRow) span_ = plan_.setting->periods[period];
    w.row = row;
    w.line = l.name;
    w.role = kRoleNames[static_cast<std::size_t>(l.role)];
    w.source = line.source;
    w.note = l.provenance.note;
    done_.clear();
    for (const Expression* e : {&l.when, &l.formula, &l.limit}) steps_of(*e, w.steps);
    if (!l.when.empty()) w.steps.push_back(step("applies when", l.title, l.grain, l.when, line.source, ""));
    if (!l.limit.empty()) w.steps.push_back(step("allowed", l.title, l.grain, l.limit, line.source, ""));
    w.steps.push_back(step(l.name, l.title, l.grain, l.formula, line.source, l.provenance.note));
    const std::string step_text = decimal_text(line.compiled.step_micro, 1000000);
    if (l.role != law::Role::limit) {
      w.rounding = line.compiled.law_rounds
                       ? std::string(kModeNames[static_cast<std::size_t>(l.rounding->mode)]) + " to " + step_text + " " + line.compiled.currency + ", " + sources_of(*plan_.pack, l.rounding->provenance)
                       : "half away from zero to " + step_text + " " + line.compiled.currency + " (the law names no rounding)";
    }
    if (period != law::kNoRow) {
      const std::string& patterns = l.role == law::Role::test ? line.compiled.counts : line.compiled.answers;
      for (const std::uint32_t r : checker_.bookings().rows_of(checker_.batch(), 0, period, patterns)) w.booked_at.push_back(checker_.place(TableKind::payroll, r));
    }
    if (!w.steps.back().results.empty()) w.exact = w.steps.back().results.back().value;
    return w;
  }

 private:
  // Named formulas that an expression uses, the deepest first, each once.
  void steps_of(const Expression& e, std::vector<WorkingStep>& out) {
    for (const law::Node& n : e.nodes) {
      if (n.kind != NodeKind::formula || !done_.insert(n.index).second) continue;
      const law::Formula& f = plan_.pack->formulas[n.index];
      steps_of(f.expression, out);
      out.push_back(step(f.name, f.title, f.grain, f.expression, sources_of(*plan_.pack, f.provenance), f.provenance.note));
    }
  }

  WorkingStep step(const std::string& name, const std::string& title, Grain grain, const Expression& e, const std::string& source, const std::string& note) {
    WorkingStep s;
    s.name = name;
    s.title = title;
    s.grain = kGrainNames[at(grain)];
    s.formula = e.source_text;
    s.source = source;
    s.note = note;
    const std::vector<law::NodeId>& nodes = law_.nodes_of(e);
    if (nodes.empty()) return s;
    std::set<std::string> named;
    for (std::size_t i = 0; i < e.nodes.size(); ++i) input(e.nodes[i], nodes[i], named, s.inputs);
    choices(e, nodes, s.choices);
    s.results = values_of(nodes.back(), e.root(), nullptr);
    return s;
  }

  /// The term without what stands in for it where it is not given.
  static std::uint32_t bare(const Expression& e, std::uint32_t node) {
    while (e.nodes[node].kind == NodeKind::call && e.nodes[node].function == law::Function::known_or) node = e.nodes[node].children[0];
    return node;
  }

  /// Why one of several terms holds: each `max` and `min` of the formula between terms that are no plain numbers.
  void choices(const Expression& e, const std::vector<law::NodeId>& nodes, std::vector<WorkingChoice>& out) {
    std::vector<std::uint32_t> parents(e.nodes.size(), 0);
    for (std::uint32_t i = 0; i < e.nodes.size(); ++i) {
      for (const std::uint32_t child : e.nodes[i].children) parents[child] = i;
    }
    for (std::uint32_t i = 0; i < e.nodes.size(); ++i) {
      const law::Node& n = e.nodes[i];
      if (n.kind != NodeKind::call || (n.function != law::Function::max && n.function != law::Function::min) || n.grain == Grain::day) continue;
      WorkingChoice choice;
      choice.highest = n.function == law::Function::max;
      std::vector<std::uint32_t> terms;
      for (const std::uint32_t child : n.children) terms.push_back(bare(e, child));
      const auto plain = [&](std::uint32_t term) { return e.nodes[term].kind == NodeKind::number || e.nodes[term].grain == Grain::day; };
      if (std::any_of(terms.begin(), terms.end(), plain)) continue;
      // What the plan has no column for cannot be shown.
      const auto missing = [&](std::uint32_t node) { return nodes[node] == law::kNoNode; };
      if (missing(i) || std::any_of(terms.begin(), terms.end(), missing)) continue;
      for (const std::uint32_t term : terms) choice.terms.push_back(this->term(e, nodes, term));
      hold(e, nodes, i, terms, parents, choice);
      if (!choice.holds.empty()) out.push_back(std::move(choice));
    }
  }

  WorkingTerm term(const Expression& e, const std::vector<law::NodeId>& nodes, std::uint32_t position) {
    const law::Node& n = e.nodes[position];
    WorkingTerm t;
    t.text = e.source_text.substr(n.offset, n.length);
    t.values = values_of(nodes[position], n, &n);
    if (n.kind == NodeKind::parameter) {
      WorkingInput in;
      in_force(n.index, in);
      t.source = in.source;
    } else if (n.kind == NodeKind::formula) {
      t.source = sources_of(*plan_.pack, plan_.pack->formulas[n.index].provenance);
    }
    return t;
  }

  /// The row of a column that holds on a day; kNoRow where there is none.
  [[nodiscard]] std::size_t row_on(const Values& v, std::int32_t day) const {
    if (v.uniform) return 0;
    const law::Frame& f = evaluator_->frame();
    const auto& first = f.first_date[at(v.grain)];
    const auto& last = f.last_date[at(v.grain)];
    for (std::size_t row = 0; row < first.size(); ++row) {
      if (first[row] <= day && last[row] >= day) return row;
    }
    return law::kNoRow;
  }

  /// Whether the conditions around a node lead to it on a day.
  bool reached(const Expression& e, const std::vector<law::NodeId>& nodes, const std::vector<std::uint32_t>& parents, std::uint32_t node, std::int32_t day) {
    while (node + 1 != e.nodes.size()) {
      const std::uint32_t parent = parents[node];
      const law::Node& p = e.nodes[parent];
      if (p.kind == NodeKind::choice && p.children[0] != node) {
        if (nodes[p.children[0]] == law::kNoNode) return false;
        const Values& condition = evaluator_->value(nodes[p.children[0]]);
        const std::size_t row = row_on(condition, day);
        if (row == law::kNoRow || (condition.flag(row) & law::detail::kNoValue) != 0) return false;
        if ((condition.numerators[condition.index(row)] != 0) != (p.children[1] == node)) return false;
      }
      node = parent;
    }
    return true;
  }

  void hold(const Expression& e, const std::vector<law::NodeId>& nodes, std::uint32_t position, const std::vector<std::uint32_t>& terms,
            const std::vector<std::uint32_t>& parents, WorkingChoice& choice) {
    // All columns are made before any is looked at: making one may move the others.
    static_cast<void>(evaluator_->value(nodes[position]));
    for (const std::uint32_t term : terms) static_cast<void>(evaluator_->value(nodes[term]));
    const Values& result = evaluator_->value(nodes[position]);
    const auto tell = [&](std::size_t row, std::int32_t first, std::int32_t last) {
      if ((result.flag(row) & law::detail::kNoValue) != 0 || !reached(e, nodes, parents, position, first)) return;
      for (std::size_t t = 0; t < terms.size(); ++t) {
        const Values& own = evaluator_->value(nodes[terms[t]]);
        const std::size_t own_row = row_on(own, first);
        if (own_row == law::kNoRow || (own.flag(own_row) & law::detail::kNoValue) != 0) continue;
        if (law::detail::rational_at(own, own_row) != law::detail::rational_at(result, row)) continue;
        const std::string& text = choice.terms[t].text;
        if (!choice.holds.empty() && choice.holds.back().value == text && choice.holds.back().last + 1 == first) {
          choice.holds.back().last = last;
        } else {
          choice.holds.push_back({first, last, text, ""});
        }
        return;
      }
    };
    if (result.uniform) return tell(0, span_.first, span_.last);
    const law::Frame& f = evaluator_->frame();
    const auto& first = f.first_date[at(result.grain)];
    const auto& last = f.last_date[at(result.grain)];
    for (std::size_t row = 0; row < first.size(); ++row) {
      if (first[row] <= span_.last && last[row] >= span_.first) tell(row, first[row], last[row]);
    }
  }

  void input(const law::Node& n, law::NodeId id, std::set<std::string>& named, std::vector<WorkingInput>& out) {
    WorkingInput w;
    switch (n.kind) {
      case NodeKind::input: {
        const law::InputSpec& spec = law::inputs()[n.index];
        w.name = spec.name;
        w.title = spec.meaning;
        break;
      }
      case NodeKind::attribute: w.name = plan_.pack->attributes[n.index].name; break;
      case NodeKind::parameter: {
        const law::Parameter& p = plan_.pack->parameters[n.index];
        w.kind = WorkingInput::Kind::law;
        w.name = p.name;
        w.title = p.title;
        break;
      }
      case NodeKind::formula:
        w.kind = WorkingInput::Kind::step;
        w.name = plan_.pack->formulas[n.index].name;
        w.title = plan_.pack->formulas[n.index].title;
        break;
      case NodeKind::call:
        if (n.function == law::Function::booked) w.name = "booked(" + n.text + ")";
        else if (n.function == law::Function::leave) w.name = "leave(" + n.text + ")";
        else if (n.function == law::Function::balance) w.name = "balance(" + n.text + ")";
        else if (n.function == law::Function::leave_calendar) w.name = "leave_calendar(" + n.text + ")";
        else return;
        break;
      default: return;
    }
    if (!named.insert(w.name).second) return;
    w.values = values_of(id, n, &n);
    if (n.kind == NodeKind::parameter) in_force(n.index, w);
    out.push_back(std::move(w));
  }

  // When the entry that holds in the span came into force, and where it comes from.
  void in_force(std::uint32_t index, WorkingInput& w) const {
    const law::Parameter& p = plan_.pack->parameters[index];
    const law::DatedTable* const holds = law::entry_at(p, span_.last, as_known_on_);
    if (holds == nullptr) {
      w.in_force = "not known for " + date_text(span_.last) + (as_known_on_ ? " on " + date_text(*as_known_on_) : "");
      return;
    }
    w.in_force = "from " + date_text(holds->from);
    if (holds->to) w.in_force += " to " + date_text(*holds->to);
    if (holds->published) w.in_force += ", published " + date_text(*holds->published);
    w.source = sources_of(*plan_.pack, holds->provenance);
    w.note = holds->provenance.note;
    static constexpr std::string_view kNames[] = {"verified", "known", "uncertain"};
    w.confidence = kNames[static_cast<std::size_t>(holds->provenance.confidence)];
  }

  std::string place_of(const law::Node& leaf, std::size_t row, Grain grain) const {
    if (leaf.kind == NodeKind::input) {
      if (grain == Grain::day) return checker_.time_places(0, checker_.batch().frame().first_date[at(Grain::day)][row]);
      const law::InputSpec& spec = law::inputs()[leaf.index];
      if (grain == Grain::part && spec.missing.starts_with("workers.")) return checker_.place(TableKind::workers, checker_.batch().part_terms()[row]);
    }
    if (leaf.kind == NodeKind::call && leaf.function == law::Function::booked) {
      std::string text;
      for (const std::uint32_t r : checker_.bookings().rows_of(checker_.batch(), 0, row, leaf.text)) text += (text.empty() ? "" : ";") + checker_.place(TableKind::payroll, r);
      return text;
    }
    return {};
  }

  // The values on the rows that touch the span, equal neighbours put together; days on which there is nothing are left out.
  std::vector<WorkingValue> values_of(law::NodeId id, const law::Node& typed, const law::Node* leaf) {
    const Values& v = evaluator_->value(id);
    std::vector<WorkingValue> out;
    const auto text = [&](std::size_t row) { return value_text(v, row, typed.type, typed.unit, law_); };
    if (v.uniform && v.grain == Grain::constant) {
      out.push_back({span_.first, span_.last, text(0), ""});
      return out;
    }
    const law::Frame& f = evaluator_->frame();
    const auto& first = f.first_date[at(v.grain)];
    const auto& last = f.last_date[at(v.grain)];
    const bool history = v.grain >= Grain::month;
    for (std::size_t row = 0; row < first.size(); ++row) {
      const bool touches = v.grain == Grain::week ? last[row] >= span_.first && last[row] <= span_.last : first[row] <= span_.last && last[row] >= span_.first;
      if (!touches && !(history && last[row] < span_.first)) continue;
      if (v.grain == Grain::day && v.flag(row) == 0 && law::detail::sign_of(v, row) == 0) continue;
      const std::string value = text(row);
      const std::string place = leaf != nullptr ? place_of(*leaf, row, v.grain) : std::string();
      const bool a_day = v.grain == Grain::day && !(leaf != nullptr && leaf->kind == NodeKind::call && leaf->function == law::Function::balance);
      if (!out.empty() && out.back().value == value && out.back().last + 1 == first[row] && !a_day && out.back().place == place) {
        out.back().last = last[row];
        continue;
      }
      out.push_back({first[row], last[row], value, place});
    }
    return out;
  }

  BatchChecker& checker_;
  const EmployerPlan& plan_;
  const law::Plan& law_;
  law::Evaluator* evaluator_ = nullptr;  ///< of the line in hand
  std::optional<std::int32_t> as_known_on_;
  worktime::Span span_;
  std::set<std::uint32_t> done_;
};

}  // namespace

quantity::Result<Working> explain(const records::Dataset& data, const CheckOptions& options, const std::string& worker,
                                  std::int32_t day, const std::string& line) {
  Run run(data, options);
  if (Outcome status = run.start(); !status.ok()) return status;
  const records::StringId id = data.strings.find(worker);
  for (const auto& employer : run.employers()) {
    const worktime::Setting& setting = *employer->setting;
    const std::int64_t at = id == 0 ? -1 : run.index().find(setting.employer.id, id);
    if (at < 0) continue;
    const std::uint32_t period = setting.period_at(day);
    if (setting.periods.empty()) return Outcome(StatusCode::not_found, "the folder names no pay period: no row of pay, work, leave or money gives a day");
    if (period == law::kNoRow) return Outcome(StatusCode::not_found, "no pay period of the folder holds " + date_text(day) + "; it has periods from " + date_text(setting.periods.front().first) + " to " + date_text(setting.periods.back().last));
    BatchChecker checker(*employer);
    Chunk chunk;
    checker.run(static_cast<std::uint32_t>(at), 1, chunk);
    Working w;
    w.employer = data.strings.view(setting.employer.id);
    w.worker = worker;
    w.period = setting.periods[period];
    Explainer explainer(checker, *employer, options.as_known_on);
    bool known_line = line.empty();
    w.result.lines.take(std::move(chunk.lines), w.result.lines.add_places(places_of(*employer)));
    for (const LineRow& row : w.result.lines) {
      if (row.line < 0 || row.last < w.period.first || row.first > w.period.last) continue;
      const LinePlan& plan = employer->lines[static_cast<std::size_t>(row.line)];
      if (!line.empty() && plan.compiled.line->name != line) continue;
      known_line = true;
      w.lines.push_back(explainer.line(plan, row));
    }
    for (std::size_t i = 0; i < employer->lines.size(); ++i) {
      const LinePlan& plan = employer->lines[i];
      const law::Line& l = *plan.compiled.line;
      if (l.name != line && !(line.empty() && l.role == law::Role::limit)) continue;
      const bool shown = std::any_of(w.lines.begin(), w.lines.end(), [&](const WorkingLine& x) { return x.line == l.name; });
      known_line = known_line || l.name == line;
      const bool found = std::any_of(chunk.findings.begin(), chunk.findings.end(), [&](const Finding& f) { return f.rule == l.name; });
      if (shown || !plan.run || (line.empty() && !found)) continue;
      LineRow row;
      row.first = w.period.first;
      row.last = w.period.last;
      row.name = plan.name;
      row.line = static_cast<std::int32_t>(i);
      row.currency_name = plan.currency_name;
      w.lines.push_back(explainer.line(plan, row));
    }
    w.result.names = run.names();
    known_line = known_line || line == "net";
    if (!known_line) return Outcome(StatusCode::not_found, "the law " + employer->pack->id + " has no line `" + line + "`");
    if (line.empty() || line == "net") {
      // Which payments are the worker's depends on everyone's: two may share an account.
      Result whole;
      const bool pays = data[TableKind::payments].present;
      if (pays) {
        if (Outcome status = run.execute(whole); !status.ok()) return status;
      }
      for (const LineRow& row : (pays ? whole : w.result).lines) {
        if (row.line >= 0 || row.worker != id || row.employer != setting.employer.id || row.last != w.period.last) continue;
        w.lines.push_back(explain_net(checker, *employer, row, period, w.result, pays ? &whole : nullptr));
      }
    }
    w.result.laws = run.laws();
    w.result.findings = std::move(chunk.findings);
    w.result.as_known_on = options.as_known_on;
    name_decrees(*employer->pack, options.as_known_on, w.result.findings);
    for (Finding& f : w.result.findings) f.id = finding_id(w.employer, f.worker, f.first, f.has_period, f.check, f.rule, f.subject);
    return w;
  }
  return Outcome(StatusCode::not_found, "the workers table has no worker `" + worker + "`");
}

}  // namespace wageproof::reconcile
