#include "readers/row_rules.hpp"

#include <algorithm>

#include "readers/values.hpp"
#include "wageproof/quantity/currency.hpp"
#include "wageproof/records/schema.hpp"

namespace wageproof::readers {
namespace {

namespace f = records::field;
using records::kNone32;
using records::kNone64;
using records::TableKind;

constexpr bool is_given(std::int32_t value) noexcept { return value != kNone32; }

// A name inside a component: lower-case letters, digits and underscores, a letter first.
bool is_name(std::string_view text) noexcept {
    return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

bool is_component(std::string_view text) noexcept {
    constexpr std::string_view kPlain[] = {
        "basic",           "piece",       "overtime",     "night_premium",    "rest_day_premium",
        "holiday_premium", "holiday_pay", "rest_day_pay", "leave_encashment", "severance",
        "gross",           "net"};
    if (std::find(std::begin(kPlain), std::end(kPlain), text) != std::end(kPlain)) return true;
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) return false;
    const std::string_view family = text.substr(0, point);
    const std::string_view name = text.substr(point + 1);
    if (family == "leave") {
        const auto types = records::spec_of(TableKind::leave).fields[f::leave::type].values;
        return std::find(types.begin(), types.end(), name) != types.end();
    }
    if (family == "allowance" || family == "bonus" || family == "deduction" || family == "in_kind")
        return is_name(name);
    if (family != "contribution") return false;
    const std::size_t side = name.rfind('.');
    if (side == std::string_view::npos) return false;
    const std::string_view who = name.substr(side + 1);
    return is_name(name.substr(0, side)) && (who == "employee" || who == "employer");
}

RowFault check_order(const RowValues& row, int first, int last) noexcept {
    const std::int32_t from = row.narrow[static_cast<std::size_t>(first)];
    const std::int32_t to = row.narrow[static_cast<std::size_t>(last)];
    if (is_given(from) && is_given(to) && to < from) return {last, Reason::out_of_range};
    return {};
}

RowFault check_either(const RowValues& row, int one, int other) noexcept {
    if (row.narrow[static_cast<std::size_t>(one)] == 0 && row.narrow[static_cast<std::size_t>(other)] == 0) {
        return {one, Reason::missing};
    }
    return {};
}

RowFault check_time(const RowValues& row) noexcept {
    const std::int32_t start = row.narrow[f::time::start];
    const std::int32_t end = row.narrow[f::time::end];
    if (!is_given(start) && !is_given(end)) return {f::time::start, Reason::missing};
    const std::int32_t pause = row.narrow[f::time::break_minutes];
    if (is_given(start) && is_given(end) && is_given(pause)) {
        const std::int32_t stretch =
            end > start ? end - start : end - start + static_cast<std::int32_t>(kSecondsOfDay);
        if (pause * 60 > stretch) return {f::time::break_minutes, Reason::out_of_range};
    }
    return check_either(row, f::time::worker_id, f::time::badge);
}

// A part of the day's minutes cannot be more than the day's minutes.
RowFault check_hours(const RowValues& row) noexcept {
    for (const int part : {int{f::hours::overtime_minutes}, int{f::hours::night_minutes}}) {
        const std::int32_t minutes = row.narrow[static_cast<std::size_t>(part)];
        if (is_given(minutes) && minutes > row.narrow[f::hours::minutes]) return {part, Reason::out_of_range};
    }
    return {};
}

// An event of a payment file names its payment or batch by whatever ids its source has; matching tells whether they
// suffice.
bool is_event(const RowValues& row) noexcept { return is_given(row.narrow[f::payments::event]); }

RowFault check_payment(const RowValues& row) noexcept {
    const std::int32_t status = row.narrow[f::payments::status];
    const bool settled =
        !is_given(status) || status == static_cast<std::int32_t>(records::PaymentStatus::settled);
    if (settled && !is_given(row.narrow[f::payments::paid_on]))
        return {f::payments::paid_on, Reason::missing};
    if (!is_event(row)) {
        if (const RowFault fault = check_either(row, f::payments::worker_id, f::payments::account);
            fault.field >= 0)
            return fault;
    }
    return check_order(row, f::payments::period_start, f::payments::period_end);
}

RowSpan between(const RowValues& row, int first, int last) noexcept {
    const std::int32_t from = row.narrow[static_cast<std::size_t>(first)];
    const std::int32_t to = row.narrow[static_cast<std::size_t>(last)];
    if (!is_given(from) || !is_given(to) || to < from) return {};
    return {from, to};
}

}  // namespace

RowFault check_row(TableKind table, const RowValues& row) noexcept {
    switch (table) {
        case TableKind::employers: return check_either(row, f::employers::period, f::employers::periods);
        case TableKind::workers: return check_order(row, f::workers::hired_on, f::workers::left_on);
        case TableKind::time: return check_time(row);
        case TableKind::punches: return check_either(row, f::punches::worker_id, f::punches::badge);
        case TableKind::hours: return check_hours(row);
        case TableKind::totals: return check_order(row, f::totals::start, f::totals::end);
        case TableKind::payroll: return check_order(row, f::payroll::period_start, f::payroll::period_end);
        case TableKind::payments: return check_payment(row);
        case TableKind::remittances: {
            const RowFault fault = check_either(row, f::remittances::worker_id, f::remittances::insurance_no);
            return fault.field >= 0
                       ? fault
                       : check_order(row, f::remittances::period_start, f::remittances::period_end);
        }
        default: return {};
    }
}

bool is_known_text(TextCheck check, std::string_view text) noexcept {
    switch (check) {
        case TextCheck::currency: return quantity::Currency::from_code(text).ok();
        case TextCheck::country:
            return text.size() == 2 &&
                   std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        case TextCheck::component: return is_component(text);
        case TextCheck::pay_period:
            return text == "monthly" || text == "half_monthly" || text == "weekly" || text == "biweekly";
        default: return true;
    }
}

RowSpan span_of(TableKind table, const RowValues& row) noexcept {
    const auto fields = span_fields(table);
    if (fields.empty()) return {};
    if (fields.size() == 2) return between(row, fields[0], fields[1]);
    const auto field = static_cast<std::size_t>(fields[0]);
    if (table == TableKind::punches) {
        if (row.wide[field] == kNone64) return {};
        const std::int64_t at = row.wide[field];
        const auto day = static_cast<std::int32_t>(at >= 0 ? at / kSecondsOfDay
                                                           : -((-at + kSecondsOfDay - 1) / kSecondsOfDay));
        return {day, day};
    }
    return {row.narrow[field], row.narrow[field]};
}

std::span<const int> span_fields(TableKind table) noexcept {
    static constexpr int kTime[] = {f::time::date};
    static constexpr int kPunches[] = {f::punches::at};
    static constexpr int kHours[] = {f::hours::date};
    static constexpr int kTotals[] = {f::totals::start, f::totals::end};
    static constexpr int kLeave[] = {f::leave::date};
    static constexpr int kPieces[] = {f::pieces::date};
    static constexpr int kPayroll[] = {f::payroll::period_start, f::payroll::period_end};
    static constexpr int kPayments[] = {f::payments::period_start, f::payments::period_end};
    static constexpr int kRemittances[] = {f::remittances::period_start, f::remittances::period_end};
    static constexpr int kCalendar[] = {f::calendar::date};
    static constexpr int kBalances[] = {f::balances::as_of};
    switch (table) {
        case TableKind::time: return kTime;
        case TableKind::punches: return kPunches;
        case TableKind::hours: return kHours;
        case TableKind::totals: return kTotals;
        case TableKind::leave: return kLeave;
        case TableKind::pieces: return kPieces;
        case TableKind::payroll: return kPayroll;
        case TableKind::payments: return kPayments;
        case TableKind::remittances: return kRemittances;
        case TableKind::calendar: return kCalendar;
        case TableKind::balances: return kBalances;
        default: return {};
    }
}

}  // namespace wageproof::readers
