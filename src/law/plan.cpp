// Compiling a pack: one node per distinct sub-expression, sums pulled apart so that coarse factors stay out of the days.
#include "wageproof/law/plan.hpp"

#include <algorithm>
#include <bit>

namespace wageproof::law {
namespace {

// Whether rows of `fine` lie inside rows of `coarse`, so that a value spreads from the coarser to the finer.
bool finer(Grain fine, Grain coarse) { return static_cast<int>(fine) < static_cast<int>(coarse); }

Grain finest(Grain a, Grain b) {
  if (a == Grain::constant) return b;
  if (b == Grain::constant) return a;
  return finer(a, b) ? a : b;
}

bool is_aggregate(Function f) { return f <= Function::last; }

/// What tells nodes apart, mixed into one number.
std::uint64_t hash_of(const PlanNode& n) noexcept {
  std::uint64_t hash = 0;
  const auto mix = [&hash](std::uint64_t more) {
    hash = (hash ^ more) * 0x9E3779B97F4A7C15U;
    hash ^= hash >> 32;
  };
  const auto byte = [](auto value, unsigned place) { return static_cast<std::uint64_t>(value) << 8 * place; };
  mix(byte(n.node.kind, 0) | byte(n.node.op, 1) | byte(n.node.function, 2) | byte(n.node.grain, 3) | byte(n.node.span, 4) |
      byte(n.node.type, 5) | byte(n.spread, 6) | byte(n.from, 7));
  mix(byte(n.node.unit.currency, 0) | byte(n.node.index, 4));
  mix(static_cast<std::uint64_t>(n.node.numerator));
  mix(static_cast<std::uint64_t>(n.node.denominator));
  for (const NodeId child : n.children) mix(child);
  if (!n.node.text.empty()) mix(std::hash<std::string_view>()(n.node.text));
  return hash;
}

bool same(const PlanNode& a, const PlanNode& b) noexcept {
  return a.node.kind == b.node.kind && a.node.op == b.node.op && a.node.function == b.node.function && a.node.grain == b.node.grain &&
         a.node.span == b.node.span && a.node.type == b.node.type && a.node.unit.currency == b.node.unit.currency &&
         a.node.numerator == b.node.numerator && a.node.denominator == b.node.denominator && a.node.index == b.node.index &&
         a.spread == b.spread && a.from == b.from && a.children == b.children && a.node.text == b.node.text;
}

/// A step of the formula's tree without its children and its place in the text.
Node without_place(const Node& ast) {
  Node node;
  node.kind = ast.kind;
  node.op = ast.op;
  node.function = ast.function;
  node.type = ast.type;
  node.grain = ast.grain;
  node.span = ast.span;
  node.unit = ast.unit;
  node.numerator = ast.numerator;
  node.denominator = ast.denominator;
  node.index = ast.index;
  node.text = ast.text;
  return node;
}

}  // namespace

Plan::Plan(std::shared_ptr<const Pack> pack, std::optional<std::int32_t> as_known_on) : pack_(std::move(pack)) {
  reasons_.emplace_back();
  symbols_.emplace_back();  // 0: a text that the pack does not name
  by_zero_reason_ = reason("missing:divisor");
  history_reason_ = reason("missing:payroll.amount");
  rate_reason_ = reason("missing:rates.rate");
  feast_reason_ = reason("missing:" + pack_->id + ".feasts");
  reads_.resize(inputs().size());
  // Every name of something missing gets its number now, so that threads share the plan without a lock.
  for (const InputSpec& input : inputs()) {
    if (!input.missing.empty()) reason("missing:" + std::string(input.missing));
  }
  for (const Attribute& a : pack_->attributes) reason("missing:employer." + a.name);
  for (const char* other : {"missing:time.date", "missing:time.start", "missing:hours.night_minutes", "missing:totals.minutes", "missing:totals.overtime_minutes", "missing:totals.night_minutes", "missing:totals.rest_day_minutes", "missing:totals.holiday_minutes", "missing:totals.absent_days", "missing:time.end", "missing:employer.sector", "missing:payroll.period_end", "missing:payroll.quantity", "missing:balances.days", "missing:employer.latitude", "missing:pieces.rate", "missing:leave.fraction", "missing:workers.hired_on", "missing:workers.left_on"}) reason(other);
  // A line whose amount is beyond what is stated.
  for (const Line& l : pack_->lines) reason("missing:" + pack_->id + "." + l.name);
  for (const Parameter& p : pack_->parameters) compile_parameter(p, as_known_on);
  for (const FixedHoliday& h : pack_->calendar.fixed) change_days_.push_back(h.from);
  for (const NightWindow& w : pack_->worktime.night) change_days_.push_back(w.from);
  std::sort(change_days_.begin(), change_days_.end());
  change_days_.erase(std::unique(change_days_.begin(), change_days_.end()), change_days_.end());
  std::size_t parts = 0;
  for (const Formula& f : pack_->formulas) parts += f.expression.nodes.size();
  nodes_.reserve(2 * parts);
  formula_roots_.reserve(pack_->formulas.size());
  for (const Formula& f : pack_->formulas) formula_roots_.push_back(compile_formula(f));
  compile(pack_->worktime.normal_day);
  compile(pack_->worktime.normal_week);
  for (const Line& l : pack_->lines) {
    for (const Expression* e : {&l.when, &l.formula, &l.limit, &l.quantity, &l.payable, &l.base}) compile(*e);
  }
  for (const Ledger& l : pack_->ledgers) {
    for (const Expression* e : {&l.earn, &l.unfinished, &l.available_from, &l.cap, &l.carry, &l.lapse_after, &l.taken}) compile(*e);
  }
  find_needs();
}

// Children have smaller numbers than their parents, so one pass gathers what each node needs.
void Plan::find_needs() {
  needs_.resize(nodes_.size(), 0);
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    const Node& n = nodes_[id].node;
    std::uint8_t own = 0;
    if (n.kind == NodeKind::input && !nodes_[id].spread) {
      const auto input = static_cast<Input>(n.index);
      const bool pieces = input == Input::piece_earnings || input == Input::piece_quantity;
      const std::string_view from = inputs()[n.index].missing;
      if (pieces) own = kNeedsPieces;
      else if (n.grain == Grain::day && from.starts_with("time")) own = kNeedsTime;
      else if (input == Input::longest_rest_minutes) own = kNeedsTime;
    }
    if (n.kind == NodeKind::call && n.function == Function::booked && !nodes_[id].spread) own = kNeedsPayroll;
    for (const NodeId c : nodes_[id].children) own |= needs_[c];
    needs_[id] = own;
  }
}

