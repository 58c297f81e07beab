// Checks of the records themselves: payslips that are not their own sum, pay without work, work without pay, deductions that no law names.
#include <algorithm>
#include <map>

#include "batch_check.hpp"
#include "run.hpp"

namespace wageproof::reconcile {

using due::Booked;
using law::Grain;
using records::TableKind;
using worktime::Span;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

}  // namespace

void BatchChecker::records_of(Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  const std::size_t periods = s.periods.size();
  const std::vector<Mode>& modes = modes_[at(Grain::period)];
  for (std::uint32_t w = 0; w < batch_.count(); ++w) {
    for (std::size_t p = 0; p < periods; ++p) {
      const std::size_t row = w * periods + p;
      if (modes[row] == Mode::skip) continue;
      if (s.has_attendance) time_record(w, p, s.periods[p], out);
      if (!s.has_payroll) continue;
      const bool unpaid = modes[row] == Mode::state;
      count_record(RecordCheck::worked_without_pay, p, unpaid, unpaid ? net_.pay[row].micro() : 0, out);
      if (unpaid) unpaid_work(w, p, out);
      if (!bookings_.has_payslip(row)) continue;
      own_sums(w, p, s.periods[p], out);
      if (bookings_.at(plan_->deductions_slot, row).rows > 0) unlisted_deductions(w, p, s.periods[p], out);
      if (bookings_.at(plan_->strange_slot, row).rows > 0) strange_contributions(w, p, s.periods[p], out);
      if (s.has_attendance) idle_pay(w, p, out);
    }
  }
}

void BatchChecker::unpaid_work(std::uint32_t worker, std::size_t period, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  Finding& f = finding(worker, s.periods[period], "worked_without_pay", Severity::discrepancy, "", out);
  f.currency = s.data->strings.view(s.currency);
  const std::size_t row = worker * s.periods.size() + period;
  const quantity::MoneySum& pay = net_.pay[row];
  // Nothing of what is due could be told: that is not 0.
  const bool told = pay.is_stated() && (pay.exact() != 0 || net_.unknown[row] == 0);
  f.expected = f.difference = {told ? pay.micro() : 0, told};
  f.found = {0, true};
  f.rule = f.check;
  const law::RowRanges& days = batch_.frame().inside[at(Grain::day)][at(Grain::period)];
  for (std::uint32_t d = days.begin[row]; d < days.end[row] && f.evidence.empty(); ++d) {
    if (batch_.bits()[d] & worktime::kPresent) f.evidence = time_places(worker, batch_.frame().first_date[at(Grain::day)][d]);
  }
}

// Pay for work in a period in which no record shows any.
void BatchChecker::idle_pay(std::uint32_t worker, std::size_t period, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  const Span& span = s.periods[period];
  const std::size_t row = worker * s.periods.size() + period;
  const Booked& booked = bookings_.at(plan_->pay_slot, row);
  const bool told = booked.is_stated();
  bool idle = !(seen_bits_[row] & worktime::kPresent) && (booked.amount_micro > 0 || !told) && payroll_hole_[row] == 0;
  if (idle && !plan_->holes.empty()) {
    for (const TableKind table : {TableKind::time, TableKind::punches, TableKind::hours, TableKind::totals, TableKind::leave}) {
      idle = idle && facts_.hole_in(table, batch_.first_worker() + worker, span.first, span.last) == 0;
    }
  }
  const law::RowRanges& days = batch_.frame().inside[at(Grain::day)][at(Grain::period)];
  for (std::uint32_t d = days.begin[row]; idle && d < days.end[row]; ++d) {
    idle = batch_.leave_micro()[d] == 0 && batch_.unpaid_micro()[d] == 0;
  }
  count_record(RecordCheck::paid_without_work, period, idle, 0, out);
  if (!idle) return;
  Finding& f = finding(worker, span, "paid_without_work", Severity::discrepancy, "", out);
  f.currency = s.data->strings.view(booked.currency);
  f.expected = {0, true};
  f.found = {told ? booked.amount_micro : 0, told};
  f.difference = {told ? -booked.amount_micro : 0, told};
  f.rule = f.check;
  put_evidence(worker, period, plan_->pay_set, f.evidence);
}

