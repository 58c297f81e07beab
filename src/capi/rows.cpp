// Results row by row.
#include "capi/guard.hpp"
#include "capi/handles.hpp"
#include "report/figures.hpp"

using namespace wageproof;
using namespace wageproof::capi;

namespace {

using capi::as_c;

wageproof_figure as_c(const reconcile::Figure& figure) noexcept {
  return {figure.given ? figure.value : 0, figure.given ? 1 : 0};
}

/// Looks at what every accessor is given, then fills its row.
template <class Row, class Fill>
wageproof_status row(const wageproof_result* result, std::uint64_t index, std::size_t count, Row* out, wageproof_error* error, Fill&& fill) {
  return guarded(error, [&]() -> Status {
    if (out == nullptr) return refused("out: expected where to put the row, found null");
    if (index >= count) return {StatusCode::out_of_range, "row " + std::to_string(index) + " of " + std::to_string(count)};
    Row filled{};
    fill(*result->result, *result->data, filled);
    return give_sized(filled, out);
  });
}

wageproof_status no_result(wageproof_error* error) {
  return guarded(error, [] { return refused("result: expected a handle of wageproof_check, found null"); });
}

}  // namespace

extern "C" {

wageproof_status wageproof_result_totals(const wageproof_result* result, wageproof_totals* out, wageproof_error* error) {
  if (result == nullptr) return no_result(error);
  return row(result, 0, 1, out, error, [&](const reconcile::Result& r, const records::Dataset& data, wageproof_totals& to) {
    to.employers = r.employers;
    to.workers = r.workers;
    to.worker_periods = r.worker_periods;
    to.worker_days = r.worker_days;
    for (const reconcile::Finding& finding : r.findings) {
      switch (finding.severity) {
        case reconcile::Severity::breach: ++to.breaches; break;
        case reconcile::Severity::discrepancy: ++to.discrepancies; break;
        case reconcile::Severity::warning: ++to.warnings; break;
        case reconcile::Severity::notice: ++to.notices; break;
      }
    }
    to.lines = r.lines.size();
    to.findings = r.findings.size();
    to.checks = r.checks.size();
    to.balances = r.balances.size();
    to.matches = r.matches.size();
    to.rejects = data.rejects.size();
  });
}

wageproof_status wageproof_result_line(const wageproof_result* result, uint64_t index, wageproof_line* out, wageproof_error* error) {
  if (result == nullptr) return no_result(error);
  return row(result, index, result->result->lines.size(), out, error, [&](const reconcile::Result& r, const records::Dataset& data, wageproof_line& to) {
    const reconcile::LineRow from = r.lines[index];
    to.employer_id = as_c(data.strings.view(from.employer));
    to.worker_id = as_c(data.strings.view(from.worker));
    to.line = as_c(r.names[from.name]);
    to.currency = as_c(r.names[from.currency_name]);
    if (from.law < result->rules->laws.size()) {
      const auto& rule = from.line >= 0 ? result->rules->lines[from.law][static_cast<std::size_t>(from.line)] : result->rules->laws[from.law];
      to.pack = as_c(rule.pack);
      to.source = as_c(rule.source);
    }
    to.period_start = from.first;
    to.period_end = from.last;
    to.quantity_unit = static_cast<wageproof_unit>(from.quantity_unit);
    to.status = static_cast<int32_t>(from.status);
    to.in_due = from.in_due ? 1 : 0;
    to.in_reconciliation = from.in_reconciliation ? 1 : 0;
    to.quantity = as_c(from.quantity);
    to.amount = as_c(from.amount);
    to.booked = as_c(from.booked);
    to.difference = as_c(from.difference);
    to.paid = as_c(from.paid);
    to.owed = as_c(from.owed);
  });
}

wageproof_status wageproof_result_finding(const wageproof_result* result, uint64_t index, wageproof_finding* out, wageproof_error* error) {
  if (result == nullptr) return no_result(error);
  return row(result, index, result->result->findings.size(), out, error, [&](const reconcile::Result& r, const records::Dataset& data, wageproof_finding& to) {
    const reconcile::Finding& from = r.findings[index];
    to.finding_id = as_c(from.id);
    to.employer_id = as_c(data.strings.view(from.employer));
    to.worker_id = as_c(from.worker);
    to.check = as_c(from.check);
    to.currency = as_c(from.currency);
    to.pack = as_c(from.pack);
    to.rule = as_c(from.rule);
    to.source = as_c(from.source);
    to.evidence = as_c(from.evidence);
    to.period_start = from.has_period ? from.first : WAGEPROOF_NO_DATE;
    to.period_end = from.has_period ? from.last : WAGEPROOF_NO_DATE;
    to.severity = static_cast<wageproof_severity>(from.severity);
    to.unit = static_cast<wageproof_unit>(from.unit);
    to.expected = as_c(from.expected);
    to.found = as_c(from.found);
    to.difference = as_c(from.difference);
  });
}

wageproof_status wageproof_result_check(const wageproof_result* result, uint64_t index, wageproof_check_row* out, wageproof_error* error) {
  if (result == nullptr) return no_result(error);
  return row(result, index, result->result->checks.size(), out, error, [&](const reconcile::Result& r, const records::Dataset& data, wageproof_check_row& to) {
    const reconcile::CheckRow& from = r.checks[index];
    to.employer_id = as_c(data.strings.view(from.employer));
    to.check = as_c(from.check);
    to.pack = as_c(from.pack);
    to.rule = as_c(from.rule);
    to.by = as_c(from.by);
    to.group = as_c(from.group);
    to.currency = as_c(from.currency);
    to.period_start = from.first;
    to.period_end = from.last;
    to.tested = from.tested;
    to.met = from.met;
    to.broken = from.broken;
    to.cannot_tell = from.cannot_tell;
    to.amount = as_c({from.amount_micro, !from.currency.empty()});
  });
}

wageproof_status wageproof_result_balance(const wageproof_result* result, uint64_t index, wageproof_balance* out, wageproof_error* error) {
  if (result == nullptr) return no_result(error);
  return row(result, index, result->result->balances.size(), out, error, [&](const reconcile::Result& r, const records::Dataset& data, wageproof_balance& to) {
    const reconcile::BalanceRow& from = r.balances[index];
    to.employer_id = as_c(data.strings.view(from.employer));
    to.worker_id = as_c(data.strings.view(from.worker));
    to.leave_type = as_c(from.leave_type);
    to.as_of = from.as_of;
    to.earned = as_c(from.earned);
    to.taken = as_c(from.taken);
    to.encashed = as_c(from.encashed);
    to.lapsed = as_c(from.lapsed);
    to.balance = as_c(from.balance);
  });
}

wageproof_status wageproof_result_match(const wageproof_result* result, uint64_t index, wageproof_match* out, wageproof_error* error) {
  if (result == nullptr) return no_result(error);
  return row(result, index, result->result->matches.size(), out, error, [&](const reconcile::Result& r, const records::Dataset& data, wageproof_match& to) {
    const reconcile::MatchRow& from = r.matches[index];
    to.employer_id = as_c(data.strings.view(from.employer));
    to.payment_id = as_c(data.strings.view(from.payment));
    to.worker_id = as_c(data.strings.view(from.worker));
    to.currency = as_c(data.strings.view(from.currency));
    to.status = as_c(report::to_text(from.status));
    to.grade = as_c(report::to_text(from.grade));
    to.matched_by = as_c(index < result->matched_by.size() ? std::string_view(result->matched_by[index]) : from.matched_by);
    if (from.file < data.files.size()) to.file = as_c(data.files[from.file].name);
    to.period_start = from.first;
    to.period_end = from.last;
    to.amount_micro = from.amount_micro;
    to.line = from.line;
  });
}

wageproof_status wageproof_result_reject(const wageproof_result* result, uint64_t index, wageproof_reject* out, wageproof_error* error) {
  if (result == nullptr) return no_result(error);
  return row(result, index, result->data->rejects.size(), out, error, [&](const reconcile::Result&, const records::Dataset& data, wageproof_reject& to) {
    const records::Reject& from = data.rejects[index];
    to.employer_id = as_c(data.strings.view(from.employer));
    if (from.file < data.files.size()) to.file = as_c(data.files[from.file].name);
    to.column = as_c(from.column);
    to.value = as_c(from.value);
    to.reason = as_c(from.reason);
    to.line = from.line;
  });
}

}  // extern "C"
