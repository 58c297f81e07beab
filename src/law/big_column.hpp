// The column of last resort: rationals of any size, for values that do not fit 64 bits.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/law/detail/values.hpp"

namespace wageproof::law::detail {

using Rational = boost::multiprecision::cpp_rational;
using Integer = boost::multiprecision::cpp_int;

struct BigColumn {
  std::vector<Rational> rows;
};

WAGEPROOF_API Integer to_integer(Int128 value);
WAGEPROOF_API Rational rational_at(const Values& v, std::size_t row);
/// Stores rationals in `out`, as 64-bit numbers again where all of them fit.
WAGEPROOF_API void store(std::vector<Rational>&& rows, Grain grain, bool uniform, Values& out);

/// Floor of a / b for b > 0.
WAGEPROOF_API Integer floor_divide(const Integer& a, const Integer& b);
/// The multiple of `step` that the mode chooses for `value`.
WAGEPROOF_API Rational round_rational(const Rational& value, RoundMode mode, const Rational& step);

}  // namespace wageproof::law::detail