std::uint32_t Plan::reason(std::string_view text) {
  if (const auto known = reason_ids_.find(text); known != reason_ids_.end()) return known->second;
  const auto number = static_cast<std::uint32_t>(reasons_.size());
  reason_ids_.emplace(reasons_.emplace_back(text), number);
  return number;
}

std::uint32_t Plan::reason_of(std::string_view text) const noexcept {
  const auto it = reason_ids_.find(text);
  return it == reason_ids_.end() ? 0 : it->second;
}

std::int64_t Plan::symbol(std::string_view text) const noexcept {
  const auto it = symbol_ids_.find(text);
  return it == symbol_ids_.end() ? kOtherSymbol : it->second;
}

std::int64_t Plan::intern_symbol(std::string_view text) {
  if (const auto known = symbol_ids_.find(text); known != symbol_ids_.end()) return known->second;
  const auto number = static_cast<std::int64_t>(symbols_.size());
  symbol_ids_.emplace(symbols_.emplace_back(text), number);
  return number;
}

NodeId Plan::root_of(const Expression& expression) const noexcept {
  const auto it = roots_.find(&expression);
  return it == roots_.end() ? kNoNode : it->second.back();
}

const std::vector<NodeId>& Plan::nodes_of(const Expression& expression) const noexcept {
  static const std::vector<NodeId> kNone;
  const auto it = roots_.find(&expression);
  return it == roots_.end() ? kNone : it->second;
}

