// Rows of clock times made into shifts, many at a time: what most rows are, one stretch with its break inside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "wageproof/law/detail/values.hpp"
#include "wageproof/records/dataset.hpp"

namespace wageproof::worktime {

namespace detail {
/// What the table has, clock times in seconds after midnight, and what is made of it, in minutes.
struct ClockGiven {
  const std::int32_t *start, *end, *pause, *break_start, *kind;
};
struct ClockMade {
  std::int32_t *start, *spread, *worked, *pause, *before_break, *plain;
};
/// Makes shifts of rows. A column may be given and made at once.
void make_shifts(ClockGiven in, std::size_t n, ClockMade out) noexcept;
/// Whether rows stand in their table as they are listed, without a gap.
[[nodiscard]] bool stand_together(const std::uint32_t* rows, std::size_t n) noexcept;
}  // namespace detail

/// Shifts of the rows of some workers, in the order of the index; minutes after midnight of the shift's day.
struct ClockRows {
  using Column = std::vector<std::int32_t, law::detail::Uncleared<std::int32_t>>;
  Column date, start, spread, worked, pause;
  Column before_break;                 ///< minutes of the first of the two stretches
  Column plain;                        ///< 1: one stretch, both ends given, its break inside; 2: and an end was cut to its minute;
                                       ///< 0: the other columns mean nothing
  std::size_t count = 0;

  /// Reads rows of the time table.
  void read(const records::DataTable& time, std::span<const std::uint32_t> rows);

 private:
  void resize(std::size_t rows);
  Column end_, break_start_, kind_;    ///< as the table has them, where its rows must be gathered
};

}  // namespace wageproof::worktime
