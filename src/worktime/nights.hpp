// The night of each day: a window of the clock, or from sunset to sunrise at the worker's place.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "wageproof/worktime/setting.hpp"

namespace wageproof::worktime {

/// A night as [start, start + length) in minutes after midnight of its day; length 0: none.
struct Night {
  std::int32_t start = 0, length = 0;
  bool by_sun = false;
  bool told = true;                    ///< false: the place or its zone is not known
};

/// The nights of one employer's timeline, for each place once. One per thread.
class Nights {
 public:
  explicit Nights(const Setting& setting);
  /// Whether some day's night goes by the sun.
  [[nodiscard]] bool by_sun() const noexcept { return by_sun_; }
  /// The timeline's nights where a row of the workers table holds; `nights[-1]` is that of the day before it.
  const Night* of(std::uint32_t terms_row);
  /// Those of windows of the clock.
  [[nodiscard]] const Night* by_clock() const noexcept { return fixed_.data() + 1; }

 private:
  using Place = std::pair<std::int64_t, std::int64_t>;  ///< latitude and longitude in millionths
  [[nodiscard]] std::optional<std::int64_t> attribute(std::string_view name, std::uint32_t terms_row, std::int64_t most) const;
  std::vector<Night> at_place(const std::optional<Place>& place) const;

  const Setting* setting_;
  bool by_sun_ = false;
  std::vector<Night> fixed_;           ///< from the day before the timeline to two days after it
  std::map<std::optional<Place>, std::vector<Night>> places_;
};

/// Minutes of [from, to) at night, in minutes after midnight of the day that `night` points to.
std::int32_t minutes_at_night(const Night* night, std::int32_t from, std::int32_t to);

}  // namespace wageproof::worktime
