// Days in sixteen bits: what a plan asks of single days, as long as it is small, whole and plainly known-> Anything else is
// left to the general columns, row by row the same.
#include <algorithm>

#include "law/day_column.hpp"
#include "wageproof/law/evaluator.hpp"

namespace wageproof::law {

using namespace detail;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

bool is_whole(const Values& v) {
  return !v.big && v.flags.empty() && v.denominators.empty() && v.denominator == 1 && v.bound <= static_cast<UInt128>(INT16_MAX);
}

// One side of an operation; `held` keeps a number that stands for all rows.
SmallSide side(const DayColumn& c, std::int16_t& held) {
  held = static_cast<std::int16_t>(c.extent.least);
  return c.uniform() ? SmallSide{&held, true} : SmallSide{c.rows.data(), false};
}

}  // namespace

struct Evaluator::Days {
  enum class State : std::uint8_t { not_small, small };
  struct Slot {
    std::uint32_t stamp = 0;
    State state = State::not_small;
    DayColumn column;
  };

  Evaluator* own = nullptr;            ///< whose these are
  std::vector<Slot> slots;

  [[nodiscard]] std::size_t days() const { return own->frame_->row_count(Grain::day); }

  // The node's column, or null where it has to be a general one.
  const DayColumn* of(NodeId id) {
    Slot& slot = slots[id];
    if (slot.stamp != own->now_) {
      slot.stamp = own->now_;
      slot.state = State::not_small;  // for whom the general column is worked out meanwhile
      slot.state = work_out(id, slot.column) ? State::small : State::not_small;
    }
    return slot.state == State::small ? &slot.column : nullptr;
  }

  [[nodiscard]] bool known(NodeId id, std::uint32_t now) const { return slots[id].stamp == now && slots[id].state == State::small; }

  bool take(const Values& v, DayColumn& out) {
    if (!is_whole(v)) return false;
    if (v.uniform) return out.set_all(static_cast<std::int32_t>(v.numerators[0])), true;
    if (v.grain != Grain::day) return false;
    out.resize(days());
    narrow(v.numerators.data(), days(), out.rows.data());
    out.measure(days());
    return true;
  }

  bool work_out(NodeId id, DayColumn& out) {
    const PlanNode& n = own->plan_->nodes()[id];
    if (n.node.grain != Grain::day) return take(own->value(id), out);
    if (n.spread) return take_spread(own->value(n.children[0]), out);
    switch (n.node.kind) {
      case NodeKind::input: return own->source_->small_days(static_cast<Input>(n.node.index), nullptr, out);
      case NodeKind::unary: return n.node.op == Operator::logical_not && turned(n, out);
      case NodeKind::binary: return binary(n, out);
      case NodeKind::choice: return choice(n, out);
      case NodeKind::member: return member(n, out);
      case NodeKind::call: return call(id, n, out);
      case NodeKind::formula: return false;
      default: return take(own->value(id), out);
    }
  }

  bool take_spread(const Values& v, DayColumn& out) {
    if (!is_whole(v)) return false;
    const std::vector<std::uint32_t>& up = own->frame_->up[at(Grain::day)][at(v.grain)];
    if (v.grain != Grain::constant && any_is(up.data(), up.size(), kNoRow)) return false;
    if (v.uniform) return out.set_all(static_cast<std::int32_t>(v.numerators[0])), true;
    const RowRanges& ranges = own->frame_->inside[at(Grain::day)][at(v.grain)];
    out.resize(days());
    spread_ranges(v.numerators.data(), ranges.begin.data(), ranges.end.data(), ranges.begin.size(), out.rows.data());
    out.measure(days());
    return true;
  }

  void apply(SmallOperation what, const DayColumn& a, const DayColumn& b, std::int16_t turn, DayColumn& out) {
    std::int16_t left = 0, right = 0;
    const SmallSide x = side(a, left), y = side(b, right);
    const std::size_t n = a.uniform() && b.uniform() ? 1 : days();
    out.resize(n);
    small_rows(what, x, y, turn, n, out.rows.data());
    out.measure(n);
  }

  bool turned(const PlanNode& n, DayColumn& out) {
    const DayColumn* a = of(n.children[0]);
    if (a == nullptr) return false;
    DayColumn zero;
    apply(SmallOperation::equal, *a, zero, 0, out);
    return true;
  }

