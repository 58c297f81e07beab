// A rule pack as a payroll specialist reads it, and what changes from one to another: text for a terminal, or Markdown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "wageproof/export.h"
#include "wageproof/law/pack.hpp"
#include "wageproof/quantity/date.hpp"

namespace wageproof::law {

enum class PageForm : std::uint8_t { text, markdown };

struct ShowOptions {
  std::optional<quantity::Date> at;  ///< only what is in force on that day; without it all values, each with its dates
  PageForm form = PageForm::text;
  std::size_t width = 0;             ///< columns of text, longer lines are wrapped; 0: none are
};

/// The pack in words: values with their sources, what is due by role, limits, leave, the calendar, working time, the
/// formulas behind, what is uncertain or announced, sources.
[[nodiscard]] WAGEPROOF_API std::string show_pack(const Pack& pack, const ShowOptions& options = {});

/// What changes from one pack to another, and for whom: values by day and key, lines added, ended and changed with their
/// formulas before and after, and which lines each changed value reaches.
///
/// @return nothing where the two say the same
[[nodiscard]] WAGEPROOF_API std::string show_difference(const Pack& before, const Pack& after, const ShowOptions& options = {});

/// What formulas may read: name, grain, kind and meaning of each input.
[[nodiscard]] WAGEPROOF_API std::string show_inputs();

/// The functions of the formula language, as they are written.
[[nodiscard]] WAGEPROOF_API std::string show_functions();

}  // namespace wageproof::law
