// Signs that a record of time was made up: leads for a person who looks, never a judgement.
#pragma once

#include "../batch_check.hpp"

namespace wageproof::reconcile::integrity {

/// Looks at one employer's clock times. Adds `time_pattern` warnings, and their counts, to the result.
///
/// Only times that look like those of a clock are looked at (minutes that are no multiples of five): a roster repeats itself,
/// and is no fraud. @param first_finding  the employer's findings in the result
void check_time_patterns(const EmployerPlan& plan, std::size_t first_finding, Result& out);

/// Whether times of an employer's only worker, all of one file, can show any of these: a quick look that keeps nothing.
[[nodiscard]] bool may_tell_of_one_worker(const EmployerPlan& plan);

}  // namespace wageproof::reconcile::integrity
