// One employer's time: its pay periods, the days that its records cover, its calendar. Made once, shared by all threads.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/law/frame.hpp"
#include "wageproof/law/plan.hpp"
#include "wageproof/records/dataset.hpp"
#include "wageproof/records/worker_index.hpp"

namespace wageproof::worktime {

/// A span of days, both inside. `reported`: asked for (`--from`, `--to`) and not only read as history.
struct Span {
  std::int32_t first = 0, last = 0;
  bool reported = true;
  friend bool operator==(const Span&, const Span&) = default;
};

/// What a calendar says of a day, before a worker's leave and work are looked at.
enum DayBits : std::uint16_t {
  kWorkingDay = 1,      ///< by the weekly pattern, holidays included
  kRestDay = 2,
  kSecondFreeDay = 4,
  kHoliday = 8,
  kEmployed = 16,
  kPresent = 32,
  kCovered = 64,        ///< inside a pay period of the data
  kUnpaired = 128,      ///< a punch without its partner
  kOverlap = 256,       ///< two records of the same minutes
  kNightUntold = 512,   ///< a daily total that does not say how much of it was at night
  kFromTotals = 1024,   ///< inside a total of several days: its own minutes are not told
  kTotalsHere = 2048,   ///< the day on which such a total stands
  kSpansParts = 4096,   ///< such a total, over days of different terms
  kDoubtfulHoliday = 8192, ///< the law's calendar marks the holiday as uncertain
  kNightNowhere = 16384,   ///< work on a day whose night goes by the sun at a place that is not known
  kNormalUntold = 32768    ///< work on a day whose normal hours, or its week's, cannot be told
};

/// What a total of several days leaves open. The first is noted on each of its days, the others on its last.
enum TotalNote : std::uint8_t {
  kOverSeveralWeeks = 1,
  kMinutesUntold = 2,
  kOvertimeUntold = 4,
  kRestDayUntold = 8,  ///< and there is a day of rest in it
  kHolidayUntold = 16, ///< and there is a holiday in it
};

/// Work on a day on which nobody says that the worker was employed. A total of several days stands on its last one only.
constexpr bool is_outside_employment(std::uint16_t bits) noexcept { return (bits & (kPresent | kEmployed | kFromTotals)) == kPresent; }

struct ReportWindow {
  std::int32_t from = INT32_MIN, to = INT32_MAX;
};

/// The days that one employer's records speak of, found in one pass over all tables.
struct EmployerDays {
  std::int32_t first_work = INT32_MAX, last_work = INT32_MIN;    ///< time, punches, hours, totals, pieces
  std::int32_t first_leave = INT32_MAX, last_leave = INT32_MIN;
  std::set<std::int32_t> work_months;                            ///< first days of the months that hold work
  std::set<std::pair<std::int32_t, std::int32_t>> paid;          ///< periods that payslips name
  /// What payments, contribution returns and balances name, where there are neither payslips nor work.
  std::int32_t first_other = INT32_MAX, last_other = INT32_MIN;
  std::set<std::pair<std::int32_t, std::int32_t>> stated;        ///< periods among them
};
WAGEPROOF_API std::unordered_map<records::StringId, EmployerDays> days_by_employer(const records::Dataset& data);

/// The setting of one employer. Immutable after `make`.
struct WAGEPROOF_API Setting {
  const records::Dataset* data = nullptr;
  const records::WorkerIndex* index = nullptr;
  const law::Plan* plan = nullptr;
  records::EmployerSpan employer;
  records::StringId currency = 0;          ///< the employer's
  std::int32_t first_day = 0;
  std::uint32_t days = 0;
  std::vector<Span> periods, months, quarters, years;
  std::vector<std::uint32_t> period_of, month_of, quarter_of, year_of;  ///< by day; law::kNoRow: none
  /// Where pay periods are months of their own (from the 26th to the 25th): the months by which wages are shared. Else empty.
  std::vector<Span> wage_months;
  std::vector<std::uint32_t> wage_month_of;  ///< by day
  std::vector<std::int32_t> base_cuts;     ///< days on which a part begins for every worker, sorted, first_day first
  std::vector<std::int32_t> listed_months;  ///< first days of the months for which the folder has holidays of its own, sorted
  std::vector<std::uint32_t> calendar_rows;
  std::vector<std::uint32_t> rate_rows;
  bool has_attendance = false;             ///< time, punches, hours or totals were given
  bool has_payroll = false;
  bool has_leave = false;
  bool all_in_periods = false;             ///< no work, no piece and no payslip of the employer lies outside every period

  /// Builds the setting.
  /// @return an empty `periods` where the data names no period at all
  static Setting make(const records::Dataset& data, const records::WorkerIndex& index, const law::Plan& plan,
                      const records::EmployerSpan& employer, const EmployerDays& days, const ReportWindow& window);

  [[nodiscard]] std::int32_t last_day() const noexcept { return first_day + static_cast<std::int32_t>(days) - 1; }
  [[nodiscard]] bool inside(std::int32_t day) const noexcept { return day >= first_day && day <= last_day(); }
  [[nodiscard]] std::size_t day_index(std::int32_t day) const noexcept { return static_cast<std::size_t>(day - first_day); }
  /// The period that holds a day, or kNoRow.
  [[nodiscard]] std::uint32_t period_at(std::int32_t day) const noexcept { return inside(day) ? period_of[day_index(day)] : law::kNoRow; }
};

/// A weekly pattern: which weekday is free, and how many days are worked. 0 = Monday.
struct WeekPattern {
  int rest_weekday = 6;
  int week_days = 6;
  records::StringId region = 0;
  friend auto operator<=>(const WeekPattern&, const WeekPattern&) = default;
};

/// The day bits and holiday categories of every day for one weekly pattern and region.
struct DayPattern {
  std::vector<std::uint16_t> bits;
  std::vector<std::int16_t> category;  ///< position in `categories`, -1: none
};

/// Patterns are made once each and kept. One per thread.
class WAGEPROOF_API CalendarPatterns {
 public:
  explicit CalendarPatterns(const Setting& setting) : setting_(&setting) {}
  const DayPattern& of(const WeekPattern& pattern);
  [[nodiscard]] const std::vector<std::string>& categories() const noexcept { return categories_; }
  /// Day bits of a single date for one worker, also outside the timeline (calendar and weekly pattern only).
  [[nodiscard]] std::uint16_t bits_on(const WeekPattern& pattern, std::int32_t date, records::StringId worker) const;

 private:
  [[nodiscard]] std::uint16_t bits_by_law(const WeekPattern& pattern, std::int32_t date, std::string& category) const;

  const Setting* setting_;
  std::map<WeekPattern, DayPattern> patterns_;
  std::vector<std::string> categories_;
};

/// Lays a row of the folder's calendar over what the law says of its day.
WAGEPROOF_API void lay_over(records::CalendarKind kind, std::uint16_t& bits) noexcept;

/// Weekday of a serial day, 0 = Monday.
inline int weekday_of(std::int32_t day) noexcept { return static_cast<int>(((day % 7) + 7 + 3) % 7); }

}  // namespace wageproof::worktime
