// The facts of the records that a formula may name: one list for the parser, the plan, the oracle and the documentation.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "wageproof/export.h"
#include "wageproof/law/expression.hpp"

namespace wageproof::law {

enum class Input : std::uint8_t {
  // day
  date, worked_minutes, night_minutes, normal_minutes, normal_night_minutes, overtime_minutes, overtime_night_minutes,
  rest_day_minutes, rest_day_night_minutes, holiday_minutes, holiday_night_minutes,
  is_employed, is_working_day, is_scheduled, is_present, is_rest_day, is_second_free_day, is_holiday, holiday_category,
  absence, unpaid_leave, leave_type, longest_stretch_minutes, break_minutes, rest_before_minutes,
  spread_minutes, shift_start_minute, piece_earnings, piece_quantity,
  // part
  wage, fixed_allowance, pay_basis, contract, sex, grade, region, week_days, week_hours, insurance_no, insured_since,
  nationality, religion, probation_until, hired_on, left_on, leaving_reason, birth_date, job_points, sector,
  age, service_months, service_years, part_start, part_end,
  // week
  week_start, week_end, longest_rest_minutes,
  // period
  period_start, period_end,
  // month
  month_start, month_end
};

struct InputSpec {
  Input input{};
  std::string_view name;
  ValueType type{};
  Grain grain{};
  Unit unit{};
  std::string_view missing;  ///< what `missing:` names when it is not given, for instance workers.grade
  std::string_view meaning;
  std::string_view codes = {};  ///< of a text input whose values the record format lists: separated by blanks
};

/// All inputs in the order of the enumeration.
[[nodiscard]] WAGEPROOF_API std::span<const InputSpec> inputs() noexcept;

/// @return the input with that name, or null
[[nodiscard]] WAGEPROOF_API const InputSpec* find_input(std::string_view name) noexcept;

}  // namespace wageproof::law
