// The lines of a pack over one batch: what each makes due, exactly and rounded, row by row of its own grain.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/law/evaluator.hpp"

namespace wageproof::due {

/// What one row of a line comes to.
struct DueRow {
  bool applies = true;         ///< `when` is true
  bool known = true;           ///< neither `when` nor the amount is unknown
  bool at_least = false;       ///< only a lower bound
  bool uncertain = false;      ///< rests on a value marked uncertain
  bool silent = false;         ///< unknown because the row lies outside what the data can show: not even a warning
  std::uint32_t reason = 0;    ///< of the plan, when not known
  std::int64_t rounded_micro = 0;  ///< money; for limits the quantity
  bool zero = true;            ///< the exact amount is zero
};

/// A line of the pack with its compiled nodes. Made once per plan.
struct CompiledLine {
  const law::Line* line = nullptr;
  law::NodeId when = law::kNoNode, formula = law::kNoNode, limit = law::kNoNode, quantity = law::kNoNode;
  std::uint8_t needs = 0;           ///< law::PlanNeeds
  std::int64_t step_micro = 0;      ///< of the rounding: the law's, else the currency's
  bool law_rounds = false;
  law::detail::RoundMode mode = law::detail::RoundMode::half_away;
  std::string currency;
  std::string answers, counts;      ///< component patterns joined by `;`
  std::uint32_t beyond = 0;         ///< reason of the plan for an amount beyond what is stated
};

/// Smallest amount of a currency in which a line is stated where the law is silent, in millionths.
/// IDR, VND, KHR and UZS are stated in whole units, others in the ISO minor unit.
WAGEPROOF_API std::int64_t silent_step_micro(std::string_view currency) noexcept;

WAGEPROOF_API std::vector<CompiledLine> compile_lines(const law::Plan& plan);

/// One line's columns for a batch.
class WAGEPROOF_API LineValues {
 public:
  /// @param calendar  rows of the calendar's months, where the evaluator has others: each takes the month that ends in it
  void load(const CompiledLine& line, law::Evaluator& evaluator, const law::Frame* calendar = nullptr);
  [[nodiscard]] DueRow row(std::size_t row) const;
  /// Exact amount as numerator / denominator where it fits 64 bits.
  [[nodiscard]] law::detail::SmallRatio exact(std::size_t row) const { return law::detail::small_ratio(*due_, row); }
  /// Whether exact amount minus booked is at least `step` (positive: short), in 128 bits or rationals.
  [[nodiscard]] bool short_by(std::size_t row, std::int64_t booked_micro, std::int64_t step_micro) const;
  [[nodiscard]] bool over_by(std::size_t row, std::int64_t booked_micro, std::int64_t step_micro) const;
  [[nodiscard]] const law::detail::Values* quantity() const noexcept { return quantity_; }
  [[nodiscard]] const law::detail::Values* limit() const noexcept { return limit_; }
  [[nodiscard]] const law::detail::Values* when() const noexcept { return when_; }  ///< null: always
  [[nodiscard]] const law::detail::Values& rounded() const noexcept { return rounded_; }
  [[nodiscard]] const law::detail::Values& due() const noexcept { return *due_; }
  /// No row of the batch applies and none is in doubt: the line may be left out.
  [[nodiscard]] bool never_applies() const noexcept { return never_; }
  /// Every row applies, and that is known.
  [[nodiscard]] bool always_applies() const noexcept { return always_; }

 private:
  int compare_gap(std::size_t row, std::int64_t booked_micro, std::int64_t step_micro, int sign) const;
  const CompiledLine* line_ = nullptr;
  const law::detail::Values* when_ = nullptr;
  const law::detail::Values* due_ = nullptr;
  const law::detail::Values* quantity_ = nullptr;
  const law::detail::Values* limit_ = nullptr;
  law::detail::Values when_copy_, due_copy_, quantity_copy_, limit_copy_, rounded_;
  bool never_ = false, always_ = true;
};

}  // namespace wageproof::due
