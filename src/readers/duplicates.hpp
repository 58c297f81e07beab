// Rows that cannot both stand: the same record told twice, a day that is free and a working day.
#pragma once

#include "wageproof/records/dataset.hpp"

namespace wageproof::readers {

/// Rejects rows that stand for the same employer; worker and `valid_from`; worker and day of `hours`; pair of currencies
/// and day of `rates`; day, kind, region and worker of `calendar`. Of the last three, rows that agree count once.
void reject_duplicates(records::Dataset& data, records::TableKind table);

/// Rejects the rows of `calendar` that make one day, for the same region and worker, both a working day and a free one.
void reject_day_conflicts(records::Dataset& data);

}  // namespace wageproof::readers
