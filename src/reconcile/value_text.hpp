// A value of a column as a person reads it: with its unit, exact where decimals can say it.
#pragma once

#include <cstdint>
#include <string>

#include "wageproof/law/detail/values.hpp"
#include "wageproof/law/plan.hpp"

namespace wageproof::reconcile {

/// @return `1.5`, or `1.009615…` where the decimals do not end within six places
std::string decimal_text(std::int64_t numerator, std::int64_t denominator);

std::string value_text(const law::detail::Values& v, std::size_t row, law::ValueType type, const law::Unit& unit, const law::Plan& plan);

}  // namespace wageproof::reconcile
