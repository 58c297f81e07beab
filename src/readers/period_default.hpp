// The pay period of payslip rows that name none: the folder's, where it has only one.
#pragma once

#include "wageproof/records/dataset.hpp"

namespace wageproof::readers {

/// Fills `period_start` and `period_end` of payroll rows that lack them with their employer's only period: the one of its
/// list; else the month, half month or named period in which all of its records of work and pay lie. Rows of an employer
/// with another number of periods are rejected (`missing`).
void fill_only_periods(records::Dataset& data);

}  // namespace wageproof::readers
