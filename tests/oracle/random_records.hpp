// A folder of random wage records for a pack: terms that change, gaps, doubts and faults as factories have them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "oracle/world.hpp"
#include "wageproof/readers/read_folder.hpp"

namespace wageproof::oracle {

/// How much of it there is.
struct FolderSize {
    int workers = 8;
    int months = 3;
    bool totals = true;  ///< workers of whom only sums over whole periods are kept
    bool balances = false;  ///< stated balances of leave, days paid out, more leave
    int period_from = 0; ///< day of the month on which listed periods of a month's length begin; 0: other periods
};

/// The files of one employer under the pack, in memory; the same for the same seed.
std::vector<readers::InputFile> random_folder(std::uint64_t seed, const law::Pack& pack, FolderSize size);

}  // namespace wageproof::oracle
