// Names in packs: their form, the lists that the record format fixes, and what was probably meant.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wageproof::law {

/// Lower-case letters, digits and `_`, a letter first.
bool is_name(std::string_view text) noexcept;
/// The same, in parts joined by `.`: names of lines and checks.
bool is_dotted_name(std::string_view text) noexcept;

/// @return `; did you mean `x`?` for the nearest of the known names, or nothing where none is near
std::string did_you_mean(std::string_view found, std::span<const std::string_view> known);

/// `a, b, c`, shortened after some two dozen.
std::string listed(std::span<const std::string_view> names);
std::string listed(std::span<const std::string> names);

/// Parts of a text between separators, blanks around them taken off, empty ones left out.
std::vector<std::string_view> split(std::string_view text, std::string_view separators);

/// @return why the text is no pattern of payroll components (`allowance.*`), or nothing where it is one
std::string component_pattern_problem(std::string_view pattern);

/// @return why the name is no check of the record format, or nothing where it is one
std::string check_name_problem(std::string_view name);

/// The leave types of the record format.
std::span<const std::string_view> leave_types() noexcept;

}  // namespace wageproof::law
