// What is wrong with a rule pack, and where.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "wageproof/export.h"

namespace wageproof::law {

/// An error refuses the pack; a warning is for its author to look at.
enum class Severity : std::uint8_t { error, warning };

struct Diagnostic {
  Severity severity = Severity::error;
  std::string file;
  std::uint32_t line = 0;    ///< in the file, from 1; 0 = the file as a whole
  std::uint32_t column = 0;  ///< in the formula's text (in the line, where the JSON itself is broken), from 1; 0 = none
  std::string path;          ///< the element: `lines.overtime_pay.formula`
  std::string message;       ///< what was found and what would be right
};

/// `kh.json:41: lines.overtime_pay.formula, column 7: …`; a warning says so.
[[nodiscard]] WAGEPROOF_API std::string to_text(const Diagnostic& diagnostic);

/// All of them, a line each.
[[nodiscard]] WAGEPROOF_API std::string to_text(const std::vector<Diagnostic>& diagnostics);

}  // namespace wageproof::law
