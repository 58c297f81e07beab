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

namespace {

constexpr std::size_t kIdDigits = 16;

std::array<char, 64> digits_of(std::string_view employer, std::string_view worker, std::int32_t first, bool has_period, std::string_view check,
                               std::string_view rule, std::string_view subject) {
  quantity::Sha256 hash;
  hash.update(employer);
  hash.update("\x1f");
  hash.update(worker);
  hash.update("\x1f");
  if (has_period) hash.update(quantity::to_text(quantity::Date::from_serial(first)));
  for (const std::string_view part : {check, rule, subject}) {
    hash.update("\x1f");
    hash.update(part);
  }
  return hash.finish_digits();
}

}  // namespace

std::string finding_id(std::string_view employer, std::string_view worker, std::int32_t first, bool has_period, std::string_view check,
                       std::string_view rule, std::string_view subject) {
  return {digits_of(employer, worker, first, has_period, check, rule, subject).data(), kIdDigits};
}

void name_finding(Finding& f, const records::Dataset& data) {
  f.id.assign(digits_of(data.strings.view(f.employer), f.worker, f.first, f.has_period, f.check, f.rule, f.subject).data(), kIdDigits);
}

void sort_findings(std::vector<Finding>& findings) {
  if (std::is_sorted(findings.begin(), findings.end(), comes_before)) return;
  constexpr std::size_t kFew = 64;
  if (findings.size() > kFew) return std::stable_sort(findings.begin(), findings.end(), comes_before);
  // Few are ordered by their numbers, without memory beside them; then each goes to its place.
  std::array<std::uint8_t, kFew> order{};
  for (std::size_t i = 0; i < findings.size(); ++i) {
    std::size_t at = i;
    for (; at > 0 && comes_before(findings[i], findings[order[at - 1]]); --at) order[at] = order[at - 1];
    order[at] = static_cast<std::uint8_t>(i);
  }
  for (std::size_t start = 0; start < findings.size(); ++start) {
    if (order[start] == start) continue;
    Finding moved = std::move(findings[start]);
    std::size_t at = start;
    while (order[at] != start) {
      const std::size_t from = order[at];
      findings[at] = std::move(findings[from]);
      order[at] = static_cast<std::uint8_t>(at);
      at = from;
    }
    findings[at] = std::move(moved);
    order[at] = static_cast<std::uint8_t>(at);
  }
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
  if (out.spent.empty()) {
    out.findings.emplace_back();
  } else {
    // What was told of before leaves the memory of its texts.
    out.findings.push_back(std::move(out.spent.back()));
    out.spent.pop_back();
  }
  Finding& f = out.findings.back();
  for (std::string* text : {&f.id, &f.currency, &f.pack, &f.rule, &f.source, &f.evidence}) text->clear();
  f.has_period = true;
  f.expected = f.found = f.difference = {};
  f.unit = AmountUnit::money;
  f.employer = s.employer.id;
  f.worker = s.data->strings.view(s.index->worker_id(batch_.first_worker() + worker));
  f.first = span.first;
  f.last = span.last;
  f.check = check;
  f.severity = severity;
  f.subject = subject;
  return f;
}

void BatchChecker::add_place(TableKind table, std::uint32_t row, std::string& text) const {
  const DataTable& t = (*plan_->setting->data)[table];
  if (!text.empty()) text += ';';
  text += plan_->setting->data->files[t.file[row]].name;
  text += ':';
  text += std::to_string(t.line[row]);
}

std::string BatchChecker::place(TableKind table, std::uint32_t row) const {
  std::string text;
  add_place(table, row, text);
  return text;
}

void BatchChecker::put_evidence(std::uint32_t worker, std::size_t period, const std::string& patterns, std::string& text) const {
  text.clear();
  for (const std::uint32_t row : bookings_.rows_of(batch_, worker, period, patterns)) add_place(TableKind::payroll, row, text);
}

std::string BatchChecker::outside_places(std::uint32_t worker, const worktime::Span& span) const {
  const worktime::Setting& s = *plan_->setting;
  std::string text;
  if (!batch_.any_outside()) return text;
  for (std::int32_t day = std::max(span.first, s.first_day); day <= std::min(span.last, s.last_day()); ++day) {
    if (!worktime::is_outside_employment(batch_.bits()[static_cast<std::size_t>(worker) * s.days + s.day_index(day)])) continue;
    add_time_places(worker, day, text);
  }
  return text;
}

std::string BatchChecker::time_places(std::uint32_t worker, std::int32_t day) const {
  std::string text;
  add_time_places(worker, day, text);
  return text;
}

void BatchChecker::add_time_places(std::uint32_t worker, std::int32_t day, std::string& text) const {
  const worktime::Setting& s = *plan_->setting;
  const std::size_t before = text.size();
  const auto put = [&](TableKind table, int date_field, bool stamp) {
    const DataTable& t = (*s.data)[table];
    for (const std::uint32_t row : s.index->rows(table, batch_.first_worker() + worker)) {
      const std::int64_t date = stamp ? (t.wide(date_field, row) - (t.wide(date_field, row) < 0 ? 86399 : 0)) / 86400 : t.narrow(date_field, row);
      if (date == day) add_place(table, row, text);
    }
  };
  put(TableKind::time, field::time::date, false);
  if (text.size() == before) put(TableKind::punches, field::punches::at, true);
  if (text.size() == before) put(TableKind::hours, field::hours::date, false);
}

}  // namespace wageproof::reconcile
