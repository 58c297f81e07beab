// What a plan says of a row, in the oracle's form, and what the two walks must agree on.
#pragma once

#include <cstddef>
#include <string>

#include "oracle/three_valued.hpp"
#include "wageproof/law/evaluator.hpp"

namespace wageproof::oracle {

[[nodiscard]] OracleValue of_plan(const law::Plan& plan, const law::detail::Values& column, law::ValueType type,
                                  std::size_t row);
/// Value and flags are the same, and what is missing has a name that the oracle gives too: where several things are
/// missing, the plan may name any of them.
[[nodiscard]] bool agree(const OracleValue& by_plan, const OracleValue& exact);
[[nodiscard]] std::string shown(const OracleValue& value);

}  // namespace wageproof::oracle
