// Pay periods that are months of their own, such as the 26th to the 25th.
#pragma once

#include <cstdint>
#include <vector>

#include "wageproof/law/frame.hpp"
#include "wageproof/worktime/setting.hpp"

namespace wageproof::worktime {

/// The months by which wages are shared where pay periods are one month long and not the calendar's: the periods, and in the same
/// rhythm what lies between, before and behind them, so that each day of the timeline has its month. A shorter period lies inside one.
/// @return empty where all periods are shorter, longer or the calendar's own, or some period lies across such months
std::vector<Span> wage_months(const std::vector<Span>& periods, std::int32_t first_day, std::int32_t last_day);

/// Fills the view of the finer rows (`up`) into the ranges of the coarser.
void ranges_from_up(law::Frame& frame, law::Grain fine, law::Grain coarse);

}  // namespace wageproof::worktime
