// Patterns of payroll components: `allowance.*`.
#pragma once

#include <string_view>

namespace wageproof::law {

/// Whether some component fits both patterns, as far as one of them fits the other's text.
bool patterns_meet(std::string_view a, std::string_view b) noexcept;

}  // namespace wageproof::law
