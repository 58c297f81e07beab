// A batch of workers on their timelines: parts of constant terms, and for each day what it is and the minutes of each kind.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/law/detail/values.hpp"
#include "wageproof/law/evaluator.hpp"
#include "wageproof/law/frame.hpp"
#include "wageproof/worktime/setting.hpp"

namespace wageproof::worktime {

/// Worked time within one shift, in minutes after midnight of the shift's day; may run past 1440.
struct Interval {
  std::int32_t start, end;
};
using Intervals = std::vector<Interval, law::detail::Uncleared<Interval>>;

/// Of a shift of punches, in minutes: how far its clock is ahead of that of the worker's first punch, and how far the clock was
/// put on in its midst.
struct ClockShift {
  std::int32_t ahead = 0, within = 0;
};

/// Clock times that were not on the minute, as they were cut to it: seconds of a stretch's beginning and of its end.
struct CutClock {
  std::uint32_t day_row = 0;
  std::uint8_t in_seconds = 0, out_seconds = 0;
  bool punched = false;              ///< of punches, else of clock times
};

class Nights;
struct ClockRows;
struct Night;

/// Minutes of each kind, one column a kind, one row a day.
struct DayMinutes {
  std::vector<std::int32_t> worked, night, normal, normal_night, overtime, overtime_night;
  std::vector<std::int32_t> rest_day, rest_day_night, holiday, holiday_night;
  std::vector<std::int32_t> longest_stretch, breaks, rest_before, spread, shift_start;
};

/// `rest_before` where no earlier shift is in the data.
inline constexpr std::int32_t kNoRestKnown = -1;

/// Workers [first_worker, first_worker + count) of the index, all of one employer.
class WAGEPROOF_API Batch {
 public:
  explicit Batch(const Setting& setting);

  /// Lays out the workers' timelines and reads their time records. Minutes by kind come with `classify`.
  void load(std::uint32_t first_worker, std::uint32_t count);
  /// Splits worked minutes into kinds by the pack's normal day and week. `evaluator` has begun on this batch's frame.
  void classify(law::Evaluator& evaluator);
  /// The rows of the loaded batch with `Setting::wage_months` in place of calendar months.
  void lay_out_wage_months(law::Frame& frame) const;

  [[nodiscard]] const Setting& setting() const noexcept { return *setting_; }
  [[nodiscard]] const law::Frame& frame() const noexcept { return frame_; }
  [[nodiscard]] std::uint32_t first_worker() const noexcept { return first_worker_; }
  [[nodiscard]] std::uint32_t count() const noexcept { return count_; }
  [[nodiscard]] const DayMinutes& minutes() const noexcept { return minutes_; }
  [[nodiscard]] const std::vector<std::uint16_t>& bits() const noexcept { return bits_; }
  /// DayBits that some day of the batch has.
  [[nodiscard]] std::uint16_t any_bits() const noexcept { return any_bits_; }
  /// Whether somebody worked on a day outside his employment.
  [[nodiscard]] bool any_outside() const noexcept { return any_outside_; }
  [[nodiscard]] const std::vector<std::int16_t>& category() const noexcept { return category_; }
  [[nodiscard]] const std::vector<std::uint32_t>& part_terms() const noexcept { return part_terms_; }  ///< row of the workers table, by part
  [[nodiscard]] const std::vector<std::int32_t>& leave_micro() const noexcept { return leave_micro_; }
  [[nodiscard]] const std::vector<std::int32_t>& unpaid_micro() const noexcept { return unpaid_micro_; }
  /// Whether some worker of the batch has leave of a type (position in the format's list).
  [[nodiscard]] bool has_leave_of(std::size_t type) const noexcept { return (leave_types_ >> type & 1U) != 0; }
  [[nodiscard]] const std::vector<std::int8_t>& leave_type() const noexcept { return leave_type_; }
  [[nodiscard]] const std::vector<std::int32_t>& longest_rest() const noexcept { return longest_rest_; }  ///< by week, -1: no whole week seen
  /// Why a day with kNormalUntold has no normal hours: a reason of the plan.
  [[nodiscard]] std::uint32_t normal_reason(std::size_t day_row) const noexcept { return normal_reasons_[day_row]; }
  /// Whether a day row comes from the hours table, without clock times.
  [[nodiscard]] bool from_hours(std::size_t day_row) const noexcept { return from_hours_[day_row] != 0; }
  /// What the total of several days in which a day lies leaves open: a sum of `TotalNote`.
  [[nodiscard]] std::uint8_t total_notes(std::size_t day_row) const noexcept { return total_notes_.empty() ? std::uint8_t{0} : total_notes_[day_row]; }
  /// Absent days of totals, in millionths of a day, at the day on which the total stands; -1: not told.
  [[nodiscard]] const std::vector<std::int64_t>& total_absence_micro() const noexcept { return total_absence_micro_; }
  /// Whether a worker (position in the batch) has clock times alone, one stretch a day with its break inside, all on days of
  /// the timeline.
  [[nodiscard]] bool all_plain(std::uint32_t worker) const noexcept { return all_plain_[worker] != 0; }
  /// Stretches of work whose clock times were cut to whole minutes.
  [[nodiscard]] const std::vector<CutClock>& cut_clocks() const noexcept { return cut_clocks_; }
  /// Day rows that worked longer than a normal day which is no whole number of minutes; week rows likewise.
  [[nodiscard]] const std::vector<std::uint32_t>& cut_days() const noexcept { return cut_days_; }
  [[nodiscard]] const std::vector<std::uint32_t>& cut_weeks() const noexcept { return cut_weeks_; }
  [[nodiscard]] CalendarPatterns& patterns() noexcept { return patterns_; }
  [[nodiscard]] WeekPattern week_pattern(std::uint32_t terms_row) const;
  /// Row of the workers table that holds for a worker (position in the batch) on a day.
  [[nodiscard]] std::uint32_t terms_on(std::uint32_t worker, std::int32_t day) const;

