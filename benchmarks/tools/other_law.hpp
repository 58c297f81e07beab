// The factory's month moved under another law: the same clock times, and payslips that pay what that law asks.
#pragma once

#include <string>

#include "wageproof/reconcile/check.hpp"
#include "wageproof/records/dataset.hpp"

namespace wageproof::benchmarks {

/// Puts wages and payslips into the law's currency. Wages become its minimum where that is more; each payslip books every
/// line that can be told, so that what is found is what the records do not say (a region, a grade) and little else.
/// @return what went wrong, empty where nothing did
[[nodiscard]] std::string pay_under(records::Dataset& data, const reconcile::CheckOptions& options);

}  // namespace wageproof::benchmarks
