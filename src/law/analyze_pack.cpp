// From formulas as text to trees: order by use, cycles, then each in its place.
#include <algorithm>
#include <type_traits>

#include "law/analyzer.hpp"
#include "law/check_pack.hpp"
#include "law/draft.hpp"
#include "law/grains.hpp"
#include "law/syntax.hpp"
#include "law/words.hpp"
#include "wageproof/law/inputs.hpp"

namespace wageproof::law {

namespace {

/// The minutes by kind, which come out of `normal_day` and `normal_week` and so cannot go into them.
bool comes_from_split(Input input) noexcept {
  switch (input) {
    case Input::normal_minutes:
    case Input::normal_night_minutes:
    case Input::overtime_minutes:
    case Input::overtime_night_minutes: return true;
    default: return false;
  }
}

Place place_of(const Provenance& provenance, std::uint32_t line, std::string path) {
  return {provenance.origin, line != 0 ? line : provenance.file_line, std::move(path)};
}

class PackAnalysis {
 public:
  PackAnalysis(Pack& pack, Diagnostics& diagnostics) : pack_(pack), diagnostics_(diagnostics) {}

  void run(bool proven) {
    own_currency_is_zero();
    parse_formulas();
    order_formulas();
    Scope scope(pack_, diagnostics_);
    Analyzer analyzer(scope, diagnostics_);
    scope_ = &scope;
    analyzer_ = &analyzer;
    for (std::uint32_t i = 0; i < pack_.formulas.size(); ++i) analyze_formula(i);
    for (std::uint32_t i = 0; i < pack_.parameters.size(); ++i) prepare_parameter(i);
    analyze_worktime();
    for (Line& line : pack_.lines) analyze_line(line);
    for (Ledger& ledger : pack_.ledgers) analyze_ledger(ledger);
    check_ledger_circles();
    check_pack(pack_, scope, diagnostics_, proven);
  }

 private:
  void own_currency_is_zero() {
    for (Parameter& parameter : pack_.parameters) {
      if (parameter.unit.currency == pack_.currency) parameter.unit.currency = 0;
    }
    for (Line& line : pack_.lines) {
      if (line.currency == pack_.currency) line.currency = 0;
    }
  }

  Syntax parse(const Expression& expression, const FormulaPlace& place) {
    Syntax syntax = parse_formula(expression.source_text);
    if (!syntax.ok()) diagnostics_.error(place.told(), syntax.error.message, syntax.error.offset + 1);
    return syntax;
  }

  static FormulaPlace formula_place(const Formula& formula) noexcept {
    return {&formula.provenance, formula.expression.file_line, "formulas", formula.name, "formula"};
  }

  void parse_formulas() {
    syntaxes_.reserve(pack_.formulas.size());
    for (const Formula& formula : pack_.formulas) syntaxes_.push_back(parse(formula.expression, formula_place(formula)));
  }

  /// Formulas that a name leads to: itself, or the keys of a parameter.
  void collect(std::string_view name, std::vector<std::uint32_t>& uses) const {
    if (const auto formula = formula_by_name_.find(name); formula != formula_by_name_.end()) {
      uses.push_back(formula->second);
    } else if (const auto parameter = parameter_by_name_.find(name); parameter != parameter_by_name_.end()) {
      for (const std::string& key : pack_.parameters[parameter->second].by_names) {
        if (const auto of_key = formula_by_name_.find(key); of_key != formula_by_name_.end()) uses.push_back(of_key->second);
      }
    }
  }

