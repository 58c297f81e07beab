// The rows of a batch at each grain and how they nest: what a plan needs to know of time to move values between grains.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "wageproof/law/expression.hpp"

namespace wageproof::law {

inline constexpr std::size_t kGrainCount = 9;
inline constexpr std::uint32_t kNoRow = std::numeric_limits<std::uint32_t>::max();

/// The finer rows [begin, end) of each row of a coarser grain.
struct RowRanges {
  std::vector<std::uint32_t> begin, end;
};

/// The rows of a batch of workers: at each grain worker after worker, in date order.
///
/// `inside[fine][coarse]` gives the finer rows of each coarser row (contiguous), `up[fine][coarse]` the coarser row of each
/// finer one (kNoRow: it belongs to none). Weeks belong to the part, period, month, … that holds their last day.
struct Frame {
  std::size_t workers = 0;
  std::int32_t first_day = 0;        ///< first day of every worker's timeline
  std::uint32_t days_per_worker = 0;
  std::array<std::size_t, kGrainCount> rows{};
  std::array<std::array<RowRanges, kGrainCount>, kGrainCount> inside;
  std::array<std::array<std::vector<std::uint32_t>, kGrainCount>, kGrainCount> up;
  std::array<std::vector<std::int32_t>, kGrainCount> first_date, last_date;  ///< of each row
  std::array<std::vector<std::uint32_t>, kGrainCount> worker_of;             ///< position in the batch

  [[nodiscard]] std::size_t row_count(Grain grain) const noexcept { return rows[static_cast<std::size_t>(grain)]; }
};

}  // namespace wageproof::law
