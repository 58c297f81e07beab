// Which rows of each table belong to which worker: a counting sort by worker, then by date where needed.
#include "wageproof/records/worker_index.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <numeric>

#include "threads.hpp"

namespace wageproof::records {
namespace {

std::uint64_t key_of(StringId employer, StringId worker) { return (static_cast<std::uint64_t>(employer) << 32) | worker; }

constexpr int kNoField = -1;

// The end of the rows from `first` on that hold what it holds. Eight at a time: most runs are a worker's whole month.
std::uint32_t run_end(const std::int32_t* column, std::uint32_t first, std::uint32_t end) {
  constexpr std::uint32_t kStep = 8;
  const std::int32_t held = column[first];
  std::uint32_t r = first + 1;
  for (; r + kStep <= end; r += kStep) {
    std::int32_t differ = 0;
    for (std::uint32_t k = 0; k < kStep; ++k) differ |= column[r + k] ^ held;
    if (differ != 0) break;
  }
  while (r < end && column[r] == held) ++r;
  return r;
}

template <class Number>
bool in_order(const Number* dates, std::uint32_t first, std::uint32_t end) {
  unsigned back = 0;
  for (std::uint32_t i = first + 1; i < end; ++i) back |= static_cast<unsigned>(dates[i - 1] > dates[i]);
  return back == 0;
}

// Puts each worker's rows in the order of their dates, those of one date as they stand.
template <class Number>
void sort_by_date(const std::vector<std::uint32_t>& begin, const std::vector<Number>& dates, std::vector<std::uint32_t>& rows) {
  const auto before = [&](std::uint32_t a, std::uint32_t b) { return dates[a] < dates[b]; };
  for (std::size_t w = 0; w + 1 < begin.size(); ++w) {
    const auto first = rows.begin() + begin[w], end = rows.begin() + begin[w + 1];
    if (!std::is_sorted(first, end, before)) std::stable_sort(first, end, before);
  }
}

}  // namespace

const std::array<WorkerIndex::Order, 11> WorkerIndex::kOrders{{
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

WorkerIndex::WorkerIndex(const Dataset& data, unsigned threads) : data_(&data) {
  index_workers();
  for (const TableKind kind : {TableKind::calendar, TableKind::rates}) {
    const DataTable& t = data[kind];
    for (std::uint32_t r = 0; r < t.row_count(); ++r) employer_rows_[key_of(static_cast<StringId>(kind), t.text(0, r))].push_back(r);
  }
  // The largest tables first, so that no thread ends long after the others.
  std::array<std::size_t, kOrders.size()> turn{};
  std::iota(turn.begin(), turn.end(), std::size_t{0});
  std::stable_sort(turn.begin(), turn.end(), [&](std::size_t a, std::size_t b) { return data[kOrders[a].kind].row_count() > data[kOrders[b].kind].row_count(); });
  std::array<std::vector<StrayRow>, kOrders.size()> strays;
  std::atomic<std::size_t> next{0};
  constexpr std::size_t kWorthAThread = 50'000;
  const bool large = data[kOrders[turn[1]].kind].row_count() >= kWorthAThread;
  run_on_threads(large ? threads : 1, [&] {
    for (std::size_t i = next++; i < turn.size(); i = next++) index_table(kOrders[turn[i]], strays[turn[i]]);
  });
  for (const auto& some : strays) strays_.insert(strays_.end(), some.begin(), some.end());
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
  places_.resize(strings.size());
  for (EmployerSpan& e : employers_) {
    std::vector<StringId>& ids = by_employer[e.id];
    const auto before = [&](StringId a, StringId b) { return strings.view(a) < strings.view(b); };
    if (!std::is_sorted(ids.begin(), ids.end(), before)) std::sort(ids.begin(), ids.end(), before);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    e.first_worker = static_cast<std::uint32_t>(workers_.size());
    e.worker_count = static_cast<std::uint32_t>(ids.size());
    for (const StringId w : ids) {
      const auto position = static_cast<std::uint32_t>(workers_.size());
      Place& place = places_[w];
      if (place.worker == kNobody) place = {e.id, position};
      else if (place.employer != e.id) more_places_.emplace(key_of(e.id, w), position);
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
  if (worker >= places_.size()) return -1;
  const Place& place = places_[worker];
  if (place.worker == kNobody) return -1;
  if (place.employer == employer) return place.worker;
  const auto it = more_places_.find(key_of(employer, worker));
  return it == more_places_.end() ? -1 : static_cast<std::int64_t>(it->second);
}

const std::vector<std::uint32_t>& WorkerIndex::employer_rows(TableKind table, StringId employer) const {
  static const std::vector<std::uint32_t> kNone;
  const auto it = employer_rows_.find(key_of(static_cast<StringId>(table), employer));
  return it == employer_rows_.end() ? kNone : it->second;
}

// The worker of a row, by name or by badge; -1: nobody.
std::int64_t WorkerIndex::worker_of(const Order& order, std::uint32_t row) const {
  const DataTable& t = (*data_)[order.kind];
  const StringId e = t.text(0, row), w = t.text(order.worker, row);
  if (w != 0) return find(e, w);
  if (order.badge == kNoField) return -1;
  const auto& numbers = order.kind == TableKind::remittances ? insurance_ : badge_;
  const auto it = numbers.find(key_of(e, t.text(order.badge, row)));
  return it == numbers.end() ? -1 : static_cast<std::int64_t>(it->second);
}

void WorkerIndex::index_table(const Order& order, std::vector<StrayRow>& strays) {
  const DataTable& t = (*data_)[order.kind];
  if (t.row_count() == 0) return;
  const Column& dates = t.columns[static_cast<std::size_t>(order.date)];
  if (dates.wide.empty()) {
    if (!take_as_they_stand(order, dates.narrow)) sort_rows(order, dates.narrow, strays);
  } else if (!take_as_they_stand(order, dates.wide)) {
    sort_rows(order, dates.wide, strays);
  }
}

// Rows that stand worker after worker, as most systems write them, need no sorting. False: these do not.
template <class Number>
bool WorkerIndex::take_as_they_stand(const Order& order, const std::vector<Number>& dates) {
  const DataTable& t = (*data_)[order.kind];
  const std::vector<std::int32_t>&employers = t.columns[0].narrow, &names = t.columns[static_cast<std::size_t>(order.worker)].narrow;
  const auto n = static_cast<std::uint32_t>(t.row_count());
  TableIndex& index = tables_[static_cast<std::size_t>(order.kind)];
  index.begin.assign(workers_.size() + 1, 0);
  std::int64_t before = -1;
  bool by_date = true;
  std::uint32_t employer_end = 0;
  for (std::uint32_t r = 0; r < n;) {
    const std::int64_t worker = worker_of(order, r);
    if (names[r] == 0 || worker <= before) return false;
    const std::uint32_t first = r;
    if (r >= employer_end) employer_end = run_end(employers.data(), r, n);
    r = run_end(names.data(), r, employer_end);
    index.begin[static_cast<std::size_t>(worker) + 1] = r - first;
    by_date = by_date && in_order(dates.data(), first, r);
    before = worker;
  }
  for (std::size_t w = 0; w < workers_.size(); ++w) index.begin[w + 1] += index.begin[w];
  index.rows.resize(n);
  std::iota(index.rows.begin(), index.rows.end(), 0U);
  if (!by_date) sort_by_date(index.begin, dates, index.rows);
  return true;
}

void WorkerIndex::reread_one_worker() {
  const StringId worker = (*data_)[TableKind::workers].text(field::workers::worker_id, 0);
  if (worker != workers_[0]) {
    places_[workers_[0]] = {};
    if (places_.size() <= worker) places_.resize(data_->strings.size());
    places_[worker] = {employers_[0].id, 0};
    workers_[0] = worker;
  }
  for (const Order& order : kOrders) {
    const DataTable& t = (*data_)[order.kind];
    TableIndex& index = tables_[static_cast<std::size_t>(order.kind)];
    const auto count = static_cast<std::uint32_t>(t.row_count());
    index.begin.clear();
    index.rows.resize(count);
    if (count == 0) continue;
    index.begin.push_back(0);
    index.begin.push_back(count);
    std::iota(index.rows.begin(), index.rows.end(), 0U);
    const Column& dates = t.columns[static_cast<std::size_t>(order.date)];
    const auto date = [&](std::uint32_t r) { return dates.wide.empty() ? std::int64_t{dates.narrow[r]} : dates.wide[r]; };
    const auto before = [&](std::uint32_t a, std::uint32_t b) { return date(a) != date(b) ? date(a) < date(b) : a < b; };
    if (!std::is_sorted(index.rows.begin(), index.rows.end(), before)) std::sort(index.rows.begin(), index.rows.end(), before);
  }
}

template <class Number>
void WorkerIndex::sort_rows(const Order& order, const std::vector<Number>& dates, std::vector<StrayRow>& strays) {
  const DataTable& t = (*data_)[order.kind];
  TableIndex& index = tables_[static_cast<std::size_t>(order.kind)];
  const auto n = static_cast<std::uint32_t>(t.row_count());
  std::vector<std::uint32_t> workers(n);
  index.begin.assign(workers_.size() + 1, 0);
  for (std::uint32_t r = 0; r < n; ++r) {
    const std::int64_t at = worker_of(order, r);
    workers[r] = at < 0 ? kNobody : static_cast<std::uint32_t>(at);
    if (at >= 0) {
      ++index.begin[static_cast<std::size_t>(at) + 1];
      continue;
    }
    const StringId w = t.text(order.worker, r);
    // A payment may name its worker by an account, which is no business of the index.
    if (order.kind == TableKind::payments && w == 0) continue;
    strays.push_back({order.kind, r, t.text(0, r), w != 0 || order.badge == kNoField ? w : t.text(order.badge, r)});
  }
  for (std::size_t w = 0; w < workers_.size(); ++w) index.begin[w + 1] += index.begin[w];
  index.rows.resize(index.begin.back());
  std::vector<std::uint32_t> next(index.begin.begin(), index.begin.end() - 1);
  for (std::uint32_t r = 0; r < n; ++r) {
    if (workers[r] != kNobody) index.rows[next[workers[r]]++] = r;
  }
  sort_by_date(index.begin, dates, index.rows);
}

}  // namespace wageproof::records