  void order_formulas() {
    const std::size_t count = pack_.formulas.size();
    for (std::uint32_t i = 0; i < count; ++i) formula_by_name_.emplace(pack_.formulas[i].name, i);
    for (std::uint32_t i = 0; i < pack_.parameters.size(); ++i) parameter_by_name_.emplace(pack_.parameters[i].name, i);
    std::vector<std::vector<std::uint32_t>> uses(count);
    for (std::size_t i = 0; i < count; ++i) {
      for (const SyntaxNode& node : syntaxes_[i].nodes) {
        if (node.kind == SyntaxKind::name) collect(node.text, uses[i]);
      }
      std::sort(uses[i].begin(), uses[i].end());
      uses[i].erase(std::unique(uses[i].begin(), uses[i].end()), uses[i].end());
    }
    std::vector<std::uint32_t> order;
    std::vector<Mark> marks(count, Mark::unseen);
    for (std::uint32_t i = 0; i < count; ++i) place_after_uses(i, uses, marks, order);
    std::vector<Formula> formulas;
    std::vector<Syntax> syntaxes;
    formulas.reserve(count);
    syntaxes.reserve(count);
    for (const std::uint32_t index : order) {
      const char* const text = pack_.formulas[index].expression.source_text.data();
      formulas.push_back(std::move(pack_.formulas[index]));
      syntaxes.push_back(std::move(syntaxes_[index]));
      // A short text lies inside its string and moves along with it: views into it follow.
      const char* const moved = formulas.back().expression.source_text.data();
      if (moved == text) continue;
      for (SyntaxNode& node : syntaxes.back().nodes) {
        for (std::string_view* view : {&node.text, &node.span}) {
          if (!view->empty()) *view = {moved + (view->data() - text), view->size()};
        }
      }
    }
    formula_by_name_.clear();
    pack_.formulas = std::move(formulas);
    syntaxes_ = std::move(syntaxes);
  }

  enum class Mark : std::uint8_t { unseen, open, done };

  void place_after_uses(std::uint32_t start, const std::vector<std::vector<std::uint32_t>>& uses, std::vector<Mark>& marks,
                        std::vector<std::uint32_t>& order) {
    struct Step {
      std::uint32_t formula;
      std::size_t next;
    };
    if (marks[start] != Mark::unseen) return;
    std::vector<Step> path{{start, 0}};
    marks[start] = Mark::open;
    while (!path.empty()) {
      Step& step = path.back();
      if (step.next == uses[step.formula].size()) {
        marks[step.formula] = Mark::done;
        order.push_back(step.formula);
        path.pop_back();
        continue;
      }
      const std::uint32_t used = uses[step.formula][step.next++];
      if (marks[used] == Mark::unseen) {
        marks[used] = Mark::open;
        path.push_back({used, 0});
      } else if (marks[used] == Mark::open && !diagnostics_.full()) {
        std::string circle;
        const auto first = std::find_if(path.begin(), path.end(), [used](const Step& each) { return each.formula == used; });
        for (auto at = first; at != path.end(); ++at) circle += pack_.formulas[at->formula].name + " → ";
        circle += pack_.formulas[used].name;
        diagnostics_.error(formula_place(pack_.formulas[used]).told(), "formulas use each other in a circle: " + circle);
      }
    }
  }

  void analyze_formula(std::uint32_t index) {
    Formula& formula = pack_.formulas[index];
    for (const SyntaxNode& node : syntaxes_[index].nodes) {
      if (node.kind != SyntaxKind::name) continue;
      if (const Meaning meaning = scope_->find(node.text); meaning.kind == Meaning::Kind::parameter) prepare_parameter(meaning.index);
    }
    const bool good = syntaxes_[index].ok() && analyzer_->analyze(syntaxes_[index], formula.grain, formula_place(formula), formula.expression);
    scope_->formulas[index] = good ? Scope::State::ready : Scope::State::failed;
    scope_->needs_split[index] = needs_split(formula.expression);
  }

  [[nodiscard]] bool needs_split(const Expression& expression) const {
    return std::any_of(expression.nodes.begin(), expression.nodes.end(), [this](const Node& node) {
      if (node.kind == NodeKind::input) return comes_from_split(static_cast<Input>(node.index));
      // What a ledger earns may hang on the minutes worked.
      if (node.kind == NodeKind::call && node.function == Function::balance) return true;
      return node.kind == NodeKind::formula && scope_->needs_split[node.index];
    });
  }

  void prepare_parameter(std::uint32_t index) {
    if (scope_->parameters[index] != Scope::State::pending) return;
    Parameter& parameter = pack_.parameters[index];
    Scope::State state = Scope::State::ready;
    for (Expression& key : parameter.by) {
      const FormulaPlace place{&parameter.provenance, key.file_line, "parameters", parameter.name, "by"};
      const Syntax syntax = parse(key, place);
      if (!syntax.ok() || !analyzer_->analyze_key(syntax, place, key)) {
        state = Scope::State::failed;
        continue;
      }
      const Grain grain = key.root().grain;
      if (grain == Grain::day) parameter.grain = Grain::day;
      if (grain == Grain::week) {
        diagnostics_.error(place.told(), "a table is looked up by day or part, and `" + key.source_text + "` has a value for each week");
        state = Scope::State::failed;
      }
    }
    scope_->parameters[index] = state;
  }

