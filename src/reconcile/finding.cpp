// Findings: identity, severity, and where the evidence lies.
#include <algorithm>
#include <array>

#include "batch_check.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/quantity/sha256.hpp"

namespace wageproof::reconcile {

using records::DataTable;
using records::TableKind;
namespace field = records::field;

std::string finding_id(std::string_view employer, std::string_view worker, std::int32_t first, bool has_period, std::string_view check,
                       std::string_view rule, std::string_view subject) {
  std::string text;
  text.reserve(employer.size() + worker.size() + check.size() + rule.size() + subject.size() + 16);
  text = employer;
  text += '\x1f';
  text += worker;
  text += '\x1f';
  if (has_period) text += quantity::to_text(quantity::Date::from_serial(first));
  for (const std::string_view part : {check, rule, subject}) {
    text += '\x1f';
    text += part;
  }
  return quantity::sha256_hex(text).substr(0, 16);
}

void name_finding(Finding& f, const records::Dataset& data) {
  f.id = finding_id(data.strings.view(f.employer), f.worker, f.first, f.has_period, f.check, f.rule, f.subject);
}

bool comes_before(const Finding& a, const Finding& b) {
  if (a.worker != b.worker) return a.worker < b.worker;
  if (a.first != b.first) return a.first < b.first;
  return a.check != b.check ? a.check < b.check : a.subject < b.subject;
}

Severity severity_of(std::string_view check, const law::Line* line, bool below) {
  if (line != nullptr && !line->severity.empty()) {
    if (line->severity == "discrepancy") return Severity::discrepancy;
    if (line->severity == "warning") return Severity::warning;
    if (line->severity == "notice") return Severity::notice;
    return Severity::breach;
  }
  if (line != nullptr && line->role == law::Role::employer_contribution && !below) return Severity::discrepancy;
  if (check.starts_with("declared_wage.")) return Severity::discrepancy;
  static constexpr std::array<std::string_view, 5> kDiscrepancies{"net_pay", "unknown_worker", "paid_without_work", "worked_without_pay", "hours_mismatch"};
  if (std::find(kDiscrepancies.begin(), kDiscrepancies.end(), check) != kDiscrepancies.end()) return Severity::discrepancy;
  if (check.starts_with("punch_") || check == "time_pattern" || check == "shared_account") return Severity::warning;
  return Severity::breach;
}

Finding& BatchChecker::finding(std::uint32_t worker, const worktime::Span& span, const std::string& check, Severity severity,
                               const std::string& subject, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  Finding f;
  f.employer = s.employer.id;
  f.worker = s.data->strings.view(s.index->worker_id(batch_.first_worker() + worker));
  f.first = span.first;
  f.last = span.last;
  f.check = check;
  f.severity = severity;
  f.subject = subject;
  out.findings.push_back(std::move(f));
  return out.findings.back();
}

std::string BatchChecker::place(TableKind table, std::uint32_t row) const {
  const DataTable& t = (*plan_->setting->data)[table];
  return plan_->setting->data->files[t.file[row]].name + ":" + std::to_string(t.line[row]);
}

std::string BatchChecker::evidence_of(std::uint32_t worker, std::size_t period, const std::string& patterns) const {
  std::string text;
  for (const std::uint32_t row : bookings_.rows_of(batch_, worker, period, patterns)) {
    if (!text.empty()) text += ';';
    text += place(TableKind::payroll, row);
  }
  return text;
}

std::string BatchChecker::outside_places(std::uint32_t worker, const worktime::Span& span) const {
  const worktime::Setting& s = *plan_->setting;
  std::string text;
  if (!batch_.any_outside()) return text;
  for (std::int32_t day = std::max(span.first, s.first_day); day <= std::min(span.last, s.last_day()); ++day) {
    if (!worktime::is_outside_employment(batch_.bits()[static_cast<std::size_t>(worker) * s.days + s.day_index(day)])) continue;
    const std::string places = time_places(worker, day);
    if (!text.empty() && !places.empty()) text += ';';
    text += places;
  }
  return text;
}

std::string BatchChecker::time_places(std::uint32_t worker, std::int32_t day) const {
  const worktime::Setting& s = *plan_->setting;
  std::string text;
  const auto put = [&](TableKind table, int date_field, bool stamp) {
    const DataTable& t = (*s.data)[table];
    for (const std::uint32_t row : s.index->rows(table, batch_.first_worker() + worker)) {
      const std::int64_t date = stamp ? (t.wide(date_field, row) - (t.wide(date_field, row) < 0 ? 86399 : 0)) / 86400 : t.narrow(date_field, row);
      if (date != day) continue;
      if (!text.empty()) text += ';';
      text += place(table, row);
    }
  };
  put(TableKind::time, field::time::date, false);
  if (text.empty()) put(TableKind::punches, field::punches::at, true);
  if (text.empty()) put(TableKind::hours, field::hours::date, false);
  return text;
}

}  // namespace wageproof::reconcile
