// Results row by row.
#include <functional>
#include <span>

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

/// What every accessor does: looks at what it is given, finds the row, fills it.
/// @param rows  gives the result's rows
/// @param fill  called with the dataset, the row and what it becomes
template <class Row, class Rows, class Fill>
wageproof_status give_row(const wageproof_result* result, std::uint64_t index, Row* out, wageproof_error* error, Rows&& rows, Fill&& fill) {
  return guarded(error, [&]() -> Status {
    if (result == nullptr) return refused("result: expected a handle of wageproof_check, found null");
    if (out == nullptr) return refused("out: expected where to put the row, found null");
    const auto& all = std::invoke(rows, *result->result);
    if (index >= all.size()) return {StatusCode::out_of_range, "row " + std::to_string(index) + " of " + std::to_string(all.size())};
    Row filled{};
    fill(*result->data, all[index], filled);
    return give_sized(filled, out);
  });
}

}  // namespace

extern "C" {

wageproof_status wageproof_result_totals(const wageproof_result* result, wageproof_totals* out, wageproof_error* error) {
  const auto itself = [](const reconcile::Result& r) { return std::span(&r, 1); };
  return give_row(result, 0, out, error, itself, [&](const records::Dataset& data, const reconcile::Result& from, wageproof_totals& to) {
    to.employers = from.employers;
    to.workers = from.workers;
    to.worker_periods = from.worker_periods;
    to.worker_days = from.worker_days;
    for (const reconcile::Finding& finding : from.findings) {
      switch (finding.severity) {
        case reconcile::Severity::breach: ++to.breaches; break;
        case reconcile::Severity::discrepancy: ++to.discrepancies; break;
        case reconcile::Severity::warning: ++to.warnings; break;
        case reconcile::Severity::notice: ++to.notices; break;
      }
    }
    to.lines = from.lines.size();
    to.findings = from.findings.size();
    to.checks = from.checks.size();
    to.balances = from.balances.size();
    to.matches = from.matches.size();
    to.rejects = data.rejects.size();
  });
}

wageproof_status wageproof_result_line(const wageproof_result* result, uint64_t index, wageproof_line* out, wageproof_error* error) {
  return give_row(result, index, out, error, &reconcile::Result::lines, [&](const records::Dataset& data, const reconcile::LineRow& from, wageproof_line& to) {
    to.employer_id = as_c(data.strings.view(from.employer));
    to.worker_id = as_c(data.strings.view(from.worker));
    to.line = as_c(result->result->names[from.name]);
    to.currency = as_c(result->result->names[from.currency_name]);
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
  return give_row(result, index, out, error, &reconcile::Result::findings, [&](const records::Dataset& data, const reconcile::Finding& from, wageproof_finding& to) {
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
  return give_row(result, index, out, error, &reconcile::Result::checks, [&](const records::Dataset& data, const reconcile::CheckRow& from, wageproof_check_row& to) {
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
    // A sum beyond 64 bits stands in the tables only.
    const bool held = quantity::detail::fits_int64(from.amount_micro);
    to.amount = as_c({held ? static_cast<std::int64_t>(from.amount_micro) : 0, held && !from.currency.empty()});
  });
}

wageproof_status wageproof_result_balance(const wageproof_result* result, uint64_t index, wageproof_balance* out, wageproof_error* error) {
  return give_row(result, index, out, error, &reconcile::Result::balances, [&](const records::Dataset& data, const reconcile::BalanceRow& from, wageproof_balance& to) {
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
  return give_row(result, index, out, error, &reconcile::Result::matches, [&](const records::Dataset& data, const reconcile::MatchRow& from, wageproof_match& to) {
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
  return give_row(result, index, out, error, [&](const reconcile::Result&) -> const std::vector<records::Reject>& { return result->data->rejects; }, [&](const records::Dataset& data, const records::Reject& from, wageproof_reject& to) {
    to.employer_id = as_c(data.strings.view(from.employer));
    if (from.file < data.files.size()) to.file = as_c(data.files[from.file].name);
    to.column = as_c(from.column);
    to.value = as_c(from.value);
    to.reason = as_c(from.reason);
    to.line = from.line;
  });
}

}  // extern "C"
