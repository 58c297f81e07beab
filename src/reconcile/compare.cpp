// One row of a payslip that is not plainly met: money handed out in the format's order, each line judged by itself.
#include <algorithm>

#include "batch_check.hpp"
#include "exact.hpp"
#include "law/big_column.hpp"

namespace wageproof::reconcile {

using due::DueRow;
using law::Grain;
using law::kNoRow;
using law::Role;
using law::detail::Int128;
using law::detail::Rational;
using records::TableKind;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

}  // namespace

bool BatchChecker::in_currency(std::int64_t amount, std::string_view from, std::string_view to, std::int32_t day, std::int64_t& out) const {
  const auto rate = facts_.rate_on(from, to, day);
  if (!rate) return false;
  out = divide_half_away(static_cast<Int128>(amount) * rate->numerator, rate->denominator);
  return quantity::is_stated(out);
}

// What the payslips of a span book for a line, in the line's currency.
BatchChecker::Compared BatchChecker::book(std::size_t line, Grain grain, std::size_t row, std::uint32_t worker, const worktime::Span& span,
                                          const std::string& patterns, int slot) {
  const due::CompiledLine& compiled = plan_->lines[line].compiled;
  const worktime::Setting& s = *plan_->setting;
  Compared c;
  std::size_t first = row, end = row + 1;
  if (grain != Grain::period) {
    const law::RowRanges& inside = batch_.frame().inside[at(Grain::period)][at(grain)];
    first = inside.begin[row];
    end = inside.end[row];
  }
  const std::size_t periods = s.periods.size();
  quantity::MoneySum booked, native;
  bool booked_here = false;  // some slip books the line's own currency
  for (std::size_t p = first; p < end && slot >= 0; ++p) {
    const due::Booked& b = bookings_.at(slot, p);
    if (b.rows == 0) continue;
    c.has_own = true;
    if (!b.mixed && !b.is_stated()) {
      c.booked_known = false;
      c.reason = s.plan->history_reason();
      continue;
    }
    if (!b.mixed && b.currency == plan_->lines[line].currency) {
      booked += b.amount_micro;
      booked_here = true;
      c.native_currency.clear();
      continue;
    }
    // Compared as booked where every slip of the span books one currency.
    const std::string_view currency = s.data->strings.view(b.currency);
    if (!c.converted && !booked_here) c.native_currency = currency;
    if (b.mixed || booked_here || c.native_currency != currency) c.native_currency.clear();
    c.converted = true;
    const records::DataTable& payroll = (*s.data)[TableKind::payroll];
    for (const std::uint32_t r : bookings_.rows_of(batch_, worker, p % periods, patterns)) {
      const records::StringId own = payroll.text(records::field::payroll::currency, r);
      const std::string_view from = s.data->strings.view(own == 0 ? s.currency : own);
      std::int64_t moved = 0;
      if (!in_currency(payroll.wide(records::field::payroll::amount, r), from, compiled.currency, s.periods[p % periods].last, moved)) {
        c.booked_known = false;
        c.reason = s.plan->rate_reason();
        continue;
      }
      booked += moved;
    }
    native += b.amount_micro;
  }
  if (!booked.is_stated()) {
    c.booked_known = false;
    c.reason = s.plan->history_reason();
  }
  c.booked_micro = booked.micro();
  if (native.is_stated()) c.booked_native = native.micro();
  else c.native_currency.clear();
  const std::uint32_t hole = facts_.hole_in(TableKind::payroll, batch_.first_worker() + worker, span.first, span.last);
  if (hole != 0) {
    c.booked_known = false;
    c.reason = hole;
  }
  return c;
}

