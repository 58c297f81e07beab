// Leave balances: a worker's credits, leave, pay-outs and year's ends as events in date order, and the balance after each.
#include "wageproof/due/ledgers.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "due/day_count.hpp"
#include "wageproof/due/bookings.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::due {

using namespace law::detail;
using law::Grain;
using law::kNoRow;
using quantity::Date;
using records::DataTable;
using records::kNone32;
using records::kNone64;
using records::TableKind;
namespace field = records::field;
namespace wt = worktime;

namespace {

std::size_t at(Grain g) { return static_cast<std::size_t>(g); }

constexpr std::int64_t kMicro = 1000000;

std::int32_t months_later(std::int32_t day, std::int64_t months) {
  const auto moved = quantity::add_months(Date::from_serial(day), static_cast<std::int32_t>(std::clamp<std::int64_t>(months, 0, 12000)),
                                          quantity::EndOfMonth::first_day_of_next);
  return moved ? (*moved).serial() : INT32_MAX;
}

}  // namespace

/// Of what is untold: days that a payslip's row may have paid out.
constexpr std::int64_t kPaidOut = 1;

struct Ledgers::Worker {
  std::uint32_t number = 0;
  std::size_t base = 0;                ///< day row of the timeline's first day
  std::int32_t first = INT32_MAX, last = INT32_MIN;  ///< days employed in the data; none: first > last
  std::int32_t hired = kNone32;
  bool left = false, hired_here = false;
  Reason always_open = 0;              ///< why no day's balance can be told: a row without a readable day
  bool taken_told = true;              ///< no such row is one of leave
  bool paid_out_told = true;           ///< no such row is one of a payslip
  bool pays_out = false;               ///< days may be paid out of the ledger
  std::int32_t reported_until = INT32_MIN;  ///< last day of the last period that is reported
  std::int32_t as_of = INT32_MIN;      ///< the day on which the account is stated
};

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
  std::vector<Lot> lots;               ///< the oldest first, where credits lapse; a debt is the last

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

namespace {

// The row of a column, of whatever grain, that a day lies in.
std::size_t row_on(const Values& v, std::size_t day_row, const law::Frame& frame) {
  if (v.uniform || v.grain == Grain::day || v.grain == Grain::constant) return v.uniform ? 0 : day_row;
  return frame.up[at(Grain::day)][at(v.grain)][day_row];
}

struct Read {
  DayCount days;
  bool told = false, none = false;     ///< none: the law says that there is none
  Flags flags = 0;
  Reason reason = 0;
};

Read read(const Values& v, std::size_t day_row, const law::Frame& frame) {
  Read out;
  const std::size_t row = row_on(v, day_row, frame);
  if (row == kNoRow) return out;
  out.flags = static_cast<Flags>(v.flag(row) & kUncertain);
  out.reason = v.reason(row);
  out.none = (v.flag(row) & kNotGiven) != 0;
  const SmallRatio r = small_ratio(v, row);
  out.told = r.fits && (v.flag(row) & (kNoValue | kAtLeast | kLumped)) == 0;
  if (out.told) out.days = DayCount(r.numerator, r.denominator);
  return out;
}

}  // namespace

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

