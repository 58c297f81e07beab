// What the money trail needs of a line: when it falls due, and for contributions what is due, withheld and reckoned on.
#pragma once

#include <cstdint>

#include "wageproof/records/dataset.hpp"

namespace wageproof::reconcile {

/// One line of one worker and span that has a pay day of its own or is a contribution; or the wage of a period (line -1).
struct MoneyLine {
  std::uint32_t worker = 0;             ///< of the index
  std::int32_t line = -1;               ///< of EmployerPlan::lines
  std::uint32_t span = 0;               ///< of the line's grain
  std::int32_t payable = records::kNone32;  ///< last day on which it may be paid
  std::int64_t due = 0, booked = 0;     ///< in the line's currency
  std::int64_t base = records::kNone64; ///< wage that a return declares for it
  bool due_known = false, at_least = false, booked_known = false, uncertain = false;
  bool payable_uncertain = false;       ///< the pay day rests on a value that the pack marks uncertain
};

}  // namespace wageproof::reconcile
