// A column of days in sixteen bits: minutes of a day, counts and truths are small, and there are thirty of them to one of a month.
#pragma once

#include <cstdint>
#include <vector>

#include "law/kernels.hpp"
#include "wageproof/law/detail/values.hpp"

namespace wageproof::law::detail {

using SmallNumbers = std::vector<std::int16_t, Uncleared<std::int16_t>>;

/// Whole numbers, all of them known. Where the least is the most every row is that number, and `rows` says nothing.
struct DayColumn {
  SmallNumbers rows;                   ///< kSmallSlack longer than there are days, so that loops may read on
  Extent extent;

  [[nodiscard]] bool uniform() const noexcept { return extent.least == extent.most; }
  void resize(std::size_t days) { rows.resize(days + kSmallSlack); }
  void set_all(std::int32_t value) noexcept { extent = {value, value}; }
  void measure(std::size_t days) noexcept { extent = days == 0 ? Extent{} : extent_of(rows.data(), days); }
};

[[nodiscard]] constexpr bool is_small(std::int64_t value) noexcept { return value >= INT16_MIN && value <= INT16_MAX; }

}  // namespace wageproof::law::detail
