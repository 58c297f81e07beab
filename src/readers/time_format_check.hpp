// Whether a mapping's date and time formats can be used, and whether one text could mean two things.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "readers/mapping.hpp"

namespace wageproof::readers {

/// @param date, time  what the format must hold
/// @return what is wrong with it, empty where nothing is
[[nodiscard]] std::string check_time_format(std::string_view format, bool date, bool time);

/// @return a sentence with the text and its two readings, empty where the list leaves no doubt
[[nodiscard]] std::string find_ambiguity(const std::vector<TimeFormat>& formats, bool has_date);

}  // namespace wageproof::readers
