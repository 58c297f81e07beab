#include "oracle/oracle.hpp"

#include "law/big_column.hpp"

namespace wageproof::oracle {

using law::Function;
using law::Grain;
using law::NodeKind;
using law::Operator;
using law::ValueType;

namespace {

std::size_t place(Grain grain) { return static_cast<std::size_t>(grain); }

}  // namespace

Oracle::Oracle(const law::Plan& plan, const law::Frame& frame, law::FactSource& source,
               std::optional<std::int32_t> as_known_on)
    : plan_(plan), pack_(plan.pack()), frame_(frame), source_(source), as_known_on_(as_known_on) {}

OracleValue Oracle::evaluate(const law::Expression& expression, Grain grain, std::uint32_t row) {
    return value({expression, expression.root()}, grain, row);
}

OracleValue Oracle::formula(std::uint32_t index, Grain grain, std::uint32_t row) {
    const law::Expression& expression = pack_.formulas[index].expression;
    const Place at{expression, expression.root()};
    const Grain own = span_of(at);
    if (own != grain && own != Grain::constant) {
        row = frame_.up[place(grain)][place(own)][row];
        if (row == law::kNoRow) return unknown(std::string());
    }
    const std::uint64_t key = (std::uint64_t{index} << 32) | (own == Grain::constant ? 0 : row);
    if (const auto found = formulas_.find(key); found != formulas_.end()) return found->second;
    OracleValue out = own_value(at, row);
    const bool disputed = pack_.formulas[index].provenance.confidence == law::Confidence::uncertain;
    out.uncertain = out.uncertain || (disputed && out.known);
    return formulas_.emplace(key, std::move(out)).first->second;
}

/// The spans on which a value is one: those of the finest value that it is reckoned from. A formula that is stated for
/// shorter spans has the same value on each of them, and has it on rows that lie in none of them too.
Grain Oracle::span_of(const Place& at) const {
    const law::Node& node = at.node;
    switch (node.kind) {
        case NodeKind::input:
        case NodeKind::attribute: return node.grain;
        case NodeKind::formula: {
            const law::Expression& named = pack_.formulas[node.index].expression;
            const Grain own = span_of({named, named.root()});
            // A value of weeks that is stated for days stays one of days.
            return own == Grain::week ? node.grain : own;
        }
        default: break;
    }
    const bool call = node.kind == NodeKind::call;
    if (call && (node.function <= Function::last || node.function == Function::at || node.function == Function::booked ||
                 node.function == Function::leave || node.function == Function::leave_calendar ||
                 node.function == Function::running || node.function == Function::balance ||
                 (node.function >= Function::average && node.function <= Function::total_before))) {
        return node.grain;
    }
    Grain finest = Grain::constant;
    for (std::size_t i = 0; i < at.child_count(); ++i) {
        const Grain each = span_of(at.child(i));
        if (finest == Grain::constant || (each != Grain::constant && each < finest)) finest = each;
    }
    if (node.kind == NodeKind::parameter) return finest == Grain::day ? Grain::day : Grain::part;
    if (call && node.function == Function::convert && finest < Grain::period) return node.grain;
    // Each worker has a calendar of his own.
    if (call && node.function == Function::add_working_days && finest == Grain::constant) return Grain::year;
    return finest;
}

/// A coarser value stands for every finer row that lies in its own.
OracleValue Oracle::value(const Place& at, Grain grain, std::uint32_t row) {
    if (at.node.kind == NodeKind::formula) return formula(at.node.index, grain, row);
    const Grain own = span_of(at);
    if (own == grain || own == Grain::constant) return own_value(at, row);
    const std::uint32_t above = frame_.up[place(grain)][place(own)][row];
    return above == law::kNoRow ? unknown(std::string()) : own_value(at, above);
}

OracleValue Oracle::child(const Place& at, std::size_t position, std::uint32_t row) {
    return value(at.child(position), span_of(at), row);
}

OracleValue Oracle::own_value(const Place& at, std::uint32_t row) {
    const law::Node& node = at.node;
    switch (node.kind) {
        case NodeKind::number: return number(Rational(node.numerator, node.denominator));
        case NodeKind::boolean:
        case NodeKind::date: return number(node.numerator);
        case NodeKind::text: {
            OracleValue out;
            out.text = node.text;
            return out;
        }
        case NodeKind::input: return input(static_cast<law::Input>(node.index), node.type, row);
        case NodeKind::attribute:
            return fact_from("attribute " + std::to_string(node.index), node.type, row,
                             [&](law::detail::Values& out) { source_.attribute(node.index, out); });
        case NodeKind::parameter: return parameter(at, row);
        case NodeKind::formula: return formula(node.index, span_of(at), row);
        case NodeKind::unary:
            return node.op == Operator::negate ? negate(child(at, 0, row)) : opposite(child(at, 0, row));
        case NodeKind::binary: return binary(at, row);
        case NodeKind::choice: return choose(node.type, child(at, 0, row), child(at, 1, row), child(at, 2, row));
        case NodeKind::member: return member(at, row);
        case NodeKind::call: return call(at, row);
        case NodeKind::tiers: return tiers(at, row);
    }
    return unknown(std::string());
}

OracleValue Oracle::binary(const Place& at, std::uint32_t row) {
    const OracleValue left = child(at, 0, row), right = child(at, 1, row);
    switch (at.node.op) {
        case Operator::add: return add(left, right);
        case Operator::subtract: return subtract(left, right);
        case Operator::multiply: return multiply(left, right);
        case Operator::divide: return divide(left, right, reason_text(plan_.by_zero_reason()));
        case Operator::logical_and: return both(left, right);
        case Operator::logical_or: return either(left, right);
        default: return compare(at.node.op, at.child(0).node.type, left, right);
    }
}

OracleValue Oracle::member(const Place& at, std::uint32_t row) {
    const OracleValue sought = child(at, 0, row);
    OracleValue out = truth(false);
    for (std::size_t i = 1; i < at.child_count(); ++i) {
        out = either(out, compare(Operator::equal, at.child(0).node.type, sought, child(at, i, row)));
    }
    return out;
}

/// Each slice of the quantity, from one limit to the next, times its factor.
OracleValue Oracle::tiers(const Place& at, std::uint32_t row) {
    const OracleValue quantity = of_a_single_day(child(at, 0, row));
    // Which slices a sum of several days fills is not known, whatever they are worth.
    if (child(at, 0, row).lumped) return quantity;
    const OracleValue nothing = number(0);
    OracleValue sum = nothing, lower = nothing;
    for (std::size_t i = 1; i < at.child_count(); i += 2) {
        const bool rest = i + 1 == at.child_count();
        const OracleValue limit = rest ? quantity : child(at, i, row);
        const OracleValue factor = child(at, rest ? i : i + 1, row);
        const OracleValue slice = larger(subtract(rest ? quantity : smaller(quantity, limit), lower), nothing);
        sum = add(sum, multiply(slice, factor));
        if (!rest) lower = larger(limit, lower);
    }
    return sum;
}

OracleValue Oracle::call(const Place& at, std::uint32_t row) {
    const law::Node& node = at.node;
    switch (node.function) {
        case Function::sum:
        case Function::count:
        case Function::largest:
        case Function::smallest:
        case Function::any:
        case Function::all:
        case Function::first:
        case Function::last: return aggregate(at, row);
        case Function::min:
        case Function::max:
        case Function::clamp: return pick(at, row);
        case Function::abs: return absolute(child(at, 0, row));
        case Function::floor:
        case Function::ceil: return round_to(child(at, 0, row), node.function, 1);
        case Function::round_half_away:
        case Function::round_half_even:
        case Function::round_half_up:
        case Function::round_up:
        case Function::round_down: {
            const OracleValue step = child(at, 1, row);
            return step.known ? round_to(child(at, 0, row), node.function, step.number) : unknown(step);
        }
        case Function::given: {
            const OracleValue x = child(at, 0, row);
            if (!x.known && !x.not_given) return unknown(x);
            OracleValue out = truth(x.known);
            out.uncertain = x.uncertain;
            return out;
        }
        case Function::known_or: {
            const OracleValue x = child(at, 0, row);
            return x.not_given ? child(at, 1, row) : x;
        }
        case Function::booked:
            return fact_from("booked " + node.text, node.type, row,
                             [&](law::detail::Values& out) { source_.booked(node.text, out); });
        case Function::leave:
        case Function::leave_calendar: {
            const bool calendar = node.function == Function::leave_calendar;
            return fact_from((calendar ? "calendar leave " : "leave ") + node.text, node.type, row,
                             [&](law::detail::Values& out) { source_.leave(node.text, calendar, out); });
        }
        case Function::average:
        case Function::highest:
        case Function::total:
        case Function::average_before:
        case Function::highest_before:
        case Function::total_before: return history(at, row);
        case Function::at: return at_date(at, row);
        case Function::balance:
            return fact_from("balance " + std::to_string(node.index), node.type, row, [&](law::detail::Values& out) {
                law::Evaluator evaluator(plan_);
                evaluator.begin(frame_, source_);
                source_.balance(node.index, evaluator, out);
            });
        case Function::running: return running(at, row);
        case Function::convert: return convert(at, row);
        default: return date_call(at, row);
    }
}

OracleValue Oracle::pick(const Place& at, std::uint32_t row) {
    OracleValue out = child(at, 0, row);
    if (at.node.function == Function::clamp) {
        return smaller(larger(out, child(at, 1, row)), child(at, 2, row));
    }
    for (std::size_t i = 1; i < at.child_count(); ++i) {
        const OracleValue next = child(at, i, row);
        out = at.node.function == Function::max ? larger(out, next) : smaller(out, next);
    }
    return out;
}

OracleValue Oracle::convert(const Place& at, std::uint32_t row) {
    const law::Node& node = at.node;
    const std::uint32_t from = at.child(0).node.unit.currency, to = node.unit.currency;
    const OracleValue amount = child(at, 0, row);
    if (from == to) return amount;
    const Grain grain = span_of(at);
    OracleValue rate = fact_from(
        "rate " + std::to_string(from) + ' ' + std::to_string(to) + ' ' + std::to_string(place(grain)),
        ValueType::number, row, [&](law::detail::Values& out) { source_.rate(from, to, grain, out); });
    if (!rate.known && rate.reason.empty()) rate.reason = reason_text(plan_.rate_reason());
    return multiply(amount, rate);
}

OracleValue Oracle::input(law::Input which, ValueType type, std::uint32_t row) {
    return fact_from("input " + std::to_string(static_cast<int>(which)), type, row,
                     [&](law::detail::Values& out) { source_.input(which, out); });
}

/// What stands in one row of a column of facts.
OracleValue Oracle::read_row(const law::detail::Values& column, ValueType type, std::uint32_t row) const {
    const std::size_t i = column.index(row);
    const law::detail::Flags flags = column.flag(row);
    const auto reason = plan_.reasons().empty() ? std::string() : plan_.reasons()[column.reason(row)];
    if ((flags & law::detail::kNotGiven) != 0) return not_given(reason);
    if ((flags & law::detail::kUnknown) != 0) return unknown(reason);
    OracleValue out;
    if (column.big != nullptr) {
        out.number = column.big->rows[i];
    } else if (type == ValueType::text) {
        const std::int64_t symbol = column.numerators[i];
        out.other_text = symbol == law::kOtherSymbol;
        if (!out.other_text) out.text = plan_.symbols()[static_cast<std::size_t>(symbol)];
    } else {
        out.number = Rational(column.numerators[i], column.denominator_at(row));
    }
    out.uncertain = (flags & law::detail::kUncertain) != 0;
    out.at_least = (flags & law::detail::kAtLeast) != 0;
    out.lumped = (flags & law::detail::kLumped) != 0;
    out.over_weeks = (flags & law::detail::kOverWeeks) != 0;
    if (out.at_least || out.lumped || out.over_weeks) {
        out.reason = reason;
        out.causes = {reason};
    }
    return out;
}

template <class Read>
OracleValue Oracle::fact_from(const std::string& key, ValueType type, std::uint32_t row, Read read) {
    auto found = facts_.find(key);
    if (found == facts_.end()) {
        found = facts_.emplace(key, law::detail::Values{}).first;
        read(found->second);
    }
    return read_row(found->second, type, row);
}

std::string Oracle::reason_text(std::uint32_t reason) const { return plan_.reasons()[reason]; }

std::uint32_t Oracle::worker_at(Grain grain, std::uint32_t row) const {
    return grain == Grain::constant ? 0 : frame_.worker_of[place(grain)][row];
}

OracleValue evaluate(const law::Plan& plan, const law::Expression& expression, Grain grain, std::uint32_t row,
                     const law::Frame& frame, law::FactSource& source) {
    return Oracle(plan, frame, source).evaluate(expression, grain, row);
}

}  // namespace wageproof::oracle
