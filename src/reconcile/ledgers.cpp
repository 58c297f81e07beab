// Leave balances: what was earned, taken, paid out and lapsed, in date order, from a balance that is known.
#include <algorithm>

#include "batch_check.hpp"
#include "run.hpp"

namespace wageproof::reconcile {

using law::Grain;
using law::detail::Int128;
using law::detail::SmallRatio;
using law::detail::Values;
using records::DataTable;
using records::TableKind;
namespace field = records::field;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

// Days as an exact fraction in lowest terms: eighteenths and twelfths of days add up without loss.
struct DayCount {
  Int128 n = 0, d = 1;

  DayCount() = default;
  DayCount(Int128 numerator, Int128 denominator) : n(numerator), d(denominator) {
    Int128 a = n < 0 ? -n : n, b = d;
    while (b != 0) {
      const Int128 rest = a % b;
      a = b;
      b = rest;
    }
    if (a > 1) {
      n /= a;
      d /= a;
    }
  }
  friend DayCount operator+(const DayCount& x, const DayCount& y) {
    return x.d == y.d ? DayCount(x.n + y.n, x.d) : DayCount(x.n * y.d + y.n * x.d, x.d * y.d);
  }
  friend DayCount operator-(const DayCount& x, const DayCount& y) { return x + DayCount{-y.n, y.d}; }
  friend bool operator<(const DayCount& x, const DayCount& y) { return x.n * y.d < y.n * x.d; }
  [[nodiscard]] bool negative() const { return n < 0; }
};

bool begins_year(const worktime::Setting& s, std::int32_t day) {
  const std::uint32_t year = s.year_of[s.day_index(day)];
  return year != law::kNoRow && s.years[year].first == day;
}

Figure days_figure(const DayCount& days) {
  const Int128 scaled = days.n * 2000000 / days.d;  // half of a millionth decides
  return {static_cast<std::int64_t>((scaled + (scaled < 0 ? -1 : 1)) / 2), true};
}

}  // namespace

void BatchChecker::load_ledgers() {
  const std::vector<law::Ledger>& ledgers = plan_->pack->ledgers;
  ledgers_.resize(ledgers.size());
  const law::Plan& plan = *plan_->setting->plan;
  for (std::size_t i = 0; i < ledgers.size(); ++i) {
    LedgerColumns& columns = ledgers_[i];
    const law::Ledger& l = ledgers[i];
    columns.run = !(plan.needs(plan.root_of(l.earn)) & law::kNeedsTime) || plan_->setting->has_attendance;
    if (!columns.run) continue;
    const auto load = [&](const law::Expression& e, Values& out, bool& has) {
      has = !e.empty();
      if (has) out = evaluator_.value_at_grain(plan.root_of(e), l.grain);
    };
    load(l.earn, columns.earn, columns.has_earn);
    load(l.cap, columns.cap, columns.has_cap);
    load(l.carry, columns.carry, columns.has_carry);
    facts_.leave(l.leave_type, false, columns.taken);
  }
}

