// The calendar functions, on a calendar of their own.
#include <date/date.h>

#include <algorithm>

#include "oracle/oracle.hpp"

namespace wageproof::oracle {

using law::Function;
using law::Grain;

namespace {

date::year_month_day civil(std::int64_t serial) {
    return date::year_month_day{date::sys_days{date::days{static_cast<std::int32_t>(serial)}}};
}

std::int64_t serial_of(const date::year_month_day& day) { return date::sys_days{day}.time_since_epoch().count(); }

/// A day that does not exist becomes the month's last.
std::int64_t existing(date::year_month month, unsigned day) {
    const auto last = date::year_month_day_last{month.year(), date::month_day_last{month.month()}};
    return serial_of(month / date::day{std::min(day, unsigned{last.day()})});
}

std::int64_t plus_months(std::int64_t serial, std::int64_t months) {
    const date::year_month_day day = civil(serial);
    return existing(date::year_month{day.year(), day.month()} + date::months{static_cast<int>(months)},
                    unsigned{day.day()});
}

std::int64_t months_between(std::int64_t from, std::int64_t to) {
    const date::year_month_day a = civil(from), b = civil(to);
    const std::int64_t months = (int{b.year()} - int{a.year()}) * std::int64_t{12} +
                                static_cast<int>(unsigned{b.month()}) - static_cast<int>(unsigned{a.month()});
    // Nothing is completed before it began.
    return std::max<std::int64_t>(0, b.day() < a.day() ? months - 1 : months);
}

/// Who was born on 29 February has the birthday on 1 March of other years.
std::int64_t birthday(std::int64_t birth, int years) {
    const date::year_month_day day = civil(birth) + date::years{years};
    return serial_of(day.ok() ? day : date::year_month_day{day.year(), date::March, date::day{1}});
}

std::int64_t next_birthday(std::int64_t birth, std::int64_t on_or_after) {
    const auto years = (civil(on_or_after).year() - civil(birth).year()).count();
    const std::int64_t this_year = birthday(birth, years);
    return this_year >= on_or_after ? this_year : birthday(birth, years + 1);
}

}  // namespace

OracleValue Oracle::date_call(const Place& at, std::uint32_t row) {
    if (at.node.function == Function::feast) return feast(at, row);
    std::vector<std::int64_t> n;
    bool uncertain = false;
    OracleValue together = number(0);
    for (std::size_t i = 0; i < at.child_count(); ++i) {
        const OracleValue argument = child(at, i, row);
        // A date that lies somewhere after a bound is no date.
        together = add(together, argument.exact() ? argument : unknown(argument));
        uncertain = uncertain || argument.uncertain;
        n.push_back(static_cast<std::int64_t>(floor_of(argument.number)));
    }
    if (!together.known) return together;
    OracleValue out;
    switch (at.node.function) {
        case Function::make_date: {
            if (n[1] < 1 || n[1] > 12 || n[2] < 1 || n[2] > 31) return unknown(std::string());
            const date::year_month_day day{date::year{static_cast<int>(n[0])}, date::month{static_cast<unsigned>(n[1])},
                                           date::day{static_cast<unsigned>(n[2])}};
            if (!day.ok()) return unknown(std::string());
            out.number = serial_of(day);
            break;
        }
        case Function::year: out.number = int{civil(n[0]).year()}; break;
        case Function::month: out.number = unsigned{civil(n[0]).month()}; break;
        case Function::day_of_month: out.number = unsigned{civil(n[0]).day()}; break;
        case Function::weekday:
            out.number = date::weekday{date::sys_days{date::days{static_cast<std::int32_t>(n[0])}}}.iso_encoding();
            break;
        case Function::end_of_month:
            out.number = existing(date::year_month{civil(n[0]).year(), civil(n[0]).month()}, 31);
            break;
        case Function::add_days: out.number = n[0] + n[1]; break;
        case Function::add_months: out.number = plus_months(n[0], n[1]); break;
        case Function::add_years: out.number = plus_months(n[0], n[1] * 12); break;
        case Function::days_between: out.number = n[1] - n[0]; break;
        case Function::completed_months: out.number = months_between(n[0], n[1]); break;
        case Function::completed_years: out.number = months_between(n[0], n[1]) / 12; break;
        case Function::next_birthday: out.number = next_birthday(n[0], n[1]); break;
        case Function::add_working_days: {
            std::int64_t day = n[0];
            const std::uint32_t worker = worker_at(span_of(at), row);
            for (std::int64_t left = n[1]; left > 0;) {
                ++day;
                if (source_.is_working_date(worker, static_cast<std::int32_t>(day))) --left;
            }
            out.number = day;
            break;
        }
        default: return unknown(std::string());
    }
    out.uncertain = uncertain;
    return out;
}

/// The first of the named days in the span; that there is none is known only for the years that the pack lists.
OracleValue Oracle::feast(const Place& at, std::uint32_t row) {
    const std::size_t count = at.child_count();
    const std::string name = at.node.text.empty() ? at.child(0).node.text : at.node.text;
    const OracleValue from = child(at, count - 2, row), to = child(at, count - 1, row);
    if (!from.exact() || !to.exact()) {
        return add(from.exact() ? from : unknown(from), to.exact() ? to : unknown(to));
    }
    const law::Holiday* found = nullptr;
    if (const auto days = pack_.calendar.feasts.find(name); days != pack_.calendar.feasts.end()) {
        for (const law::Holiday& day : days->second) {
            const bool inside = from.number <= day.date && to.number >= day.date;
            if (inside && (found == nullptr || day.date < found->date)) found = &day;
        }
    }
    if (found != nullptr) {
        OracleValue out = number(found->date);
        out.uncertain = from.uncertain || to.uncertain ||
                        found->provenance.confidence == law::Confidence::uncertain;
        return out;
    }
    const int first = int{civil(static_cast<std::int64_t>(floor_of(from.number))).year()};
    const int last = int{civil(static_cast<std::int64_t>(floor_of(to.number))).year()};
    for (const auto& [listed_from, listed_to] : pack_.calendar.feast_years) {
        if (listed_from <= first && last <= listed_to) return not_given(reason_text(plan_.feast_reason()));
    }
    return unknown(reason_text(plan_.feast_reason()));
}

}  // namespace wageproof::oracle
