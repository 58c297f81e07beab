#include "formula_rounding.hpp"

#include <algorithm>
#include <unordered_set>

#include "batch_check.hpp"
#include "rounding.hpp"
#include "wageproof/due/bookings.hpp"

namespace wageproof::reconcile {

using law::Function;
using law::Grain;
using law::kNoRow;
using law::NodeId;
using law::NodeKind;
using law::PlanNode;
using law::detail::RoundMode;
using law::detail::Values;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

bool rounds(const PlanNode& n) {
  if (n.spread || n.node.kind != NodeKind::call || n.node.grain == Grain::constant) return false;
  const Function f = n.node.function;
  if (f >= Function::round_half_away && f <= Function::round_down) return true;
  // The floor of a plain number counts what is complete: years, months, steps. Of money or time it rounds.
  return (f == Function::floor || f == Function::ceil) && (n.node.unit.money != 0 || n.node.unit.minutes != 0);
}

RoundMode mode_of(Function f) {
  switch (f) {
    case Function::round_half_even: return RoundMode::half_even;
    case Function::round_half_up: return RoundMode::half_up;
    case Function::round_up: case Function::ceil: return RoundMode::up;
    case Function::round_down: case Function::floor: return RoundMode::down;
    default: return RoundMode::half_away;
  }
}

// Millionths of the step, which is a number in the formula. `floor` and `ceil` have none: theirs is 1.
std::int64_t step_of(const std::vector<PlanNode>& nodes, NodeId id) {
  if (nodes[id].children.size() < 2) return 1'000'000;
  const law::Node& step = nodes[nodes[id].children[1]].node;
  const auto micro = static_cast<law::detail::Int128>(step.numerator) * 1'000'000 / step.denominator;
  return static_cast<std::int64_t>(std::min<law::detail::Int128>(micro, INT64_MAX));
}

std::string unit_of(const law::Unit& unit, std::uint32_t own_currency) {
  const std::string currency = due::currency_text(unit.currency != 0 ? unit.currency : own_currency);
  const auto power = [](const std::string& name, int exponent) { return exponent == 1 ? name : name + "^" + std::to_string(exponent); };
  if (unit.money == 0 && unit.minutes == 0) return "count";
  std::string text = unit.money == 0 ? "" : power(currency, unit.money);
  if (unit.minutes > 0) text += (text.empty() ? "" : "*") + power("minutes", unit.minutes);
  if (unit.minutes < 0) text += (text.empty() ? "1/" : "/") + power("minutes", -unit.minutes);
  return text;
}

}  // namespace

std::unique_ptr<const FormulaRoundings> FormulaRoundings::of(const law::Plan& plan) {
  const std::vector<PlanNode>& nodes = plan.nodes();
  if (std::none_of(nodes.begin(), nodes.end(), rounds)) return nullptr;
  auto out = std::make_unique<FormulaRoundings>();
  const law::Pack& pack = plan.pack();
  std::unordered_set<NodeId> listed;
  const auto list = [&](const law::Expression& expression, const std::string& rule, const law::Provenance& provenance) {
    for (const NodeId id : plan.nodes_of(expression)) {
      if (!rounds(nodes[id]) || !listed.insert(id).second) continue;
      out->places_.push_back({id, rule, unit_of(nodes[id].node.unit, pack.currency), mode_of(nodes[id].node.function), step_of(nodes, id), &provenance});
    }
  };
  // A formula that stands inside another is listed under its own name, whose place in the pack is before.
  for (const law::Formula& f : pack.formulas) list(f.expression, f.name, f.provenance);
  list(pack.worktime.normal_day, "normal_day", pack.worktime.provenance);
  list(pack.worktime.normal_week, "normal_week", pack.worktime.provenance);
  for (const law::Line& l : pack.lines) {
    for (const law::Expression* e : {&l.formula, &l.limit, &l.quantity}) list(*e, l.name, l.provenance);
  }
  if (out->places_.empty()) return nullptr;
  out->under_.assign(nodes.size(), 0);
  for (const FormulaRounding& each : out->places_) out->under_[each.node] = 1;
  for (NodeId id = 0; id < nodes.size(); ++id) {
    for (const NodeId child : nodes[id].children) out->under_[id] |= out->under_[child];
  }
  return out;
}

