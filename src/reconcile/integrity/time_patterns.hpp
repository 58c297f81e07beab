// Signs that a record of time was made up: leads for a person who looks, never a judgement.
#pragma once

#include "../batch_check.hpp"
#include "clock_watch.hpp"

namespace wageproof::reconcile::integrity {

/// Judges what was seen of one employer's clock times. Adds `time_pattern` warnings to the result.
///
/// Only times that look like those of a clock are looked at (minutes that are no multiples of five): a roster repeats itself,
/// and is no fraud.
/// @param signs          what every worker's days came to
/// @param first_finding  the employer's findings in the result
/// @param threads        to count on, where days have to be gone through again
void check_time_patterns(const EmployerPlan& plan, ClockSigns& signs, std::size_t first_finding, unsigned threads, Result& out);

/// Whether times of an employer's only worker, all of one file, can show any of these: a quick look that keeps nothing.
[[nodiscard]] bool may_tell_of_one_worker(const EmployerPlan& plan);

}  // namespace wageproof::reconcile::integrity