// Lines without a component of their own are filled from what others leave over, in the format's order.
void BatchChecker::share_out(std::size_t row, std::uint32_t worker) {
  const auto pay_basis = [&] {
    const std::uint32_t terms = batch_.terms_on(worker, batch_.frame().last_date[at(Grain::period)][row]);
    return (*plan_->setting->data)[TableKind::workers].narrow(records::field::workers::pay_basis, terms);
  };
  Int128 left = 0;
  std::size_t basic = plan_->lines.size();
  const auto surplus_of = [&](std::size_t i) -> std::int64_t {
    const Compared& c = compared_[i];
    if (!c.compared || !c.has_own || !c.booked_known || !c.due.known) return 0;
    const std::int64_t wanted = c.due.applies ? c.due.rounded_micro : 0;
    return std::max<std::int64_t>(0, c.booked_micro - wanted);
  };
  const auto fill = [&](FillGroup group) {
    for (const std::size_t i : plan_->fill_order) {
      if (plan_->lines[i].group != group) continue;
      Compared& c = compared_[i];
      if (c.has_own || !c.compared || !c.due.known || !c.due.applies || left <= 0) continue;
      const Int128 given = std::min<Int128>(left, std::max<std::int64_t>(0, c.due.rounded_micro));
      c.booked_micro = static_cast<std::int64_t>(given);
      left -= given;
    }
  };
  // What each line gives away is taken off its own booked figure, so that the sum of booked stays the payslip's.
  const auto draw = [&](FillGroup group, bool only_basic) {
    const Int128 before = left;
    std::vector<std::pair<std::size_t, std::int64_t>> givers;
    for (const std::size_t i : plan_->fill_order) {
      if (plan_->lines[i].group != group || (only_basic && i != basic)) continue;
      const std::int64_t extra = surplus_of(i);
      if (extra > 0) givers.emplace_back(i, extra);
      left += extra;
    }
    return std::pair(before, givers);
  };
  const auto settle = [&](Int128 kept_before, const std::vector<std::pair<std::size_t, std::int64_t>>& givers) {
    Int128 unused = left - kept_before;
    for (auto it = givers.rbegin(); it != givers.rend(); ++it) {
      const auto stays = static_cast<std::int64_t>(std::clamp<Int128>(unused, 0, it->second));
      unused -= stays;
      compared_[it->first].booked_micro -= it->second - stays;
    }
    left = kept_before;
  };
  for (const std::size_t i : plan_->fill_order) {
    if (plan_->lines[i].compiled.line->name == "basic_pay") basic = i;
  }
  auto [before, givers] = draw(FillGroup::ordinary, false);
  fill(FillGroup::ordinary);
  settle(before, givers);
  auto [before_premium, premium_givers] = draw(FillGroup::premium, false);
  const std::int32_t basis = basic < plan_->lines.size() ? pay_basis() : records::kNone32;
  const bool by_time = basis == static_cast<std::int32_t>(records::PayBasis::daily) || basis == static_cast<std::int32_t>(records::PayBasis::hourly);
  std::vector<std::pair<std::size_t, std::int64_t>> all = premium_givers;
  if (by_time) {
    auto [ignored, basic_giver] = draw(FillGroup::ordinary, true);
    (void)ignored;
    all.insert(all.begin(), basic_giver.begin(), basic_giver.end());
  }
  fill(FillGroup::premium);
  settle(before_premium, all);
}

void BatchChecker::look_closer(Grain grain, Chunk& out) {
  const std::vector<std::uint8_t>& closer = closer_[at(grain)];
  const std::vector<worktime::Span>& spans = spans_of(*plan_->setting, grain);
  for (std::size_t row = 0; row < closer.size(); ++row) {
    if (closer[row] != 0) compare(static_cast<std::uint32_t>(row / spans.size()), grain, row, spans[row % spans.size()], out);
  }
}

// Lines among which money is shared are looked at together; any other by itself.
void BatchChecker::compare(std::uint32_t worker, Grain grain, std::size_t row, const worktime::Span& span, Chunk& out) {
  const std::uint8_t closer = closer_[at(grain)][row];
  for (const std::size_t i : active_) {
    const LinePlan& line = plan_->lines[i];
    Compared& c = compared_[i];
    c.compared = false;
    if (line.compiled.line->grain != grain) continue;
    const bool shared = (closer & kRowShared) && line.group != FillGroup::none;
    if (!(closer & kRowWhole) && !shared && !(columns_[i].state[row] & kCloser)) continue;
    const bool counted = line.compiled.line->role == Role::test && !values_[i].never_applies();
    c = counted ? book(i, grain, row, worker, span, line.compiled.counts, line.counts_slot)
                : book(i, grain, row, worker, span, line.compiled.answers, line.answers_slot);
    if (values_[i].never_applies()) c.due.applies = false;
    else c.due = values_[i].row(row);
    c.compared = true;
  }
  if (grain == Grain::period && plan_->setting->has_payroll && (closer & (kRowShared | kRowWhole))) share_out(row, worker);
  const bool judged = plan_->setting->has_payroll && modes_[at(grain)][row] == Mode::judge;
  for (const std::size_t i : active_) {
    if (!compared_[i].compared) continue;
    columns_[i].verdict[row] = judged ? judge(i, worker, row, span, out) : Verdict::none;
    store(i, row);
  }
}

