// Pay days and bases of lines, kept for payments and contribution returns.
#include <algorithm>

#include "batch_check.hpp"

namespace wageproof::reconcile {

using law::Grain;
using law::Role;
using law::detail::Values;

namespace {

bool is_contribution(const law::Line& line) { return line.role == Role::employee_contribution || line.role == Role::employer_contribution; }

std::int32_t day_of(const Values& days, std::size_t row) {
  if (!days.has_value(row)) return records::kNone32;
  const law::detail::SmallRatio day = law::detail::small_ratio(days, row);
  return day.fits && day.denominator == 1 ? static_cast<std::int32_t>(day.numerator) : records::kNone32;
}

std::int64_t micro_of(const Values& money, std::size_t row) {
  if (!money.has_value(row)) return records::kNone64;
  const law::detail::SmallRatio m = law::detail::small_ratio(money, row);
  if (!m.fits) return records::kNone64;
  const law::detail::Int128 micro = static_cast<law::detail::Int128>(m.numerator) * 1000000 / m.denominator;
  return quantity::is_stated(micro) ? static_cast<std::int64_t>(micro) : records::kNone64;
}

}  // namespace

// The wage's own pay day is that of the basic wage; where it has none, that of the first line of pay that has one.
std::size_t wage_line_of(const EmployerPlan& plan) {
  std::size_t found = plan.lines.size();
  for (std::size_t i = 0; i < plan.lines.size(); ++i) {
    const law::Line& line = *plan.lines[i].compiled.line;
    if (line.role != Role::pay || line.grain != Grain::period || line.payable.empty()) continue;
    if (line.name == "basic_pay") return i;
    if (found == plan.lines.size() && line.when.empty()) found = i;
  }
  return found;
}

void BatchChecker::write_money(Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  const law::Plan& plan = *s.plan;
  if (const std::size_t wage = wage_line_of(*plan_); wage < plan_->lines.size()) {
    const Values payable = evaluator_.value_at_grain(plan.root_of(plan_->lines[wage].compiled.line->payable), Grain::period);
    for (std::uint32_t w = 0; w < batch_.count(); ++w) {
      for (std::uint32_t p = 0; p < s.periods.size(); ++p) {
        const std::size_t row = w * s.periods.size() + p;
        if (modes_[static_cast<std::size_t>(Grain::period)][row] == Mode::skip) continue;
        MoneyLine m;
        m.worker = batch_.first_worker() + w;
        m.span = p;
        m.payable = day_of(payable, row);
        m.payable_uncertain = (payable.flag(row) & law::detail::kUncertain) != 0;
        out.money.push_back(m);
      }
    }
  }
  for (std::size_t i = 0; i < plan_->lines.size(); ++i) {
    const law::Line& line = *plan_->lines[i].compiled.line;
    const bool contribution = is_contribution(line);
    if (columns_[i].state.empty() || (!contribution && (line.role != Role::pay || line.payable.empty()))) continue;
    Values payable, base;
    if (!line.payable.empty()) payable = evaluator_.value_at_grain(plan.root_of(line.payable), line.grain);
    if (!line.base.empty()) base = evaluator_.value_at_grain(plan.root_of(line.base), line.grain);
    const std::size_t spans = spans_of(s, line.grain).size();
    for (std::uint32_t w = 0; w < batch_.count(); ++w) {
      for (std::uint32_t span = 0; span < spans; ++span) {
        const std::size_t row = w * spans + span;
        const std::uint8_t state = columns_[i].state[row];
        if (!(state & kStated)) continue;
        MoneyLine m;
        m.worker = batch_.first_worker() + w;
        m.line = static_cast<std::int32_t>(i);
        m.span = span;
        if (!line.payable.empty()) {
          m.payable = day_of(payable, row);
          m.payable_uncertain = (payable.flag(row) & law::detail::kUncertain) != 0;
        }
        m.due_known = (state & kDueKnown) != 0;
        m.at_least = (state & kDueAtLeast) != 0;
        m.due = m.due_known ? columns_[i].due[row] : 0;
        m.booked_known = (state & kBookedKnown) != 0;
        m.booked = m.booked_known ? columns_[i].booked[row] : 0;
        if (contribution && (state & kApplies)) {
          m.uncertain = values_[i].row(row).uncertain;
          if (!line.base.empty()) m.base = micro_of(base, row);
        }
        out.money.push_back(m);
      }
    }
  }
  std::stable_sort(out.money.begin(), out.money.end(), [](const MoneyLine& a, const MoneyLine& b) { return a.worker < b.worker; });
}

}  // namespace wageproof::reconcile
