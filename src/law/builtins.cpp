#include "law/builtins.hpp"

#include <array>

namespace wageproof::law {

namespace {

using enum BuiltinGroup;

constexpr std::array kBuiltins{
    Builtin{"sum", Function::sum, aggregate, 1, 2, "sum(x) or sum(x, month)"},
    Builtin{"count", Function::count, aggregate, 1, 2, "count(condition) or count(condition, month)"},
    Builtin{"largest", Function::largest, aggregate, 1, 2, "largest(x) or largest(x, month)"},
    Builtin{"smallest", Function::smallest, aggregate, 1, 2, "smallest(x) or smallest(x, month)"},
    Builtin{"any", Function::any, aggregate, 1, 2, "any(condition) or any(condition, month)"},
    Builtin{"all", Function::all, aggregate, 1, 2, "all(condition) or all(condition, month)"},
    Builtin{"first", Function::first, aggregate, 1, 2, "first(x) or first(x, month)"},
    Builtin{"last", Function::last, aggregate, 1, 2, "last(x) or last(x, month)"},
    Builtin{"min", Function::min, pick, 2, 1000, "min(a, b, …)"},
    Builtin{"max", Function::max, pick, 2, 1000, "max(a, b, …)"},
    Builtin{"clamp", Function::clamp, BuiltinGroup::clamp, 3, 3, "clamp(x, low, high)"},
    Builtin{"abs", Function::abs, whole, 1, 1, "abs(x)"},
    Builtin{"floor", Function::floor, whole, 1, 1, "floor(x)"},
    Builtin{"ceil", Function::ceil, whole, 1, 1, "ceil(x)"},
    Builtin{"round_half_away", Function::round_half_away, rounding, 2, 2, "round_half_away(x, step)"},
    Builtin{"round_half_even", Function::round_half_even, rounding, 2, 2, "round_half_even(x, step)"},
    Builtin{"round_half_up", Function::round_half_up, rounding, 2, 2, "round_half_up(x, step)"},
    Builtin{"round_up", Function::round_up, rounding, 2, 2, "round_up(x, step)"},
    Builtin{"round_down", Function::round_down, rounding, 2, 2, "round_down(x, step)"},
    Builtin{"given", Function::given, BuiltinGroup::given, 1, 1, "given(x)"},
    Builtin{"known_or", Function::known_or, BuiltinGroup::known_or, 2, 2, "known_or(x, y)"},
    Builtin{"date", Function::make_date, date, 3, 3, "date(year, month, day)", "nnnd"},
    Builtin{"year", Function::year, date, 1, 1, "year(date)", "dn"},
    Builtin{"month", Function::month, date, 1, 1, "month(date)", "dn"},
    Builtin{"day", Function::day_of_month, date, 1, 1, "day(date)", "dn"},
    Builtin{"weekday", Function::weekday, date, 1, 1, "weekday(date)", "dn"},
    Builtin{"end_of_month", Function::end_of_month, date, 1, 1, "end_of_month(date)", "dd"},
    Builtin{"add_days", Function::add_days, date, 2, 2, "add_days(date, n)", "dnd"},
    Builtin{"add_months", Function::add_months, date, 2, 2, "add_months(date, n)", "dnd"},
    Builtin{"add_years", Function::add_years, date, 2, 2, "add_years(date, n)", "dnd"},
    Builtin{"add_working_days", Function::add_working_days, date, 2, 2, "add_working_days(date, n)", "dnd"},
    Builtin{"days_between", Function::days_between, date, 2, 2, "days_between(earlier, later)", "ddn"},
    Builtin{"completed_months", Function::completed_months, date, 2, 2, "completed_months(from, to)", "ddn"},
    Builtin{"completed_years", Function::completed_years, date, 2, 2, "completed_years(from, to)", "ddn"},
    Builtin{"next_birthday", Function::next_birthday, date, 2, 2, "next_birthday(birth_date, date)", "ddd"},
    Builtin{"feast", Function::feast, BuiltinGroup::feast, 3, 3, "feast(\"name\", from, to)"},
    Builtin{"booked", Function::booked, BuiltinGroup::booked, 1, 1, "booked(\"component\") or booked(base)"},
    Builtin{"leave", Function::leave, BuiltinGroup::leave, 1, 1, "leave(\"type\")"},
    Builtin{"leave_calendar", Function::leave_calendar, BuiltinGroup::leave, 1, 1, "leave_calendar(\"type\")"},
    Builtin{"average", Function::average, history, 2, 3, "average(x, months) or average(x, months, without_records)"},
    Builtin{"highest", Function::highest, history, 2, 3, "highest(x, months) or highest(x, months, without_records)"},
    Builtin{"total", Function::total, history, 2, 3, "total(x, months) or total(x, months, without_records)"},
    Builtin{"average_before", Function::average_before, history, 2, 3,
            "average_before(x, months) or average_before(x, months, without_records)"},
    Builtin{"highest_before", Function::highest_before, history, 2, 3,
            "highest_before(x, months) or highest_before(x, months, without_records)"},
    Builtin{"total_before", Function::total_before, history, 2, 3,
            "total_before(x, months) or total_before(x, months, without_records)"},
    Builtin{"at", Function::at, BuiltinGroup::at, 2, 3, "at(x, date) or at(x, date, outside_the_records)"},
    Builtin{"convert", Function::convert, BuiltinGroup::convert, 2, 2, "convert(x, USD)"},
    Builtin{"running", Function::running, BuiltinGroup::running, 2, 2, "running(x, week)"},
    Builtin{"balance", Function::balance, BuiltinGroup::balance, 1, 1, "balance(\"type\")"},
};

}  // namespace

std::span<const Builtin> builtins() noexcept { return kBuiltins; }

const Builtin* find_builtin(std::string_view name) noexcept {
  for (const Builtin& builtin : kBuiltins) {
    if (builtin.name == name) return &builtin;
  }
  return nullptr;
}

}  // namespace wageproof::law
