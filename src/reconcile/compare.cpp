// A payslip against the lines of the law: money handed out in the format's order, each line judged, each row written.
#include <algorithm>

#include "batch_check.hpp"
#include "wageproof/law/detail/aggregate.hpp"
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

std::int64_t divide_half_away(Int128 n, Int128 d) {
  const bool negative = (n < 0) != (d < 0);
  if (n < 0) n = -n;
  if (d < 0) d = -d;
  const Int128 q = (n + d / 2) / d;
  return static_cast<std::int64_t>(negative ? -q : q);
}

}  // namespace

bool BatchChecker::in_currency(std::int64_t amount, std::string_view from, std::string_view to, std::int32_t day, std::int64_t& out) const {
  const auto rate = facts_.rate_on(from, to, day);
  if (!rate) return false;
  out = divide_half_away(static_cast<Int128>(amount) * rate->numerator, rate->denominator);
  return true;
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
  for (std::size_t p = first; p < end && slot >= 0; ++p) {
    const due::Booked& b = bookings_.at(slot, p);
    if (b.rows == 0) continue;
    c.has_own = true;
    if (!b.mixed && b.currency == plan_->lines[line].currency) {
      c.booked_micro += b.amount_micro;
      continue;
    }
    const std::string_view currency = s.data->strings.view(b.currency);
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
      c.booked_micro += moved;
    }
    c.native_currency = b.mixed || end - first > 1 ? std::string() : std::string(currency);
    c.booked_native = b.amount_micro;
  }
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
  std::int64_t left = 0;
  std::size_t basic = plan_->lines.size();
  const auto surplus_of = [&](std::size_t i) -> std::int64_t {
    const Compared& c = compared_[i];
    if (!c.has_own || !c.booked_known || !c.due.known) return 0;
    const std::int64_t wanted = c.due.applies ? c.due.rounded_micro : 0;
    return std::max<std::int64_t>(0, c.booked_micro - wanted);
  };
  const auto fill = [&](FillGroup group) {
    for (const std::size_t i : plan_->fill_order) {
      if (plan_->lines[i].group != group) continue;
      Compared& c = compared_[i];
      if (c.has_own || !c.compared || !c.due.known || !c.due.applies || left <= 0) continue;
      const std::int64_t given = std::min(left, std::max<std::int64_t>(0, c.due.rounded_micro));
      c.booked_micro = given;
      left -= given;
    }
  };
  // What each line gives away is taken off its own booked figure, so that the sum of booked stays the payslip's.
  const auto draw = [&](FillGroup group, bool only_basic) {
    std::int64_t before = left;
    std::vector<std::pair<std::size_t, std::int64_t>> givers;
    for (const std::size_t i : plan_->fill_order) {
      if (plan_->lines[i].group != group || (only_basic && i != basic)) continue;
      const std::int64_t extra = surplus_of(i);
      if (extra > 0) givers.emplace_back(i, extra);
      left += extra;
    }
    return std::pair(before, givers);
  };
  const auto settle = [&](std::int64_t kept_before, const std::vector<std::pair<std::size_t, std::int64_t>>& givers) {
    std::int64_t unused = left - kept_before;
    for (auto it = givers.rbegin(); it != givers.rend(); ++it) {
      const std::int64_t stays = std::clamp<std::int64_t>(unused, 0, it->second);
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

void BatchChecker::compare(std::uint32_t worker, Grain grain, std::size_t row, const worktime::Span& span, bool judged, Chunk& out) {
  bool any = false;
  for (const std::size_t i : active_) {
    const LinePlan& line = plan_->lines[i];
    compared_[i].compared = false;
    if (line.compiled.line->grain != grain) continue;
    const bool test = line.compiled.line->role == Role::test;
    if (values_[i].never_applies()) {
      compared_[i] = book(i, grain, row, worker, span, line.compiled.answers, line.answers_slot);
      compared_[i].due.applies = false;
    } else {
      compared_[i] = test ? book(i, grain, row, worker, span, line.compiled.counts, line.counts_slot)
                          : book(i, grain, row, worker, span, line.compiled.answers, line.answers_slot);
      compared_[i].due = values_[i].row(row);
    }
    compared_[i].compared = true;
    any = true;
  }
  if (!any) return;
  span_row_ = row;
  if (grain == Grain::period && plan_->setting->has_payroll) share_out(row, worker);
  const worktime::Setting& s = *plan_->setting;
  const std::size_t spans = spans_of(grain);
  for (const std::size_t i : active_) {
    if (!compared_[i].compared || plan_->lines[i].compiled.line->grain != grain) continue;
    if (judged && s.has_payroll) judge(i, worker, row, span, row % spans, out);
    write_line(i, worker, row, span, s.has_payroll, out);
    add_to_net(i, span);
  }
}

void BatchChecker::judge(std::size_t i, std::uint32_t worker, std::size_t row, const worktime::Span& span, std::size_t span_index, Chunk& out) {
  const LinePlan& plan = plan_->lines[i];
  const law::Line& line = *plan.compiled.line;
  Compared& c = compared_[i];
  DueRow d = c.due;
  if (!d.applies) {
    if (line.compare != law::Comparison::exactly || c.booked_micro == 0) return;
    d.rounded_micro = 0;
  }
  if (!d.known && d.silent) return;
  const worktime::Setting& s = *plan_->setting;
  const std::uint32_t period = s.period_at(std::min(span.last, s.last_day()));
  Counter& count = counter(i, span_index, out);
  if (!d.known || !c.booked_known) {
    ++count.tested;
    ++count.cannot_tell;
    Finding& f = finding(worker, span, line.check, Severity::warning, "", out);
    f.currency = plan.compiled.currency;
    if (d.known) f.expected = {d.rounded_micro, true};
    if (c.booked_known) f.found = {c.booked_micro, true};
    f.evidence = reason_text(d.known ? c.reason : d.reason);
    f.rule = line.name;
    f.pack = plan.pack;
    f.source = plan.source;
    return;
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
  if (d.zero && c.booked_micro == 0 && !d.at_least && !broken) return;
  ++count.tested;
  if (!broken && !d.at_least) {
    ++count.met;
    return;
  }
  const bool doubtful = d.uncertain || (!broken && d.at_least);
  if (!broken) ++count.cannot_tell;
  else ++count.broken;
  Finding& f = finding(worker, span, line.check, doubtful ? Severity::warning : severity_of(line.check, &line, below), "", out);
  f.currency = plan.compiled.currency;
  f.expected = {d.rounded_micro, true};
  f.found = {c.booked_micro, true};
  const std::int64_t gap = d.rounded_micro - c.booked_micro;
  f.difference = {deduction ? -gap : gap, broken};
  f.rule = line.name;
  f.pack = plan.pack;
  f.source = plan.source;
  if (broken) count.amount_micro += gap > 0 ? gap : (deduction ? -gap : 0);
  if (period != kNoRow) f.evidence = evidence_of(worker, period, line.role == Role::test ? plan.compiled.counts : plan.compiled.answers);
  if (d.at_least) {
    if (!f.evidence.empty()) f.evidence += ';';
    f.evidence += reason_text(d.reason);
  }
}

void BatchChecker::write_line(std::size_t i, std::uint32_t worker, std::size_t row, const worktime::Span& span, bool reconciled, Chunk& out) {
  const LinePlan& plan = plan_->lines[i];
  const Compared& c = compared_[i];
  const worktime::Setting& s = *plan_->setting;
  if (!c.due.known && c.due.silent) return;
  const bool nothing = (c.due.zero || !c.due.applies) && c.booked_micro == 0 && c.due.known && !c.due.at_least;
  if (nothing) return;
  if (!c.due.applies && c.booked_micro == 0) return;
  LineRow l;
  l.employer = s.employer.id;
  l.worker = s.index->worker_id(batch_.first_worker() + worker);
  l.first = span.first;
  l.last = span.last;
  l.name = plan.name;
  l.law = plan_->law;
  l.line = static_cast<std::int32_t>(i);
  l.currency_name = plan.currency_name;
  l.status = !c.due.known ? Status::unknown : (c.due.at_least ? Status::at_least : Status::known);
  if (c.due.known) l.amount = {c.due.applies ? c.due.rounded_micro : 0, true};
  const law::detail::Values* quantity = c.due.applies ? values_[i].quantity() : nullptr;
  if (quantity != nullptr && quantity->has_value(row)) {
    const law::detail::SmallRatio q = law::detail::small_ratio(*quantity, row);
    const bool days = plan.compiled.line->quantity_unit == "days";
    l.quantity_unit = days ? AmountUnit::days : (plan.compiled.line->quantity_unit == "count" ? AmountUnit::count : AmountUnit::minutes);
    if (q.fits && q.denominator == 1) l.quantity = {days ? q.numerator * 1000000 : q.numerator, true};
    else if (q.fits) l.quantity = {days ? divide_half_away(static_cast<Int128>(q.numerator) * 1000000, q.denominator) : divide_half_away(q.numerator, q.denominator), true};
  }
  l.in_due = true;
  if (reconciled) {
    l.in_reconciliation = true;
    if (c.booked_known) l.booked = {c.booked_micro, true};
    if (c.booked_known && c.due.known) l.difference = {l.amount.value - c.booked_micro, true};
  }
  out.lines.push_back(l);
}

}  // namespace wageproof::reconcile