// Twice as many places as nodes at the least, so that a search ends soon.
void Plan::find_places(std::size_t count) {
  unique_.assign(std::bit_ceil(2 * count), kNoNode);
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    std::size_t at = hash_of(nodes_[id]) & (unique_.size() - 1);
    while (unique_[at] != kNoNode) at = (at + 1) & (unique_.size() - 1);
    unique_[at] = id;
  }
}

NodeId Plan::add_node(PlanNode&& node) {
  if (2 * (nodes_.size() + 1) > unique_.size()) find_places(std::max<std::size_t>(512, 2 * nodes_.size()));
  std::size_t at = hash_of(node) & (unique_.size() - 1);
  for (; unique_[at] != kNoNode; at = (at + 1) & (unique_.size() - 1)) {
    if (same(nodes_[unique_[at]], node)) return unique_[at];
  }
  unique_[at] = static_cast<NodeId>(nodes_.size());
  nodes_.push_back(std::move(node));
  return unique_[at];
}

NodeId Plan::constant(std::int64_t numerator, std::int64_t denominator) {
  PlanNode n;
  n.node.kind = NodeKind::number;
  n.node.numerator = numerator;
  n.node.denominator = denominator;
  return add_node(std::move(n));
}

NodeId Plan::at_grain(NodeId id, Grain grain) {
  const Grain own = nodes_[id].node.grain;
  if (own == grain || own == Grain::constant || grain == Grain::constant) return id;
  PlanNode n;
  n.spread = true;
  n.node.kind = NodeKind::call;
  n.node.grain = grain;
  n.node.type = nodes_[id].node.type;
  n.node.unit = nodes_[id].node.unit;
  n.children = {id};
  return add_node(std::move(n));
}

NodeId Plan::gather(Function function, NodeId child, Grain from, Grain to) {
  if (from == to) return child;
  PlanNode n;
  n.node.kind = NodeKind::call;
  n.node.function = function;
  n.node.grain = to;
  const bool truth = function == Function::any || function == Function::all;
  n.node.type = truth ? ValueType::boolean : (function == Function::count ? ValueType::number : nodes_[child].node.type);
  if (function != Function::count && !truth) n.node.unit = nodes_[child].node.unit;
  n.from = from;
  n.children = {at_grain(child, from)};
  return add_node(std::move(n));
}

NodeId Plan::binary(Operator op, NodeId a, NodeId b) {
  const Grain grain = finest(nodes_[a].node.grain, nodes_[b].node.grain);
  PlanNode n;
  n.node.kind = NodeKind::binary;
  n.node.op = op;
  n.node.grain = grain;
  n.children = {at_grain(a, grain), at_grain(b, grain)};
  return add_node(std::move(n));
}

