// Checking a dataset: batches handed to threads, results put together in order.
#include "wageproof/reconcile/check.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>

#include "decrees.hpp"
#include "integrity/time_patterns.hpp"
#include "payments/money_trail.hpp"
#include "records/threads.hpp"
#include "rounding.hpp"
#include "run.hpp"

namespace wageproof::reconcile {

using quantity::StatusCode;
using records::TableKind;

namespace {

constexpr std::uint32_t kFewWorkers = 128, kManyWorkers = 512;  // of a batch, at most, by the size of the employer
constexpr std::uint32_t kDaysPerBatch = 1U << 14;  // columns of one batch stay in the processor's cache

}  // namespace

CheckRow count_row(const EmployerPlan& plan, std::size_t i, const worktime::Span& span) {
  const law::Line& line = *plan.lines[i].compiled.line;
  CheckRow row;
  row.employer = plan.setting->employer.id;
  row.check = line.check;
  row.rule = line.name;
  row.pack = plan.lines[i].pack;
  row.first = span.first;
  row.last = span.last;
  if (line.role != law::Role::limit || line.unit == "money") row.currency = plan.lines[i].compiled.currency;
  return row;
}

CheckRow count_row(const EmployerPlan& plan, RecordCheck check, const worktime::Span& period) {
  CheckRow row;
  row.employer = plan.setting->employer.id;
  row.check = row.rule = kRecordChecks[static_cast<std::size_t>(check)];
  row.first = period.first;
  row.last = period.last;
  if (!row.check.starts_with("punch_")) row.currency = plan.setting->data->strings.view(plan.setting->currency);
  return row;
}

void set_counts(CheckRow& row, const Counter& sum) {
  row.tested = sum.tested;
  row.met = sum.met;
  row.broken = sum.broken;
  row.cannot_tell = sum.cannot_tell;
  row.amount_micro = sum.amount_micro;
}

namespace {

// Findings in the order of the format. Those of batches, the first `of_batches`, mostly stand in it.
void put_in_order(std::span<Finding> findings, std::size_t of_batches) {
  const auto later = findings.begin() + static_cast<std::ptrdiff_t>(of_batches);
  if (!std::is_sorted(findings.begin(), later, comes_before)) {
    std::stable_sort(findings.begin(), findings.end(), comes_before);
    return;
  }
  std::stable_sort(later, findings.end(), comes_before);
  std::inplace_merge(findings.begin(), later, findings.end(), comes_before);
}

}  // namespace

// Rows that name a worker whom the workers table does not have: one finding a worker and period.
void Run::add_strays(const EmployerPlan& plan, std::vector<Finding>& findings) const {
  const worktime::Setting& s = *plan.setting;
  std::map<std::pair<std::string, std::uint32_t>, std::string> evidence;
  std::map<std::pair<std::string, std::uint32_t>, bool> rejected;
  for (const records::StrayRow& stray : index_.strays()) {
    if (stray.employer != s.employer.id || stray.table == TableKind::workers) continue;
    const records::DataTable& t = data_[stray.table];
    std::int32_t day = s.first_day;
    namespace f = records::field;
    switch (stray.table) {
      case TableKind::payroll: day = t.narrow(f::payroll::period_end, stray.row); break;
      case TableKind::time: day = t.narrow(f::time::date, stray.row); break;
      case TableKind::hours: day = t.narrow(f::hours::date, stray.row); break;
      case TableKind::punches: day = static_cast<std::int32_t>(t.wide(f::punches::at, stray.row) / 86400); break;
      case TableKind::totals: day = t.narrow(f::totals::end, stray.row); break;
      case TableKind::leave: day = t.narrow(f::leave::date, stray.row); break;
      case TableKind::pieces: day = t.narrow(f::pieces::date, stray.row); break;
      case TableKind::payments:
        day = t.narrow(f::payments::period_end, stray.row);
        if (day == records::kNone32) day = t.narrow(f::payments::paid_on, stray.row);
        break;
      case TableKind::remittances: day = t.narrow(f::remittances::period_end, stray.row); break;
      default: break;
    }
    const std::uint32_t period = s.period_at(day);
    if (period == law::kNoRow || !s.periods[period].reported) continue;
    const std::pair key{std::string(data_.strings.view(stray.worker)), period};
    std::string& text = evidence[key];
    if (text.size() < 400) text += (text.empty() ? "" : ";") + data_.files[t.file[stray.row]].name + ":" + std::to_string(t.line[stray.row]);
    rejected[key] = std::any_of(data_.rejects.begin(), data_.rejects.end(), [&](const records::Reject& r) {
      return r.table == TableKind::workers && r.worker == stray.worker && stray.worker != 0;
    });
  }
  for (const auto& [key, text] : evidence) {
    Finding f;
    f.employer = s.employer.id;
    f.worker = key.first;
    f.first = s.periods[key.second].first;
    f.last = s.periods[key.second].last;
    f.check = "unknown_worker";
    f.rule = f.check;
    f.unit = AmountUnit::count;
    // Terms that were there and could not be read are a hole, not a stranger.
    f.severity = rejected[key] ? Severity::warning : Severity::discrepancy;
    f.evidence = rejected[key] ? text + ";missing:workers.worker_id" : text;
    findings.push_back(std::move(f));
  }
}

void Run::add_counts(const EmployerPlan& plan, const std::vector<Chunk>& chunks, Result& out) const {
  const worktime::Setting& s = *plan.setting;
  for (std::size_t i = 0; i < plan.lines.size(); ++i) {
    const law::Line& line = *plan.lines[i].compiled.line;
    const std::vector<worktime::Span>& spans = counted_spans(s, line);
    for (std::size_t k = 0; k < spans.size(); ++k) {
      Counter sum;
      for (const Chunk& c : chunks) {
        if (i < c.counters.size() && k < c.counters[i].size()) sum += c.counters[i][k];
      }
      if (sum.tested == 0) continue;
      out.checks.push_back(count_row(plan, i, spans[k]));
      set_counts(out.checks.back(), sum);
    }
  }
  for (std::size_t check = 0; check < std::size(kRecordChecks); ++check) {
    for (std::size_t k = 0; k < s.periods.size(); ++k) {
      Counter sum;
      for (const Chunk& c : chunks) {
        if (!c.record_counters[check].empty()) sum += c.record_counters[check][k];
      }
      if (sum.tested == 0) continue;
      out.checks.push_back(count_row(plan, static_cast<RecordCheck>(check), s.periods[k]));
      set_counts(out.checks.back(), sum);
    }
  }
  std::map<std::tuple<std::size_t, std::size_t, std::size_t, std::string>, Counter> grouped;
  for (const Chunk& c : chunks) {
    for (const auto& [key, own] : c.grouped) grouped[key] += own;
  }
  for (const auto& [key, sum] : grouped) {
    const auto& [line, span, by, group] = key;
    CheckRow row = count_row(plan, line, counted_spans(s, *plan.lines[line].compiled.line)[span]);
    set_counts(row, sum);
    row.by = plan.by[by];
    row.group = group;
    out.checks.push_back(std::move(row));
  }
}

Outcome Run::execute(Result& out) {
  struct Task {
    std::size_t employer;
    std::uint32_t first, count;
  };
  std::vector<Task> tasks;
  std::uint64_t workers = 0;
  for (std::size_t e = 0; e < employers_.size(); ++e) {
    const worktime::Setting& s = *employers_[e]->setting;
    if (s.periods.empty()) continue;
    // Large batches spread what a batch costs once; a small employer is still cut up for several threads.
    const std::uint32_t most = std::clamp(s.employer.worker_count / 8, kFewWorkers, kManyWorkers);
    const std::uint32_t step = std::clamp(kDaysPerBatch / std::max(s.days, 1U), 1U, most);
    for (std::uint32_t w = 0; w < s.employer.worker_count; w += step) {
      tasks.push_back({e, s.employer.first_worker + w, std::min(step, s.employer.worker_count - w)});
    }
    workers += s.employer.worker_count;
  }
  std::vector<Chunk> chunks(tasks.size());
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  std::uint64_t done = 0;
  std::mutex progress;
  std::vector<integrity::ClockSigns> signs(employers_.size());
  const auto work = [&] {
    std::unique_ptr<BatchChecker> checker;
    std::optional<integrity::ClockWatch> watch;
    std::size_t of = employers_.size();
    while (!stop) {
      const std::size_t t = next.fetch_add(1);
      if (t >= tasks.size()) return;
      if (of != tasks[t].employer) {
        of = tasks[t].employer;
        checker = std::make_unique<BatchChecker>(*employers_[of]);
        watch.emplace(*employers_[of]->setting, signs[of]);
      }
      checker->run(tasks[t].first, tasks[t].count, chunks[t]);
      watch->see(checker->batch());
      if (!options_.progress && !options_.cancelled) continue;
      const std::lock_guard lock(progress);
      done += tasks[t].count;
      if (options_.progress) options_.progress(done, workers);
      if (options_.cancelled && options_.cancelled()) stop = true;
    }
  };
  const auto threads = static_cast<unsigned>(std::min<std::size_t>(threads_of(options_), std::max<std::size_t>(tasks.size(), 1)));
  records::run_on_threads(threads, work);
  if (stop) return Outcome(StatusCode::invalid_argument, "cancelled");

  out.names = names_;
  out.laws = laws();
  out.as_known_on = options_.as_known_on;
  out.employers = index_.employers().size();
  out.workers = index_.worker_count();
  const bool pays = data_[TableKind::payments].present, remits = data_[TableKind::remittances].present;
  const payments::EmployerRows payment_rows(data_, TableKind::payments);
  std::size_t t = 0;
  RoundingTotals& rounding = rounding_;
  for (std::size_t e = 0; e < employers_.size(); ++e) {
    const std::size_t first_finding = out.findings.size();
    std::vector<Chunk> own;
    for (; t < tasks.size() && tasks[t].employer == e; ++t) own.push_back(std::move(chunks[t]));
    const std::uint32_t base = out.lines.add_places(places_of(*employers_[e]));
    const std::size_t first_line = out.lines.size();
    std::vector<MoneyLine> money;
    std::size_t found = first_finding;
    for (const Chunk& c : own) found += c.findings.size();
    out.findings.reserve(found);
    for (Chunk& c : own) {
      money.insert(money.end(), c.money.begin(), c.money.end());
      out.lines.take(std::move(c.lines), base);
      std::move(c.findings.begin(), c.findings.end(), std::back_inserter(out.findings));
      std::move(c.balances.begin(), c.balances.end(), std::back_inserter(out.balances));
      out.worker_periods += c.worker_periods;
      out.worker_days += c.worker_days;
      out.spans_not_seen += c.spans_not_seen;
    }
    if (!employers_[e]->setting->periods.empty()) add_strays(*employers_[e], out.findings);
    if (!employers_[e]->setting->periods.empty()) add_outside(*employers_[e], out);
    add_counts(*employers_[e], own, out);
    rounding.add(*employers_[e], own);
    name_decrees(*employers_[e]->pack, options_.as_known_on, std::span(out.findings).subspan(first_finding));
    integrity::check_time_patterns(*employers_[e], signs[e], first_finding, threads, out);
    const payments::MoneyInput trail{*employers_[e], options_.evidence, first_line, money, payment_rows.of(employers_[e]->setting->employer.id)};
    if (pays && !employers_[e]->setting->periods.empty()) payments::check_payments(trail, out);
    if (pays) payments::check_batches(*employers_[e], out);
    if (remits && !employers_[e]->setting->periods.empty()) payments::check_remittances(trail, out);
    put_in_order(std::span(out.findings).subspan(first_finding), found - first_finding);
  }
  for (Finding& f : out.findings) {
    if (f.id.empty()) name_finding(f, data_);
  }
  std::stable_sort(out.checks.begin(), out.checks.end(), [&](const CheckRow& a, const CheckRow& b) {
    const std::string_view ea = data_.strings.view(a.employer), eb = data_.strings.view(b.employer);
    if (ea != eb) return ea < eb;
    if (a.first != b.first) return a.first < b.first;
    if (a.check != b.check) return a.check < b.check;
    if (a.rule != b.rule) return a.rule < b.rule;
    return a.by != b.by ? a.by < b.by : a.group < b.group;
  });
  out.rounding = rounding.rows();
  for (const auto& [check, table] : not_checked_) out.not_checked.push_back({check, table});
  return Outcome();
}

quantity::Result<Result> check(const records::Dataset& data, const CheckOptions& options) {
  Run run(data, options);
  if (Outcome status = run.start(); !status.ok()) return status;
  Result result;
  if (Outcome status = run.execute(result); !status.ok()) return status;
  return result;
}

}  // namespace wageproof::reconcile
