#include "oracle/ledger_walk.hpp"

#include <date/date.h>

#include <algorithm>

#include "wageproof/due/bookings.hpp"
#include "wageproof/records/dataset.hpp"

namespace wageproof::oracle {

using law::Grain;
using records::kNone32;
using records::kNone64;
using records::TableKind;
namespace field = records::field;

namespace {

std::size_t place(Grain grain) { return static_cast<std::size_t>(grain); }

date::year_month_day civil(std::int32_t serial) { return date::year_month_day{date::sys_days{date::days{serial}}}; }

/// The same day of the month so many months later; the next month's first where the month has no such day.
std::int32_t months_after(std::int32_t serial, int months) {
    const date::year_month_day from = civil(serial);
    const date::year_month month = date::year_month{from.year(), from.month()} + date::months{months};
    const date::year_month_day same = month / from.day();
    if (same.ok()) return date::sys_days{same}.time_since_epoch().count();
    return date::sys_days{(month + date::months{1}) / 1}.time_since_epoch().count();
}

Rational micro(std::int64_t value) { return Rational(value, 1'000'000); }

}  // namespace

LedgerWalk::LedgerWalk(Oracle& oracle, const law::Plan& plan, const law::Ledger& ledger, const law::Frame& frame,
                       law::FactSource& facts, const worktime::Setting& setting, const std::vector<due::Hole>& holes,
                       std::uint32_t worker)
    : oracle_(oracle), plan_(plan), ledger_(ledger), frame_(frame), facts_(facts), setting_(setting), holes_(holes),
      worker_(worker) {
    for (const law::Input input : {law::Input::is_employed, law::Input::is_working_day, law::Input::is_holiday}) {
        columns_[input].grain = Grain::day;
        facts_.input(input, columns_[input]);
    }
}

std::uint32_t LedgerWalk::row_of(std::int32_t day) const {
    return worker_ * frame_.days_per_worker + static_cast<std::uint32_t>(day - frame_.first_day);
}

bool LedgerWalk::fact(law::Input input, std::int32_t day) {
    const law::detail::Values& column = columns_.at(input);
    return column.numerators[column.index(row_of(day))] != 0;
}

/// The value of the row in which a day lies.
OracleValue LedgerWalk::on(const law::Expression& expression, std::int32_t day) {
    const Grain grain = ledger_.by_service ? Grain::day : ledger_.grain;
    const std::uint32_t row = grain == Grain::day ? row_of(day) : frame_.up[place(Grain::day)][place(grain)][row_of(day)];
    return oracle_.evaluate(expression, grain, row);
}

void LedgerWalk::find_employment() {
    const std::int32_t end = frame_.first_day + static_cast<std::int32_t>(frame_.days_per_worker);
    for (std::int32_t day = frame_.first_day; day < end; ++day) {
        if (!fact(law::Input::is_employed, day)) continue;
        first_ = std::min(first_, day);
        last_ = day;
    }
    if (first_ > last_) return;
    const std::uint32_t part = frame_.up[place(Grain::day)][place(Grain::part)][row_of(last_)];
    const auto date = [&](law::Input input) -> std::optional<std::int32_t> {
        law::detail::Values column;
        column.grain = Grain::part;
        facts_.input(input, column);
        if (!column.has_value(part)) return std::nullopt;
        return static_cast<std::int32_t>(column.numerators[column.index(part)]);
    };
    hired_ = date(law::Input::hired_on);
    const bool leaves_last = date(law::Input::left_on) == last_;
    left_ = last_ < end - 1 || leaves_last;
    hired_here_ = first_ > frame_.first_day || (hired_ && *hired_ >= frame_.first_day);
}

/// First and last day of each span of service that touches the records.
std::vector<std::pair<std::int32_t, std::int32_t>> LedgerWalk::service_spans() const {
    std::vector<std::pair<std::int32_t, std::int32_t>> spans;
    const std::int32_t end = frame_.first_day + static_cast<std::int32_t>(frame_.days_per_worker);
    const int step = 12 * ledger_.every;
    for (int k = 0; hired_; ++k) {
        const std::int32_t begin = months_after(*hired_, k * step), next = months_after(*hired_, (k + 1) * step);
        if (begin >= end) break;
        if (next > frame_.first_day) spans.emplace_back(begin, next - 1);
    }
    return spans;
}

Rational LedgerWalk::balance() const {
    Rational sum = 0;
    for (const Lot& lot : lots_) sum += lot.left;
    return sum;
}

bool LedgerWalk::balance_told() const {
    return known_ && earned_told_ && taken_told_ && encashed_told_ && lots_told_ && !open_;
}

/// The account begins anew with so many days, which do not lapse.
void LedgerWalk::open(const Rational& days) {
    lots_.assign(1, Lot{days});
    earned_ = taken_ = encashed_ = lapsed_ = 0;
    known_ = earned_told_ = taken_told_ = encashed_told_ = lapsed_told_ = lots_told_ = true;
    open_ = always_open_;
    debt_ = std::max(Rational(0), Rational(-days));
}

/// From the oldest credit on; what no credit covers is a debt, which the next credits make good.
void LedgerWalk::spend(const Rational& days) {
    Rational left = days;
    for (Lot& lot : lots_) {
        if (lot.left <= 0) continue;
        const Rational part = std::min(lot.left, left);
        lot.left -= part;
        left -= part;
    }
    if (left != 0) lots_.push_back(Lot{-left});
}

/// Days paid out leave the account on the day after the payslip's period.
void LedgerWalk::payouts(std::int32_t day) {
    if (ledger_.paid_by.empty()) return;
    const records::Dataset& data = *setting_.data;
    const records::DataTable& payroll = data[TableKind::payroll];
    for (const std::uint32_t r : setting_.index->rows(TableKind::payroll, setting_.employer.first_worker + worker_)) {
        const std::uint32_t period = setting_.period_at(payroll.narrow(field::payroll::period_end, r));
        const auto component = static_cast<records::StringId>(payroll.narrow(field::payroll::component, r));
        if (period == law::kNoRow || setting_.periods[period].last + 1 != day) continue;
        if (!due::matches_component(ledger_.paid_by, data.strings.view(component))) continue;
        const std::int64_t days = payroll.wide(field::payroll::quantity, r);
        if (days == kNone64) {
            encashed_told_ = false;
        } else {
            encashed_ += micro(days);
            spend(micro(days));
        }
    }
}

/// Balances that the records state as of a day; the final one stands at the end of the last day employed.
void LedgerWalk::openings(std::int32_t as_of, bool final_one) {
    const records::DataTable& opening = (*setting_.data)[TableKind::balances];
    const auto types = records::spec_of(TableKind::balances).fields[field::balances::leave_type].values;
    for (const std::uint32_t r : setting_.index->rows(TableKind::balances, setting_.employer.first_worker + worker_)) {
        const std::int32_t stated = opening.narrow(field::balances::as_of, r);
        const bool own = types[static_cast<std::size_t>(opening.narrow(field::balances::leave_type, r))] == ledger_.leave_type;
        const bool final = left_ && (stated == last_ || stated == last_ + 1);
        if (own && final == final_one && (final || stated == as_of)) open(micro(opening.wide(field::balances::days, r)));
    }
}

void LedgerWalk::morning(std::int32_t day) {
    if (day == frame_.first_day) openings(day - 1, false);
    for (Lot& lot : lots_) {
        if (lot.gone != day) continue;
        if (!balance_told()) lapsed_told_ = false;
        if (lot.left <= 0) continue;
        lapsed_ += lot.left;
        lot.left = 0;
    }
    leave_year_changes(day);
    openings(day, false);
}

void LedgerWalk::leave_year_changes(std::int32_t day) {
    if (ledger_.carry.empty()) return;
    bool begins = false;
    if (ledger_.year_is_service) {
        for (const auto& [begin, end] : service_spans()) begins = begins || (begin == day && begin != *hired_);
    } else {
        const date::year_month_day today = civil(day);
        begins = static_cast<int>(unsigned{today.month()}) == ledger_.year_month && static_cast<int>(unsigned{today.day()}) == ledger_.year_day;
    }
    if (!begins) return;
    const OracleValue kept = on(ledger_.carry, day);
    if (kept.not_given) return;
    if (!kept.exact()) {
        lots_told_ = lapsed_told_ = false;
        return;
    }
    // Where nothing goes over, the balance is known again.
    if (!balance_told() && kept.number == 0) return open(0);
    if (!balance_told()) (ledger_.surplus_is_paid ? encashed_told_ : lapsed_told_) = false;
    if (!known_) return;
    const Rational surplus = balance() - kept.number;
    if (surplus <= 0) return;
    (ledger_.surplus_is_paid ? encashed_ : lapsed_) += surplus;
    spend(surplus);
}

/// Whether a span of time gives its days today, and them.
void LedgerWalk::credits(std::int32_t day, bool at_start) {
    if (day < first_ || ledger_.earn_at_start != at_start) return;
    if (ledger_.by_service) {
        for (const auto& [begin, end] : service_spans()) {
            const bool cut_short = left_ && last_ >= begin && last_ < end;
            if (at_start && day == begin) credit(day, ledger_.earn);
            if (!at_start && !cut_short && day == end) credit(day, ledger_.earn);
            if (!at_start && cut_short && day == last_ && !ledger_.unfinished.empty()) credit(day, ledger_.unfinished);
        }
        return;
    }
    const date::year_month_day today = civil(day);
    const bool month = ledger_.grain == Grain::month;
    const auto first_day = month ? date::sys_days{today.year() / today.month() / 1} : date::sys_days{today.year() / 1 / 1};
    const auto last_day = month ? date::sys_days{today.year() / today.month() / date::last} : date::sys_days{today.year() / 12 / 31};
    const std::int32_t begin = first_day.time_since_epoch().count(), end = last_day.time_since_epoch().count();
    const bool joins = hired_here_ && first_ > begin && day == first_;
    const bool leaves = left_ && day == last_;
    if (at_start ? day == begin || joins : day == end || leaves) credit(day, ledger_.earn);
}

void LedgerWalk::credit(std::int32_t day, const law::Expression& expression) {
    const OracleValue gain = on(expression, day);
    if (!gain.exact()) {
        earned_told_ = false;
        return;
    }
    Rational days = gain.number;
    if (!ledger_.cap.empty()) {
        const OracleValue cap = on(ledger_.cap, day);
        if (cap.exact() && known_) days = std::min(days, std::max(Rational(0), Rational(cap.number - balance())));
        if (!cap.exact() && !cap.not_given) earned_told_ = false;
    }
    earned_ += days;
    Lot lot{days};
    if (!ledger_.lapse_after.empty()) {
        const OracleValue months = on(ledger_.lapse_after, day);
        if (months.exact()) lot.gone = months_after(day, static_cast<int>(floor_of(months.number)));
        else if (!months.not_given) lots_told_ = lapsed_told_ = false;
    }
    // A debt is made good first.
    for (Lot& old : lots_) {
        if (old.left >= 0) continue;
        const Rational part = std::min(Rational(-old.left), lot.left);
        old.left += part;
        lot.left -= part;
    }
    lots_.push_back(lot);
}

void LedgerWalk::leave(std::int32_t day) {
    if (day < first_) return;
    if (!ledger_.taken.empty()) {
        const OracleValue days = oracle_.evaluate(ledger_.taken, Grain::day, row_of(day));
        if (!days.exact()) {
            taken_told_ = false;
            return;
        }
        return take(day, days.number);
    }
    if (!fact(law::Input::is_employed, day)) return;
    if (!ledger_.calendar_days && (!fact(law::Input::is_working_day, day) || fact(law::Input::is_holiday, day))) return;
    const records::DataTable& leave = (*setting_.data)[TableKind::leave];
    const auto types = records::spec_of(TableKind::leave).fields[field::leave::type].values;
    for (const std::uint32_t r : setting_.index->rows(TableKind::leave, setting_.employer.first_worker + worker_)) {
        const std::string_view type = types[static_cast<std::size_t>(leave.narrow(field::leave::type, r))];
        if (leave.narrow(field::leave::date, r) != day) continue;
        if (std::find(ledger_.takes.begin(), ledger_.takes.end(), type) == ledger_.takes.end()) continue;
        if (leave.narrow(field::leave::paid, r) == static_cast<std::int32_t>(records::YesNo::no)) continue;
        const std::int64_t fraction = leave.wide(field::leave::fraction, r);
        const Rational days = fraction == kNone64 ? Rational(1) : micro(fraction);
        take(day, days);
    }
}

void LedgerWalk::take(std::int32_t day, const Rational& days) {
    taken_ += days;
    period_taken_ += days;
    spend(days);
    if (ledger_.available_from.empty()) return;
    const OracleValue from = on(ledger_.available_from, day);
    if (from.known && day < from.number) period_early_ += days;
}

/// Of the leave of a period is beyond what was taken too early, or what made the debt grow.
void LedgerWalk::end_period(std::int32_t day) {
    for (std::uint32_t p = 0; p < setting_.periods.size(); ++p) {
        if (setting_.periods[p].last != day) continue;
        const Rational debt = std::max(Rational(0), Rational(-balance()));
        const Rational beyond = std::min(period_taken_, std::max(Rational(debt - debt_), period_early_));
        if (balance_told() && beyond > 0 && setting_.periods[p].reported) beyond_.push_back({p, period_taken_, beyond});
        debt_ = debt;
        period_taken_ = period_early_ = 0;
    }
}

void LedgerWalk::holes(std::int32_t day) {
    for (const due::Hole& hole : holes_) {
        if (hole.worker != law::kNoRow && hole.worker != setting_.employer.first_worker + worker_) continue;
        if (hole.table != TableKind::leave && hole.table != TableKind::balances) continue;
        if (hole.first == INT32_MIN || hole.first > hole.last || hole.first < frame_.first_day - 1) continue;
        if (std::max(hole.first, frame_.first_day) != day) continue;
        open_ = true;
        if (hole.table == TableKind::leave) taken_told_ = false;
    }
}

void LedgerWalk::state() {
    const auto told = [](bool yes, const Rational& days) { return yes ? MaybeDays(days) : MaybeDays(); };
    statement_.earned = told(earned_told_, earned_);
    statement_.taken = told(taken_told_ && !leave_lost_, taken_);
    statement_.encashed = told(encashed_told_, encashed_);
    statement_.lapsed = told(lapsed_told_, lapsed_);
    statement_.balance = told(balance_told(), balance());
}

void LedgerWalk::walk() {
    find_employment();
    const std::int32_t end = frame_.first_day + static_cast<std::int32_t>(frame_.days_per_worker);
    balances_.assign(frame_.days_per_worker, std::nullopt);
    std::int32_t reported = INT32_MIN;
    for (const worktime::Span& p : setting_.periods) reported = p.reported ? std::max(reported, p.last) : reported;
    statement_.as_of = std::min(reported, last_);
    statement_.kept = first_ <= last_ && statement_.as_of >= first_;
    if (first_ > last_) return;
    if (ledger_.by_service && !hired_) earned_told_ = false;
    for (const due::Hole& hole : holes_) {
        if (hole.worker != law::kNoRow && hole.worker != setting_.employer.first_worker + worker_) continue;
        if (hole.first != INT32_MIN) continue;
        if (hole.table == TableKind::leave) leave_lost_ = true;
        if (hole.table == TableKind::leave || hole.table == TableKind::balances) always_open_ = open_ = true;
    }
    if (hired_here_) open(0);
    for (std::int32_t day = frame_.first_day; day < std::max(end, reported + 2); ++day) {
        payouts(day);
        // What the last payslip that is reported pays out is part of what is stated.
        if (day == reported + 1) state();
        if (day <= last_) {
            morning(day);
            credits(day, true);
            leave(day);
            credits(day, false);
            if (day == last_) openings(day, true);
            holes(day);
        }
        end_period(day);
        if (day < end && balance_told()) balances_[static_cast<std::size_t>(day - frame_.first_day)] = balance();
    }
}

}  // namespace wageproof::oracle