// One worker's ledger of one type. The balance is known from an opening balance, from the hire, or from a year's start at
// which nothing is carried over; else only what was earned and taken inside the data is stated.
void BatchChecker::ledger(std::uint32_t worker, std::size_t index, Chunk& out) {
  const worktime::Setting& s = *plan_->setting;
  const law::Ledger& rule = plan_->pack->ledgers[index];
  const LedgerColumns& c = ledgers_[index];
  if (!c.run || !c.has_earn) return;
  const law::Frame& f = batch_.frame();
  std::int32_t last = INT32_MIN;
  for (const worktime::Span& p : s.periods) last = p.reported ? std::max(last, p.last) : last;
  if (last == INT32_MIN) return;
  const std::size_t base = static_cast<std::size_t>(worker) * s.days;
  const std::vector<std::uint16_t>& bits = batch_.bits();
  std::int32_t first_employed = INT32_MAX, last_employed = INT32_MIN;
  for (std::uint32_t d = 0; d < s.days; ++d) {
    if (!(bits[base + d] & worktime::kEmployed)) continue;
    const std::int32_t day = s.first_day + static_cast<std::int32_t>(d);
    first_employed = std::min(first_employed, day);
    if (day <= last) last_employed = day;
  }
  if (last_employed == INT32_MIN || first_employed > last) return;

  DayCount balance, earned, taken, lapsed, encashed;
  bool known = first_employed > s.first_day;  // hired inside the data
  std::int32_t from = s.first_day;
  const DataTable& opening = (*s.data)[TableKind::balances];
  for (const std::uint32_t r : s.index->rows(TableKind::balances, batch_.first_worker() + worker)) {
    const auto types = records::spec_of(TableKind::balances).fields[field::balances::leave_type].values;
    if (types[static_cast<std::size_t>(opening.narrow(field::balances::leave_type, r))] != rule.leave_type) continue;
    const std::int32_t day = opening.narrow(field::balances::as_of, r);
    if (day > last) continue;
    // A balance from before the records says nothing of today: what came between is not in the data.
    balance = DayCount(opening.wide(field::balances::days, r), 1000000);
    known = day >= s.first_day - 1;
    from = std::max(s.first_day, day);
  }
  const auto value = [&](const Values& v, std::size_t row, DayCount& to) {
    const SmallRatio r = law::detail::small_ratio(v, row);
    if (!v.has_value(row) || !r.fits) return false;
    to = DayCount(r.numerator, r.denominator);
    return true;
  };
  const auto& first_dates = f.first_date[at(rule.grain)];
  const auto& last_dates = f.last_date[at(rule.grain)];
  const auto& workers = f.worker_of[at(rule.grain)];
  std::size_t row = static_cast<std::size_t>(std::lower_bound(workers.begin(), workers.end(), worker) - workers.begin());
  const auto credit_day = [&](std::size_t r) {
    return rule.earn_at_start ? std::max(first_dates[r], first_employed) : std::min(last_dates[r], last_employed);
  };
  bool told = true;
  const auto credit = [&](std::size_t r) {
    DayCount gain;
    if (!value(c.earn, r, gain)) {
      told = false;
      return;
    }
    DayCount cap;
    if (c.has_cap && value(c.cap, r, cap) && known) gain = std::min(gain, std::max(DayCount(), cap - balance));
    earned = earned + gain;
    balance = balance + gain;
  };
  for (std::int32_t day = from; day <= last_employed; ++day) {
    if (c.has_carry && begins_year(s, day)) {
      DayCount kept;
      const std::size_t r = std::min(row, first_dates.size() - 1);
      if (value(c.carry, r, kept)) {
        if (known && kept < balance) {
          lapsed = lapsed + (balance - kept);
          balance = kept;
        } else if (!known && kept.n == 0) {
          known = true;
          balance = earned = taken = DayCount();
        }
      }
    }
    while (row < workers.size() && workers[row] == worker && credit_day(row) < day) ++row;
    while (row < workers.size() && workers[row] == worker && credit_day(row) == day) credit(row++);
    const std::size_t d = base + s.day_index(day);
    DayCount off;
    if (c.taken.numerators[c.taken.index(d)] != 0 && value(c.taken, d, off)) {
      taken = taken + off;
      balance = balance - off;
    }
  }
  BalanceRow b;
  b.employer = s.employer.id;
  b.worker = s.index->worker_id(batch_.first_worker() + worker);
  b.as_of = last_employed;
  b.leave_type = rule.leave_type;
  if (told) b.earned = days_figure(earned);
  b.taken = days_figure(taken);
  b.encashed = days_figure(encashed);
  b.lapsed = days_figure(lapsed);
  if (known && told) b.balance = days_figure(balance);
  out.balances.push_back(std::move(b));
  if (!known || !told || !balance.negative()) return;
  // More days were given than had been earned: nobody is short, but the account is overdrawn.
  const std::uint32_t period = s.period_at(last_employed);
  if (period == law::kNoRow) return;
  Finding& finding_row = finding(worker, s.periods[period], "leave_entitlement." + rule.leave_type, Severity::notice, "", out);
  finding_row.unit = AmountUnit::days;
  finding_row.expected = days_figure(taken + balance);
  finding_row.found = days_figure(taken);
  finding_row.difference = days_figure(DayCount() - balance);
  finding_row.rule = finding_row.check;
  finding_row.pack = rule.provenance.origin.empty() ? plan_->pack->id : rule.provenance.origin;
  finding_row.source = sources_of(*plan_->pack, rule.provenance);
}

}  // namespace wageproof::reconcile