UsedRows::UsedRows(const law::Plan& plan, const FormulaRoundings& roundings, law::Evaluator& evaluator)
    : plan_(&plan), roundings_(&roundings), evaluator_(&evaluator), rows_(plan.nodes().size()) {}

void UsedRows::mark(NodeId node, std::size_t row) {
  if (row == kNoRow || !roundings_->under(node)) return;
  const Grain grain = plan_->nodes()[node].node.grain;
  // What is the same for everybody is the law's own number.
  if (grain == Grain::constant) return;
  std::vector<std::uint8_t>& rows = rows_[node];
  if (rows.empty()) rows.assign(evaluator_->frame().row_count(grain), 0);
  rows[row] = 1;
}

void UsedRows::use(NodeId root, Grain grain, std::size_t row) {
  if (!roundings_->under(root)) return;
  const Grain own = plan_->nodes()[root].node.grain;
  if (own == Grain::constant) return;
  mark(root, own == grain ? row : evaluator_->frame().up[at(grain)][at(own)][row]);
}

// Children have smaller numbers than their parents.
void UsedRows::descend() {
  for (NodeId id = static_cast<NodeId>(rows_.size()); id-- > 0;) {
    if (!rows_[id].empty()) pass_on(id);
  }
}

void UsedRows::pass_on(NodeId id) {
  const PlanNode& n = plan_->nodes()[id];
  const law::Frame& frame = evaluator_->frame();
  const std::vector<std::uint8_t>& used = rows_[id];
  const auto pass = [&](NodeId child, auto&& holds) {
    if (!roundings_->under(child)) return;
    const Grain grain = plan_->nodes()[child].node.grain;
    if (grain == Grain::constant) return;
    for (std::size_t row = 0; row < used.size(); ++row) {
      if (used[row] != 0 && holds(row)) mark(child, grain == n.node.grain ? row : frame.up[at(n.node.grain)][at(grain)][row]);
    }
  };
  const auto always = [](std::size_t) { return true; };
  if (n.node.type == law::ValueType::boolean) return;
  if (n.spread) return pass(n.children[0], always);
  if (n.node.kind == NodeKind::choice) {
    const Values& condition = evaluator_->value(n.children[0]);
    const auto chosen = [&](bool yes) { return [&condition, yes](std::size_t row) { return condition.has_value(row) && (condition.numerators[condition.index(row)] != 0) == yes; }; };
    pass(n.children[1], chosen(true));
    return pass(n.children[2], chosen(false));
  }
  if (n.node.kind != NodeKind::call) {
    for (const NodeId child : n.children) pass(child, always);
    return;
  }
  switch (n.node.function) {
    case Function::known_or: {
      const Values& x = evaluator_->value(n.children[0]);
      pass(n.children[0], [&](std::size_t row) { return (x.flag(row) & law::detail::kNotGiven) == 0; });
      return pass(n.children[1], [&](std::size_t row) { return (x.flag(row) & law::detail::kNotGiven) != 0; });
    }
    case Function::sum: case Function::count: case Function::largest: case Function::smallest: case Function::first: case Function::last: {
      const law::RowRanges& inside = frame.inside[at(n.from)][at(n.node.grain)];
      for (std::size_t row = 0; row < used.size(); ++row) {
        if (used[row] == 0) continue;
        std::uint32_t begin = inside.begin[row], end = inside.end[row];
        if (n.node.function == Function::first) end = std::min(end, begin + 1);
        if (n.node.function == Function::last) begin = std::max(begin, end - std::min(end, 1U));
        for (std::uint32_t r = begin; r < end; ++r) mark(n.children[0], r);
      }
      return;
    }
    case Function::average: case Function::highest: case Function::total:
    case Function::average_before: case Function::highest_before: case Function::total_before: return pass_back(id);
    case Function::running: {
      const std::vector<std::uint32_t>& up = frame.up[at(n.node.grain)][at(n.node.span)];
      for (std::size_t row = 0; row < used.size(); ++row) {
        for (std::size_t r = row + 1; used[row] != 0 && r-- > 0 && up[r] == up[row];) mark(n.children[0], r);
      }
      return;
    }
    case Function::at: return pass_to_date(id);
    case Function::balance: return;
    default:
      for (const NodeId child : n.children) pass(child, always);
  }
}