void Ledgers::find_timeline(std::uint32_t w, Worker& who) const {
  const wt::Setting& s = batch_->setting();
  const law::Frame& f = batch_->frame();
  who.number = w;
  who.base = static_cast<std::size_t>(w) * s.days;
  const auto& part_of = f.up[at(Grain::day)][at(Grain::part)];
  const law::RowRanges& days = f.inside[at(Grain::day)][at(Grain::part)];
  std::uint32_t last_part = kNoRow;
  for (std::uint32_t p = part_of[who.base]; p <= part_of[who.base + s.days - 1]; ++p) {
    if (!(batch_->bits()[days.begin[p]] & wt::kEmployed)) continue;
    who.first = std::min(who.first, f.first_date[at(Grain::part)][p]);
    who.last = f.last_date[at(Grain::part)][p];
    last_part = p;
  }
  for (const wt::Span& p : s.periods) who.reported_until = p.reported ? std::max(who.reported_until, p.last) : who.reported_until;
  who.as_of = std::min(who.reported_until, who.last);
  if (last_part == kNoRow) return;
  const DataTable& workers = (*s.data)[TableKind::workers];
  const std::uint32_t terms = batch_->part_terms()[last_part];
  who.hired = workers.narrow(field::workers::hired_on, terms);
  const std::int32_t left_on = workers.narrow(field::workers::left_on, terms);
  who.left = who.last < s.last_day() || left_on == who.last;
  who.hired_here = who.first > s.first_day || (who.hired != kNone32 && who.hired >= s.first_day);
}

// A credit, and the day on which what is left of it lapses.
void Ledgers::credit_on(std::int32_t day, bool first, bool whole, const Columns& columns, const Worker& who) {
  const wt::Setting& s = batch_->setting();
  if (day < std::max(who.first, s.first_day) || day > who.last) return;
  const auto row = static_cast<std::uint32_t>(who.base + s.day_index(day));
  events_.push_back({day, first ? Happens::credited_first : Happens::credited, whole, row, 0});
  if (columns.lapse_after == nullptr) return;
  const Read months = read(*columns.lapse_after, row, batch_->frame());
  if (!months.told) return;
  const std::int32_t gone = months_later(day, static_cast<std::int64_t>(months.days.n / months.days.d));
  if (gone <= s.last_day()) events_.push_back({gone, Happens::lapses, true, row, 0});
}

// By months or calendar years. Who leaves has earned to the day; of a year that goes on beyond the data nothing is
// credited yet.
void Ledgers::gather_credits(const law::Ledger& rule, const Columns& columns, const Worker& who) {
  const wt::Setting& s = batch_->setting();
  for (const wt::Span& row : rule.grain == Grain::month ? s.months : s.years) {
    const bool leaves = who.left && who.last >= row.first && who.last < row.last;
    const bool joins = who.hired_here && who.first > row.first && who.first <= row.last;
    if (rule.earn_at_start) credit_on(joins ? who.first : row.first, true, true, columns, who);
    else credit_on(leaves ? who.last : row.last, false, true, columns, who);
  }
}

// Years of service, or spans of several, that touch the data.
void Ledgers::gather_service(const law::Ledger& rule, const Columns& columns, const Worker& who) {
  const wt::Setting& s = batch_->setting();
  if (who.hired == kNone32) return;
  const std::int64_t step = std::int64_t{12} * rule.every;
  for (std::int64_t k = 0;; ++k) {
    const std::int32_t start = months_later(who.hired, k * step), next = months_later(who.hired, (k + 1) * step);
    if (start > s.last_day() || next == INT32_MAX) return;
    if (next <= s.first_day) continue;
    if (rule.year_is_service && k > 0 && start >= s.first_day) events_.push_back({start, Happens::year_begins, true, static_cast<std::uint32_t>(who.base), 0});
    if (!rule.by_service) continue;
    const bool leaves = who.left && who.last >= start && who.last < next - 1;
    if (rule.earn_at_start) credit_on(start, true, true, columns, who);
    else if (!leaves) credit_on(next - 1, false, true, columns, who);
    else if (columns.unfinished != nullptr) credit_on(who.last, false, false, columns, who);
  }
}

void Ledgers::gather_years(const law::Ledger& rule, const Worker& who) {
  const wt::Setting& s = batch_->setting();
  const std::int32_t first_year = Date::from_serial(s.first_day).civil().year;
  const std::int32_t last_year = Date::from_serial(s.last_day()).civil().year;
  for (std::int32_t year = first_year; year <= last_year; ++year) {
    const std::int32_t day = Date::of(year, rule.year_month, rule.year_day).serial();
    if (s.inside(day)) events_.push_back({day, Happens::year_begins, true, static_cast<std::uint32_t>(who.base), 0});
  }
}

