// Cambodia's wages, overtime and contributions written by hand over the same columns: what a program for one law would be.
#pragma once

#include <cstdint>
#include <vector>

#include "wageproof/records/dataset.hpp"

namespace wageproof::benchmarks {

/// Amounts by row of `workers`, in millionths: dollars, and riel for contributions. What is due, not what is booked.
struct HandFigures {
  std::vector<std::int64_t> basic, overtime;
  std::vector<std::int64_t> risk, health, pension;  ///< employer's risk and health; each side's pension
};

/// Wants what `make_factory_month` gives: one employer in dollars, workers paid by the month on a six-day week, one row of
/// terms each, every table in the order of `workers`, March 2023. It checks none of that, writes no line, no finding and no
/// limit, and knows no unknown: the bound that hard-coding sets, not a payroll check.
HandFigures hand_kernel(const records::Dataset& data, unsigned threads);

}  // namespace wageproof::benchmarks
