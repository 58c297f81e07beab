// The working of `net`: what a period comes to, beside the payslip's own net and what was paid.
#pragma once

#include "batch_check.hpp"
#include "wageproof/reconcile/explain.hpp"

namespace wageproof::reconcile {

/// @param row    the row of `net`, with what was paid where that is known
/// @param alone  the check of this worker alone: the lines of the period
/// @param whole  the check of everyone, by which payments find their periods; nullptr: the folder has no payments
[[nodiscard]] WorkingLine explain_net(const BatchChecker& checker, const EmployerPlan& plan, const LineRow& row, std::uint32_t period,
                                      const Result& alone, const Result* whole);

}  // namespace wageproof::reconcile