// Deductions that the law's list does not name are unlawful whole, unless a line of their own says how much of one is lawful.
void BatchChecker::unlisted_deductions(std::uint32_t worker, std::size_t period, const Span& span, Chunk& out) {
  const law::Deductions& rule = plan_->pack->deductions;
  if (!rule.listed) return;
  const worktime::Setting& s = *plan_->setting;
  const records::DataTable& payroll = (*s.data)[TableKind::payroll];
  std::map<std::string, std::pair<quantity::MoneySum, records::StringId>> taken;
  for (const std::uint32_t r : s.index->rows(TableKind::payroll, batch_.first_worker() + worker)) {
    const std::string_view component = s.data->strings.view(payroll.text(records::field::payroll::component, r));
    if (!component.starts_with("deduction.") || s.period_at(payroll.narrow(records::field::payroll::period_end, r)) != period) continue;
    const std::string name(component.substr(10));
    const bool lawful = std::any_of(rule.lawful.begin(), rule.lawful.end(), [&](const std::string& p) { return due::matches_component(p, name); });
    const bool own_line = std::any_of(plan_->lines.begin(), plan_->lines.end(), [&](const LinePlan& l) { return l.compiled.line->name == "unlawful_deduction." + name; });
    if (lawful || own_line) continue;
    auto& [amount, currency] = taken[name];
    amount += payroll.wide(records::field::payroll::amount, r);
    currency = payroll.text(records::field::payroll::currency, r);
  }
  for (const auto& [name, sum] : taken) {
    const auto& [exact, currency] = sum;
    if (exact.exact() <= 0) continue;
    const std::int64_t amount = exact.micro();
    const bool told = exact.is_stated();
    const bool uncertain = rule.provenance.confidence == law::Confidence::uncertain;
    Finding& f = finding(worker, span, "unlawful_deduction." + name, uncertain ? Severity::warning : Severity::breach, "", out);
    f.currency = s.data->strings.view(currency == 0 ? s.currency : currency);
    f.expected = {0, true};
    f.found = f.difference = {amount, told};
    f.rule = "deductions";
    f.pack = rule.provenance.origin.empty() ? plan_->pack->id : rule.provenance.origin;
    f.source = sources_of(*plan_->pack, rule.provenance);
    put_evidence(worker, period, "deduction." + name, f.evidence);
    if (!told) net_.unknown[worker * s.periods.size() + period] = 1;
    std::int64_t moved = 0;
    if (told && in_currency(amount, f.currency, s.data->strings.view(s.currency), span.last, moved)) net_.unlawful[worker * s.periods.size() + period] += moved;
  }
}

// Booked for a scheme of which the law makes no such share due: due is nothing. Taken from the worker it is a breach.
void BatchChecker::strange_contributions(std::uint32_t worker, std::size_t period, const Span& span, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  const records::DataTable& payroll = (*s.data)[TableKind::payroll];
  std::map<std::string, std::pair<quantity::MoneySum, records::StringId>> taken;
  for (const std::uint32_t r : bookings_.rows_of(batch_, worker, period, plan_->strange_set)) {
    auto& [amount, currency] = taken[std::string(s.data->strings.view(payroll.text(records::field::payroll::component, r)))];
    amount += payroll.wide(records::field::payroll::amount, r);
    currency = payroll.text(records::field::payroll::currency, r);
  }
  for (const auto& [component, sum] : taken) {
    const auto& [amount, currency] = sum;
    if (amount.exact() <= 0) continue;
    Finding& f = finding(worker, span, component, component.ends_with(".employee") ? Severity::breach : Severity::discrepancy, "", out);
    f.currency = s.data->strings.view(currency == 0 ? s.currency : currency);
    f.expected = {0, true};
    f.found = {amount.micro(), amount.is_stated()};
    f.difference = {-amount.micro(), amount.is_stated()};
    f.rule = "no_such_contribution";
    f.pack = plan_->pack->id;
    put_evidence(worker, period, component, f.evidence);
  }
}

// The payslip's net and gross are its own sums.
void BatchChecker::own_sums(std::uint32_t worker, std::size_t period, const Span& span, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  const std::size_t row = worker * s.periods.size() + period;
  const bool has_net = bookings_.at(plan_->net_slot, row).rows > 0, has_gross = bookings_.at(plan_->gross_slot, row).rows > 0;
  if ((!has_net && !has_gross) || payroll_hole_[row] != 0) return;
  bool told = true;
  const auto sum = [&](int slot, const std::string& set) { return booked_in_own_currency(worker, period, slot, set, told); };
  using law::detail::Int128;
  const Int128 earned = sum(plan_->earned_slot, plan_->earned_set), taken = sum(plan_->taken_slot, plan_->taken_set);
  const Int128 net = sum(plan_->net_slot, plan_->net_set), gross = sum(plan_->gross_slot, plan_->gross_set);
  const Int128 in_kind = sum(plan_->in_kind_slot, plan_->in_kind_set);
  const std::int64_t step = due::silent_step_micro(s.data->strings.view(s.currency));
  const auto differs = [&](Int128 a, Int128 b) { return a - b >= step || b - a >= step; };
  const bool net_wrong = has_net && told && differs(earned - taken, net);
  const bool gross_wrong = has_gross && told && differs(earned, gross) && differs(earned + in_kind, gross);
  const Int128 wanted = net_wrong ? earned - taken : earned, stated = net_wrong ? net : gross;
  count_record(RecordCheck::net_pay, period, net_wrong || gross_wrong, net_wrong || gross_wrong ? wanted - stated : 0, out);
  if (!net_wrong && !gross_wrong) return;
  quantity::MoneySum own;
  own += wanted;
  Finding& f = finding(worker, span, "net_pay", Severity::discrepancy, "", out);
  f.currency = s.data->strings.view(s.currency);
  f.expected = {own.micro(), own.is_stated()};
  f.found = {static_cast<std::int64_t>(stated), true};
  f.difference = {own.is_stated() ? own.micro() - f.found.value : 0, own.is_stated()};
  f.rule = f.check;
  put_evidence(worker, period, net_wrong ? "net" : "gross", f.evidence);
}

}  // namespace wageproof::reconcile
