// Values that come from other rows: aggregates over finer ones, earlier months, the day that a date names.
#include <date/date.h>

#include "oracle/oracle.hpp"

namespace wageproof::oracle {

using law::Function;
using law::Grain;

namespace {

std::size_t place(Grain grain) { return static_cast<std::size_t>(grain); }

/// Months since year 0, so that months can be counted.
std::int64_t month_number(std::int32_t serial) {
    const date::year_month_day day{date::sys_days{date::days{serial}}};
    return std::int64_t{int{day.year()}} * 12 + unsigned{day.month()} - 1;
}

}  // namespace

OracleValue Oracle::aggregate(const Place& at, std::uint32_t row) {
    const Place inner = at.child(0);
    const law::RowRanges& ranges = frame_.inside[place(inner.node.grain)][place(at.node.grain)];
    const std::uint32_t begin = ranges.begin[row], end = ranges.end[row];
    const Function function = at.node.function;
    if (function == Function::first || function == Function::last) {
        if (begin == end) return unknown(std::string());
        return of_a_single_day(own_value(inner, function == Function::first ? begin : end - 1));
    }
    if (function == Function::largest || function == Function::smallest) {
        if (begin == end) return unknown(std::string());
        OracleValue out = of_a_single_day(own_value(inner, begin));
        if (!out.known) out = unknown(out.reason);
        for (std::uint32_t i = begin + 1; i < end; ++i) {
            const OracleValue next = own_value(inner, i);
            out = function == Function::largest ? larger(out, next) : smaller(out, next);
        }
        return out;
    }
    OracleValue out = function == Function::all ? truth(true) : number(0);
    for (std::uint32_t i = begin; i < end; ++i) {
        const OracleValue next = own_value(inner, i);
        if (function == Function::any) {
            out = either(out, next);
        } else if (function == Function::all) {
            out = both(out, next);
        } else {
            out = add(out, next);
        }
    }
    // Whole spans are what a lumped figure is the sum of.
    out.lumped = false;
    if (out.known && !out.at_least) {
        out.reason.clear();
        out.causes.clear();
    }
    return out;
}

/// The day of hire as the last part of a month states it.
OracleValue Oracle::hired_on(std::uint32_t month) {
    const law::RowRanges& parts = frame_.inside[place(Grain::part)][place(Grain::month)];
    if (parts.begin[month] == parts.end[month]) return unknown(std::string());
    return input(law::Input::hired_on, law::ValueType::date, parts.end[month] - 1);
}

OracleValue Oracle::history(const Place& at, std::uint32_t row) {
    const Function function = at.node.function;
    const bool before = function == Function::average_before || function == Function::highest_before ||
                        function == Function::total_before;
    const OracleValue length = child(at, 1, row);
    const auto months = static_cast<std::int64_t>(floor_of(length.number));
    const OracleValue hired = hired_on(row);
    if (!hired.known && !hired.not_given) return unknown(hired.reason);
    const std::int64_t own_month = month_number(frame_.first_date[place(Grain::month)][row]);
    const std::int64_t hire_month =
        hired.known ? month_number(static_cast<std::int32_t>(floor_of(hired.number))) : INT64_MIN;

    std::int64_t counted = 0;
    OracleValue sum = number(0), top;
    for (std::int64_t back = before ? months : months - 1; back >= (before ? 1 : 0); --back) {
        if (own_month - back < hire_month) continue;
        const std::int64_t earlier = std::int64_t{row} - back;
        const bool inside = earlier >= 0 && worker_at(Grain::month, static_cast<std::uint32_t>(earlier)) ==
                                                worker_at(Grain::month, row);
        OracleValue month = unknown(reason_text(plan_.history_reason()));
        if (inside) {
            month = value(at.child(0), Grain::month, static_cast<std::uint32_t>(earlier));
        } else if (at.child_count() > 2) {
            month = child(at, 2, row);
        }
        sum = add(sum, month);
        top = counted == 0 ? (month.known ? month : unknown(month.reason)) : larger(top, month);
        ++counted;
    }
    if (function == Function::total || function == Function::total_before) return sum;
    if (counted == 0) return number(0);
    if (function == Function::highest || function == Function::highest_before) return top;
    return divide(sum, number(counted), {});
}

OracleValue Oracle::at_date(const Place& at, std::uint32_t row) {
    const Place inner = at.child(0);
    const OracleValue when = child(at, 1, row);
    if (!when.known || when.at_least) return unknown(when.reason);
    if (inner.node.grain == Grain::constant) return own_value(inner, 0);
    const std::int64_t day = static_cast<std::int64_t>(floor_of(when.number)) - frame_.first_day;
    if (day < 0 || day >= std::int64_t{frame_.days_per_worker}) {
        // A value of the law that asks nothing of the worker is known on days without records too.
        if (inner.node.kind == law::NodeKind::parameter && inner.child_count() == 0) {
            OracleValue out = look_up(pack_.parameters[inner.node.index], {},
                                      static_cast<std::int32_t>(floor_of(when.number)));
            out.uncertain = out.uncertain || when.uncertain;
            return out;
        }
        return unknown(reason_text(plan_.history_reason()));
    }
    const auto day_row = static_cast<std::uint32_t>(
        std::int64_t{worker_at(at.node.grain, row)} * frame_.days_per_worker + day);
    OracleValue out = of_a_single_day(value(inner, Grain::day, day_row));
    out.uncertain = out.uncertain || when.uncertain;
    return out;
}

}  // namespace wageproof::oracle