  bool binary(const PlanNode& n, DayColumn& out) {
    const DayColumn* a = of(n.children[0]);
    if (a == nullptr) return false;
    const bool none = a->uniform() && a->extent.least == 0, all = a->uniform() && a->extent.least == 1;
    switch (n.node.op) {
      case Operator::logical_and: if (none) return out.set_all(0), true; break;
      case Operator::logical_or: if (all) return out.set_all(1), true; break;
      case Operator::multiply: if (none) return out.set_all(0), true; break;
      case Operator::divide: return false;
      default: break;
    }
    const DayColumn* b = of(n.children[1]);
    if (b == nullptr) return false;
    const Extent x = a->extent, y = b->extent;
    switch (n.node.op) {
      case Operator::logical_and: apply(SmallOperation::both, *a, *b, 0, out); break;
      case Operator::logical_or: apply(SmallOperation::either, *a, *b, 0, out); break;
      case Operator::add:
        if (!is_small(x.least + y.least) || !is_small(x.most + y.most)) return false;
        apply(SmallOperation::plus, *a, *b, 0, out);
        break;
      case Operator::subtract:
        if (!is_small(x.least - y.most) || !is_small(x.most - y.least)) return false;
        apply(SmallOperation::minus, *a, *b, 0, out);
        break;
      case Operator::multiply: {
        const std::int32_t left = std::max(-x.least, x.most), right = std::max(-y.least, y.most);
        if (!is_small(std::int64_t{left} * right)) return false;
        apply(SmallOperation::times, *a, *b, 0, out);
        break;
      }
      case Operator::less: apply(SmallOperation::less, *a, *b, 0, out); break;
      case Operator::greater_equal: apply(SmallOperation::less, *a, *b, 1, out); break;
      case Operator::greater: apply(SmallOperation::less, *b, *a, 0, out); break;
      case Operator::less_equal: apply(SmallOperation::less, *b, *a, 1, out); break;
      case Operator::equal: apply(SmallOperation::equal, *a, *b, 0, out); break;
      case Operator::not_equal: apply(SmallOperation::equal, *a, *b, 1, out); break;
      default: return false;
    }
    return true;
  }

  bool choice(const PlanNode& n, DayColumn& out) {
    const DayColumn* condition = of(n.children[0]);
    if (condition == nullptr) return false;
    if (condition->uniform()) {
      const DayColumn* chosen = of(n.children[condition->extent.least != 0 ? 1 : 2]);
      if (chosen == nullptr) return false;
      out.extent = chosen->extent;
      if (!chosen->uniform()) out.rows = chosen->rows;
      return true;
    }
    const DayColumn* yes = of(n.children[1]);
    const DayColumn* no = yes == nullptr ? nullptr : of(n.children[2]);
    if (no == nullptr) return false;
    std::int16_t left = 0, right = 0;
    const SmallSide x = side(*yes, left), y = side(*no, right);
    out.resize(days());
    choose_small(condition->rows.data(), x, y, days(), out.rows.data());
    out.measure(days());
    return true;
  }

  bool member(const PlanNode& n, DayColumn& out) {
    const DayColumn* a = of(n.children[0]);
    if (a == nullptr) return false;
    out.set_all(0);
    DayColumn equal, sum;
    for (std::size_t c = 1; c < n.children.size(); ++c) {
      const DayColumn* b = of(n.children[c]);
      if (b == nullptr) return false;
      apply(SmallOperation::equal, *a, *b, 0, equal);
      apply(SmallOperation::either, out, equal, 0, sum);
      std::swap(out, sum);
    }
    return true;
  }

  // Smaller or larger of a node's first two children, or of what was found and a further one.
  bool extremes(const PlanNode& n, DayColumn& out) {
    const DayColumn* first = of(n.children[0]);
    DayColumn last;
    for (std::size_t c = 1; c < n.children.size() && first != nullptr; ++c) {
      const DayColumn* next = of(n.children[c]);
      if (next == nullptr) return false;
      const bool largest = n.node.function == Function::clamp ? c == 1 : n.node.function == Function::max;
      apply(largest ? SmallOperation::greater : SmallOperation::lesser, *first, *next, 0, out);
      if (c + 1 == n.children.size()) return true;
      std::swap(last, out);
      first = &last;
    }
    return false;
  }

  // A fact of days, with a number where it is not given.
  bool filled(const PlanNode& n, DayColumn& out) {
    const PlanNode& x = own->plan_->nodes()[n.children[0]];
    if (x.spread || x.node.kind != NodeKind::input || x.node.grain != Grain::day) return false;
    const DayColumn* instead = of(n.children[1]);
    if (instead == nullptr || !instead->uniform()) return false;
    const auto number = static_cast<std::int16_t>(instead->extent.least);
    return own->source_->small_days(static_cast<Input>(x.node.index), &number, out);
  }