void BatchChecker::store(std::size_t line, std::size_t row) {
  const Compared& c = compared_[line];
  LineColumns& column = columns_[line];
  unsigned state = 0;
  if (c.due.applies) state |= kApplies;
  if (c.due.known) state |= kDueKnown;
  if (c.due.at_least) state |= kDueAtLeast;
  if (plan_->setting->has_payroll && c.booked_known) state |= kBookedKnown;
  const bool floor = plan_->lines[line].compiled.line->role == Role::test;
  const bool nothing = c.due.applies ? c.booked_micro == 0 && c.due.zero && c.due.known && !c.due.at_least : c.booked_micro == 0 || floor;
  if (!c.due.known && c.due.silent) state |= kSilent;
  else if (nothing) state = 0;
  else state |= kStated;
  column.state[row] = static_cast<std::uint8_t>(state);
  column.due[row] = c.due.known && c.due.applies ? c.due.rounded_micro : 0;
  column.booked[row] = c.booked_known ? c.booked_micro : 0;
}

Verdict BatchChecker::judge(std::size_t i, std::uint32_t worker, std::size_t row, const worktime::Span& span, Chunk& out) {
  const LinePlan& plan = plan_->lines[i];
  const law::Line& line = *plan.compiled.line;
  Compared& c = compared_[i];
  DueRow d = c.due;
  if (!d.applies) {
    if (line.compare != law::Comparison::exactly || c.booked_micro == 0) return Verdict::none;
    d.rounded_micro = 0;
  }
  if (!d.known && d.silent) return Verdict::none;
  const worktime::Setting& s = *plan_->setting;
  const std::uint32_t period = s.period_at(std::min(span.last, s.last_day()));
  if (!d.known || !c.booked_known) {
    Finding& f = finding(worker, span, line.check, Severity::warning, "", out);
    f.currency = plan.compiled.currency;
    if (d.known) f.expected = {d.rounded_micro, true};
    if (c.booked_known) f.found = {c.booked_micro, true};
    f.evidence = reason_text(d.known ? c.reason : d.reason);
    if (!d.known && (f.evidence == "missing:workers.hired_on" || f.evidence == "missing:workers.left_on")) {
      if (const std::string places = outside_places(worker, span); !places.empty()) f.evidence.insert(0, places + ";");
    }
    f.rule = line.name;
    f.pack = plan.pack;
    f.source = plan.source;
    return Verdict::cannot_tell;
  }
  const bool deduction = line.compare == law::Comparison::at_most;
  bool below = false, above = false;
  if (!d.applies) {
    above = c.booked_micro >= plan.compiled.step_micro;
  } else if (c.converted && !c.native_currency.empty()) {
    // Booked in another currency: compared in that currency, with its step.
    const auto rate = facts_.rate_on(plan.compiled.currency, c.native_currency, span.last);
    const Rational due_native = law::detail::rational_at(values_[i].due(), row) * Rational(rate->numerator, rate->denominator) * 1000000;
    const Rational gap = due_native - c.booked_native;
    const Rational step = due::silent_step_micro(c.native_currency);
    below = gap >= step;
    above = -gap >= step;
  } else {
    below = values_[i].short_by(row, c.booked_micro, plan.compiled.step_micro);
    above = values_[i].over_by(row, c.booked_micro, plan.compiled.step_micro);
  }
  const bool broken = (line.compare == law::Comparison::at_least && below) || (line.compare == law::Comparison::exactly && (below || above)) || (deduction && above);
  if (d.zero && c.booked_micro == 0 && !d.at_least && !broken) return Verdict::none;
  if (!broken && !d.at_least) return Verdict::met;
  const bool doubtful = d.uncertain || (!broken && d.at_least);
  Finding& f = finding(worker, span, line.check, doubtful ? Severity::warning : severity_of(line.check, &line, below), "", out);
  f.currency = plan.compiled.currency;
  f.expected = {d.rounded_micro, true};
  f.found = {c.booked_micro, true};
  const std::int64_t gap = d.rounded_micro - c.booked_micro;
  f.difference = {deduction ? -gap : gap, broken};
  f.rule = line.name;
  f.pack = plan.pack;
  f.source = plan.source;
  const std::int64_t amount = gap > 0 ? gap : (deduction ? -gap : 0);
  if (broken && amount != 0) columns_[i].gaps.emplace_back(row, amount);
  if (period != kNoRow) put_evidence(worker, period, line.role == Role::test ? plan.compiled.counts : plan.compiled.answers, f.evidence);
  if (d.at_least) {
    if (!f.evidence.empty()) f.evidence += ';';
    f.evidence += reason_text(d.reason);
  }
  return broken ? Verdict::broken : Verdict::cannot_tell;
}

}  // namespace wageproof::reconcile
