#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "wageproof/export.h"

namespace wageproof::law {

/// One rule pack as it stands in the library: its file name without the ending,
/// and its bytes.
struct EmbeddedPack {
    std::string_view name;
    const char* data;  ///< `size` bytes of JSON, then at least 64 zero bytes that a parser may read
    std::size_t size;
    std::string_view sha256;  ///< of the bytes, lower-case hex, found while the library was built

    [[nodiscard]] constexpr std::string_view text() const noexcept { return {data, size}; }
};

/// The rule packs that this build of the library carries, in order of name.
///
/// @return        empty where the library was built with no pack
/// @cost          no allocation; any thread
/// @lifetime      the program's
[[nodiscard]] WAGEPROOF_API std::span<const EmbeddedPack> embedded_packs();

}  // namespace wageproof::law
