// Division of exact money.
#pragma once

#include <algorithm>

#include "wageproof/law/detail/values.hpp"
#include "wageproof/quantity/money_sum.hpp"

namespace wageproof::reconcile {

/// n / d, half away from zero; d is positive. In 64 bits where that holds it: a division of 128 bits costs ten times as much.
/// What 64 bits cannot hold becomes their last number, which is never stated.
inline std::int64_t divide_half_away(law::detail::Int128 n, std::int64_t d) {
  const bool negative = n < 0;
  if (negative) n = -n;
  n += d / 2;
  const std::int64_t q = n <= INT64_MAX ? static_cast<std::int64_t>(n) / d : static_cast<std::int64_t>(std::min<law::detail::Int128>(n / d, INT64_MAX));
  return negative ? -q : q;
}

}  // namespace wageproof::reconcile
