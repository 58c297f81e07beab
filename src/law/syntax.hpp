// A formula as written: operators and names, nothing resolved yet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wageproof/law/expression.hpp"

namespace wageproof::law {

enum class SyntaxKind : std::uint8_t {
  number, text, boolean, date, name, currency, unary, binary, choice, member, call, tiers
};

struct SyntaxNode {
  SyntaxKind kind{};
  Operator op = Operator::none;
  bool rest = false;              ///< of tiers: the last child is the factor beyond the last limit
  std::string_view span = {};     ///< of tiers: the span in which the quantity is counted through
  std::uint32_t currency = 0;     ///< of a money literal, or a bare currency code
  bool minutes = false;           ///< of a literal: it is a time
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
  std::string_view text;          ///< name, function or text literal
  Children children;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  std::uint32_t depth = 1;        ///< levels of the tree from here down
};

struct SyntaxError {
  std::uint32_t offset = 0;
  std::string message;
};

/// Children stand before their parents, the root last. Views point into the formula's text.
struct Syntax {
  std::vector<SyntaxNode> nodes;
  SyntaxError error;              ///< a message: the text is no formula
  [[nodiscard]] bool ok() const noexcept { return error.message.empty(); }
  [[nodiscard]] std::uint32_t root() const noexcept { return static_cast<std::uint32_t>(nodes.size() - 1); }
};

/// @cost linear; refuses texts beyond 16 KiB, nesting beyond 200 levels and trees beyond 4 000 nodes
Syntax parse_formula(std::string_view text);

}  // namespace wageproof::law
