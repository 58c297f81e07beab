// A value as the law's language knows it, with arithmetic on exact rationals: known, a lower bound, or not known.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <set>
#include <string>

#include "wageproof/law/expression.hpp"

namespace wageproof::oracle {

using Integer = boost::multiprecision::cpp_int;
using Rational = boost::multiprecision::cpp_rational;

/// A number (a date is its serial day, a boolean 0 or 1) or a text, and what is not plain about it.
struct OracleValue {
    Rational number;
    std::string text;
    bool other_text = false;  ///< a text that the pack never names: it equals none of the pack's
    bool known = true;        ///< false: cannot be told, or not given
    bool at_least = false;    ///< a lower bound
    bool uncertain = false;   ///< rests on a value that the pack marks uncertain
    bool not_given = false;   ///< a field or a value of the law that is 'none'; only given() tells it from unknown
    bool lumped = false;      ///< the sum of days whose split is not known
    bool over_weeks = false;  ///< part of such a sum over several weeks
    std::string reason;       ///< what is missing, where something is: the first of several
    std::set<std::string> causes;  ///< all that could be named

    /// Nothing about it is in doubt but, perhaps, the law's own reading.
    [[nodiscard]] bool exact() const noexcept { return known && !at_least && !lumped; }
};

[[nodiscard]] OracleValue number(Rational value);
[[nodiscard]] OracleValue truth(bool value);
[[nodiscard]] OracleValue unknown(const std::string& reason);
/// Unknown for what makes another value unknown, or only a bound.
[[nodiscard]] OracleValue unknown(const OracleValue& because);
[[nodiscard]] OracleValue not_given(const std::string& reason);
/// The value of a single day: a sum whose split is not known has none.
[[nodiscard]] OracleValue of_a_single_day(const OracleValue& value);

[[nodiscard]] OracleValue add(const OracleValue& a, const OracleValue& b);
[[nodiscard]] OracleValue subtract(const OracleValue& a, const OracleValue& b);
[[nodiscard]] OracleValue multiply(const OracleValue& a, const OracleValue& b);
[[nodiscard]] OracleValue divide(const OracleValue& a, const OracleValue& b, const std::string& by_zero);
[[nodiscard]] OracleValue negate(const OracleValue& a);
[[nodiscard]] OracleValue absolute(const OracleValue& a);
[[nodiscard]] OracleValue larger(const OracleValue& a, const OracleValue& b);
[[nodiscard]] OracleValue smaller(const OracleValue& a, const OracleValue& b);
/// A multiple of `step` by one of the language's rounding functions, floor and ceil included.
[[nodiscard]] OracleValue round_to(const OracleValue& a, law::Function mode, const Rational& step);

[[nodiscard]] OracleValue compare(law::Operator op, law::ValueType type, const OracleValue& a, const OracleValue& b);
[[nodiscard]] OracleValue both(const OracleValue& a, const OracleValue& b);
[[nodiscard]] OracleValue either(const OracleValue& a, const OracleValue& b);
[[nodiscard]] OracleValue opposite(const OracleValue& a);
[[nodiscard]] OracleValue choose(law::ValueType type, const OracleValue& condition, const OracleValue& yes,
                                 const OracleValue& no);

/// Largest integer that is not above the value.
[[nodiscard]] Integer floor_of(const Rational& value);

}  // namespace wageproof::oracle
