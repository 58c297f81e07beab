// What a stretch of bytes holds, found in one pass over it.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace wageproof::readers {

struct ByteCounts {
    std::uint64_t feeds = 0;
    std::uint64_t quotes = 0;
    bool ascii = true;
};
[[nodiscard]] ByteCounts count_bytes(std::string_view text) noexcept;

/// Bytes behind a text that `same_bytes` and the values of `packed_values.hpp` may look at, whatever they hold.
inline constexpr std::size_t kReadBehind = 16;

/// Whether two stretches of one size are equal.
/// @pre  `kReadBehind` bytes behind either can be read
[[nodiscard]] inline bool same_bytes(const char* a, const char* b, std::size_t size) noexcept {
#if defined(__SSE2__)
    // Cells are shorter than a vector: one comparison, without the call and the branches on size of memcmp.
    for (;; a += 16, b += 16, size -= 16) {
        const __m128i left = _mm_loadu_si128(reinterpret_cast<const __m128i*>(a));
        const __m128i right = _mm_loadu_si128(reinterpret_cast<const __m128i*>(b));
        const auto equal = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(left, right)));
        if (size <= 16) return ((equal | (0xFFFFFFFFU << size)) & 0xFFFFU) == 0xFFFFU;
        if (equal != 0xFFFFU) return false;
    }
#else
    return std::memcmp(a, b, size) == 0;
#endif
}

}  // namespace wageproof::readers
