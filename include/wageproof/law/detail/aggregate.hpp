// Moving columns between grains: spreading to finer rows, gathering from them, reading earlier months.
#pragma once

#include <span>

#include "wageproof/export.h"
#include "wageproof/law/detail/values.hpp"
#include "wageproof/law/frame.hpp"

namespace wageproof::law::detail {

/// Gives each finer row the value of the coarser row that it lies in. A row that lies in none is unknown without a reason.
WAGEPROOF_API void spread(const Values& a, Grain to, const Frame& frame, Values& out);

/// sum, count, largest, smallest, any, all, first, last of the finer rows of each row at grain `to`.
WAGEPROOF_API void gather(const Values& a, Function function, Grain from, Grain to, const Frame& frame, Values& out);

enum class History : std::uint8_t { average, highest, total };
/// Over `months` months of the same worker, ending with the row's own or with the one before.
/// @param months how many, a row each; unknown beyond 600
/// @param hired  serial day of hire (kNotGiven: always employed); months before it do not count
/// @param instead what stands for a month outside the data (may be null: then unknown with `missing`)
/// @param earlier where that is not the same for all of them: what stands for the month so many months before the row's own, the
///                last for all before it; empty: `instead` stands for each
WAGEPROOF_API void look_back(const Values& a, History what, const Values& months, bool before, const Values& hired, const Values* instead,
               std::span<const Values> earlier, Reason missing, const Frame& frame, Values& out);

/// The sum of the rows of each span up to and with the row itself, at the grain of `a` in `out`.
/// @param hired  of spans that may have begun before the data: what a worker who was there then had before is not known
WAGEPROOF_API void run_through(const Values& a, Grain span, const Values* hired, Reason missing, const Frame& frame, Values& out);

/// The value of `a` (any grain but constant) in the day that `date` names, at date's grain.
WAGEPROOF_API void value_at(const Values& a, const Values& date, Reason missing, const Frame& frame, Values& out);

}  // namespace wageproof::law::detail
