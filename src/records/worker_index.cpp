// Which rows of each table belong to which worker: a counting sort by worker, then by date where needed.
#include "wageproof/records/worker_index.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace wageproof::records {
namespace {

std::uint64_t key_of(StringId employer, StringId worker) { return (static_cast<std::uint64_t>(employer) << 32) | worker; }

constexpr int kNoField = -1;

}  // namespace

const std::array<WorkerIndex::IndexedTable, 11> WorkerIndex::kIndexed{{
    {TableKind::workers, field::workers::worker_id, kNoField, field::workers::valid_from},
    {TableKind::time, field::time::worker_id, field::time::badge, field::time::date},
    {TableKind::punches, field::punches::worker_id, field::punches::badge, field::punches::at},
    {TableKind::hours, field::hours::worker_id, kNoField, field::hours::date},
    {TableKind::totals, field::totals::worker_id, kNoField, field::totals::start},
    {TableKind::leave, field::leave::worker_id, kNoField, field::leave::date},
    {TableKind::balances, field::balances::worker_id, kNoField, field::balances::as_of},
    {TableKind::pieces, field::pieces::worker_id, kNoField, field::pieces::date},
    {TableKind::payroll, field::payroll::worker_id, kNoField, field::payroll::period_end},
    {TableKind::payments, field::payments::worker_id, kNoField, field::payments::paid_on},
    {TableKind::remittances, field::remittances::worker_id, field::remittances::insurance_no, field::remittances::period_end},
}};

WorkerIndex::WorkerIndex(const Dataset& data) : data_(&data) {
  index_workers();
  for (const TableKind kind : {TableKind::calendar, TableKind::rates}) {
    const DataTable& t = data[kind];
    for (std::uint32_t r = 0; r < t.row_count(); ++r) employer_rows_[key_of(static_cast<StringId>(kind), t.text(0, r))].push_back(r);
  }
  for (const IndexedTable& table : kIndexed) index_table(table);
}

void WorkerIndex::index_workers() {
  const DataTable& employers = (*data_)[TableKind::employers];
  const DataTable& workers = (*data_)[TableKind::workers];
  const StringPool& strings = data_->strings;
  for (std::uint32_t r = 0; r < employers.row_count(); ++r) {
    employers_.push_back({employers.text(field::employers::employer_id, r), r, 0, 0});
  }
  std::sort(employers_.begin(), employers_.end(), [&](const EmployerSpan& a, const EmployerSpan& b) { return strings.view(a.id) < strings.view(b.id); });
  std::unordered_map<StringId, std::vector<StringId>> by_employer;
  StringId last_employer = 0, last_worker = 0;
  for (std::size_t r = 0; r < workers.row_count(); ++r) {
    const StringId e = workers.text(field::workers::employer_id, r), w = workers.text(field::workers::worker_id, r);
    if (e == last_employer && w == last_worker && r > 0) continue;
    by_employer[e].push_back(w);
    last_employer = e;
    last_worker = w;
  }
  for (EmployerSpan& e : employers_) {
    std::vector<StringId>& ids = by_employer[e.id];
    const auto before = [&](StringId a, StringId b) { return strings.view(a) < strings.view(b); };
    if (!std::is_sorted(ids.begin(), ids.end(), before)) std::sort(ids.begin(), ids.end(), before);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    e.first_worker = static_cast<std::uint32_t>(workers_.size());
    e.worker_count = static_cast<std::uint32_t>(ids.size());
    for (const StringId w : ids) {
      position_.emplace(key_of(e.id, w), static_cast<std::uint32_t>(workers_.size()));
      workers_.push_back(w);
    }
  }
  const bool remits = (*data_)[TableKind::remittances].row_count() > 0;
  for (std::size_t r = 0; r < workers.row_count(); ++r) {
    const StringId badge = workers.text(field::workers::badge, r), insurance = workers.text(field::workers::insurance_no, r);
    if (badge == 0 && insurance == 0) continue;
    const StringId e = workers.text(field::workers::employer_id, r);
    const std::int64_t at = find(e, workers.text(field::workers::worker_id, r));
    if (at < 0) continue;
    if (badge != 0) badge_.emplace(key_of(e, badge), static_cast<std::uint32_t>(at));
    if (insurance != 0 && remits) insurance_.emplace(key_of(e, insurance), static_cast<std::uint32_t>(at));
  }
}

std::int64_t WorkerIndex::find(StringId employer, StringId worker) const noexcept {
  const auto it = position_.find(key_of(employer, worker));
  return it == position_.end() ? -1 : static_cast<std::int64_t>(it->second);
}

