// Records that lie in no pay period: counted, and said where nobody can tell whether the work was paid.
#include <algorithm>
#include <vector>

#include "run.hpp"

namespace wageproof::reconcile {

using records::DataTable;
using records::TableKind;
using worktime::Span;

namespace {

namespace field = records::field;

constexpr std::int32_t kContextDays = 6;  // so much work beside calendar periods is there for the weeks at their edges

/// One row of work outside the periods.
struct Row {
  std::int32_t day;
  TableKind table;
  std::uint32_t row;
};

std::int32_t day_of(const DataTable& t, TableKind table, std::uint32_t row) {
  switch (table) {
    case TableKind::time: return t.narrow(field::time::date, row);
    case TableKind::hours: return t.narrow(field::hours::date, row);
    case TableKind::totals: return t.narrow(field::totals::end, row);
    case TableKind::pieces: return t.narrow(field::pieces::date, row);
    case TableKind::payroll: return t.narrow(field::payroll::period_end, row);
    default: break;
  }
  const std::int64_t at = t.wide(field::punches::at, row);
  return static_cast<std::int32_t>((at - (at < 0 ? 86399 : 0)) / 86400);
}

}  // namespace

// One warning a worker, for work that no payslip could answer.
void Run::add_outside(const EmployerPlan& plan, Result& out) const {
  const worktime::Setting& s = *plan.setting;
  if (s.all_in_periods) return;
  const std::string_view rule = data_.strings.view(data_[TableKind::employers].text(field::employers::period, s.employer.row));
  const std::int32_t context = rule == "monthly" || rule == "half_monthly" ? kContextDays : 0;
  const std::int32_t first = s.periods.front().first - context, last = s.periods.back().last + context;
  std::vector<Row> work;
  for (std::uint32_t w = s.employer.first_worker; w < s.employer.first_worker + s.employer.worker_count; ++w) {
    work.clear();
    for (const TableKind table : {TableKind::time, TableKind::punches, TableKind::hours, TableKind::totals, TableKind::pieces, TableKind::payroll}) {
      const DataTable& t = data_[table];
      if (!t.present) continue;
      for (const std::uint32_t row : index_.rows(table, w)) {
        const std::int32_t day = day_of(t, table, row);
        if (s.period_at(day) != law::kNoRow || (options_.from && day < *options_.from) || (options_.to && day > *options_.to)) continue;
        ++out.rows_outside_periods;
        const bool between = day > s.periods.front().first && day < s.periods.back().last;
        if (table != TableKind::payroll && (between || day < first || day > last)) work.push_back({day, table, row});
      }
    }
    if (work.empty() || !s.has_payroll) continue;
    std::stable_sort(work.begin(), work.end(), [](const Row& a, const Row& b) { return a.day < b.day; });
    Finding f;
    f.employer = s.employer.id;
    f.worker = data_.strings.view(index_.worker_id(w));
    f.first = work.front().day;
    f.last = work.back().day;
    f.check = f.rule = "worked_without_pay";
    f.severity = Severity::warning;
    f.currency = data_.strings.view(s.currency);
    constexpr std::size_t kMostPlaces = 31;
    for (std::size_t i = 0; i < std::min(work.size(), kMostPlaces); ++i) {
      const DataTable& t = data_[work[i].table];
      f.evidence += data_.files[t.file[work[i].row]].name + ":" + std::to_string(t.line[work[i].row]) + ";";
    }
    f.evidence += "missing:payroll.period_start";
    out.findings.push_back(std::move(f));
  }
}

}  // namespace wageproof::reconcile
