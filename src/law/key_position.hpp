// Where a key stands in a dense table.
#pragma once

#include "wageproof/law/detail/values.hpp"
#include "wageproof/law/plan.hpp"

namespace wageproof::law {

inline std::uint32_t key_position(const PlanDimension& dimension, const detail::Values& key, std::size_t row) {
  if (!dimension.numeric) {
    const auto symbol = static_cast<std::size_t>(key.numerators[key.index(row)]);
    return symbol < dimension.position_of_symbol.size() ? static_cast<std::uint32_t>(dimension.position_of_symbol[symbol]) : 0;
  }
  // Compare n/d with breaks in millionths: n * 10^6 against break * d, in 128 bits.
  const detail::SmallRatio r = detail::small_ratio(key, row);
  const detail::Int128 scaled = static_cast<detail::Int128>(r.numerator) * 1000000;
  const auto& breaks = dimension.breaks_micro;
  std::size_t low = 0, high = breaks.size();
  while (low < high) {
    const std::size_t mid = (low + high) / 2;
    const detail::Int128 edge = static_cast<detail::Int128>(breaks[mid]) * r.denominator;
    if (edge < scaled) low = mid + 1;
    else high = mid;
  }
  const bool on_break = low < breaks.size() && static_cast<detail::Int128>(breaks[low]) * r.denominator == scaled;
  return static_cast<std::uint32_t>(2 * low + (on_break ? 1 : 0));
}

}  // namespace wageproof::law
