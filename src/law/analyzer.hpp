// Names, types, units and grains of one formula: from what was written to the tree that the engine runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "law/builtins.hpp"
#include "law/diagnostics.hpp"
#include "law/scope.hpp"
#include "law/syntax.hpp"

namespace wageproof::law {

/// Where a formula stands, put into words only for a message.
struct FormulaPlace {
  const Provenance* provenance = nullptr;
  std::uint32_t line = 0;                       ///< 0: that of the provenance
  std::string_view section, name, field = {};
  [[nodiscard]] Place told() const {
    std::string path(section);
    for (const std::string_view part : {name, field}) {
      if (!part.empty()) (path += '.') += part;
    }
    return {provenance->origin, line != 0 ? line : provenance->file_line, std::move(path)};
  }
};

class Analyzer {
 public:
  Analyzer(Scope& scope, Diagnostics& diagnostics) noexcept : scope_(scope), diagnostics_(diagnostics) {}

  enum class Finer : std::uint8_t { refused, allowed };

  /// Fills `expression.nodes`; the parameters and formulas that it names are ready or failed.
  ///
  /// @param target  the grain that the value is wanted at; a coarser one spreads to it
  /// @param finer   whether the caller takes a value of a day or part as well
  /// @return        false where there is an error, which is reported unless it lies in what the formula uses
  bool analyze(const Syntax& syntax, Grain target, const FormulaPlace& place, Expression& expression, Finer finer = Finer::refused);

  /// The key of a table: the name of an input, attribute or formula, at its own grain.
  bool analyze_key(const Syntax& syntax, const FormulaPlace& place, Expression& expression);

 private:
  using Index = std::optional<std::uint32_t>;

  Index visit(std::uint32_t at, Grain target);
  Index visit_name(const SyntaxNode& from);
  Index visit_parameter(const SyntaxNode& from, std::uint32_t index);
  Index visit_unary(const SyntaxNode& from, Grain target);
  Index visit_binary(const SyntaxNode& from, Grain target);
  Index visit_choice(const SyntaxNode& from, Grain target);
  Index visit_member(const SyntaxNode& from, Grain target);
  Index visit_tiers(const SyntaxNode& from, Grain target);
  Index tiers_through(const SyntaxNode& from, Node tiers);
  Index visit_call(const SyntaxNode& from, Grain target);

  Index call_aggregate(const SyntaxNode& from, const Builtin& builtin, Grain target);
  Index call_history(const SyntaxNode& from, const Builtin& builtin);
  Index call_at(const SyntaxNode& from, const Builtin& builtin, Grain target);
  Index call_convert(const SyntaxNode& from, const Builtin& builtin, Grain target);
  Index call_date(const SyntaxNode& from, const Builtin& builtin, Grain target);
  Index call_numbers(const SyntaxNode& from, const Builtin& builtin, Grain target);
  Index call_feast(const SyntaxNode& from, const Builtin& builtin, Grain target);
  Index call_booked(const SyntaxNode& from, const Builtin& builtin);
  Index call_leave(const SyntaxNode& from, const Builtin& builtin);
  Index call_running(const SyntaxNode& from, const Builtin& builtin, Grain target);
  Index call_balance(const SyntaxNode& from, const Builtin& builtin);
  Index emit_running(const SyntaxNode& from, std::uint32_t child, Grain span);
  Index months_of_year(const SyntaxNode& from, bool before);
  bool may_run_over(const SyntaxNode& from, const Node& value, Grain span, std::string_view what);

  /// All children, or nothing if one has an error; the others are looked at all the same.
  std::optional<Children> visit_children(const SyntaxNode& from, Grain target);

  bool arithmetic(const SyntaxNode& from, const Node& left, const Node& right, Node& made);
  bool product_unit(const SyntaxNode& from, const Node& left, const Node& right, bool divide, Unit& unit);
  bool same_kind(const SyntaxNode& from, const Node& left, const Node& right, std::string_view joined);
  bool join_grain(const SyntaxNode& from, Grain& grain, const Node& with);
  bool codes_fit(const SyntaxNode& from, const Node& value, const Node& code);
  bool wants(const SyntaxNode& from, const Node& node, ValueType type, std::string_view what);
  bool wants_plain(const SyntaxNode& from, const Node& node, std::string_view what);

  Index emit(const SyntaxNode& from, Node&& made);
  Index fail(const SyntaxNode& from, std::string message);
  [[nodiscard]] std::string written(const SyntaxNode& from) const;
  [[nodiscard]] std::string written(const Node& node) const;
  [[nodiscard]] std::string unit_of(const Node& node) const;
  [[nodiscard]] std::string how_to_gather(const Node& node, Grain target) const;
  [[nodiscard]] std::uint32_t own_currency(std::uint32_t packed) const noexcept;
  [[nodiscard]] Node& node(std::uint32_t index) noexcept { return expression_->nodes[index]; }

  Scope& scope_;
  Diagnostics& diagnostics_;
  std::size_t parts_ = 0;      ///< of all formulas so far: a pack cannot grow without bound
  bool parts_told_ = false;
  const Syntax* syntax_ = nullptr;
  const FormulaPlace* place_ = nullptr;
  Expression* expression_ = nullptr;
};

}  // namespace wageproof::law
