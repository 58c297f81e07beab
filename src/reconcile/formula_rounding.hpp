// Roundings inside formulas: where they stand in a plan, and which of their rows a result rests on.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "wageproof/law/evaluator.hpp"

namespace wageproof::reconcile {

/// A rounding of money, of minutes, or by a function named for it, in a formula of the pack.
struct FormulaRounding {
  law::NodeId node = law::kNoNode;
  std::string rule;                      ///< the formula, or the line that has it
  std::string unit;                      ///< currency, `minutes`, `USD/minutes`, `count`
  law::detail::RoundMode mode{};
  std::int64_t step_micro = 1'000'000;
  const law::Provenance* provenance = nullptr;
};

/// The roundings of a law's formulas. One for all employers under it; does not change.
class FormulaRoundings {
 public:
  /// @return null where no formula rounds: most laws round their lines only
  static std::unique_ptr<const FormulaRoundings> of(const law::Plan& plan);
  [[nodiscard]] const std::vector<FormulaRounding>& places() const noexcept { return places_; }
  /// Whether a rounding is part of a node's value.
  [[nodiscard]] bool under(law::NodeId node) const noexcept { return node != law::kNoNode && under_[node] != 0; }

 private:
  std::vector<FormulaRounding> places_;
  std::vector<std::uint8_t> under_;      ///< by node
};

/// The rows of a batch that figures rest on, from the figures down to the roundings: of a choice only the side that was chosen.
/// Conditions count for nothing: a rounding in them moves no figure.
class UsedRows {
 public:
  UsedRows(const law::Plan& plan, const FormulaRoundings& roundings, law::Evaluator& evaluator);
  /// A figure on a row of `grain`, at which or coarser the node stands.
  void use(law::NodeId root, law::Grain grain, std::size_t row);
  /// Takes all that was said to be used down to the roundings.
  void descend();
  /// By row of the node's grain; empty where none is used.
  [[nodiscard]] const std::vector<std::uint8_t>& rows(law::NodeId node) const noexcept { return rows_[node]; }

 private:
  void mark(law::NodeId node, std::size_t row);
  void pass_on(law::NodeId id);
  void pass_back(law::NodeId id);
  void pass_to_date(law::NodeId id);

  const law::Plan* plan_;
  const FormulaRoundings* roundings_;
  law::Evaluator* evaluator_;
  std::vector<std::vector<std::uint8_t>> rows_;  ///< by node
};

}  // namespace wageproof::reconcile
