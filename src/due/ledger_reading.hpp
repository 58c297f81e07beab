// What the events and the balances of leave ledgers share: the worker in hand, and how a column is read on a day.
#pragma once

#include <algorithm>
#include <cstdint>

#include "due/day_count.hpp"
#include "wageproof/due/ledgers.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::due {

/// Of what is untold: days that a payslip's row may have paid out.
inline constexpr std::int64_t kPaidOut = 1;

struct Ledgers::Worker {
  std::uint32_t number = 0;
  std::size_t base = 0;                ///< day row of the timeline's first day
  std::int32_t first = INT32_MAX, last = INT32_MIN;  ///< days employed in the data; none: first > last
  std::int32_t hired = records::kNone32;
  bool left = false, hired_here = false;
  law::detail::Reason always_open = 0;              ///< why no day's balance can be told: a row without a readable day
  bool taken_told = true;              ///< no such row is one of leave
  bool paid_out_told = true;           ///< no such row is one of a payslip
  bool pays_out = false;               ///< days may be paid out of the ledger
  std::int32_t reported_until = INT32_MIN;  ///< last day of the last period that is reported
  std::int32_t as_of = INT32_MIN;      ///< the day on which the account is stated
};

/// A day.
inline constexpr std::int64_t kMicro = 1000000;

inline std::int32_t months_later(std::int32_t day, std::int64_t months) {
  const auto moved = quantity::add_months(quantity::Date::from_serial(day), static_cast<std::int32_t>(std::clamp<std::int64_t>(months, 0, 12000)),
                                          quantity::EndOfMonth::first_day_of_next);
  return moved ? (*moved).serial() : INT32_MAX;
}

/// The row of a column, of whatever grain, that a day lies in.
std::size_t row_on(const law::detail::Values& v, std::size_t day_row, const law::Frame& frame);

/// A number of days that a column states.
struct Read {
  DayCount days;
  bool told = false, none = false;     ///< none: the law says that there is none
  law::detail::Flags flags = 0;
  law::detail::Reason reason = 0;
};
Read read(const law::detail::Values& v, std::size_t day_row, const law::Frame& frame);

}  // namespace wageproof::due
