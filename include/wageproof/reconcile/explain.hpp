// The working of a worker's figures: the plan that the check runs, run again for one worker with every step kept.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/quantity/status.hpp"
#include "wageproof/reconcile/check.hpp"
#include "wageproof/worktime/setting.hpp"

namespace wageproof::reconcile {

/// One value that a step uses or gives, on one span of days.
struct WorkingValue {
  std::int32_t first = 0, last = 0;
  std::string value;       ///< as a person reads it: `210.00 USD`, `120 minutes`, `not given`, `unknown (missing:…)`
  std::string place;       ///< file:line of the records that it was read from, joined by `;`; empty for the law's values
};

/// What a step uses: a fact of the records, a value of the law, or an earlier step.
struct WorkingInput {
  enum class Kind : std::uint8_t { record, law, step } kind = Kind::record;
  std::string name, title;
  std::vector<WorkingValue> values;
  std::string in_force;    ///< of a value of the law: since when, published when
  std::string source;      ///< of a value of the law
  std::string confidence;
  std::string note;
};

/// One of the terms of which the highest or lowest holds: a statute's, an agreement's, the contract's.
struct WorkingTerm {
  std::string text;        ///< as the formula writes it
  std::string source;      ///< of a value of the law or a formula
  std::vector<WorkingValue> values;
};

/// A `max` or `min` of a step: all terms, and which of them holds when.
struct WorkingChoice {
  bool highest = true;
  std::vector<WorkingTerm> terms;
  std::vector<WorkingValue> holds;  ///< `value` is the term's text
};

/// One named formula, or the line itself.
struct WorkingStep {
  std::string name, title, grain, formula, source, note;
  std::vector<WorkingInput> inputs;
  std::vector<WorkingChoice> choices;
  std::vector<WorkingValue> results;
};

/// One line: its figures as the check gives them, and how they came about. The last step is the line's own formula.
struct WorkingLine {
  LineRow row;
  std::string line, role, rounding, source, note;
  std::vector<WorkingStep> steps;
  std::vector<std::string> booked_at;  ///< file:line of the payroll rows that answer the line
  std::string exact;                   ///< the amount before rounding, as a fraction or decimal
};

struct Working {
  std::string employer, worker;
  worktime::Span period;
  std::vector<WorkingLine> lines;
  Result result;                       ///< of the check of this worker alone
};

/// Explains a worker's period.
///
/// @param worker  worker id
/// @param day     any day of the period
/// @param line    one line; empty: every line that is due, booked or in doubt
/// @errors not_found: no such worker, period or line; and what `check` refuses
[[nodiscard]] WAGEPROOF_API quantity::Result<Working> explain(const records::Dataset& data, const CheckOptions& options,
                                                              const std::string& worker, std::int32_t day, const std::string& line);

}  // namespace wageproof::reconcile
