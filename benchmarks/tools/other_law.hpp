// The factory's month moved under another law: the same clock times, and payslips that pay what that law asks.
#pragma once

#include <string>

#include "wageproof/reconcile/check.hpp"
#include "wageproof/records/dataset.hpp"

namespace wageproof::benchmarks {

/// Puts wages and payslips into the law's currency. Wages become its minimum where that is more; each payslip books every
/// line that can be told; a region, a grade, a sector that the law goes by becomes one that it has. What is found is little more
/// than in the month itself.
/// @return what went wrong, empty where nothing did
[[nodiscard]] std::string pay_under(records::Dataset& data, const reconcile::CheckOptions& options);

}  // namespace wageproof::benchmarks