// The months that a look back sees.
void UsedRows::pass_back(NodeId id) {
  const PlanNode& n = plan_->nodes()[id];
  const Function f = n.node.function;
  const bool before = f == Function::average_before || f == Function::highest_before || f == Function::total_before;
  const std::vector<std::uint32_t>& worker = evaluator_->frame().worker_of[at(Grain::month)];
  const Values& months = evaluator_->value(n.children[1]);
  for (std::size_t row = 0; row < rows_[id].size(); ++row) {
    if (rows_[id][row] == 0 || !months.has_value(row)) continue;
    const law::detail::SmallRatio count = law::detail::small_ratio(months, row);
    std::size_t left = count.fits && count.numerator > 0 ? static_cast<std::size_t>(count.numerator / count.denominator) : 0;
    for (std::size_t r = before ? row : row + 1; left > 0 && r-- > 0 && worker[r] == worker[row]; --left) mark(n.children[0], r);
  }
}

// The row in which the date lies.
void UsedRows::pass_to_date(NodeId id) {
  const PlanNode& n = plan_->nodes()[id];
  const law::Frame& frame = evaluator_->frame();
  const Grain grain = plan_->nodes()[n.children[0]].node.grain;
  if (grain == Grain::constant) return;
  const Values& date = evaluator_->value(n.children[1]);
  const std::vector<std::uint32_t>& worker = frame.worker_of[at(n.node.grain)];
  for (std::size_t row = 0; row < rows_[id].size(); ++row) {
    if (rows_[id][row] == 0 || !date.has_value(row)) continue;
    const std::int64_t day = date.numerators[date.index(row)] - frame.first_day;
    if (day < 0 || day >= frame.days_per_worker) continue;
    const std::size_t day_row = static_cast<std::size_t>(worker[row]) * frame.days_per_worker + static_cast<std::size_t>(day);
    mark(n.children[0], grain == Grain::day ? day_row : frame.up[at(Grain::day)][at(grain)][day_row]);
  }
}

void BatchChecker::tally_formulas(std::span<std::shared_ptr<RoundingTally>> tallies) {
  const FormulaRoundings& roundings = *plan_->formula_roundings;
  const law::Plan& law = *plan_->setting->plan;
  UsedRows used(law, roundings, evaluator_);
  for (const std::size_t i : active_) {
    const due::CompiledLine& line = plan_->lines[i].compiled;
    if (values_[i].never_applies()) continue;
    for (std::size_t row = 0; row < columns_[i].state.size(); ++row) {
      const std::uint8_t state = columns_[i].state[row];
      if ((state & (kStated | kApplies)) != (kStated | kApplies)) continue;
      if ((state & (kDueKnown | kDueAtLeast)) == kDueKnown) used.use(line.formula, line.line->grain, row);
      used.use(line.quantity, line.line->grain, row);
    }
  }
  for (const std::size_t i : limits_) {
    const due::CompiledLine& line = plan_->lines[i].compiled;
    if (!roundings.under(line.formula) && !roundings.under(line.limit)) continue;
    const Values* const when = values_[i].when();
    for (std::size_t row = 0; row < batch_.frame().row_count(line.line->grain); ++row) {
      const bool applies = when == nullptr || (when->has_value(row) && when->numerators[when->index(row)] != 0);
      if (!applies || !is_reported(line.line->grain, row)) continue;
      used.use(line.formula, line.line->grain, row);
      used.use(line.limit, line.line->grain, row);
    }
  }
  const NodeId day = law.root_of(plan_->pack->worktime.normal_day), week = law.root_of(plan_->pack->worktime.normal_week);
  const std::vector<std::uint32_t>& week_of = batch_.frame().up[at(Grain::day)][at(Grain::week)];
  for (std::size_t row = 0; (roundings.under(day) || roundings.under(week)) && row < batch_.minutes().worked.size(); ++row) {
    if (batch_.minutes().worked[row] == 0 || !is_reported(Grain::day, row)) continue;
    used.use(day, Grain::day, row);
    if (week_of[row] != kNoRow) used.use(week, Grain::week, week_of[row]);
  }
  used.descend();
  for (std::size_t i = 0; i < roundings.places().size(); ++i) {
    const NodeId node = roundings.places()[i].node;
    if (used.rows(node).empty()) continue;
    if (tallies[i] == nullptr) tallies[i] = std::make_shared<RoundingTally>();
    tallies[i]->add(evaluator_.value(law.nodes()[node].children[0]), evaluator_.value(node), used.rows(node));
  }
}

}  // namespace wageproof::reconcile
