// SHA-256 (FIPS 180-4): the hash of input files, and what a finding's id is cut from.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "wageproof/export.h"

namespace wageproof::quantity {

/// SHA-256 of bytes that come in pieces.
/// @cost  linear, never allocates; uses the processor's SHA instructions where it has them
class WAGEPROOF_API Sha256 {
public:
    Sha256() noexcept;
    void update(std::string_view bytes) noexcept;
    /// The digest of all bytes so far as 64 lower-case hex digits. The object is spent afterwards.
    [[nodiscard]] std::string finish_hex();
    /// The same without memory of its own.
    [[nodiscard]] std::array<char, 64> finish_digits() noexcept;

private:
    std::array<std::uint32_t, 8> state_;
    std::array<unsigned char, 64> pending_;
    std::size_t pending_count_ = 0;
    std::uint64_t total_bytes_ = 0;
};

/// @return the SHA-256 of `bytes` as 64 lower-case hex digits
[[nodiscard]] WAGEPROOF_API std::string sha256_hex(std::string_view bytes);

namespace detail {
/// Mixes whole 64-byte blocks into the state: in plain C++, which every machine runs …
WAGEPROOF_API void sha256_blocks_plain(std::uint32_t* state, const unsigned char* bytes, std::size_t block_count) noexcept;
/// … and by the fastest way that this processor has. Both give the same; a test holds them to it.
WAGEPROOF_API void sha256_blocks(std::uint32_t* state, const unsigned char* bytes, std::size_t block_count) noexcept;
}  // namespace detail

}  // namespace wageproof::quantity