// A sum over days of a product keeps only what varies by day under the sum: exact, and days hold small whole numbers.
NodeId Plan::sum_over(NodeId child, Grain from, Grain to) {
  const PlanNode n = nodes_[child];
  const bool days = from == Grain::day && to != Grain::week && to != Grain::day;
  if (!days || n.spread || n.node.grain != Grain::day) return gather(Function::sum, child, from, to);
  if (n.node.kind == NodeKind::binary && (n.node.op == Operator::add || n.node.op == Operator::subtract)) {
    return binary(n.node.op, sum_over(n.children[0], from, to), sum_over(n.children[1], from, to));
  }
  const auto unspread = [this](NodeId id) { return nodes_[id].spread ? nodes_[id].children[0] : id; };
  if (n.node.kind == NodeKind::binary && (n.node.op == Operator::multiply || n.node.op == Operator::divide)) {
    const NodeId a = unspread(n.children[0]), b = unspread(n.children[1]);
    const Grain ga = nodes_[a].node.grain, gb = nodes_[b].node.grain;
    const bool coarse_b = gb != Grain::day && gb != Grain::week;
    const bool coarse_a = ga != Grain::day && ga != Grain::week && n.node.op == Operator::multiply;
    if (coarse_a != coarse_b || (coarse_a && coarse_b)) {
      const NodeId fine = coarse_b ? a : b;
      const NodeId coarse = coarse_b ? b : a;
      const Grain gc = nodes_[coarse].node.grain;
      // A factor of the target's own grain (or constant) is applied once, at the end; any other part by part, because parts
      // lie inside every coarser grain while periods need not lie inside months.
      const bool per_part = gc != Grain::constant && gc != to;
      const Grain at = per_part ? Grain::part : to;
      const NodeId inner = sum_over(fine, from, at);
      const NodeId factor = at_grain(coarse, gc == Grain::constant ? gc : at);
      const NodeId scaled = coarse_b ? binary(n.node.op, inner, factor) : binary(n.node.op, factor, inner);
      return per_part ? gather(Function::sum, scaled, at, to) : scaled;
    }
  }
  if (n.node.kind == NodeKind::choice) {
    const NodeId condition = unspread(n.children[0]);
    const Grain gc = nodes_[condition].node.grain;
    if (gc != Grain::day && gc != Grain::week) {
      const bool per_part = gc != Grain::constant && gc != to;
      const Grain at = per_part ? Grain::part : to;
      PlanNode c;
      c.node.kind = NodeKind::choice;
      c.node.grain = at;
      c.node.type = n.node.type;
      const NodeId yes = sum_over(n.children[1], from, at), no = sum_over(n.children[2], from, at);
      c.children = {at_grain(condition, at), at_grain(yes, at), at_grain(no, at)};
      const NodeId chosen = add_node(std::move(c));
      return per_part ? gather(Function::sum, chosen, at, to) : chosen;
    }
  }
  return gather(Function::sum, child, from, to);
}

NodeId Plan::compile(const Expression& expression) {
  if (expression.empty()) return kNoNode;
  if (const auto it = roots_.find(&expression); it != roots_.end()) return it->second.back();
  std::vector<NodeId> done;
  done.reserve(expression.nodes.size());
  for (std::uint32_t i = 0; i < expression.nodes.size(); ++i) done.push_back(compile_node(expression, i, done));
  const NodeId root = done.back();
  roots_.emplace(&expression, std::move(done));
  return root;
}

// What rests on a formula that the pack marks uncertain is as doubtful as on such a value.
NodeId Plan::doubtful(NodeId id, Confidence confidence) {
  if (confidence != Confidence::uncertain) return id;
  PlanNode n;
  n.node.kind = NodeKind::formula;
  n.node.grain = nodes_[id].node.grain;
  n.node.type = nodes_[id].node.type;
  n.node.unit = nodes_[id].node.unit;
  n.children = {id};
  return add_node(std::move(n));
}

NodeId Plan::compile_formula(const Formula& formula) { return doubtful(compile(formula.expression), formula.provenance.confidence); }

