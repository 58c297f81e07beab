// What a worker's period comes to: every line's part in it, in the employer's currency, beside the payslip's own net.
#include <algorithm>

#include "batch_check.hpp"
#include "exact.hpp"

namespace wageproof::reconcile {

using due::Booked;
using law::Grain;
using law::kNoRow;
using law::Role;
using law::detail::Int128;
using records::TableKind;
using worktime::Span;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

}  // namespace

std::optional<due::Facts::Rate> BatchChecker::own_rate(records::StringId currency, std::int32_t day) const {
  const worktime::Setting& s = *plan_->setting;
  if (currency == s.currency) return due::Facts::Rate{};
  for (const OwnRate& known : own_rates_) {
    if (known.currency == currency && known.day == day) return known.rate;
  }
  own_rates_.push_back({currency, day, facts_.rate_on(s.data->strings.view(currency), s.data->strings.view(s.currency), day)});
  return own_rates_.back().rate;
}

std::int64_t BatchChecker::booked_in_own_currency(std::uint32_t worker, std::size_t period, int slot, const std::string& set, bool& known) const {
  const worktime::Setting& s = *plan_->setting;
  const Booked& b = bookings_.at(slot, worker * s.periods.size() + period);
  if (b.rows == 0) return 0;
  const auto moved = [&](std::int64_t amount, records::StringId currency) -> std::int64_t {
    const auto rate = own_rate(currency, s.periods[period].last);
    const std::int64_t own = rate ? divide_half_away(static_cast<Int128>(amount) * rate->numerator, rate->denominator) : 0;
    known = known && rate.has_value() && quantity::is_stated(own);
    return own;
  };
  if (!b.mixed && !b.is_stated()) {
    known = false;
    return 0;
  }
  if (!b.mixed) return b.currency == s.currency ? b.amount_micro : moved(b.amount_micro, b.currency);
  quantity::MoneySum total;
  const records::DataTable& payroll = (*s.data)[TableKind::payroll];
  for (const std::uint32_t r : bookings_.rows_of(batch_, worker, period, set)) {
    const records::StringId own = payroll.text(records::field::payroll::currency, r);
    total += moved(payroll.wide(records::field::payroll::amount, r), own == 0 ? s.currency : own);
  }
  known = known && total.is_stated();
  return total.micro();
}

// A floor covers what its pay lines make due and what is booked beside them and counts.
void BatchChecker::add_shortfall(std::size_t line, std::size_t row, std::size_t period_row, const due::Facts::Rate& rate) {
  const LinePlan& plan = plan_->lines[line];
  const Grain grain = plan.compiled.line->grain;
  quantity::MoneySum covered;
  for (const std::size_t t : plan.tested) {
    const LineColumns& c = columns_[t];
    if (plan_->lines[t].compiled.line->grain != grain || c.state.empty()) continue;
    if ((c.state[row] & kDueKnown) && (c.state[row] & kApplies)) covered += c.due[row];
  }
  if (plan.unclaimed_slot >= 0 && grain == Grain::period) covered += bookings_.at(plan.unclaimed_slot, row).amount_micro;
  const std::int64_t gap = divide_half_away((columns_[line].due[row] - covered.exact()) * rate.numerator, rate.denominator);
  net_.shortfall[period_row] = std::max(net_.shortfall[period_row], gap);
}

// A contribution of a longer span than the pay period is taken off where payslips book it, up to what is due; the rest, or
// what is missing, in the span's last period. Of a span that the data does not hold whole it counts as booked.
void BatchChecker::share_contribution(std::size_t line) {
  const LinePlan& plan = plan_->lines[line];
  const worktime::Setting& s = *plan_->setting;
  const LineColumns& c = columns_[line];
  const Grain grain = plan.compiled.line->grain;
  const std::vector<Span>& spans = spans_of(s, grain);
  const law::RowRanges& inside = batch_.frame().inside[at(Grain::period)][at(grain)];
  const std::size_t periods = s.periods.size();
  for (std::size_t row = 0; row < c.state.size(); ++row) {
    const auto worker = static_cast<std::uint32_t>(row / spans.size());
    const std::uint32_t first = inside.begin[row], end = inside.end[row];
    if (first == end) continue;
    const std::uint8_t state = c.state[row];
    const bool whole = closing_period(s, grain, spans[row % spans.size()]) != kNoRow && !(state & kSilent);
    if (whole && ((state & kDueKnown) && !(state & kApplies))) continue;
    if (whole && state != 0 && !(state & kDueKnown)) {
      net_.unknown[end - 1] = 1;
      continue;
    }
    Int128 left = 0;
    if (whole && state != 0) {
      const auto rate = facts_.rate_on(plan.compiled.currency, s.data->strings.view(s.currency), s.periods[(end - 1) % periods].last);
      if (!rate) {
        net_.unknown[end - 1] = 1;
        continue;
      }
      left = divide_half_away(static_cast<Int128>(c.due[row]) * rate->numerator, rate->denominator);
      if (state & kDueAtLeast) net_.at_least[end - 1] = 1;
    }
    for (std::uint32_t p = first; p < end; ++p) {
      if (whole && p + 1 == end) {
        net_.contributions[p] += left;
        continue;
      }
      bool known = true;
      const std::int64_t booked = booked_in_own_currency(worker, p % periods, plan.answers_slot, plan.compiled.answers, known);
      if (!known) net_.unknown[p] = 1;
      const Int128 here = whole ? std::clamp<Int128>(booked, 0, std::max<Int128>(left, 0)) : Int128{booked};
      net_.contributions[p] += here;
      left -= here;
    }
  }
}

