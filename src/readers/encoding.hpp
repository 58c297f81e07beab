// Turns a file's bytes into UTF-8, as its mark or the mapping says.
#pragma once

#include <string>
#include <string_view>

#include "wageproof/quantity/status.hpp"

namespace wageproof::readers {

/// What the first bytes say about the rest.
enum class Mark { none, utf8, utf16le, utf16be };
[[nodiscard]] Mark mark_of(std::string_view bytes) noexcept;
[[nodiscard]] std::size_t mark_size(Mark mark) noexcept;

/// Whether a mapping may name this encoding.
[[nodiscard]] bool is_known_encoding(std::string_view name) noexcept;

/// @param encoding  a name that `is_known_encoding` accepts, or "utf-16be"; not "utf-8"
/// @return the text as UTF-8; a byte 0xFF, which UTF-8 never has, stands where the bytes had no meaning, so
/// that
///         the row around it is rejected and the others are read
[[nodiscard]] quantity::Result<std::string> to_utf8(std::string_view bytes, std::string_view encoding);

}  // namespace wageproof::readers
