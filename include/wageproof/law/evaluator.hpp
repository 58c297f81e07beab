// Running a plan over one batch: each node at most once, only where it is needed, memory kept from batch to batch.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/law/detail/values.hpp"
#include "wageproof/law/frame.hpp"
#include "wageproof/law/plan.hpp"

namespace wageproof::law {

/// One value of one worker's terms.
struct TermOnDay {
  std::int64_t numerator = 0, denominator = 1;
  detail::Flags flags = detail::kNotGiven;
  detail::Reason reason = 0;
};

class Evaluator;
namespace detail {
struct DayColumn;
}

/// Where a plan takes the facts of a batch from. Each call fills `out` for all rows of its grain.
class FactSource {
 public:
  virtual ~FactSource() = default;
  virtual void input(Input input, detail::Values& out) = 0;
  /// A fact of days in small whole numbers, all of them plainly known. False: it is not so, and `input` is to be asked.
  /// @param instead  what stands for a fact that is not given; null: none may be missing
  virtual bool small_days(Input, const std::int16_t* instead, detail::DayColumn&) { return static_cast<void>(instead), false; }
  /// The same of leave.
  virtual bool small_leave(const std::string&, bool /*calendar_days*/, detail::DayColumn&) { return false; }
  virtual void attribute(std::uint32_t index, detail::Values& out) = 0;
  /// Period grain: what the payslip books for the components matched by `patterns` (joined by `;`), in the pack's currency.
  virtual void booked(const std::string& patterns, detail::Values& out) = 0;
  /// Day grain, days: leave of a type.
  virtual void leave(const std::string& type, bool calendar_days, detail::Values& out) = 0;
  /// Day grain, days: a ledger's balance when the day is over. The ledger's own formulas are asked of the evaluator.
  virtual void balance(std::uint32_t ledger, Evaluator& evaluator, detail::Values& out) = 0;
  /// Rate of exchange on the last day of each row. 0 stands for the pack's currency.
  virtual void rate(std::uint32_t from, std::uint32_t to, Grain grain, detail::Values& out) = 0;
  /// A worker's term (an input of part grain) on a day that may lie outside the batch's timeline.
  virtual TermOnDay term_on(Input input, std::uint32_t worker, std::int32_t date) = 0;
  /// The first day of which other terms are stated than those of the timeline, of any worker of the batch; nothing: no row of
  /// any worker says that his terms were ever others.
  virtual std::optional<std::int32_t> earliest_terms() { return std::nullopt; }
  /// Whether a date is neither the rest day nor a holiday for the worker at that position of the batch.
  virtual bool is_working_date(std::uint32_t worker, std::int32_t date) = 0;
};

/// A row of a parameter's table that some value came from.
struct UsedCell {
  std::uint32_t parameter = 0;
  std::int32_t entry = 0, row = 0;     ///< positions in Parameter::values and DatedTable::rows
  friend auto operator<=>(const UsedCell&, const UsedCell&) = default;
};

/// Evaluates nodes of a plan for a batch. One per thread.
class WAGEPROOF_API Evaluator {
 public:
  explicit Evaluator(const Plan& plan);
  ~Evaluator();
  Evaluator(Evaluator&&) noexcept;
  Evaluator& operator=(Evaluator&&) noexcept;
  /// Starts a new batch; the frame and source must outlive it.
  void begin(const Frame& frame, FactSource& source);
  /// @return the node's column; valid until `begin`
  const detail::Values& value(NodeId id);
  /// @return the node's column spread to a grain
  const detail::Values& value_at_grain(NodeId id, Grain grain);
  [[nodiscard]] bool evaluated(NodeId id) const noexcept { return stamp_[id] == now_; }
  /// The rows of its table that an evaluated parameter's values came from, once for each row of the batch.
  void used_cells(NodeId id, std::vector<UsedCell>& out);
  [[nodiscard]] const Plan& plan() const noexcept { return *plan_; }
  [[nodiscard]] const Frame& frame() const noexcept { return *frame_; }

 private:
  struct Days;                       ///< columns of days in sixteen bits
  void compute(NodeId id, detail::Values& out);
  bool compute_from_days(NodeId id, detail::Values& out);
  bool gather_days(const PlanNode& n, detail::Values& out);
  void compute_binary(const PlanNode& n, detail::Values& out);
  void compute_choice(const PlanNode& n, detail::Values& out);
  void compute_call(const PlanNode& n, detail::Values& out);
  void compute_member(const PlanNode& n, detail::Values& out);
  void compute_tiers(const PlanNode& n, detail::Values& out);
  void compute_parameter(const PlanNode& n, detail::Values& out);
  void compute_history(const PlanNode& n, detail::Values& out);
  std::vector<detail::Values> stand_ins_of_earlier_months(NodeId instead, const detail::Values& months);
  void compute_at(const PlanNode& n, detail::Values& out);
  void stand_in_outside(const detail::Values& instead, const detail::Values& date, detail::Values& out);
  void terms_outside(Input input, const detail::Values& date, detail::Values& out);
  void compute_dates(const PlanNode& n, detail::Values& out);
  void compute_feast(const PlanNode& n, detail::Values& out);
  void look_up(const PlanNode& n, const detail::Values* dates, std::size_t rows, detail::Values& out);
  template <class Fn>
  void per_row(const PlanNode& n, ValueType type, detail::Values& out, Fn fn);

  const Plan* plan_;
  const Frame* frame_ = nullptr;
  FactSource* source_ = nullptr;
  std::vector<detail::Values> values_;
  std::vector<std::uint32_t> stamp_;
  std::vector<std::uint8_t> lasting_;  ///< by node: a literal, the same in every batch
  std::vector<std::pair<std::pair<NodeId, Grain>, detail::Values>> spread_cache_;
  std::array<detail::Values, 2> between_;  ///< between two steps of a node, never across a call of `value`
  std::uint32_t now_ = 0;
  std::unique_ptr<Days> days_;
  std::unique_ptr<Evaluator> earlier_;             ///< on the terms of months before the timeline
};

}  // namespace wageproof::law
