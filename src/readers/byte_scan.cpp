#include "readers/byte_scan.hpp"

#include <cstddef>

namespace wageproof::readers {

ByteCounts count_bytes(std::string_view text) noexcept {
    ByteCounts counts;
    std::size_t at = 0;
#if defined(__SSE2__)
    const __m128i feed = _mm_set1_epi8('\n');
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i zero = _mm_setzero_si128();
    __m128i all = zero, feeds = zero, quotes = zero;
    while (at + 16 <= text.size()) {
        // A comparison gives -1 in each byte that is equal; bytes count to 255 before they must be added up.
        __m128i some_feeds = zero, some_quotes = zero;
        for (int round = 0; round < 255 && at + 16 <= text.size(); ++round, at += 16) {
            const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
            all = _mm_or_si128(all, bytes);
            some_feeds = _mm_sub_epi8(some_feeds, _mm_cmpeq_epi8(bytes, feed));
            some_quotes = _mm_sub_epi8(some_quotes, _mm_cmpeq_epi8(bytes, quote));
        }
        feeds = _mm_add_epi64(feeds, _mm_sad_epu8(some_feeds, zero));
        quotes = _mm_add_epi64(quotes, _mm_sad_epu8(some_quotes, zero));
    }
    std::uint64_t lanes[2];
    _mm_storeu_si128(reinterpret_cast<__m128i*>(lanes), feeds);
    counts.feeds = lanes[0] + lanes[1];
    _mm_storeu_si128(reinterpret_cast<__m128i*>(lanes), quotes);
    counts.quotes = lanes[0] + lanes[1];
    counts.ascii = _mm_movemask_epi8(all) == 0;
#endif
    for (; at < text.size(); ++at) {
        counts.feeds += text[at] == '\n' ? 1U : 0U;
        counts.quotes += text[at] == '"' ? 1U : 0U;
        counts.ascii = counts.ascii && static_cast<unsigned char>(text[at]) < 0x80;
    }
    return counts;
}

}  // namespace wageproof::readers
