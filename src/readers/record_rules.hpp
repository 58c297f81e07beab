// Rules that the rows of one record keep together, looked at once all files are read.
#pragma once

#include "wageproof/records/dataset.hpp"

namespace wageproof::readers {

/// All rules that need whole tables, in their order: records told twice, days both free and worked, payslips that name no
/// period, and the two below.
void judge_whole_tables(records::Dataset& data);

/// Rejects leave of one worker and day that comes to more than the day. A whole day told twice in the same words counts
/// once, and the copy is a `duplicate`; rows that cannot all be true are `longer_than_a_day`, all of them.
void reject_leave_beyond_day(records::Dataset& data);

/// Rejects payslip rows whose period is none of the employer's: one longer than a year, and by the week one of more than a
/// month or one that overlaps a period that more rows name without lying inside it (`out_of_range`).
void reject_unfit_periods(records::Dataset& data);

}  // namespace wageproof::readers
