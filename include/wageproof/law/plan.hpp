// A pack compiled for columns: shared sub-expressions, parameters as dense tables, symbols for every code it names.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/law/inputs.hpp"
#include "wageproof/law/pack.hpp"

namespace wageproof::law {

using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = 0xFFFFFFFF;

/// A text that the pack does not name. Every symbol of the pack is larger.
inline constexpr std::int64_t kOtherSymbol = 0;

/// One value of a dense parameter table.
struct PlanCell {
  std::int64_t numerator = 0;
  std::uint8_t flags = 0;            ///< detail::Flags
  std::uint32_t reason = 0;
  std::int32_t row = -1;             ///< row of the DatedTable that holds, -1: none does
};

/// How the keys of one dimension become positions.
struct PlanDimension {
  bool numeric = false;
  std::vector<std::int32_t> position_of_symbol;  ///< by symbol; 0 = any other code
  std::vector<std::int64_t> breaks_micro;        ///< numeric: position 2k = between breaks, 2k+1 = on a break
  std::uint32_t positions = 1;
};

struct PlanTable {
  std::int32_t from = 0;
  std::int32_t until = 0;            ///< last day for which it holds
  std::int32_t published = 0;
  bool hole = false;                 ///< no entry holds in this span
  std::vector<PlanDimension> dimensions;
  std::vector<PlanCell> cells;
  std::int32_t entry = -1;           ///< position in Parameter::values
};

struct ParameterPlan {
  std::int64_t denominator = 1;
  std::vector<PlanTable> tables;     ///< by date, without gaps from the beginning of time
  std::uint32_t hole_reason = 0;
};

/// One step. `spread` moves a coarser value to the node's grain; `from` is the grain that an aggregate gathers from.
struct PlanNode {
  Node node;                         ///< its own `children` are empty: see below
  Children children;
  bool spread = false;
  Grain from = Grain::constant;
};

/// Tables that a node's value comes from, beyond the workers' terms.
enum PlanNeeds : std::uint8_t { kNeedsTime = 1, kNeedsPayroll = 2, kNeedsPieces = 4 };

/// Hashes a text wherever it stands, so that looking one up makes no copy of it.
struct TextHash {
  using is_transparent = void;
  [[nodiscard]] std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
};
template <class T>
using TextMap = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

/// A compiled pack. Immutable; shared by threads.
class WAGEPROOF_API Plan {
 public:
  /// @param as_known_on  values published later are left out (absent: all are known)
  explicit Plan(std::shared_ptr<const Pack> pack, std::optional<std::int32_t> as_known_on = std::nullopt);

  [[nodiscard]] const Pack& pack() const noexcept { return *pack_; }
  [[nodiscard]] const std::vector<PlanNode>& nodes() const noexcept { return nodes_; }
  [[nodiscard]] const std::vector<ParameterPlan>& parameters() const noexcept { return parameters_; }
  [[nodiscard]] const std::vector<std::string>& reasons() const noexcept { return reasons_; }
  /// @return root of a formula, or of an expression of the pack that was compiled (lines, worktime, ledgers)
  [[nodiscard]] NodeId formula(std::uint32_t index) const noexcept { return formula_roots_[index]; }
  [[nodiscard]] NodeId root_of(const Expression& expression) const noexcept;
  /// @return the plan's node for each node of an expression's tree, for the working; empty where it was not compiled
  [[nodiscard]] const std::vector<NodeId>& nodes_of(const Expression& expression) const noexcept;
  /// @return symbol of a code, kOtherSymbol where the pack never names it
  [[nodiscard]] std::int64_t symbol(std::string_view text) const noexcept;
  [[nodiscard]] const std::vector<std::string>& symbols() const noexcept { return symbols_; }
  /// Gives a name of something missing its number. Only before the plan is shared between threads.
  std::uint32_t reason(std::string_view text);
  /// @return the reason's number; one that the plan was not made with gets 0 (no name)
  [[nodiscard]] std::uint32_t reason_of(std::string_view text) const noexcept;
  /// Days on which some value of the pack changes, sorted: periods are cut there.
  [[nodiscard]] const std::vector<std::int32_t>& change_days() const noexcept { return change_days_; }
  [[nodiscard]] bool reads(Input input) const noexcept { return reads_[static_cast<std::size_t>(input)]; }
  /// @return PlanNeeds of a node, 0 for kNoNode
  [[nodiscard]] std::uint8_t needs(NodeId id) const noexcept { return id == kNoNode ? std::uint8_t{0} : needs_[id]; }
  [[nodiscard]] std::uint32_t by_zero_reason() const noexcept { return by_zero_reason_; }
  [[nodiscard]] std::uint32_t history_reason() const noexcept { return history_reason_; }
  [[nodiscard]] std::uint32_t rate_reason() const noexcept { return rate_reason_; }
  [[nodiscard]] std::uint32_t feast_reason() const noexcept { return feast_reason_; }

 private:
  NodeId compile(const Expression& expression);
  NodeId compile_formula(const Formula& formula);
  NodeId doubtful(NodeId id, Confidence confidence);
  void find_needs();
  NodeId add_node(PlanNode&& node);
  void find_places(std::size_t count);
  NodeId compile_node(const Expression& expression, std::uint32_t position, const std::vector<NodeId>& done);
  NodeId at_grain(NodeId id, Grain grain);
  NodeId gather(Function function, NodeId child, Grain from, Grain to);
  NodeId sum_over(NodeId child, Grain from, Grain to);
  NodeId binary(Operator op, NodeId a, NodeId b);
  NodeId constant(std::int64_t numerator, std::int64_t denominator);
  void compile_parameter(const Parameter& parameter, std::optional<std::int32_t> as_known_on);
  std::int64_t intern_symbol(std::string_view text);

  std::shared_ptr<const Pack> pack_;
  std::vector<PlanNode> nodes_;
  std::vector<NodeId> unique_;  ///< every node at a place by its hash, kNoNode between them
  std::unordered_map<const Expression*, std::vector<NodeId>> roots_;  ///< by expression: a node for each of its tree
  std::vector<NodeId> formula_roots_;
  std::vector<ParameterPlan> parameters_;
  std::vector<std::string> reasons_;
  TextMap<std::uint32_t> reason_ids_;
  std::vector<std::string> symbols_;
  TextMap<std::int64_t> symbol_ids_;
  std::vector<std::int32_t> change_days_;
  std::vector<std::uint8_t> needs_;
  std::vector<bool> reads_;  ///< by Input
  std::uint32_t by_zero_reason_ = 0, history_reason_ = 0, rate_reason_ = 0, feast_reason_ = 0;
};

}  // namespace wageproof::law
