// Leave balances: the balance after each event of a worker's account.
#include "wageproof/due/ledgers.hpp"

#include <algorithm>
#include <numeric>

#include <boost/container/small_vector.hpp>

#include "due/ledger_reading.hpp"
#include "wageproof/due/bookings.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::due {

using namespace law::detail;
using law::Grain;
using law::kNoRow;
using records::kNone32;
using records::kNone64;
using records::TableKind;
namespace field = records::field;
namespace wt = worktime;

namespace {

/// What is left of a credit.
struct Lot {
  std::uint32_t day_row = 0;           ///< of the credit; kNoRow: of no credit, and does not lapse
  DayCount left;                       ///< below 0: a debt
};

}  // namespace

struct Ledgers::Tally {
  DayCount balance, earned, taken, encashed, lapsed;
  bool known = false;                  ///< there was a balance to begin with
  bool earned_told = true, taken_told = true, paid_out_told = true, lapsed_told = true;
  bool kept_told = true;               ///< of what lapses or goes over a leave year nothing is in doubt
  Reason open = 0;                     ///< why the balance is open, by a row that could not be read
  Reason always_open = 0;              ///< so that even one that is stated tells nothing
  Flags flags = 0;
  Reason reason = 0;                   ///< why something is not told: the first
  DayCount period_taken, period_early, debt;
  bool keeps_lots = false;             ///< credits lapse
  boost::container::small_vector<Lot, 8> lots;  ///< the oldest first, where credits lapse; a debt is the last

  void start_anew(const DayCount& with) {
    balance = with;
    earned = taken = encashed = lapsed = DayCount();
    known = earned_told = taken_told = paid_out_told = lapsed_told = kept_told = true;
    open = always_open;
    debt = below_zero();
    lots.clear();
    if (keeps_lots) lots.push_back({kNoRow, with});
  }
  [[nodiscard]] bool told() const { return earned_told && taken_told && paid_out_told && kept_told; }
  [[nodiscard]] bool balance_told() const { return known && told() && open == 0; }
  /// From here on something is in doubt.
  void doubt(bool& what, Reason why) {
    if (told()) reason = why;
    what = false;
  }
  void add(const DayCount& days, std::uint32_t day_row) {
    balance = balance + days;
    if (!keeps_lots) return;
    Lot lot{day_row, days};
    // A debt is made good first.
    for (Lot& old : lots) {
      if (!(old.left < DayCount())) continue;
      const DayCount part = std::min(DayCount() - old.left, lot.left);
      old.left = old.left + part;
      lot.left = lot.left - part;
    }
    lots.push_back(lot);
  }
  void take_off(const DayCount& days) {
    balance = balance - days;
    if (!keeps_lots) return;
    DayCount rest = days;
    for (Lot& lot : lots) {
      if (!(DayCount() < lot.left)) continue;
      const DayCount part = std::min(lot.left, rest);
      lot.left = lot.left - part;
      rest = rest - part;
    }
    if (DayCount() < rest) lots.push_back({kNoRow, DayCount() - rest});
  }
  [[nodiscard]] DayCount below_zero() const { return balance < DayCount() ? DayCount() - balance : DayCount(); }
};

Ledgers::Ledgers(const wt::Batch& batch, const std::vector<Hole>& holes) : batch_(&batch), holes_(&holes), plan_(batch.setting().plan) {
  books_.resize(plan_->pack().ledgers.size());
  for (const law::PlanNode& n : plan_->nodes()) {
    if (n.node.kind == law::NodeKind::call && n.node.function == law::Function::balance && !n.spread) books_[n.node.index].wanted = true;
  }
  opening_reason_ = plan_->reason_of("missing:balances.days");
  hired_reason_ = plan_->reason_of("missing:workers.hired_on");
  quantity_reason_ = plan_->reason_of("missing:payroll.quantity");
}

void Ledgers::begin() {
  for (Book& book : books_) book.done = false;
}

