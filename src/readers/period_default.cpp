#include "readers/period_default.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "readers/refuse_rows.hpp"
#include "readers/row_rules.hpp"
#include "readers/values.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::readers {
namespace {

namespace f = records::field;
using quantity::Date;
using records::DataTable;
using records::kNone32;
using records::StringId;
using records::TableKind;
using Days = std::pair<std::int32_t, std::int32_t>;

// Records of work; leave and the money that moved name a period only where there is none of these.
constexpr std::array kWork{TableKind::time, TableKind::punches, TableKind::hours, TableKind::totals, TableKind::pieces};
constexpr std::array kOther{TableKind::leave, TableKind::payments, TableKind::remittances};

bool lacks_period(const DataTable& payroll, std::size_t row) {
    return payroll.narrow(f::payroll::period_start, row) == kNone32 ||
           payroll.narrow(f::payroll::period_end, row) == kNone32;
}

Days calendar_period(std::int32_t day, bool halves) {
    const Date date = Date::from_serial(day);
    const std::int32_t first = quantity::first_day_of_month(date).serial(), last = quantity::last_day_of_month(date).serial();
    if (!halves) return {first, last};
    constexpr std::int32_t kHalf = 15;
    return day < first + kHalf ? Days{first, first + kHalf - 1} : Days{first + kHalf, last};
}

/// The days that rows of a table name, by employer.
template <class Take>
void take_days(const records::Dataset& data, TableKind kind, const Take& take) {
    const DataTable& table = data[kind];
    for (const int field : span_fields(kind)) {
        const bool stamp = table.spec->fields[static_cast<std::size_t>(field)].type == records::FieldType::timestamp;
        for (std::size_t row = 0; row < table.row_count(); ++row) {
            std::int32_t day = kNone32;
            if (!stamp) {
                day = table.narrow(field, row);
            } else if (const std::int64_t at = table.wide(field, row); at != records::kNone64) {
                day = static_cast<std::int32_t>((at - (at < 0 ? kSecondsOfDay - 1 : 0)) / kSecondsOfDay);
            }
            if (day != kNone32) take(table.text(0, row), day);
        }
    }
}

/// The periods that an employer's records name, by employer; a look at each row only where some row needs it.
class Periods {
public:
    explicit Periods(const records::Dataset& data) : data_(data) {
        const DataTable& employers = data[TableKind::employers];
        for (std::size_t row = 0; row < employers.row_count(); ++row) {
            rules_[employers.text(f::employers::employer_id, row)] = data.strings.view(employers.text(f::employers::period, row));
            auto& listed = listed_[employers.text(f::employers::employer_id, row)];
            if (row < data.periods.size()) listed.insert(data.periods[row].begin(), data.periods[row].end());
        }
        const DataTable& payroll = data[TableKind::payroll];
        for (std::size_t row = 0; row < payroll.row_count(); ++row) {
            const Days days{payroll.narrow(f::payroll::period_start, row), payroll.narrow(f::payroll::period_end, row)};
            if (!lacks_period(payroll, row)) take(payroll.text(0, row), days);
        }
        const auto named = found_;
        // A few days beside a payslip's period are a week's other end, and make no period of their own.
        constexpr std::int32_t kContextDays = 6;
        for (const TableKind kind : kWork) {
            take_days(data_, kind, [&](StringId employer, std::int32_t day) {
                const auto paid = named.find(employer);
                const bool beside = paid != named.end() && std::any_of(paid->second.begin(), paid->second.end(), [day](const Days& days) {
                    return day >= days.first - kContextDays && day <= days.second + kContextDays;
                });
                if (!beside) take_day(employer, day);
            });
        }
        std::set<StringId> told;
        for (const auto& [employer, periods] : found_) told.insert(employer);
        for (const TableKind kind : kOther) {
            take_days(data_, kind, [&](StringId employer, std::int32_t day) {
                if (!told.contains(employer)) take_day(employer, day);
            });
        }
    }

    /// @return null where the employer has no period, or several
    [[nodiscard]] const Days* only(StringId employer) const {
        const auto listed = listed_.find(employer);
        const auto& from = listed != listed_.end() && !listed->second.empty() ? listed_ : found_;
        const auto periods = from.find(employer);
        return periods != from.end() && periods->second.size() == 1 ? &*periods->second.begin() : nullptr;
    }

private:
    [[nodiscard]] bool is_calendar(StringId employer, bool& halves) const {
        const auto rule = rules_.find(employer);
        halves = rule != rules_.end() && rule->second == "half_monthly";
        return halves || (rule != rules_.end() && rule->second == "monthly");
    }
    void take(StringId employer, const Days& days) {
        bool halves = false;
        found_[employer].insert(is_calendar(employer, halves) ? calendar_period(days.second, halves) : days);
    }
    void take_day(StringId employer, std::int32_t day) {
        bool halves = false;
        if (is_calendar(employer, halves)) found_[employer].insert(calendar_period(day, halves));
    }

    const records::Dataset& data_;
    std::map<StringId, std::string_view> rules_;
    std::map<StringId, std::set<Days>> listed_;
    std::map<StringId, std::set<Days>> found_;
};

}  // namespace

void fill_only_periods(records::Dataset& data) {
    DataTable& payroll = data[TableKind::payroll];
    bool any = false;
    for (std::size_t row = 0; row < payroll.row_count() && !any; ++row) any = lacks_period(payroll, row);
    if (!any) return;
    const Periods periods(data);
    refuse_rows(data, payroll, [&](std::size_t row) -> std::optional<Refusal> {
        if (!lacks_period(payroll, row)) return std::nullopt;
        std::int32_t& start = payroll.columns[f::payroll::period_start].narrow[row];
        std::int32_t& end = payroll.columns[f::payroll::period_end].narrow[row];
        const StringId worker = payroll.text(f::payroll::worker_id, row);
        const Days* only = periods.only(payroll.text(0, row));
        if (only == nullptr) return Refusal{start == kNone32 ? f::payroll::period_start : f::payroll::period_end, {}, Reason::missing, worker, start, end};
        const Days named{start == kNone32 ? only->first : start, end == kNone32 ? only->second : end};
        if (named.second < named.first) {
            const std::int32_t given = start == kNone32 ? end : start;
            return Refusal{start == kNone32 ? f::payroll::period_end : f::payroll::period_start,
                           quantity::to_text(Date::from_serial(given)), Reason::out_of_range, worker, given, given};
        }
        std::tie(start, end) = named;
        return std::nullopt;
    });
}

}  // namespace wageproof::readers
