// Values that come from other rows: aggregates over finer ones, earlier months, the day that a date names.
#include <date/date.h>

#include <algorithm>

#include "law/earlier_terms.hpp"
#include "oracle/oracle.hpp"

namespace wageproof::oracle {

using law::Function;
using law::Grain;

namespace {

std::size_t place(Grain grain) { return static_cast<std::size_t>(grain); }

/// Months from the one that holds a day to the one that begins on another: negative where the day lies behind it.
std::int64_t months_from(std::int32_t day, std::int32_t month_start) {
    const auto civil = [](std::int32_t serial) { return date::year_month_day{date::sys_days{date::days{serial}}}; };
    const date::year_month_day start = civil(month_start);
    std::int64_t count = 0;
    const auto begins = [&](std::int64_t back) {
        const date::year_month month = date::year_month{start.year(), start.month()} - date::months{static_cast<int>(back)};
        const date::day last = (month / date::last).day();
        return date::sys_days{month / std::min(start.day(), last)}.time_since_epoch().count();
    };
    while (begins(count) > day) ++count;
    while (begins(count - 1) <= day) --count;
    return count;
}

}  // namespace

OracleValue Oracle::aggregate(const Place& at, std::uint32_t row) {
    const Place inner = at.child(0);
    // The grain that the formula states counts, also where its value is the same over longer spans.
    const Grain from = inner.node.grain;
    const law::RowRanges& ranges = frame_.inside[place(from)][place(at.node.grain)];
    const std::uint32_t begin = ranges.begin[row], end = ranges.end[row];
    const Function function = at.node.function;
    if (function == Function::first || function == Function::last) {
        if (begin == end) return unknown(std::string());
        return of_a_single_day(value(inner, from, function == Function::first ? begin : end - 1));
    }
    if (function == Function::largest || function == Function::smallest) {
        if (begin == end) return unknown(std::string());
        OracleValue out = of_a_single_day(value(inner, from, begin));
        if (!out.known) out = unknown(out);
        OracleValue bound = out.at_least ? unknown(out) : truth(true);
        for (std::uint32_t i = begin + 1; i < end; ++i) {
            const OracleValue next = of_a_single_day(value(inner, from, i));
            if (next.at_least) bound = both(unknown(next), bound);
            out = function == Function::largest ? larger(out, next) : smaller(out, next);
        }
        // Which row is the smallest is open where one of them is only a bound.
        return function == Function::smallest && out.known && !bound.known ? bound : out;
    }
    OracleValue out = function == Function::all ? truth(true) : number(0);
    for (std::uint32_t i = begin; i < end; ++i) {
        const OracleValue next = value(inner, from, i);
        if (function == Function::any) {
            out = either(out, next);
        } else if (function == Function::all) {
            out = both(out, next);
        } else {
            // Of a span on which a row is missing, nobody knows the sum.
            out = add(out, next.known ? next : unknown(next));
        }
    }
    // Whole spans are what a lumped figure is the sum of; one week is none for a figure of several.
    if (out.over_weeks && at.node.grain == Grain::week) out = unknown(out);
    out.lumped = out.over_weeks = false;
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
    const OracleValue length = value(at.child(1), Grain::month, row);
    if (!length.exact()) return unknown(length);
    if (length.number > 600) return unknown(reason_text(plan_.history_reason()));
    const auto months = static_cast<std::int64_t>(floor_of(length.number));
    const OracleValue hired = hired_on(row);
    if (!hired.known && !hired.not_given) return unknown(hired);
    const std::int64_t since_hire = hired.known ? months_from(static_cast<std::int32_t>(floor_of(hired.number)),
                                                              frame_.first_date[place(Grain::month)][row])
                                                : INT64_MAX;

    std::int64_t counted = 0;
    bool uncertain = length.uncertain;
    OracleValue sum = number(0), top = number(0);
    for (std::int64_t back = before ? months : months - 1; back >= (before ? 1 : 0); --back) {
        if (back > since_hire) continue;
        const std::int64_t earlier = std::int64_t{row} - back;
        const bool inside = earlier >= 0 && worker_at(Grain::month, static_cast<std::uint32_t>(earlier)) ==
                                                worker_at(Grain::month, row);
        OracleValue month = unknown(reason_text(plan_.history_reason()));
        if (inside) {
            month = value(at.child(0), Grain::month, static_cast<std::uint32_t>(earlier));
        } else if (at.child_count() > 2) {
            // Where it cannot be told either, what is missing may also be called the month.
            law::EarlierTerms terms(source_, frame_, back);
            Oracle then(plan_, frame_, terms, as_known_on_);
            const Place stand_in = at.child(2);
            const OracleValue instead = source_.earliest_terms() ? then.value(stand_in, Grain::month, row) : child(at, 2, row);
            if (instead.known) {
                month = instead;
            } else {
                month.causes.insert(instead.causes.begin(), instead.causes.end());
            }
        }
        sum = add(sum, month.known ? month : unknown(month));
        top = counted == 0 ? (month.known ? month : unknown(month)) : larger(top, month);
        uncertain = uncertain || month.uncertain;
        ++counted;
    }
    OracleValue out = divide(sum, number(std::max<std::int64_t>(counted, 1)), {});
    if (function == Function::total || function == Function::total_before) out = sum;
    if (counted > 0 && (function == Function::highest || function == Function::highest_before)) out = top;
    out.uncertain = uncertain;
    // An uncertain month takes the name from an unknown one: the plan may then give none.
    if (!out.exact() && uncertain) out.causes.insert(std::string());
    return out;
}

namespace {

/// What a place stands for: the formulas behind names put in.
template <class Place>
Place behind_names(const law::Pack& pack, Place at) {
    if (at.node.kind != law::NodeKind::formula) return at;
    const law::Expression& named = pack.formulas[at.node.index].expression;
    return behind_names(pack, Place{named, named.root()});
}

}  // namespace

/// The rows of a span from its first to this one, added up.
OracleValue Oracle::running(const Place& at, std::uint32_t row) {
    const Grain own = at.node.grain, span = at.node.span;
    const std::uint32_t within = frame_.up[place(own)][place(span)][row];
    if (within == law::kNoRow) return unknown(std::string());
    OracleValue out = number(0);
    if (span > Grain::month && frame_.first_date[place(span)][within] < frame_.first_day) {
        // Part of it lies before the records: there is more to it where the worker was there.
        const Grain part = Grain::part;
        const bool coarser = own > part;
        const std::uint32_t terms = own == part ? row
                                    : coarser   ? frame_.inside[place(part)][place(own)].end[row] - 1
                                                : frame_.up[place(own)][place(part)][row];
        const OracleValue hired = input(law::Input::hired_on, law::ValueType::date, terms);
        if (!hired.known || hired.number < frame_.first_day) {
            out.at_least = true;
            out.reason = reason_text(plan_.history_reason());
            out.causes = {out.reason};
        }
    }
    OracleValue last;
    for (std::uint32_t i = row + 1; i-- > 0 && frame_.up[place(own)][place(span)][i] == within;) {
        if (i == 0 || frame_.up[place(own)][place(span)][i - 1] != within) {
            for (std::uint32_t each = i; each <= row; ++each) {
                last = value(at.child(0), own, each);
                const bool taken_away = out.at_least && last.known && last.number < 0;
                out = add(out, last.known && !taken_away ? last : unknown(taken_away ? out : last));
                if (each < row) out.lumped = false;
            }
            break;
        }
    }
    out.lumped = out.known && last.lumped;
    return out;
}

/// The value of the law or of the worker's terms on a day, where a day without records has one too.
OracleValue Oracle::outside(const Place& inner, std::uint32_t worker, std::int32_t date) {
    const law::Node& node = inner.node;
    if (node.kind == law::NodeKind::parameter && inner.child_count() == 0) {
        return look_up(pack_.parameters[node.index], {}, date);
    }
    if (node.kind != law::NodeKind::input || node.grain != Grain::part) return unknown(reason_text(plan_.history_reason()));
    const law::TermOnDay term = source_.term_on(static_cast<law::Input>(node.index), worker, date);
    law::detail::Values column;
    column.reset(Grain::constant, 1, true);
    column.numerators[0] = term.numerator;
    column.denominator = term.denominator;
    column.make_flags();
    column.flags[0] = term.flags;
    column.reasons[0] = term.reason;
    return of_a_single_day(read_row(column, node.type, 0));
}

/// Whether a day of the timeline lies in no row of a grain, as between two periods.
bool Oracle::in_no_row(Grain grain, std::int64_t day) const {
    const auto& up = frame_.up[place(Grain::day)][place(grain)];
    return grain > Grain::day && up[static_cast<std::size_t>(day)] == law::kNoRow;
}

OracleValue Oracle::at_date(const Place& at, std::uint32_t row) {
    const Place inner = behind_names(pack_, at.child(0));
    const OracleValue when = child(at, 1, row);
    if (!when.known || when.at_least) return unknown(when);
    const auto date = static_cast<std::int32_t>(floor_of(when.number));
    const std::int64_t day = std::int64_t{date} - frame_.first_day;
    const std::uint32_t worker = worker_at(at.node.grain, row);
    const bool law_of_a_day = inner.node.kind == law::NodeKind::parameter && inner.child_count() == 0;
    OracleValue out;
    if (law_of_a_day || day < 0 || day >= std::int64_t{frame_.days_per_worker}) {
        out = outside(inner, worker, date);
        if (!out.known && !law_of_a_day && at.child_count() > 2) return value(at.child(2), at.node.grain, row);
    } else if (in_no_row(at.child(0).node.grain, day)) {
        out = at.child_count() > 2 ? value(at.child(2), at.node.grain, row) : unknown(reason_text(plan_.history_reason()));
    } else {
        const auto day_row = static_cast<std::uint32_t>(std::int64_t{worker} * frame_.days_per_worker + day);
        out = of_a_single_day(value(at.child(0), Grain::day, day_row));
    }
    out.uncertain = out.uncertain || when.uncertain;
    return out;
}

}  // namespace wageproof::oracle
