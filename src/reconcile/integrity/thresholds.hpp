// Thresholds of the search for made-up times: far from what chance or a punctual crew brings about, so that an honest record
// gives nothing.
#pragma once

#include <cstddef>

namespace wageproof::reconcile::integrity {

inline constexpr std::size_t kFewestCopiedDays = 10;   ///< days on which two people punch alike, in and out, to the minute
inline constexpr std::size_t kFewestCopiedPairs = 5;   ///< different pairs among them: a roster has one or two
inline constexpr std::size_t kFewestSameDays = 10;     ///< days on which one person repeats one odd pair of minutes
inline constexpr std::size_t kFewestPunches = 300;     ///< before the last digits say anything
inline constexpr std::size_t kFewestPiled = 200;       ///< days before a pile of equal lengths says anything
inline constexpr std::size_t kFewestOthers = 50;       ///< days of other lengths beside the pile
inline constexpr std::size_t kFewestPiledPairs = 20;   ///< different pairs of times with the same length
inline constexpr std::size_t kFewestOneSided = 20;     ///< workers whose two records differ
inline constexpr std::size_t kFewestTwoBooks = 20;     ///< days that two files tell differently

}  // namespace wageproof::reconcile::integrity
