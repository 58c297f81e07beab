#include "readers/record_rules.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "readers/duplicates.hpp"
#include "readers/period_default.hpp"
#include "readers/reason.hpp"
#include "readers/refuse_rows.hpp"
#include "wageproof/quantity/date.hpp"
#include "wageproof/quantity/decimal.hpp"

namespace wageproof::readers {
namespace {

namespace f = records::field;
using records::DataTable;
using records::kNone32;
using records::kNone64;
using records::StringId;
using records::TableKind;

/// What becomes of a row of leave.
enum class RowFate : std::uint8_t { kept, copy, refused };

constexpr std::int64_t kWholeDay = 1'000'000;
constexpr std::int32_t kLongestPeriodDays = 366;        // a bonus of the year has the year as its period
constexpr std::int32_t kLongestPeriodByWeekDays = 31;

std::int64_t fraction_of(const DataTable& leave, std::size_t row) {
    const std::int64_t given = leave.wide(f::leave::fraction, row);
    return given == kNone64 ? kWholeDay : given;
}

bool says_the_same(const DataTable& leave, std::size_t a, std::size_t b) {
    return leave.narrow(f::leave::type, a) == leave.narrow(f::leave::type, b) &&
           leave.narrow(f::leave::paid, a) == leave.narrow(f::leave::paid, b) && fraction_of(leave, a) == fraction_of(leave, b);
}

void mark_day(const DataTable& leave, const std::vector<std::size_t>& day, std::vector<RowFate>& fates) {
    std::int64_t sum = 0;
    std::vector<std::size_t> kept;
    for (const std::size_t row : day) {
        // Two halves may be two; two of more than half a day can only be the same one.
        const bool copy = fraction_of(leave, row) * 2 > kWholeDay &&
                          std::any_of(kept.begin(), kept.end(), [&](std::size_t other) { return says_the_same(leave, row, other); });
        if (copy) {
            fates[row] = RowFate::copy;
            continue;
        }
        kept.push_back(row);
        sum += fraction_of(leave, row);
    }
    if (sum <= kWholeDay) return;
    for (const std::size_t row : day) fates[row] = RowFate::refused;
}

using Period = std::pair<std::int32_t, std::int32_t>;

/// The periods of one employer's payslips that are none of its pay periods, with the field that says why.
std::map<Period, int> unfit_periods(const std::map<Period, std::size_t>& rows_of, bool by_week) {
    std::map<Period, int> unfit;
    std::vector<std::pair<std::size_t, Period>> order;
    for (const auto& [period, rows] : rows_of) {
        const std::int64_t days = std::int64_t{period.second} - period.first + 1;
        if (days > (by_week ? kLongestPeriodByWeekDays : kLongestPeriodDays)) unfit.emplace(period, f::payroll::period_end);
        else order.emplace_back(rows, period);
    }
    if (!by_week) return unfit;
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
    std::set<Period> kept;
    for (const auto& [rows, period] : order) {
        const auto after = kept.lower_bound({period.first, INT32_MAX});  // the first that begins later
        const bool before_it = after != kept.begin() && std::prev(after)->second >= period.first;
        // Who leaves in mid-week has a shorter slip of the same week.
        if (before_it && std::prev(after)->second >= period.second) continue;
        if (before_it || (after != kept.end() && after->first <= period.second)) unfit.emplace(period, f::payroll::period_start);
        else kept.insert(period);
    }
    return unfit;
}

}  // namespace

void judge_whole_tables(records::Dataset& data) {
    for (const TableKind kind : {TableKind::workers, TableKind::hours, TableKind::totals, TableKind::balances, TableKind::rates, TableKind::calendar}) reject_duplicates(data, kind);
    reject_day_conflicts(data);
    fill_only_periods(data);
    reject_leave_beyond_day(data);
    reject_unfit_periods(data);
}

void reject_leave_beyond_day(records::Dataset& data) {
    DataTable& leave = data[TableKind::leave];
    std::vector<std::size_t> order(leave.row_count());
    for (std::size_t row = 0; row < order.size(); ++row) order[row] = row;
    const auto key = [&](std::size_t row) {
        return std::tuple(leave.text(f::leave::employer_id, row), leave.text(f::leave::worker_id, row), leave.narrow(f::leave::date, row));
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
    std::vector<RowFate> fates(order.size(), RowFate::kept);
    bool any = false;
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i + 1;
        std::int64_t sum = fraction_of(leave, order[i]);
        for (; end < order.size() && key(order[end]) == key(order[i]); ++end) sum += fraction_of(leave, order[end]);
        if (sum > kWholeDay) {
            mark_day(leave, {order.begin() + static_cast<std::ptrdiff_t>(i), order.begin() + static_cast<std::ptrdiff_t>(end)}, fates);
            any = true;
        }
        i = end;
    }
    if (!any) return;
    refuse_rows(data, leave, [&](std::size_t row) -> std::optional<Refusal> {
        if (fates[row] == RowFate::kept) return std::nullopt;
        const std::int32_t day = leave.narrow(f::leave::date, row);
        const StringId worker = leave.text(f::leave::worker_id, row);
        // A copy leaves no hole, since its record is there: its days are none.
        if (fates[row] == RowFate::copy) {
            return Refusal{f::leave::date, quantity::to_text(quantity::Date::from_serial(day)), Reason::duplicate, worker, 1, 0};
        }
        std::string fraction;
        quantity::append_decimal_trimmed(fraction, fraction_of(leave, row));
        return Refusal{f::leave::fraction, std::move(fraction), Reason::longer_than_a_day, worker, day, day};
    });
}

void reject_unfit_periods(records::Dataset& data) {
    DataTable& payroll = data[TableKind::payroll];
    const DataTable& employers = data[TableKind::employers];
    std::unordered_map<StringId, bool> by_week;
    for (std::size_t row = 0; row < employers.row_count(); ++row) {
        const std::string_view rule = data.strings.view(employers.text(f::employers::period, row));
        by_week[employers.text(f::employers::employer_id, row)] = rule == "weekly" || rule == "biweekly";
    }
    const auto period_of = [&](std::size_t row) {
        return Period{payroll.narrow(f::payroll::period_start, row), payroll.narrow(f::payroll::period_end, row)};
    };
    std::map<StringId, std::map<Period, std::size_t>> named;
    std::pair<StringId, Period> last;
    std::size_t* count = nullptr;  // the lines of a payslip repeat its period
    for (std::size_t row = 0; row < payroll.row_count(); ++row) {
        const std::pair now{payroll.text(f::payroll::employer_id, row), period_of(row)};
        if (count == nullptr || now != last) count = &named[now.first][now.second];
        last = now;
        ++*count;
    }
    std::map<StringId, std::map<Period, int>> unfit;
    for (const auto& [employer, periods] : named) {
        if (auto found = unfit_periods(periods, by_week[employer]); !found.empty()) unfit.emplace(employer, std::move(found));
    }
    if (unfit.empty()) return;
    refuse_rows(data, payroll, [&](std::size_t row) -> std::optional<Refusal> {
        const auto of = unfit.find(payroll.text(f::payroll::employer_id, row));
        if (of == unfit.end()) return std::nullopt;
        const Period period = period_of(row);
        const auto found = of->second.find(period);
        if (found == of->second.end()) return std::nullopt;
        return Refusal{found->second, quantity::to_text(quantity::Date::from_serial(payroll.narrow(found->second, row))), Reason::out_of_range,
                       payroll.text(f::payroll::worker_id, row), period.first, period.second};
    });
}

}  // namespace wageproof::readers
