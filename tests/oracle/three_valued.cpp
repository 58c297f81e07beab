#include "oracle/three_valued.hpp"

#include <utility>

namespace wageproof::oracle {

namespace {

using law::Function;
using law::Operator;
using law::ValueType;

/// Days whose sum is nothing are nothing each.
bool is_zero(const OracleValue& v) { return v.known && !v.at_least && v.number == 0; }

OracleValue joined(const OracleValue& a, const OracleValue& b) {
    OracleValue out = unknown(a.reason.empty() ? b.reason : a.reason);
    out.causes = a.causes;
    out.causes.insert(b.causes.begin(), b.causes.end());
    if ((a.known && a.uncertain) || (b.known && b.uncertain)) out.causes.insert(std::string());
    return out;
}

/// The unknown that an operation on something missing gives.
OracleValue unknown_from(const OracleValue& a, const OracleValue& b) {
    // A bound too names what it lacks.
    if (a.known && !a.at_least) return unknown(b);
    return b.known && !b.at_least ? unknown(a) : joined(a, b);
}

/// What is reckoned from something missing: not given itself, unless a side of it is unknown.
OracleValue reckoned_from(const OracleValue& a, const OracleValue& b) {
    const bool unknown_a = !a.known && !a.not_given, unknown_b = !b.known && !b.not_given;
    if (unknown_a || unknown_b) return unknown_from(a, b);
    OracleValue out = unknown_from(a, b);
    out.not_given = true;
    out.uncertain = a.uncertain || b.uncertain;
    return out;
}

/// The unknown that a lower bound gives where the bound does not decide.
OracleValue undecided(const OracleValue& a, const OracleValue& b) {
    if (!a.at_least) return unknown(b);
    return b.at_least ? joined(a, b) : unknown(a);
}

/// Why a result is a bound: its operands that are one say so.
void keep_bound(const OracleValue& a, const OracleValue& b, OracleValue& out) {
    const OracleValue why = joined(a, b);
    out.at_least = a.at_least || b.at_least;
    out.reason = why.reason;
    out.causes = why.causes;
}

bool same(ValueType type, const OracleValue& a, const OracleValue& b) {
    if (type == ValueType::text) return a.other_text == b.other_text && a.text == b.text;
    return a.number == b.number;
}

bool holds(Operator op, const Rational& a, const Rational& b) {
    switch (op) {
        case Operator::less: return a < b;
        case Operator::less_equal: return a <= b;
        case Operator::equal: return a == b;
        case Operator::not_equal: return a != b;
        case Operator::greater: return a > b;
        case Operator::greater_equal: return a >= b;
        default: return false;
    }
}

/// `op` for a value that is `bound` or more against one that is known.
OracleValue compare_bound(Operator op, const OracleValue& bound, const OracleValue& other) {
    const bool above = bound.number > other.number;
    const bool reaches = bound.number >= other.number;
    switch (op) {
        case Operator::greater_equal: return reaches ? truth(true) : unknown(bound);
        case Operator::greater: return above ? truth(true) : unknown(bound);
        case Operator::less: return reaches ? truth(false) : unknown(bound);
        case Operator::less_equal: return above ? truth(false) : unknown(bound);
        case Operator::equal: return above ? truth(false) : unknown(bound);
        case Operator::not_equal: return above ? truth(true) : unknown(bound);
        default: return unknown(bound);
    }
}

Operator turned(Operator op) {
    switch (op) {
        case Operator::less: return Operator::greater;
        case Operator::less_equal: return Operator::greater_equal;
        case Operator::greater: return Operator::less;
        case Operator::greater_equal: return Operator::less_equal;
        default: return op;
    }
}

/// `and` (or, with `decides` = 1, `or`): one side that has the deciding value is enough.
OracleValue logic(const OracleValue& a, const OracleValue& b, int decides) {
    const bool by_a = a.known && a.number == decides;
    const bool by_b = b.known && b.number == decides;
    OracleValue out = truth(decides == 1);
    if (by_a || by_b) {
        // A certain side suffices, whatever the other rests on.
        out.uncertain = (!by_a || a.uncertain) && (!by_b || b.uncertain);
        return out;
    }
    if (!a.known || !b.known) return unknown_from(a, b);
    out = truth(decides == 0);
    out.uncertain = a.uncertain || b.uncertain;
    return out;
}

}  // namespace

OracleValue number(Rational value) {
    OracleValue out;
    out.number = std::move(value);
    return out;
}

OracleValue truth(bool value) { return number(value ? 1 : 0); }

OracleValue unknown(const std::string& reason) {
    OracleValue out;
    out.known = false;
    out.reason = reason;
    out.causes = {reason};
    return out;
}

OracleValue unknown(const OracleValue& because) {
    OracleValue out = unknown(because.reason);
    if (!because.causes.empty()) out.causes = because.causes;
    // What makes a value uncertain has a name in the plan too, and may be named in place of what is missing.
    if (because.known && because.uncertain) out.causes.insert(std::string());
    return out;
}

OracleValue not_given(const std::string& reason) {
    OracleValue out = unknown(reason);
    out.not_given = true;
    return out;
}

OracleValue of_a_single_day(const OracleValue& value) { return value.lumped ? unknown(value) : value; }

OracleValue add(const OracleValue& a, const OracleValue& b) {
    if (!a.known || !b.known) return reckoned_from(a, b);
    OracleValue out = number(a.number + b.number);
    out.lumped = a.lumped || b.lumped;
    out.over_weeks = a.over_weeks || b.over_weeks;
    out.uncertain = a.uncertain || b.uncertain;
    keep_bound(a, b, out);
    return out;
}

OracleValue subtract(const OracleValue& a, const OracleValue& b) { return add(a, negate(b)); }

OracleValue multiply(const OracleValue& a, const OracleValue& b) {
    // Nothing is zero times whatever it is; of two zeros a certain one is enough.
    if (is_zero(a) || is_zero(b)) {
        OracleValue out = number(0);
        out.uncertain = (!is_zero(a) || a.uncertain) && (!is_zero(b) || b.uncertain);
        return out;
    }
    if (!a.known || !b.known) return reckoned_from(a, b);
    if (a.lumped && b.lumped) return unknown(a);
    if ((a.at_least && b.number < 0) || (b.at_least && a.number < 0)) return undecided(a, b);
    OracleValue out = number(a.number * b.number);
    out.lumped = a.lumped || b.lumped;
    out.over_weeks = a.over_weeks || b.over_weeks;
    out.uncertain = a.uncertain || b.uncertain;
    keep_bound(a, b, out);
    return out;
}

OracleValue divide(const OracleValue& a, const OracleValue& b, const std::string& by_zero) {
    // A divisor of zero is the reason, whatever would be divided.
    if (b.exact() && b.number == 0) return unknown(by_zero);
    // Nothing shared among so many or more is nothing.
    if (is_zero(a) && b.known && !b.lumped && b.number > 0) {
        OracleValue out = number(0);
        out.uncertain = a.uncertain;
        return out;
    }
    if (b.at_least || b.lumped) {
        OracleValue out = unknown_from(a, unknown(b));
        if (b.number == 0) out.causes.insert(by_zero);
        return out;
    }
    if (!a.known || !b.known) {
        OracleValue out = reckoned_from(a, b);
        // The plan may name what is uncertain about the divisor in place of what is missing: any name will do.
        if (b.known && b.uncertain) out.causes.insert(std::string());
        return out;
    }
    if (a.at_least && b.number < 0) return unknown(a);
    OracleValue out = number(a.number / b.number);
    out.lumped = a.lumped && !is_zero(a);
    out.over_weeks = a.over_weeks;
    out.uncertain = a.uncertain || (b.uncertain && !is_zero(a));
    keep_bound(a, b, out);
    return out;
}

OracleValue negate(const OracleValue& a) {
    if (a.not_given) return a;
    if (!a.known || a.at_least) return unknown(a);
    OracleValue out = a;
    out.number = -a.number;
    return out;
}

OracleValue absolute(const OracleValue& lumped_or_not) {
    const OracleValue a = of_a_single_day(lumped_or_not);
    if (a.not_given) return a;
    if (!a.known || (a.at_least && a.number < 0)) return unknown(a);
    OracleValue out = a;
    out.number = a.number < 0 ? Rational(-a.number) : a.number;
    return out;
}

/// As of a single day, but that days whose sum is nothing are nothing each.
static OracleValue of_each_day(const OracleValue& value) {
    if (value.lumped && value.number != 0) return unknown(value);
    OracleValue out = value;
    out.lumped = false;
    return out;
}

OracleValue larger(const OracleValue& first, const OracleValue& second) {
    const OracleValue a = of_each_day(first), b = of_each_day(second);
    if (!a.known || !b.known) return unknown_from(a, b);
    OracleValue out = b.number > a.number ? b : a;
    keep_bound(a, b, out);
    return out;
}

OracleValue smaller(const OracleValue& first, const OracleValue& second) {
    const OracleValue a = of_each_day(first), b = of_each_day(second);
    if (!a.known || !b.known) return unknown_from(a, b);
    OracleValue out = b.number < a.number ? b : a;
    if (out.at_least) {
        keep_bound(a, b, out);
        out.at_least = true;
    }
    return out;
}

Integer floor_of(const Rational& value) {
    const Integer top = numerator(value), bottom = denominator(value);
    Integer whole = top / bottom;
    if (top < 0 && whole * bottom != top) --whole;
    return whole;
}

OracleValue round_to(const OracleValue& lumped_or_not, Function mode, const Rational& step) {
    const OracleValue a = of_a_single_day(lumped_or_not);
    if (a.not_given) return a;
    if (!a.known) return unknown(a);
    if (step <= 0) return unknown(std::string());
    const Rational steps = a.number / step;
    const Integer below = floor_of(steps);
    const Rational rest = steps - Rational(below);
    const Rational half(1, 2);
    bool up = false;
    switch (mode) {
        case Function::round_up:
        case Function::ceil: up = rest > 0; break;
        case Function::round_half_up: up = rest >= half; break;
        case Function::round_half_away: up = rest > half || (rest == half && a.number > 0); break;
        case Function::round_half_even: up = rest > half || (rest == half && below % 2 != 0); break;
        default: break;
    }
    OracleValue out = a;
    out.number = Rational(below + (up ? 1 : 0)) * step;
    return out;
}

OracleValue compare(Operator op, ValueType type, const OracleValue& first, const OracleValue& second) {
    const OracleValue a = of_a_single_day(first), b = of_a_single_day(second);
    if (!a.known || !b.known) return unknown_from(a, b);
    OracleValue out;
    if (type == ValueType::text) {
        // Two texts that the pack does not name may be the same or not.
        if (a.other_text && b.other_text) return unknown(std::string());
        out = truth(same(type, a, b) == (op == Operator::equal));
    } else if (a.at_least && b.at_least) {
        return unknown(a);
    } else if (a.at_least) {
        out = compare_bound(op, a, b);
    } else if (b.at_least) {
        out = compare_bound(turned(op), b, a);
    } else {
        out = truth(holds(op, a.number, b.number));
    }
    if (out.known) out.uncertain = a.uncertain || b.uncertain;
    return out;
}

OracleValue both(const OracleValue& a, const OracleValue& b) { return logic(a, b, 0); }
OracleValue either(const OracleValue& a, const OracleValue& b) { return logic(a, b, 1); }

OracleValue opposite(const OracleValue& a) {
    if (!a.known) return unknown(a);
    OracleValue out = truth(a.number == 0);
    out.uncertain = a.uncertain;
    return out;
}

OracleValue choose(ValueType type, const OracleValue& condition, const OracleValue& yes, const OracleValue& no) {
    if (!condition.known) {
        const bool plain = yes.exact() && no.exact() && !yes.uncertain && !no.uncertain;
        if (plain && same(type, yes, no)) return yes;
        return unknown(condition);
    }
    OracleValue out = condition.number != 0 ? yes : no;
    out.uncertain = out.uncertain || condition.uncertain;
    return out;
}

}  // namespace wageproof::oracle
