// One pack file as read: its elements, formulas still as text, before it is laid over others and analysed.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "law/diagnostics.hpp"
#include "wageproof/law/load.hpp"
#include "wageproof/law/pack.hpp"

namespace wageproof::law {

struct Draft {
  /// Expressions hold their text and line only; text keys of tables are not yet ranges.
  Pack pack;
  /// What an overlay changes of single settings: `worktime.night`, `calendar.rest_weekday`, `deductions`.
  std::set<std::string, std::less<>> given;
  /// Named elements that an overlay ends with `null`.
  struct Ended {
    std::string section, name;
    std::uint32_t file_line = 0;
  };
  std::vector<Ended> ended;
  /// Terms of several packs of which the more favourable holds, by name, the national law's first. While packs are laid
  /// over each other they stand here in place of the pack's own lists.
  std::map<std::string, std::vector<Parameter>> parameter_choices;
  std::map<std::string, std::vector<Line>> line_choices;
};

/// Reads the JSON of one pack file; what is wrong goes to `diagnostics`, which then knows the file by the pack's id.
Draft read_draft(std::string_view json, std::string_view file_name, Cases cases, Diagnostics& diagnostics);

/// Lays an overlay over its base: named elements are replaced or ended, calendar lists added.
void lay_over(Draft& base, Draft&& overlay, Diagnostics& diagnostics);

/// Reads and orders all formulas, resolves every name and checks the pack as a whole.
/// @param proven  that the same bytes were found good before: what only judges them is left out
void analyze_pack(Pack& pack, Diagnostics& diagnostics, bool proven);

}  // namespace wageproof::law
