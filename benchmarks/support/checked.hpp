// The library's answer for a factory, held against what was planted and against the kernel written by hand.
#pragma once

#include <string>

#include "support/factory_month.hpp"
#include "support/hand_kernel.hpp"
#include "wageproof/reconcile/check.hpp"

namespace wageproof::benchmarks {

/// The factory of that size, made once and kept until another is asked for.
const FactoryMonth& factory_of(std::uint32_t workers, RowOrder order = RowOrder::by_worker);

/// @return what is wrong, empty where the findings are those planted and no other breach or discrepancy
std::string differs_from_planted(const FactoryMonth& factory, const reconcile::Result& result);

/// @return the first amount on which the two do not agree, empty where all do: basic wage, overtime, each contribution
std::string differs_from_hand(const FactoryMonth& factory, const reconcile::Result& result, const HandFigures& hand);

}  // namespace wageproof::benchmarks
