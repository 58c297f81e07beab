#include "readers/byte_scan.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "quantity/processors.hpp"

namespace wageproof::readers {

WAGEPROOF_FOR_PROCESSORS ByteCounts count_bytes(std::string_view text) noexcept {
    // One small counter for each place of a block, which is how the widest vectors count; they are added up before any of
    // them can overflow.
    constexpr std::size_t kBlock = 64, kMostRounds = 255;
    ByteCounts counts;
    unsigned char all = 0;
    const char* at = text.data();
    std::size_t blocks = text.size() / kBlock;
    while (blocks > 0) {
        const std::size_t rounds = std::min(blocks, kMostRounds);
        std::array<unsigned char, kBlock> feeds{}, quotes{}, bits{};
        for (std::size_t round = 0; round < rounds; ++round, at += kBlock) {
            for (std::size_t i = 0; i < kBlock; ++i) {
                feeds[i] = static_cast<unsigned char>(feeds[i] + (at[i] == '\n'));
                quotes[i] = static_cast<unsigned char>(quotes[i] + (at[i] == '"'));
                bits[i] = static_cast<unsigned char>(bits[i] | static_cast<unsigned char>(at[i]));
            }
        }
        unsigned feed_sum = 0, quote_sum = 0;
        for (std::size_t i = 0; i < kBlock; ++i) {
            feed_sum += feeds[i];
            quote_sum += quotes[i];
            all = static_cast<unsigned char>(all | bits[i]);
        }
        counts.feeds += feed_sum;
        counts.quotes += quote_sum;
        blocks -= rounds;
    }
    for (const char* const end = text.data() + text.size(); at != end; ++at) {
        counts.feeds += *at == '\n' ? 1U : 0U;
        counts.quotes += *at == '"' ? 1U : 0U;
        all = static_cast<unsigned char>(all | static_cast<unsigned char>(*at));
    }
    counts.ascii = all < 0x80;
    return counts;
}

}  // namespace wageproof::readers