void BatchChecker::add_to_net(std::size_t line) {
  const LinePlan& plan = plan_->lines[line];
  const law::Line& l = *plan.compiled.line;
  if (l.role == Role::employer_contribution) return;
  if (l.role == Role::employee_contribution && l.grain != Grain::period) return share_contribution(line);
  const worktime::Setting& s = *plan_->setting;
  const LineColumns& c = columns_[line];
  const std::vector<Span>& spans = spans_of(s, l.grain);
  const std::size_t periods = s.periods.size();
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const std::uint32_t period = closing_period(s, l.grain, spans[i]);
    if (period == kNoRow) continue;
    const bool same = plan.currency == s.currency;
    const auto rate = same ? due::Facts::Rate{} : facts_.rate_on(plan.compiled.currency, s.data->strings.view(s.currency), s.periods[period].last);
    const auto moved = [&](std::int64_t amount) {
      return same ? amount : divide_half_away(static_cast<Int128>(amount) * rate->numerator, rate->denominator);
    };
    for (std::size_t row = i, to = period; row < c.state.size(); row += spans.size(), to += periods) {
      const std::uint8_t state = c.state[row];
      if (state == 0 || ((state & kDueKnown) && !(state & kApplies))) continue;
      if (!(state & kDueKnown)) {
        // A floor that cannot be told adds nothing or something: what is due is then at least the rest.
        if (l.role == Role::test) net_.at_least[to] = 1;
        else if (!(state & kSilent) && l.role != Role::deduction) net_.unknown[to] = 1;
        continue;
      }
      if (!rate) {
        net_.unknown[to] = 1;
        continue;
      }
      if (state & kDueAtLeast) net_.at_least[to] = 1;
      switch (l.role) {
        case Role::pay: net_.pay[to] += moved(c.due[row]); break;
        case Role::employee_contribution: net_.contributions[to] += moved(c.due[row]); break;
        case Role::deduction:
          if (prices_absence(plan)) break;
          net_.unlawful[to] += std::max<Int128>(0, Int128{moved(c.booked[row])} - moved(c.due[row]));
          break;
        case Role::test: add_shortfall(line, row, to, *rate); break;
        default: break;
      }
    }
  }
}

NetParts BatchChecker::net_parts(std::uint32_t worker, std::size_t period) const {
  const std::size_t row = worker * plan_->setting->periods.size() + period;
  NetParts parts;
  parts.pay = net_.pay[row];
  parts.shortfall = net_.shortfall[row];
  parts.contributions = net_.contributions[row];
  parts.unlawful = net_.unlawful[row];
  parts.known = net_.unknown[row] == 0;
  parts.unclaimed = booked_in_own_currency(worker, period, plan_->unclaimed_slot, plan_->unclaimed_set, parts.known);
  parts.deductions = booked_in_own_currency(worker, period, plan_->deductions_slot, plan_->deductions_set, parts.known);
  parts.due = parts.pay;
  parts.due += parts.shortfall;
  parts.due += parts.unclaimed;
  parts.due -= parts.contributions.exact();
  parts.due -= parts.deductions - parts.unlawful.exact();
  parts.known = parts.known && parts.due.is_stated();
  return parts;
}

bool BatchChecker::net_figures(std::uint32_t worker, std::size_t period, LineTable::Packed& packed) const {
  const worktime::Setting& s = *plan_->setting;
  const std::size_t row = worker * s.periods.size() + period;
  if (modes_[at(Grain::period)][row] != Mode::judge || !bookings_.has_payslip(row)) return false;
  const NetParts parts = net_parts(worker, period);
  bool slip_known = true;
  const std::int64_t slip = booked_in_own_currency(worker, period, plan_->net_slot, plan_->net_set, slip_known);
  packed.status = !parts.known ? Status::unknown : (net_.at_least[row] != 0 ? Status::at_least : Status::known);
  packed.has_amount = parts.known;
  packed.amount = parts.known ? divide_half_away(parts.due.micro(), plan_->step_micro) * plan_->step_micro : 0;
  packed.has_booked = slip_known && bookings_.at(plan_->net_slot, row).rows > 0;
  packed.booked = packed.has_booked ? slip : 0;
  return true;
}

}  // namespace wageproof::reconcile