const std::vector<LeaveAccount>& Ledgers::accounts(std::uint32_t ledger, law::Evaluator& evaluator) {
  work_out(ledger, evaluator);
  return books_[ledger].accounts;
}

const std::vector<Overdraft>& Ledgers::overdrafts(std::uint32_t ledger, law::Evaluator& evaluator) {
  work_out(ledger, evaluator);
  return books_[ledger].overdrafts;
}

void Ledgers::balance(std::uint32_t ledger, law::Evaluator& evaluator, Values& out) {
  work_out(ledger, evaluator);
  out = books_[ledger].days;
}

void Ledgers::work_out(std::uint32_t ledger, law::Evaluator& evaluator) {
  Book& book = books_[ledger];
  if (book.done) return;
  const law::Ledger& rule = plan_->pack().ledgers[ledger];
  book.done = true;
  book.accounts.clear();
  book.overdrafts.clear();
  const std::size_t days = batch_->frame().row_count(Grain::day);
  book.days.reset(Grain::day, book.wanted ? days : 1, !book.wanted);
  if (book.wanted) {
    std::fill(book.days.numerators.begin(), book.days.numerators.end(), 0);
    book.days.denominators.assign(days, 1);
    book.days.make_flags();
  }
  book.stated = !(plan_->needs(plan_->root_of(rule.earn)) & law::kNeedsTime) || batch_->setting().has_attendance;
  if (!book.stated) {
    if (book.wanted) {
      std::fill(book.days.flags.begin(), book.days.flags.end(), kUnknown);
      std::fill(book.days.reasons.begin(), book.days.reasons.end(), plan_->reason_of("missing:time.date"));
    }
    return;
  }
  Columns columns;
  const auto load = [&](const law::Expression& e, const Values*& out) {
    if (!e.empty()) out = &evaluator.value(plan_->root_of(e));
  };
  load(rule.earn, columns.earn);
  load(rule.unfinished, columns.unfinished);
  load(rule.available_from, columns.available_from);
  load(rule.cap, columns.cap);
  load(rule.carry, columns.carry);
  load(rule.lapse_after, columns.lapse_after);
  load(rule.taken, columns.taken);
  book.accounts.resize(batch_->count());
  for (std::uint32_t w = 0; w < batch_->count(); ++w) {
    Worker who;
    find_timeline(w, who);
    events_.clear();
    if (who.first <= who.last) gather_events(rule, columns, who);
    walk(rule, columns, who, book);
  }
  if (book.wanted) close(book);
}

void Ledgers::close(Book& book) const {
  const std::size_t days = book.days.numerators.size();
  // One denominator for all rows, where a small one holds them.
  std::int64_t common = 1;
  constexpr std::int64_t kMostCommon = 1000000;
  for (const std::int64_t d : book.days.denominators) {
    common = std::lcm(common, d);
    if (common > kMostCommon) break;
  }
  if (common <= kMostCommon) {
    for (std::size_t i = 0; i < days; ++i) book.days.numerators[i] *= common / book.days.denominators[i];
    book.days.denominator = common;
    book.days.denominators.clear();
  }
  if (std::all_of(book.days.flags.begin(), book.days.flags.end(), [](Flags f) { return f == 0; })) {
    book.days.flags.clear();
    book.days.reasons.clear();
  }
  book.days.set_bound_from_rows();
}