  /// @return false where the expression is empty or wrong
  bool analyze(Expression& expression, Grain target, const FormulaPlace& place) {
    if (expression.source_text.empty()) return false;
    const Syntax syntax = parse(expression, place);
    return syntax.ok() && analyzer_->analyze(syntax, target, place, expression);
  }

  /// As `analyze`, but a value of a day or part needs no aggregate: `last` stands around it.
  bool analyze_as_of_last_day(Expression& expression, Grain target, const FormulaPlace& place) {
    if (expression.source_text.empty()) return false;
    const Syntax syntax = parse(expression, place);
    if (!syntax.ok() || !analyzer_->analyze(syntax, target, place, expression, Analyzer::Finer::allowed)) return false;
    if (spreads(expression.root().grain, target)) return true;
    Node last = expression.root();
    last.kind = NodeKind::call;
    last.function = Function::last;
    last.grain = target;
    last.index = 0;
    last.text.clear();
    last.children = {static_cast<std::uint32_t>(expression.nodes.size() - 1)};
    expression.nodes.push_back(std::move(last));
    return true;
  }

  void wants(const Expression& expression, ValueType type, const FormulaPlace& place) {
    if (expression.root().type == type) return;
    diagnostics_.error(place.told(), "must be " + std::string(to_text(type)) + ", and is " + std::string(to_text(expression.root().type)), 1);
  }

  void wants_unit(const Expression& expression, Unit unit, const FormulaPlace& place) {
    const Node& root = expression.root();
    if (root.type != ValueType::number) {
      diagnostics_.error(place.told(), "must be a number, and is " + std::string(to_text(root.type)), 1);
    } else if (!root.unit.any && root.unit != unit) {
      diagnostics_.error(place.told(), "must be " + in_unit(unit) + ", and is " + in_unit(root.unit), 1);
    }
  }

  [[nodiscard]] std::string in_unit(const Unit& unit) const {
    const std::string text = unit_text(unit, pack_.currency);
    return unit.money == 0 && unit.minutes == 0 ? text : "in " + text;
  }

  void analyze_worktime() {
    Worktime& worktime = pack_.worktime;
    const auto each = [&](Expression& expression, Grain grain, std::string_view name) {
      const FormulaPlace place{&worktime.provenance, expression.file_line, "worktime", name};
      if (!analyze(expression, grain, place)) return;
      wants_unit(expression, {.money = 0, .minutes = 1, .currency = 0, .any = false}, place);
      if (needs_split(expression)) {
        diagnostics_.error(place.told(), "uses normal or overtime minutes, or a leave balance, which come out of `" + std::string(name) + "` itself", 1);
      }
    };
    each(worktime.normal_day, Grain::day, "normal_day");
    each(worktime.normal_week, Grain::week, "normal_week");
  }

  static Unit unit_named(std::string_view name) noexcept {
    Unit unit;
    if (name == "minutes") unit.minutes = 1;
    if (name == "money") unit.money = 1;
    return unit;
  }

  void analyze_line(Line& line) {
    Unit unit = unit_named(line.role == Role::limit ? std::string_view(line.unit) : std::string_view("money"));
    if (unit.money != 0) unit.currency = line.currency;
    const auto each = [&](Expression& expression, std::string_view field, const auto& wanted) {
      const FormulaPlace place{&line.provenance, expression.file_line, "lines", line.name, field};
      if (!analyze(expression, line.grain, place)) return;
      if constexpr (std::is_same_v<decltype(wanted), const ValueType&>) wants(expression, wanted, place);
      else wants_unit(expression, wanted, place);
    };
    each(line.when, "when", ValueType::boolean);
    each(line.formula, "formula", unit);
    each(line.limit, "limit", unit);
    each(line.quantity, "quantity", unit_named(line.quantity_unit));
    each(line.payable, "payable", ValueType::date);
    each(line.base, "base", unit);
    resolve_counts(line);
  }