  bool call(NodeId id, const PlanNode& n, DayColumn& out) {
    switch (n.node.function) {
      case Function::min: case Function::max: case Function::clamp: return extremes(n, out);
      case Function::known_or: return filled(n, out) || take(own->value(id), out);
      case Function::leave: return own->source_->small_leave(n.node.text, false, out);
      case Function::leave_calendar: return own->source_->small_leave(n.node.text, true, out);
      default: return take(own->value(id), out);
    }
  }
};

Evaluator::Evaluator(const Plan& plan)
    : plan_(&plan), values_(plan.nodes().size()), stamp_(plan.nodes().size(), 0), lasting_(plan.nodes().size(), 0), days_(std::make_unique<Days>()) {
  spread_cache_.reserve(64);
  days_->slots.resize(plan.nodes().size());
  for (NodeId id = 0; id < plan.nodes().size(); ++id) {
    const PlanNode& n = plan.nodes()[id];
    const NodeKind kind = n.node.kind;
    if (n.spread || (kind != NodeKind::number && kind != NodeKind::text && kind != NodeKind::boolean && kind != NodeKind::date)) continue;
    compute(id, values_[id]);
    lasting_[id] = 1;
  }
}
Evaluator::~Evaluator() = default;
Evaluator::Evaluator(Evaluator&&) noexcept = default;
Evaluator& Evaluator::operator=(Evaluator&&) noexcept = default;

// A day's node that somebody wants as a general column: from its small one, where that is less work than to begin anew.
bool Evaluator::compute_from_days(NodeId id, Values& out) {
  const NodeKind kind = plan_->nodes()[id].node.kind;
  const bool worked = kind == NodeKind::unary || kind == NodeKind::binary || kind == NodeKind::choice || kind == NodeKind::member || kind == NodeKind::call;
  if (!worked && !(kind == NodeKind::input && days_->known(id, now_))) return false;
  days_->own = this;
  const DayColumn* column = days_->of(id);
  if (column == nullptr) return false;
  const std::size_t rows = frame_->row_count(Grain::day);
  out.reset(Grain::day, rows, column->uniform());
  if (column->uniform()) out.numerators[0] = column->extent.least;
  else widen(column->rows.data(), rows, out.numerators.data());
  out.bound = static_cast<UInt128>(std::max(-column->extent.least, column->extent.most));
  out.type = plan_->nodes()[id].node.type;
  return true;
}

// What days come to at a coarser grain.
bool Evaluator::gather_days(const PlanNode& n, Values& out) {
  const Function function = n.node.function;
  if (function == Function::first || function == Function::last) return false;
  days_->own = this;
  const DayColumn* column = days_->of(n.children[0]);
  if (column == nullptr) return false;
  const Grain to = n.node.grain;
  const std::size_t rows = frame_->row_count(to);
  const RowRanges& ranges = frame_->inside[at(Grain::day)][at(to)];
  const std::uint32_t *begin = ranges.begin.data(), *end = ranges.end.data();
  const std::int32_t magnitude = std::max(-column->extent.least, column->extent.most);
  if (function == Function::sum || function == Function::count) {
    if (magnitude == 0) {
      out.reset(to, 1, true);
      out.numerators[0] = 0;
      return true;
    }
    const std::int64_t bound = std::int64_t{longest_range(begin, end, rows)} * magnitude;
    if (bound > INT32_MAX) return false;
    out.reset(to, rows, false);
    out.bound = static_cast<UInt128>(bound);
    if (column->uniform()) {
      for (std::size_t r = 0; r < rows; ++r) out.numerators[r] = std::int64_t{column->extent.least} * (end[r] - begin[r]);
    } else {
      sum_ranges(column->rows.data(), begin, end, rows, out.numerators.data());
    }
    return true;
  }
  const bool truth = function == Function::any || function == Function::all, largest = function == Function::largest || function == Function::any;
  out.reset(to, rows, false);
  out.bound = truth ? 1U : static_cast<UInt128>(magnitude);
  const std::int64_t none = function == Function::all ? 1 : 0;
  if (column->uniform()) {
    for (std::size_t r = 0; r < rows; ++r) out.numerators[r] = begin[r] == end[r] ? none : column->extent.least;
  } else {
    extreme_ranges(column->rows.data(), begin, end, largest, none, rows, out.numerators.data());
  }
  for (std::size_t r = 0; r < rows && !truth; ++r) {
    if (begin[r] != end[r]) continue;
    out.make_flags();
    out.flags[r] = kUnknown;
  }
  return true;
}

}  // namespace wageproof::law