// Once it is over for a worker, only pay-outs change a ledger.
void Ledgers::walk(const law::Ledger& rule, const Columns& columns, const Worker& who, Book& book) {
  const wt::Setting& s = batch_->setting();
  LeaveAccount& account = book.accounts[who.number];
  account.kept = who.first <= who.last && who.as_of >= who.first;
  account.as_of = who.as_of;
  Tally tally;
  tally.keeps_lots = columns.lapse_after != nullptr;
  if (who.first > who.last) {
    tally.earned_told = false;
    return fill(s.first_day, s.last_day() + 1, tally, who, book);
  }
  if (rule.by_service && who.hired == kNone32) {
    tally.doubt(tally.earned_told, hired_reason_);
  }
  if (rule.provenance.confidence == law::Confidence::uncertain) tally.flags = kUncertain;
  tally.open = tally.always_open = who.always_open;
  if (who.hired_here) tally.start_anew(DayCount());
  bool stated = false;
  std::int32_t filled = s.first_day;
  for (const Event& event : events_) {
    // After the last day employed only pay-outs change the account.
    const bool pay_out = event.what == Happens::paid_out || (event.what == Happens::untold && event.micro == kPaidOut);
    if (event.day > who.last && !pay_out && event.what != Happens::period_ends) continue;
    if (event.day > filled) {
      fill(filled, std::min(event.day, s.last_day() + 1), tally, who, book);
      filled = event.day;
    }
    // A pay-out of the last period is part of what is stated, though it leaves the account on the day after.
    const bool later = pay_out ? event.day > who.reported_until + 1 : event.what != Happens::period_ends && event.day > who.as_of;
    if (later && !stated) {
      state(who, tally, account);
      stated = true;
    }
    if (event.what != Happens::period_ends) {
      settle(event, rule, columns, tally);
      continue;
    }
    const DayCount debt = tally.below_zero();
    const DayCount beyond = std::min(tally.period_taken, std::max(debt - tally.debt, tally.period_early));
    if (tally.balance_told() && DayCount() < beyond && s.periods[event.at].reported) {
      book.overdrafts.push_back({who.number, event.at, micro_of(tally.period_taken), micro_of(beyond)});
    }
    tally.debt = debt;
    tally.period_taken = tally.period_early = DayCount();
  }
  if (!stated) state(who, tally, account);
  fill(filled, s.last_day() + 1, tally, who, book);
}

void Ledgers::credit(const Event& event, const Columns& columns, Tally& tally) {
  const Values* from = event.whole ? columns.earn : columns.unfinished;
  const Read gain = read(*from, event.at, batch_->frame());
  if (!gain.told) return tally.doubt(tally.earned_told, gain.reason);
  DayCount days = gain.days;
  tally.flags |= gain.flags;
  if (columns.cap != nullptr) {
    const Read cap = read(*columns.cap, event.at, batch_->frame());
    if (cap.told && tally.known) days = std::min(days, std::max(DayCount(), cap.days - tally.balance));
    if (!cap.told && !cap.none) tally.doubt(tally.earned_told, cap.reason);
    tally.flags |= cap.flags;
  }
  tally.earned = tally.earned + days;
  tally.add(days, event.at);
  if (columns.lapse_after == nullptr) return;
  const Read months = read(*columns.lapse_after, event.at, batch_->frame());
  if (months.told || months.none) return;
  tally.lapsed_told = false;
  tally.doubt(tally.kept_told, months.reason);
}

// What is above the days that go over lapses, or is paid out. Where nothing goes over, the balance is known again.
void Ledgers::begin_year(const Event& event, const law::Ledger& rule, const Columns& columns, Tally& tally) {
  if (columns.carry == nullptr) return;
  const Read kept = read(*columns.carry, event.at + batch_->setting().day_index(event.day), batch_->frame());
  if (kept.none) return;
  tally.flags |= kept.flags;
  bool& surplus_told = rule.surplus_is_paid ? tally.paid_out_told : tally.lapsed_told;
  if (!kept.told) {
    tally.doubt(tally.kept_told, kept.reason);
    surplus_told = false;
    return;
  }
  if (!tally.balance_told()) {
    if (kept.days.n == 0) return tally.start_anew(DayCount());
    surplus_told = false;
    if (!tally.known) return;
  }
  if (!(kept.days < tally.balance)) return;
  const DayCount surplus = tally.balance - kept.days;
  DayCount& gone = rule.surplus_is_paid ? tally.encashed : tally.lapsed;
  gone = gone + surplus;
  tally.take_off(surplus);
}