  /// Names of bases among `counts` become their patterns.
  void resolve_counts(Line& line) {
    std::vector<std::string> patterns;
    for (const std::string& name : line.counts) {
      if (const WageBase* base = scope_->find_base(name)) {
        scope_->base_used[static_cast<std::size_t>(base - pack_.bases.data())] = true;
        patterns.insert(patterns.end(), base->components.begin(), base->components.end());
        continue;
      }
      const bool minus = name.starts_with('-');
      if (!component_pattern_problem(std::string_view(name).substr(minus ? 1 : 0)).empty()) {
        diagnostics_.error(place_of(line.provenance, 0, "lines." + line.name + ".counts"),
                           "`" + name + "` is neither a wage base nor a payroll component" + scope_->hint_base(name));
        continue;
      }
      patterns.push_back(name);
    }
    line.counts = std::move(patterns);
  }

  void analyze_ledger(Ledger& ledger) {
    const auto each = [&](Expression& expression, bool of_a_day, std::string_view field, bool date) {
      const FormulaPlace place{&ledger.provenance, expression.file_line, "ledgers", ledger.leave_type, field};
      if (!(of_a_day ? analyze_as_of_last_day(expression, ledger.grain, place) : analyze(expression, ledger.grain, place))) return;
      if (date) {
        wants(expression, ValueType::date, place);
      } else {
        wants_unit(expression, {}, place);
      }
    };
    each(ledger.earn, false, "earn", false);
    each(ledger.unfinished, false, "unfinished", false);
    // The others state a fact of a day: a worker's terms on the row's last day, said or not.
    each(ledger.available_from, true, "available_from", true);
    each(ledger.cap, true, "cap", false);
    each(ledger.carry, true, "carry", false);
    each(ledger.lapse_after, true, "lapse_after", false);
    const FormulaPlace of_taken{&ledger.provenance, ledger.taken.file_line, "ledgers", ledger.leave_type, "taken"};
    if (analyze(ledger.taken, Grain::day, of_taken)) wants_unit(ledger.taken, {}, of_taken);
  }

  /// Ledgers whose balance an expression needs, formulas behind names included.
  void balances_in(const Expression& expression, std::vector<bool>& formulas_seen, std::vector<bool>& ledgers) const {
    for (const Node& node : expression.nodes) {
      if (node.kind == NodeKind::call && node.function == Function::balance) ledgers[node.index] = true;
      if (node.kind != NodeKind::formula || formulas_seen[node.index]) continue;
      formulas_seen[node.index] = true;
      balances_in(pack_.formulas[node.index].expression, formulas_seen, ledgers);
    }
  }

  /// No balance may come out of itself.
  void check_ledger_circles() {
    const std::size_t count = pack_.ledgers.size();
    std::vector<std::vector<bool>> needs(count, std::vector<bool>(count, false));
    for (std::size_t i = 0; i < count; ++i) {
      const Ledger& l = pack_.ledgers[i];
      std::vector<bool> seen(pack_.formulas.size(), false);
      for (const Expression* e : {&l.earn, &l.unfinished, &l.available_from, &l.cap, &l.carry, &l.lapse_after, &l.taken}) balances_in(*e, seen, needs[i]);
    }
    for (std::size_t by = 0; by < count; ++by) {
      for (std::size_t from = 0; from < count; ++from) {
        for (std::size_t to = 0; to < count && needs[from][by]; ++to) needs[from][to] = needs[from][to] || needs[by][to];
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      const Ledger& l = pack_.ledgers[i];
      if (needs[i][i]) diagnostics_.error(place_of(l.provenance, 0, "ledgers." + l.leave_type), "the balance comes out of itself: what it earns or keeps uses `balance(\"" + l.leave_type + "\")`, perhaps through other formulas and ledgers");
    }
  }

  Pack& pack_;
  Diagnostics& diagnostics_;
  std::vector<Syntax> syntaxes_;
  std::unordered_map<std::string_view, std::uint32_t> formula_by_name_, parameter_by_name_;
  Scope* scope_ = nullptr;
  Analyzer* analyzer_ = nullptr;
};

}  // namespace

void analyze_pack(Pack& pack, Diagnostics& diagnostics, bool proven) { PackAnalysis(pack, diagnostics).run(proven); }

}  // namespace wageproof::law
