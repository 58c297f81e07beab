#include "wageproof/quantity/sha256.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__)
#define WAGEPROOF_SHA_INSTRUCTIONS 1
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace wageproof::quantity {
namespace detail {
namespace {

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
alignas(16) constexpr std::uint32_t kRound[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

std::uint32_t big_endian(const unsigned char* at) noexcept {
    return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 |
           std::uint32_t{at[3]};
}

#ifdef WAGEPROOF_SHA_INSTRUCTIONS
// Four rounds an iteration: the state travels as (ABEF, CDGH), the message as four vectors of four words.
__attribute__((target("sha,sse4.1"))) void blocks_by_instruction(std::uint32_t* state,
                                                                 const unsigned char* bytes,
                                                                 std::size_t block_count) noexcept {
    const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    const auto load = [](const void* at) { return _mm_loadu_si128(static_cast<const __m128i*>(at)); };
    const __m128i cdab = _mm_shuffle_epi32(load(state), 0xB1);
    const __m128i efgh = _mm_shuffle_epi32(load(state + 4), 0x1B);
    __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
    __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
    for (; block_count > 0; --block_count, bytes += 64) {
        const __m128i abef_before = abef;
        const __m128i cdgh_before = cdgh;
        __m128i words[4];
        for (int part = 0; part < 4; ++part) words[part] = _mm_shuffle_epi8(load(bytes + 16 * part), order);
#pragma GCC unroll 16
        for (int group = 0; group < 16; ++group) {
            const __m128i now = words[group & 3];
            const __m128i sum = _mm_add_epi32(now, load(kRound + 4 * group));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
            if (group < 12) {
                const __m128i one_on = words[(group + 1) & 3];
                const __m128i two_on = words[(group + 2) & 3];
                const __m128i three_on = words[(group + 3) & 3];
                __m128i next = _mm_sha256msg1_epu32(now, one_on);
                next = _mm_add_epi32(next, _mm_alignr_epi8(three_on, two_on, 4));
                words[group & 3] = _mm_sha256msg2_epu32(next, three_on);
            }
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    const __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
    const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(state), _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

// __builtin_cpu_supports("sha") is not known to GCC 12, so the bits are read from the processor itself.
bool processor_has_sha() noexcept {
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_SSE4_1) == 0 || (c & bit_SSSE3) == 0) return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & (1U << 29)) != 0;
}
#endif

}  // namespace

void sha256_blocks_plain(std::uint32_t* state, const unsigned char* bytes, std::size_t block_count) noexcept {
    for (; block_count > 0; --block_count, bytes += 64) {
        std::uint32_t words[64];
        for (std::size_t i = 0; i < 16; ++i) words[i] = big_endian(bytes + 4 * i);
        for (std::size_t i = 16; i < 64; ++i) {
            const std::uint32_t early = words[i - 15];
            const std::uint32_t late = words[i - 2];
            words[i] = words[i - 16] + words[i - 7] +
                       (std::rotr(early, 7) ^ std::rotr(early, 18) ^ early >> 3) +
                       (std::rotr(late, 17) ^ std::rotr(late, 19) ^ late >> 10);
        }
        std::uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
        std::uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
        for (std::size_t i = 0; i < 64; ++i) {
            const std::uint32_t first = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) +
                                        ((e & f) ^ (~e & g)) + kRound[i] + words[i];
            const std::uint32_t second =
                (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            h = g, g = f, f = e, e = d + first;
            d = c, c = b, b = a, a = first + second;
        }
        state[0] += a, state[1] += b, state[2] += c, state[3] += d;
        state[4] += e, state[5] += f, state[6] += g, state[7] += h;
    }
}

void sha256_blocks(std::uint32_t* state, const unsigned char* bytes, std::size_t block_count) noexcept {
#ifdef WAGEPROOF_SHA_INSTRUCTIONS
    static const bool has_sha = processor_has_sha();
    if (has_sha) return blocks_by_instruction(state, bytes, block_count);
#endif
    sha256_blocks_plain(state, bytes, block_count);
}

}  // namespace detail

Sha256::Sha256() noexcept
    : state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19},
      pending_{} {}

void Sha256::update(std::string_view bytes) noexcept {
    total_bytes_ += bytes.size();
    if (pending_count_ > 0) {
        const std::size_t taken = std::min(bytes.size(), pending_.size() - pending_count_);
        std::copy_n(bytes.data(), taken, reinterpret_cast<char*>(pending_.data()) + pending_count_);
        pending_count_ += taken;
        bytes.remove_prefix(taken);
        if (pending_count_ < pending_.size()) return;
        detail::sha256_blocks(state_.data(), pending_.data(), 1);
        pending_count_ = 0;
    }
    const std::size_t whole = bytes.size() / 64;
    detail::sha256_blocks(state_.data(), reinterpret_cast<const unsigned char*>(bytes.data()), whole);
    bytes.remove_prefix(whole * 64);
    std::copy_n(bytes.data(), bytes.size(), reinterpret_cast<char*>(pending_.data()));
    pending_count_ = bytes.size();
}

std::array<char, 64> Sha256::finish_digits() noexcept {
    const std::uint64_t total_bits = total_bytes_ * 8;
    char padding[72] = {static_cast<char>(0x80)};
    const std::size_t zeros = (pending_count_ < 56 ? 56 : 120) - pending_count_;
    for (std::size_t i = 0; i < 8; ++i)
        padding[zeros + i] = static_cast<char>(total_bits >> (56 - 8 * i) & 0xFF);
    update({padding, zeros + 8});
    constexpr char kDigits[] = "0123456789abcdef";
    std::array<char, 64> hex;
    std::size_t at = 0;
    for (const std::uint32_t word : state_) {
        for (int shift = 28; shift >= 0; shift -= 4) hex[at++] = kDigits[word >> shift & 0xF];
    }
    return hex;
}

std::string Sha256::finish_hex() {
    const std::array<char, 64> digits = finish_digits();
    return {digits.data(), digits.size()};
}

std::string sha256_hex(std::string_view bytes) {
    Sha256 hash;
    hash.update(bytes);
    return hash.finish_hex();
}

}  // namespace wageproof::quantity