const std::vector<std::uint32_t>& WorkerIndex::employer_rows(TableKind table, StringId employer) const {
  static const std::vector<std::uint32_t> kNone;
  const auto it = employer_rows_.find(key_of(static_cast<StringId>(table), employer));
  return it == employer_rows_.end() ? kNone : it->second;
}

void WorkerIndex::index_table(const IndexedTable& what) {
  const auto [kind, worker_field, badge_field, date_field] = what;
  const DataTable& t = (*data_)[kind];
  TableIndex& index = tables_[static_cast<std::size_t>(kind)];
  const std::size_t n = t.row_count();
  if (n == 0) return;
  std::vector<std::uint32_t> worker_of(n);
  constexpr std::uint32_t kStray = 0xFFFFFFFF;
  index.begin.assign(workers_.size() + 1, 0);
  StringId last_e = 0, last_w = 0;
  std::uint32_t last = kStray;
  bool have_last = false;
  for (std::uint32_t r = 0; r < n; ++r) {
    const StringId e = t.text(0, r), w = t.text(worker_field, r);
    if (!(have_last && e == last_e && w == last_w && w != 0)) {
      std::int64_t at = w != 0 ? find(e, w) : -1;
      if (w == 0 && badge_field != kNoField) {
        const auto& numbers = kind == TableKind::remittances ? insurance_ : badge_;
        const auto it = numbers.find(key_of(e, t.text(badge_field, r)));
        if (it != numbers.end()) at = it->second;
      }
      last = at < 0 ? kStray : static_cast<std::uint32_t>(at);
      last_e = e;
      last_w = w;
      have_last = true;
    }
    worker_of[r] = last;
    if (last == kStray) {
      // A payment may name its worker by an account, which is no business of the index.
      if (kind == TableKind::payments && w == 0) continue;
      strays_.push_back({kind, r, e, w != 0 || badge_field == kNoField ? w : t.text(badge_field, r)});
    } else {
      ++index.begin[last + 1];
    }
  }
  for (std::size_t w = 0; w < workers_.size(); ++w) index.begin[w + 1] += index.begin[w];
  index.rows.resize(index.begin.back());
  std::vector<std::uint32_t> next(index.begin.begin(), index.begin.end() - 1);
  for (std::uint32_t r = 0; r < n; ++r) {
    if (worker_of[r] != kStray) index.rows[next[worker_of[r]]++] = r;
  }
  const Column& dates = t.columns[static_cast<std::size_t>(date_field)];
  const auto date = [&](std::uint32_t r) { return dates.wide.empty() ? std::int64_t{dates.narrow[r]} : dates.wide[r]; };
  for (std::size_t w = 0; w < workers_.size(); ++w) {
    const auto first = index.rows.begin() + index.begin[w], end = index.rows.begin() + index.begin[w + 1];
    const auto before = [&](std::uint32_t a, std::uint32_t b) { return date(a) < date(b); };
    if (!std::is_sorted(first, end, before)) std::stable_sort(first, end, before);
  }
}

void WorkerIndex::reread_one_worker() {
  const StringId employer = employers_[0].id, worker = (*data_)[TableKind::workers].text(field::workers::worker_id, 0);
  if (worker != workers_[0]) {
    auto position = position_.extract(key_of(employer, workers_[0]));
    position.key() = key_of(employer, worker);
    position_.insert(std::move(position));
    workers_[0] = worker;
  }
  for (const IndexedTable& what : kIndexed) {
    const DataTable& t = (*data_)[what.kind];
    TableIndex& index = tables_[static_cast<std::size_t>(what.kind)];
    const auto count = static_cast<std::uint32_t>(t.row_count());
    index.begin.clear();
    index.rows.resize(count);
    if (count == 0) continue;
    index.begin.push_back(0);
    index.begin.push_back(count);
    std::iota(index.rows.begin(), index.rows.end(), 0U);
    const Column& dates = t.columns[static_cast<std::size_t>(what.date_field)];
    const auto date = [&](std::uint32_t r) { return dates.wide.empty() ? std::int64_t{dates.narrow[r]} : dates.wide[r]; };
    const auto before = [&](std::uint32_t a, std::uint32_t b) { return date(a) != date(b) ? date(a) < date(b) : a < b; };
    if (!std::is_sorted(index.rows.begin(), index.rows.end(), before)) std::sort(index.rows.begin(), index.rows.end(), before);
  }
}

}  // namespace wageproof::records