 private:
  void lay_out_calendar();
  void lay_out_parts();
  void lay_out_weeks();
  void lay_out_week_days();
  void mark_days(std::uint32_t worker);
  void read_leave(std::uint32_t worker);
  void read_time(std::uint32_t worker);
  void read_rough_days(std::uint32_t worker);
  void read_punches(std::uint32_t worker);
  void read_hours(std::uint32_t worker);
  void read_totals(std::uint32_t worker);
  void close_day(std::size_t day_row, std::size_t first_interval);
  void note_cut(std::size_t day_row, std::int32_t in_seconds, std::int32_t out_seconds, bool punched);
  void find_nights();
  void apply_normal_week(law::Evaluator& evaluator);
  void mark_untold(std::size_t day_row, std::uint32_t reason);
  [[nodiscard]] bool changes_within(std::size_t first, std::size_t last) const;
  void split_day(std::size_t day_row, std::int32_t normal);
  [[nodiscard]] const Night* night_of(std::size_t day_row) const;
  [[nodiscard]] std::int32_t night_minutes(const Night* night, std::size_t day_row, std::int32_t from, std::int32_t to) const;
  void measure_rests(std::uint32_t worker);

  const Setting* setting_;
  CalendarPatterns patterns_;
  const DayPattern* last_pattern_ = nullptr; ///< in `patterns_`, which keeps its places
  WeekPattern last_week_;
  std::shared_ptr<Nights> nights_;           ///< made with the first batch
  std::shared_ptr<ClockRows> clock_;         ///< of the batch in hand
  std::size_t clock_read_ = 0;               ///< rows of it that are in days
  std::vector<std::uint8_t> all_plain_;      ///< by worker
  law::Frame frame_;
  std::uint32_t first_worker_ = 0, count_ = 0, laid_out_for_ = 0, weeks_for_ = 0;
  std::vector<std::int8_t> week_starts_;     ///< weekdays, by worker, for which weeks are laid out
  DayMinutes minutes_;
  std::vector<std::uint16_t> bits_;
  std::uint16_t any_bits_ = 0;
  bool any_outside_ = false;
  std::vector<std::int16_t> category_;
  std::vector<std::uint32_t> part_terms_;
  std::vector<std::int32_t> cuts_;  ///< where a worker's parts begin, while they are laid out
  std::vector<std::int32_t> leave_micro_, unpaid_micro_;
  std::vector<std::int8_t> leave_type_;
  std::uint32_t leave_types_ = 0;            ///< a bit for each type that the batch holds
  std::vector<std::int32_t> longest_rest_;
  Intervals intervals_;
  std::vector<CutClock> cut_clocks_;
  std::vector<std::uint32_t> cut_days_, cut_weeks_;
  std::vector<ClockShift> clock_shifts_;     ///< by day row; empty where no clock is changed
  struct Free {
    std::int32_t start = 0, end = 0;
  };
  std::vector<Free> free_;                   ///< of the worker in hand: between shifts, in minutes of the timeline
  std::vector<std::uint32_t> interval_begin_;
  std::vector<std::uint8_t> interval_count_;
  std::vector<std::uint8_t> from_hours_;     ///< the day came from the hours table: no clock times
  std::vector<std::int64_t> total_absence_micro_;  ///< empty where the batch has no total
  std::vector<std::uint8_t> total_notes_;    ///< empty where the batch has no total
  std::vector<std::int32_t> given_overtime_; ///< of such a day; kNone32: not given
  std::vector<std::uint32_t> normal_reasons_;  ///< by day row, as long as some day's normal hours cannot be told
  std::vector<std::uint32_t, law::detail::Uncleared<std::uint32_t>> worked_days_;  ///< day rows with work, in order
};

}  // namespace wageproof::worktime