void Ledgers::settle(const Event& event, const law::Ledger& rule, const Columns& columns, Tally& tally) {
  const law::Frame& frame = batch_->frame();
  const DayCount days(event.micro, kMicro);
  switch (event.what) {
    case Happens::paid_out:
      tally.encashed = tally.encashed + days;
      tally.take_off(days);
      if (!event.whole) tally.doubt(tally.paid_out_told, quantity_reason_);
      return;
    case Happens::opens_before:
    case Happens::opens:
    case Happens::closes:
      tally.start_anew(days);
      return;
    case Happens::lapses: {
      // The account may have begun anew since.
      const auto lot = std::find_if(tally.lots.begin(), tally.lots.end(), [&](const Lot& l) { return l.day_row == event.at; });
      if (lot == tally.lots.end()) return;
      tally.lapsed_told = tally.lapsed_told && tally.balance_told();
      if (!(DayCount() < lot->left)) return;
      tally.lapsed = tally.lapsed + lot->left;
      tally.balance = tally.balance - lot->left;
      lot->left = DayCount();
      return;
    }
    case Happens::year_begins: return begin_year(event, rule, columns, tally);
    case Happens::credited_first:
    case Happens::credited: return credit(event, columns, tally);
    case Happens::taken: {
      DayCount off = days;
      if (!event.whole) {
        const Read by_formula = read(*columns.taken, event.at, frame);
        if (!by_formula.told) tally.doubt(tally.taken_told, by_formula.reason);
        tally.flags |= by_formula.flags;
        off = by_formula.days;
      }
      tally.taken = tally.taken + off;
      tally.take_off(off);
      tally.period_taken = tally.period_taken + off;
      if (columns.available_from == nullptr) return;
      const std::size_t row = row_on(*columns.available_from, event.at, frame);
      if (row == kNoRow || !columns.available_from->has_value(row)) return;
      if (event.day < columns.available_from->numerators[columns.available_from->index(row)]) tally.period_early = tally.period_early + off;
      return;
    }
    case Happens::untold:
      tally.open = event.at;
      if (!event.whole) tally.doubt(tally.taken_told, event.at);
      if (event.micro == kPaidOut) tally.paid_out_told = false;
      return;
    case Happens::period_ends: return;
  }
}

void Ledgers::state(const Worker& who, const Tally& tally, LeaveAccount& out) const {
  const auto days = [](const DayCount& count, bool told) { return LeaveDays{micro_of(count), told}; };
  out.as_of = who.as_of;
  out.earned = days(tally.earned, tally.earned_told);
  out.taken = days(tally.taken, tally.taken_told && who.taken_told);
  out.encashed = days(tally.encashed, tally.paid_out_told && who.paid_out_told);
  out.lapsed = days(tally.lapsed, tally.lapsed_told);
  out.balance = days(tally.balance, tally.balance_told());
}

void Ledgers::fill(std::int32_t from, std::int32_t until, const Tally& tally, const Worker& who, Book& book) const {
  if (!book.wanted || from >= until) return;
  const wt::Setting& s = batch_->setting();
  const std::size_t begin = who.base + s.day_index(from), end = who.base + s.day_index(until - 1) + 1;
  const DayCount& b = tally.balance;
  const bool fits = b.n <= INT64_MAX && b.n >= -INT64_MAX && b.d <= INT64_MAX;
  const bool told = tally.balance_told() && fits;
  const Flags flags = static_cast<Flags>(tally.flags | (told ? 0 : kUnknown));
  const Reason reason = !tally.told() ? tally.reason : (tally.open != 0 ? tally.open : opening_reason_);
  for (std::size_t i = begin; i < end; ++i) {
    book.days.numerators[i] = told ? static_cast<std::int64_t>(b.n) : 0;
    book.days.denominators[i] = told ? static_cast<std::int64_t>(b.d) : 1;
    book.days.flags[i] = flags;
    book.days.reasons[i] = flags != 0 ? reason : 0;
  }
}

}  // namespace wageproof::due
