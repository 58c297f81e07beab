// The functions of the formula language: one list for the analysis, hints and the documentation's test.
#pragma once

#include <span>
#include <string_view>

#include "wageproof/law/expression.hpp"

namespace wageproof::law {

/// Functions that are checked alike.
enum class BuiltinGroup : std::uint8_t {
  aggregate, pick, clamp, rounding, whole, given, known_or, date, booked, leave, feast, history, at, convert, running, balance
};

struct Builtin {
  std::string_view name;
  Function function{};
  BuiltinGroup group{};
  std::size_t least = 1, most = 1;   ///< arguments
  std::string_view usage;
  std::string_view arguments = {};   ///< of group date: a letter each, `d` a date, `n` a plain number; then the result
};

std::span<const Builtin> builtins() noexcept;
const Builtin* find_builtin(std::string_view name) noexcept;

}  // namespace wageproof::law