// Days of leave: rows of the table, or what the pack's formula makes of each day.
void Ledgers::gather_taken(const law::Ledger& rule, const Columns& columns, const Worker& who) {
  const wt::Setting& s = batch_->setting();
  if (columns.taken != nullptr) {
    if (columns.taken->uniform && columns.taken->flags.empty() && sign_of(*columns.taken, 0) == 0) return;
    for (std::int32_t day = std::max(who.first, s.first_day); day <= who.last; ++day) {
      const std::size_t row = who.base + s.day_index(day);
      const std::size_t at_row = row_on(*columns.taken, row, batch_->frame());
      if (at_row == kNoRow || (columns.taken->flag(at_row) == 0 && sign_of(*columns.taken, at_row) == 0)) continue;
      events_.push_back({day, Happens::taken, false, static_cast<std::uint32_t>(row), 0});
    }
    return;
  }
  const std::uint32_t index = batch_->first_worker() + who.number;
  const auto types = records::spec_of(TableKind::leave).fields[field::leave::type].values;
  const auto is_taken = [&](std::int32_t type) {
    return std::find(rule.takes.begin(), rule.takes.end(), types[static_cast<std::size_t>(type)]) != rule.takes.end();
  };
  const DataTable& leave = (*s.data)[TableKind::leave];
  constexpr std::uint16_t kMask = wt::kWorkingDay | wt::kEmployed | wt::kHoliday;
  for (const std::uint32_t r : s.index->rows(TableKind::leave, index)) {
    const std::int32_t day = leave.narrow(field::leave::date, r);
    if (!s.inside(day) || !is_taken(leave.narrow(field::leave::type, r))) continue;
    if (leave.narrow(field::leave::paid, r) == static_cast<std::int32_t>(records::YesNo::no)) continue;
    const std::size_t row = who.base + s.day_index(day);
    const std::uint16_t bits = batch_->bits()[row];
    if (!(bits & wt::kEmployed)) continue;
    // What kind of day it was could not be read: whether it took a day of leave cannot be told.
    const Hole* const kind = rule.calendar_days ? nullptr : find_hole(*holes_, TableKind::calendar, index, day, day);
    if (kind != nullptr) {
      events_.push_back({day, Happens::untold, false, kind->reason, 0});
      continue;
    }
    if (!rule.calendar_days && (bits & kMask) != (wt::kWorkingDay | wt::kEmployed)) continue;
    const std::int64_t fraction = leave.wide(field::leave::fraction, r);
    events_.push_back({day, Happens::taken, true, static_cast<std::uint32_t>(row), fraction == kNone64 ? kMicro : fraction});
  }
}

// Components repeat on every payslip: each is compared once.
bool Ledgers::pays_out(const law::Ledger& rule, records::StringId component) {
  Book& book = books_[static_cast<std::size_t>(&rule - plan_->pack().ledgers.data())];
  if (book.pays_out.size() <= component) book.pays_out.resize(batch_->setting().data->strings.size(), 0);
  std::int8_t& known = book.pays_out[component];
  if (known == 0) known = matches_component(rule.paid_by, batch_->setting().data->strings.view(component)) ? 1 : -1;
  return known > 0;
}

