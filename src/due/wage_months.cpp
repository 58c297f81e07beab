#include "wageproof/due/wage_months.hpp"

namespace wageproof::due {

using law::Grain;
using law::Input;

WageMonths::WageMonths(const worktime::Batch& batch, Facts& facts, law::Evaluator& calendar)
    : batch_(&batch), facts_(&facts), calendar_(&calendar), evaluator_(*batch.setting().plan) {}

bool WageMonths::hold_for(const law::Plan& plan, const CompiledLine& line) {
  const law::Line& l = *line.line;
  if (l.grain == Grain::period) return true;
  if (l.grain != Grain::month || (l.role != law::Role::pay && l.role != law::Role::test && l.role != law::Role::deduction)) return false;
  // Children have smaller numbers than their parents.
  std::vector<bool> asks(plan.nodes().size(), false);
  for (law::NodeId id = 0; id < asks.size(); ++id) {
    const law::PlanNode& n = plan.nodes()[id];
    const auto input = static_cast<Input>(n.node.index);
    asks[id] = n.node.kind == law::NodeKind::input && (input == Input::month_start || input == Input::month_end);
    for (const law::NodeId child : n.children) asks[id] = asks[id] || asks[child];
  }
  const auto asked = [&](law::NodeId id) { return id != law::kNoNode && asks[id]; };
  return !asked(line.when) && !asked(line.formula) && !asked(line.quantity);
}

void WageMonths::begin() {
  batch_->lay_out_wage_months(frame_);
  evaluator_.begin(frame_, *this);
}

void WageMonths::input(Input input, law::detail::Values& out) {
  constexpr auto kMonth = static_cast<std::size_t>(Grain::month);
  if (input == Input::month_start) return days_of(frame_.first_date[kMonth], Grain::month, out);
  if (input == Input::month_end) return days_of(frame_.last_date[kMonth], Grain::month, out);
  facts_->input(input, out);
}

void WageMonths::rate(std::uint32_t from, std::uint32_t to, Grain grain, law::detail::Values& out) {
  facts_->rate_on_each(from, to, frame_.last_date[static_cast<std::size_t>(grain)], grain, out);
}

}  // namespace wageproof::due