NodeId Plan::compile_node(const Expression& expression, std::uint32_t position, const std::vector<NodeId>& done) {
  const Node& ast = expression.nodes[position];
  if (ast.kind == NodeKind::formula) {
    const NodeId id = compile_formula(pack_->formulas[ast.index]);
    // Weeks and parts cut across each other: what is stated for days stays at the days, where both have a value.
    return nodes_[id].node.grain == Grain::week ? at_grain(id, ast.grain) : id;
  }
  PlanNode n;
  n.node = without_place(ast);
  n.children.reserve(ast.children.size());
  for (const std::uint32_t c : ast.children) n.children.push_back(done[c]);
  if (ast.kind == NodeKind::text) {
    n.node.numerator = intern_symbol(ast.text);
    return add_node(std::move(n));
  }
  if (ast.kind == NodeKind::input) reads_[ast.index] = true;
  if (ast.kind == NodeKind::call && is_aggregate(ast.function)) {
    // The grain that the formula states counts, also where its value is in fact the same over longer spans.
    const Grain from = expression.nodes[ast.children[0]].grain;
    if (ast.function == Function::sum || ast.function == Function::count) return sum_over(n.children[0], from, ast.grain);
    return gather(ast.function, n.children[0], from, ast.grain);
  }
  if (ast.kind == NodeKind::call && ast.function >= Function::average && ast.function <= Function::total_before) {
    const auto hired = static_cast<std::uint32_t>(Input::hired_on);
    PlanNode h;
    h.node.kind = NodeKind::input;
    h.node.type = ValueType::date;
    h.node.grain = Grain::part;
    h.node.index = hired;
    reads_[hired] = true;
    const NodeId hired_node = gather(Function::last, add_node(std::move(h)), Grain::part, Grain::month);
    for (NodeId& c : n.children) {
      if (nodes_[c].node.grain != Grain::month) c = at_grain(c, Grain::month);
    }
    n.children.push_back(hired_node);  // the last child, after an optional third
    return add_node(std::move(n));
  }
  if (ast.kind == NodeKind::call && ast.function == Function::balance) {
    // The ledger's own formulas are asked for by name; they stand here for what they need of the folder.
    const Ledger& l = pack_->ledgers[ast.index];
    for (const Expression* e : {&l.earn, &l.unfinished, &l.available_from, &l.cap, &l.carry, &l.lapse_after, &l.taken}) {
      if (const NodeId id = compile(*e); id != kNoNode) n.children.push_back(id);
    }
    return add_node(std::move(n));
  }
  if (ast.kind == NodeKind::call && ast.function == Function::running) {
    n.children[0] = at_grain(n.children[0], ast.grain);
    // What came before the records counts too where a year was running: whether the worker was there then is in his terms.
    if (ast.span > Grain::month) {
      PlanNode h;
      h.node.kind = NodeKind::input;
      h.node.type = ValueType::date;
      h.node.grain = Grain::part;
      h.node.index = static_cast<std::uint32_t>(Input::hired_on);
      reads_[h.node.index] = true;
      const NodeId hired = add_node(std::move(h));
      n.children.push_back(finer(Grain::part, ast.grain) ? gather(Function::last, hired, Grain::part, ast.grain) : at_grain(hired, ast.grain));
    }
    return add_node(std::move(n));
  }
  if (ast.kind == NodeKind::call && ast.function == Function::at) {
    for (std::size_t c = 1; c < n.children.size(); ++c) n.children[c] = at_grain(n.children[c], ast.grain);
    return add_node(std::move(n));
  }
  // Everything else works row by row at the node's own grain. With the formulas behind names put in, that may be coarser
  // than the parser thought (a formula of grain part that is in fact constant), so it is found again here.
  Grain grain = Grain::constant;
  for (const NodeId c : n.children) grain = finest(grain, nodes_[c].node.grain);
  if (ast.kind == NodeKind::input || ast.kind == NodeKind::attribute) grain = ast.grain;
  if (ast.kind == NodeKind::parameter) grain = grain == Grain::day ? Grain::day : Grain::part;
  if (ast.kind == NodeKind::call) {
    if (ast.function == Function::booked) grain = Grain::period;
    if (ast.function == Function::leave || ast.function == Function::leave_calendar) grain = Grain::day;
    if (ast.function == Function::convert && (grain == Grain::constant || finer(grain, Grain::period))) grain = ast.grain;
    // Each worker has a calendar of his own, so the answer is one of workers even where the dates are the same for all.
    if (ast.function == Function::add_working_days && grain == Grain::constant) grain = Grain::year;
  }
  n.node.grain = grain;
  for (NodeId& c : n.children) c = at_grain(c, grain);
  return add_node(std::move(n));
}

}  // namespace wageproof::law