// Opening balances and pay-outs.
void Ledgers::gather_records(const law::Ledger& rule, const Worker& who) {
  const wt::Setting& s = batch_->setting();
  const std::uint32_t index = batch_->first_worker() + who.number;
  const DataTable& opening = (*s.data)[TableKind::balances];
  const auto opening_types = records::spec_of(TableKind::balances).fields[field::balances::leave_type].values;
  for (const std::uint32_t r : s.index->rows(TableKind::balances, index)) {
    if (opening_types[static_cast<std::size_t>(opening.narrow(field::balances::leave_type, r))] != rule.leave_type) continue;
    const std::int32_t day = opening.narrow(field::balances::as_of, r);
    // A balance stated for the last day employed is the final one: nothing is earned on top of it.
    if (who.left && (day == who.last || day == who.last + 1)) {
      events_.push_back({who.last, Happens::closes, true, r, opening.wide(field::balances::days, r)});
      continue;
    }
    // A balance from before the records says nothing of today: what came between is not in the data.
    if (day < s.first_day - 1 || day > s.last_day()) continue;
    const bool before = day < s.first_day;
    events_.push_back({std::max(day, s.first_day), before ? Happens::opens_before : Happens::opens, true, r, opening.wide(field::balances::days, r)});
  }
  if (rule.paid_by.empty()) return;
  const DataTable& payroll = (*s.data)[TableKind::payroll];
  const std::int32_t* components = payroll.columns[field::payroll::component].narrow.data();
  const std::vector<std::int8_t>& known = books_[static_cast<std::size_t>(&rule - plan_->pack().ledgers.data())].pays_out;
  for (const std::uint32_t r : s.index->rows(TableKind::payroll, index)) {
    const auto component = static_cast<records::StringId>(components[r]);
    if (component < known.size() && known[component] < 0) continue;
    if (!pays_out(rule, component)) continue;
    const std::uint32_t period = s.period_at(payroll.narrow(field::payroll::period_end, r));
    if (period == kNoRow) continue;
    // A period's pay-outs leave the account when it is over, so that what was due in it does not change with them.
    const std::int64_t days = payroll.wide(field::payroll::quantity, r);
    events_.push_back({s.periods[period].last + 1, Happens::paid_out, days != kNone64, r, days == kNone64 ? 0 : days});
  }
}

// Rows of balances or leave that could not be read: from their day on nobody can tell what was there or taken, until a
// balance is stated again.
void Ledgers::gather_holes(Worker& who) {
  const wt::Setting& s = batch_->setting();
  const std::uint32_t index = batch_->first_worker() + who.number;
  for (const Hole& hole : *holes_) {
    // A payslip's row may have been one of days paid out.
    const bool pay_out = hole.table == TableKind::payroll && who.pays_out && plan_->reasons()[hole.reason].starts_with("missing:payroll.");
    if (hole.table != TableKind::balances && hole.table != TableKind::leave && !pay_out) continue;
    if ((hole.worker != index && hole.worker != kNoRow) || hole.first > hole.last) continue;
    if (hole.first == INT32_MIN) {
      who.always_open = hole.reason;
      who.taken_told = who.taken_told && hole.table != TableKind::leave;
      who.paid_out_told = who.paid_out_told && !pay_out;
    } else if (pay_out) {
      const std::uint32_t period = s.period_at(hole.last);
      const std::int32_t day = (period == kNoRow ? hole.last : s.periods[period].last) + 1;
      if (day > s.first_day) events_.push_back({day, Happens::untold, true, hole.reason, kPaidOut});
    } else if (hole.first >= s.first_day - 1 && hole.first <= who.last) {
      events_.push_back({std::max(hole.first, s.first_day), Happens::untold, hole.table != TableKind::leave, hole.reason, 0});
    }
  }
}

void Ledgers::gather_events(const law::Ledger& rule, const Columns& columns, Worker& who) {
  if (!rule.by_service) gather_credits(rule, columns, who);
  if (rule.by_service || rule.year_is_service) gather_service(rule, columns, who);
  if (columns.carry != nullptr && !rule.year_is_service) gather_years(rule, who);
  gather_records(rule, who);
  gather_taken(rule, columns, who);
  who.pays_out = !rule.paid_by.empty();
  gather_holes(who);
  const wt::Setting& s = batch_->setting();
  for (std::uint32_t p = 0; p < s.periods.size(); ++p) events_.push_back({s.periods[p].last, Happens::period_ends, true, p, 0});
  std::sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) { return std::tie(a.day, a.what, a.at) < std::tie(b.day, b.what, b.at); });
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
