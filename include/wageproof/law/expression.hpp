// The parsed form of a formula: a tree of typed nodes with every name resolved. Plan, oracle and explanation start here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "wageproof/law/children.hpp"

namespace wageproof::law {

/// The time spans that a value can belong to, from fine to coarse.
/// Days nest in parts, parts in periods and months, months in quarters and years. Weeks hold days and
/// belong to the period (or month, quarter, year) that holds their last day.
enum class Grain : std::uint8_t { constant, day, part, week, period, month, quarter, year };

enum class ValueType : std::uint8_t { number, text, boolean, date };

/// Dimension of a number: powers of money and of minutes. Days and counts are plain numbers.
struct Unit {
  std::int8_t money = 0;
  std::int8_t minutes = 0;
  std::uint32_t currency = 0;  ///< packed ISO 4217 code (quantity::Currency::packed) where money != 0; the pack's own
                               ///< currency is always written 0
  bool any = false;            ///< the literal 0, which fits every unit
  friend bool operator==(const Unit&, const Unit&) = default;
};

enum class NodeKind : std::uint8_t {
  number,      ///< literal: numerator / denominator, in the base unit (money units, minutes)
  text,        ///< literal: `text`
  boolean,     ///< literal: numerator 0 or 1
  date,        ///< literal: numerator = serial day
  input,       ///< a fact of the records: `index` into Pack-independent list of inputs (law/inputs.hpp)
  attribute,   ///< an attribute that the pack declares: `index` into Pack::attributes
  parameter,   ///< `index` into Pack::parameters; children = the key expressions, in the parameter's order
  formula,     ///< `index` into Pack::formulas
  unary,       ///< op: negate, logical_not
  binary,      ///< op: arithmetic, comparison, logical_and, logical_or
  choice,      ///< children: condition, then, else
  member,      ///< children[0] in children[1..]
  call,        ///< a builtin: `function`, children = arguments
  tiers        ///< children[0] = quantity; then pairs (upper limit, factor); the last limit is absent (`rest`)
};

enum class Operator : std::uint8_t {
  none, negate, logical_not,
  add, subtract, multiply, divide,
  less, less_equal, equal, not_equal, greater, greater_equal,
  logical_and, logical_or
};

/// Builtins. Their arguments and meaning stand in docs/packs.md, 'Functions'.
enum class Function : std::uint8_t {
  // from a finer grain to a coarser one: the node's grain is the one that results
  sum, count, largest, smallest, any, all, first, last,
  // numbers
  min, max, clamp, abs, floor, ceil,
  round_half_away, round_half_even, round_half_up, round_up, round_down,
  // presence
  given, known_or,
  // dates
  make_date, year, month, day_of_month, weekday, end_of_month,
  add_days, add_months, add_years, add_working_days,
  days_between, completed_months, completed_years, next_birthday, feast,
  // records
  booked, leave, leave_calendar,
  // history: months
  average, highest, total, average_before, highest_before, total_before,
  at,
  convert,
  running,  ///< the sum over the rows of `span` up to and with this one
  balance   ///< a leave ledger: `index` into Pack::ledgers
};

struct Node {
  NodeKind kind{};
  Operator op = Operator::none;
  Function function{};
  ValueType type = ValueType::number;
  Grain grain = Grain::constant;   ///< grain of the node's value
  Grain span = Grain::constant;    ///< of `running`: where the sum begins anew
  Unit unit{};
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
  std::uint32_t index = 0;
  std::string text;                ///< text literal; component patterns of `booked`, joined by `;` (a base stands as its
                                   ///< patterns); leave type of `leave` and `leave_calendar`; name of the feast
  Children children;               ///< positions in Expression::nodes, always smaller than the node's own
  std::uint32_t offset = 0;        ///< byte in the formula's text, for messages and the working
  std::uint32_t length = 0;
};

/// One formula's tree. Children stand before their parents; the last node is the root.
struct Expression {
  std::string source_text;
  std::uint32_t file_line = 0;  ///< line of the text in the pack file
  std::vector<Node> nodes;
  [[nodiscard]] bool empty() const noexcept { return nodes.empty(); }
  [[nodiscard]] const Node& root() const noexcept { return nodes.back(); }
};

}  // namespace wageproof::law
